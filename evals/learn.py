"""
Fits the learned numbers of the answerer: `python -m evals.learn [--index DIR] [--write]`.

Two small linear models decide what is quoted and whether to answer at all:

- `assistant/evidence/candidates.py`, WEIGHTS: which unit answers. Listwise softmax regression
  (ListNet's top-one loss: Cao, Qin, Liu, Tsai and Li, "Learning to rank: from pairwise approach to
  listwise approach", ICML 2007), minimised by Adam (Kingma and Ba, 2015).
- `assistant/evidence/confidence.py`, WEIGHTS, BIAS and THRESHOLD: is the evidence enough? Logistic
  regression with both classes weighing the same (Cox, 1958); the threshold is the quantile of the
  cross-validated probabilities at which the chosen share of answerable questions is refused.

Only the split 'dev' is read, so that the test split stays unseen. The same
index, date (LOKET_TODAY) and suites give the same numbers.
"""

from __future__ import annotations

import argparse
import ast
import dataclasses
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from assistant.answer import Ask, Status
from assistant.evidence import candidates as evidence
from assistant.evidence import confidence
from assistant.evidence.candidates import Candidate
from assistant.pipeline import Pipeline
from assistant.reader import Reading
from assistant.settings import BRONNEN, Settings, from_environment
from assistant.understanding.conversation import resolved
from corpus.errors import LoketError
from corpus.text import fold
from evals.errors import EvalError
from evals.suites import Item, letters, load_suite, of_split
from retrieval.search import Retriever

SUITES = ("bronnen", "corpus")
SPLIT = "dev"
FALSE_REFUSALS = 0.05
DECIMALS = 2

UNIT_L2, UNIT_STEPS, UNIT_FOLDS = 0.01, 600, 5
ANSWER_L2, ANSWER_STEPS, ANSWER_FOLDS, ANSWER_SEEDS = 0.03, 3000, 8, 3
ADAM_RATE, DESCENT_RATE = 0.03, 0.3
TINY = 1e-6

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


@dataclass(frozen=True, kw_only=True)
class Lists:
    """
    Units to rank, in one list for each question.

    Args:

        features: float64, shape (units, d).

        relevant: bool, shape (units,): the unit holds the evidence.

        question: int, shape (units,): which list a unit is in.
    """

    features: np.ndarray
    relevant: np.ndarray
    question: np.ndarray

    def of(self, questions: np.ndarray) -> Lists:
        """Return the lists of some questions."""
        rows = np.isin(self.question, questions)
        return Lists(
            features=self.features[rows],
            relevant=self.relevant[rows],
            question=self.question[rows],
        )

    def each(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield features and relevance of every list that has a relevant unit."""
        for question in np.unique(self.question):
            rows = self.question == question
            if self.relevant[rows].any():
                yield self.features[rows], self.relevant[rows]


@dataclass(frozen=True, kw_only=True)
class Judgements:
    """Features of the evidence, shape (questions, d), and which questions can be answered."""

    features: np.ndarray
    answerable: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Logistic:
    """A logistic regression: probability = 1 / (1 + exp(-(x @ weights + bias)))."""

    weights: np.ndarray
    bias: float

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        """Return the probability of each row, shape (rows,)."""
        return _sigmoid(features @ self.weights + self.bias)


# --- which unit answers ------------------------------------------------------------------------


def fit_ranking(lists: Lists, l2: float = UNIT_L2, steps: int = UNIT_STEPS) -> np.ndarray:
    """
    Return the weights of the features, shape (d,), that put relevant units first.

    Method: ListNet's top-one loss, the cross-entropy between the softmax of the scores and the
    same softmax over the relevant units alone, on features of unit variance, by Adam.
    """
    spread = lists.features.std(axis=0) + TINY
    pairs = [(features / spread, relevant) for features, relevant in lists.each()]
    weights = np.zeros(lists.features.shape[1])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1 if pairs else 1):
        slope = l2 * weights + np.mean([_slope(weights, *pair) for pair in pairs], axis=0)
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        move = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weights -= ADAM_RATE * move
    return weights / spread


def ranking_loss(weights: np.ndarray, features: np.ndarray, relevant: np.ndarray) -> float:
    """Return -ln of the chance that the softmax over one list gives to its relevant units."""
    return float(-np.log(max(_softmax(features @ weights)[relevant].sum(), 1e-300)))


def _slope(weights: np.ndarray, features: np.ndarray, relevant: np.ndarray) -> np.ndarray:
    """Return the gradient of `ranking_loss`, shape (d,)."""
    scores = features @ weights
    wanted = np.zeros(len(scores))
    wanted[relevant] = _softmax(scores[relevant])
    return features.T @ (_softmax(scores) - wanted)


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max())
    return raised / raised.sum()


def hits_at(weights: np.ndarray, lists: Lists, places: Sequence[int]) -> np.ndarray:
    """Return for each place k the share of lists with a relevant unit among the best k."""
    found = []
    for features, relevant in lists.each():
        ranked = relevant[np.argsort(-(features @ weights), kind="stable")]
        found.append([ranked[:place].any() for place in places])
    return np.mean(found, axis=0) if found else np.zeros(len(places))


def validated_ranking(
    lists: Lists, places: Sequence[int], folds: int = UNIT_FOLDS, steps: int = UNIT_STEPS
) -> np.ndarray:
    """Return `hits_at` on questions that the weights were not fitted on, the mean over folds."""
    questions = np.unique(lists.question)
    order = np.random.default_rng(0).permutation(questions)
    held_out = [order[fold::folds] for fold in range(folds)]
    shares = [
        hits_at(
            fit_ranking(lists.of(np.setdiff1d(questions, out)), steps=steps), lists.of(out), places
        )
        for out in held_out
    ]
    return np.mean(shares, axis=0)


# --- whether to answer -------------------------------------------------------------------------


def fit_logistic(
    judgements: Judgements, l2: float = ANSWER_L2, steps: int = ANSWER_STEPS
) -> Logistic:
    """
    Return the logistic regression that tells answerable questions from the others.

    Method: gradient descent on the cross-entropy, features standardised, both classes weighing
    the same however many questions they have; the penalty spares the bias.
    """
    features, answerable = judgements.features, judgements.answerable.astype(float)
    mean, spread = features.mean(axis=0), features.std(axis=0) + TINY
    scaled = (features - mean) / spread
    balance = _balance(judgements.answerable)
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(steps):
        error = (_sigmoid(scaled @ weights + bias) - answerable) * balance
        weights -= DESCENT_RATE * (scaled.T @ error / len(error) + l2 * weights)
        bias -= DESCENT_RATE * float(error.mean())
    return Logistic(weights=weights / spread, bias=bias - float(weights / spread @ mean))


def _balance(answerable: np.ndarray) -> np.ndarray:
    """Return a weight for each question, such that either class weighs half of all."""
    share = answerable.mean()
    if not 0 < share < 1:
        raise EvalError("fitting needs questions with an answer and questions without one")
    return np.where(answerable, 0.5 / share, 0.5 / (1 - share))


def _sigmoid(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(logits, -500, 500)))


def validated_probabilities(
    judgements: Judgements,
    folds: int = ANSWER_FOLDS,
    seeds: int = ANSWER_SEEDS,
    steps: int = ANSWER_STEPS // 2,
) -> np.ndarray:
    """Return each question's probability by models fitted without it, shape (seeds, questions)."""
    count = len(judgements.answerable)
    found = np.zeros((seeds, count))
    for seed in range(seeds):
        order = np.random.default_rng(seed).permutation(count)
        for fold_number in range(folds):
            out = order[fold_number::folds]
            rest = np.setdiff1d(order, out)
            model = fit_logistic(_rows(judgements, rest), steps=steps)
            found[seed, out] = model.probabilities(judgements.features[out])
    return found


def _rows(judgements: Judgements, rows: np.ndarray) -> Judgements:
    return Judgements(features=judgements.features[rows], answerable=judgements.answerable[rows])


def threshold_at(
    probabilities: np.ndarray, answerable: np.ndarray, false_refusals: float
) -> tuple[float, float]:
    """
    Return the threshold that refuses that share of answerable questions, and what it catches.

    Returns: (threshold, share of the unanswerable questions below it).
    """
    threshold = float(np.quantile(probabilities[answerable], false_refusals))
    return threshold, float((probabilities[~answerable] < threshold).mean())


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


def judged(pipeline: Pipeline, items: Sequence[Item], on: date) -> Judgements:
    """Return the features of the evidence for every item, conversations included."""
    features = [_read(pipeline, item, on).confidence.features for item in items]
    return Judgements(
        features=np.array(features), answerable=np.array([item.answerable for item in items])
    )


def _read(pipeline: Pipeline, item: Item, on: date) -> Reading:
    """Read an item just as it is read when it is answered."""
    read = resolved(item.question, item.turns[:-1])
    ask = Ask(question=read.text, region=item.region, sector=item.sector, on=item.on)
    return pipeline.read(read.text, read.context, ask, item.on or on)


# --- the numbers in the modules ----------------------------------------------------------------


def listed(values: np.ndarray, names: Sequence[str]) -> str:
    """Return the source text of an array, each number with the name of its feature."""
    lines = "".join(
        f"        {value:.{DECIMALS}f},  # {name}\n"
        for value, name in zip(values, names, strict=True)
    )
    return f"np.array(\n    [\n{lines}    ],\n    dtype=np.float64,\n)"


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
        on = settings.today or date.today()
        units = learn_units(pipeline, items, on)
        answers = learn_confidence(pipeline, items, on, options.false_refusals)
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
    return _printed({"WEIGHTS": listed(weights, evidence.FEATURES)})


def learn_confidence(
    pipeline: Pipeline, items: Sequence[Item], on: date, false_refusals: float
) -> dict[str, str]:
    """Fit and print the numbers of the confidence, and return their source."""
    judgements = judged(pipeline, items, on)
    answerable = judgements.answerable
    print(f"questions: {len(answerable)}, of which {answerable.sum()} answerable")
    held_out = validated_probabilities(judgements)
    for share in sorted({0.03, 0.05, 0.08, false_refusals}):
        caught = np.mean([threshold_at(each, answerable, share)[1] for each in held_out])
        print(f"held out, {share:.0%} false refusals: {caught:.3f} of the others refused")
    threshold, _ = threshold_at(held_out.mean(axis=0), answerable, false_refusals)
    model = fit_logistic(judgements)
    return _printed(
        {
            "WEIGHTS": listed(model.weights, confidence.FEATURES),
            "BIAS": f"{model.bias:.{DECIMALS}f}",
            "THRESHOLD": f"{threshold:.{DECIMALS}f}",
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

    own = dataclasses.replace(settings, index=settings.cache / "evals" / "index")
    run_ingest(own, [BRONNEN] if BRONNEN.is_dir() else [], Silent())
    return own.index


if __name__ == "__main__":
    sys.exit(main())
