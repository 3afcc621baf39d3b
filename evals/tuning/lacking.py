"""
Learns what a question lacks, and writes the file of weights: python -m evals.tuning.lacking

The examples are those of `lacking.jsonl`; questions of the development split that need no question
back, and judged questions, are further examples of what lacks nothing. It takes a minute or two.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answer import Status
from assistant.settings import from_environment
from assistant.understanding.lacking import FILE, KINDS, Weights, pieces_in
from corpus.errors import LoketError
from evals.errors import EvalError
from evals.jsonl import records_of
from evals.suites import load_suite, of_split
from evals.tuning.judged import read_questions
from retrieval.embedding.engines import model_of
from retrieval.embedding.onnx_engine import OnnxE5

EXAMPLES = Path(__file__).with_name("lacking.jsonl")
SUITES = ("bronnen", "corpus")
JUDGED, SEED = 500, 1
"""So many judged questions, drawn at random, are examples of what lacks nothing."""

OFTEN = 2
"""In so many examples a piece stands that has a weight."""

STEPS, RATE = 500, 0.02

PIECES, VECTOR, L2 = 4.0, 4.0, 0.3
"""
How much words and vector count beside each other, and how much weights are held small: chosen by
cross-validation on the examples.
"""


_COLUMNS = {kind.value if kind else None: at for at, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question, and the column of what it lacks."""

    question: str
    column: int


def read_examples(path: Path = EXAMPLES) -> list[Example]:
    """Read what people wrote. Raises EvalError for a line that is none."""
    made = []
    for number, record in records_of(path):
        try:
            made.append(_example(record))
        except (KeyError, TypeError) as problem:
            raise EvalError(f"line {number}: not a question with what it lacks") from problem
    return made


def _example(record: Any) -> Example:
    return Example(question=record["question"], column=_COLUMNS[record["lacks"]])


def lacking_nothing() -> list[Example]:
    """Return questions that were written for other ends, and need no question back."""
    items = [item for name in SUITES for item in of_split(load_suite(name), "dev")]
    single = [item for item in items if len(item.turns) == 1 and item.status != Status.CLARIFY]
    judged = sorted({each.question for each in read_questions()})
    drawn = random.Random(SEED).sample(judged, min(JUDGED, len(judged)))
    return [Example(question=q, column=0) for q in [*(item.question for item in single), *drawn]]


def learned(examples: Sequence[Example], vectors: np.ndarray, model: str) -> Weights:
    """
    Return the weights that fit the examples.

    Method: multinomial logistic regression (Cox, 1966) with squared weights held small, by Adam
    (Kingma and Ba, 2015).

    Args:

        vectors: Of the questions, float32 (n, d), of unit length.
    """
    held = [pieces_in(each.question) for each in examples]
    counted = Counter(piece for each in held for piece in each)
    pieces = sorted(piece for piece, count in counted.items() if count >= OFTEN)
    ones = np.ones((len(examples), 1), np.float32)
    table = np.hstack([_rows(held, pieces) * PIECES, vectors * VECTOR, ones])
    aims = np.eye(len(KINDS), dtype=np.float32)[[each.column for each in examples]]
    weights = _fitted(table, aims)
    return Weights(
        model=model,
        pieces=pieces,
        by_piece=weights[: len(pieces)] * PIECES,
        by_vector=weights[len(pieces) : -1] * VECTOR,
        bias=weights[-1],
    )


def _fitted(table: np.ndarray, aims: np.ndarray) -> np.ndarray:
    """Return weights (d, k), the last row the bias, for examples (n, d) that aim at (n, k)."""
    weights = np.zeros((table.shape[1], aims.shape[1]), np.float32)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        shares = np.exp(table @ weights)
        slope = table.T @ (shares / shares.sum(axis=1, keepdims=True) - aims)
        slope[:-1] += 2 * L2 * weights[:-1]
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        weights -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights


def _rows(held: Sequence[set[str]], pieces: Sequence[str]) -> np.ndarray:
    places = {piece: place for place, piece in enumerate(pieces)}
    rows = np.zeros((len(held), len(pieces)), np.float32)
    for row, each in zip(rows, held, strict=True):
        known = [places[piece] for piece in each if piece in places]
        row[known] = len(known) ** -0.5 if known else 0.0
    return rows


def write_weights(weights: Weights, path: Path) -> None:
    """Write the file, in half precision."""
    np.savez_compressed(
        path,
        model=np.array(weights.model),
        pieces=np.array(weights.pieces),
        by_piece=weights.by_piece.astype(np.float16),
        by_vector=weights.by_vector.astype(np.float16),
        bias=weights.bias,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn; 0 when done, 2 when something cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m evals.tuning.lacking", description=__doc__)
    parser.add_argument("--out", type=Path, default=FILE, help="the file to write (.npz)")
    options = parser.parse_args(arguments)
    settings = from_environment()
    try:
        engine = OnnxE5.load(settings.cache, threads=settings.threads)
        examples = [*read_examples(), *lacking_nothing()]
        vectors = engine.embed_queries([each.question for each in examples])
        weights = learned(examples, vectors, model_of(engine.name))
    except (LoketError, OSError) as problem:
        print(f"lacking: {problem}", file=sys.stderr)
        return 2
    write_weights(weights, options.out)
    print(f"{len(examples)} questions, {len(weights.pieces)} words and pairs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
