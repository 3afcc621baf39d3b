"""Questions with the units that were found for them, each unit judged: judged.jsonl.

Most were thought up before anybody saw a passage, so that they lack an answer in the way that those
of a visitor do: the best units are about the matter, and do not tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import EvalError
from evals.jsonl import records_of
from evals.tuning.pairs import (
    UNANSWERED,
    Encode,
    Group,
    answered_as,
    is_held_out,
    pair_of,
    place_in,
)
from retrieval.embedding.entailment import ANSWER, NO, NOTHING, YES
from retrieval.index import Index

JUDGED = Path(__file__).with_name("judged.jsonl")

ANSWERS = frozenset({"answers", "yes", "no"})
PARTLY = "partly"
NOT = "nothing"
"""
What a unit does: it answers, where it says yes or no to a yes/no question with that word; it tells
a part of what is asked; or it does not answer.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """
    A question with its judged units.

    Args:

        document: That of the best unit.

        units: What each does, by the id of its passage and its number there.
    """

    document: str
    question: str
    units: Mapping[tuple[str, int], str]

    @property
    def held_out(self) -> bool:
        """Tell whether the reader is judged by this question, and does not learn from it."""
        return is_held_out(self.document)


def read_questions(path: Path = JUDGED) -> list[Judged]:
    """Return the questions. Raises EvalError where a line is not as it should."""
    found = []
    for number, record in records_of(path):
        try:
            found.append(_question(record))
        except (KeyError, TypeError, ValueError) as problem:
            raise EvalError(f"line {number}: not a question with judged units") from problem
    return found


def read_judged(encode: Encode, index: Index, path: Path = JUDGED) -> list[Group]:
    """
    Return for each question its pairs, one a unit that the index still holds.

    Raises EvalError where a line is not as it should.
    """
    passages = {passage.id: passage for passage in index.passages}
    groups = []
    for judged in read_questions(path):
        pairs = []
        for (passage_id, unit), judgement in judged.units.items():
            passage = passages.get(passage_id)
            if passage is None or unit >= len(passage.units):
                continue
            text = place_in(index, passage) + passage.unit_text(passage.units[unit])
            pairs.append(
                pair_of(encode, judged.question, text, _columns(judged.question, judgement))
            )
        if pairs:
            groups.append(Group(document=judged.document, pairs=tuple(pairs)))
    return groups


def _question(record: Any) -> Judged:
    document, question = record["document"], record["question"]
    units = {(str(passage), int(unit)): judgement for passage, unit, judgement in record["units"]}
    told = {*units.values()}
    if not (isinstance(document, str) and isinstance(question, str) and told):
        raise ValueError("no document, question or units")
    if not told <= ANSWERS | {PARTLY, NOT}:
        raise ValueError("an unknown judgement")
    return Judged(document=document, question=question, units=units)


def _columns(question: str, judgement: str) -> tuple[int, ...]:
    if judgement == PARTLY:
        return (NOTHING, *answered_as(question))
    told = {"answers": (ANSWER,), "yes": (YES,), "no": (NO,), NOT: UNANSWERED}
    return told[judgement]
