"""multilingual-e5-small in torch, with matrices to learn beside its own; see adapter.py."""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from retrieval.embedding.e5_weights import FEED_FORWARD, HEADS, HIDDEN, LAYERS, POSITIONS, Weights

RANK, SCALE = 16, 2.0
LEARNED_FROM = 6
"""The layers below stay as they are: what they make of a text is computed once."""

_SHAPES = {
    "q": (HIDDEN, HIDDEN),
    "k": (HIDDEN, HIDDEN),
    "v": (HIDDEN, HIDDEN),
    "ao": (HIDDEN, HIDDEN),
    "fi": (FEED_FORWARD, HIDDEN),
    "fo": (HIDDEN, FEED_FORWARD),
}


class AdaptedE5(nn.Module):
    """
    BERT as in retrieval/embedding/onnx_graph.py; only the narrow matrices learn.

    Method: LoRA (Hu and others, ICLR 2022): to each matrix a product of two of rank `RANK` is
    added, times `SCALE`. The second starts at zero, so that at first nothing is different.
    """

    def __init__(
        self,
        weights: Weights,
        number: torch.dtype = torch.bfloat16,
        learned_from: int = LEARNED_FROM,
    ) -> None:
        """
        Take weights with the adapter to learn on top of, and the numbers to compute in.

        Args:

            learned_from: The first layer that learns.
        """
        super().__init__()
        self._number, self._learned_from = number, learned_from
        self._words = torch.tensor(weights.dense("emb.word", weights.vocabulary_rows, HIDDEN))
        first_type = weights.floats("emb.type", 2, HIDDEN)[0]
        self._places = torch.tensor(weights.floats("emb.pos", POSITIONS, HIDDEN) + first_type)
        self._epsilon = weights.epsilon
        self._norms = {name: self._norm_of(weights, name) for name in _norm_names()}
        self._matrices: dict[str, tuple[torch.Tensor, torch.Tensor]] = {}
        self.down, self.up = nn.ParameterDict(), nn.ParameterDict()
        for layer in range(LAYERS):
            for part, (rows, columns) in _SHAPES.items():
                name = f"l{layer}.{part}"
                matrix = torch.tensor(weights.dense(f"{name}.w", rows, columns), dtype=self._number)
                bias = torch.tensor(np.array(weights.floats(f"{name}.b", rows)), dtype=self._number)
                self._matrices[name] = matrix, bias
                if layer >= learned_from:
                    narrow = torch.randn(RANK, columns) / math.sqrt(columns)
                    self.down[_key(name)] = nn.Parameter(narrow)
                    self.up[_key(name)] = nn.Parameter(torch.zeros(rows, RANK))

    @staticmethod
    def _norm_of(weights: Weights, name: str) -> tuple[torch.Tensor, torch.Tensor]:
        gain, shift = (
            torch.tensor(np.array(weights.floats(f"{name}.{part}", HIDDEN))) for part in "wb"
        )
        return gain, shift

    def learned(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Return (down, up) of each adapted matrix by its name, float32, the scale in `up`."""
        return {
            _name(key): (down.detach().numpy(), SCALE * self.up[key].detach().numpy())
            for key, down in self.down.items()
        }

    @torch.no_grad()
    def fixed(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return what the layers that do not learn make of texts, (n, length, 384)."""
        places = self._places[: ids.shape[1]]
        hidden = self._norm(self._words[ids] + places, "emb.ln")
        return self._run(hidden, mask, 0, self._learned_from).to(self._number)

    def forward(self, fixed: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return a vector for each token, float32 (n, length, 384), from what `fixed` gave."""
        return self._run(fixed, mask, self._learned_from, LAYERS).float()

    def _run(self, hidden: torch.Tensor, mask: torch.Tensor, first: int, last: int) -> torch.Tensor:
        hidden = hidden.to(self._number)
        far = torch.zeros(mask.shape, dtype=self._number).masked_fill(mask == 0, -1e4)
        far = far[:, None, None, :]
        for layer in range(first, last):
            hidden = self._layer(hidden, far, f"l{layer}.")
        return hidden

    def _layer(self, hidden: torch.Tensor, far: torch.Tensor, at: str) -> torch.Tensor:
        count, length, _ = hidden.shape
        query, key, value = (
            self._linear(hidden, at + part).view(count, length, HEADS, -1).transpose(1, 2)
            for part in "qkv"
        )
        # Written out: torch's fused attention is several times as slow to learn through here.
        scores = query @ key.transpose(-1, -2) * (HIDDEN // HEADS) ** -0.5 + far
        near = torch.softmax(scores, -1)
        mixed = (near @ value).transpose(1, 2).reshape(count, length, HIDDEN)
        hidden = self._norm(self._linear(mixed, at + "ao") + hidden, at + "aln")
        wide = F.gelu(self._linear(hidden, at + "fi"))
        return self._norm(self._linear(wide, at + "fo") + hidden, at + "oln")

    def _linear(self, source: torch.Tensor, name: str) -> torch.Tensor:
        matrix, bias = self._matrices[name]
        rows = source.to(self._number).reshape(-1, source.shape[-1])
        made = torch.addmm(bias, rows, matrix.t())
        if _key(name) in self.down:
            narrow = rows @ self.down[_key(name)].to(self._number).t()
            made = torch.addmm(made, narrow, (SCALE * self.up[_key(name)]).to(self._number).t())
        return made.view(*source.shape[:-1], -1)

    def _norm(self, source: torch.Tensor, name: str) -> torch.Tensor:
        return F.layer_norm(source.float(), (HIDDEN,), *self._norms[name], self._epsilon)


def _norm_names() -> list[str]:
    return ["emb.ln", *(f"l{layer}.{part}" for layer in range(LAYERS) for part in ("aln", "oln"))]


def _key(name: str) -> str:
    """Torch takes no dots in the names of its parameters."""
    return name.replace(".", "_")


def _name(key: str) -> str:
    return key.replace("_", ".")
