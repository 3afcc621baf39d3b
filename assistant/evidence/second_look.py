"""Evidence that leaves a doubt is looked at again: a small model reads whether units answer."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from assistant.evidence.beside import UNITS, Beside
from assistant.evidence.candidates import Candidate
from assistant.evidence.confidence import Confidence
from retrieval.embedding.entailment import NOTHING

CERTAIN, TOGETHER = 0.9, 2
"""Once a unit answers with this, no other is read but those that are read at the same time."""

ORDER_WEIGHT, SUREST = 0.5, 0.9526
"""
A unit that was read moves in the order by the logit of its reading, times the weight: chosen on the
dev questions out of 0, .3, .5, .8 and more. A reading counts as no surer than this, three nats.
"""


def looked_again(
    beside: Beside, ranked: list[Candidate], confidence: Confidence
) -> tuple[list[Candidate], Confidence]:
    """Return candidates and a confidence with what the model reads, where that may matter."""
    if not confidence.in_doubt:
        return ranked, confidence
    read = answered(beside, ranked)
    return reordered(beside, ranked), replace(confidence, read=read)


def answered(beside: Beside, ranked: list[Candidate]) -> float | None:
    """Return how probable it is that one of the best units answers; None where none can tell."""
    best: float | None = None
    units = ranked[:UNITS]
    for at in range(0, len(units), TOGETHER):
        read = beside.read(units[at : at + TOGETHER])
        if read is None:
            return None
        best = max(best or 0.0, float(1 - read[:, NOTHING].min()))
        if best >= CERTAIN:
            break
    return best


def reordered(beside: Beside, ranked: list[Candidate]) -> list[Candidate]:
    """Return candidates, best first, those that were read with the score that this gives them."""
    moved = [_moved(candidate, beside.kept(candidate)) for candidate in ranked]
    return sorted(moved, key=lambda candidate: -candidate.score)


def _moved(candidate: Candidate, read: np.ndarray | None) -> Candidate:
    if read is None:
        return candidate
    answers = min(max(1 - float(read[NOTHING]), 1 - SUREST), SUREST)
    logit = math.log(answers / (1 - answers))
    return replace(candidate, score=candidate.score + ORDER_WEIGHT * logit)
