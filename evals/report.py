"""Showing a run: a table for the terminal, JSON for programs, Markdown for who looks closer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from evals.run import Run
from evals.score import Figure, ItemScore, by_kind, summarise
from evals.thresholds import Threshold

LABELS = {
    "evidence_recall": "evidence",
    "all_evidence": "all evidence",
    "fact_recall": "facts",
    "all_facts": "all facts",
    "refusals": "refusals of unanswerable",
    "false_refusals": "false refusals",
    "right_status": "right status",
    "literal_quotes": "literal quotes",
    "valid_citations": "valid citations",
    "unsupported_digits": "unsupported digits",
    "failed": "failed",
    "latency_median": "latency, median (ms)",
    "latency_p95": "latency, p95 (ms)",
}
COUNTS = ("unsupported_digits", "failed")
TIMES = ("latency_median", "latency_p95")
PER_KIND = (
    "evidence_recall", "fact_recall", "all_facts", "refusals", "false_refusals",
    "literal_quotes", "unsupported_digits", "latency_median",
)  # fmt: skip
NOTHING = "–"


def shown(name: str, figure: Figure) -> str:
    """Return a figure as text: a percentage, a count or milliseconds; '–' over nothing."""
    if figure.value is None:
        return NOTHING
    if name in COUNTS:
        return f"{figure.value:.0f}"
    if name in TIMES:
        return f"{figure.value:.1f}"
    return _percent(figure.value)


def _percent(share: float) -> str:
    """Return a percentage with one decimal that never rounds up to a perfect 100%."""
    text = f"{100 * share:.1f}%"
    return ">99.9%" if text == "100.0%" and share < 1 else text


def _interval(figure: Figure) -> str:
    if figure.interval is None:
        return ""
    return f"{100 * figure.interval[0]:.1f}–{100 * figure.interval[1]:.1f}"


def print_run(console: Console, run: Run, thresholds: Sequence[Threshold]) -> None:
    """Print a run: the figures against their thresholds, then the kinds of question."""
    figures = summarise(run.scores)
    console.print(_main_table(run, figures, thresholds))
    console.print(_kind_table(run))


def _main_table(run: Run, figures: Mapping[str, Figure], thresholds: Sequence[Threshold]) -> Table:
    title = f"{run.suite} ({run.split}), {len(run.scores)} questions, {run.model or 'no model'}"
    table = Table("figure", title=title, caption=f"index {run.index_version}")
    for column in ("value", "95%", "of", "threshold", ""):
        table.add_column(column, justify="right")
    for name, label in LABELS.items():
        bounds = [each for each in thresholds if each.figure == name]
        figure = figures[name]
        table.add_row(
            label,
            shown(name, figure),
            _interval(figure),
            str(figure.of),
            *_verdict(bounds, figures),
        )
    return table


def _verdict(bounds: Sequence[Threshold], figures: Mapping[str, Figure]) -> tuple[str, str]:
    wanted = ", ".join(str(each).split(" ", 1)[1] for each in bounds)
    if not bounds:
        return wanted, ""
    return wanted, "ok" if all(each.met(figures) for each in bounds) else "SHORT"


def _kind_table(run: Run) -> Table:
    table = Table("kind", "n", title="per kind of question")
    for name in PER_KIND:
        table.add_column(LABELS[name], justify="right")
    for kind, figures in by_kind(run.scores).items():
        count = str(figures["right_status"].of)
        table.add_row(kind, count, *(shown(name, figures[name]) for name in PER_KIND))
    return table


def to_json(run: Run, thresholds: Sequence[Threshold]) -> dict[str, Any]:
    """Return the report of a run as plain JSON values."""
    figures = summarise(run.scores)
    return {
        "suite": run.suite,
        "split": run.split,
        "started": run.started,
        "seconds": round(run.seconds, 2),
        "index_version": run.index_version,
        "model": run.model,
        "settings": run.settings,
        "passed": all(each.met(figures) for each in thresholds),
        "figures": _plain(figures),
        "thresholds": [{**asdict(each), "met": each.met(figures)} for each in thresholds],
        "kinds": {kind: _plain(each) for kind, each in by_kind(run.scores).items()},
        "items": [_item(score) for score in run.scores],
    }


def _plain(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {name: asdict(figure) for name, figure in figures.items()}


def _item(score: ItemScore) -> dict[str, Any]:
    return {
        "id": score.item.id,
        "kind": score.item.kind,
        "question": score.item.question,
        "expected": score.item.status,
        "status": score.status,
        "right_status": score.right_status,
        "evidence_recall": score.evidence,
        "fact_recall": score.facts,
        "missed": list(missed(score)),
        "ms": round(score.ms, 1),
    }


def missed(score: ItemScore) -> Iterator[str]:
    """Yield in words everything that an answer got wrong."""
    if score.error is not None:
        yield f"failed: {score.error}"
        return
    if not score.right_status:
        yield f"status {score.status}, expected {score.item.status}"
    if score.evidence not in (None, 1.0):
        for entry in score.missed_evidence:
            yield f"evidence: {entry.document} › {entry.section}: '{entry.contains}'"
    yield from (f"fact: {fact}" for fact in score.missed_facts)
    if score.literal_quotes < score.quotes:
        yield f"quotes: {score.quotes - score.literal_quotes} of {score.quotes} not literal"
    yield from (f"number in no cited quote: {number}" for number in score.unsupported)
    yield from (f"citation: {fault}" for fault in score.faults)


def write_report(folder: Path, run: Run, thresholds: Sequence[Threshold]) -> Path:
    """Write `report.md`, `report.json` and `answers.jsonl` below the folder; return where."""
    place = folder / run.suite
    place.mkdir(parents=True, exist_ok=True)
    (place / "report.json").write_text(dumps(to_json(run, thresholds)), encoding="utf-8")
    (place / "report.md").write_text("\n".join(markdown(run, thresholds)) + "\n", encoding="utf-8")
    with (place / "answers.jsonl").open("w", encoding="utf-8") as handle:
        for outcome in run.outcomes:
            line = {
                "id": outcome.item.id,
                "ms": round(outcome.ms, 1),
                "error": outcome.error,
                "answer": outcome.answer,
            }
            handle.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
    return place


def dumps(value: Any) -> str:
    """Return readable JSON."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


def markdown(run: Run, thresholds: Sequence[Threshold]) -> Iterator[str]:
    """Yield the lines of the report: figures, kinds, then every item, the wrong ones first."""
    yield f"# {run.suite} ({run.split})"
    yield ""
    yield (
        f"{len(run.scores)} questions, {run.started}, {run.seconds:.0f} s, "
        f"index `{run.index_version}`, model `{run.model}`."
    )
    yield from _figure_lines(run, thresholds)
    yield from _kind_lines(run)
    yield from _item_lines(run.scores)


def _figure_lines(run: Run, thresholds: Sequence[Threshold]) -> Iterator[str]:
    figures = summarise(run.scores)
    yield from _head("Figures", ("figure", "value", "95%", "of", "threshold", ""))
    for name, label in LABELS.items():
        figure = figures[name]
        verdict = _verdict([each for each in thresholds if each.figure == name], figures)
        yield _row((label, shown(name, figure), _interval(figure), str(figure.of), *verdict))


def _kind_lines(run: Run) -> Iterator[str]:
    yield from _head("Kinds", ("kind", "n", *(LABELS[name] for name in PER_KIND)))
    for kind, figures in by_kind(run.scores).items():
        cells = (shown(name, figures[name]) for name in PER_KIND)
        yield _row((kind, str(figures["right_status"].of), *cells))


def _item_lines(scores: Sequence[ItemScore]) -> Iterator[str]:
    yield from _head("Questions", ("id", "kind", "question", "status", "missed", "ms"))
    for score in sorted(scores, key=lambda each: each.perfect):
        wrong = "<br>".join(_cell(each) for each in missed(score))
        status = str(score.status or "failed")
        question = _cell(" → ".join(score.item.turns))
        item = score.item
        yield _row((item.id, item.kind, question, status, wrong, f"{score.ms:.1f}"))


def _head(title: str, columns: Sequence[str]) -> Iterator[str]:
    yield from ("", f"## {title}", "", _row(columns), "|" + " --- |" * len(columns))


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(text: str) -> str:
    """Return text that stays inside one cell of a Markdown table."""
    plain = text.replace("\\", "\\\\").replace("&", "&amp;").replace("<", "&lt;")
    for mark in "|*_`[]":
        plain = plain.replace(mark, f"\\{mark}")
    return " ".join(plain.split())
