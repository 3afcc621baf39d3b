"""
Learns the reader of entailment and writes its file: python -m evals.tuning.entailing --index DIR

Needs the extra 'st', an index of our documents and of `documents/` beside this module, and some
hours on two processors. It prints how the reader does on the questions of documents that it has
not learned from.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from assistant.settings import from_environment
from assistant.verdict.reading import SURE
from corpus.errors import LoketError
from evals.tuning.asked import read_asked
from evals.tuning.contrasts import read_claims, read_contrasts
from evals.tuning.judged import read_judged
from evals.tuning.model import AdaptedE5
from evals.tuning.pairs import UNANSWERED, Encode, Group, Pair, pair_of, parted
from retrieval.embedding.adapter import DOWN, UP, adapter_of
from retrieval.embedding.e5_weights import HIDDEN, read_weights
from retrieval.embedding.entailment import (
    CHECK,
    CHECK_PAIRS,
    COLUMNS,
    FILE,
    NO,
    NOTHING,
    YES,
    probabilities,
)
from retrieval.embedding.onnx_engine import packaged_weights, ready_entry
from retrieval.embedding.onnx_graph import Precision
from retrieval.embedding.unigram import UnigramTokenizer
from retrieval.index import open_index

EPOCHS = 3.5
TOGETHER, SORTED = 8, 16
"""Groups in a step, and how many steps' groups are sorted by length to be read together."""

FAR = 3
"""Questions in a step that stand beside a text of another document, which says nothing to them."""

RATE, LAST_RATE, WARM_STEPS = 5e-4, 0.02, 80
DECAY, DROPPED, SMOOTHED, LARGEST_SLOPE = 0.01, 0.1, 0.03, 1.0


class Entailing(nn.Module):
    """The model with two layers on the last vector of the first token; all its layers learn."""

    def __init__(self) -> None:
        """Start from multilingual-e5-small as it is packaged."""
        super().__init__()
        self.e5 = AdaptedE5(read_weights(packaged_weights(), adapter_of({})), learned_from=0)
        self.hidden, self.out = nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, COLUMNS)
        self._drop = nn.Dropout(DROPPED)

    def forward(self, ids: torch.Tensor, read: torch.Tensor) -> torch.Tensor:
        """Return the logits of texts of tokens, float32 (n, COLUMNS)."""
        first = self.e5(self.e5.fixed(ids, read), read)[:, 0]
        made: torch.Tensor = self.out(self._drop(torch.tanh(self.hidden(first))))
        return made


class Learner:
    """A reader and what it has seen; `step` makes it a little better."""

    def __init__(self, model: Entailing, groups: Sequence[Group], steps: int, seed: int) -> None:
        """Take what to learn from; the same seed gives the same steps."""
        torch.manual_seed(seed)
        self._random = random.Random(seed)
        self._model, self._groups, self._steps, self._done = model, list(groups), steps, 0
        self._drawn = self._draws()
        self._optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)

    def step(self) -> float:
        """Learn from the groups of one step; returns the loss."""
        self._model.train()
        self._optimizer.param_groups[0]["lr"] = RATE * self._share()
        pairs = [pair for group in next(self._drawn) for pair in group.pairs] + self._far()
        lost = loss_of(self._model(*padded(pairs)), [pair.answers for pair in pairs])
        self._optimizer.zero_grad()
        lost.backward()
        nn.utils.clip_grad_norm_(self._model.parameters(), LARGEST_SLOPE)
        self._optimizer.step()
        self._done += 1
        return float(lost.detach())

    def _share(self) -> float:
        falling = max(LAST_RATE, 1 - self._done / self._steps)
        return min(1.0, (self._done + 1) / WARM_STEPS) * falling

    def _draws(self) -> Iterator[list[Group]]:
        """Yield groups of about one length, every one once before any comes again."""
        while True:
            order = self._random.sample(self._groups, len(self._groups))
            parts = []
            for at in range(0, len(order), TOGETHER * SORTED):
                near = sorted(order[at : at + TOGETHER * SORTED], key=_longest)
                parts += [near[to : to + TOGETHER] for to in range(0, len(near), TOGETHER)]
            self._random.shuffle(parts)
            yield from parts

    def _far(self) -> list[Pair]:
        """Return questions beside a text that has nothing to do with them."""
        made = []
        for _ in range(FAR):
            asked, told = (self._random.choice(self._groups) for _ in range(2))
            if asked.document != told.document:
                question = self._random.choice(asked.pairs).question
                text = self._random.choice(told.pairs).text
                made.append(Pair(question=question, text=text, answers=UNANSWERED))
        return made


def loss_of(logits: torch.Tensor, answers: Sequence[tuple[int, ...]]) -> torch.Tensor:
    """
    Return the mean of -ln of the chance that is given to all right columns together.

    Args:

        logits: float32, (n, COLUMNS).

        answers: The right columns of each; where there is more than one, any of them may have it,
            but NOTHING beside others is right by half: a text that tells a part.
    """
    right, half = torch.zeros(logits.shape), torch.zeros(len(logits))
    for at, columns in enumerate(answers):
        partly = NOTHING in columns and len(columns) > 1
        right[at, [each for each in columns if not (partly and each == NOTHING)]] = 1
        half[at] = partly / 2
    logs = F.log_softmax(logits, -1)
    told = -torch.logsumexp(logs.masked_fill(right == 0, -1e4), -1)
    told = (1 - half) * told - half * logs[:, NOTHING]
    return ((1 - SMOOTHED) * told - SMOOTHED * logs.mean(-1)).mean()


def learn(model: Entailing, groups: Sequence[Group], epochs: float, seed: int = 0) -> Iterator[str]:
    """Learn, and yield a line of progress every so often."""
    steps = max(1, round(epochs * len(groups) / TOGETHER))
    learner = Learner(model, groups, steps, seed)
    started, recent = time.monotonic(), []
    for step in range(1, steps + 1):
        recent.append(learner.step())
        if step % 25 == 0 or step == steps:
            minutes = (time.monotonic() - started) / 60
            yield f"step {step} of {steps}: loss {np.mean(recent):.3f}, {minutes:.0f} min"
            recent.clear()


def judged(model: Entailing, groups: Sequence[Group]) -> str:
    """Return how a reader does on questions that it has not learned from."""
    model.eval()
    pairs = [pair for group in groups for pair in group.pairs]
    with torch.no_grad():
        parts = [torch.softmax(model(*padded(group.pairs)), -1).numpy() for group in groups]
    read = np.concatenate(parts)
    right = np.array(
        [best in pair.answers for best, pair in zip(read.argmax(1), pairs, strict=True)]
    )
    said = read[:, [NO, YES]].max(axis=1) >= SURE
    answered = np.array([pair.answers != UNANSWERED for pair in pairs])
    found = (1 - read[:, NOTHING] >= 0.5) == answered
    return (
        f"{len(pairs)} pairs: {right.sum()} right; told from nothing {found.sum()}; from {SURE} it "
        f"says yes or no to {said.sum()}, {(right & said).sum()} of them right"
    )


def write_reader(model: Entailing, encode: Encode, path: Path) -> None:
    """Write what was learned, as retrieval/embedding/entailment.py reads it."""
    arrays: dict[str, np.ndarray] = {}
    for name, (down, up) in model.e5.learned().items():
        arrays[name + DOWN], arrays[name + UP] = down, up
    for name, layer in (("hidden", model.hidden), ("out", model.out)):
        arrays[name] = layer.weight.detach().numpy()
        arrays[f"{name}.bias"] = layer.bias.detach().numpy()
    halves = {name: array.astype(np.float16) for name, array in arrays.items()}
    halves[CHECK] = known(halves, encode)
    np.savez_compressed(path, allow_pickle=False, **halves)


def known(arrays: dict[str, np.ndarray], encode: Encode) -> np.ndarray:
    """Return what a reader gives to CHECK_PAIRS, computed in float32: (pairs, 3)."""
    exact = AdaptedE5(read_weights(packaged_weights(), adapter_of(arrays)), torch.float32)
    made = []
    for question, text in CHECK_PAIRS:
        ids, read = padded([pair_of(encode, question, text, UNANSWERED)])
        made.append(exact(exact.fixed(ids, read), read)[:, 0].detach().numpy())
    return probabilities(np.concatenate(made), {k: v.astype(np.float32) for k, v in arrays.items()})


def padded(pairs: Sequence[Pair]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return pairs of unlike length as one, and which of its tokens are theirs."""
    length = max(len(pair.ids) for pair in pairs)
    ids, read = torch.ones(len(pairs), length, dtype=torch.long), torch.zeros(len(pairs), length)
    for at, pair in enumerate(pairs):
        ids[at, : len(pair.ids)], read[at, : len(pair.ids)] = torch.tensor(pair.ids), 1
    return ids, read


def _longest(group: Group) -> int:
    return max(len(pair.ids) for pair in group.pairs)


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn; 0 when done, 2 when something cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m evals.tuning.entailing", description=__doc__)
    parser.add_argument("--index", type=Path, required=True, help="holds the passages asked about")
    parser.add_argument("--epochs", type=float, default=EPOCHS, help="how often each is learned")
    parser.add_argument("--out", type=Path, default=FILE, help="the file to write (.npz)")
    options = parser.parse_args(arguments)
    try:
        entry = ready_entry(packaged_weights(), from_environment().cache, Precision.Q4)
        encode = UnigramTokenizer(entry).encode
        index = open_index(options.index)
        sets = [*read_claims(encode), *read_contrasts(encode)]
        found = [*read_asked(encode, index), *read_judged(encode, index)]
        learned, held = parted([*sets, *found])
        model = Entailing()
        for line in learn(model, learned, options.epochs):
            print(line, flush=True)
        print(judged(model, held))
        write_reader(model, encode, options.out)
    except (LoketError, OSError) as problem:
        print(f"tuning: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
