"""The report as one HTML page that needs nothing else: no script, no font, no file beside it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from corpus.text import sentence_spans
from evals.calibration import calibration
from evals.citations import without_markers
from evals.compare import Comparison
from evals.figures import Figure
from evals.judged import Judged
from evals.qrels import relevant
from evals.report.labels import (
    LABELS,
    OPINION_COLUMNS,
    interval_shown,
    missed,
    opinion_rows,
    opinion_told,
    shown,
)
from evals.report.plots import histogram, intervals, reliability
from evals.report.terminal import difference_row, verdict_shown
from evals.runfile import Outcome
from evals.score import ItemScore

WORST = 40
"""Items that are shown in full."""

HITS = 5
PLOTTED = ("evidence_recall", "fact_recall", "refusals", "false_refusals", "nDCG@10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """
    An item in full.

    Args:

        hits: (document, section, text, whether it holds evidence) of the first passages found.

        changed: Lines of the answer: (' ', '+' or '-' since the run before, text).
    """

    score: ItemScore
    missed: list[str]
    text: str
    sources: list[dict[str, Any]]
    hits: list[tuple[str, str, str, bool]]
    changed: list[tuple[str, str]]


def page(judged: Judged, since: Comparison | None = None) -> str:
    """Return the page of a run; `since` compares it with the run before."""
    environment = Environment(
        loader=PackageLoader("evals.report", "."),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    template = environment.get_template("page.html.j2")
    return template.render(
        header=judged.header,
        count=len(judged.scores),
        short=[str(each.threshold) for each in judged.short],
        figures=list(_figure_rows(judged)),
        plots=list(_plots(judged)),
        kinds=judged.kinds,
        kind_figures=[name for name in LABELS if _is_measured(judged, name)],
        labels=LABELS,
        shown=shown,
        confusion=judged.confusion,
        given=sorted({status for row in judged.confusion.values() for status in row}),
        calibration=calibration(judged.scores),
        opinion=judged.opinion,
        opinion_columns=OPINION_COLUMNS,
        opinion_rows=opinion_rows,
        opinion_told=opinion_told,
        since=since,
        difference_row=difference_row,
        changed=[(each, list(missed(each.second))) for each in since.changed] if since else [],
        items=list(_worst(judged, since)),
    )


def _figure_rows(judged: Judged) -> Iterator[tuple[str, ...]]:
    for name, label in LABELS.items():
        figure = judged.figures[name]
        verdict = verdict_shown(judged.verdicts, name)
        yield (label, shown(name, figure), interval_shown(name, figure), str(figure.of), *verdict)


def _is_measured(judged: Judged, name: str) -> bool:
    return judged.figures[name].value is not None


def _plots(judged: Judged) -> Iterator[tuple[str, Markup]]:
    """Yield every plot with its title."""
    for name in PLOTTED:
        rows = {kind: figures[name] for kind, figures in judged.kinds.items()}
        if any(figure.value is not None for figure in rows.values()):
            title = f"{LABELS[name]} per kind, with 95% intervals"
            yield title, intervals(f"plot-{name.replace('@', '-')}", title, _sorted(rows))
    found = calibration(judged.scores)
    if found:
        title = "calibration: how often a question can be answered, by the system's confidence"
        yield title, reliability("plot-calibration", title, found)
    times = [score.ms for score in judged.scores]
    if times:
        marks = {
            label: judged.figures[name].value or 0.0
            for name, label in (("latency_median", "p50"), ("latency_p95", "p95"),
                                ("latency_p99", "p99"))
        }  # fmt: skip
        yield "latency", histogram("plot-latency", "latency of an answer", times, marks)


def _sorted(rows: Mapping[str, Figure]) -> dict[str, Figure]:
    return dict(sorted(rows.items(), key=lambda row: (row[1].value or 0.0, row[0])))


def _worst(judged: Judged, since: Comparison | None) -> Iterator[Shown]:
    """Yield the items that went wrong, the worst first."""
    wrong = [score for score in judged.scores if not score.perfect]
    wrong.sort(key=lambda score: -score.badness)
    for score in wrong[:WORST]:
        outcome = judged.scored.outcomes.get(score.item.id, Outcome(id=score.item.id))
        before = since.first.outcomes.get(score.item.id) if since else None
        yield Shown(
            score=score,
            missed=list(missed(score)),
            text=_text(outcome),
            sources=(outcome.answer or {}).get("sources") or [],
            hits=[
                (hit.document, hit.section or "", hit.text, relevant(score.item, hit))
                for hit in (outcome.hits or ())[:HITS]
            ],
            changed=changed_lines(_text(before), _text(outcome)) if before else [],
        )


def _text(outcome: Outcome) -> str:
    return str((outcome.answer or {}).get("text") or "")


def changed_lines(before: str, now: str) -> list[tuple[str, str]]:
    """Return the sentences of two answers with ' ', '-' or '+'; nothing where they are the same."""
    if before == now:
        return []
    lines = difflib.ndiff(_sentences(before), _sentences(now))
    return [(line[0], line[2:]) for line in lines if line[0] in " -+"]


def _sentences(text: str) -> list[str]:
    plain = without_markers(text)
    return [line[start:end] for line in plain.splitlines() for start, end in sentence_spans(line)]
