"""What the templates show: an answer, its sources and a document, ready to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Contact, Source, Status
from assistant.contacts import national
from assistant.messages import messages_for
from assistant.originals.library import units_within
from assistant.service import Service
from assistant.web import route_answers
from assistant.web.addresses import (
    ask_href,
    cite_anchor,
    document_href,
    original_href,
    passage_anchor,
    sheet_href,
    source_anchor,
)
from assistant.web.highlight import Block, Span, blocks, find_quote
from assistant.web.languages import DUTCH, Words
from assistant.web.reading import Line, Reading, read, runs
from assistant.wording.validity import told_of
from corpus.journey import Phase, load_journey
from corpus.model import Document, Passage


@dataclass(frozen=True, slots=True)
class SourceView:
    """
    A source with the passage around its quote.

    Args:

        number: What the sentences call it.

        found: Whether the quote is marked in `blocks`.

        back: The anchor of what cites it first.

        place: Publisher and section, in words of the document; `page` and `dates` are ours.

        sheet_href: Its page as it looks, where the file is held.
    """

    source: Source
    number: int
    anchor: str
    back: str
    place: str
    page: str
    dates: str
    language: str
    blocks: list[Block]
    found: bool
    document_href: str
    original_href: str | None
    sheet_href: str | None


@dataclass(frozen=True, slots=True)
class Cite:
    """A number behind a sentence: where it leads, and the anchor that leads back to it."""

    number: int
    href: str
    anchor: str | None
    expired: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """A phase of the journey, and whether the answer is about it."""

    number: int
    phase: Phase
    here: bool


@dataclass(frozen=True, slots=True)
class AnswerView:
    """
    An answer.

    Args:

        turn: Keeps the anchors of several answers on one page apart.

        words: Of the page; the answer's own are in the language of the question.

        feedback: Whether the visitor can tell if it helped.

        later: Notes on documents that only the folded sentences cite.
    """

    answer: Answer
    turn: int
    reading: Reading
    sources: list[SourceView]
    words: Words
    feedback: bool
    later: tuple[str, ...]

    @property
    def notes(self) -> list[str]:
        """Return what is to be known before the answer is read."""
        return [note for note in self.answer.notes if note not in self.later]

    @property
    def heading(self) -> str:
        """Return what the status is called for a visitor."""
        return str(self.words.STATUS_TITLES[self.answer.status])

    def language(self, line: Line) -> str:
        """Return the language of what a line says: a quotation has that of its source."""
        if self.answer.model != "extractive":
            return self.answer.language
        languages = {source.number: source.language for source in self.sources}
        return languages.get(line.sentence.citations[0], "nl")

    @property
    def paragraphs(self) -> list[str]:
        """Return the text of an answer without sentences, by line."""
        return [line for line in self.answer.text.splitlines() if line.strip()]

    @property
    def clarifies(self) -> bool:
        """Tell whether the follow-ups are the choices of a clarifying question."""
        return self.answer.status == Status.CLARIFY

    @property
    def standalone(self) -> str:
        """Return the question as it can be asked without the conversation."""
        return self.answer.read_as or self.answer.question

    @property
    def share_href(self) -> str:
        """Return an address that asks this question again, without the conversation."""
        return ask_href(self.standalone)

    @property
    def route_href(self) -> str | None:
        """Return the route check with what the question tells filled in, where that helps."""
        return route_answers.href_for(self.standalone, self.answer.phase)

    @property
    def stops(self) -> list[Stop]:
        """Return the phases with the answer's own marked; [] where the answer has none."""
        if self.answer.phase is None:
            return []
        return [
            Stop(number, phase, phase.id == self.answer.phase)
            for number, phase in enumerate(load_journey().phases, start=1)
        ]

    @property
    def rest_titles(self) -> str:
        """Return the documents of the folded sentences, each once."""
        numbers = [line.sentence.citations[0] for line in self.reading.rest]
        titles = {source.number: source.source.title for source in self.sources}
        return " · ".join(dict.fromkeys(titles[n] for n in numbers if n in titles))

    def cites(self, line: Line) -> list[Cite]:
        """Return the numbers behind a sentence."""
        expired = {source.number for source in self.answer.sources if source.expired}
        return [
            Cite(
                number=number,
                href=f"#{source_anchor(self.turn, number)}",
                anchor=cite_anchor(self.turn, number) if number in line.first_for else None,
                expired=number in expired,
            )
            for number in line.sentence.citations
        ]

    def runs(self, lines: Sequence[Line]) -> list[tuple[bool, list[Line]]]:
        """Return lines by what they are: items of one list, or not."""
        return runs(lines)

    def ask_href(self, question: str) -> str:
        """Return the address that asks a question within this conversation."""
        return ask_href(question, self.answer.conversation_id)


Held = Callable[[Document], bool]
"""Tells whether a document can be shown as it looks."""


def never_held(_document: Document) -> bool:
    """Tell that no document can."""
    return False


def answer_view(
    service: Service,
    answer: Answer,
    turn: int = 1,
    *,
    words: Words = DUTCH,
    feedback: bool = False,
    held: Held = never_held,
) -> AnswerView:
    """Return an answer with each source looked up in the index."""
    sources = [
        source_view(
            service,
            source,
            [source.quote],
            source.marks,
            words=words,
            number=source.number,
            anchor=source_anchor(turn, source.number),
            back=cite_anchor(turn, source.number),
            held=held,
        )
        for source in answer.sources
    ]
    reading = read(answer)
    later = _later_notes(service, answer, reading)
    return AnswerView(answer, turn, reading, sources, words, feedback, later)


def _later_notes(service: Service, answer: Answer, reading: Reading) -> tuple[str, ...]:
    """Return the notes on documents that no sentence cites before the fold."""
    if not reading.rest or not answer.notes:
        return ()
    seen = {number for line in reading.opening for number in line.sentence.citations}
    at_once = {source.document_id for source in answer.sources if source.number in seen}
    later = [source for source in answer.sources if source.document_id not in at_once]
    found = filter(None, (service.passage(source.passage_id) for source in later))
    told = {said for each in found for said in told_of(each[0], messages_for(answer.language))}
    return tuple(note for note in answer.notes if note in told)


def source_view(
    service: Service,
    source: Source,
    quotes: Iterable[str],
    marks: Sequence[Span] = (),
    *,
    words: Words,
    number: int,
    anchor: str,
    back: str,
    held: Held = never_held,
) -> SourceView:
    """
    Return a source with its passage, in which the quotes are marked.

    Args:

        marks: Spans of the (one) quote to mark instead of all of it.
    """
    found = service.passage(source.passage_id)
    document, passage = found[:2] if found else (None, None)
    spans = [find_quote(quote, passage.text) for quote in quotes] if passage else [None]
    known = [span for span in spans if span]
    marked = _marked(marks, known)
    return SourceView(
        source=source,
        number=number,
        anchor=anchor,
        back=back,
        place=" · ".join(part for part in (source.publisher, source.section) if part),
        page=words.pages(source.page),
        dates=words.dates(document, source.valid_from, source.valid_to),
        language=document.language if document else "nl",
        blocks=blocks(passage, marked) if passage else [],
        found=len(known) == len(spans),
        document_href=document_href(source.document_id, source.passage_id),
        original_href=original_href(source.url, source.page),
        sheet_href=_sheet_href(document, passage, source.page, marked, held),
    )


def _sheet_href(
    document: Document | None,
    passage: Passage | None,
    page: int | None,
    marked: Sequence[Span],
    held: Held,
) -> str | None:
    """Return the page on which a passage stands, with what is cited of it marked."""
    if document is None or passage is None or page is None or not held(document):
        return None
    units = units_within(passage, marked)
    pages = [passage.units[unit].page for unit in sorted(units)]
    return sheet_href(document.id, (pages[0] if pages else page) or page, passage.id, units)


def _marked(marks: Sequence[Span], quotes: Sequence[Span]) -> list[Span]:
    """Return what to mark, in order and apart: the marks of the one quote, else all quotes."""
    if marks and len(quotes) == 1:
        return [(quotes[0][0] + low, quotes[0][0] + high) for low, high in marks]
    merged: list[Span] = []
    for low, high in sorted(quotes):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage on its document's page, with the headings that open above it."""

    anchor: str
    headings: list[tuple[int, str]]
    page: str
    sheet_href: str | None
    blocks: list[Block]


def passage_views(
    document: Document, passages: list[Passage], words: Words, *, held: bool = False
) -> Iterator[PassageView]:
    """Yield a document's passages; a heading comes once, a page when it changes."""
    above: tuple[str, ...] = ()
    page = None
    for passage in passages:
        turned = passage.page_from != page
        page = passage.page_from
        yield PassageView(
            anchor=passage_anchor(passage.id),
            headings=_new_headings(above, passage.section),
            page=words.pages(page) if turned else "",
            sheet_href=sheet_href(document.id, page, passage.id) if held and page else None,
            blocks=blocks(passage),
        )
        above = passage.section


def _new_headings(above: tuple[str, ...], section: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return (HTML level, text) of the headings of `section` that are not open yet."""
    shared = 0
    while shared < min(len(above), len(section)) and above[shared] == section[shared]:
        shared += 1
    return [(min(depth + 2, 6), section[depth]) for depth in range(shared, len(section))]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """
    A document's metadata.

    Args:

        facts: (label, value, whether the value is in words of the page), for what is known.
    """

    document: Document
    facts: list[tuple[str, str, bool]]
    expired: bool
    original_href: str | None
    own_sources: list[tuple[str, str | None]]


def document_view(service: Service, document: Document, words: Words) -> DocumentView:
    """Return what a visitor may want to know of a document."""
    facts = [
        (words.PUBLISHER, document.publisher, False),
        (words.TYPE, document.type, False),
        (words.PUBLISHED, words.long_date(document.published), True),
        (words.VALIDITY, words.validity(document.valid_from, document.valid_to), True),
        (words.REGIONS, ", ".join(document.regions), False),
        (words.SECTORS, words.sectors(document.sectors), True),
        (words.CHECKED, words.long_date(document.checked_on), True),
    ]
    return DocumentView(
        document=document,
        facts=[(label, value, ours) for label, value, ours in facts if value],
        expired=document.expired(service.today()),
        original_href=original_href(document.url),
        own_sources=[_own_source(entry) for entry in document.sources],
    )


def reason_of(person: Contact, words: Words) -> tuple[str, str]:
    """Return why to turn to someone, in words of the page, and what only Dutch tells of it."""
    if words.code == DUTCH.code:
        return person.why, ""
    known = {DUTCH.CONTACT_WHY: words.CONTACT_WHY, national().why: words.CONTACT_NATIONAL}
    own = known.get(person.why)
    return (own, "") if own else (words.CONTACT_ANY, person.why)


def _own_source(entry: dict[str, object]) -> tuple[str, str | None]:
    """Return the words and the address of a source that a document names."""
    url = str(entry["url"]) if entry.get("url") else None
    words = [str(value) for key, value in entry.items() if key != "url" and value]
    return " · ".join(words) or url or "", original_href(url)
