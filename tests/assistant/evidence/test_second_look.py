"""The second look: only in doubt, no longer than needed, and what it does to the confidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.answer import Ask, Status
from assistant.evidence.beside import UNITS, Beside
from assistant.evidence.candidates import Candidate
from assistant.evidence.confidence import (
    FEATURES,
    READ_MIDDLE,
    SURE_READING,
    Confidence,
)
from assistant.evidence.second_look import (
    CERTAIN,
    ORDER_WEIGHT,
    SUREST,
    answered,
    looked_again,
)
from assistant.loket import run_ingest
from assistant.pipeline import Pipeline
from assistant.settings import Settings
from ingest.progress import Silent
from retrieval.embedding.base import Embedder
from retrieval.embedding.entailment import Entailment
from retrieval.index import open_index
from retrieval.search import Retriever
from tests.assistant.samples import candidate_of, index_of
from tests.conftest import write_documents

ON = date(2026, 11, 23)
ANSWERS = "De subsidie is ten hoogste € 25.000 per zij-instromer."
ASKED = "Hoe hoog is de subsidie per zij-instromer?"
DOUBTED = 0.2
"""A probability that a reading can bring on either side of the threshold."""


class Counted:
    """The real reader, with what it was asked to read."""

    def __init__(self, reader: Entailment) -> None:
        self._reader = reader
        self.texts: list[str] = []

    def read(self, question: str, texts: Sequence[str]) -> np.ndarray:
        self.texts += texts
        return self._reader.read(question, texts)


@pytest.fixture(scope="module")
def reader(cache: Path) -> Entailment:
    return Entailment.load(cache)


@pytest.fixture
def units(tmp_path: Path) -> list[Candidate]:
    """Five units of which the second answers ASKED."""
    lines = (
        "Het schoolbestuur vraagt de subsidie aan.",
        ANSWERS,
        "De aanvraag gaat naar DUO.",
        "Er is een loket in Assen.",
        "De pabo duurt vier jaar.",
    )
    index = index_of(tmp_path, a="# Subsidie zij-instroom\n\n" + "\n\n".join(lines))
    return [candidate_of(index, line) for line in lines]


def confidence_of(first: float) -> Confidence:
    """Return a probability with enough words behind it."""
    return Confidence(features=np.ones(len(FEATURES)), first=first)


def test_a_unit_that_answers_is_found_and_ends_the_reading(
    reader: Entailment, units: list[Candidate]
) -> None:
    counted = Counted(reader)
    told = answered(Beside(counted, ASKED), units)
    assert told is not None
    assert told >= CERTAIN
    assert counted.texts == [each.in_place for each in units[:2]]


def test_what_no_unit_answers_is_read_to_the_end(
    reader: Entailment, units: list[Candidate]
) -> None:
    counted = Counted(reader)
    question = "Op welke dag wordt de subsidie per zij-instromer betaald?"
    told = answered(Beside(counted, question), units)
    assert told is not None
    assert told < READ_MIDDLE
    assert len(counted.texts) == UNITS


def test_a_unit_is_read_once(reader: Entailment, units: list[Candidate]) -> None:
    counted = Counted(reader)
    beside = Beside(counted, ASKED)
    first, second = beside.read(units[:2]), beside.read([units[2], units[1], units[1]])
    assert first is not None
    assert second is not None
    np.testing.assert_array_equal(second[1], first[1])
    np.testing.assert_array_equal(second[2], first[1])
    assert counted.texts == [each.in_place for each in units[:3]]


def test_nothing_to_read_tells_nothing(reader: Entailment) -> None:
    assert answered(Beside(reader, ASKED), []) is None


@pytest.mark.parametrize("first", [0.02, 0.4, 0.7, 1.0, 0.0])
def test_where_no_reading_could_change_the_outcome_nothing_is_read(
    reader: Entailment, units: list[Candidate], first: float
) -> None:
    counted = Counted(reader)
    sure = confidence_of(first)
    assert looked_again(Beside(counted, ASKED), units, sure) == (units, sure)
    assert counted.texts == []
    assert sure.probability == first


def test_in_doubt_the_reading_counts(reader: Entailment, units: list[Candidate]) -> None:
    before = confidence_of(DOUBTED)
    _, after = looked_again(Beside(reader, ASKED), units, before)
    assert after.probability > before.probability
    _, other = looked_again(Beside(reader, "Op welke dag is de subsidie er?"), units, before)
    assert other.probability < before.probability


def test_in_doubt_a_unit_that_answers_comes_first(
    reader: Entailment, units: list[Candidate]
) -> None:
    counted, before = Counted(reader), confidence_of(DOUBTED)
    near = [replace(unit, score=9 - number / 10) for number, unit in enumerate(units)]
    ranked, _ = looked_again(Beside(counted, ASKED), near, before)
    assert ranked[0].text == ANSWERS
    assert ranked[0].score > near[1].score
    scores = {unit.text: unit.score for unit in ranked}
    assert [*scores.values()] == sorted(scores.values(), reverse=True)
    unread = [unit for unit in near if unit.in_place not in counted.texts]
    assert unread
    assert all(scores[unit.text] == unit.score for unit in unread)
    moved = max(abs(scores[unit.text] - unit.score) for unit in near)
    assert 0 < moved <= ORDER_WEIGHT * math.log(SUREST / (1 - SUREST)) + 1e-9


def test_a_far_better_unit_stays_first(reader: Entailment, units: list[Candidate]) -> None:
    """A reading moves a score by little: it decides between units that are near each other."""
    far = [replace(unit, score=9.0 - 4 * number) for number, unit in enumerate(units)]
    ranked, _ = looked_again(Beside(reader, ASKED), far, confidence_of(DOUBTED))
    assert ranked[0].text == units[0].text


def features_of(*, full: float, concepts: float = 0.5) -> np.ndarray:
    features = np.zeros(len(FEATURES))
    features[FEATURES.index("concepts")] = concepts
    features[FEATURES.index("full")] = full
    return features


@pytest.mark.parametrize("few", [True, False])
def test_with_few_words_behind_it_an_unsure_reading_may_only_lower(few: bool) -> None:
    features, before = features_of(full=0.1 if few else 0.9), DOUBTED
    unsure = SURE_READING - 0.01
    high, low = (Confidence(features=features, first=before, read=read) for read in (unsure, 0.1))
    assert (high.probability > before) is not few
    assert low.probability < before


@pytest.mark.parametrize(("full", "first"), [(0.9, 0.3), (0.1, 0.6), (0.1, 0.05)])
def test_what_leaves_a_doubt_hangs_on_the_words_behind_it(full: float, first: float) -> None:
    features = features_of(full=full)
    assert Confidence(features=features, first=first).in_doubt
    assert not Confidence(features=features, first=0.01).in_doubt
    assert not Confidence(features=features, first=0.8).in_doubt


@pytest.mark.parametrize(("concepts", "answers"), [(0.5, True), (1 / 8, False)])
def test_a_sure_reading_makes_good_what_few_words_hold(concepts: float, answers: bool) -> None:
    """But not for one word, or none: such a question is hardly one."""
    features = features_of(full=0.1, concepts=concepts)
    read = Confidence(features=features, first=0.2, read=SURE_READING)
    assert read.enough is answers
    assert not replace(read, read=None).enough


DOCUMENTS = {
    "subsidie.md": "---\ntitle: Subsidie zij-instroom\npublisher: Loketwijzer\n---\n"
    "# Subsidie zij-instroom\n\n## Hoeveel is het?\n\n"
    f"{ANSWERS} Het schoolbestuur vraagt de subsidie aan bij DUO.\n",
}


@pytest.mark.parametrize("reads", [True, False])
def test_a_near_miss_is_refused_by_reading(
    tmp_path: Path, cache: Path, embedder: Embedder, reader: Entailment, reads: bool
) -> None:
    corpus = write_documents(tmp_path / "corpus", DOCUMENTS)
    settings = Settings(index=tmp_path / "index", corpus=corpus, cache=cache)
    run_ingest(settings, [], Silent())
    retriever = Retriever(open_index(settings.index), embedder)
    pipeline = Pipeline(retriever, None, reader if reads else None)
    question = "Hoe hoog is de subsidie per zij-instromer in Frankrijk?"
    assert pipeline.answer(Ask(question=ASKED), ON).status == Status.ANSWERED
    refused = pipeline.answer(Ask(question=question), ON).status != Status.ANSWERED
    assert refused is reads
