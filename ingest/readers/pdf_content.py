"""Runs the content streams of PDF pages: text with its place, size and weight."""

from __future__ import annotations

import math
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DictionaryObject

# Not part of pypdf's public interface: the only source of glyph widths, which tell where a line
# ends. The lock file pins the version; the tests of this reader fail where it moves.
from pypdf.generic._font import Font

from ingest.readers.pdf_segments import Span

Matrix = tuple[float, float, float, float, float, float]

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MAX_FORM_DEPTH = 8
# Codes that WinAnsiEncoding leaves unused draw a bullet (PDF 32000-1, annex D.2, note 3).
_BULLETS = dict.fromkeys((0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D), "•")
_DRAWN_BULLET = (2.0, 7.0)
"""Points; the least and greatest side of a drawn shape that stands for a bullet."""


def _times(one: Matrix, two: Matrix) -> Matrix:
    """Multiply two affine matrices, `one` applied first."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (
        *(a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j),
        *(e * g + f * i + k, e * h + f * j + m),
    )


def _upright(page: PageObject) -> tuple[Matrix, float, float]:
    """Return the matrix that makes a page upright with its corner at 0,0; its width and height."""
    box = page.mediabox
    width, height = float(box.width), float(box.height)
    shift: Matrix = (1.0, 0.0, 0.0, 1.0, -float(box.left), -float(box.bottom))
    turn = page.rotation % 360
    if turn == 90:
        return _times(shift, (0.0, -1.0, 1.0, 0.0, 0.0, width)), height, width
    if turn == 180:
        return _times(shift, (-1.0, 0.0, 0.0, -1.0, width, height)), width, height
    if turn == 270:
        return _times(shift, (0.0, 1.0, -1.0, 0.0, height, 0.0)), height, width
    return shift, width, height


@dataclass(slots=True)
class _State:
    """The graphics state that text depends on (PDF 32000-1, 8.4 and 9.3)."""

    ctm: Matrix = _IDENTITY
    font: Font | None = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


_PATH = frozenset({b"m", b"l", b"c", b"v", b"y", b"re"})
_PAINT = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"n"})
_NUMBERS = {b"Tc": "char_space", b"Tw": "word_space", b"TL": "leading", b"Ts": "rise"}


class Painter:
    """Runs a page's content stream and collects its text as positioned spans."""

    def __init__(self, reader: PdfReader) -> None:
        self.spans: list[Span] = []
        self.images = 0
        self.unreadable = 0  # characters in fonts without a mapping to Unicode
        self.rotated = 0
        self._reader = reader
        self._state = _State()
        self._stack: list[_State] = []
        self._line: Matrix = _IDENTITY
        self._text: Matrix = _IDENTITY
        self._fonts: dict[int, Font] = {}
        self._path: list[tuple[float, float]] = []

    def paint(self, page: PageObject) -> tuple[float, float]:
        """Run a page's content; return its upright width and height in points."""
        self._state.ctm, width, height = _upright(page)
        contents = page.get("/Contents")
        if contents is not None:
            self._run(contents.get_object(), page.get("/Resources"), 0)
        return width, height

    def emptiness(self) -> str:
        """Say why a page without text has none."""
        if self.unreadable:
            return "unreadable font: its characters have no mapping to text"
        if self.rotated:
            return "only rotated text"
        return "no text, only images (a scan)" if self.images else "no text"

    def _run(self, contents: Any, resources: Any, depth: int) -> None:
        """Run the operators of one content stream."""
        resources = resources.get_object() if resources is not None else {}
        for operands, operator in ContentStream(contents, self._reader, "bytes").operations:
            if operator == b"Do" and operands:
                self._draw(_entry(resources, "/XObject", operands[0]), resources, depth)
            elif operator == b"Tf" and len(operands) > 1:
                self._state.font = self._font(_entry(resources, "/Font", operands[0]))
                self._state.size = float(operands[1])
            else:
                self._operate(operator, operands)

    def _draw(self, item: Any, resources: Any, depth: int) -> None:
        """Count an image, or run a form (a content stream inside the content)."""
        if not isinstance(item, DictionaryObject):
            return
        if item.get("/Subtype") == "/Image":
            self.images += 1
        elif item.get("/Subtype") == "/Form" and depth < _MAX_FORM_DEPTH:
            before, outer = copy(self._state), self._stack
            self._stack = []
            values = [float(value) for value in item.get("/Matrix", _IDENTITY)]
            self._state.ctm = _times(tuple(values), self._state.ctm)  # type: ignore[arg-type]
            self._run(item, item.get("/Resources", resources), depth + 1)
            self._state, self._stack = before, outer

    def _font(self, resource: Any) -> Font | None:
        """Return the font of a resource, None where it is missing."""
        if not isinstance(resource, DictionaryObject):
            return None
        if id(resource) not in self._fonts:
            self._fonts[id(resource)] = Font.from_font_resource(resource)
        return self._fonts[id(resource)]

    def _operate(self, operator: bytes, operands: list[Any]) -> None:
        """Run one operator that changes the state, moves the pen or shows text."""
        if operator == b"q":
            self._stack.append(copy(self._state))
        elif operator == b"Q":
            self._state = self._stack.pop() if self._stack else self._state
        elif operator == b"cm":
            self._state.ctm = _times(_matrix(operands), self._state.ctm)
        elif operator == b"INLINE IMAGE":
            self.images += 1
        elif operator in _NUMBERS and operands:
            setattr(self._state, _NUMBERS[operator], float(operands[0]))
        elif operator == b"Tz" and operands:
            self._state.scale = float(operands[0]) / 100
        elif operator == b"Tr" and operands:
            self._state.mode = int(operands[0])
        elif operator in _PATH or operator in _PAINT:
            self._trace(operator, operands)
        else:
            self._move(operator, operands)
            self._show_all(operator, operands)

    def _trace(self, operator: bytes, operands: list[Any]) -> None:
        """Follow a path; a small square or round shape, painted, is taken for a bullet."""
        if operator in _PATH:
            points = [float(value) for value in operands]
            if operator == b"re" and len(points) == 4:
                points[2:] = [points[0] + points[2], points[1] + points[3]]
            pairs = zip(points[::2], points[1::2], strict=False)
            self._path += [_times((1, 0, 0, 1, x, y), self._state.ctm)[4:] for x, y in pairs]
            return
        path, self._path = self._path, []
        if operator == b"n" or not path:
            return
        xs, ys = [x for x, _ in path], [y for _, y in path]
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        low, high = _DRAWN_BULLET
        if low <= width <= high and low <= height <= high and 0.8 < width / height < 1.25:
            # Browsers draw bullets so; their lower side is a little above the baseline.
            self.spans.append(Span("•", min(xs), max(xs), min(ys), 2 * height, False, drawn=True))

    def _move(self, operator: bytes, operands: list[Any]) -> None:
        """Run an operator that places the next line of text."""
        if operator in (b"BT", b"Tm"):
            self._line = self._text = _matrix(operands) if operands else _IDENTITY
        elif operator in (b"Td", b"TD") and len(operands) > 1:
            x, y = float(operands[0]), float(operands[1])
            self._state.leading = -y if operator == b"TD" else self._state.leading
            self._next(x, y)
        elif operator in (b"T*", b"'", b'"'):
            if operator == b'"' and len(operands) > 2:
                self._state.word_space = float(operands[0])
                self._state.char_space = float(operands[1])
            self._next(0.0, -self._state.leading)

    def _next(self, x: float, y: float) -> None:
        """Start a line at an offset from the start of the last one."""
        self._line = self._text = _times((1.0, 0.0, 0.0, 1.0, x, y), self._line)

    def _show_all(self, operator: bytes, operands: list[Any]) -> None:
        """Run an operator that shows text."""
        if operator not in (b"Tj", b"'", b'"', b"TJ") or not operands:
            return
        shown: Iterable[Any] = operands[-1] if operator == b"TJ" else operands[-1:]
        for item in shown:
            if isinstance(item, (bytes, str)):
                self._show(item if isinstance(item, bytes) else item.encode("latin-1", "replace"))
            elif isinstance(item, (int, float)):
                self._advance(-float(item) / 1000 * self._state.size * self._state.scale)

    def _advance(self, x: float) -> None:
        """Move the pen to the right, in text space."""
        self._text = _times((1.0, 0.0, 0.0, 1.0, x, 0.0), self._text)

    def _show(self, data: bytes) -> None:
        """Add the text of one string as a span, and move the pen past it."""
        font = self._state.font
        if font is None or not data:
            return
        raw, text = _decoded(font, data)
        start = _times((1.0, 0.0, 0.0, 1.0, 0.0, self._state.rise), self._placed())
        self._advance(self._width(font, raw))
        a, b, c, d, x, y = start
        if not font.interpretable:
            self.unreadable += len(text)
        elif text.strip() and (a <= 0 or abs(b) > 0.1 * a):
            self.rotated += len(text)
        elif text:
            size = self._state.size * math.hypot(c, d)
            bold = _is_bold(font) or self._state.mode == 2
            self.spans.append(Span(text, x, self._placed()[4], y, abs(size), bold))

    def _placed(self) -> Matrix:
        """Return the pen's place on the page."""
        return _times(self._text, self._state.ctm)

    def _width(self, font: Font, raw: str) -> float:
        """Return how far the pen moves for a string of character codes, in text space."""
        glyphs = sum(
            font.space_width if char == font.space_char else font.get_text_width(char)
            for char in raw
        )
        state = self._state
        spaces = raw.count(" ") * state.word_space if not isinstance(font.encoding, str) else 0
        return (glyphs / 1000 * state.size + len(raw) * state.char_space + spaces) * state.scale


def _decoded(font: Font, data: bytes) -> tuple[str, str]:
    """Return a string's character codes (for the widths) and its text (as pypdf maps them)."""
    if isinstance(font.encoding, str):
        raw = text = data.decode(font.encoding, "replace")
    else:
        raw = "".join(map(chr, data))
        text = "".join(font.encoding.get(code, chr(code)) for code in data)
    mapped = "".join(font.character_map.get(char, char) for char in text)
    return raw, mapped if isinstance(font.encoding, str) else mapped.translate(_BULLETS)


def _is_bold(font: Font) -> bool:
    """Tell whether a font is bold, by its name, weight or flags (bit 19, ForceBold)."""
    name = font.name.lower()
    weight = str(font.font_descriptor.weight)
    return (
        any(word in name for word in ("bold", "black", "heavy", "demi"))
        or (weight.replace(".", "").isdigit() and float(weight) >= 600)
        or bool(int(font.font_descriptor.flags) & (1 << 18))
    )


def _matrix(operands: list[Any]) -> Matrix:
    """Return six operands as a matrix, the identity where there are not six."""
    if len(operands) != 6:
        return _IDENTITY
    a, b, c, d, e, f = (float(value) for value in operands)
    return (a, b, c, d, e, f)


def _entry(resources: Any, kind: str, name: Any) -> Any:
    """Return a named resource, None where it is missing."""
    group = resources.get(kind)
    found = group.get_object().get(name) if group is not None else None
    return found.get_object() if found is not None else None
