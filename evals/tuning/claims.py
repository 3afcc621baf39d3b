"""The yes/no questions that the reader of entailment learns from."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from evals.errors import EvalError
from evals.jsonl import lines_of
from retrieval.embedding.entailment import LONGEST, LONGEST_QUESTION, NO, NOTHING, YES

CLAIMS = Path(__file__).with_name("claims.jsonl")
HELD_OUT = 8
"""Of so many documents one is not learned from: on its questions the reader is judged."""

Encode = Callable[[str], list[int]]

_FIELDS = ("document", "title", "heading", "text", "flipped", "muted", "yes", "no", "open")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """
    A question and a text, in tokens, with what the text says to it: YES, NO or NOTHING.

    Args:

        text: Without its start, which the question has.
    """

    question: tuple[int, ...]
    text: tuple[int, ...]
    answer: int

    @property
    def ids(self) -> tuple[int, ...]:
        """Both, as the reader takes them."""
        return (self.question + self.text)[:LONGEST]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """
    One unit of a document and its questions, seven pairs.

    No question and no text tells the answer by itself: three questions of nearly the same words
    have another answer each, and a text that was changed in one thing turns two of them round
    (`flipped`), or says neither yes nor no to them (`muted`).

    Method: contrast sets (Gardner and others, 2020).
    """

    document: str
    pairs: tuple[Pair, ...]

    @property
    def held_out(self) -> bool:
        """Tell whether the reader is judged by these, and does not learn from them."""
        return crc32(self.document.encode()) % HELD_OUT == 0


def read_claims(encode: Encode, path: Path = CLAIMS) -> list[Claims]:
    """Return all that there is to learn from; raises EvalError where a line is not as it should."""
    lines = enumerate(lines_of(path), start=1)
    return [_claims(_record(line, number), number, encode) for number, line in lines if line]


def _record(line: str, number: int) -> Any:
    try:
        return json.loads(line)
    except ValueError as problem:
        raise EvalError(f"line {number}: is not JSON") from problem


def _claims(record: Any, number: int, encode: Encode) -> Claims:
    if not isinstance(record, dict) or not all(isinstance(record.get(f), str) for f in _FIELDS):
        raise EvalError(f"line {number}: not a unit with its questions")
    place = f"{record['title']}. {record['heading']}: "
    asked = [
        ("yes", "text", YES),
        ("no", "text", NO),
        ("open", "text", NOTHING),
        ("yes", "flipped", NO),
        ("no", "flipped", YES),
        ("yes", "muted", NOTHING),
        ("no", "muted", NOTHING),
    ]
    return Claims(
        document=record["document"],
        pairs=tuple(
            pair_of(encode, record[question], place + record[text], answer)
            for question, text, answer in asked
        ),
    )


def pair_of(encode: Encode, question: str, text: str, answer: int) -> Pair:
    """Return a question and a text in tokens."""
    asked = tuple(encode(question)[:LONGEST_QUESTION])
    return Pair(question=asked, text=tuple(encode(text)[1:]), answer=answer)


def parted(claims: Sequence[Claims]) -> tuple[list[Claims], list[Claims]]:
    """Return what is learned from, and by what the reader is judged."""
    return [c for c in claims if not c.held_out], [c for c in claims if c.held_out]
