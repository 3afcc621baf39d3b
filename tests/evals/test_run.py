"""Asking a system: turns, order, breakdowns, asking twice, and the file that is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evals.errors import EvalError
from evals.run import run_suite
from evals.runfile import read_run, write_run
from evals.systems.local import LocalSystem
from tests.evals.samples import (
    PASSAGE,
    TEXT,
    QueueService,
    make_answer,
    make_item,
    make_refusal,
    make_refused,
    make_source,
    run_of,
)


def test_turns_before_the_last_are_asked_as_earlier_and_searched_with() -> None:
    service: Any = QueueService(make_answer())
    items = [make_item(turns=("Wat is zij-instroom?", "En wat kost dat?"), region="noord")]
    run_suite(LocalSystem(service), "mine", "dev", items)
    (ask,) = service.asked
    assert (ask.question, ask.earlier) == ("En wat kost dat?", ("Wat is zij-instroom?",))
    assert ask.region == "noord"
    (searched,) = service.searched
    assert "zij-instroom" in searched, "with what the follow-up leans on"
    assert "kost" in searched


def test_asks_in_order_and_ticks_for_each() -> None:
    ticks: list[int] = []
    service: Any = QueueService(make_answer(), make_refused())
    items = [make_item(), make_refusal()]
    run = run_suite(LocalSystem(service), "mine", "dev", items, lambda: ticks.append(1))
    assert [outcome.id for outcome in run.outcomes] == ["Q1", "N1"]
    assert len(ticks) == 2
    assert (run.header.index_version, run.header.model) == ("v", "m")
    assert run.header.versions["numpy"]


def test_keeps_the_passages_found_and_the_texts_that_were_cited() -> None:
    run = run_of([make_item()], make_answer())
    (outcome,) = run.outcomes
    assert outcome.hits is not None
    assert [(hit.document, hit.text) for hit in outcome.hits] == [("regeling", PASSAGE)]
    assert run.texts.documents == {"regeling": TEXT}
    assert run.texts.passages == {"regeling#4": PASSAGE}


def test_a_breakdown_is_kept_and_the_rest_goes_on() -> None:
    items = [make_item(), make_item(id="Q2"), make_refusal()]
    run = run_of(items, make_answer(), RuntimeError("geen model"), make_refused())
    errors = [outcome.error for outcome in run.outcomes]
    assert errors == [None, "RuntimeError: geen model", None]
    assert run.outcomes[1].answer is None
    assert run.outcomes[1].hits is None


@pytest.mark.parametrize(
    ("again", "same"), [(make_answer(id="other"), True), (make_refused(), False)]
)
def test_asks_again_to_see_if_the_answer_is_the_same(again: Any, same: bool) -> None:
    (outcome,) = run_of([make_item()], make_answer(), again, repeats=2).outcomes
    assert outcome.same is same
    assert run_of([make_item()], make_answer()).outcomes[0].same is None


def test_a_document_that_is_gone_has_no_text() -> None:
    run = run_of([make_item()], make_answer(sources=(make_source(document_id="weg"),)))
    assert run.texts.documents == {}


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    items = [make_item(), make_refusal()]
    run = run_of(items, make_answer(text="Regel\u2028twee € 20.000 [1]"), make_refused())
    path = tmp_path / "new" / "run.jsonl"
    write_run(path, run)
    again = read_run(path)
    write_run(tmp_path / "again.jsonl", again)
    assert path.read_text("utf-8") == (tmp_path / "again.jsonl").read_text("utf-8")
    assert again.header == run.header
    assert again.texts == run.texts
    assert again.outcomes[0].hits == run.outcomes[0].hits


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it has no line 'run'"),
        ("{oops", "line 1 is no line of a run"),
        ('{"run": {"format": 99}}', "format 99 is not 1"),
        ('{"run": {"format": 1, "x": 1}}', "line 1 is no line of a run: TypeError"),
        ('\n{"id": "Q1", "kleur": 1}', "line 2 is no line of a run"),
        ('{"id": "Q1", "hits": [{"document": "a"}]}', "missing 1 required"),
        ("[1]", "line 1 is no line of a run"),
    ],
)
def test_what_is_no_run_is_told_by_its_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvalError, match=words):
        read_run(path)


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="cannot read"):
        read_run(tmp_path / "none.jsonl")
    (tmp_path / "file").write_text("")
    with pytest.raises(EvalError, match="cannot write"):
        write_run(tmp_path / "file" / "run.jsonl", run_of([make_item()], make_answer()))
