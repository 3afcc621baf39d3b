"""The questions about passages that the reader of entailment learns from, beside the engine."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.model import Passage
from evals.errors import EvalError
from evals.jsonl import records_of
from evals.tuning.pairs import UNANSWERED, Encode, Group, Pair, answered_as, pair_of, place_in
from evals.tuning.questions import QUESTIONS
from retrieval.dutch import words
from retrieval.index import Index

WHOLE = 0.35
"""How often a whole passage is read beside a question, rather than one of its units."""


def read_asked(encode: Encode, index: Index, path: Path = QUESTIONS, seed: int = 0) -> list[Group]:
    """
    Return for each passage of an index its questions, two pairs each.

    A question that the passage answers stands beside a unit that does so, or the whole passage,
    and beside another of its units; a near miss stands beside the unit that shares most words with
    it, and the whole passage. Questions about passages that the index lacks are left out.

    Raises EvalError where a line is not as it should.
    """
    drawn = random.Random(seed)
    passages = {passage.id: passage for passage in index.passages}
    groups = []
    for number, record in records_of(path):
        if not isinstance(record, Mapping):
            raise EvalError(f"line {number}: not a passage with its questions")
        passage = passages.get(record["passage"])
        if passage is None:
            continue
        place = place_in(index, passage)
        asked = [*record["answered"], *([question, []] for question in record["unanswered"])]
        pairs = [
            pair
            for question, units in asked
            if all(unit < len(passage.units) for unit in units)
            for pair in _pairs(encode, place, passage, question, units, drawn)
        ]
        groups.append(Group(document=passage.document_id, pairs=tuple(pairs)))
    return groups


def _pairs(
    encode: Encode,
    place: str,
    passage: Passage,
    question: str,
    units: Sequence[int],
    drawn: random.Random,
) -> list[Pair]:
    others = _likest(passage, question, units)[:1]
    told = [passage.unit_text(passage.units[unit]) for unit in others]
    if not units:
        told.append(passage.text)
    pairs = [pair_of(encode, question, place + text, UNANSWERED) for text in told]
    if units:
        whole = drawn.random() < WHOLE
        text = passage.text if whole else passage.unit_text(passage.units[drawn.choice(units)])
        pairs.append(pair_of(encode, question, place + text, answered_as(question)))
    return pairs


def _likest(passage: Passage, question: str, without: Sequence[int]) -> list[int]:
    """Return units that do not answer, those first that share most words with a question."""
    asked = set(words(question))
    shared = {
        at: len(asked & set(words(passage.unit_text(unit))))
        for at, unit in enumerate(passage.units)
        if at not in without
    }
    return sorted(shared, key=lambda at: (-shared[at], at))
