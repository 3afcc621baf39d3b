"""
What an answer is worth: pure functions over items and Answer JSON objects.

Every share is between 0 and 1. A failed item counts as wrong on every measure and is never
dropped; a share over nothing is None, which meets no threshold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.answer import Status
from corpus.text import fold
from evals.suites import ANSWERS, Evidence, Item

SEED = 20261122
RESAMPLES = 2000
CONFIDENCE = 95  # per cent

UNANSWERABLE = frozenset({Status.NOT_FOUND, Status.OUT_OF_SCOPE, Status.BLOCKED})
ACCEPTED: dict[Status, frozenset[Status]] = {
    Status.ANSWERED: ANSWERS,
    Status.PARTIAL: ANSWERS,
    Status.NOT_FOUND: frozenset(Status) - ANSWERS,
    Status.OUT_OF_SCOPE: frozenset({Status.OUT_OF_SCOPE, Status.NOT_FOUND}),
    Status.CLARIFY: frozenset({Status.CLARIFY}),
    Status.BLOCKED: frozenset({Status.BLOCKED}),
}
"""Expected status to the statuses that count as right."""

_MARKER = re.compile(r"\s*\[(\d+(?:\s*[,;]\s*\d+)*)\]")
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+)(?:[.,](\d{1,2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What quotes are held against: the text by document id, and by passage id."""

    documents: dict[str, str]
    passages: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScore:
    """
    How one item did.

    Args:

        status: The status of the answer, or None where the item failed.

        evidence, facts: Share found; None for an item that is not answerable.

        quotes, literal_quotes: Numbers of quotes; a failed item has one that is not literal.

        unsupported: Numbers (as written) that stand in no quote that their sentence cites.

        faults: What is wrong with the citations; empty where all are valid.

        ms: Time from question to answer, in milliseconds.
    """

    item: Item
    status: Status | None
    right_status: bool
    evidence: float | None
    facts: float | None
    missed_evidence: tuple[Evidence, ...]
    missed_facts: tuple[str, ...]
    quotes: int
    literal_quotes: int
    unsupported: tuple[str, ...]
    faults: tuple[str, ...]
    ms: float
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
        return self.right_status and complete and honest and self.error is None


def score_item(
    item: Item, answer: dict[str, Any] | None, texts: Texts, ms: float, error: str | None = None
) -> ItemScore:
    """
    Score one answer.

    Args:

        answer: An Answer JSON object, or None where asking failed.

        ms: Milliseconds that asking took.
    """
    if answer is None:
        return _failed(item, ms, error or "no answer")
    try:
        return _scored(item, answer, texts, ms)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        return _failed(item, ms, f"not an Answer object: {type(problem).__name__}: {problem}")


def _failed(item: Item, ms: float, error: str) -> ItemScore:
    wrong = 0.0 if item.answerable else None
    return ItemScore(
        item=item, status=None, right_status=False, evidence=wrong, facts=wrong,
        missed_evidence=item.evidence, missed_facts=item.facts, quotes=1, literal_quotes=0,
        unsupported=("?",), faults=("no answer to check",), ms=ms, error=error,
    )  # fmt: skip


def _scored(item: Item, answer: dict[str, Any], texts: Texts, ms: float) -> ItemScore:
    status = Status(answer["status"])
    sources = answer["sources"]
    no_evidence = missed_evidence(item, sources, texts)
    no_facts = missed_facts(item, answer)
    return ItemScore(
        item=item,
        status=status,
        right_status=status in ACCEPTED[item.status],
        evidence=evidence_recall(item, len(no_evidence)),
        facts=1 - len(no_facts) / len(item.facts) if item.answerable else None,
        missed_evidence=no_evidence,
        missed_facts=no_facts,
        quotes=len(sources),
        literal_quotes=sum(is_literal(source, texts) for source in sources),
        unsupported=unsupported_numbers(answer),
        faults=citation_faults(answer),
        ms=ms,
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


def _holds(source: dict[str, Any], entry: Evidence, texts: Texts) -> bool:
    if source["document_id"] != entry.document:
        return False
    phrase = letters(entry.contains)
    passage = texts.passages.get(source.get("passage_id") or "", "")
    return phrase in letters(source["quote"]) or phrase in letters(passage)


def letters(text: str) -> str:
    """Return only the letters and digits of a text, in lower case."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in normal if character.isalnum())


def missed_facts(item: Item, answer: dict[str, Any]) -> tuple[str, ...]:
    """Return the facts that the answer does not state; a refusal states none."""
    if answer["status"] not in ANSWERS:
        return item.facts
    text = fold(without_markers(answer["text"]))
    return tuple(fact for fact in item.facts if not re.search(fact, text, re.IGNORECASE))


def without_markers(text: str) -> str:
    """Return the text without its [n] markers, so that a marker never counts as a number."""
    return _MARKER.sub("", text)


def is_literal(source: dict[str, Any], texts: Texts) -> bool:
    """Tell whether a source's quote stands in its document, white space folded."""
    quote = fold(source["quote"])
    return bool(quote) and quote in fold(texts.documents.get(source["document_id"], ""))


def unsupported_numbers(answer: dict[str, Any]) -> tuple[str, ...]:
    """Return the numbers in sentences that stand in no quote that the sentence cites."""
    found = []
    for sentence in answer["sentences"]:
        cited = set(sentence["citations"])
        quotes = [source["quote"] for source in answer["sources"] if source["number"] in cited]
        known = {number for quote in quotes for number in numbers(quote)}
        stated = numbers(without_markers(sentence["text"]))
        found += [number for number in stated if number not in known]
    return tuple(found)


def numbers(text: str) -> list[str]:
    """Return the numbers of a text: '20.000', '20 000' and '20000,00' are all '20000'."""
    joined = _SPACED.sub(lambda match: re.sub(r"\s", "", match[0]), text)
    return [_plain(match[0]) for match in _NUMBER.finditer(joined)]


def _plain(number: str) -> str:
    grouped = _THOUSANDS.fullmatch(number)
    if grouped:
        number = re.sub(r"[.,]", "", grouped[1]) + (f".{grouped[2]}" if grouped[2] else "")
    number = re.sub(r"\.00$", "", number.replace(",", "."))
    return re.sub(r"^0+(?=\d)", "", number)


def citation_faults(answer: dict[str, Any]) -> tuple[str, ...]:
    """Return what is wrong with an answer's citations, one short text a fault."""
    known = [source["number"] for source in answer["sources"]]
    if answer["status"] not in ANSWERS:
        return ("sources without an answer",) if known else ()
    faults = ["two sources with one number"] if len(known) != len(set(known)) else []
    faults += [] if answer["sentences"] else ["an answer without sentences"]
    faults += [
        f"[{number}] in the text has no source"
        for number in _marked(answer["text"])
        if number not in known
    ]
    for sentence in answer["sentences"]:
        faults += _sentence_faults(sentence, known)
    return tuple(faults)


def _marked(text: str) -> list[int]:
    """Return the numbers of the [n] markers in a text."""
    return [int(each) for match in _MARKER.finditer(text) for each in re.findall(r"\d+", match[1])]


def _sentence_faults(sentence: dict[str, Any], known: list[int]) -> list[str]:
    start = sentence["text"][:40]
    if not sentence["citations"]:
        return [f"no citation: '{start}'"]
    return [f"[{n}] has no source: '{start}'" for n in sentence["citations"] if n not in known]


Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measured value over `of` cases, with its 95% interval where it is a mean over items."""

    value: float | None
    of: int
    interval: Interval | None = None


Measure = Callable[[ItemScore], float | None]
"""An item's value for a figure; None where the figure is not about that item."""

MEASURES: dict[str, Measure] = {
    "evidence_recall": lambda score: score.evidence,
    "all_evidence": lambda score: None if score.evidence is None else float(score.evidence == 1),
    "fact_recall": lambda score: score.facts,
    "all_facts": lambda score: None if score.facts is None else float(score.facts == 1),
    "refusals": lambda score: (
        float(score.right_status) if score.item.status in UNANSWERABLE else None
    ),
    "false_refusals": lambda score: float(not score.answered) if score.item.answerable else None,
    "right_status": lambda score: float(score.right_status),
    "valid_citations": lambda score: float(not score.faults),
}
"""The figures that are means over items."""


def summarise(scores: Sequence[ItemScore]) -> dict[str, Figure]:
    """
    Return every figure over these items.

    `unsupported_digits` and `failed` are counts, `latency_*` are milliseconds, the rest shares.
    """
    figures = {name: _mean(scores, measure) for name, measure in MEASURES.items()}
    quotes = sum(score.quotes for score in scores)
    times = [score.ms for score in scores]
    figures["literal_quotes"] = Figure(value=_literal(scores, quotes), of=quotes)
    figures["unsupported_digits"] = _count(scores, lambda score: len(score.unsupported))
    figures["failed"] = _count(scores, lambda score: int(score.error is not None))
    figures["latency_median"] = Figure(value=percentile(times, 50), of=len(times))
    figures["latency_p95"] = Figure(value=percentile(times, 95), of=len(times))
    return figures


def by_kind(scores: Sequence[ItemScore]) -> dict[str, dict[str, Figure]]:
    """Return the figures of each kind of question, by name of the kind."""
    kinds = sorted({score.item.kind for score in scores})
    return {
        kind: summarise([score for score in scores if score.item.kind == kind]) for kind in kinds
    }


def percentile(values: Sequence[float], percent: float) -> float | None:
    """Return a percentile (linear interpolation), or None for no values."""
    return float(np.percentile(values, percent)) if values else None


def _mean(scores: Sequence[ItemScore], measure: Measure) -> Figure:
    values = [value for score in scores if (value := measure(score)) is not None]
    if not values:
        return Figure(value=None, of=0)
    return Figure(value=float(np.mean(values)), of=len(values), interval=bootstrap(values))


def _count(scores: Sequence[ItemScore], measure: Callable[[ItemScore], int]) -> Figure:
    total = sum(measure(score) for score in scores)
    return Figure(value=float(total) if scores else None, of=len(scores))


def _literal(scores: Sequence[ItemScore], quotes: int) -> float | None:
    """Return the share of literal quotes; no quotes where answers were due counts as 0."""
    if quotes:
        return sum(score.literal_quotes for score in scores) / quotes
    return 0.0 if any(score.item.answerable for score in scores) else None


def bootstrap(values: Sequence[float], seed: int = SEED) -> Interval:
    """Return the percentile bootstrap interval of a mean (Efron, 1979); the same every run."""
    sample = np.asarray(values, dtype=float)
    rows = np.random.default_rng(seed).integers(len(sample), size=(RESAMPLES, len(sample)))
    tail = (100 - CONFIDENCE) / 2
    low, high = np.percentile(sample[rows].mean(axis=1), [tail, 100 - tail])
    return float(low), float(high)
