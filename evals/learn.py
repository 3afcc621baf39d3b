"""
Fits the learned numbers of the answerer: `python -m evals.learn [--index DIR] [--judged DIR]
[--write]`.

Two small linear models decide what is quoted and whether to answer at all:

- `assistant/evidence/candidates.py`, FITTED: which unit answers.
- `assistant/evidence/confidence.py`, FITTED, BIAS and THRESHOLD: is the evidence enough? The
  threshold is the quantile of the cross-validated probabilities at which the chosen share of
  answerable questions is refused. KNOWN_WEIGHTS and KNOWN_BIAS: what known questions add;
  READ_WEIGHT and READ_MIDDLE: what a reading of the units adds where that leaves a doubt.

The models themselves are in `evals/fitting.py`, what they learn from in `evals/examples.py`: the
split 'dev' of the suites, so that the test split stays unseen. With `--judged` the confidence is
fitted on the judged questions of `evals/tuning/` too; what is shipped was not, and its threshold
and what a reading adds were moved by hand from what was fitted. The same indexes, date
(LOKET_TODAY) and questions give the same numbers.
"""

from __future__ import annotations

import argparse
import ast
import dataclasses
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np

from assistant.days import today
from assistant.evidence import candidates as evidence
from assistant.evidence import confidence
from assistant.pipeline import Pipeline
from assistant.settings import BRONNEN, Settings, from_environment
from corpus.errors import LoketError
from evals.errors import EvalError
from evals.examples import judged_items, judged_questions, unit_lists
from evals.fitting import (
    Judgements,
    fit_beside,
    fit_logistic,
    fit_ranking,
    hits_at,
    joined,
    moved,
    threshold_at,
    validated_probabilities,
    validated_ranking,
)
from evals.indexes import own_index
from evals.suites import Item, load_suite, of_split
from evals.tuning.judged import read_questions
from retrieval.embedding.entailment import Entailment
from retrieval.known import open_known
from retrieval.search import Retriever

SUITES = ("bronnen", "corpus")
SPLIT = "dev"
FALSE_REFUSALS = 0.05
DECIMALS = 2
DOUBTED = 0.05, 0.7
"""
Probabilities [from, to) on which the weight of a reading is fitted: those that it can bring on the
other side of the threshold, by whatever weight it gets.
"""

USED = (
    "unit_coverage",
    "near_coverage",
    "passage_score",
    "type",
    "names",
    "years",
    "is_item",
    "is_row",
    "length",
    "question_like",
    "late_unit",
    "late_near",
    "late_passage",
    "opens",
    "asked",
)
"""Features whose weight is fitted; the others keep what they have: 0, or a rule set by hand."""


# --- the numbers in the modules ----------------------------------------------------------------


def listed(values: Sequence[float] | np.ndarray, names: Sequence[str]) -> str:
    """Return the source text of the weights by the names of their features."""
    lines = "".join(
        f'    "{name}": {value:.{DECIMALS}f},\n' for value, name in zip(values, names, strict=True)
    )
    return f"{{\n{lines}}}"


def replaced(source: str, values: Mapping[str, str]) -> str:
    """
    Return a module's source with the values of its top-level names replaced.

    Raises EvalError where the module does not assign a name exactly once.
    """
    lines = source.splitlines(keepends=True)
    places = {name: _place(source, name) for name in values}
    for name, (start, end) in sorted(places.items(), key=lambda place: -place[1][0]):
        lines[start:end] = [f"{name} = {values[name]}\n"]
    return "".join(lines)


def _place(source: str, name: str) -> tuple[int, int]:
    """Return the first line of an assignment, and the line after its last, from 0."""
    found = [
        (node.lineno - 1, node.end_lineno or node.lineno)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign)
        and [target.id for target in node.targets if isinstance(target, ast.Name)] == [name]
    ]
    if len(found) != 1:
        raise EvalError(f"'{name}' is assigned {len(found)} times, not once")
    return found[0]


def write(path: Path, values: Mapping[str, str]) -> None:
    """Replace the values of a module's names in its file, and nothing else."""
    source = path.read_text(encoding="utf-8")
    path.write_text(replaced(source, values), encoding="utf-8")


# --- the command -------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit both models and print them; 0 when done, 2 when something cannot be read."""
    options = _options(arguments)
    try:
        items = [item for name in SUITES for item in of_split(load_suite(name), SPLIT)]
        settings = from_environment()
        pipeline = _pipeline(settings, options.index, items)
        on = settings.today or today()
        units = learn_units(pipeline, items, on)
        entails = Entailment.load(settings.cache)
        parts = [judged_items(pipeline, items, on, entails)]
        if options.judged:
            other = _pipeline(settings, options.judged, (), known=False)
            parts.append(judged_questions(other, read_questions(), on, entails))
        answers = learn_confidence(parts, options.false_refusals)
        if options.write:
            write(Path(evidence.__file__), units)
            write(Path(confidence.__file__), answers)
    except (LoketError, OSError) as problem:
        print(f"learn: {problem}", file=sys.stderr)
        return 2
    return 0


def learn_units(pipeline: Pipeline, items: Sequence[Item], on: date) -> dict[str, str]:
    """Fit and print the weights of a unit, use them in this process, and return their source."""
    lists = unit_lists(pipeline, items, on)
    columns = [evidence.FEATURES.index(name) for name in USED]
    used = dataclasses.replace(lists, features=lists.features[:, columns])
    places = (1, 3, 5)
    print(f"units: {len(lists.relevant)} of {len(list(lists.each()))} questions with evidence")
    print(f"held out, evidence in the best {places}: {_shown(validated_ranking(used, places))}")
    weights = evidence.WEIGHTS.copy()
    weights[columns] = fit_ranking(used)
    weights = weights.round(DECIMALS)
    print(f"all, evidence in the best {places}: {_shown(hits_at(weights, lists, places))}")
    evidence.WEIGHTS[:] = weights  # confidence is judged by the scores that they give
    return _printed({"FITTED": listed(weights, evidence.FEATURES)})


def learn_confidence(parts: Sequence[Judgements], false_refusals: float) -> dict[str, str]:
    """
    Fit and print the numbers of the confidence, and return their source.

    Args:

        parts: Questions of a kind, one part a kind; the threshold is that of the first.
    """
    judgements = joined(parts)
    answerable = judgements.answerable
    by_features = validated_probabilities(judgements).mean(axis=0)
    knowing = fit_beside(by_features, judgements.known, answerable)
    held_out = moved(by_features, judgements.known, knowing)
    low, high = DOUBTED
    doubted = (held_out >= low) & (held_out < high)
    read = np.where(doubted[:, None], judgements.read, np.nan)
    reading = fit_beside(held_out, read, answerable)
    after = moved(held_out, read, reading)
    ends = np.cumsum([0, *(len(part.answerable) for part in parts)])
    for start, end in pairwise(ends.tolist()):
        of = answerable[start:end]
        print(f"questions: {len(of)}, of which {of.sum()} answerable")
        for share in sorted({0.03, 0.05, 0.08, false_refusals}):
            steps = (by_features, held_out, after)
            first, then, last = (threshold_at(p[start:end], of, share)[1] for p in steps)
            print(
                f"held out, {share:.0%} false refusals: {first:.3f} of the others, with known "
                f"questions {then:.3f}, read {last:.3f}"
            )
    threshold, _ = threshold_at(after[: ends[1]], answerable[: ends[1]], false_refusals)
    model = fit_logistic(judgements)
    weights = dict(zip(confidence.FEATURES, model.weights.tolist(), strict=True))
    weights |= {name: confidence.FITTED[name] for name in confidence.BY_HAND}
    return _printed(
        {
            "FITTED": listed(list(weights.values()), list(weights)),
            "BIAS": f"{model.bias:.{DECIMALS}f}",
            "THRESHOLD": f"{threshold:.{DECIMALS}f}",
            "KNOWN_WEIGHTS": ", ".join(f"{each:.{DECIMALS}f}" for each in knowing.weights),
            "KNOWN_BIAS": f"{knowing.bias:.{DECIMALS}f}",
            "READ_WEIGHT": f"{reading.weights[0]:.{DECIMALS}f}",
            "READ_MIDDLE": f"{-reading.bias / reading.weights[0]:.{DECIMALS}f}",
        }
    )


def _shown(shares: np.ndarray) -> str:
    return " ".join(f"{share:.3f}" for share in shares)


def _printed(values: dict[str, str]) -> dict[str, str]:
    for name, value in values.items():
        print(f"{name} = {value}")
    return values


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.learn", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--index", type=Path, help="ask this index; it must hold both suites")
    parser.add_argument(
        "--judged",
        type=Path,
        help="an index of our documents and of tuning/documents: fit on the judged questions too",
    )
    parser.add_argument("--write", action="store_true", help="replace the numbers in the modules")
    parser.add_argument(
        "--false-refusals", type=float, default=FALSE_REFUSALS, help="share, above 0 and below 1"
    )
    options = parser.parse_args(arguments)
    if not 0 < options.false_refusals < 1:
        parser.error("--false-refusals must be above 0 and below 1")
    return options


def _pipeline(
    settings: Settings, index: Path | None, items: Sequence[Item], *, known: bool = True
) -> Pipeline:
    """Open an index, or make one with the desk documents; raises LoketErrors."""
    from assistant.local import embedder_of, model_name  # slow to import
    from retrieval.index import open_index

    opened = open_index(index or _own_index(settings), model_name(settings))
    absent = {entry.document for item in items for entry in item.evidence} - set(opened.documents)
    if absent:
        raise EvalError(f"not in the index: '{min(absent)}' and {len(absent) - 1} more")
    embedder = embedder_of(settings, opened.manifest.engine)
    questions = open_known(opened) if known else None
    return Pipeline(Retriever(opened, embedder, known=questions))


def _own_index(settings: Settings) -> Path:
    """Bring the evaluation's own index up to date: the corpus and the desk documents."""
    from assistant.loket import run_ingest
    from ingest.progress import Silent

    own = own_index(settings)
    run_ingest(own, [BRONNEN] if BRONNEN.is_dir() else [], Silent())
    return own.index


if __name__ == "__main__":
    sys.exit(main())
