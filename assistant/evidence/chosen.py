"""A unit that was chosen for an answer."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.evidence.candidates import Candidate
from corpus.model import Passage, Unit
from retrieval.search import Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A unit that goes into the answer, with where it was found."""

    passage: Passage
    hit: Hit
    number: int

    @classmethod
    def of(cls, candidate: Candidate, number: int | None = None) -> Chosen:
        """Return a candidate, or another unit of its passage."""
        at = candidate.number if number is None else number
        return cls(passage=candidate.passage, hit=candidate.hit, number=at)

    @property
    def unit(self) -> Unit:
        """The unit itself."""
        return self.passage.units[self.number]

    @property
    def text(self) -> str:
        """Its literal text."""
        return self.passage.unit_text(self.unit)
