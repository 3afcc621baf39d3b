"""Reports: JSON, Markdown and the page, of right and wrong answers."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant.answer import Status
from evals.calibration import calibration
from evals.compare import compare
from evals.figures import Figure
from evals.judged import Judged, judge
from evals.report.files import write_report
from evals.report.labels import LABELS, missed, shown
from evals.report.markdown import markdown
from evals.report.page import changed_lines, page
from evals.report.record import comparison_json, to_json
from evals.score import score_run, summarise
from evals.suites import Item
from evals.thresholds import Threshold
from tests.evals.samples import (
    make_answer,
    make_item,
    make_refusal,
    make_refused,
    make_source,
    run_of,
)

THRESHOLDS = [Threshold(figure="evidence_recall", bound=0.9, least=True)]
ITEMS = [make_item(), make_item(id="Q2"), make_refusal()]


def judged(*answers: object, items: list[Item] = ITEMS) -> Judged:
    return judge(run_of(items, *answers), items, THRESHOLDS)  # type: ignore[arg-type]


def broken() -> Judged:
    return judged(make_answer(), RuntimeError("geen model"), make_refused())


def right() -> Judged:
    return judged(make_answer(), make_answer(), make_refused())


def test_every_figure_has_a_label() -> None:
    assert set(LABELS) == set(summarise([]))


def test_a_breakdown_is_told() -> None:
    assert list(missed(broken().scores[1])) == ["failed: RuntimeError: geen model"]


def test_a_quote_of_a_document_that_is_gone_is_told() -> None:
    items = [make_item()]
    found = judged(make_answer(sources=(make_source(document_id="weg"),)), items=items)
    assert any("not literal" in line for line in missed(found.scores[0]))


def test_the_report_is_valid_json_with_every_item() -> None:
    report = json.loads(json.dumps(to_json(broken())))
    assert report["passed"] is False
    assert report["figures"]["evidence_recall"]["value"] == 0.5
    assert [item["id"] for item in report["items"]] == ["Q1", "Q2", "N1"]
    assert report["items"][1]["status"] is None
    assert report["items"][0]["retrieval"]["R@1"] == 1.0
    assert report["thresholds"][0]["met"] is False
    assert report["confusion"]["answered"] == {"answered": 1, "failed": 1}
    assert report["settings"] == {}


def test_the_same_run_gives_the_same_report() -> None:
    run = run_of(ITEMS, make_answer(), make_answer(), make_refused())
    first, second = (to_json(judge(run, ITEMS, THRESHOLDS)) for _ in range(2))
    assert first == second


def test_writes_its_files_and_keeps_the_run_before(tmp_path: Path) -> None:
    place = write_report(tmp_path / "new", broken())
    names = {"report.json", "report.md", "report.html", "answers.jsonl"}
    assert {path.name for path in place.iterdir()} == names
    assert "Since the run before" not in (place / "report.html").read_text("utf-8")
    write_report(tmp_path / "new", right())
    assert {path.name for path in place.iterdir()} == names | {"previous.jsonl"}
    text = (place / "report.html").read_text("utf-8")
    assert "Since the run before" in text
    assert re.search(r'<span class="good">better</span>:\s+Q2', text)


def test_an_answers_file_of_another_format_does_not_stop_the_report(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "answers.jsonl").write_text('{"id": "Q1", "answer": null}\n')
    place = write_report(tmp_path, right())
    assert "Since the run before" not in (place / "report.html").read_text("utf-8")


def test_markdown_puts_what_is_wrong_first() -> None:
    lines = list(markdown(broken()))
    rows = [line for line in lines if line.startswith(("| Q", "| N1"))]
    assert rows[0].startswith("| Q2")
    assert "failed: RuntimeError: geen model" in rows[0]


def test_markdown_tells_expected_and_given_statuses() -> None:
    lines = list(markdown(broken()))
    assert "| expected | answered | failed | not_found |" in lines
    assert "| answered | 1 | 1 | 0 |" in lines
    assert "| not_found | 0 | 0 | 1 |" in lines


def test_markdown_escapes_what_would_break_a_cell() -> None:
    items = [make_item(facts=("a|b", "<b>"), turns=("Wat | is\ndit?",))]
    found = judged(make_refused(Status.CLARIFY), items=items)
    (row,) = [line for line in markdown(found) if line.startswith("| Q1")]
    assert r"Wat \| is dit?" in row
    assert r"fact: a\|b<br>fact: &lt;b>" in row


def test_a_share_is_never_rounded_up_to_perfect() -> None:
    assert shown("literal_quotes", Figure(value=0.9999, of=1)) == ">99.9%"
    assert shown("literal_quotes", Figure(value=1.0, of=1)) == "100.0%"
    assert shown("literal_quotes", Figure(value=None, of=0)) == "–"
    assert shown("failed", Figure(value=3.0, of=9)) == "3"
    assert shown("flesch_douma", Figure(value=54.25, of=9)) == "54.2"


class Checked(HTMLParser):
    """Reads a page, and keeps what opens without closing, ids, links and what loads."""

    VOID = frozenset({"meta", "br", "line", "circle", "rect", "link", "img", "input", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.named: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        if tag not in self.VOID:
            self.open.append(tag)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if "href" in given else []
        self.named += (given.get("aria-labelledby") or "").split()
        assert "src" not in given, "the page loads nothing"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.VOID

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("made", [broken, right])
def test_the_page_is_whole_and_needs_nothing_else(made) -> None:
    before = right().scored
    found = made()
    text = page(found, compare(before, found.scored))
    read = Checked(text)
    assert read.open == []
    assert "script" not in read.tags
    assert len(read.ids) == len(set(read.ids))
    assert {link.removeprefix("#") for link in read.links} <= set(read.ids)
    assert set(read.named) <= set(read.ids), "every plot names its title and description"
    assert read.tags.count("svg") >= 2
    assert read.tags.count("caption") == read.tags.count("table")


def test_the_page_escapes_what_a_system_says() -> None:
    items = [make_item(turns=("<script>alert(1)</script>",))]
    text = page(judged(make_answer(text="<img src=x> [1]", sentences=()), items=items))
    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text


def test_the_page_shows_wrong_items_with_passages_and_gold() -> None:
    items = [make_item(facts=("duo",))]
    text = page(judged(make_answer(), items=items))
    assert "fact: duo" in text
    assert '<strong class="good">holds evidence</strong>' in text


def test_what_changed_in_an_answer() -> None:
    before = "De school betaalt. Het duurt twee jaar. [1]"
    assert changed_lines(before, before) == []
    assert changed_lines(before, "De school betaalt. Dat is alles. [2]") == [
        (" ", "De school betaalt."),
        ("-", "Het duurt twee jaar."),
        ("+", "Dat is alles."),
    ]


def test_a_comparison_as_json() -> None:
    found = json.loads(json.dumps(comparison_json(compare(right().scored, broken().scored))))
    assert found["common"] == 3
    assert found["figures"]["evidence_recall"]["change"]["value"] == -0.5
    assert found["items"] == [
        {"id": "Q2", "better": False, "missed": ["failed: RuntimeError: geen model"]}
    ]


# Calibration


def sure(confidence: float | None, item: Item):
    """The score of an item whose answer tells its confidence."""
    run = run_of([item], make_answer())
    answer = run.outcomes[0].answer
    assert answer is not None
    answer["confidence"] = confidence
    return score_run(run, [item]).scores[0]


def test_a_confidence_that_is_right_has_no_error() -> None:
    scores = [sure(1.0, make_item()), sure(0.0, make_refusal())] * 3
    found = calibration(scores)
    assert found is not None
    assert (found.error, found.brier, found.auc) == (0.0, 0.0, 1.0)
    assert [each.answerable.value for each in found.bins] == [0.0, 1.0]


def test_a_confidence_that_is_wrong() -> None:
    found = calibration([sure(0.2, make_item()), sure(0.8, make_refusal())])
    assert found is not None
    assert found.auc == 0.0
    assert found.error == pytest.approx(0.8)


def test_without_confidences_there_is_no_calibration() -> None:
    assert calibration([sure(None, make_item()), sure(None, make_refusal())]) is None
    assert calibration([sure(0.5, make_item())]) is None
