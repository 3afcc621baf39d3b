"""Where a passage stands on pages whose text was drawn, not written: letter by letter."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Span = tuple[int, int]
"""Characters of a text: the first, and the one after the last."""

CELL = " | "
FEWEST_LETTERS = 12
"""Shorter texts are only looked for right behind the one before them: they stand everywhere."""

SLACK = 3
"""Letters that may stand between: a drawn bullet is at times an 'o' of a symbol font."""

_OPENING = re.compile(r"[(\[“„‘'\"]?(?:€ ?)?\Z")
_CLOSING = re.compile(r"[.,;:!?%)\]”’'\"]*")

FEWEST_PART = 20
"""The letters of a unit that may stand alone, where a header or footer stands in its middle."""

FEWEST_REST = 6
FURTHEST = 300
"""All the rest of a unit may be shorter, where no more stands between: a footer and a header."""


@dataclass(frozen=True, slots=True)
class Letters:
    """
    A text without all that layout changes: case, white space, hyphens, ligatures, signs.

    Args:

        text: Its letters and digits, folded (Unicode NFKC, casefold).

        at: For each of them the character of the text that it comes from.
    """

    text: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Letters:
        """Return the letters of a text."""
        found = [
            (letter, place)
            for place, sign in enumerate(text)
            for letter in unicodedata.normalize("NFKC", sign).casefold()
            if letter.isalnum()
        ]
        return cls("".join(letter for letter, _ in found), tuple(place for _, place in found))

    def span(self, start: int, end: int) -> Span:
        """Return the characters that letters `start` to `end` come from."""
        return self.at[start], self.at[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Placed:
    """
    Where a unit was found.

    Args:

        spans: In order, apart; () where it was not found.

        found, letters: How many of its letters stand in them, and how many it has.
    """

    spans: tuple[Span, ...]
    found: int
    letters: int


def place(units: Sequence[str], drawn: str, since: Sequence[int] = ()) -> list[Placed]:
    """
    Return where the units of a passage stand in the text of its pages.

    Each is looked for behind the one before it, then from where it may begin; a table's row that
    is not found whole by its cells; then its longest beginning, and behind that its longest end.

    Args:

        units: The literal texts, in order.

        drawn: The text of the pages, one behind the other.

        since: The character from which on each may begin; () for anywhere.
    """
    letters = Letters.of(drawn)
    cursor, made = 0, []
    for text, first in zip(units, since or [0] * len(units), strict=True):
        unit, low = Letters.of(text).text, bisect_left(letters.at, first)
        parts = list(_parts(text, unit, letters.text, low, max(cursor, low)))
        cursor = parts[-1][1] if parts else cursor
        found = sum(end - start for start, end in parts)
        spans = (letters.span(*each) for each in parts)
        made.append(Placed(tuple(_closed(span, drawn) for span in spans), found, len(unit)))
    return made


def _closed(span: Span, drawn: str) -> Span:
    """Return a span with the signs that belong to it: an amount's euro, a bracket, a full stop."""
    start, end = span
    opening = _OPENING.search(drawn, 0, start)
    closing = _CLOSING.match(drawn, end)
    return opening.start() if opening else start, closing.end() if closing else end


def _parts(text: str, unit: str, drawn: str, low: int, cursor: int) -> Iterator[Span]:
    """Yield the letters of the pages that are a unit's."""
    if not unit:
        return
    start = _find(unit, drawn, low, cursor)
    if start is not None:
        yield start, start + len(unit)
    elif CELL in text:
        yield from _cells(text, drawn, low, cursor)
    else:
        yield from _ends(unit, drawn, low, cursor)


def _find(unit: str, drawn: str, low: int, cursor: int) -> int | None:
    """Return where a unit begins: right behind the cursor, later, or for a long one earlier."""
    start = drawn.find(unit, cursor)
    if 0 <= start <= cursor + SLACK:
        return start
    if len(unit) < FEWEST_LETTERS:
        return None
    start = start if start >= 0 else drawn.find(unit, low)
    return start if start >= 0 else None


def _cells(text: str, drawn: str, low: int, cursor: int) -> Iterator[Span]:
    """Yield the cells of a row that are found, each behind the one before it."""
    for cell in text.split(CELL):
        letters = Letters.of(cell).text
        start = _find(letters, drawn, low, cursor) if letters else None
        if start is not None:
            cursor = start + len(letters)
            yield start, cursor


def _ends(unit: str, drawn: str, low: int, cursor: int) -> Iterator[Span]:
    """Yield the longest beginning of a unit, and behind that the longest end of it."""
    since = cursor if unit[:FEWEST_PART] in drawn[cursor:] else low
    head = _longest(unit, lambda size: drawn.find(unit[:size], since) >= 0)
    if head:
        since = drawn.find(unit[:head], since)
        yield since, since + head
    rest, after = unit[head:], since + head
    near = drawn.find(rest, after, after + len(rest) + FURTHEST) if head else -1
    if near >= 0 and len(rest) >= FEWEST_REST:
        yield near, near + len(rest)
        return
    tail = _longest(rest, lambda size: drawn.find(rest[-size:], after) >= 0)
    if tail:
        start = drawn.find(rest[-tail:], after)
        yield start, start + tail


def _longest(unit: str, stands: Callable[[int], bool]) -> int:
    """Return the size of the longest part that stands there, or 0; found by halving."""
    sizes = range(FEWEST_PART, len(unit) + 1)
    # Where a part stands every shorter one does, so False comes before True.
    count = bisect_right(sizes, False, key=lambda size: not stands(size))
    return sizes[count - 1] if count else 0
