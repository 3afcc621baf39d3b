"""Two texts side by side: which paragraphs are the same, changed, or in one of them only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from corpus.text import fold

ALIKE = 0.5
"""Share of the words that two paragraphs have in common from which one is the other, changed."""

_WORDS = re.compile(r"\S+\s*")


class Kind(StrEnum):
    """What a row shows."""

    SAME = "gelijk"
    CHANGED = "anders"
    LEFT = "links"
    RIGHT = "rechts"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, and whether the other side lacks it."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph on either side; an absent one has no pieces."""

    kind: Kind
    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()


def paragraphs(text: str) -> list[str]:
    """Return the lines of a text that hold anything, white space folded."""
    return [folded for line in text.splitlines() if (folded := fold(line))]


def compared(left: Sequence[str], right: Sequence[str]) -> list[Row]:
    """
    Return the paragraphs of two texts side by side, in reading order.

    Method: the longest common runs of paragraphs (Ratcliff and Obershelp, 1988, as difflib has
    it); between them, paragraphs that share most words are shown as changed, word by word.
    """
    rows: list[Row] = []
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces = [(Piece(text, False),) for text in left[a:b]]
            rows += [Row(Kind.SAME, piece, piece) for piece in pieces]
        else:
            rows += _between(left[a:b], right[c:d])
    return rows


def _between(left: Sequence[str], right: Sequence[str]) -> Iterator[Row]:
    """Pair what is alike, in order; the rest stands alone."""
    rest = list(right)
    for text in left:
        at = next((n for n, other in enumerate(rest) if _alike(text, other)), None)
        if at is None:
            yield Row(Kind.LEFT, (Piece(text, True),))
            continue
        yield from (Row(Kind.RIGHT, (), (Piece(other, True),)) for other in rest[:at])
        yield _changed(text, rest[at])
        del rest[: at + 1]
    yield from (Row(Kind.RIGHT, (), (Piece(other, True),)) for other in rest)


def _alike(left: str, right: str) -> bool:
    matcher = SequenceMatcher(None, left.split(), right.split(), autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _changed(left: str, right: str) -> Row:
    a, b = _WORDS.findall(left), _WORDS.findall(right)
    codes = SequenceMatcher(
        None, [each.strip() for each in a], [each.strip() for each in b], autojunk=False
    ).get_opcodes()
    one = tuple(Piece("".join(a[i:j]), tag != "equal") for tag, i, j, _, _ in codes if i < j)
    two = tuple(Piece("".join(b[k:m]), tag != "equal") for tag, _, _, k, m in codes if k < m)
    return Row(Kind.CHANGED, one, two)
