"""Whether the evidence is enough: the features, and what they are judged by."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant import confidence
from assistant.confidence import (
    FEATURES,
    OUT_OF_SCOPE_COVERAGE,
    OUT_OF_SCOPE_DENSE,
    Confidence,
    is_out_of_scope,
    judge,
)
from assistant.pipeline import Pipeline, Reading
from assistant.question import understand
from retrieval.query import Query
from retrieval.search import Found
from tests.assistant.samples import candidate_of, hit_of, index_of

KNOWN = "Hoe lang duurt de opleiding voor zij-instroom?"
FOREIGN = "Hoeveel melk gaat er in pannenkoeken met kaas?"


def features(reading: Reading) -> dict[str, float]:
    return dict(zip(FEATURES, reading.confidence.features.tolist(), strict=True))


def test_there_is_a_finite_weight_for_every_feature() -> None:
    assert confidence.WEIGHTS.shape == (len(FEATURES),)
    assert np.isfinite(confidence.WEIGHTS).all()
    assert np.any(confidence.WEIGHTS != 0), "the weights were never fitted"
    assert 0 < confidence.THRESHOLD < 1
    assert len(set(FEATURES)) == len(FEATURES)


@pytest.mark.parametrize(("above", "enough"), [(0.0, True), (0.001, True), (-0.001, False)])
def test_the_threshold_decides(above: float, enough: bool) -> None:
    probability = confidence.THRESHOLD + above
    assert Confidence(features=np.zeros(len(FEATURES)), probability=probability).enough is enough


def test_without_evidence_there_is_no_answer() -> None:
    found = Found(hits=[], query=Query(text="", concepts=()), contrast=0.0)
    judged = judge(understand(KNOWN), found.query, found, [])
    assert not judged.enough
    assert not judged.features.any()


def test_features_are_finite_and_follow_the_evidence(pipeline: Pipeline) -> None:
    known, foreign = features(pipeline.read(KNOWN)), features(pipeline.read(FOREIGN))
    assert all(np.isfinite(list(each.values())).all() for each in (known, foreign))
    assert known["full"] > 0.6 > foreign["full"]
    assert known["dense"] > foreign["dense"]
    assert known["unknown"] < 0.5
    assert foreign["unknown"] > 0.5
    assert known["missing"] < foreign["missing"]


def test_the_probability_is_the_logistic_of_the_features(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = np.zeros(len(FEATURES))
    weights[FEATURES.index("unknown")] = -2.0
    monkeypatch.setattr(confidence, "WEIGHTS", weights)
    monkeypatch.setattr(confidence, "BIAS", 1.0)
    reading = pipeline.read(FOREIGN)
    expected = 1 / (1 + np.exp(2.0 * features(reading)["unknown"] - 1.0))
    assert reading.confidence.probability == pytest.approx(expected)


def test_what_is_known_is_surer_than_what_is_not(pipeline: Pipeline) -> None:
    known, foreign = pipeline.read(KNOWN).confidence, pipeline.read(FOREIGN).confidence
    assert known.probability > 0.5 > foreign.probability
    assert known.enough
    assert not foreign.enough


def test_a_kind_of_value_that_is_nowhere_is_not_typed(pipeline: Pipeline) -> None:
    email = features(pipeline.read("Wat is het e-mailadres van de mentor?"))
    assert (email["hard"], email["typed"], email["typed_near"]) == (1.0, 0.0, 0.0)
    assert features(pipeline.read(KNOWN))["typed"] == 1.0


@pytest.mark.parametrize(
    ("coverage", "dense", "foreign"),
    [
        (OUT_OF_SCOPE_COVERAGE - 0.01, OUT_OF_SCOPE_DENSE - 0.01, True),
        (OUT_OF_SCOPE_COVERAGE + 0.01, OUT_OF_SCOPE_DENSE - 0.01, False),
        (OUT_OF_SCOPE_COVERAGE - 0.01, OUT_OF_SCOPE_DENSE + 0.01, False),
    ],
)
def test_out_of_scope_takes_few_words_and_little_likeness(
    tmp_path: Path, coverage: float, dense: float, foreign: bool
) -> None:
    index = index_of(tmp_path, a="# Duur\n\nDe opleiding duurt twee jaar.")
    candidate = candidate_of(index, "twee jaar", full_coverage=coverage)
    hit = replace(hit_of(index, index.passages[0]), dense=dense)
    assert is_out_of_scope([hit], [candidate]) is foreign


def test_nothing_found_is_out_of_scope() -> None:
    assert is_out_of_scope([], [])
