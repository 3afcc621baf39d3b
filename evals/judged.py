"""A run that was scored and held against what it had to reach: what every report shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from evals.model_judge import Opinion
from evals.runfile import Header, RunFile
from evals.score import Figures, ItemScore, Scored, by_kind, confusion, score_run, summarise
from evals.suites import Item
from evals.thresholds import Threshold, Verdict, verdicts


@dataclass(frozen=True, kw_only=True)
class Judged:
    """
    Scores with their verdicts.

    Args:

        run: As it was asked; what is written to disk.

        opinion: What a language model says of the answers, where one was asked.
    """

    run: RunFile
    scored: Scored
    verdicts: list[Verdict]
    opinion: Opinion | None = None

    @property
    def header(self) -> Header:
        """What was asked, and how."""
        return self.scored.header

    @property
    def scores(self) -> list[ItemScore]:
        """The score of every item, in the order of the suite."""
        return self.scored.scores

    @property
    def short(self) -> list[Verdict]:
        """The thresholds that were not met."""
        return [each for each in self.verdicts if not each.met]

    @cached_property
    def figures(self) -> Figures:
        """Every figure over all items."""
        return summarise(self.scores, self.header)

    @cached_property
    def kinds(self) -> dict[str, Figures]:
        """Every figure of each kind of question."""
        return by_kind(self.scores, self.header)

    @cached_property
    def confusion(self) -> dict[str, dict[str, int]]:
        """Expected status to the statuses that were given."""
        return confusion(self.scores) if self.header.answers else {}


def judge(run: RunFile, items: Sequence[Item], thresholds: Sequence[Threshold]) -> Judged:
    """Score a run on its items and hold it against thresholds; pure, and the same every time."""
    scored = score_run(run, items)
    return Judged(run=run, scored=scored, verdicts=verdicts(scored.scores, run.header, thresholds))
