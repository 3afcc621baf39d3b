"""Whether the evidence is enough: the features, and what they are judged by."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.evidence import confidence
from assistant.evidence.candidates import FEATURES as UNIT_FEATURES
from assistant.evidence.candidates import UNKNOWN_LATE
from assistant.evidence.confidence import (
    FEATURES,
    OUT_OF_SCOPE_COVERAGE,
    OUT_OF_SCOPE_DENSE,
    Confidence,
    is_out_of_scope,
    judge,
)
from assistant.pipeline import Pipeline
from assistant.reader import Reading
from assistant.understanding.question import understand
from retrieval.query import Concept, Query
from retrieval.search import Found, Retriever
from tests.assistant.samples import candidate_of, hit_of, index_of

KNOWN = "Hoe lang duurt de opleiding voor zij-instroom?"
NO_WORDS = Query(text="", concepts=())
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
@pytest.mark.parametrize(
    ("held", "concepts", "threshold"),
    [
        (1.0, 0.5, confidence.THRESHOLD),
        (confidence.FEW_HELD, 0.5, confidence.THRESHOLD),
        (confidence.FEW_HELD - 0.01, 0.5, confidence.THRESHOLD_OF_FEW),
        (1.0, confidence.ONE_CONCEPT, confidence.THRESHOLD_OF_ONE),
        (0.0, 0.0, confidence.THRESHOLD_OF_ONE),
    ],
)
def test_the_threshold_decides(
    held: float, concepts: float, threshold: float, above: float, enough: bool
) -> None:
    features = np.zeros(len(FEATURES))
    features[[FEATURES.index("full"), FEATURES.index("concepts")]] = held, concepts
    assert Confidence(features=features, first=threshold + above).enough is enough


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


ASKED = (
    KNOWN,
    FOREIGN,
    "Wie is de penvoerder van Onderwijsregio Utrecht?",
    "Wie wijst de mentor aan?",
    "Hoe heet de penvoerder van Onderwijsregio Drenthe?",
    "Waar staat VOG voor?",
    "Hoeveel begeleiders heeft Onderwijsregio Zeeland?",
    "Welke dingen heb je nodig voor zij-instroom?",
    "Waarom wijst de schoolleider de mentor aan?",
    "Wanneer moet de aanvraag ingediend zijn?",
    "Kan ik een dag meelopen op een school?",
    "Wat is zij-instroom?",
    "Vertel over de tegemoetkoming in 2024, artikel 2.",
    "Vertel over de tegemoetkoming in 1999, artikel 47.",
    "Who pays the costs of my school?",
    "Can I walk along at a school for a day?",
    "How much milk goes into pancakes with cheese?",
    "Hoe laat vertrekt de trein naar Parijs?",
)


def test_every_feature_tells_questions_apart(pipeline: Pipeline) -> None:
    rows = np.array([pipeline.read(text).confidence.features for text in ASKED])
    assert np.isfinite(rows).all()
    constant = [name for name, column in zip(FEATURES, rows.T, strict=True) if not np.ptp(column)]
    assert constant == []


def test_names_that_the_evidence_lacks_are_counted(pipeline: Pipeline) -> None:
    here = features(pipeline.read("Wie is de penvoerder van Onderwijsregio Utrecht?"))
    nowhere = features(pipeline.read("Wie is de penvoerder van Stichting Blauwe Draak?"))
    assert (here["names_missing"], here["no_name"]) == (0.0, 0.0)
    assert nowhere["names_missing"] >= 2
    assert nowhere["names"] < here["names"]
    assert here["wants_name"] == nowhere["wants_name"] == 1.0
    assert features(pipeline.read(KNOWN))["wants_name"] == 0.0


@pytest.mark.parametrize(("times", "missing"), [(1, 3.0), (2, 0.0)])
def test_a_name_that_a_document_is_about_is_not_lacking(
    pipeline: Pipeline, times: int, missing: float
) -> None:
    reading = pipeline.read("Wie is de penvoerder van Stichting Blauwe Draak?")
    best = reading.ranked[0]
    text = times * "Stichting Blauwe Draak. " + best.hit.document.text
    spoken = replace(best.hit.document, digest=f"anders-{times}", text=text)
    ranked = [replace(best, hit=replace(best.hit, document=spoken)), *reading.ranked[1:]]
    found = Found(hits=reading.hits, query=reading.query, contrast=1.0)
    judged = judge(reading.question, reading.query, found, ranked)
    made = dict(zip(FEATURES, judged.features.tolist(), strict=True))
    assert made["names_missing"] == missing
    assert made["names"] == float(not missing)


def test_numbers_that_the_evidence_lacks_are_counted(pipeline: Pipeline) -> None:
    def missing(question: str) -> float:
        return features(pipeline.read(question))["numbers_missing"]

    assert missing("Vertel over 350 euro tegemoetkoming voor reiskosten.") == 0
    assert missing("Vertel over 777 euro tegemoetkoming voor reiskosten.") == 1
    assert missing("Vertel over 777 of 888 euro tegemoetkoming voor reiskosten.") == 2


def test_features_of_foreign_questions_are_zero_for_dutch(pipeline: Pipeline) -> None:
    ours = [name for name in FEATURES if name.startswith("foreign")]
    dutch = features(pipeline.read(KNOWN))
    english = features(pipeline.read("How long does the training for career changers take?"))
    assert len(ours) == 5
    assert not any(dutch[name] for name in ours)
    assert english["foreign"] == 1.0
    assert english["foreign_dense"] == pytest.approx(english["dense"] - UNKNOWN_LATE)
    assert english["foreign_late"] == pytest.approx(english["late_most"] - UNKNOWN_LATE)
    assert english["foreign_low"] == pytest.approx(english["late_low_most"] - UNKNOWN_LATE)


def test_a_known_subject_is_nearer_word_by_word(pipeline: Pipeline) -> None:
    known, foreign = features(pipeline.read(KNOWN)), features(pipeline.read(FOREIGN))
    for name in ("late_unit", "late_near", "late_passage", "late_low", "late_most"):
        assert known[name] > foreign[name], name
    assert known["late_unit"] <= known["late_near"] <= known["late_passage"] + 1e-6
    assert known["late_low"] < known["late_passage"] <= known["late_most"]


def test_without_tokens_word_by_word_is_taken_as_usual(pipeline: Pipeline) -> None:
    held = pipeline._retriever
    without = Pipeline(Retriever(replace(held.index, tokens=None), held.embedder))
    reading = without.read(KNOWN)
    late = [name for name in FEATURES if name.startswith("late")]
    assert len(late) == 6
    assert {features(reading)[name] for name in late} == {UNKNOWN_LATE}
    of_units = [name for name in UNIT_FEATURES if name.startswith("late")]
    assert {each.feature(name) for each in reading.ranked for name in of_units} == {UNKNOWN_LATE}


def test_the_probability_is_the_logistic_of_the_features(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = np.zeros(len(FEATURES))
    weights[FEATURES.index("unknown")] = -2.0
    monkeypatch.setattr(confidence, "WEIGHTS", weights)
    monkeypatch.setattr(confidence, "BIAS", 1.0)
    pipeline.forget()
    reading = pipeline.read(FOREIGN)
    pipeline.forget()
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
    assert is_out_of_scope(NO_WORDS, [hit], [candidate]) is foreign


@pytest.mark.parametrize(
    ("rarities", "foreign"),
    [((3.1, 3.1, 8.0), False), ((3.1, 8.0, 8.0), True), ((3.3, 3.3, 8.0), True)],
)
def test_two_usual_words_make_a_subject_ours(
    tmp_path: Path, rarities: tuple[float, ...], foreign: bool
) -> None:
    index = index_of(tmp_path, a="# Duur\n\nDe opleiding duurt twee jaar.")
    candidate = candidate_of(index, "twee jaar", full_coverage=0.0)
    hit = replace(hit_of(index, index.passages[0]), dense=0.0)
    words = tuple(Concept(word=str(at), forms={}, idf=idf) for at, idf in enumerate(rarities))
    query = Query(text="", concepts=words)
    assert is_out_of_scope(query, [hit], [candidate]) is foreign


def test_nothing_found_is_out_of_scope() -> None:
    assert is_out_of_scope(NO_WORDS, [], [])
