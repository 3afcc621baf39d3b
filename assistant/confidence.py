"""Whether the evidence is enough to answer: judged by what is there, not by rank alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from assistant.evidence import Candidate
from assistant.question import HARD, Expects, Question
from retrieval.query import Query
from retrieval.search import Hit

NEAR_SUBJECT = 0.5
"""Coverage around a unit from which it is about the question's subject."""

FEATURES = (
    "near",
    "full",
    "best_full",
    "dense",
    "typed",
    "typed_near",
    "names",
    "years",
    "rarest",
    "unknown",
    "section",
    "foreign",
    "hard",
    "person",
    "expansion",
    "margin",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """The features of the evidence and the probability that it holds the answer."""

    features: np.ndarray
    probability: float

    @property
    def enough(self) -> bool:
        """Tell whether to answer."""
        return self.probability >= THRESHOLD


def judge(question: Question, query: Query, hits: list[Hit], ranked: list[Candidate]) -> Confidence:
    """
    Return how sure it is that the candidates hold the answer.

    Method: logistic regression on evidence features, fitted by evals/learn.py.
    """
    features = _features(question, query, hits, ranked)
    logit = float(features @ WEIGHTS) + BIAS
    return Confidence(features=features, probability=1 / (1 + math.exp(-logit)))


def _features(
    question: Question, query: Query, hits: list[Hit], ranked: list[Candidate]
) -> np.ndarray:
    if not ranked:
        return np.zeros(len(FEATURES))
    best = ranked[0]
    top = ranked[:12]
    typed = [c for c in top if c.feature("type") >= 0.75]
    hard = question.kind in HARD
    return np.array(
        [
            best.feature("near_coverage"),
            best.feature("full_coverage"),
            max(c.feature("full_coverage") for c in top),
            max(hit.dense for hit in hits),
            best.feature("type") if hard else 1.0,
            max((c.feature("near_coverage") for c in typed), default=0.0),
            best.feature("names"),
            best.feature("years"),
            best.feature("rarest"),
            _unknown(query),
            best.feature("section_coverage"),
            float(question.language != "nl"),
            float(hard),
            float(question.kind == Expects.PERSON),
            float(question.kind == Expects.EXPANSION),
            best.score - ranked[min(5, len(ranked) - 1)].score,
        ]
    )


def _unknown(query: Query) -> float:
    """Return the share of the question, weighed by rarity, that the corpus has no word for."""
    total = sum(concept.idf for concept in query.concepts)
    return sum(c.idf for c in query.concepts if not c.known) / total if total else 1.0


WEIGHTS = np.zeros(len(FEATURES))
BIAS = 1.0
THRESHOLD = 0.5
OUT_OF_SCOPE_COVERAGE = 0.34
OUT_OF_SCOPE_DENSE = 0.82
"""Below both, the subject itself is unknown here; else it is known and only the answer lacks."""


def is_out_of_scope(hits: list[Hit], ranked: list[Candidate]) -> bool:
    """Tell whether the question's subject is foreign to the documents."""
    if not hits or not ranked:
        return True
    coverage = max(c.feature("full_coverage") for c in ranked[:12])
    return coverage < OUT_OF_SCOPE_COVERAGE and max(h.dense for h in hits) < OUT_OF_SCOPE_DENSE
