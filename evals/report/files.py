"""Writing a report, and finding the one before it."""

from __future__ import annotations

from pathlib import Path

from evals.compare import Comparison, compare
from evals.errors import EvalError
from evals.judged import Judged
from evals.report.markdown import markdown
from evals.report.page import page
from evals.report.record import dumps, to_json
from evals.runfile import read_run, write_run
from evals.score import score_run

ANSWERS, PREVIOUS = "answers.jsonl", "previous.jsonl"


def write_report(folder: Path, judged: Judged) -> Path:
    """
    Write `report.html`, `report.md`, `report.json` and `answers.jsonl`; return where.

    A run that stands there already is kept as `previous.jsonl`, and the page tells what changed
    since. Raises EvalError where nothing can be written.
    """
    place = folder / judged.header.suite
    try:
        place.mkdir(parents=True, exist_ok=True)
        answers, previous = place / ANSWERS, place / PREVIOUS
        if answers.is_file():
            answers.replace(previous)
        write_run(answers, judged.run)
        since = _since(previous, judged)
        (place / "report.json").write_text(dumps(to_json(judged)) + "\n", encoding="utf-8")
        (place / "report.md").write_text("\n".join(markdown(judged)) + "\n", encoding="utf-8")
        (place / "report.html").write_text(page(judged, since), encoding="utf-8")
    except OSError as problem:
        raise EvalError(f"cannot write the report in '{folder}': {problem}") from problem
    return place


def _since(previous: Path, judged: Judged) -> Comparison | None:
    """Return what changed since the run before, where that can be read and had these questions."""
    try:
        run = read_run(previous)
        if run.header.split == judged.header.split:
            return compare(score_run(run, judged.scored.items), judged.scored)
    except EvalError:  # of an older format, or none at all: then there is nothing to compare
        pass
    return None
