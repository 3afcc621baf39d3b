"""Suite files: what is refused, with the line; and the committed files themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Status
from corpus.text import slug
from evals.errors import EvalError
from evals.suites import (
    SUITES,
    documents_of,
    letters,
    load_suite,
    of_split,
    read_suite,
    suite_names,
)

GOOD: dict[str, Any] = {
    "id": "A1",
    "kind": "exact",
    "question": "Wat is het bedrag?",
    "status": "answered",
    "facts": ["20\\.000"],
    "evidence": [{"document": "regeling", "section": "4", "contains": "€ 20.000"}],
    "split": "dev",
}
WITHOUT = object()


def write(folder: Path, *items: Any) -> Path:
    path = folder / "mine.jsonl"
    path.write_text("\n".join(json.dumps(item) for item in items), encoding="utf-8")
    return path


def changed(**changes: Any) -> dict[str, Any]:
    merged = {**GOOD, **changes}
    return {key: value for key, value in merged.items() if value is not WITHOUT}


def test_reads_an_item(tmp_path: Path) -> None:
    (item,) = read_suite(write(tmp_path, {**GOOD, "on": "2026-01-31", "any": True}))
    assert item.question == "Wat is het bedrag?"
    assert item.status is Status.ANSWERED
    assert item.answerable
    assert item.any_evidence
    assert item.on is not None
    assert item.on.year == 2026


def test_evidence_may_name_other_places_that_say_the_same(tmp_path: Path) -> None:
    first = {"document": "regeling", "section": "4", "contains": "€ 20.000"}
    other = {"document": "uitleg", "contains": "20.000 euro"}
    (item,) = read_suite(write(tmp_path, changed(evidence=[{**first, "or": [other]}])))
    (entry,) = item.evidence
    assert [place.document for place in entry.places] == ["regeling", "uitleg"]
    assert entry.stands_in("uitleg", "Dat is 20.000 euro.")
    assert not entry.stands_in("elders", "Dat is 20.000 euro.")
    assert not entry.stands_in("uitleg", "Dat is € 25.000.")


def test_the_last_turn_is_the_question(tmp_path: Path) -> None:
    (item,) = read_suite(write(tmp_path, changed(question=WITHOUT, turns=["Eerst", "Dan"])))
    assert item.question == "Dan"
    assert item.turns == ("Eerst", "Dan")


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (["geen object"], "not a JSON object"),
        (changed(facts=WITHOUT), "'facts' is missing"),
        (changed(fact=[]), "unknown key 'fact'"),
        (changed(id=""), "'id' must be a text"),
        (changed(id="a b"), "'id' may hold"),
        (changed(status="unsure"), "'unsure' is not a valid Status"),
        (changed(question="  "), "'question' must be a text"),
        (changed(turns=["a", "b"]), "either 'question' or 'turns'"),
        (changed(question=WITHOUT), "either 'question' or 'turns'"),
        (changed(question=WITHOUT, turns=["a"]), "two or more"),
        (changed(facts=["("]), "no regular expression"),
        (changed(facts=["x*"]), "found in every answer"),
        (changed(facts="x"), "'facts' must be a list"),
        (changed(noted=["("]), "no regular expression"),
        (changed(status="not_found", facts=[], evidence=[], noted=["x"]), "must be empty"),
        (changed(facts=[]), "needs facts and evidence"),
        (changed(evidence=[]), "needs facts and evidence"),
        (changed(status="not_found"), "must be empty"),
        (changed(evidence=[{"document": "x"}]), "'contains' is missing"),
        (changed(evidence=[{"document": "x", "contains": "—"}]), "a letter or a digit"),
        (changed(evidence=[{"document": "x", "contains": "a", "page": 1}]), "unknown key 'page'"),
        (changed(evidence=[{"document": "x", "contains": "a", "or": "b"}]), "'or' must be a list"),
        (changed(any="yes"), "'any' must be true or false"),
        (changed(on="1 mei"), "Invalid isoformat string"),
    ],
)
def test_a_bad_item_is_named_by_its_line(tmp_path: Path, bad: Any, words: str) -> None:
    path = write(tmp_path, {**GOOD, "id": "A0"}, bad)
    with pytest.raises(EvalError, match=r"^mine\.jsonl line 2: ") as caught:
        read_suite(path)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_json_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps(GOOD) + "\n\n{oops\n", encoding="utf-8")
    with pytest.raises(EvalError, match=r"mine\.jsonl line 3: "):
        read_suite(path)


def test_an_id_may_be_used_once(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match=r"line 2: the id 'A1' was used before"):
        read_suite(write(tmp_path, GOOD, GOOD))


def test_an_empty_file_is_no_suite(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="holds no items"):
        read_suite(write(tmp_path))


def test_a_suite_may_bring_documents(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    assert documents_of("mine", tmp_path) is None
    (tmp_path / "mine").mkdir()
    assert documents_of("mine", tmp_path) == tmp_path / "mine"


def test_an_unknown_name_lists_the_known(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    with pytest.raises(EvalError, match="no suite 'x'; known suites: mine"):
        load_suite("x", tmp_path)


@pytest.mark.parametrize("name", ["../suites/corpus", "corpus.jsonl", ""])
def test_a_name_is_no_path(name: str) -> None:
    with pytest.raises(EvalError, match="there is no suite"):
        load_suite(name)


def test_selects_a_split(tmp_path: Path) -> None:
    items = read_suite(write(tmp_path, GOOD, changed(id="A2", split="test")))
    assert [item.id for item in of_split(items, "dev")] == ["A1"]
    assert [item.id for item in of_split(items, "test")] == ["A2"]
    assert [item.id for item in of_split(items, "all")] == ["A1", "A2"]
    assert of_split(items, "other") == []


def test_the_suites_are_there() -> None:
    assert {"corpus", "bronnen", "staged"} <= set(suite_names())


@pytest.mark.parametrize("name", suite_names())
def test_every_committed_suite_is_valid(name: str) -> None:
    items = load_suite(name)
    assert len({item.id for item in items}) == len(items)
    assert of_split(items, "dev"), "the split that `loket eval` takes"
    assert any(item.answerable for item in items)
    assert any(not item.answerable for item in items)


@pytest.mark.parametrize("name", suite_names())
def test_no_question_stands_in_two_splits(name: str) -> None:
    """What was tuned on must not be what is tested on."""
    split_of: dict[tuple[str, ...], str] = {}
    for item in load_suite(name):
        assert split_of.setdefault(item.turns, item.split) == item.split


@pytest.fixture(scope="module")
def corpus() -> dict[str, str]:
    """The letters and digits of each document of the corpus, by id."""
    folder = SUITES.parent.parent / "corpus" / "documents"
    return {
        slug(str(path.relative_to(folder).with_suffix(""))): letters(
            path.read_text(encoding="utf-8")
        )
        for path in folder.rglob("*.md")
    }


def test_the_evidence_of_the_corpus_suite_stands_in_the_corpus(corpus: dict[str, str]) -> None:
    """A text that changes takes the questions about it along."""
    absent = [
        (item.id, place.document, place.contains)
        for item in load_suite("corpus")
        for entry in item.evidence
        for place in entry.places
        if letters(place.contains) not in corpus.get(place.document, "")
    ]
    assert absent == []
