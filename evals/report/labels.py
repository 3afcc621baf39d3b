"""What figures are called, and how they read."""

from __future__ import annotations

from collections.abc import Iterator

from evals.figures import Figure
from evals.model_judge import Opinion
from evals.score import COUNTS, LATENCIES, ItemScore

LABELS = {
    "evidence_recall": "evidence",
    "all_evidence": "all evidence",
    "first_source": "evidence in the first source",
    "fact_recall": "facts",
    "all_facts": "all facts",
    "refusals": "refusals of unanswerable",
    "false_refusals": "false refusals",
    "right_status": "right status",
    "citation_recall": "citation recall",
    "citation_precision": "citation precision",
    "literal_quotes": "literal quotes",
    "valid_citations": "valid citations",
    "unsupported_digits": "unsupported digits",
    "forbidden": "forbidden words said",
    "same_again": "same answer again",
    "right_language": "right language",
    "flesch_douma": "readability (Flesch-Douma)",
    "nDCG@10": "search: nDCG@10",
    "R@1": "search: R@1",
    "R@5": "search: R@5",
    "R@10": "search: R@10",
    "RR@10": "search: MRR@10",
    "failed": "failed",
    "latency_median": "latency, median (ms)",
    "latency_p95": "latency, p95 (ms)",
    "latency_p99": "latency, p99 (ms)",
}
PLAIN = frozenset({*LATENCIES, "flesch_douma"})
"""Figures that are numbers of their own, and no shares."""

PER_KIND = (
    "evidence_recall", "fact_recall", "refusals", "false_refusals", "citation_recall",
    "unsupported_digits", "nDCG@10", "latency_median",
)  # fmt: skip
NOTHING = "–"


def shown(name: str, figure: Figure) -> str:
    """Return a figure as text: a percentage, a count or a number; '–' over nothing."""
    return NOTHING if figure.value is None else value_shown(name, figure.value)


def value_shown(name: str, value: float) -> str:
    """Return a value of a figure as text."""
    if name in COUNTS:
        return f"{value:.0f}"
    if name in PLAIN:
        return f"{value:.1f}"
    return _percent(value)


def _percent(share: float) -> str:
    """Return a percentage with one decimal that never rounds up to a perfect 100%."""
    text = f"{100 * share:.1f}%"
    return ">99.9%" if text == "100.0%" and share < 1 else text


def interval_shown(name: str, figure: Figure) -> str:
    """Return a figure's interval as text, without the unit."""
    if figure.interval is None:
        return ""
    low, high = figure.interval
    if name in COUNTS:
        return f"{low:.0f}–{high:.0f}"
    if name in PLAIN:
        return f"{low:.1f}–{high:.1f}"
    return f"{100 * low:.1f}–{100 * high:.1f}"


def opinion_rows(opinion: Opinion) -> Iterator[tuple[str, ...]]:
    """Yield a row a criterion of the judge: value, 95%, of, pairs alike, alpha."""
    for name, figure in opinion.figures.items():
        found = opinion.agreement[name]
        pairs = NOTHING if found.pairs is None else _percent(found.pairs)
        alpha = NOTHING if found.alpha is None else f"{found.alpha:.2f}"
        yield (
            name,
            shown(name, figure),
            interval_shown(name, figure),
            str(figure.of),
            pairs,
            alpha,
        )


OPINION_COLUMNS = ("approved", "value", "95%", "of", "runs alike", "Krippendorff's alpha")


def opinion_told(opinion: Opinion) -> str:
    """Return who judged, and how often it gave no verdict."""
    return (
        f"{opinion.model}, {opinion.runs} runs each; {opinion.failed} of {opinion.calls} calls"
        " gave no verdict"
    )


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
    yield from (f"says what it must not: {pattern}" for pattern in score.forbidden)
    yield from (f"citation: {fault}" for fault in score.faults)
    if score.same is False:
        yield "asked again, the answer was another"
