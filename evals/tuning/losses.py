"""
What the engine is to learn: the right passage first, the right unit first, and a near miss far.

Method: cross-entropy over the passages of a batch (InfoNCE: Van den Oord and others, 2018), of
whole vectors (as in DPR: Karpukhin and others, EMNLP 2020) and of late interaction (ColBERT:
Khattab and Zaharia, SIGIR 2020), as retrieval/late.py computes it; the same over the units of a
passage; and a logistic loss that tells questions which a passage answers from near misses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F

from evals.tuning.questions import Example, Text

TEMPERATURE = 0.02
UNIT_WEIGHT, ALONE_WEIGHT, MISS_WEIGHT = 0.5, 0.5, 0.7
_NONE = -1.0
"""Below every cosine that occurs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """
    Texts as the model gives them.

    Args:

        tokens: Unit vectors, float32 (n, length, 384).

        vectors: Unit vectors of whole texts, float32 (n, 384).

        own: Which tokens are the text's own, bool (n, length).
    """

    tokens: torch.Tensor
    vectors: torch.Tensor
    own: torch.Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """
    What is held side by side.

    Args:

        examples: Questions with an answer first, near misses after.

        answered: How many have an answer, each about another passage.

        texts: The passages; the first `answered` are those of the first questions, in order.

        about: For each question which of `texts` it is about.
    """

    examples: Sequence[Example]
    answered: int
    texts: Sequence[Text]
    about: Sequence[int]


def loss(
    batch: Batch, questions: Encoded, passages: Encoded, scale: torch.Tensor
) -> tuple[torch.Tensor, float]:
    """
    Return the loss, and how many of the answered questions have their passage first.

    `scale` (2,) are the slope and shift of the logistic loss, and are learned too.
    """
    count = batch.answered
    right = torch.arange(count)
    similar = torch.einsum("qld,ptd->qplt", questions.tokens, passages.tokens)
    similar = similar.masked_fill(~passages.own[None, :, None, :], _NONE)
    met = _mean(similar.max(-1).values, questions.own[:, None, :])
    whole = questions.vectors[:count] @ passages.vectors.t()
    total = F.cross_entropy(whole / TEMPERATURE, right)
    total = total + F.cross_entropy(met[:count] / TEMPERATURE, right)
    alone, near, there = _units(batch, questions, similar)
    wanted = torch.zeros_like(there[:count])
    for place, example in enumerate(batch.examples[:count]):
        wanted[place, list(example.units)] = True
    for weight, scores in ((1.0, near), (ALONE_WEIGHT, alone)):
        chosen = _chosen(scores[:count], there[:count], wanted)
        total = total + UNIT_WEIGHT * weight * chosen
    best = near.masked_fill(~there, _NONE).max(-1).values
    total = total + MISS_WEIGHT * _told_apart(scale[0] * best + scale[1], count)
    return total, float((met[:count].argmax(1) == right).float().mean())


def _mean(cosines: torch.Tensor, own: torch.Tensor) -> torch.Tensor:
    """Return the mean over a question's own tokens, the last axis."""
    return (cosines * own).sum(-1) / own.sum(-1).clamp(min=1)


def _units(
    batch: Batch, questions: Encoded, similar: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """
    Return how each unit of its passage meets a question, as `retrieval.late.Late` has it.

    Returns: `units` and `near`, (questions, units) each, and which of them there are.
    """
    texts = [batch.texts[at] for at in batch.about]
    most = max(len(text.units) for text in texts)
    within = torch.zeros(len(texts), most, similar.shape[-1], dtype=torch.bool)
    head = torch.zeros(len(texts), similar.shape[-1], dtype=torch.bool)
    for place, text in enumerate(texts):
        head[place, text.own : text.units[0][0]] = True
        for unit, (start, end) in enumerate(text.units):
            within[place, unit, start:end] = True
    own = similar[torch.arange(len(texts)), torch.tensor(batch.about)]
    units = own[:, :, None, :].masked_fill(~within[:, None], _NONE).max(-1).values
    heads = own.masked_fill(~head[:, None], _NONE).max(-1).values
    tokens = questions.own[:, None, :]
    near = _mean(torch.maximum(units, heads[:, :, None]).transpose(1, 2), tokens)
    return _mean(units.transpose(1, 2), tokens), near, within.any(-1)


def _chosen(scores: torch.Tensor, there: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Return -ln of the chance that a softmax over a passage's units gives to the right ones."""
    logits = (scores / TEMPERATURE).masked_fill(~there, -1e4)
    right = logits.masked_fill(~wanted, -1e4)
    return (torch.logsumexp(logits, 1) - torch.logsumexp(right, 1)).mean()


def _told_apart(logits: torch.Tensor, answered: int) -> torch.Tensor:
    """Return the logistic loss where answered questions and near misses weigh the same."""
    right = torch.zeros_like(logits)
    right[:answered] = 1
    misses = max(1, len(logits) - answered)
    weights = torch.where(right > 0, 0.5 / answered, 0.5 / misses)
    losses = F.binary_cross_entropy_with_logits(logits, right, reduction="none")
    return (losses * weights).sum()
