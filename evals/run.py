"""Asking a service every question of a suite, and keeping what came back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from assistant.answer import Ask
from assistant.service import Service
from evals.score import ItemScore, Texts, score_item
from evals.suites import Item

Tick = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one question led to: an Answer JSON object, or the reason that there is none."""

    item: Item
    answer: dict[str, Any] | None
    ms: float
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """
    One suite, asked and scored.

    Args:

        started: UTC, ISO 8601.

        seconds: From the first question to the last score.

        settings: The settings that are not secret, so that the run can be repeated.
    """

    suite: str
    split: str
    started: str
    seconds: float
    index_version: str | None
    model: str | None
    outcomes: list[Outcome]
    scores: list[ItemScore]
    settings: dict[str, Any] = field(default_factory=dict)


def run_suite(
    service: Service,
    suite: str,
    split: str,
    items: Sequence[Item],
    tick: Tick | None = None,
    settings: dict[str, Any] | None = None,
) -> Run:
    """Ask and score every item; `tick` is called after each."""
    started, clock = datetime.now(UTC), time.perf_counter()
    outcomes = ask_all(service, items, tick)
    texts = texts_of(service, outcomes)
    scores = [score_item(each.item, each.answer, texts, each.ms, each.error) for each in outcomes]
    status = service.status()
    return Run(
        suite=suite,
        split=split,
        started=started.isoformat(timespec="seconds"),
        seconds=time.perf_counter() - clock,
        index_version=status.version,
        model=status.model,
        outcomes=outcomes,
        scores=scores,
        settings=settings or {},
    )


def ask_all(service: Service, items: Iterable[Item], tick: Tick | None = None) -> list[Outcome]:
    """Ask every item, one after the other, in order."""
    outcomes = []
    for item in items:
        outcomes.append(ask_one(service, item))
        if tick is not None:
            tick()
    return outcomes


def ask_one(service: Service, item: Item) -> Outcome:
    """Ask one item; a breakdown becomes an outcome, so that it is scored as wrong."""
    answer, error = None, None
    started = time.perf_counter()
    try:
        answer = service.answer(_ask(item)).to_json()
    except Exception as fault:  # noqa: BLE001  one broken answer must not hide the others
        error = f"{type(fault).__name__}: {fault}"
    ms = (time.perf_counter() - started) * 1000
    return Outcome(item=item, answer=answer, ms=ms, error=error)


def _ask(item: Item) -> Ask:
    return Ask(
        question=item.question,
        earlier=item.turns[:-1],
        region=item.region,
        sector=item.sector,
        on=item.on,
    )


def texts_of(service: Service, outcomes: Iterable[Outcome]) -> Texts:
    """Return the texts of every document that an answer cites."""
    texts = Texts(documents={}, passages={})
    for document_id in sorted(_cited(outcomes)):
        found = service.document(document_id)
        if found is not None:
            document, passages = found
            texts.documents[document_id] = document.text
            texts.passages.update((passage.id, passage.text) for passage in passages)
    return texts


def _cited(outcomes: Iterable[Outcome]) -> set[str]:
    answers = [outcome.answer for outcome in outcomes if outcome.answer is not None]
    return {source["document_id"] for answer in answers for source in answer["sources"]}
