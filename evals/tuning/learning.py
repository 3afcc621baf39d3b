"""Learning the adapter, step by step, and writing its file."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from evals.tuning.batches import QUESTIONS, Batches
from evals.tuning.losses import Encoded, loss
from evals.tuning.model import AdaptedE5
from evals.tuning.questions import Lesson, Read
from retrieval.embedding.adapter import DOWN, PASSAGES, QUERIES, UP, adapter_of
from retrieval.embedding.e5_weights import read_weights
from retrieval.embedding.onnx_engine import CHECK_TEXTS, OnnxE5

KEPT = 0.85
"""
Of what was learned: between the model as it was and as it became, it does best.

Method: interpolated weights (Wortsman and others, "Robust fine-tuning of zero-shot models", 2022).
"""

RATE, LAST_RATE, WARM_STEPS = 6e-4, 0.02, 40
"""Of the learning; it rises for so many steps and falls to a share of it in a straight line."""

SCALE_RATE, FIRST_SCALE = 0.02, (20.0, -17.0)
DECAY, LARGEST_SLOPE = 0.01, 1.0
PAD, TOGETHER = 32, 16
"""Lengths are rounded up, for the processor prepares itself for each; texts computed together."""


class Learner:
    """A model and what it has seen; `step` makes it a little better."""

    def __init__(self, model: AdaptedE5, lesson: Lesson, steps: int, seed: int) -> None:
        """Compute once what does not learn, for every text of the lesson."""
        torch.manual_seed(seed)
        self._model, self._steps, self._done = model, steps, 0
        self._batches = iter(Batches(lesson, seed))
        examples = (*lesson.answered, *lesson.unanswered)
        texts: list[Read] = [*lesson.texts, *examples]
        self._fixed = dict(_computed(model, [text.ids for text in texts]))
        self._scale = nn.Parameter(torch.tensor(FIRST_SCALE))
        narrow = list(model.parameters())
        self._optimizer = torch.optim.AdamW(
            [
                {"params": narrow, "lr": RATE, "weight_decay": DECAY},
                {"params": [self._scale], "lr": SCALE_RATE, "weight_decay": 0.0},
            ]
        )

    def step(self) -> tuple[float, float]:
        """Learn from one batch; returns the loss, and the share with their passage first."""
        batch = next(self._batches)
        self._optimizer.param_groups[0]["lr"] = RATE * self._share()
        questions, passages = self._encoded(batch.examples), self._encoded(batch.texts)
        lost, right = loss(batch, questions, passages, self._scale)
        self._optimizer.zero_grad()
        lost.backward()
        nn.utils.clip_grad_norm_(self._model.parameters(), LARGEST_SLOPE)
        self._optimizer.step()
        self._done += 1
        return float(lost.detach()), right

    def _share(self) -> float:
        """Return the share of the rate that this step learns at."""
        falling = max(LAST_RATE, 1 - self._done / self._steps)
        return min(1.0, (self._done + 1) / WARM_STEPS) * falling

    def _encoded(self, texts: Sequence[Read]) -> Encoded:
        """Run the texts as one; the longest third apart, which spares padding."""
        order = sorted(range(len(texts)), key=lambda at: len(texts[at].ids))
        cut = len(order) * 2 // 3
        tokens: dict[int, torch.Tensor] = {}
        for part in (order[:cut], order[cut:]):
            made = self._model(*_padded([self._fixed[texts[at].ids] for at in part]))
            tokens.update(zip(part, made, strict=True))
        longest = max(len(each) for each in tokens.values())
        whole = torch.stack(
            [F.pad(tokens[at], (0, 0, 0, longest - len(tokens[at]))) for at in range(len(texts))]
        )
        read = torch.zeros(whole.shape[:2])
        own = torch.zeros(whole.shape[:2], dtype=torch.bool)
        for at, text in enumerate(texts):
            read[at, : len(text.ids)] = 1
            own[at, text.own : len(text.ids) - 1] = True
        return Encoded(
            tokens=F.normalize(whole, dim=-1),
            vectors=F.normalize((whole * read[..., None]).sum(1), dim=-1),
            own=own,
        )


def learn(model: AdaptedE5, lesson: Lesson, epochs: float, seed: int = 0) -> Iterator[str]:
    """Learn, and yield a line of progress every so often."""
    steps = max(1, round(epochs * len(lesson.answered) / QUESTIONS))
    learner = Learner(model, lesson, steps, seed)
    started, recent = time.monotonic(), []
    for step in range(1, steps + 1):
        recent.append(learner.step())
        if step % 20 == 0 or step == steps:
            lost, right = np.mean(recent, axis=0)
            minutes = (time.monotonic() - started) / 60
            yield f"step {step} of {steps}: loss {lost:.3f}, first {right:.3f}, {minutes:.0f} min"
            recent.clear()


def write_adapter(model: AdaptedE5, engine: OnnxE5, weights: Path, path: Path) -> None:
    """Write what was learned, and the vectors by which an engine on these weights is checked."""
    arrays: dict[str, np.ndarray] = {}
    for name, (down, up) in model.learned().items():
        arrays[name + DOWN] = down.astype(np.float16)
        arrays[name + UP] = (KEPT * up).astype(np.float16)
    learned = adapter_of(arrays)
    exact = AdaptedE5(read_weights(weights, learned), torch.float32)
    arrays[QUERIES] = vectors(exact, [engine.query_ids(text)[0] for text in CHECK_TEXTS])
    arrays[PASSAGES] = vectors(exact, [engine.passage_ids(text)[0] for text in CHECK_TEXTS])
    np.savez_compressed(path, allow_pickle=False, **arrays)


def vectors(model: AdaptedE5, texts: Sequence[Sequence[int]]) -> np.ndarray:
    """Return the vectors of texts in tokens, one by one, float32 (n, 384)."""
    made = []
    for ids in texts:
        read = torch.ones(1, len(ids))
        hidden = model(model.fixed(torch.tensor([ids]), read), read)
        made.append(F.normalize(hidden.sum(1), dim=-1))
    return torch.cat(made).detach().numpy()


def _computed(
    model: AdaptedE5, texts: Iterable[tuple[int, ...]]
) -> Iterator[tuple[tuple[int, ...], torch.Tensor]]:
    """Yield each text with what the layers that do not learn make of it."""
    for part in _batched(sorted(set(texts), key=len), TOGETHER):
        ids = nn.utils.rnn.pad_sequence([torch.tensor(text) for text in part], batch_first=True)
        read = torch.tensor([[at < len(text) for at in range(ids.shape[1])] for text in part])
        for text, made in zip(part, model.fixed(ids, read), strict=True):
            yield text, made[: len(text)].clone()


def _padded(fixed: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return texts of unlike length as one, and which of its tokens are theirs."""
    length = -(-max(len(each) for each in fixed) // PAD) * PAD
    whole = torch.zeros(len(fixed), length, fixed[0].shape[1], dtype=fixed[0].dtype)
    read = torch.zeros(len(fixed), length)
    for at, each in enumerate(fixed):
        whole[at, : len(each)], read[at, : len(each)] = each, 1
    return whole, read


def _batched(texts: Sequence[tuple[int, ...]], count: int) -> Iterator[Sequence[tuple[int, ...]]]:
    """Yield so many texts at a time."""
    return (texts[at : at + count] for at in range(0, len(texts), count))
