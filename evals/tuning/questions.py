"""Reading the questions that the engine learns from, beside the passages that they are about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.model import Passage
from evals.errors import EvalError
from evals.jsonl import lines_of
from retrieval.embedding.onnx_engine import OnnxE5
from retrieval.index import Index
from retrieval.late import unit_spans

QUESTIONS = Path(__file__).with_name("questions.jsonl")
LONGEST_PASSAGE, LONGEST_QUESTION = 224, 64
"""Tokens that are read of a text while learning; longer ones are rare, and cost the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """
    A text as the model reads it.

    Args:

        ids: Its tokens.

        own: Where the text's own start, after the prefix; the last one ends it.
    """

    ids: tuple[int, ...]
    own: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Read):
    """
    A passage; of its own tokens those of the headings are first.

    Args:

        section: Its headings; passages of one section are not held against each other.

        units: The tokens [start, end) of each unit; empty where it was cut off.
    """

    section: tuple[str, ...]
    units: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example(Read):
    """
    A question about a passage.

    Args:

        row: The passage that it is about.

        units: Those of its units that answer; none for a near miss.

        others: Rows of the passages nearest to it, best first.
    """

    row: int
    units: tuple[int, ...]
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What there is to learn from; `absent` questions are about passages not in the index."""

    texts: tuple[Text, ...]
    answered: tuple[Example, ...]
    unanswered: tuple[Example, ...]
    absent: int


def read_lesson(index: Index, engine: OnnxE5, nearest: int, path: Path = QUESTIONS) -> Lesson:
    """
    Join the questions to the passages of an index.

    Raises EvalError where the file cannot be read or names a unit that its passage does not have.
    """
    rows = {passage.id: row for row, passage in enumerate(index.passages)}
    texts = tuple(_text(passage, engine) for passage in index.passages)
    asked: list[tuple[str, int, tuple[int, ...]]] = []
    absent = 0
    for number, record in enumerate(read_records(path), start=1):
        row = rows.get(record["passage"])
        pairs = [*record["answered"], *([question, []] for question in record["unanswered"])]
        if row is None:
            absent += len(pairs)
            continue
        for question, units in pairs:
            spans = texts[row].units
            if any(unit >= len(spans) for unit in units):
                raise EvalError(f"{path}, line {number}: '{question}' names an unknown unit")
            if all(spans[unit][0] < spans[unit][1] for unit in units):
                asked.append((question, row, tuple(units)))
    near = _nearest(index, engine, [question for question, _, _ in asked], nearest)
    examples = [
        _example(engine, question, row, units, others)
        for (question, row, units), others in zip(asked, near.tolist(), strict=True)
    ]
    return Lesson(
        texts=texts,
        answered=tuple(each for each in examples if each.units),
        unanswered=tuple(each for each in examples if not each.units),
        absent=absent,
    )


def read_records(path: Path = QUESTIONS) -> list[dict[str, Any]]:
    """Return the passages with their questions, as written down; raises EvalError."""
    try:
        return [json.loads(line) for line in lines_of(path) if line.strip()]
    except ValueError as problem:
        raise EvalError(f"'{path}' is not JSON lines: {problem}") from problem


def _text(passage: Passage, engine: OnnxE5) -> Text:
    ids, own = engine.passage_ids(passage.in_context)
    kept = _cut(ids, LONGEST_PASSAGE)
    last = len(kept) - 1
    spans = (unit_spans(passage, engine) + own).clip(max=last).tolist()
    return Text(
        ids=kept,
        own=own,
        section=passage.section,
        units=tuple((start, end) for start, end in spans),
    )


def _example(
    engine: OnnxE5, question: str, row: int, units: tuple[int, ...], others: list[int]
) -> Example:
    ids, own = engine.query_ids(question)
    kept = _cut(ids, LONGEST_QUESTION)
    return Example(ids=kept, own=own, row=row, units=units, others=tuple(others))


def _cut(ids: Sequence[int], longest: int) -> tuple[int, ...]:
    """Leave out what is too long, but not the token that ends a text."""
    return tuple(ids if len(ids) <= longest else [*ids[: longest - 1], ids[-1]])


def _nearest(index: Index, engine: OnnxE5, questions: Sequence[str], count: int) -> np.ndarray:
    """Return the rows of the passages nearest to each question, best first, (n, count)."""
    vectors = engine.embed_queries(questions)
    cosines = vectors @ np.asarray(index.vectors, np.float32).T
    return np.argsort(-cosines, axis=1, kind="stable")[:, :count]
