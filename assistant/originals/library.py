"""What a front may ask of the held originals: pages with marks, and their pictures."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.originals import pdf
from assistant.originals.held import HeldFiles
from assistant.originals.pdf import Layout
from assistant.originals.placing import Span, place
from assistant.originals.reading import Run, paragraphs
from corpus.model import Document, Passage

MOST_BYTES = 32 * 1024 * 1024
LAYOUTS_KEPT = 64
PADDING = 2

Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels of the picture."""

WHOLE = 0.9
"""From this share of its letters on a passage counts as marked whole: headers may cut it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """
    A page as it is shown, but for the picture.

    Args:

        number: The page, from 1, out of `pages`.

        width, height: Of the picture, in pixels.

        marks: Where the passage stands, a box a line; () where it could not be placed.

        share: How much of the passage's text on this page is marked, from 0 to 1; None where
            nothing of it stands on this page.

        also: The pages beside this one where the passage stands too.

        text: By paragraph, with the passage marked; () where the page holds no text.
    """

    number: int
    pages: int
    width: int
    height: int
    marks: tuple[Box, ...]
    share: float | None
    also: tuple[int, ...] = ()
    text: tuple[tuple[Run, ...], ...] = ()

    @property
    def whole(self) -> bool:
        """Tell whether all that stands on this page is marked."""
        return self.share is not None and self.share >= WHOLE


class Originals:
    """The PDF files behind documents, page by page. Thread-safe; what it keeps is bounded."""

    def __init__(self, held: HeldFiles) -> None:
        """Take what finds the files; nothing is opened yet."""
        self._held = held
        self._pictures = _Pictures(MOST_BYTES)
        self._layout = lru_cache(LAYOUTS_KEPT)(_layout_of)

    def holds(self, document: Document) -> bool:
        """Tell whether the file of a document can be shown."""
        return self._held.file(document) is not None

    def sheet(
        self,
        document: Document,
        number: int,
        passage: Passage | None = None,
        units: frozenset[int] | None = None,
    ) -> Sheet | None:
        """
        Return a page with a passage marked; None where the file is not held or ends before it.

        Args:

            units: Which units of the passage to mark, by index; None marks all.

        Raises PageProblem where it cannot be read.
        """
        file = self._held.file(document)
        found = self._layout(file, document.digest, number) if file else None
        if found is None:
            return None
        marked = _Marked([], None, ())
        if passage is not None and file is not None:
            beside = ((n, self._layout(file, document.digest, n)) for n in (number - 1, number + 1))
            pages = {number: found, **{n: each for n, each in beside if each}}
            marked = _marked(pages, number, passage, units)
        return Sheet(
            number=number,
            pages=found.pages,
            width=found.width,
            height=found.height,
            marks=tuple(box for span in marked.spans for box in lines(found, span)),
            share=marked.share,
            also=marked.also,
            text=tuple(tuple(runs) for runs in paragraphs(found, marked.spans)),
        )

    def picture(self, document: Document, number: int) -> bytes | None:
        """Return a page as WebP; None and PageProblem as `sheet`."""
        file = self._held.file(document)
        if file is None:
            return None
        key = (document.id, document.digest, number)
        kept = self._pictures.get(key)
        if kept is None and (kept := pdf.picture(file, number)) is not None:
            self._pictures.keep(key, kept)
        return kept


def _layout_of(file: Path, _digest: str, number: int) -> Layout | None:
    return pdf.layout(file, number)


@dataclass(frozen=True, slots=True)
class _Marked:
    """What `Sheet` tells of a passage, in characters of the page's text."""

    spans: list[Span]
    share: float | None
    also: tuple[int, ...]


def _marked(
    pages: Mapping[int, Layout], number: int, passage: Passage, units: frozenset[int] | None
) -> _Marked:
    """
    Return where a passage stands on a page.

    A unit knows the page that its paragraph begins on, and may stand on the next. So it is looked
    for on the pages beside this one too, and what is found there is left out.

    Args:

        pages: The page and those beside it, by number.
    """
    drawn, starts = "", {}
    for each in sorted(pages):
        starts[each] = len(drawn)
        drawn += pages[each].text
    near = [i for i, unit in enumerate(passage.units) if unit.page in range(number - 1, number + 2)]
    texts = [passage.unit_text(passage.units[index]) for index in near]
    since = [starts.get(passage.units[index].page or number, 0) for index in near]
    spans, found, asked, also = [], 0, 0, set()
    for index, placed in zip(near, place(texts, drawn, since), strict=True):
        if units is not None and index not in units:
            continue
        on = {each: _within(placed.spans, starts[each], pages[each]) for each in pages}
        also |= {each for each, there in on.items() if there and each != number}
        lost = not placed.spans and passage.units[index].page == number
        if on[number] or lost:
            spans += on[number]
            found, asked = found + placed.found, asked + placed.letters
    return _Marked(_joined(spans), found / asked if asked else None, tuple(sorted(also)))


def _within(spans: Sequence[Span], start: int, page: Layout) -> list[Span]:
    """Return the parts of spans that stand on a page, in its own characters."""
    end = start + len(page.text)
    return [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and start < b]


def _joined(spans: list[Span]) -> list[Span]:
    """Return spans in order; those with only a sign or a space between them as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 3:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def lines(found: Layout, span: Span) -> Iterator[Box]:
    """Yield the boxes around the characters of a span, one a line."""
    line: np.ndarray | None = None
    for box in found.boxes[span[0] : span[1]]:
        if box[2] <= box[0] or box[3] <= box[1]:
            continue
        if line is not None and _continues(line, box):
            line = np.concatenate([np.minimum(line[:2], box[:2]), np.maximum(line[2:], box[2:])])
            continue
        if line is not None:
            yield _padded(line, found)
        line = box
    if line is not None:
        yield _padded(line, found)


def _continues(line: np.ndarray, box: np.ndarray) -> bool:
    """Tell whether a character stands on the same line, no further than a wide space away."""
    height = min(line[3] - line[1], box[3] - box[1])
    shared = min(line[3], box[3]) - max(line[1], box[1])
    gap = box[0] - line[2]
    return bool(shared > height / 2 and -height < gap < 2 * height)


def _padded(line: np.ndarray, found: Layout) -> Box:
    left, top = max(0, line[0] - PADDING), max(0, line[1] - PADDING)
    right, bottom = min(found.width, line[2] + PADDING), min(found.height, line[3] + PADDING)
    return int(left), int(top), int(right - left), int(bottom - top)


Key = tuple[str, str, int]


class _Pictures:
    """Pictures up to so many bytes together; the longest unused goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._bytes = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, bytes] = OrderedDict()

    def get(self, key: Key) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Key, picture: bytes) -> None:
        with self._lock:
            self._bytes += len(picture) - len(self._kept.pop(key, b""))
            self._kept[key] = picture
            while self._bytes > self._most:
                self._bytes -= len(self._kept.popitem(last=False)[1])


def units_within(passage: Passage, spans: Sequence[Span]) -> frozenset[int]:
    """Return the units of a passage that spans of its text touch, by index."""
    return frozenset(
        index
        for index, unit in enumerate(passage.units)
        for start, end in spans
        if unit.start - passage.start < end and start < unit.end - passage.start
    )
