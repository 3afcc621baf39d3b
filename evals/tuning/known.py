"""
Writes the file of known questions: python -m evals.tuning.known --index DIR

The index holds the documents that are asked about, made by the bundled engine; questions about
other passages are left out. It takes two or three minutes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.settings import from_environment
from corpus.errors import LoketError
from evals.suites import letters, load_suite
from evals.tuning.judged import ANSWERS, PARTLY, read_questions
from evals.tuning.questions import read_records
from retrieval.index import Index, open_index
from retrieval.known import FILE, NOTHING, PART, WHOLE, Arrays, shortened

DIMENSIONS = 96
"""Of the short vectors: of development questions the best unit was first for .810, with 384 .817,
with 48 .809, and .774 without (held out)."""

LEVELS = 127
SUITES = ("bronnen", "corpus")
Beside = tuple[str, str, int, int]
"""A question, the id of a passage, a unit or -1, and what that does."""


def held_beside() -> Iterator[Beside]:
    """Yield each question with each text that it was held beside. Raises EvalError."""
    for record in read_records():
        for question, units in record["answered"]:
            for unit in units:
                yield question, record["passage"], unit, WHOLE
        for question in record["unanswered"]:
            yield question, record["passage"], -1, NOTHING
    for judged in read_questions():
        for (passage, unit), judgement in judged.units.items():
            does = WHOLE if judgement in ANSWERS else PART if judgement == PARTLY else NOTHING
            yield judged.question, passage, unit, does


def about(pairs: Sequence[Beside], index: Index, without: frozenset[str]) -> list[Beside]:
    """
    Return the pairs with passages of an index, less questions that only others answer.

    Args:

        without: Questions, as `letters` has them, that are not to be known.
    """
    pairs = [pair for pair in pairs if letters(pair[0]) not in without]
    units = dict(zip(index.passages.ids, index.passages.units.tolist(), strict=True))
    here = [pair for pair in pairs if pair[2] < units.get(pair[1], -1)]
    answered = {pair[0] for pair in pairs if pair[3] > NOTHING}
    answered_here = {pair[0] for pair in here if pair[3] > NOTHING}
    return [pair for pair in here if pair[0] not in answered - answered_here]


def of_suites() -> frozenset[str]:
    """Return the questions that measure what is not known, as `letters` has them."""
    items = [item for name in SUITES for item in load_suite(name)]
    return frozenset(letters(item.question) for item in items)


def made_of(pairs: Sequence[Beside], vectors: np.ndarray, model: str) -> Arrays:
    """
    Return what the file is to hold.

    Method: principal components of the vectors, rounded to eight bits.

    Args:

        vectors: Of the questions as `questions_of` has them, float32 (n, d).
    """
    questions, passages = questions_of(pairs), sorted({pair[1] for pair in pairs})
    mean = vectors.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov((vectors - mean).T))
    axes = axes.T[::-1][:DIMENSIONS]
    axes *= np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])[:, None]
    short = shortened(vectors, mean, axes)
    scales = np.abs(short).max(axis=1) / LEVELS
    at = {question: number for number, question in enumerate(questions)}
    row = {passage: number for number, passage in enumerate(passages)}
    return Arrays(
        model=model,
        mean=mean.astype(np.float32),
        axes=axes.astype(np.float16).astype(np.float32),
        codes=np.round(short / scales[:, None]).astype(np.int8),
        scales=scales.astype(np.float32),
        passages=passages,
        beside=np.array(
            [(at[q], row[passage], unit, does) for q, passage, unit, does in pairs], np.int32
        ).reshape(-1, 4),
    )


def questions_of(pairs: Sequence[Beside]) -> list[str]:
    """Return every question once, in order."""
    return sorted({pair[0] for pair in pairs})


def write_known(arrays: Arrays, path: Path) -> None:
    """Write the file that retrieval/known.py reads."""
    np.savez_compressed(
        path,
        allow_pickle=False,
        model=np.array(arrays.model),
        mean=arrays.mean,
        axes=arrays.axes.astype(np.float16),
        codes=arrays.codes,
        scales=arrays.scales,
        passages=np.array(arrays.passages),
        beside=arrays.beside,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file; 0 when done, 2 when something cannot be read."""
    from assistant.local import embedder_of  # slow to import

    parser = argparse.ArgumentParser(prog="python -m evals.tuning.known", description=__doc__)
    parser.add_argument("--index", type=Path, required=True, help="holds the passages asked about")
    parser.add_argument("--out", type=Path, default=FILE, help="the file to write (.npz)")
    options = parser.parse_args(arguments)
    try:
        index = open_index(options.index)
        pairs = about([*held_beside()], index, of_suites())
        embedder = embedder_of(from_environment(), index.manifest.engine)
        vectors = embedder.embed_queries(questions_of(pairs))
        write_known(made_of(pairs, vectors, index.manifest.model), options.out)
    except (LoketError, OSError) as problem:
        print(f"tuning: {problem}", file=sys.stderr)
        return 2
    print(f"{len(vectors)} questions, beside {len(pairs)} texts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
