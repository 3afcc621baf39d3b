"""Asking a service: turns, order, breakdowns, and the report that is written."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.answer import Status
from evals.report import markdown, missed, shown, to_json, write_report
from evals.run import Run, run_suite
from evals.score import Figure
from evals.thresholds import Threshold
from tests.evals.samples import (
    QueueService,
    make_answer,
    make_item,
    make_refusal,
    make_refused,
    make_source,
)

THRESHOLDS = [Threshold(figure="evidence_recall", bound=0.9, least=True)]


def broken_run() -> Run:
    service = QueueService(make_answer(), RuntimeError("geen model"), make_refused())
    items = [make_item(), make_item(id="Q2"), make_refusal()]
    return run_suite(service, "mine", "dev", items)


def test_turns_before_the_last_are_asked_as_earlier() -> None:
    service = QueueService(make_answer())
    run_suite(service, "mine", "dev", [make_item(turns=("Een", "Twee", "Drie"), region="noord")])
    (ask,) = service.asked
    assert (ask.question, ask.earlier, ask.region) == ("Drie", ("Een", "Twee"), "noord")


def test_asks_in_order_and_ticks_for_each() -> None:
    ticks: list[int] = []
    service = QueueService(make_answer(), make_refused())
    items = [make_item(), make_refusal()]
    run = run_suite(service, "mine", "dev", items, lambda: ticks.append(1))
    assert [score.item.id for score in run.scores] == ["Q1", "N1"]
    assert all(score.perfect for score in run.scores)
    assert len(ticks) == 2
    assert (run.index_version, run.model) == ("v", "m")


def test_a_breakdown_is_a_wrong_answer_and_the_rest_goes_on() -> None:
    scores = broken_run().scores
    assert [score.error for score in scores] == [None, "RuntimeError: geen model", None]
    assert list(missed(scores[1])) == ["failed: RuntimeError: geen model"]


def test_a_document_that_is_gone_makes_the_quote_not_literal() -> None:
    service = QueueService(make_answer(sources=(make_source(document_id="weg"),)))
    (score,) = run_suite(service, "mine", "dev", [make_item()]).scores
    assert score.literal_quotes == 0
    assert any("not literal" in line for line in missed(score))


def test_the_report_is_valid_json_with_every_item() -> None:
    report = json.loads(json.dumps(to_json(broken_run(), THRESHOLDS)))
    assert report["passed"] is False
    assert report["figures"]["evidence_recall"]["value"] == 0.5
    assert [item["id"] for item in report["items"]] == ["Q1", "Q2", "N1"]
    assert report["items"][1]["status"] is None
    assert report["thresholds"][0]["met"] is False


def test_writes_three_files(tmp_path: Path) -> None:
    place = write_report(tmp_path / "new", broken_run(), THRESHOLDS)
    assert {path.name for path in place.iterdir()} == {"report.json", "report.md", "answers.jsonl"}
    lines = (place / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    answers = [json.loads(line) for line in lines]
    assert answers[0]["answer"]["status"] == "answered"
    assert answers[1]["error"] == "RuntimeError: geen model"


def test_markdown_puts_what_is_wrong_first() -> None:
    lines = list(markdown(broken_run(), THRESHOLDS))
    rows = [line for line in lines if line.startswith(("| Q", "| N1"))]
    assert rows[0].startswith("| Q2")
    assert "failed: RuntimeError: geen model" in rows[0]


def test_markdown_escapes_what_would_break_a_cell() -> None:
    service = QueueService(make_refused(Status.CLARIFY))
    item = make_item(facts=("a|b", "<b>"), turns=("Wat | is\ndit?",))
    run = run_suite(service, "mine", "dev", [item])
    (row,) = [line for line in markdown(run, []) if line.startswith("| Q1")]
    assert r"Wat \| is dit?" in row
    assert r"fact: a\|b<br>fact: &lt;b>" in row


def test_a_share_is_never_rounded_up_to_perfect() -> None:
    assert shown("literal_quotes", Figure(value=0.9999, of=1)) == ">99.9%"
    assert shown("literal_quotes", Figure(value=1.0, of=1)) == "100.0%"
    assert shown("literal_quotes", Figure(value=None, of=0)) == "–"
    assert shown("failed", Figure(value=3.0, of=9)) == "3"
