"""Makes an answer of chosen units: sentences that read well, each with its literal source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, zip_longest
from typing import NamedTuple

from assistant.answer import Sentence, Source
from assistant.evidence.chosen import Chosen
from assistant.messages import Messages
from assistant.verdict.opening import without_word
from assistant.wording.whereabouts import Whereabouts
from corpus.model import Document, Passage, UnitKind
from corpus.text import fold
from retrieval.index import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Sentences with their sources, not yet verified; `notes` are shown beside them."""

    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...]
    notes: tuple[str, ...] = ()


class _Text(NamedTuple):
    """A unit in words: whether it is an item of a list, and whether it says its header."""

    said: str
    is_item: bool = False
    says_header: bool = False

    @property
    def stands_alone(self) -> bool:
        """Tell whether nothing else in the answer needs it where it stands."""
        return not (self.is_item or self.says_header or self.said.endswith(":"))


class Composer:
    """Builds drafts over one index, judged as of a date."""

    def __init__(self, index: Index, messages: Messages, on: date) -> None:
        """Take the index, the texts of the visitor's language, and the date."""
        self._index = index
        self._messages = messages
        self._on = on

    def compose(self, chosen: list[Chosen], opening: str = "") -> Draft:
        """
        Return a sentence for every chosen unit; each passage's first names its document, or the
        heading where an original goes on under another one.

        What two passages say in the same words is said once, and cites both. The ja and nee of
        the documents, which answer questions of their own, are left out.

        Args:

            opening: Yes or no, said before the first source, whose passage must carry it.
        """
        sentences: list[Sentence] = []
        sources: list[Source] = []
        told: dict[str, int] = {}
        whereabouts = Whereabouts(self._messages, self._on)
        for _, group in groupby(chosen, key=lambda unit: unit.passage.id):
            units = list(group)
            document = self._index.document_of(units[0].passage)
            made = self._sources(units, document, len(sources))
            sources += made
            texts: list[_Text] = []
            for each in _texts(units):
                at = told.setdefault(each.said, len(sentences) + len(texts))
                if at < len(sentences) and each.stands_alone:
                    both = (*sentences[at].citations, made[0].number)
                    sentences[at] = replace(sentences[at], citations=both)
                else:
                    texts.append(each)
            if texts:
                opens = whereabouts.of(units[0].passage, document)
                sentences += self._sentences(texts, made, opens)
        if opening and sentences:
            first = sentences[0]
            sentences[0] = replace(first, text=f"{opening} {first.text}")
        return Draft(sentences=tuple(sentences), sources=tuple(sources))

    def _sentences(
        self,
        texts: list[_Text],
        sources: list[Source],
        introduction: str,
    ) -> list[Sentence]:
        citations = tuple(source.number for source in sources)
        made = []
        for number, each in enumerate(texts):
            text = without_word(each.said)
            if introduction and not number:
                text = f"{introduction} {text}"
            elif each.is_item:
                text = f"- {text}"
            own = citations if each.says_header else citations[:1]
            made.append(Sentence(text=text, citations=own))
        return made

    def _sources(self, units: list[Chosen], document: Document, before: int) -> list[Source]:
        """Return the passage, and the header of its table where that stands in another passage."""
        passage = units[0].passage
        page, marks = units[0].unit.page, marks_of(passage, {unit.number for unit in units})
        made = [
            Source.of(
                document, passage, passage.text, self._on, number=before + 1, page=page, marks=marks
            )
        ]
        header = units[-1].unit.header if units[-1].unit.kind == UnitKind.ROW else ""
        earlier = document.text[: passage.start]
        if header and header in earlier and header not in passage.text:
            whole = ((0, len(header)),)
            made.append(
                Source.of(document, passage, header, self._on, number=before + 2, marks=whole)
            )
        return made


def marks_of(passage: Passage, units: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return units of a passage, by number, as spans of its text; neighbours joined."""
    marks: list[tuple[int, int]] = []
    last = None
    for number in sorted(units):
        unit = passage.units[number]
        start, end = unit.start - passage.start, unit.end - passage.start
        if last is not None and number == last + 1:
            start = marks.pop()[0]
        marks.append((start, end))
        last = number
    return tuple(marks)


def _texts(units: list[Chosen]) -> list[_Text]:
    made: list[_Text] = []
    record = ""
    for unit in units:
        text = fold(unit.text)
        if unit.unit.kind == UnitKind.ROW:
            if not unit.unit.header and unit.number == 0 and len(units) > 1:
                record = _record_name(text)
                continue
            header = unit.unit.header
            made.append(_Text(_row_text(text, header, record), says_header=bool(header)))
        else:
            made.append(_Text(text, is_item=unit.unit.kind == UnitKind.ITEM))
    return made


def _record_name(row: str) -> str:
    return row.partition(" | ")[2] or row


def _row_text(row: str, header: str, record: str) -> str:
    """
    Say a row in words: 'Onderzoek invalpool – Periode: februari 2026', or name: header: cell.

    A cell that no column names is said as it is: what stands above the row may be a sentence.
    """
    cells = row.split(" | ")
    if not header:
        said = ": ".join(cells)
        return f"{record} – {said}" if record else said
    names = header.split(" | ")
    said = "; ".join(
        f"{name}: {cell}" if name else cell
        for name, cell in zip_longest(names[1:], cells[1:], fillvalue="")
        if cell.strip()
    )
    return f"{cells[0]} – {said}" if said else cells[0]


def merged(drafts: list[Draft]) -> Draft:
    """
    Put drafts one after another; a source that stands in both keeps one number.

    The sentences of the first drafts stay the first: what was shown of them stays as it was.
    """
    sentences: list[Sentence] = []
    sources: dict[tuple[str, str], int] = {}
    kept = []
    for draft in drafts:
        renamed = {}
        for source in draft.sources:
            key = (source.passage_id, source.quote)
            if key not in sources:
                sources[key] = len(sources) + 1
                kept.append(replace(source, number=sources[key]))
            at = sources[key] - 1
            kept[at] = replace(kept[at], marks=_joined([*kept[at].marks, *source.marks]))
            renamed[source.number] = sources[key]
        for sentence in draft.sentences:
            numbers = tuple(renamed[number] for number in sentence.citations)
            again = Sentence(text=sentence.text, citations=numbers)
            if not any(_repeats(again, each) for each in sentences):
                sentences.append(again)
    notes = tuple(dict.fromkeys(note for draft in drafts for note in draft.notes))
    return Draft(sentences=tuple(sentences), sources=tuple(kept), notes=notes)


def _repeats(one: Sentence, other: Sentence) -> bool:
    """Tell whether two sentences say the same of one source, but for the name of its document."""
    bare = (one.text, other.text)
    same = bare[0] == bare[1] or any(a.endswith(f": {b}") for a, b in (bare, bare[::-1]))
    return same and one.citations == other.citations


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return spans in order, those that overlap as one."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if made and start < made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return tuple(made)


def text_of(draft: Draft, missing: tuple[str, ...], messages: Messages) -> str:
    """Return the answer: a paragraph a source, sentences with their numbers, items on lines."""
    lines: list[str] = []
    carried: tuple[int, ...] = ()
    for sentence in draft.sentences:
        marks = "".join(f"[{number}]" for number in sentence.citations)
        said = f"{sentence.text} {marks}"
        runs_on = lines and sentence.citations == carried
        if not runs_on or sentence.text.startswith("- ") or lines[-1].startswith("- "):
            lines.append(said)
        else:
            lines[-1] += f" {said}"
        carried = sentence.citations
    lines += [messages.still_open.format(part=part) for part in missing]
    return "\n".join(lines)
