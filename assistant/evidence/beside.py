"""Units beside a question, as the small model reads them; each is read once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.evidence.candidates import Candidate
from retrieval.embedding.entailment import Entails

UNITS = 4
"""
The best units, that a question is answered by: so many are read at most, for each costs about as
much as the question itself.
"""


class Beside:
    """Reads units for one question, and keeps what it read."""

    def __init__(self, entails: Entails, question: str) -> None:
        """Take the model, and the question in full."""
        self._entails = entails
        self.question = question
        self._kept: dict[str, np.ndarray] = {}

    def read(self, candidates: Sequence[Candidate]) -> np.ndarray | None:
        """Return one row of `Entails.read` a candidate, (candidates, COLUMNS); None as there."""
        places = [candidate.in_place for candidate in candidates]
        new = [place for place in dict.fromkeys(places) if place not in self._kept]
        if new:
            read = self._entails.read(self.question, new)
            if read is None:
                return None
            self._kept |= zip(new, read, strict=True)
        return np.stack([self._kept[place] for place in places])

    def kept(self, candidate: Candidate) -> np.ndarray | None:
        """Return the row of a candidate, (COLUMNS,); None where it was not read."""
        return self._kept.get(candidate.in_place)
