"""Evidence that leaves a doubt is looked at again: a small model reads whether a unit answers."""

from __future__ import annotations

from dataclasses import replace

from assistant.evidence.beside import UNITS, Beside
from assistant.evidence.candidates import Candidate
from assistant.evidence.confidence import Confidence
from retrieval.embedding.entailment import NOTHING

CERTAIN = 0.9
"""Once a unit answers with this, no other is read."""


def looked_again(beside: Beside, ranked: list[Candidate], confidence: Confidence) -> Confidence:
    """Return a confidence with what the model reads, where that may make a difference."""
    return replace(confidence, read=answered(beside, ranked)) if confidence.in_doubt else confidence


def answered(beside: Beside, ranked: list[Candidate]) -> float | None:
    """Return how probable it is that one of the best units answers; None where none can tell."""
    best: float | None = None
    for candidate in ranked[:UNITS]:
        read = beside.read(candidate)
        if read is None:
            return None
        best = max(best or 0.0, 1 - float(read[NOTHING]))
        if best >= CERTAIN:
            break
    return best
