"""The yes/no questions that the reader of entailment learns from: see claims.jsonl."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evals.errors import EvalError
from evals.jsonl import records_of
from evals.tuning.pairs import Encode, Group, pair_of, place_of
from retrieval.embedding.entailment import NO, NOTHING, YES

CLAIMS = Path(__file__).with_name("claims.jsonl")

_FIELDS = ("document", "title", "heading", "text", "flipped", "muted", "yes", "no", "open")
_ASKED = (
    ("yes", "text", YES),
    ("no", "text", NO),
    ("open", "text", NOTHING),
    ("yes", "flipped", NO),
    ("no", "flipped", YES),
    ("yes", "muted", NOTHING),
    ("no", "muted", NOTHING),
)


def read_claims(encode: Encode, path: Path = CLAIMS) -> list[Group]:
    """
    Return the units and their questions, seven pairs each.

    No question and no text tells the answer by itself: three questions of nearly the same words
    have another answer each, and a text that was changed in one thing turns two of them round
    (`flipped`), or says neither yes nor no to them (`muted`).

    Raises EvalError where a line is not as it should.

    Method: contrast sets (Gardner and others, 2020).
    """
    return [_group(record, number, encode) for number, record in records_of(path)]


def _group(record: object, number: int, encode: Encode) -> Group:
    if not isinstance(record, Mapping) or not all(isinstance(record.get(f), str) for f in _FIELDS):
        raise EvalError(f"line {number}: not a unit with its questions")
    place = place_of(record["title"], record["heading"])
    pairs = tuple(
        pair_of(encode, record[question], place + record[text], (answer,))
        for question, text, answer in _ASKED
    )
    return Group(document=record["document"], pairs=pairs)
