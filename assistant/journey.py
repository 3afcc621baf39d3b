"""Where on the journey a question stands, and what a visitor may want to ask next."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from corpus.journey import Journey, Phase, load_journey
from retrieval.dutch import plain, terms

FOLLOW_UPS = 2
SAME_QUESTION = 0.6
"""Share of a question's content words in another one from which both ask the same."""


def phase_of(question: str, documents: Sequence[str]) -> str | None:
    """
    Return the id of the phase that a question belongs to, or None where nothing tells.

    Every keyword in the question counts for its phase, and every document (id) that the answer
    cites counts for the phases that hold it, less where it is in more of them. The first phase
    with the most wins.
    """
    text, journey = plain(question), load_journey()
    points = {
        phase: len(set(_keywords(phase).findall(text))) + _cited(journey, phase, set(documents))
        for phase in journey.phases
    }
    best = max(points, key=points.__getitem__)
    return best.id if points[best] else None


def first_phase() -> str:
    """Return the id of the phase that the journey begins with."""
    return load_journey().phases[0].id


def follow_ups(
    phase_id: str | None, asked: Sequence[str], cited: Collection[str], available: Collection[str]
) -> tuple[str, ...]:
    """
    Return up to FOLLOW_UPS questions to ask next: one of the phase, one of the phase after it.

    Where one of them has none left, the other fills up.

    Args:

        asked: Questions of this conversation; what asks the same is not suggested.

        cited: Ids of the documents behind the answer; what they answer too comes first.

        available: Ids of the documents that can answer; other questions are left out.
    """
    journey = load_journey()
    phase = next((each for each in journey.phases if each.id == phase_id), None)
    if phase is None:
        return ()
    after = journey.after(phase)
    here = _open(phase, asked, cited, available)
    later = _open(after, asked, cited, available) if after else []
    return tuple((here[:1] + later[:1] + here[1:] + later[1:])[:FOLLOW_UPS])


def _open(
    phase: Phase, asked: Sequence[str], cited: Collection[str], available: Collection[str]
) -> list[str]:
    """Return the questions of a phase that are still open, the nearest to what was asked first."""
    words = {word for question in asked for word in terms(question)}
    left = [
        each
        for each in phase.questions
        if each.document in available and not any(_same(each.question, other) for other in asked)
    ]
    left.sort(
        key=lambda each: (each.document not in cited, -len(words & set(terms(each.question))))
    )
    return [each.question for each in left]


def _same(question: str, other: str) -> bool:
    content = set(terms(question))
    return len(content & set(terms(other))) >= SAME_QUESTION * len(content)


def _cited(journey: Journey, phase: Phase, documents: Collection[str]) -> float:
    return sum(
        1 / sum(cited in each.documents for each in journey.phases)
        for cited in documents
        if cited in phase.documents
    )


@cache
def _keywords(phase: Phase) -> re.Pattern[str]:
    """Return a pattern that finds the phase's keywords in plain text, the longest first."""
    words = sorted((plain(keyword) for keyword in phase.keywords), key=len, reverse=True)
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, words))})")
