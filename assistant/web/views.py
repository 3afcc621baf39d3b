"""What the templates show: an answer, its sources and a document, ready to print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from assistant.answer import Answer, Sentence, Source, Status
from assistant.service import Service
from assistant.web import strings_nl
from assistant.web.highlight import Block, Span, blocks, find_quote
from corpus.model import Document, Passage

ITEM = "- "
_MARKER = re.compile(r"\s*\[\d+\]")
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source with the passage around its quote. `found` tells if the quote is marked in it."""

    source: Source
    anchor: str
    place: str
    validity: str
    language: str
    blocks: list[Block]
    found: bool
    document_href: str
    original_href: str | None


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer; `turn` keeps the anchors of several answers on one page apart."""

    answer: Answer
    turn: int
    sources: list[SourceView]

    @property
    def heading(self) -> str:
        """Return what the status is called for a visitor."""
        return strings_nl.STATUS_TITLES[self.answer.status]

    @property
    def has_sentences(self) -> bool:
        """Tell whether the answer consists of cited sentences."""
        return bool(self.answer.sentences)

    @property
    def paragraphs(self) -> list[str]:
        """Return the text of an answer without sentences, by line."""
        return [line for line in self.answer.text.splitlines() if line.strip()]

    @property
    def clarifies(self) -> bool:
        """Tell whether the follow-ups are the choices of a clarifying question."""
        return self.answer.status == Status.CLARIFY

    def anchor(self, number: int) -> str:
        """Return the anchor of a source: `bron-1`, or `bron-1-2` for the second turn."""
        return source_anchor(self.turn, number)

    def expired(self, number: int) -> bool:
        """Tell whether a source is no longer in force."""
        return any(s.number == number and s.expired for s in self.answer.sources)

    def ask_href(self, question: str) -> str:
        """Return the address that asks a question within this conversation."""
        return ask_href(question, self.answer.conversation_id)

    def words(self, sentence: Sentence) -> str:
        """Return a sentence without its [1], which become links, and the dash of an item."""
        return _MARKER.sub("", sentence.text).strip().removeprefix(ITEM)

    def is_item(self, sentence: Sentence) -> bool:
        """Tell whether a sentence is an item of a list."""
        return sentence.text.startswith(ITEM)


def answer_view(service: Service, answer: Answer, turn: int = 1) -> AnswerView:
    """Return an answer with each source looked up in the index."""
    return AnswerView(answer, turn, [_source_view(service, turn, s) for s in answer.sources])


def _source_view(service: Service, turn: int, source: Source) -> SourceView:
    found = service.passage(source.passage_id)
    document, passage = found[:2] if found else (None, None)
    span = find_quote(source.quote, passage.text) if passage else None
    parts = (source.publisher, source.section, strings_nl.pages(source.page))
    return SourceView(
        source=source,
        anchor=source_anchor(turn, source.number),
        place=" · ".join(part for part in parts if part),
        validity=strings_nl.validity(source.valid_from, source.valid_to),
        language=document.language if document else "nl",
        blocks=blocks(passage, _shifted(source.marks, span)) if passage else [],
        found=span is not None,
        document_href=document_href(source.document_id, source.passage_id),
        original_href=original_href(source.url, source.page),
    )


def _shifted(marks: Sequence[Span], quote: Span | None) -> list[Span]:
    """Return the marks of a quote as spans of its passage; without marks, all of the quote."""
    if quote is None:
        return []
    return [(quote[0] + low, quote[0] + high) for low, high in marks] or [quote]


def source_anchor(turn: int, number: int) -> str:
    """Return the anchor of a source in a turn of the conversation."""
    return f"bron-{number}" if turn == 1 else f"bron-{number}-{turn}"


def passage_anchor(passage_id: str) -> str:
    """Return the anchor of a passage on its document's page."""
    return f"passage-{_UNSAFE.sub('-', passage_id)}"


def document_href(document_id: str, passage_id: str | None = None) -> str:
    """Return the address of a document's page, at a passage where one is given."""
    anchor = f"#{passage_anchor(passage_id)}" if passage_id else ""
    return f"/document/{quote(document_id, safe='')}{anchor}"


def original_href(url: str | None, page: int | None = None) -> str | None:
    """Return the source's own address, at the page of a PDF; None unless it is http(s)."""
    if not url or not url.lower().startswith(("http://", "https://")):
        return None
    at_page = page is not None and url.lower().endswith(".pdf")
    return f"{url}#page={page}" if at_page else url


def ask_href(question: str, conversation_id: str | None = None) -> str:
    """Return the address that asks a question."""
    fields = {"vraag": question}
    if conversation_id:
        fields["conversation_id"] = conversation_id
    return f"/vraag?{urlencode(fields)}"


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage on its document's page, with the headings that open above it."""

    anchor: str
    headings: list[tuple[int, str]]
    page: str
    blocks: list[Block]


def passage_views(document: Document, passages: list[Passage]) -> Iterator[PassageView]:
    """Yield a document's passages; a heading comes once, a page when it changes."""
    above: tuple[str, ...] = ()
    page = None
    for passage in passages:
        turned = passage.page_from != page
        page = passage.page_from
        yield PassageView(
            anchor=passage_anchor(passage.id),
            headings=_new_headings(above, passage.section),
            page=strings_nl.pages(page) if turned else "",
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
    """A document's metadata as labelled lines."""

    document: Document
    facts: list[tuple[str, str]]
    expired: bool
    original_href: str | None
    own_sources: list[tuple[str, str | None]]


def document_view(service: Service, document: Document) -> DocumentView:
    """Return what a visitor may want to know of a document."""
    facts = [
        (strings_nl.PUBLISHER, document.publisher),
        (strings_nl.TYPE, document.type),
        (strings_nl.PUBLISHED, strings_nl.long_date(document.published)),
        (strings_nl.VALIDITY, strings_nl.validity(document.valid_from, document.valid_to)),
        (strings_nl.REGIONS, ", ".join(document.regions)),
        (strings_nl.SECTORS, strings_nl.sectors(document.sectors)),
        (strings_nl.CHECKED, strings_nl.long_date(document.checked_on)),
    ]
    return DocumentView(
        document=document,
        facts=[(label, value) for label, value in facts if value],
        expired=document.expired(service.today()),
        original_href=original_href(document.url),
        own_sources=[_own_source(entry) for entry in document.sources],
    )


def _own_source(entry: dict[str, object]) -> tuple[str, str | None]:
    """Return the words and the address of a source that a document names."""
    url = str(entry["url"]) if entry.get("url") else None
    words = [str(value) for key, value in entry.items() if key != "url" and value]
    return " · ".join(words) or url or "", original_href(url)
