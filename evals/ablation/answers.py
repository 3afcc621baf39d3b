"""The parts of an answer that can be switched off, and the table of what that costs."""

from __future__ import annotations

from typing import Any

from assistant import local, pipeline
from assistant.evidence import confidence, extract
from assistant.evidence.candidates import Candidate
from assistant.evidence.chosen import Chosen
from assistant.understanding.conversation import resolved
from evals import figures
from evals.ablation.parts import WHOLE, Variant
from evals.compare import Difference, compare
from evals.report.labels import LABELS
from evals.score import MEANS, Scored
from evals.search_table import change_shown
from retrieval import query, search

COLUMNS = ("evidence_recall", "fact_recall", "first_source", "refusals", "false_refusals")


def alone(index: Any, question: Any, candidate: Candidate, *, best: bool) -> list[Chosen]:
    """Return a unit without what it leans on, goes on with or is part of."""
    return [Chosen.of(candidate)]


VARIANTS = (
    Variant(name=WHOLE),
    Variant(name="no neighbours of a sentence", patches=((extract, "_with_company", alone),)),
    Variant(
        name="no reading of follow-ups",
        patches=((pipeline, "resolved", lambda question, earlier: resolved(question, ())),),
    ),
    Variant(
        name="no refusing",
        patches=(
            (confidence, "THRESHOLD", 0.0),
            (confidence, "THRESHOLD_OF_FEW", 0.0),
            (confidence, "THRESHOLD_OF_ONE", 0.0),
            (confidence, "MOST_UNKNOWN", 2.0),
        ),
    ),
    Variant(name="no known questions", patches=((local, "open_known", lambda index: None),)),
    Variant(name="no second look in doubt", patches=((confidence, "DOUBTED", (1.0, 1.0)),)),
    Variant(name="no late interaction", patches=((search, "LATE_CANDIDATES", 0),)),
    Variant(
        name="no synonyms",
        patches=((query, "thesaurus", dict), (query, "longest_phrase", lambda: 1)),
    ),
    Variant(
        name="no words of other languages",
        patches=((query, "gloss", lambda word: None), (query, "function_words", frozenset)),
    ),
)
"""The weights were fitted with every part in place, and are not fitted again."""


def head(about: str) -> list[str]:
    """Return the head of a Markdown table of answers."""
    names = [LABELS[name] for name in COLUMNS]
    rule = "|---" * (1 + len(COLUMNS)) + "|"
    return ["", f"{about}:", "", f"| answers | {' | '.join(names)} |", rule]


def row(name: str, scored: Scored, against: Scored | None) -> str:
    """Return a row: shares with intervals, or, where there is a first row, changes from it."""
    tested = {each.figure: each for each in compare(against, scored).differences} if against else {}
    cells = [_cell(column, scored, tested.get(column)) for column in COLUMNS]
    return f"| {name} | {' | '.join(cells)} |"


def _cell(column: str, scored: Scored, difference: Difference | None) -> str:
    measure = MEANS[column]
    found = figures.mean([value for each in scored.scores if (value := measure(each)) is not None])
    if found.value is None:
        return "–"
    low, high = found.interval or (0.0, 0.0)
    told = f"[{100 * low:.1f}, {100 * high:.1f}]"
    return f"{100 * found.value:.1f} {change_shown(difference) if difference else told}"
