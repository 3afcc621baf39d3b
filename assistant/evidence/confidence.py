"""Whether the evidence is enough to answer: judged by what is there, not by rank alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from assistant.evidence.beside import UNITS
from assistant.evidence.candidates import UNKNOWN_LATE, Candidate
from assistant.understanding import values
from assistant.understanding.question import HARD, Expects, Question, name_forms
from assistant.understanding.ranges import numbers_within
from retrieval.dutch import words
from retrieval.query import Concept, Query
from retrieval.search import Found, Hit

FITTED = {
    "unit": -0.52,
    "near": 0.34,
    "full": 0.37,
    "best_full": 0.72,
    "missing": -0.26,
    "rarest": 0.11,
    "second": -0.17,
    "unknown": -0.80,
    "dense": 2.16,
    "dense_of_best": 1.84,
    "dense_above_mean": -4.08,
    "dense_above_fourth": -1.21,
    "contrast": 0.12,
    "lexical": -0.07,
    "late_unit": 0.93,
    "late_near": 2.96,
    "late_passage": 2.66,
    "late_low": 1.47,
    "late_most": 3.27,
    "late_low_most": 0.72,
    "typed": 0.87,
    "typed_near": 0.38,
    "typed_unit": -0.39,
    "typed_score": 0.14,
    "typed_rarest": -0.09,
    "untyped": 0.41,
    "soft_type": 0.50,
    "names": 0.44,
    "names_missing": 0.10,
    "years": 2.01,
    "numbers_missing": 0.14,
    "wants_name": -0.12,
    "no_name": 0.26,
    "section": 0.84,
    "concepts": 1.95,
    "words": 1.12,
    "foreign": 0.30,
    "foreign_unknown": 0.63,
    "foreign_dense": 5.92,
    "foreign_late": 2.54,
    "foreign_low": -1.90,
    "hard": 0.02,
    "person": 0.00,
    "name": 0.77,
    "expansion": 3.13,
    "count": -0.06,
    "list": 0.33,
    "reason": 0.52,
    "duration": 0.43,
    "date": 1.00,
    "yes_no": -1.04,
    "free": 0.17,
    "definition": 0.37,
    "margin": 0.11,
    "score": 0.68,
    "plain_share": 0.57,
}
"""
One weight a feature, fitted on the dev questions, but for `person`, set by hand: nobody is named
in our documents, so that no dev question for a name has an answer, as it has in those of a desk.
The threshold lies below the fitted one: of questions that others wrote, fewer that can be answered
were refused than of ours (evals/RESULTS.md).
"""
BY_HAND = ("person",)
FEATURES = tuple(FITTED)
WEIGHTS = np.array(list(FITTED.values()))
DOCUMENTS_KEPT = 256
CONSIDERED = 12
"""How many of the best units are looked at."""

_WANTS_NAME = re.compile(r"\b(?:wie|who|namen|naam|names?|heet|heten)\b")
MOST_UNKNOWN = 0.65
"""Share of a Dutch question, weighed by rarity, that the corpus lacks: then never answer."""

TYPED = 0.75
"""Type match from which a unit holds the kind of value that is asked for."""

READ_WEIGHT = 3.0
READ_MIDDLE = 0.42
"""
A reading moves the logit of the probability by its distance from the middle, times the weight.
Set by hand between what fits the dev questions (4.1 and .35) and judged ones that the reader did
not learn from (2.6 and .52), by evals/fitting.py; docs/adr/0035.
"""


KNOWN_WEIGHTS = 4.9, 3.7
KNOWN_BIAS = -6.45
"""
What is known of near questions moves the logit of the probability: how near the nearest one is that
the best units answer, and the share of the nearest ones that has an answer, times these weights.
Set by hand near what evals/learn.py fits (5.0, 3.8 and -6.7); docs/adr/0036.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """
    The features of the evidence and the probability that it holds the answer.

    Args:

        features: See FEATURES.

        known: What is known of near questions, (2,), see KNOWN_WEIGHTS; None where nothing is known
            of the passage of the best unit.

        first: The probability by the features, and by what is known.

        read: How probable it is that one of the best units answers, as a model reads them; None
            where they were not read.
    """

    features: np.ndarray
    first: float
    known: np.ndarray | None = None
    read: float | None = None

    @property
    def probability(self) -> float:
        """
        Return the probability that the evidence holds the answer, the reading included.

        Where few words of the question stand behind it, as of an order in code, neither a reading
        that is not sure nor what is known of near questions may raise it: such things were never
        asked.
        """
        if self.read is None:
            return self.first
        odds = self.first * math.exp(READ_WEIGHT * (self.read - READ_MIDDLE))
        moved = odds / (odds + 1 - self.first)
        return moved if self._least == THRESHOLD else min(moved, self.first)

    @property
    def in_doubt(self) -> bool:
        """Tell whether it depends on a reading of the units if this is enough."""
        return replace(self, read=0.0).enough != replace(self, read=1.0).enough

    @property
    def enough(self) -> bool:
        """Tell whether to answer: sure enough, and not about words that the corpus lacks."""
        foreign, unknown = (_feature(self.features, name) for name in ("foreign", "unknown"))
        known = bool(foreign) or unknown < MOST_UNKNOWN
        return self.probability >= self._least and known

    @property
    def _least(self) -> float:
        """The probability to answer from: what few words hold, a sure reading makes good."""
        least, sure = _least_by(self.features), self.read is not None and self.read >= SURE_READING
        return THRESHOLD if sure and least == THRESHOLD_OF_FEW else least


def _least_by(features: np.ndarray) -> float:
    """Return the probability to answer from: higher where few words stand behind it."""
    if _feature(features, "concepts") <= ONE_CONCEPT:
        return THRESHOLD_OF_ONE
    return THRESHOLD_OF_FEW if _feature(features, "full") < FEW_HELD else THRESHOLD


def _feature(features: np.ndarray, name: str) -> float:
    return float(features[FEATURES.index(name)])


def judge(question: Question, query: Query, found: Found, ranked: list[Candidate]) -> Confidence:
    """
    Return how sure it is that the candidates hold the answer.

    Method: logistic regression on evidence features, fitted by evals/learn.py.
    """
    features, known = _features(question, query, found, ranked), _known(found, ranked)
    logit = float(features @ WEIGHTS) + BIAS
    if known is not None:
        by = float(known @ KNOWN_WEIGHTS) + KNOWN_BIAS
        logit += by if _least_by(features) == THRESHOLD else min(by, 0.0)
    return Confidence(features=features, first=_sigmoid(logit), known=known)


def _known(found: Found, ranked: list[Candidate]) -> np.ndarray | None:
    if not ranked or ranked[0].hit.asked is None or found.answered is None:
        return None
    asked = [c.hit.asked[c.number] for c in ranked[:UNITS] if c.hit.asked is not None]
    return np.array([max(asked), found.answered])


def _sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def _features(
    question: Question, query: Query, found: Found, ranked: list[Candidate]
) -> np.ndarray:
    if not ranked:
        return np.zeros(len(FEATURES))
    made = (
        _coverage(query, ranked)
        | _meaning(found, query, ranked)
        | _typed(question, ranked)
        | _named(question, ranked[0])
        | _shape(question, query)
        | _scores(query, ranked)
    )
    foreign = made["foreign"]
    made["foreign_dense"] = foreign * (made["dense"] - UNKNOWN_LATE)
    made["foreign_late"] = foreign * (made["late_most"] - UNKNOWN_LATE)
    made["foreign_low"] = foreign * (made["late_low_most"] - UNKNOWN_LATE)
    return np.array([made[name] for name in FEATURES])


def _coverage(query: Query, ranked: list[Candidate]) -> dict[str, float]:
    """How far the best unit, and what stands around it, holds the words of the question."""
    best, top = ranked[0], ranked[:CONSIDERED]
    rare = sorted(query.concepts, key=lambda concept: -concept.idf)
    return {
        "unit": best.feature("unit_coverage"),
        "near": best.feature("near_coverage"),
        "full": best.feature("full_coverage"),
        "best_full": max(c.feature("full_coverage") for c in top),
        "missing": _share(query, lambda concept: concept.covered(best.held) < 0.3),
        "rarest": rare[0].covered(best.held) if rare else 0.0,
        "second": rare[1].covered(best.held) if len(rare) > 1 else 1.0,
        "unknown": _share(query, lambda concept: not concept.known),
        "section": best.feature("section_coverage"),
    }


def _meaning(found: Found, query: Query, ranked: list[Candidate]) -> dict[str, float]:
    """How near the vectors are, of whole passages and of single words."""
    best = ranked[0]
    dense = sorted((hit.dense for hit in found.hits), reverse=True)
    late = [hit.late for hit in found.hits if hit.late is not None]
    own = best.hit.late
    weight = 1 + sum(concept.idf for concept in query.concepts)
    return {
        "dense": dense[0],
        "dense_of_best": best.hit.dense,
        "dense_above_mean": dense[0] - sum(dense) / len(dense),
        "dense_above_fourth": dense[0] - dense[min(3, len(dense) - 1)],
        "contrast": found.contrast,
        "lexical": max(hit.lexical for hit in found.hits) / weight,
        "late_unit": best.feature("late_unit"),
        "late_near": best.feature("late_near"),
        "late_passage": best.feature("late_passage"),
        "late_low": own.low if own else UNKNOWN_LATE,
        "late_most": max((each.passage for each in late), default=UNKNOWN_LATE),
        "late_low_most": max((each.low for each in late), default=UNKNOWN_LATE),
    }


def _typed(question: Question, ranked: list[Candidate]) -> dict[str, float]:
    """Whether the kind of value that is asked for stands where the question's words do."""
    best, top = ranked[0], ranked[:CONSIDERED]
    hard = question.kind in HARD
    typed = [c for c in top if c.feature("type") >= TYPED] if hard else top
    return {
        "typed": best.feature("type") if hard else 1.0,
        "typed_near": max((c.feature("near_coverage") for c in typed), default=0.0),
        "typed_unit": max((c.feature("unit_coverage") for c in typed), default=0.0),
        "typed_score": max((c.score for c in typed), default=0.0) / 10,
        "typed_rarest": max((c.feature("rarest") for c in typed[:3]), default=0.0),
        "untyped": float(not typed),
        "soft_type": 0.0 if hard else best.feature("type"),
    }


def _named(question: Question, best: Candidate) -> dict[str, float]:
    """Whether the names, years and numbers of the question stand at the best unit."""
    passage, document = best.passage, best.hit.document
    around = f"{passage.context} {passage.text} {document.title} {document.published or ''}"
    around += f" {document.valid_from or ''} {document.valid_to or ''}"
    forms = name_forms(question.names)
    # A document is about whom it names again and again; its sentences need not repeat it.
    held = (document.id, document.digest, document.text)
    elsewhere = [name in _words_of(*held) for name in question.names]
    absent = [not (each & best.held or known) for each, known in zip(forms, elsewhere, strict=True)]
    given = question.text.lower()
    wants = bool(_WANTS_NAME.search(given))
    new = any(match.group().lower() not in given for match in values.NAME.finditer(best.text))
    numbers = re.findall(r"\d+", question.text)
    told = numbers_within(best.text, numbers)
    return {
        "names": 1 - sum(absent) / len(absent) if absent else 1.0,
        "names_missing": float(sum(absent)),
        "years": best.feature("years"),
        "numbers_missing": float(sum(n not in around and n not in told for n in numbers)),
        "wants_name": float(wants),
        "no_name": float(wants and not new),
    }


@lru_cache(maxsize=DOCUMENTS_KEPT)
def _words_of(_id: str, _digest: str, text: str) -> frozenset[str]:
    """Return the plain words that stand in a document more than once; kept, for many ask."""
    return frozenset(word for word, count in Counter(words(text)).items() if count > 1)


def _shape(question: Question, query: Query) -> dict[str, float]:
    """The question itself: its kind, its length and its language."""
    foreign = float(question.language != "nl")
    kinds = {kind.value: float(question.kind == kind) for kind in Expects}
    return kinds | {
        "concepts": min(len(query.concepts), 8) / 8,
        "words": min(len(question.text.split()), 20) / 20,
        "foreign": foreign,
        "foreign_unknown": foreign * _share(query, lambda concept: not concept.known),
        "hard": float(question.kind in HARD),
    }


def _scores(query: Query, ranked: list[Candidate]) -> dict[str, float]:
    best = ranked[0]
    held = sum(concept.covered(best.held) > 0.3 for concept in query.concepts)
    return {
        "margin": best.score - ranked[min(5, len(ranked) - 1)].score,
        "score": best.score / 10,
        "plain_share": held / max(1, len(query.concepts)),
    }


def _share(query: Query, applies: Callable[[Concept], bool]) -> float:
    """Return the share of the question, weighed by rarity, for which something holds."""
    total = sum(concept.idf for concept in query.concepts)
    return sum(c.idf for c in query.concepts if applies(c)) / total if total else 1.0


BIAS = -18.05
THRESHOLD = 0.13
THRESHOLD_OF_FEW, FEW_HELD = 0.42, 0.25
"""Where a unit with all that stands around it holds less than this of a question's words."""

SURE_READING = 0.85
"""A reading from which that does not matter: the question is put in other words than the text."""

THRESHOLD_OF_ONE, ONE_CONCEPT = 0.77, 1 / 8
"""Where a question has one word to search for, or none, as 'Hoeveel is {{7*7}}?'."""

OUT_OF_SCOPE_COVERAGE = 0.34
OUT_OF_SCOPE_DENSE = 0.51
"""Below both, the subject itself is unknown here; else it is known and only the answer lacks."""

USUAL, USUAL_WORDS = 0.4, 2
"""
So many words that have at most this share of the rarity of a question's rarest make its subject
ours: a question about an assistent and a klas is not foreign because somebody in it is ziek.
"""


def is_out_of_scope(query: Query, hits: list[Hit], ranked: list[Candidate]) -> bool:
    """Tell whether the question's subject is foreign to the documents."""
    if not hits or not ranked:
        return True
    rarest = max((concept.idf for concept in query.concepts), default=0.0)
    usual = [c for c in query.concepts if c.known and c.idf <= USUAL * rarest]
    if len(usual) >= USUAL_WORDS:
        return False
    coverage = max(c.feature("full_coverage") for c in ranked[:CONSIDERED])
    return coverage < OUT_OF_SCOPE_COVERAGE and max(h.dense for h in hits) < OUT_OF_SCOPE_DENSE
