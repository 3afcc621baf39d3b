"""Questions beside texts, in tokens, with what the reader of entailment should see in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zlib import crc32

from assistant.understanding.question import Expects, understand
from corpus.model import Passage
from retrieval.embedding.entailment import (
    ANSWER,
    LONGEST,
    LONGEST_QUESTION,
    NO,
    NOTHING,
    YES,
)
from retrieval.index import Index

HELD_OUT = 8
"""Of so many documents one is not learned from: on its questions the reader is judged."""

UNANSWERED = (NOTHING,)
"""What a text says to a question that it does not answer."""

Encode = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """
    A question and a text, in tokens, with what the text says to it.

    Args:

        text: Without its start, which the question has.

        answers: The columns of the reader that are right, NO, YES, NOTHING or ANSWER; more than
            one where a text answers a yes/no question and it was not written down how.
    """

    question: tuple[int, ...]
    text: tuple[int, ...]
    answers: tuple[int, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """Both, as the reader takes them."""
        return (self.question + self.text)[:LONGEST]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Pairs that differ in little and are learned together, about one document."""

    document: str
    pairs: tuple[Pair, ...]

    @property
    def held_out(self) -> bool:
        """Tell whether the reader is judged by these, and does not learn from them."""
        return is_held_out(self.document)


def is_held_out(document: str) -> bool:
    """Tell whether the reader is judged by the questions about a document."""
    return crc32(document.encode()) % HELD_OUT == 0


def pair_of(encode: Encode, question: str, text: str, answers: Sequence[int]) -> Pair:
    """Return a question and a text in tokens."""
    asked = tuple(encode(question)[:LONGEST_QUESTION])
    return Pair(question=asked, text=tuple(encode(text)[1:]), answers=tuple(answers))


def answered_as(question: str) -> tuple[int, ...]:
    """Return what a text that answers a question says to it."""
    asks_yes_or_no = Expects.YES_NO in understand(question).expects
    return (NO, YES, ANSWER) if asks_yes_or_no else (ANSWER,)


def place_of(title: str, heading: str) -> str:
    """Return what stands before a text where it is read."""
    return f"{title}. {heading}: "


def place_in(index: Index, passage: Passage) -> str:
    """Return what stands before the units of a passage where they are read."""
    title = index.documents[passage.document_id].title
    return place_of(title, passage.section[-1] if passage.section else "")


def parted(groups: Sequence[Group]) -> tuple[list[Group], list[Group]]:
    """Return what is learned from, and by what the reader is judged."""
    return [g for g in groups if not g.held_out], [g for g in groups if g.held_out]
