"""Where a quote or a query stands in a passage, and a passage as blocks to show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.model import Passage, Unit, UnitKind

Span = tuple[int, int]

_WORD = re.compile(r"\w+")
NUMBERED = re.compile(r"(?:\d{1,3}|[a-z]|[ivx]{2,4})(?:[.)]|°\.?|º)\s", re.IGNORECASE)
"""An item that begins with its own number or letter: it needs no mark of the list."""

_CELL = " | "
_COMMON = frozenset(
    (
        *("aan", "als", "bij", "dan", "dat", "de", "deze", "die", "dit", "doe", "een", "en", "er"),
        *("het", "hoe", "iets", "ik", "in", "is", "je", "kan", "kun", "me", "met", "mijn", "naar"),
        *("niet", "nog", "of", "om", "ook", "op", "te", "tot", "uit", "van", "voor", "waar", "wat"),
        *("we", "wel", "welke", "wie", "wil", "word", "worden", "wordt", "zijn", "zo"),
    )
)


def find_quote(quote: str, text: str) -> Span | None:
    """Return where a quote stands in a text, whatever its white space."""
    words = quote.split()
    found = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return found.span() if found else None


def query_spans(query: str, text: str) -> list[Span]:
    """Return the words of a text that share their stem with a word of the query."""
    stems = {_stem(word) for word in _WORD.findall(query.casefold()) if word not in _COMMON}
    stems = {stem for stem in stems if len(stem) > 1}
    return [
        match.span()
        for match in _WORD.finditer(text)
        if any(_has_stem(match.group().casefold(), stem) for stem in stems)
    ]


def _stem(word: str) -> str:
    """Drop a plain Dutch ending; enough to show, retrieval has its own stemmer."""
    for ending in ("en", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def _has_stem(word: str, stem: str) -> bool:
    """A long stem may stand inside a compound (subsidie in subsidieaanvraag)."""
    return stem in word if len(stem) >= 5 else word == stem or _stem(word) == stem


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is marked or not."""

    text: str
    marked: bool


@dataclass(slots=True)
class Block:
    """A paragraph ('p'), list ('ul') or table ('table') of a passage, ready to show."""

    kind: str
    head: list[str] = field(default_factory=list)
    rows: list[list[list[Piece]]] = field(default_factory=list)
    """Paragraph: one row of one cell; list: a row an item; table: a row a row."""

    @property
    def numbered(self) -> bool:
        """Tell whether the items of a list bring their own numbers."""
        firsts = ("".join(piece.text for piece in row[0]) for row in self.rows)
        return self.kind == "ul" and all(NUMBERED.match(text) for text in firsts)


def blocks(passage: Passage, marks: Sequence[Span] = ()) -> list[Block]:
    """Return a passage's units as blocks; `marks` are spans of its text, in order, apart."""
    made: list[Block] = []
    for kind, header, start, end in _runs(passage):
        span = (start - passage.start, end - passage.start)
        head = header.split(_CELL) if kind == "table" and header else []
        if kind == "p" or not made or made[-1].kind != kind or made[-1].head != head:
            made.append(Block(kind=kind, head=head))
        made[-1].rows.append(_cells(passage.text, span, marks, kind == "table"))
    return made


def _runs(passage: Passage) -> Iterator[tuple[str, str, int, int]]:
    """Yield (kind, header, start, end), with the sentences of one paragraph or item together."""
    run: list[Unit] = []
    for unit in passage.units:
        if run and _starts_anew(passage, run[-1], unit):
            yield _run(run)
            run = []
        run.append(unit)
    if run:
        yield _run(run)


def _starts_anew(passage: Passage, previous: Unit, unit: Unit) -> bool:
    gap = passage.text[previous.end - passage.start : unit.start - passage.start]
    return unit.kind != UnitKind.SENTENCE or previous.kind == UnitKind.ROW or "\n\n" in gap


def _run(run: Sequence[Unit]) -> tuple[str, str, int, int]:
    kind = {UnitKind.ITEM: "ul", UnitKind.ROW: "table"}.get(run[0].kind, "p")
    return kind, run[0].header, run[0].start, run[-1].end


def _cells(text: str, span: Span, marks: Sequence[Span], split: bool) -> list[list[Piece]]:
    """Return the pieces of a run, cell by cell where it is a table's row."""
    start, end = span
    cells = []
    for part in text[start:end].split(_CELL) if split else [text[start:end]]:
        cells.append(list(_pieces(text, (start, start + len(part)), marks)))
        start += len(part) + len(_CELL)
    return cells


def _pieces(text: str, span: Span, marks: Sequence[Span]) -> Iterator[Piece]:
    at, end = span
    for low, high in marks:
        low, high = max(low, at), min(high, end)
        if low < high:
            if at < low:
                yield Piece(text[at:low], False)
            yield Piece(text[low:high], True)
            at = high
    if at < end:
        yield Piece(text[at:end], False)
