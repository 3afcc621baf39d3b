"""The exit code against the thresholds, what is skipped, and the thresholds file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.service import Service
from assistant.settings import Settings
from corpus.errors import LoketError
from evals import command
from evals.command import Judged, Skipped, evaluate, finish
from evals.errors import EvalError
from evals.indexes import Indexes, NoDocuments
from evals.run import run_suite
from evals.score import Figure
from evals.suites import Item, load_suite, suite_names
from evals.thresholds import Threshold, load_thresholds, shortfalls
from tests.evals.samples import (
    QueueService,
    make_answer,
    make_item,
    make_refusal,
    make_refused,
)

EVIDENCE = Threshold(figure="evidence_recall", bound=0.9, least=True)
FALSE_REFUSALS = Threshold(figure="false_refusals", bound=0.08, least=False)


def judged(*answers: object) -> Judged:
    items = [make_item(), make_refusal()]
    run = run_suite(QueueService(*answers), "mine", "dev", items)  # type: ignore[arg-type]
    return Judged(run=run, thresholds=[EVIDENCE, FALSE_REFUSALS])


def good() -> Judged:
    return judged(make_answer(), make_refused())


def poor() -> Judged:
    return judged(make_refused(), make_refused())


@pytest.fixture
def skipped() -> Skipped:
    return Skipped(suite="bronnen", reason="not in the index: 'x'")


def test_exit_0_when_every_threshold_is_met(capsys: pytest.CaptureFixture[str]) -> None:
    assert finish([good()], as_json=False, report=None) == 0
    assert "SHORT" not in capsys.readouterr().out


def test_exit_1_below_a_threshold(capsys: pytest.CaptureFixture[str]) -> None:
    assert finish([good(), poor()], as_json=False, report=None) == 1
    assert "below: mine: evidence_recall >= 0.9" in capsys.readouterr().out


def test_exit_1_when_every_answer_fails() -> None:
    assert finish([judged(RuntimeError("x"), RuntimeError("x"))], False, None) == 1


def test_a_skipped_suite_is_told_and_does_not_fail(
    skipped: Skipped, capsys: pytest.CaptureFixture[str]
) -> None:
    assert finish([good(), skipped], as_json=False, report=None) == 0
    assert "skipped: bronnen: not in the index: 'x'" in capsys.readouterr().out


def test_nothing_asked_is_no_success(skipped: Skipped) -> None:
    with pytest.raises(EvalError, match="suite 'bronnen': not in the index"):
        finish([skipped], as_json=False, report=None)


def test_json_is_all_that_is_printed(
    skipped: Skipped, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert finish([poor(), skipped], as_json=True, report=tmp_path) == 1
    shown = json.loads(capsys.readouterr().out)
    assert shown["passed"] is False
    assert shown["suites"][0]["suite"] == "mine"
    assert shown["skipped"] == [{"suite": "bronnen", "reason": "not in the index: 'x'"}]
    assert (tmp_path / "mine" / "report.md").is_file()


def test_a_report_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EvalError, match="cannot write the report"):
        finish([good()], as_json=False, report=tmp_path / "file")


class Refuser(QueueService):
    """Refuses whatever is asked."""

    def answer(self, ask: object) -> object:  # type: ignore[override]
        return make_refused()


def test_evaluates_the_asked_split() -> None:
    (result,) = evaluate(["corpus"], "dev", lambda items: Refuser())  # type: ignore[arg-type,return-value]
    assert isinstance(result, Judged)
    assert {score.item.split for score in result.run.scores} == {"dev"}
    (floor,) = [each for each in load_thresholds("corpus") if each.figure == "false_refusals"]
    assert floor in result.short


def test_a_split_without_items_is_skipped() -> None:
    (result,) = evaluate(["corpus"], "nooit", lambda items: Refuser())  # type: ignore[arg-type,return-value]
    assert result == Skipped(suite="corpus", reason="no items in the split 'nooit'")


def test_a_suite_whose_documents_are_absent_is_skipped() -> None:
    def opener(items: Sequence[Item]) -> Service:
        raise NoDocuments("not in the index: 'x'")

    (result,) = evaluate(["bronnen"], "all", opener)
    assert result == Skipped(suite="bronnen", reason="not in the index: 'x'")


def test_an_unknown_suite_is_an_error() -> None:
    with pytest.raises(LoketError, match="there is no suite 'x'"):
        command.evaluate(["x"], "dev", lambda items: Refuser())  # type: ignore[arg-type,return-value]


# Which index is asked


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, tuple[Path, ...]]]:
    """Each index that is opened, with its sources; none holds more than 'regeling'."""
    calls: list[tuple[Path, tuple[Path, ...]]] = []

    def open_fake(settings: Settings, sources: tuple[Path, ...]) -> QueueService:
        calls.append((settings.index, sources))
        return QueueService()

    monkeypatch.setattr("evals.indexes._opened", open_fake)
    return calls


def foreign() -> Item:
    (entry,) = make_item().evidence
    return make_item(evidence=(type(entry)(document="plan", section="", contains="x"),))


def test_the_index_of_the_settings_is_asked_where_it_holds_the_documents(
    opened: list[object], tmp_path: Path
) -> None:
    indexes = Indexes(Settings(index=tmp_path / "i"), None)
    indexes.service_for([make_item()])
    indexes.service_for([make_item()])
    assert opened == [(tmp_path / "i", ())]


def test_else_an_own_index_is_made_with_the_desk_documents(
    opened: list[tuple[Path, object]], tmp_path: Path
) -> None:
    indexes = Indexes(Settings(index=tmp_path / "i", cache=tmp_path / "c"), None, tmp_path)
    with pytest.raises(NoDocuments, match="not in the index: 'plan'"):
        indexes.service_for([foreign()])
    assert opened[1:] == [(tmp_path / "c" / "evals" / "index", (tmp_path,))]


def test_an_index_that_was_named_is_the_only_one(opened: list[object], tmp_path: Path) -> None:
    indexes = Indexes(Settings(), tmp_path / "named", tmp_path)
    with pytest.raises(NoDocuments):
        indexes.service_for([foreign()])
    assert opened == [(tmp_path / "named", ())]


def test_says_that_the_folder_is_absent(opened: list[object], tmp_path: Path) -> None:
    indexes = Indexes(Settings(index=tmp_path / "i"), None, tmp_path / "bronnen")
    with pytest.raises(NoDocuments, match="there is no folder"):
        indexes.service_for([foreign()])
    assert len(opened) == 1


# Thresholds


@pytest.mark.parametrize("name", suite_names())
def test_every_suite_has_thresholds(name: str) -> None:
    figures = {threshold.figure for threshold in load_thresholds(name)}
    wanted = {"evidence_recall", "fact_recall", "refusals", "false_refusals"}
    assert wanted | {"literal_quotes", "unsupported_digits"} <= figures
    assert load_suite(name)


@pytest.mark.parametrize(("value", "met"), [(0.9, True), (0.89, False), (None, False)])
def test_a_lower_bound(value: float | None, met: bool) -> None:
    assert EVIDENCE.met({"evidence_recall": Figure(value=value, of=1)}) is met


@pytest.mark.parametrize(("value", "met"), [(0.08, True), (0.09, False), (None, False)])
def test_an_upper_bound(value: float | None, met: bool) -> None:
    figures = {"false_refusals": Figure(value=value, of=1)}
    assert (shortfalls(figures, [FALSE_REFUSALS]) == []) is met


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[other.least]\nevidence_recall = 1", "no thresholds for the suite 'mine'"),
        ("[mine.least]\nevidense = 1", "unknown figure 'evidense'"),
        ("[mine.min]\nevidence_recall = 1", "'min' is not 'least' or 'most'"),
        ("[mine.least]\nevidence_recall = 'x'", "must be a number"),
        ("[mine]\nleast = 0.9", "must be a table"),
        ("[mine", "cannot read"),
    ],
)
def test_wrong_thresholds_are_told(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "thresholds.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvalError, match=words):
        load_thresholds("mine", path)
