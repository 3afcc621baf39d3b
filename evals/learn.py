"""
Fits the learned numbers of the answerer: `python -m evals.learn [--index DIR] [--write]`.

Two small linear models decide what is quoted and whether to answer at all:

- `assistant/evidence/candidates.py`, FITTED: which unit answers.
- `assistant/evidence/confidence.py`, FITTED, BIAS and THRESHOLD: is the evidence enough? The
  threshold is the quantile of the cross-validated probabilities at which the chosen share of
  answerable questions is refused. READ_WEIGHT and READ_MIDDLE: what a reading of the units adds
  where that leaves a doubt.

The models themselves are in `evals/fitting.py`. Only the split 'dev' is read, so that the test
split stays unseen. The same index, date (LOKET_TODAY) and suites give the same numbers.
"""

from __future__ import annotations

import argparse
import ast
import dataclasses
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from assistant.answer import Ask, Status
from assistant.days import today
from assistant.evidence import candidates as evidence
from assistant.evidence import confidence
from assistant.evidence.beside import Beside
from assistant.evidence.candidates import Candidate
from assistant.evidence.second_look import answered
from assistant.pipeline import Pipeline
from assistant.reader import Reading
from assistant.settings import BRONNEN, Settings, from_environment
from assistant.understanding.conversation import resolved
from corpus.errors import LoketError
from corpus.text import fold
from evals.errors import EvalError
from evals.fitting import (
    Judgements,
    Lists,
    fit_beside,
    fit_logistic,
    fit_ranking,
    hits_at,
    moved,
    threshold_at,
    validated_probabilities,
    validated_ranking,
)
from evals.indexes import own_index
from evals.suites import Item, letters, load_suite, of_split
from retrieval.embedding.entailment import Entailment, Entails
from retrieval.search import Retriever

SUITES = ("bronnen", "corpus")
SPLIT = "dev"
FALSE_REFUSALS = 0.05
DECIMALS = 2

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
)
"""Features whose weight is fitted; the others keep what they have: 0, or a rule set by hand."""


# --- examples from the suites ------------------------------------------------------------------


def unit_lists(pipeline: Pipeline, items: Sequence[Item], on: date) -> Lists:
    """Return the units found, as of a date, for every answerable item that is one question."""
    features, relevant, question = [], [], []
    for number, item in enumerate(items):
        if item.status != Status.ANSWERED or len(item.turns) > 1:
            continue
        for candidate in _read(pipeline, item, on).ranked:
            features.append(candidate.features)
            relevant.append(is_relevant(item, candidate))
            question.append(number)
    if not any(relevant):
        raise EvalError("no evidence of the suites was found in the index")
    return Lists(
        features=np.array(features), relevant=np.array(relevant), question=np.array(question)
    )


def is_relevant(item: Item, candidate: Candidate) -> bool:
    """Tell whether a unit holds an evidence phrase, or a fact beside one in its passage."""
    passage = candidate.passage
    places = [place for entry in item.evidence for place in entry.places]
    phrases = [letters(p.contains) for p in places if p.document == passage.document_id]
    if any(phrase in letters(candidate.text) for phrase in phrases):
        return True
    around = letters(" ".join(passage.section) + passage.text)
    text = fold(candidate.text)
    stated = any(re.search(fact, text, re.IGNORECASE) for fact in item.facts)
    return stated and any(phrase in around for phrase in phrases)


def judged(
    pipeline: Pipeline, items: Sequence[Item], on: date, entails: Entails
) -> tuple[Judgements, np.ndarray]:
    """
    Return the features of the evidence for every item, conversations included, and the readings.

    Returns: (judgements, how probable it is that one of the best units answers each, (items,)).
    """
    features, readings = [], []
    for item in items:
        reading = _read(pipeline, item, on)
        features.append(reading.confidence.features)
        read = resolved(item.question, item.turns[:-1])
        beside = Beside(entails, f"{read.context} {read.text}".strip())
        told = answered(beside, reading.ranked)
        readings.append(np.nan if told is None else told)
    judgements = Judgements(
        features=np.array(features), answerable=np.array([item.answerable for item in items])
    )
    return judgements, np.array(readings)


def _read(pipeline: Pipeline, item: Item, on: date) -> Reading:
    """Read an item just as it is read when it is answered, but for the second look."""
    read = resolved(item.question, item.turns[:-1])
    ask = Ask(question=read.text, region=item.region, sector=item.sector, on=item.on)
    return pipeline.read(read.text, read.context, ask, item.on or on)


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
        answers = learn_confidence(pipeline, items, on, options.false_refusals, entails)
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


def learn_confidence(
    pipeline: Pipeline,
    items: Sequence[Item],
    on: date,
    false_refusals: float,
    entails: Entails,
) -> dict[str, str]:
    """Fit and print the numbers of the confidence, and return their source."""
    judgements, read = judged(pipeline, items, on, entails)
    answerable = judgements.answerable
    print(f"questions: {len(answerable)}, of which {answerable.sum()} answerable")
    held_out = validated_probabilities(judgements).mean(axis=0)
    low, high = confidence.DOUBTED
    doubted = np.where((held_out >= low) & (held_out < high), read, np.nan)
    weight, middle = fit_beside(held_out, doubted, answerable)
    after = moved(held_out, doubted, weight, middle)
    for share in sorted({0.03, 0.05, 0.08, false_refusals}):
        first, then = (threshold_at(each, answerable, share)[1] for each in (held_out, after))
        print(f"held out, {share:.0%} false refusals: {first:.3f} of the others, read {then:.3f}")
    threshold, _ = threshold_at(after, answerable, false_refusals)
    model = fit_logistic(judgements)
    weights = dict(zip(confidence.FEATURES, model.weights.tolist(), strict=True))
    weights |= {name: confidence.FITTED[name] for name in confidence.BY_HAND}
    return _printed(
        {
            "FITTED": listed(list(weights.values()), list(weights)),
            "BIAS": f"{model.bias:.{DECIMALS}f}",
            "THRESHOLD": f"{threshold:.{DECIMALS}f}",
            "READ_WEIGHT": f"{weight:.{DECIMALS}f}",
            "READ_MIDDLE": f"{middle:.{DECIMALS}f}",
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
    parser.add_argument("--write", action="store_true", help="replace the numbers in the modules")
    parser.add_argument(
        "--false-refusals", type=float, default=FALSE_REFUSALS, help="share, above 0 and below 1"
    )
    options = parser.parse_args(arguments)
    if not 0 < options.false_refusals < 1:
        parser.error("--false-refusals must be above 0 and below 1")
    return options


def _pipeline(settings: Settings, index: Path | None, items: Sequence[Item]) -> Pipeline:
    """Open an index, or make one with the desk documents; raises LoketErrors."""
    from assistant.local import embedder_of, model_name  # slow to import
    from retrieval.index import open_index

    opened = open_index(index or _own_index(settings), model_name(settings))
    absent = {entry.document for item in items for entry in item.evidence} - set(opened.documents)
    if absent:
        raise EvalError(f"not in the index: '{min(absent)}' and {len(absent) - 1} more")
    return Pipeline(Retriever(opened, embedder_of(settings, opened.manifest.engine)))


def _own_index(settings: Settings) -> Path:
    """Bring the evaluation's own index up to date: the corpus and the desk documents."""
    from assistant.loket import run_ingest
    from ingest.progress import Silent

    own = own_index(settings)
    run_ingest(own, [BRONNEN] if BRONNEN.is_dir() else [], Silent())
    return own.index


if __name__ == "__main__":
    sys.exit(main())
