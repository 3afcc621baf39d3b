"""The JSON that goes in and out, as OpenAPI describes it."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.answer import Status
from assistant.questions import MAX_QUESTION, SENTENCES, fault_of
from corpus.model import Document, Passage

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _question(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    fault = fault_of(value)
    if fault:
        raise ValueError(SENTENCES[fault])
    return value.strip()


def _iso_date(value: Any) -> Any:
    """Refuse what pydantic would also take for a date (seconds since 1970, date with time)."""
    if value is None or isinstance(value, date):
        return value
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        raise ValueError("Give the date as YYYY-MM-DD.")
    return value


QuestionText = Annotated[
    str, BeforeValidator(_question), Field(min_length=1, max_length=MAX_QUESTION)
]
IsoDate = Annotated[date, BeforeValidator(_iso_date)]
Slug = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
ConversationId = Annotated[str, Field(max_length=100, pattern=r"^[A-Za-z0-9_.:-]+$")]


class Incoming(BaseModel):
    """Base of what comes in: a field that is not known is an error, not ignored."""

    model_config = ConfigDict(extra="forbid")


class Outgoing(BaseModel):
    """Base of what goes out; built from the dataclasses."""

    model_config = ConfigDict(from_attributes=True)


class QuestionIn(Incoming):
    """A question, with what narrows it."""

    question: QuestionText = Field(description="The question, 1 to 1,000 characters, any language.")
    conversation_id: ConversationId | None = Field(
        None, description="From an earlier answer; the question is then read as a follow-up."
    )
    region: Slug | None = Field(None, description="Id of an onderwijsregio, for example 'hak'.")
    sector: Slug | None = Field(None, description="'po', 'so', 'vo' or 'mbo'.")
    on: IsoDate | None = Field(None, description="Answer as of this day; today when left out.")


class SearchIn(Incoming):
    """A search. Filters keep what is national or general."""

    q: QuestionText = Field(description="What to look for.")
    region: Slug | None = Field(None, description="Only this region, and what is national.")
    sector: Slug | None = Field(None, description="Only this sector, and what is general.")
    type: Slug | None = Field(None, description="Only this type of document, exactly.")
    on: IsoDate | None = Field(None, description="Only documents in force on this day.")
    limit: int = Field(10, ge=1, le=50, description="Passages a page.")
    cursor: str | None = Field(None, max_length=200, description="`next_cursor` of the last page.")


class SentenceOut(Outgoing):
    """A sentence and the numbers of the sources that carry it."""

    text: str
    citations: list[int]


class SourceOut(Outgoing):
    """A literal passage behind the answer."""

    number: int
    document_id: str
    passage_id: str
    title: str
    publisher: str | None
    type: str | None
    section: str | None
    page: int | None = Field(description="Counted from 1; null where the format has no pages.")
    url: str | None
    quote: str = Field(description="Stands literally in the document, white space folded.")
    marks: list[tuple[int, int]] = Field(
        description="What the answer takes from the quote: [start, end) in characters."
    )
    valid_from: str | None
    valid_to: str | None
    expired: bool


class ContactOut(Outgoing):
    """The way to a person; never absent."""

    name: str
    url: str | None
    email: str | None
    phone: str | None
    why: str


class AnswerOut(Outgoing):
    """One answer: every sentence cited, or a status that says why there is none."""

    id: str
    conversation_id: str
    question: str
    status: Status
    text: str = Field(description="The whole answer, with [1] in the sentences.")
    contact: ContactOut
    index_version: str
    sentences: list[SentenceOut]
    sources: list[SourceOut] = Field(description="Empty unless answered or partial.")
    missing: list[str] = Field(description="Parts of the question that stayed open.")
    phase: str | None
    follow_ups: list[str]
    notes: list[str] = Field(description="What to know about this answer; no facts of its own.")
    read_as: str | None = Field(description="A follow-up as it was understood, in full.")
    situation: dict[str, str] | None = Field(
        description="For a question about one's own route: what was told, for /v1/routes/check."
    )
    confidence: float | None = Field(
        None, description="The chance, 0 to 1, that the documents hold an answer, as weighed here."
    )
    language: str
    model: str
    timings_ms: dict[str, float]


class DocumentOut(Outgoing):
    """A document's metadata."""

    id: str
    title: str
    publisher: str | None
    type: str | None
    regions: list[str]
    sectors: list[str]
    audience: str
    language: str
    published: str | None
    valid_from: date | None
    valid_to: date | None
    expired: bool
    url: str | None
    checked_on: str | None
    sources: list[dict[str, Any]] = Field(description="What the document itself rests on.")

    @classmethod
    def of(cls, document: Document, today: date) -> DocumentOut:
        """Return the metadata of a document as it stands today."""
        fields = {name: getattr(document, name) for name in cls.model_fields if name != "expired"}
        return cls(**fields, expired=document.expired(today))


class PassageOut(Outgoing):
    """A passage: a run of sentences, items or rows under one heading."""

    id: str
    document_id: str
    section: list[str] = Field(description="Heading path, outermost first.")
    page_from: int | None
    page_to: int | None
    text: str

    @classmethod
    def of(cls, passage: Passage) -> PassageOut:
        """Return a passage as JSON shows it."""
        return cls.model_validate(passage)


class DocumentsOut(Outgoing):
    """Every document of the index, by title."""

    index_version: str | None
    documents: list[DocumentOut]


class DocumentWithPassagesOut(DocumentOut):
    """A document with its passages in order."""

    passages: list[PassageOut]


class PassageInContextOut(PassageOut):
    """A passage with its document and the passages beside it."""

    document: DocumentOut
    neighbours: list[PassageOut]


class HighlightOut(Outgoing):
    """A span of `text`, in characters (Unicode code points), end not included."""

    start: int
    end: int


class HitOut(Outgoing):
    """A passage and why it ranks where it does."""

    passage_id: str
    document_id: str
    title: str
    publisher: str | None
    type: str | None
    section: str | None = Field(description="Heading path, joined by ' › '.")
    page: int | None
    url: str | None
    valid_from: date | None
    valid_to: date | None
    expired: bool
    score: float
    dense: float
    lexical: float
    text: str
    highlights: list[HighlightOut]


class SearchOut(Outgoing):
    """One page of passages, best first."""

    query: str
    index_version: str | None
    results: list[HitOut]
    next_cursor: str | None = Field(description="Opaque; null on the last page.")


class ReadyOut(Outgoing):
    """What the index checks found."""

    ready: bool
    version: str | None
    documents: int
    passages: int
    model: str | None


class HealthOut(Outgoing):
    """The process answers."""

    status: str = "ok"
    records: str | None = Field(None, description="What is wrong with keeping record, if anything.")


class ProblemOut(BaseModel):
    """RFC 9457 problem details; `error` repeats the detail for OpenAI clients."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    id: str | None = Field(None, description="With a 500: the id under which the log has it.")
    errors: list[dict[str, str]] | None = Field(None, description="With a 422: every fault.")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return OpenAPI responses for these error statuses."""
    content = {"application/problem+json": {"schema": ProblemOut.model_json_schema()}}
    return {status: {"description": "Problem details", "content": content} for status in statuses}
