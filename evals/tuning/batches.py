"""Which questions and passages are held side by side in a step of learning."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator

from evals.tuning.losses import Batch
from evals.tuning.questions import Example, Lesson

QUESTIONS, MISSES, OTHERS = 16, 9, 8
"""In a step: answered questions, near misses of their passages, passages that are merely near."""

MEAN_RANK = 8
"""Of the passages that are drawn as merely near: the nearest most often, some far."""


class Batches:
    """Draws batches without end; every answered question once before any comes again."""

    def __init__(self, lesson: Lesson, seed: int) -> None:
        """Take what there is to learn from; the same seed gives the same batches."""
        self._lesson = lesson
        self._random = random.Random(seed)
        self._misses: dict[int, list[Example]] = defaultdict(list)
        for example in lesson.unanswered:
            self._misses[example.row].append(example)

    def __iter__(self) -> Iterator[Batch]:
        """Yield batches."""
        waiting: list[Example] = []
        while True:
            if len(waiting) < QUESTIONS:
                waiting = list(self._lesson.answered)
                self._random.shuffle(waiting)
            drawn, waiting = waiting[:QUESTIONS], waiting[QUESTIONS:]
            # Two questions about one passage would stand as wrong for each other.
            yield self._batch(list({example.row: example for example in drawn}.values()))

    def _batch(self, answered: list[Example]) -> Batch:
        rows = [example.row for example in answered]
        with_misses = [row for row in rows if row in self._misses][:MISSES]
        misses = [self._random.choice(self._misses[row]) for row in with_misses]
        for example in self._random.sample(answered, min(OTHERS, len(answered))):
            rows += self._merely_near(example, rows)
        examples = [*answered, *misses]
        return Batch(
            examples=examples,
            answered=len(answered),
            texts=[self._lesson.texts[row] for row in rows],
            about=[rows.index(example.row) for example in examples],
        )

    def _merely_near(self, example: Example, taken: list[int]) -> list[int]:
        """Return a passage near to a question that is not about it, or none."""
        section = self._lesson.texts[example.row].section[-1:]
        others = [
            row
            for row in example.others
            if row not in taken and self._lesson.texts[row].section[-1:] != section
        ]
        rank = int(self._random.expovariate(1 / MEAN_RANK))
        return [others[min(rank, len(others) - 1)]] if others else []
