"""Searches side by side: asked as a System that only searches, told as a Markdown table."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from evals import figures
from evals.compare import Difference, compare
from evals.qrels import NAMES
from evals.run import run_suite
from evals.runfile import Retrieved, Texts, write_run
from evals.score import Scored, score_run
from evals.suites import Item
from evals.systems.base import HITS, search_text
from retrieval.search import Retriever

Find = Callable[[str], Sequence[tuple[str, str]]]
"""A question to (document id, text) of the passages found, best first."""


class Searching:
    """A System that only searches."""

    answers = False
    searches = True

    def __init__(self, name: str, find: Find, settings: dict[str, Any]) -> None:
        """Take a search, and what it was built with."""
        self.name = name
        self._find = find
        self._settings = settings

    def answer(self, item: Item) -> dict[str, Any]:
        """A search does not answer."""
        raise NotImplementedError

    def search(self, item: Item) -> list[Retrieved]:
        """Return what the search gives for the question."""
        found = self._find(search_text(item))
        return [Retrieved(document=document, text=text) for document, text in found]

    def forget(self) -> None:
        """Keep as it is: it is asked once."""

    def texts(self, document_ids: Collection[str]) -> Texts:
        """Nothing is quoted."""
        return Texts()

    def described(self) -> dict[str, Any]:
        """Return what it was built with."""
        return {"index_version": None, "model": None, "settings": self._settings}


def found_by(retriever: Retriever) -> Find:
    """Return our search as (document id, text), best first."""

    def find(question: str) -> list[tuple[str, str]]:
        hits = retriever.search(question, limit=HITS).hits
        return [(hit.document.id, hit.passage.text) for hit in hits]

    return find


def searched(system: Searching, suite: str, split: str, items: Sequence[Item], out: Path) -> Scored:
    """Search for every item, write the run below `out`/suite, and return its scores."""
    run = run_suite(system, suite, split, items)
    write_run(out / suite / file_name(system.name), run)
    return score_run(run, items)


def file_name(name: str) -> str:
    """Return the name of a run file for the name of a system."""
    return "-".join(re.findall(r"[\w.]+", name)) + ".jsonl"


def head(about: str) -> list[str]:
    """Return the head of a Markdown table of searches."""
    columns = ["search", *NAMES]
    return [
        f"{about}. Percentages: first row with 95% intervals; below it the change from the first"
        " row, with its 95% interval and p-value.",
        "",
        "| " + " | ".join(columns) + " |",
        "|" + " --- |" * len(columns),
    ]


def row(name: str, scored: Scored, against: Scored | None) -> str:
    """Return a row: means with intervals, or, where there is a first row, changes from it."""
    tested = {each.figure: each for each in compare(against, scored).differences} if against else {}
    cells = []
    for measure in NAMES:
        found = figures.mean([score.retrieval[measure] for score in scored.scores])
        low, high = found.interval or (0.0, 0.0)
        told = f"[{100 * low:.1f}, {100 * high:.1f}]"
        if measure in tested:
            told = change_shown(tested[measure])
        cells.append(f"{100 * (found.value or 0):.1f} {told}")
    return "| " + " | ".join([name, *cells]) + " |"


def change_shown(found: Difference) -> str:
    """Return a change in points with its interval and its p-value, not corrected."""
    low, high = found.change.interval or (0.0, 0.0)
    p = "p <0.001" if found.p < 0.001 else f"p {found.p:.3f}"
    return f"({100 * (found.change.value or 0):+.1f} [{100 * low:+.1f}, {100 * high:+.1f}], {p})"
