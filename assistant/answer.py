"""The Answer object of the contract, and what a question brings with it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from corpus.model import Document, Passage


class Status(StrEnum):
    """How a question ended. Only the first two carry sentences with sources."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_FOUND = "not_found"
    OUT_OF_SCOPE = "out_of_scope"
    CLARIFY = "clarify"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """
    A question as it comes in.

    Args:

        earlier: The questions before it in this conversation.

        prefer_regions, prefer_sector: Codes of what the visitor told of themselves: what is for
            others counts less, but is not left out.

        audience: 'public' keeps what is meant for staff out of the answer.

        reopened: Whether a page that was seen may be opened again ('back'): a question that was
            asked before in the conversation is then read as it was.
    """

    question: str
    earlier: tuple[str, ...] = ()
    conversation_id: str | None = None
    id: str | None = None
    region: str | None = None
    sector: str | None = None
    on: date | None = None
    audience: str | None = None
    prefer_regions: tuple[str, ...] = ()
    prefer_sector: str | None = None
    reopened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an answer with the numbers of the sources that carry it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """
    A literal passage behind the answer.

    Args:

        passage_id: Finds it again in the index.

        quote: The passage, literally as in the document.

        marks: What the answer takes from it: spans (start, end) of characters of the quote.
    """

    number: int
    document_id: str
    passage_id: str
    title: str
    publisher: str | None
    type: str | None
    section: str | None
    page: int | None
    url: str | None
    quote: str
    valid_from: str | None
    valid_to: str | None
    expired: bool
    marks: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(
        cls,
        document: Document,
        passage: Passage,
        quote: str,
        on: date,
        *,
        number: int = 0,
        page: int | None = None,
        marks: tuple[tuple[int, int], ...] = (),
    ) -> Source:
        """Return a quote as a source, judged as of a date; without a page, the passage's first."""
        return cls(
            number=number,
            document_id=document.id,
            passage_id=passage.id,
            title=document.title,
            publisher=document.publisher,
            type=document.type,
            section=" › ".join(passage.section) or None,
            page=page or passage.page_from,
            url=document.url,
            quote=quote,
            valid_from=document.valid_from.isoformat() if document.valid_from else None,
            valid_to=document.valid_to.isoformat() if document.valid_to else None,
            expired=document.expired(on),
            marks=marks,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """
    A passage that the search gave for a question, whether or not the answer uses it.

    Args:

        score: Fused, only comparable within one search.

        cosine: Of question and passage.
    """

    document_id: str
    passage_id: str
    score: float
    cosine: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The way to a person; never absent."""

    name: str
    url: str | None
    email: str | None
    phone: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """
    One answer, as the command line, HTTP and the pages show it.

    Args:

        notes: What the visitor should know about the question or the answer, in whole
            sentences without facts of their own: masked data, an expired rule, the language.

        read_as: A follow-up as it was understood, in full; None where the question stood alone.

        situation: For a question about one's own route, what the asker told of themselves: the
            facts of a route check (`corpus/situation.py`); None for any other question.

        confidence: The chance, 0 to 1, that the evidence holds an answer; below a bound there is
            none. Of the surest part where a text holds several questions; None if not weighed.

        considered: What the search gave, best first; for the question log, not for the asker.
    """

    id: str
    conversation_id: str
    question: str
    status: Status
    text: str
    contact: Contact
    index_version: str
    sentences: tuple[Sentence, ...] = ()
    sources: tuple[Source, ...] = ()
    missing: tuple[str, ...] = ()
    phase: str | None = None
    follow_ups: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    read_as: str | None = None
    situation: dict[str, str] | None = None
    confidence: float | None = None
    language: str = "nl"
    model: str = "extractive"
    timings_ms: dict[str, float] = field(default_factory=dict)
    considered: tuple[Considered, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON object (plain lists, strings and numbers)."""
        record = asdict(self)
        del record["considered"]
        return record
