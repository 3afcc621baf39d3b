"""The report as Markdown: figures, kinds, and every question with what was missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evals.judged import Judged
from evals.report.labels import (
    LABELS,
    OPINION_COLUMNS,
    PER_KIND,
    interval_shown,
    missed,
    opinion_rows,
    opinion_told,
    shown,
)
from evals.report.terminal import verdict_shown


def markdown(judged: Judged) -> Iterator[str]:
    """Yield the lines of the report: figures, kinds, then every item, the wrong ones first."""
    header = judged.header
    yield f"# {header.suite} ({header.split})"
    yield ""
    yield (
        f"{len(judged.scores)} questions to {header.system}, {header.started}, "
        f"{header.seconds:.0f} s, index `{header.index_version}`, model `{header.model}`."
    )
    yield from _figure_lines(judged)
    yield from _kind_lines(judged)
    yield from _confusion_lines(judged)
    if judged.opinion:
        yield from _head("A language model's verdict", OPINION_COLUMNS)
        yield from map(_row, opinion_rows(judged.opinion))
        yield from ("", f"By {opinion_told(judged.opinion)}.")
    yield from _item_lines(judged)


def _figure_lines(judged: Judged) -> Iterator[str]:
    yield from _head("Figures", ("figure", "value", "95%", "of", "threshold", ""))
    for name, label in LABELS.items():
        figure = judged.figures[name]
        cells = (label, shown(name, figure), interval_shown(name, figure), str(figure.of))
        yield _row((*cells, *verdict_shown(judged.verdicts, name)))


def _kind_lines(judged: Judged) -> Iterator[str]:
    yield from _head("Kinds", ("kind", "n", *(LABELS[name] for name in PER_KIND)))
    for kind, figures in judged.kinds.items():
        cells = (shown(name, figures[name]) for name in PER_KIND)
        yield _row((kind, str(figures["failed"].of), *cells))


def _confusion_lines(judged: Judged) -> Iterator[str]:
    given = sorted({status for row in judged.confusion.values() for status in row})
    if not given:
        return
    yield from _head("Statuses: expected (row), given (column)", ("expected", *given))
    for expected, row in judged.confusion.items():
        yield _row((expected, *(str(row.get(status, 0)) for status in given)))


def _item_lines(judged: Judged) -> Iterator[str]:
    yield from _head("Questions", ("id", "kind", "question", "status", "missed", "ms"))
    for score in sorted(judged.scores, key=lambda each: -each.badness):
        wrong = "<br>".join(_cell(each) for each in missed(score))
        status = str(score.status or ("failed" if score.error else ""))
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
