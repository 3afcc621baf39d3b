"""Tables for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from evals.compare import Comparison, Difference
from evals.judged import Judged
from evals.model_judge import Opinion
from evals.report.labels import (
    LABELS,
    OPINION_COLUMNS,
    PER_KIND,
    interval_shown,
    missed,
    opinion_rows,
    opinion_told,
    shown,
    value_shown,
)
from evals.thresholds import Verdict


def print_run(console: Console, judged: Judged) -> None:
    """Print a run: the figures against their thresholds, the kinds, expected against given."""
    console.print(_main_table(judged))
    console.print(_kind_table(judged))
    if judged.confusion:
        console.print(_confusion_table(judged))
    if judged.opinion:
        console.print(_opinion_table(judged.opinion))


def _main_table(judged: Judged) -> Table:
    header = judged.header
    about = f"{len(judged.scores)} questions, {header.system}, {header.model or 'no model'}"
    title = f"{header.suite} ({header.split}), {about}"
    table = Table("figure", title=title, caption=f"index {header.index_version}")
    for column in ("value", "95%", "of", "threshold", ""):
        table.add_column(column, justify="right")
    for name, label in LABELS.items():
        figure = judged.figures[name]
        table.add_row(
            label,
            shown(name, figure),
            interval_shown(name, figure),
            str(figure.of),
            *verdict_shown(judged.verdicts, name),
        )
    return table


def verdict_shown(verdicts: Sequence[Verdict], name: str) -> tuple[str, str]:
    """Return a figure's bounds over all kinds, and whether they were met."""
    own = [each for each in verdicts if each.threshold.figure == name and not each.threshold.kind]
    if not own:
        return "", ""
    wanted = ", ".join(str(each.threshold).split(" ", 1)[1] for each in own)
    return wanted, "ok" if all(each.met for each in own) else "SHORT"


def _kind_table(judged: Judged) -> Table:
    table = Table("kind", "n", title="per kind of question")
    for name in PER_KIND:
        table.add_column(LABELS[name], justify="right")
    for kind, figures in judged.kinds.items():
        count = str(figures["failed"].of)
        table.add_row(kind, count, *(shown(name, figures[name]) for name in PER_KIND))
    return table


def _confusion_table(judged: Judged) -> Table:
    given = sorted({status for row in judged.confusion.values() for status in row})
    table = Table("expected", title="expected status against the one given")
    for status in given:
        table.add_column(status, justify="right")
    for expected, row in judged.confusion.items():
        table.add_row(expected, *(str(row.get(status, 0)) for status in given))
    return table


def _opinion_table(opinion: Opinion) -> Table:
    table = Table(OPINION_COLUMNS[0], title="a language model's verdict")
    table.caption = opinion_told(opinion)
    for column in OPINION_COLUMNS[1:]:
        table.add_column(column, justify="right")
    for row in opinion_rows(opinion):
        table.add_row(*row)
    return table


SHOWN = 10
"""Items that got worse; the report has all."""


def print_comparison(console: Console, found: Comparison) -> None:
    """Print two runs side by side, and what got worse."""
    first, second = found.first.header, found.second.header
    title = f"{first.suite} ({first.split}), {found.common} questions in both"
    table = Table("figure", title=title)
    for column in ("A", "B", "B − A", "95%", "p", "p (Holm)", "test", ""):
        table.add_column(column, justify="right")
    for each in found.differences:
        table.add_row(*difference_row(each))
    for name, header in (("A", first), ("B", second)):
        about = f"{header.system}, {header.started}, index {header.index_version}"
        console.print(f"{name}: {about}", markup=False)
    console.print(table)
    worse = [each for each in found.changed if not each.better]
    console.print(f"items: {len(found.changed) - len(worse)} better in B, {len(worse)} worse")
    for changed in worse[:SHOWN]:
        item = changed.second.item
        reasons = "; ".join(missed(changed.second))
        console.print(f"worse: {item.id} ({item.kind}) {item.question}: {reasons}", markup=False)


def difference_row(each: Difference) -> tuple[str, ...]:
    """Return a compared figure as cells."""
    low, high = each.change.interval or (0.0, 0.0)
    scale = 1 if each.figure == "flesch_douma" else 100
    mark = {True: "better", False: "WORSE", None: ""}[each.better] if each.significant else ""
    return (
        LABELS[each.figure],
        *(_mean_shown(each.figure, value) for value in (each.first, each.second)),
        f"{scale * (each.change.value or 0):+.1f}",
        f"{scale * low:+.1f} to {scale * high:+.1f}",
        _p_shown(each.p),
        _p_shown(each.adjusted),
        each.test,
        mark,
    )


def _mean_shown(name: str, value: float) -> str:
    """Return a mean over items; that of a count is not a whole number."""
    return value_shown(name if name == "flesch_douma" else "", value)


def _p_shown(p: float) -> str:
    return "<0.001" if p < 0.001 else f"{p:.3f}"
