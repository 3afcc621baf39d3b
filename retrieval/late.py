"""
Late interaction: how well each word of a question is met by the words of a passage.

Method: MaxSim (Khattab and Zaharia, "ColBERT", SIGIR 2020) over the token vectors of the engine
that also makes the passage vectors; not trained for it; docs/adr/0012 has what it brings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.model import Passage
from retrieval.embedding.base import TokenEmbedder, Tokens

CODES, SCALES, STARTS, SPANS = "codes.npy", "scales.npy", "starts.npy", "spans.npy"
LOWEST = 3
"""One in so many of a question's tokens, the worst met, make the `low` scores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """
    How well a passage meets a question: cosines, means over the question's tokens.

    Args:

        passage: Each token against the whole passage, headings included.

        low: The same over the third of the tokens that is met worst.

        units: Per unit, each token against that unit alone, shape (units,).

        near: Per unit, against the unit and the headings, shape (units,).
    """

    passage: float
    low: float
    units: np.ndarray
    near: np.ndarray


def rated(similar: np.ndarray, spans: np.ndarray) -> Late:
    """
    Return how well a passage meets a question.

    Args:

        similar: Cosines of the question's tokens and the passage's, shape (n > 0, tokens > 0).

        spans: The tokens [start, end) of each unit, shape (units, 2); the headings stand before.
    """
    best = similar.max(axis=1)
    head = similar[:, : max(1, int(spans[0, 0]))].max(axis=1)
    units = np.stack([_best(similar[:, start:end], head) for start, end in spans])
    return Late(
        passage=float(best.mean()),
        low=float(np.sort(best)[: max(1, len(best) // LOWEST)].mean()),
        units=units.mean(axis=1),
        near=np.maximum(units, head).mean(axis=1),
    )


def _best(similar: np.ndarray, instead: np.ndarray) -> np.ndarray:
    """Return the best match of each token; what was cut off as too long has none of its own."""
    return similar.max(axis=1) if similar.shape[1] else instead


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenIndex:
    """
    The tokens of every passage, mapped from disk: a question reads those of its candidates.

    Args:

        codes, scales: As in Tokens, all passages after each other.

        starts: Where each passage's tokens start, and the end, shape (passages + 1,).

        spans: The tokens of each unit within its passage, all units after each other.

        units: Where each passage's units start in `spans`, and the end, shape (passages + 1,).
    """

    codes: np.ndarray
    scales: np.ndarray
    starts: np.ndarray
    spans: np.ndarray
    units: np.ndarray

    def tokens(self, row: int) -> Tokens:
        """Return the tokens of passage `row`."""
        own = slice(self.starts[row], self.starts[row + 1])
        return Tokens(codes=self.codes[own], scales=self.scales[own])

    def interact(self, question: np.ndarray, rows: Sequence[int]) -> list[Late]:
        """Compare a question's tokens (unit vectors, shape (n, d), n > 0) with passages."""
        if not rows:
            return []
        found = [self.tokens(row) for row in rows]
        codes = np.concatenate([each.codes for each in found]).astype(np.float32)
        scales = np.concatenate([each.scales for each in found])
        similar = (question @ codes.T) * scales
        ends = np.cumsum([len(each.scales) for each in found])[:-1]
        return [
            rated(own, self.spans[self.units[row] : self.units[row + 1]])
            for own, row in zip(np.split(similar, ends, axis=1), rows, strict=True)
        ]


def write_tokens(
    folder: Path, passages: Sequence[Passage], tokens: Sequence[Tokens], embedder: TokenEmbedder
) -> None:
    """Write the tokens of the passages to a new folder."""
    folder.mkdir()
    _write_codes(folder / CODES, tokens)
    np.save(folder / SCALES, np.concatenate([each.scales for each in tokens]))
    np.save(folder / STARTS, np.cumsum([0, *(len(each.scales) for each in tokens)]))
    np.save(folder / SPANS, np.concatenate([_spans(each, embedder) for each in passages]))


def _write_codes(path: Path, tokens: Sequence[Tokens]) -> None:
    """Write the codes one text after the other: together they may not fit in memory."""
    shape = (sum(len(each.codes) for each in tokens), tokens[0].codes.shape[1])
    with path.open("wb") as handle:
        header = {"descr": "|i1", "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(handle, header)
        for each in tokens:
            handle.write(np.ascontiguousarray(each.codes).data)


def _spans(passage: Passage, embedder: TokenEmbedder) -> np.ndarray:
    """Return the tokens [start, end) of each unit of a passage as it was embedded."""
    head = len(passage.context) + 1 - passage.start
    offsets = [head + at for unit in passage.units for at in (unit.start, unit.end)]
    counts = embedder.token_counts(f"{passage.context}\n{passage.text}", offsets)
    return np.array(counts, dtype=np.int32).reshape(-1, 2)


def open_tokens(folder: Path, units_of: np.ndarray) -> TokenIndex | None:
    """
    Open what `write_tokens` wrote, or None where the engine gave no tokens.

    `units_of` is the number of units of each passage. Raises OSError, and ValueError where the
    files do not belong to them.
    """
    if not folder.is_dir():
        return None
    units = np.cumsum([0, *units_of])
    found = TokenIndex(
        codes=np.load(folder / CODES, mmap_mode="r"),
        scales=np.load(folder / SCALES),
        starts=np.load(folder / STARTS),
        spans=np.load(folder / SPANS),
        units=units,
    )
    whole = len(found.codes) == len(found.scales) == found.starts[-1]
    if not whole or len(found.starts) != len(units) or len(found.spans) != units[-1]:
        raise ValueError("the tokens do not belong to these passages")
    return found
