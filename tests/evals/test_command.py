"""The exit code against the thresholds, what is skipped, and the thresholds file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.settings import Settings
from corpus.errors import LoketError
from evals.command import Skipped, ask_and_judge, compare_step, finish, run_step, score_step
from evals.errors import EvalError
from evals.figures import Figure
from evals.indexes import Indexes, NoDocuments
from evals.judged import Judged, judge
from evals.runfile import read_run
from evals.suites import Item, load_suite, of_split, suite_names
from evals.systems.base import System
from evals.systems.local import LocalSystem
from evals.thresholds import Threshold, load_thresholds, verdicts
from tests.evals.samples import (
    QueueService,
    make_answer,
    make_header,
    make_item,
    make_refusal,
    make_refused,
    run_of,
)

EVIDENCE = Threshold(figure="evidence_recall", bound=0.9, least=True)
FALSE_REFUSALS = Threshold(figure="false_refusals", bound=0.08, least=False)


def judged(*answers: object) -> Judged:
    items = [make_item(), make_refusal()]
    run = run_of(items, *answers)  # type: ignore[arg-type]
    return judge(run, items, [EVIDENCE, FALSE_REFUSALS])


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


def refusing(suite: str, items: Sequence[Item]) -> System:
    return LocalSystem(Refuser())  # type: ignore[arg-type]


def test_evaluates_the_asked_split() -> None:
    (result,) = ask_and_judge(["staged"], "dev", refusing)
    assert isinstance(result, Judged)
    assert {score.item.split for score in result.scores} == {"dev"}
    assert "false_refusals" in {verdict.threshold.figure for verdict in result.short}
    assert result.figures["same_again"].value == 1.0, "our own pipeline is asked twice"


def test_a_split_without_items_is_skipped() -> None:
    (result,) = ask_and_judge(["corpus"], "nooit", refusing)
    assert result == Skipped(suite="corpus", reason="no items in the split 'nooit'")


def without_documents(suite: str, items: Sequence[Item]) -> System:
    raise NoDocuments("not in the index: 'x'")


def test_a_suite_whose_documents_are_absent_is_skipped() -> None:
    (result,) = ask_and_judge(["bronnen"], "all", without_documents)
    assert result == Skipped(suite="bronnen", reason="not in the index: 'x'")


def test_an_unknown_suite_is_an_error() -> None:
    with pytest.raises(LoketError, match="there is no suite 'x'"):
        ask_and_judge(["x"], "dev", refusing)


# Asking, scoring and comparing apart


@pytest.fixture(scope="module")
def refused_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run in which everything was refused."""
    out = tmp_path_factory.mktemp("runs") / "a.jsonl"
    assert run_step("staged", "dev", refusing, 1, out) == 0
    return out


def test_a_run_holds_every_question_and_no_judgement(
    refused_run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = read_run(refused_run)
    assert [each.id for each in run.outcomes] == [
        item.id for item in of_split(load_suite("staged"), "dev")
    ]
    assert "fact_recall" not in refused_run.read_text(encoding="utf-8")


def test_scoring_can_be_repeated(refused_run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = []
    for _ in range(2):
        assert score_step(refused_run, as_json=True, report=None) == 1
        shown.append(json.loads(capsys.readouterr().out))
    assert shown[0] == shown[1]
    figures = shown[0]["suites"][0]["figures"]
    assert (figures["false_refusals"]["value"], figures["refusals"]["value"]) == (1.0, 1.0)


def test_a_run_compared_with_itself(refused_run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare_step(refused_run, refused_run, as_json=False) == 0
    assert "items: 0 better in B, 0 worse" in capsys.readouterr().out


def test_a_step_without_documents_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="suite 'bronnen': not in the index"):
        run_step("bronnen", "dev", without_documents, 1, tmp_path / "a.jsonl")


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
    figures = {threshold.figure for threshold in load_thresholds(name) if not threshold.kind}
    wanted = {"literal_quotes", "unsupported_digits"}
    items = load_suite(name)
    if any(item.answerable for item in items):
        wanted |= {"evidence_recall", "fact_recall", "false_refusals"}
    if not all(item.answerable for item in items):
        wanted.add("refusals")
    assert wanted <= figures


@pytest.mark.parametrize("name", suite_names())
def test_a_kind_with_thresholds_has_questions(name: str) -> None:
    kinds = {item.kind for item in of_split(load_suite(name), "dev")}
    assert {threshold.kind for threshold in load_thresholds(name)} - {None} <= kinds


@pytest.mark.parametrize(("value", "met"), [(0.9, True), (0.89, False), (None, False)])
def test_a_lower_bound(value: float | None, met: bool) -> None:
    assert EVIDENCE.met(Figure(value=value, of=1)) is met


@pytest.mark.parametrize(("value", "met"), [(0.08, True), (0.09, False), (None, False)])
def test_an_upper_bound(value: float | None, met: bool) -> None:
    assert FALSE_REFUSALS.met(Figure(value=value, of=1)) is met


def test_a_kind_with_lines_of_its_own_is_judged_by_those_alone() -> None:
    new = make_item(id="Q2", kind="new")
    items = [make_item(), new]
    own = Threshold(figure="evidence_recall", bound=0.0, least=True, kind="new")
    found = judge(run_of(items, make_answer(), make_refused()), items, [EVIDENCE, own])
    assert [(each.figure.value, each.met) for each in found.verdicts] == [(1.0, True), (0.0, True)]
    assert found.figures["evidence_recall"].value == 0.5, "the figures hold every kind"
    assert str(own) == "new: evidence_recall >= 0"


def test_what_a_system_does_not_do_is_not_judged() -> None:
    searching = [Threshold(figure="R@1", bound=0.5, least=True), EVIDENCE]
    assert [
        verdict.threshold.figure for verdict in verdicts([], make_header(answers=False), searching)
    ] == ["R@1"]
    assert [
        verdict.threshold.figure for verdict in verdicts([], make_header(searches=False), searching)
    ] == ["evidence_recall"]


def test_reads_thresholds_of_a_kind(tmp_path: Path) -> None:
    path = tmp_path / "thresholds.toml"
    path.write_text("[mine.least]\nfact_recall = 0.5\n[mine.kinds.new.most]\nforbidden = 0\n")
    assert [str(each) for each in load_thresholds("mine", path)] == [
        "fact_recall >= 0.5",
        "new: forbidden <= 0",
    ]


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
