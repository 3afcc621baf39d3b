"""PDF files: pypdf gives positioned pieces of text, which become lines and then blocks."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import ContentStream, DictionaryObject

# Not part of pypdf's public interface: the only source of glyph widths, which tell where a line
# ends. The lock file pins the version; the tests of this reader fail where it moves.
from pypdf.generic._font import Font

from corpus.errors import RejectedFile
from corpus.model import PageWarning, ParsedFile
from ingest.readers.pdf_blocks import blocks_of
from ingest.readers.pdf_layout import Line, Span, lines_of, without_running_lines
from ingest.readers.pdf_quality import doubt

Matrix = tuple[float, float, float, float, float, float]

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# What pypdf is known to raise on damaged files, besides its own errors.
_DAMAGE = (
    *(PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError),
    *(RecursionError, AssertionError, ArithmeticError, NotImplementedError, zlib.error),
)
_MAX_FORM_DEPTH = 8


def read(path: Path) -> ParsedFile:
    """
    Read a PDF file.

    Returns:

        Blocks with page numbers; a warning for every page whose text is doubtful, with
        `dropped` where it holds nothing usable.

    Raises:

        RejectedFile: For a file that is empty, damaged, encrypted or without any text.
    """
    reader = _open(path)
    pages: list[list[Line]] = []
    warnings: list[PageWarning] = []
    for number, page in enumerate(_pages(reader), start=1):
        lines, warning = _page(reader, page, number)
        pages.append(lines)
        warnings += [warning] if warning else []
    blocks = blocks_of(without_running_lines(pages))
    if not blocks:
        raise RejectedFile(_no_text(warnings))
    return ParsedFile(
        blocks=tuple(blocks), metadata=_metadata(reader, path), warnings=tuple(warnings)
    )


def _open(path: Path) -> PdfReader:
    """Open a PDF, with an empty password where it is encrypted, or reject it with a reason."""
    data = path.read_bytes()
    if not data.strip():
        raise RejectedFile("the file is empty")
    if b"%PDF-" not in data[:1024]:
        raise RejectedFile("not a PDF file (no PDF header)")
    if b"%%EOF" not in data[-2048:]:
        raise RejectedFile("the PDF is truncated (no end-of-file mark)")
    try:
        reader = PdfReader(path)
        locked = reader.is_encrypted and not reader.decrypt("")
    except DependencyError as error:
        raise RejectedFile("the PDF uses an encryption that cannot be read") from error
    except _DAMAGE as error:
        raise RejectedFile("the PDF is corrupt and cannot be opened") from error
    if locked:
        raise RejectedFile("the PDF is encrypted and needs a password")
    return reader


def _pages(reader: PdfReader) -> list[PageObject]:
    """Return the pages, or reject a PDF without any."""
    try:
        pages = list(reader.pages)
    except _DAMAGE as error:
        raise RejectedFile("the PDF is corrupt, its pages cannot be found") from error
    if not pages:
        raise RejectedFile("the PDF has 0 pages")
    return pages


def _no_text(warnings: list[PageWarning]) -> str:
    """Return why a PDF without blocks is rejected."""
    reasons = {warning.reason for warning in warnings}
    if any("damaged" in reason or "unreadable" in reason for reason in reasons):
        return f"no usable text on any page: {sorted(reasons)[0]}"
    return "no text found, probably a scan; OCR it first"


def _page(
    reader: PdfReader, page: PageObject, number: int
) -> tuple[list[Line], PageWarning | None]:
    """Return a page's lines in reading order (none where it is dropped), and what is doubtful."""
    painter = _Painter(reader)
    try:
        width, height = painter.paint(page)
        lines, reasons = lines_of(painter.spans, width=width, height=height, page=number)
    except _DAMAGE as error:
        reason = f"damaged page, it cannot be read ({type(error).__name__})"
        return [], PageWarning(page=number, reason=reason, dropped=True)
    if not lines:
        return [], PageWarning(page=number, reason=painter.emptiness(), dropped=True)
    doubtful, unusable = doubt([line.text for line in lines], hidden=painter.unreadable)
    reasons += doubtful
    reasons += ["rotated text left out"] if painter.rotated else []
    warning = PageWarning(page=number, reason="; ".join(reasons), dropped=unusable)
    return [] if unusable else lines, warning if reasons else None


def _metadata(reader: PdfReader, path: Path) -> dict[str, Any]:
    """
    Return title and language where the file gives them.

    Left out: a title that is only a file name, the author (a private person) and the dates (of
    saving, not of publishing).
    """
    found: dict[str, Any] = {}
    try:
        title = " ".join(str((reader.metadata or {}).get("/Title") or "").split())
        language = reader.root_object.get("/Lang")
    except _DAMAGE:
        return found
    is_name = title == path.stem or title.lower().endswith((".doc", ".docx", ".indd", ".pdf"))
    if title and not is_name and not title.startswith("Microsoft ") and title != "untitled":
        found["title"] = title
    if isinstance(language, str) and language.strip():
        found["language"] = language.strip()
    return found


def _times(one: Matrix, two: Matrix) -> Matrix:
    """Multiply two affine matrices, `one` applied first."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (
        *(a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j),
        *(e * g + f * i + k, e * h + f * j + m),
    )  # type: ignore[return-value]


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


_NUMBERS = {b"Tc": "char_space", b"Tw": "word_space", b"TL": "leading", b"Ts": "rise"}


class _Painter:
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
        else:
            self._move(operator, operands)
            self._show_all(operator, operands)

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
    return raw, "".join(font.character_map.get(char, char) for char in text)


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
