"""Units beside a question, as the small model reads them; each is read once."""

from __future__ import annotations

import numpy as np

from assistant.evidence.candidates import Candidate
from retrieval.embedding.entailment import Entails

UNITS = 4
"""Units that are read at most, best first: each costs about as much as the question itself."""


class Beside:
    """Reads units for one question, and keeps what it read."""

    def __init__(self, entails: Entails, question: str) -> None:
        """Take the model, and the question in full."""
        self._entails = entails
        self.question = question
        self._kept: dict[str, np.ndarray] = {}

    def read(self, candidate: Candidate) -> np.ndarray | None:
        """Return one row of `Entails.read`, (COLUMNS,); None where nothing can tell."""
        place = candidate.in_place
        if place not in self._kept:
            read = self._entails.read(self.question, [place])
            if read is None:
                return None
            self._kept[place] = read[0]
        return self._kept[place]
