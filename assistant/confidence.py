"""Whether the evidence is enough to answer: judged by what is there, not by rank alone."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assistant.evidence import Candidate
from assistant.question import HARD, Expects, Question
from retrieval.query import Concept, Query
from retrieval.search import Found, Hit

FEATURES = (
    "unit",
    "near",
    "full",
    "best_full",
    "missing",
    "rarest",
    "second",
    "unknown",
    "dense",
    "contrast",
    "lexical",
    "typed",
    "typed_near",
    "typed_unit",
    "names",
    "years",
    "section",
    "concepts",
    "foreign",
    "hard",
    "person",
    "name",
    "expansion",
    "count",
    "list",
    "margin",
    "score",
    "typed_score",
    "typed_rarest",
    "plain_share",
    "untyped",
    "foreign_unknown",
)
CONSIDERED = 12
"""How many of the best units are looked at."""

MOST_UNKNOWN = 0.65
"""Share of the question, weighed by rarity, without a word in the corpus: then never answer."""

TYPED = 0.75
"""Type match from which a unit holds the kind of value that is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """The features of the evidence and the probability that it holds the answer."""

    features: np.ndarray
    probability: float

    @property
    def enough(self) -> bool:
        """Tell whether to answer: sure enough, and not about words that the corpus lacks."""
        unknown = float(self.features[FEATURES.index("unknown")])
        return self.probability >= THRESHOLD and unknown < MOST_UNKNOWN


def judge(question: Question, query: Query, found: Found, ranked: list[Candidate]) -> Confidence:
    """
    Return how sure it is that the candidates hold the answer.

    Method: logistic regression on evidence features, fitted by evals/learn.py.
    """
    features = _features(question, query, found, ranked)
    logit = float(features @ WEIGHTS) + BIAS
    return Confidence(features=features, probability=1 / (1 + math.exp(-logit)))


def _features(
    question: Question, query: Query, found: Found, ranked: list[Candidate]
) -> np.ndarray:
    if not ranked:
        return np.zeros(len(FEATURES))
    best, top = ranked[0], ranked[:CONSIDERED]
    hard = question.kind in HARD
    typed = [c for c in top if c.feature("type") >= TYPED] if hard else top
    held = best.held
    rare = sorted((c for c in query.concepts), key=lambda c: -c.idf)
    return np.array(
        [
            best.feature("unit_coverage"),
            best.feature("near_coverage"),
            best.feature("full_coverage"),
            max(c.feature("full_coverage") for c in top),
            _share(query, lambda concept: concept.covered(held) < 0.3),
            rare[0].covered(held) if rare else 0.0,
            rare[1].covered(held) if len(rare) > 1 else 1.0,
            _share(query, lambda concept: not concept.known),
            max(hit.dense for hit in found.hits),
            found.contrast,
            max(hit.lexical for hit in found.hits) / (1 + sum(c.idf for c in query.concepts)),
            best.feature("type") if hard else 1.0,
            max((c.feature("near_coverage") for c in typed), default=0.0),
            max((c.feature("unit_coverage") for c in typed), default=0.0),
            best.feature("names"),
            best.feature("years"),
            best.feature("section_coverage"),
            min(len(query.concepts), 8) / 8,
            float(question.language != "nl"),
            float(hard),
            float(question.kind == Expects.PERSON),
            float(question.kind == Expects.NAME),
            float(question.kind == Expects.EXPANSION),
            float(question.kind == Expects.COUNT),
            float(question.kind == Expects.LIST),
            best.score - ranked[min(5, len(ranked) - 1)].score,
            best.score / 10,
            max((c.score for c in typed), default=0.0) / 10,
            max((c.feature("rarest") for c in typed[:3]), default=0.0),
            sum(c.covered(held) > 0.3 for c in query.concepts) / max(1, len(query.concepts)),
            float(not typed),
            float(question.language != "nl") * _share(query, lambda concept: not concept.known),
        ]
    )


def _share(query: Query, applies: Callable[[Concept], bool]) -> float:
    """Return the share of the question, weighed by rarity, for which something holds."""
    total = sum(concept.idf for concept in query.concepts)
    return sum(c.idf for c in query.concepts if applies(c)) / total if total else 1.0


WEIGHTS = np.array(
    [
        -0.64,
        0.33,
        -0.19,
        -0.45,
        -0.54,
        -0.28,
        -0.26,
        -1.51,
        7.13,
        -0.07,
        -0.06,
        1.79,
        0.52,
        0.34,
        -0.05,
        2.32,
        1.43,
        2.63,
        2.27,
        -1.64,
        -1.61,
        -0.01,
        0.51,
        0.00,
        0.44,
        0.11,
        1.20,
        0.06,
        0.28,
        1.84,
        0.30,
        1.57,
    ]
)
BIAS = -19.77
THRESHOLD = 0.28
OUT_OF_SCOPE_COVERAGE = 0.34
OUT_OF_SCOPE_DENSE = 0.82
"""Below both, the subject itself is unknown here; else it is known and only the answer lacks."""


def is_out_of_scope(hits: list[Hit], ranked: list[Candidate]) -> bool:
    """Tell whether the question's subject is foreign to the documents."""
    if not hits or not ranked:
        return True
    coverage = max(c.feature("full_coverage") for c in ranked[:12])
    return coverage < OUT_OF_SCOPE_COVERAGE and max(h.dense for h in hits) < OUT_OF_SCOPE_DENSE
