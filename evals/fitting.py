"""
The two small linear models of the answerer: how they are fitted, and tried on questions held out.

Which unit answers: listwise softmax regression (ListNet's top-one loss: Cao, Qin, Liu, Tsai and Li,
"Learning to rank: from pairwise approach to listwise approach", ICML 2007), minimised by Adam
(Kingma and Ba, 2015). Whether to answer: logistic regression with both classes weighing the same
(Cox, 1958). Nothing here knows of questions or documents: arrays in, numbers out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np

from evals.errors import EvalError

UNIT_L2, UNIT_STEPS, UNIT_FOLDS = 0.01, 600, 5
ANSWER_L2, ANSWER_STEPS, ANSWER_FOLDS, ANSWER_SEEDS = 0.03, 3000, 8, 3
ADAM_RATE, DESCENT_RATE = 0.03, 0.3
TINY = 1e-6


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
    """
    Questions, what was found for them, and whether they can be answered.

    Args:

        features: Of the evidence, float64, (questions, d).

        answerable: bool, (questions,).

        known: What is known of near questions, float64, (questions, 2); NaN where nothing is.

        read: How probable it is that one of the best units answers, as a model reads them,
            float64, (questions, 1); NaN where they were not read.
    """

    features: np.ndarray
    answerable: np.ndarray
    known: np.ndarray
    read: np.ndarray


def joined(parts: Sequence[Judgements]) -> Judgements:
    """Return the questions of all parts, one part after the other."""
    names = [field.name for field in fields(Judgements)]
    return Judgements(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    )


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


def fit_beside(
    probabilities: np.ndarray,
    figures: np.ndarray,
    answerable: np.ndarray,
    steps: int = ANSWER_STEPS,
) -> Logistic:
    """
    Return how other figures should move the logit of a first probability: by figures @ w + b.

    Method: logistic regression on the figures, the first logit as its offset, both classes
    weighing the same as in all questions.

    Args:

        probabilities: Of models that did not see the question, float64, (questions,).

        figures: float64, (questions, k); NaN where there are none: those questions are left out.
    """
    has = ~np.isnan(figures).any(axis=1)
    balance = _balance(answerable)[has]
    offset, truth = _logit(probabilities[has]), answerable[has].astype(float)
    mean, spread = figures[has].mean(axis=0), figures[has].std(axis=0) + TINY
    scaled, weights, bias = (figures[has] - mean) / spread, np.zeros(figures.shape[1]), 0.0
    for _ in range(steps):
        error = (_sigmoid(offset + scaled @ weights + bias) - truth) * balance
        weights -= DESCENT_RATE * scaled.T @ error / len(error)
        bias -= DESCENT_RATE * float(error.mean())
    return Logistic(weights=weights / spread, bias=bias - float(weights / spread @ mean))


def moved(probabilities: np.ndarray, figures: np.ndarray, model: Logistic) -> np.ndarray:
    """Return probabilities as figures move them; NaN, where there are none, moves none."""
    by = figures @ model.weights + model.bias
    return _sigmoid(_logit(probabilities) + np.nan_to_num(by, nan=0.0))


def _logit(probabilities: np.ndarray) -> np.ndarray:
    kept = np.clip(probabilities, TINY, 1 - TINY)
    found: np.ndarray = np.log(kept / (1 - kept))
    return found


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
    names = [field.name for field in fields(Judgements)]
    return Judgements(**{name: getattr(judgements, name)[rows] for name in names})


def threshold_at(
    probabilities: np.ndarray, answerable: np.ndarray, false_refusals: float
) -> tuple[float, float]:
    """
    Return the threshold that refuses that share of answerable questions, and what it catches.

    Returns: (threshold, share of the unanswerable questions below it).
    """
    threshold = float(np.quantile(probabilities[answerable], false_refusals))
    return threshold, float((probabilities[~answerable] < threshold).mean())
