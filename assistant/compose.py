"""Makes an answer of chosen units: sentences that read well, each with its literal source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from assistant.answer import Sentence, Source
from assistant.extract import Chosen
from assistant.messages import Messages
from corpus.model import Document, Passage, UnitKind
from corpus.text import fold
from retrieval.index import Index

LONGEST_QUOTE = 900
"""Characters; units further apart get a source each."""

_NUMBERS_IN_TITLE = re.compile(
    r"\s*\([^)]*\)|\s*\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)?\d\d(?:\d\d)?)?\b"
    r"|\s*\b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november"
    r"|december)\b|\s*\d+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Sentences with their sources, not yet verified."""

    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...]


class Composer:
    """Builds drafts over one index, judged as of a date."""

    def __init__(self, index: Index, messages: Messages, on: date) -> None:
        """Take the index, the texts of the visitor's language, and the date."""
        self._index = index
        self._messages = messages
        self._on = on

    def compose(self, chosen: list[Chosen]) -> Draft:
        """Return a sentence for every chosen unit; each passage's first names its document."""
        sentences: list[Sentence] = []
        sources: list[Source] = []
        named = ""
        for _, group in groupby(chosen, key=lambda unit: unit.passage.id):
            units = list(group)
            document = self._index.document_of(units[0].passage)
            introduce = document.id != named
            named = document.id
            for run in _runs(units):
                made = self._sources(run, len(sources))
                sentences += self._sentences(run, made, document if introduce else None)
                sources += made
                introduce = False
        return Draft(sentences=tuple(sentences), sources=tuple(sources))

    def _sentences(
        self, run: list[Chosen], sources: list[Source], document: Document | None
    ) -> list[Sentence]:
        citations = tuple(source.number for source in sources)
        made = []
        for text, is_list, says_header in _texts(run):
            if document is not None:
                text = f"{self._introduction(document)} {text}"
                document = None
            elif is_list:
                text = f"- {text}"
            own = citations if says_header else citations[:1]
            made.append(Sentence(text=text, citations=own))
        return made

    def _introduction(self, document: Document) -> str:
        title = spoken_title(document)
        expired = document.expired(self._on)
        return (self._messages.from_expired if expired else self._messages.from_document).format(
            title=title
        )

    def _sources(self, run: list[Chosen], before: int) -> list[Source]:
        """Return the source of a run, and the header of the table whose rows are said with it."""
        passage = run[0].passage
        start, end = run[0].unit.start, run[-1].unit.end
        made = [self._source(passage, start, end, run[0].unit.page, before + 1)]
        header = run[-1].unit.header if run[-1].unit.kind == UnitKind.ROW else ""
        document = self._index.document_of(passage)
        at = document.text.rfind(header, 0, start) if header else -1
        if at >= 0 and header not in made[0].quote:
            made.append(self._source(passage, at, at + len(header), run[0].unit.page, before + 2))
        return made

    def _source(
        self, passage: Passage, start: int, end: int, page: int | None, number: int
    ) -> Source:
        document = self._index.document_of(passage)
        return Source(
            number=number,
            document_id=document.id,
            passage_id=passage.id,
            title=document.title,
            publisher=document.publisher,
            type=document.type,
            section=" › ".join(passage.section) or None,
            page=page,
            url=document.url,
            quote=document.text[start:end],
            valid_from=document.valid_from.isoformat() if document.valid_from else None,
            valid_to=document.valid_to.isoformat() if document.valid_to else None,
            expired=document.expired(self._on),
        )


def spoken_title(document: Document) -> str:
    """Return a document's title without years, numbers and what stands between brackets."""
    return fold(_NUMBERS_IN_TITLE.sub("", document.title)).rstrip(" -–:,") or (
        document.publisher or document.id
    )


def _runs(units: list[Chosen]) -> list[list[Chosen]]:
    """Split the units of one passage where a single quote over them would get too long."""
    runs: list[list[Chosen]] = []
    for unit in units:
        if runs and unit.unit.end - runs[-1][0].unit.start <= LONGEST_QUOTE:
            runs[-1].append(unit)
        else:
            runs.append([unit])
    return runs


def _texts(run: list[Chosen]) -> list[tuple[str, bool, bool]]:
    """Return each sentence, whether it is an item of a list, and whether it says a header."""
    made: list[tuple[str, bool, bool]] = []
    record = ""
    for unit in run:
        text = fold(unit.text)
        if unit.unit.kind == UnitKind.ROW:
            if not unit.unit.header and unit.number == 0 and len(run) > 1:
                record = _record_name(text)
                continue
            header = unit.unit.header
            made.append((_row_text(text, header, record), False, bool(header)))
        else:
            made.append((text, unit.unit.kind == UnitKind.ITEM, False))
    return made


def _record_name(row: str) -> str:
    return row.partition(" | ")[2] or row


def _row_text(row: str, header: str, record: str) -> str:
    """Say a row in words: 'Onderzoek invalpool – Periode: februari 2026', or name: header: cell."""
    cells = row.split(" | ")
    if not header:
        said = ": ".join(cells)
        return f"{record} – {said}" if record else said
    names = header.split(" | ")
    said = "; ".join(
        f"{name}: {cell}" for name, cell in zip(names[1:], cells[1:], strict=False) if cell.strip()
    )
    return f"{cells[0]} – {said}" if said else cells[0]
