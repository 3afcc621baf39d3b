"""The open questions that the reader of entailment learns from: see contrasts.jsonl."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evals.errors import EvalError
from evals.jsonl import records_of
from evals.tuning.pairs import UNANSWERED, Encode, Group, answered_as, pair_of, place_of

CONTRASTS = Path(__file__).with_name("contrasts.jsonl")

_FIELDS = ("title", "heading", "text", "swapped", "asked", "twin", "reworded", "next")
_ASKED = (
    ("asked", "text", True),
    ("twin", "text", False),
    ("asked", "swapped", False),
    ("twin", "swapped", True),
    ("reworded", "text", True),
    ("next", "text", False),
)


def read_contrasts(encode: Encode, path: Path = CONTRASTS) -> list[Group]:
    """
    Return the units and their questions, six pairs each.

    A unit answers a question (`asked`), and does not answer one of nearly the same words (`twin`);
    changed in one thing (`swapped`) it does the opposite. Beside them stand one that it answers in
    quite other words (`reworded`), and one that somebody may ask after it, in its words (`next`).

    Raises EvalError where a line is not as it should.

    Method: contrast sets (Gardner and others, 2020).
    """
    return [_group(record, number, encode) for number, record in records_of(path)]


def _group(record: object, number: int, encode: Encode) -> Group:
    if not isinstance(record, Mapping) or not all(isinstance(record.get(f), str) for f in _FIELDS):
        raise EvalError(f"line {number}: not a unit with its questions")
    place = place_of(record["title"], record["heading"])
    pairs = tuple(
        pair_of(
            encode,
            record[question],
            place + record[text],
            answered_as(record[question]) if answers else UNANSWERED,
        )
        for question, text, answers in _ASKED
    )
    return Group(document=record["title"], pairs=pairs)
