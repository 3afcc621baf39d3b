"""The journey's data: what it must hold, and that a mistake in it is refused."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.settings import PROJECT
from corpus.errors import DataProblem
from corpus.journey import FILE, PHASES, check_documents, load_journey, read_journey
from ingest.sources import find_files

RAW = yaml.safe_load(FILE.read_text(encoding="utf-8"))
FILES = {file.id: file.path for file in find_files([PROJECT / "corpus" / "documents"])}
OURS = set(FILES)


def test_the_phases_are_those_of_the_answer_object_in_order():
    assert tuple(phase.id for phase in load_journey().phases) == PHASES
    assert len(PHASES) == len(set(PHASES)) == 6


def test_the_journey_is_read_once():
    assert load_journey() is load_journey()


def test_every_document_of_the_journey_exists():
    check_documents(load_journey(), OURS)


def test_every_document_of_the_journey_is_for_visitors():
    for phase in load_journey().phases:
        for document in phase.documents:
            assert 'audience: "public"' in FILES[document].read_text(encoding="utf-8"), document


def test_a_document_that_is_gone_is_named():
    gone = load_journey().phases[2].documents[0]
    with pytest.raises(DataProblem, match=gone):
        check_documents(load_journey(), OURS - {gone})


def test_every_phase_tells_what_to_expect_and_what_comes_next():
    for phase in load_journey().phases:
        assert len(phase.expect) >= 2, phase.id
        assert len(phase.questions) >= 4, phase.id
        assert phase.description.count(".") == 1, phase.id
        assert phase.next_step.endswith("."), phase.id
        assert phase.documents[0] == f"klantreis-fase-{phase.id}"


def test_every_question_reads_on_its_own():
    for phase in load_journey().phases:
        for each in phase.questions:
            assert each.question.endswith("?")
            assert each.question[0].isupper()


def test_places_are_on_the_web_or_nowhere():
    places = [place for phase in load_journey().phases for place in phase.where]
    assert all(place.url is None or place.url.startswith("https://") for place in places)
    assert any(place.url is None for place in places)


def test_every_phase_but_the_last_has_one_after_it():
    journey = load_journey()
    chain = [journey.after(phase) for phase in journey.phases]
    assert chain == [*journey.phases[1:], None]


def changed(folder: Path, change: Any) -> Path:
    """Return a file with the journey after a change to its raw data."""
    raw = deepcopy(RAW)
    change(raw)
    return written(folder, yaml.safe_dump(raw, allow_unicode=True))


def written(folder: Path, text: str) -> Path:
    file = folder / "journey.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_data_survives_being_written_and_read(tmp_path: Path):
    assert read_journey(changed(tmp_path, lambda raw: None)) == load_journey()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda raw: raw.update(colour="blue"), "journey: unknown or missing: colour"),
        (lambda raw: raw["phases"][1].update(colour="blue"), r"phases\[1\]: .*colour"),
        (lambda raw: raw["phases"][1].pop("next_step"), r"phases\[1\]: .*next_step"),
        (lambda raw: raw["phases"][1]["questions"][0].update(x="y"), r"questions\[0\]: .*x"),
        (lambda raw: raw["phases"][0]["where"][0].pop("url"), r"where\[0\]: .*url"),
        (lambda raw: raw["phases"][0].update(title=" "), r"phases\[0\].title: expected a text"),
        (lambda raw: raw["phases"][0].update(title=3), r"phases\[0\].title: expected a text"),
        (lambda raw: raw["phases"][0]["expect"][0].update(who=None), r"who: expected a text"),
        (lambda raw: raw["phases"][0].update(keywords=[]), r"keywords: expected a list"),
        (lambda raw: raw["phases"][0].update(documents="a"), r"documents: expected a list"),
        (lambda raw: raw["phases"][0].update(expect=["a"]), r"expect\[0\]: expected keys"),
        (lambda raw: raw["phases"].reverse(), "phases: expected orienteren"),
        (lambda raw: raw["phases"].pop(), "phases: expected orienteren"),
        (
            lambda raw: raw["phases"][0]["questions"].append(raw["phases"][0]["questions"][0]),
            "asked twice",
        ),
        (
            lambda raw: raw["phases"][0]["questions"][0].update(document="elders"),
            "not a document of this phase: elders",
        ),
    ],
)
def test_a_mistake_is_refused_with_its_place(tmp_path: Path, change: Any, reason: str):
    with pytest.raises(DataProblem, match=reason):
        read_journey(changed(tmp_path, change))


@pytest.mark.parametrize("text", ["", "- a", "phases: 3", "phases: [", "phases: {}"])
def test_what_is_no_journey_is_refused(tmp_path: Path, text: str):
    with pytest.raises(DataProblem):
        read_journey(written(tmp_path, text))


def test_a_missing_file_is_told(tmp_path: Path):
    with pytest.raises(DataProblem, match=r"journey\.yaml cannot be read"):
        read_journey(tmp_path / "journey.yaml")
