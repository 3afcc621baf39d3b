"""
What the answers of a run are worth: pure functions over a run file and its suite.

Every share is between 0 and 1. A failed item counts as wrong on every measure and is never
dropped; a share over nothing is None, which meets no threshold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.answer import Status
from assistant.understanding.question import language_of
from corpus.text import fold
from evals import figures
from evals.citations import (
    Support,
    citation_faults,
    is_literal,
    support,
    unsupported_numbers,
    without_markers,
)
from evals.figures import Figure
from evals.qrels import NAMES as RETRIEVAL
from evals.qrels import retrieval
from evals.readability import readability
from evals.runfile import Header, Outcome, RunFile, Texts
from evals.suites import ANSWERS, Evidence, Item

UNANSWERABLE = frozenset({Status.NOT_FOUND, Status.OUT_OF_SCOPE, Status.BLOCKED})
REFUSALS = frozenset(Status) - ANSWERS
ACCEPTED: dict[Status, frozenset[Status]] = {
    Status.ANSWERED: ANSWERS,
    Status.PARTIAL: ANSWERS,
    Status.NOT_FOUND: REFUSALS,
    Status.OUT_OF_SCOPE: frozenset({Status.OUT_OF_SCOPE, Status.NOT_FOUND, Status.BLOCKED}),
    Status.CLARIFY: frozenset({Status.CLARIFY}),
    Status.BLOCKED: REFUSALS,
}
"""Expected status to the statuses that count as right."""

FAILED = "failed"
"""Stands for the status of an item that failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScore:
    """
    How one item did.

    Args:

        status: The status of the answer, or None where the item failed.

        evidence, facts: Share found; None for an item that is not answerable.

        first: Whether the answer's first source holds evidence; None if not answerable.

        retrieval: The measures of evals/qrels.py by name; empty if not answerable.

        quotes, literal_quotes: Numbers of quotes; a failed item has one that is not literal.

        support: How the sentences are carried by what they cite; None for a refusal.

        unsupported: Numbers (as written) that stand in no quote that their sentence cites.

        forbidden: The forbidden patterns that the answer matches; all, where the item failed.

        faults: What is wrong with the form of the citations; empty where all is well.

        language: The language that the answer is in, as its system says or its words show.

        flesch: Flesch-Douma of a Dutch answer; None for a refusal or another language.

        confidence: How sure the system was that it can answer, 0 to 1; None where it says nothing.

        ms: Time from question to answer, in milliseconds.
    """

    item: Item
    status: Status | None
    right_status: bool
    evidence: float | None
    facts: float | None
    first: bool | None = None
    retrieval: dict[str, float] = field(default_factory=dict)
    missed_evidence: tuple[Evidence, ...] = ()
    missed_facts: tuple[str, ...] = ()
    quotes: int = 0
    literal_quotes: int = 0
    support: Support | None = None
    unsupported: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    same: bool | None = None
    language: str | None = None
    flesch: float | None = None
    confidence: float | None = None
    ms: float = 0.0
    error: str | None = None

    @property
    def answered(self) -> bool:
        """Whether the answer holds sentences with sources."""
        return self.status in ANSWERS

    @property
    def perfect(self) -> bool:
        """Whether nothing at all was missed."""
        complete = self.evidence in (None, 1.0) and self.facts in (None, 1.0)
        honest = self.quotes == self.literal_quotes and not (self.unsupported or self.faults)
        return self.right_status and complete and honest and not (self.forbidden or self.error)

    @property
    def badness(self) -> float:
        """How wrong it is, to put the worst first: inventions, then the status, then gaps."""
        gaps = sum(1 - share for share in (self.evidence, self.facts) if share is not None)
        invented = len(self.unsupported) + len(self.forbidden) + self.quotes - self.literal_quotes
        return 10 * bool(self.error) + 5 * bool(invented) + 3 * (not self.right_status) + gaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A run with the score of every item of its suite and split."""

    header: Header
    items: list[Item]
    outcomes: dict[str, Outcome]
    scores: list[ItemScore]


def score_run(run: RunFile, items: Sequence[Item]) -> Scored:
    """Score a run on the items of its suite and split; an item that it lacks has failed."""
    outcomes = {outcome.id: outcome for outcome in run.outcomes}
    found = {each.id: each.hits or () for each in run.outcomes if each.error is None}
    ranked = retrieval(found, items) if run.header.searches else {}
    scores = [
        score_item(
            item,
            outcomes.get(item.id, Outcome(id=item.id, error="not asked")),
            run.texts,
            run.header,
            ranked.get(item.id, {}),
        )
        for item in items
    ]
    return Scored(header=run.header, items=list(items), outcomes=outcomes, scores=scores)


def score_item(
    item: Item, outcome: Outcome, texts: Texts, header: Header, ranked: dict[str, float]
) -> ItemScore:
    """Score one item; `ranked` holds its measures of retrieval."""
    if outcome.error is not None:
        return _failed(item, outcome, ranked, outcome.error)
    if not header.answers:
        return ItemScore(
            item=item, status=None, right_status=True, evidence=None, facts=None,
            retrieval=ranked, ms=outcome.ms,
        )  # fmt: skip
    if outcome.answer is None:
        return _failed(item, outcome, ranked, "no answer")
    try:
        return _scored(item, outcome, outcome.answer, texts, ranked)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        reason = f"not an Answer object: {type(problem).__name__}: {problem}"
        return _failed(item, outcome, ranked, reason)


def _failed(item: Item, outcome: Outcome, ranked: dict[str, float], error: str) -> ItemScore:
    wrong = 0.0 if item.answerable else None
    return ItemScore(
        item=item, status=None, right_status=False, evidence=wrong, facts=wrong,
        first=False if item.answerable else None, retrieval=ranked,
        missed_evidence=item.evidence, missed_facts=item.facts + item.noted,
        quotes=1, literal_quotes=0, support=Support(), unsupported=("?",), forbidden=item.forbidden,
        faults=("no answer to check",), same=False, ms=outcome.ms, error=error,
    )  # fmt: skip


def _scored(
    item: Item, outcome: Outcome, answer: dict[str, Any], texts: Texts, ranked: dict[str, float]
) -> ItemScore:
    status = Status(answer["status"])
    sources = answer["sources"]
    no_evidence = missed_evidence(item, sources, texts)
    no_facts = missed_facts(item, answer)
    language = answer.get("language") or language_of(answer["text"])
    confidence = answer.get("confidence")
    return ItemScore(
        item=item,
        status=status,
        right_status=status in ACCEPTED[item.status],
        evidence=evidence_recall(item, len(no_evidence)),
        facts=1 - len(no_facts) / len(item.facts + item.noted) if item.answerable else None,
        first=_first(item, sources, texts),
        retrieval=ranked,
        missed_evidence=no_evidence,
        missed_facts=no_facts,
        quotes=len(sources),
        literal_quotes=sum(is_literal(source, texts) for source in sources),
        support=support(answer) if status in ANSWERS else None,
        unsupported=unsupported_numbers(answer),
        forbidden=found_in(item.forbidden, said(answer)),
        faults=citation_faults(answer),
        same=outcome.same,
        language=language,
        flesch=readability(answer) if status in ANSWERS and language == "nl" else None,
        confidence=None if confidence is None else float(confidence),
        ms=outcome.ms,
    )


def missed_evidence(
    item: Item, sources: Sequence[dict[str, Any]], texts: Texts
) -> tuple[Evidence, ...]:
    """Return the evidence entries that no source holds, in its quote or its passage."""
    return tuple(
        entry
        for entry in item.evidence
        if not any(_holds(source, entry, texts) for source in sources)
    )


def evidence_recall(item: Item, missed: int) -> float | None:
    """Return the share of evidence found; with 'any', one entry is all. None if not answerable."""
    if not item.answerable:
        return None
    found = len(item.evidence) - missed
    return float(found > 0) if item.any_evidence else found / len(item.evidence)


def _first(item: Item, sources: Sequence[dict[str, Any]], texts: Texts) -> bool | None:
    if not item.answerable:
        return None
    return any(_holds(source, entry, texts) for source in sources[:1] for entry in item.evidence)


def _holds(source: dict[str, Any], entry: Evidence, texts: Texts) -> bool:
    passage = texts.passages.get(source.get("passage_id") or "", "")
    document = source["document_id"]
    return entry.stands_in(document, source["quote"]) or entry.stands_in(document, passage)


def missed_facts(item: Item, answer: dict[str, Any]) -> tuple[str, ...]:
    """Return the facts that the answer does not state; a refusal states none."""
    if Status(answer["status"]) not in ANSWERS:
        return item.facts + item.noted
    notes = " ".join(answer.get("notes") or ())
    found = found_in(item.facts, answer["text"])
    found += found_in(item.noted, f"{answer['text']} {notes}")
    return tuple(fact for fact in item.facts + item.noted if fact not in found)


def found_in(patterns: Iterable[str], text: str) -> tuple[str, ...]:
    """Return the patterns that a text matches, case ignored, white space folded."""
    plain = fold(without_markers(text))
    return tuple(each for each in patterns if re.search(each, plain, re.IGNORECASE))


def said(answer: dict[str, Any]) -> str:
    """Return all that an answer says: its text, its notes, and how it read the question."""
    parts = [answer["text"], *(answer.get("notes") or ()), answer.get("read_as") or ""]
    return " ".join([*parts, *(answer.get("follow_ups") or ())])


Measure = Callable[[ItemScore], float | None]
"""An item's value for a figure; None where the figure is not about that item."""


def _share(value: float | bool | None) -> float | None:
    return None if value is None else float(value)


def ranked_as(name: str) -> Measure:
    """Return the measure that takes a figure of the search."""
    return lambda score: score.retrieval.get(name)


MEANS: dict[str, Measure] = {
    "evidence_recall": lambda score: score.evidence,
    "all_evidence": lambda score: None if score.evidence is None else float(score.evidence == 1),
    "first_source": lambda score: _share(score.first),
    "fact_recall": lambda score: score.facts,
    "all_facts": lambda score: None if score.facts is None else float(score.facts == 1),
    "refusals": lambda score: (
        float(score.right_status) if score.item.status in UNANSWERABLE else None
    ),
    "false_refusals": lambda score: float(not score.answered) if score.item.answerable else None,
    "right_status": lambda score: float(score.right_status),
    "citation_recall": lambda score: score.support.recall if score.support else None,
    "citation_precision": lambda score: score.support.precision if score.support else None,
    "valid_citations": lambda score: float(not score.faults),
    "same_again": lambda score: _share(score.same),
    "right_language": lambda score: float(score.language == score.item.language),
    "flesch_douma": lambda score: score.flesch,
}
"""The figures about answers that are means over items."""

COUNTS: dict[str, Callable[[ItemScore], int]] = {
    "unsupported_digits": lambda score: len(score.unsupported),
    "forbidden": lambda score: len(score.forbidden),
    "failed": lambda score: int(score.error is not None),
}
"""The figures that are counts."""

LATENCIES = {"latency_median": 50, "latency_p95": 95, "latency_p99": 99}
"""The figures that are percentiles of times, in milliseconds."""

ABOUT_ANSWERS = frozenset({*MEANS, "literal_quotes", "unsupported_digits", "forbidden"})
"""What a system that only searches is not judged on."""

ABOUT_SEARCH = frozenset(RETRIEVAL)
"""What a system that does not search is not judged on."""

Figures = dict[str, Figure]


def summarise(scores: Sequence[ItemScore], header: Header | None = None) -> Figures:
    """
    Return every figure over these items, with its interval.

    Counts and `latency_*` (milliseconds) and `flesch_douma` (0 to 100) aside, all are shares.
    """
    found = {name: _mean(scores, measure) for name, measure in MEANS.items()}
    found["literal_quotes"] = _literal(scores)
    found |= {name: _mean(scores, ranked_as(name)) for name in RETRIEVAL}
    for name, measure in COUNTS.items():
        found[name] = figures.count([measure(score) for score in scores])
    times = [score.ms for score in scores]
    found |= {name: figures.percentile(times, at) for name, at in LATENCIES.items()}
    if header is not None and not header.answers:
        found |= dict.fromkeys(ABOUT_ANSWERS, figures.NOTHING)
    return found


def by_kind(scores: Sequence[ItemScore], header: Header | None = None) -> dict[str, Figures]:
    """Return the figures of each kind of question, by name of the kind."""
    kinds = sorted({score.item.kind for score in scores})
    return {
        kind: summarise([score for score in scores if score.item.kind == kind], header)
        for kind in kinds
    }


def confusion(scores: Sequence[ItemScore]) -> dict[str, dict[str, int]]:
    """Return how often each expected status (row) got each status (column), or 'failed'."""
    rows: dict[str, Counter[str]] = {}
    for score in scores:
        row = rows.setdefault(score.item.status.value, Counter())
        row[score.status.value if score.status else FAILED] += 1
    return {expected: dict(rows[expected]) for expected in Status if expected in rows}


def _mean(scores: Sequence[ItemScore], measure: Measure) -> Figure:
    return figures.mean([value for each in scores if (value := measure(each)) is not None])


def _literal(scores: Sequence[ItemScore]) -> Figure:
    """Return the share of literal quotes; no quotes where answers were due counts as 0."""
    found = figures.ratio([(score.literal_quotes, score.quotes) for score in scores])
    if found.value is None and any(score.item.answerable for score in scores):
        return Figure(value=0.0, of=0)
    return found
