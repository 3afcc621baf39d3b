"""Evidence that leaves a doubt is looked at again: a small model reads whether a unit answers."""

from __future__ import annotations

from dataclasses import replace

from assistant.evidence.candidates import Candidate
from assistant.evidence.confidence import Confidence
from retrieval.embedding.entailment import NOTHING, Entails

UNITS = 4
"""Units that are read, best first: each costs about as much as the question itself."""

CERTAIN = 0.9
"""Once a unit answers with this, no other is read."""


def looked_again(
    entails: Entails, question: str, ranked: list[Candidate], confidence: Confidence
) -> Confidence:
    """Return a confidence with what the model reads, where that may make a difference."""
    if not confidence.in_doubt:
        return confidence
    return replace(confidence, read=answered(entails, question, ranked))


def answered(entails: Entails, question: str, ranked: list[Candidate]) -> float | None:
    """Return how probable it is that one of the best units answers; None where none can tell."""
    best: float | None = None
    for candidate in ranked[:UNITS]:
        read = entails.read(question, [candidate.in_place])
        if read is None:
            return None
        best = max(best or 0.0, 1 - float(read[0, NOTHING]))
        if best >= CERTAIN:
            break
    return best
