"""A run as a RAGAS dataset: the keys that its SingleTurnSample has, and nothing dropped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.errors import EvalError
from evals.ragas_export import samples, write_samples
from evals.runfile import Retrieved, write_run
from evals.suites import Evidence
from tests.conftest import Loket
from tests.evals.samples import (
    PASSAGE,
    QUOTE,
    make_answer,
    make_header,
    make_item,
    make_outcome,
    make_refusal,
    make_refused,
    run_with,
)

KEYS = {"user_input", "response", "retrieved_contexts", "reference", "reference_contexts"}


def test_an_answer_is_a_sample() -> None:
    items = [make_item()]
    (sample,) = samples(run_with(items, make_answer()), items)
    assert set(sample) == KEYS
    assert sample["user_input"] == "Hoeveel subsidie is er?"
    assert sample["response"] == "De subsidie is € 20.000."
    assert sample["retrieved_contexts"] == [PASSAGE]
    assert sample["reference"] == "€ 20.000 per"


def test_a_follow_up_is_asked_as_it_was_read() -> None:
    items = [make_item(turns=("Een", "En twee?"))]
    (read,) = samples(run_with(items, make_answer(read_as="Wat is twee?")), items)
    assert read["user_input"] == "Wat is twee?"
    (plain,) = samples(run_with(items, make_answer()), items)
    assert plain["user_input"] == "Een\nEn twee?"


def test_one_of_several_texts_is_the_reference_where_one_is_enough() -> None:
    two = tuple(Evidence(document="regeling", section="", contains=each) for each in ("a", "b"))
    for enough, reference in ((True, "a"), (False, "a\nb")):
        items = [make_item(evidence=two, any_evidence=enough)]
        (sample,) = samples(run_with(items, make_answer()), items)
        assert sample["reference"] == reference
        assert sample["reference_contexts"] == ["a", "b"]


def test_what_failed_stays_with_an_empty_response() -> None:
    items = [make_item(), make_item(id="Q2"), make_refusal()]
    found = list(samples(run_with(items[:1], None), items))
    assert [(each["response"], each["retrieved_contexts"]) for each in found] == [("", [])] * 2


def test_a_search_alone_gives_what_it_found() -> None:
    items = [make_item()]
    run = run_with(items, make_answer(), header=make_header(answers=False))
    hits = (Retrieved(document="regeling", text=QUOTE),)
    run.outcomes[:] = [make_outcome(answer=None, hits=hits)]
    (sample,) = samples(run, items)
    assert (sample["retrieved_contexts"], sample["response"]) == ([QUOTE], "")


def test_the_command_writes_lines(loket_here: Loket, tmp_path: Path) -> None:
    file, out = tmp_path / "run.jsonl", tmp_path / "ragas.jsonl"
    items = [make_item(id="C001")]
    write_run(
        file, run_with(items, make_refused(), header=make_header(suite="corpus", split="dev"))
    )
    done = loket_here("eval", "export", file, "--out", out)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert done.returncode == 0
    assert f"{len(lines)} samples" in done.stdout
    assert all(set(line) == KEYS for line in lines)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    items = [make_item()]
    with pytest.raises(EvalError, match="cannot write"):
        write_samples(tmp_path / "none" / "out.jsonl", run_with(items, make_answer()), items)
