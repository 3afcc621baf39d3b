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
from retrieval.on_disk import RowsOnDisk

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


def rated(
    similar: np.ndarray,
    starts: np.ndarray,
    spans: Sequence[np.ndarray],
    weights: np.ndarray | None = None,
) -> list[Late]:
    """
    Return how well each passage meets a question.

    Args:

        similar: Cosines of the tokens of all passages, one passage after the other, and the
            question's tokens, shape (tokens, n > 0).

        starts: Where each passage's tokens start, shape (passages,); each has at least one.

        spans: Per passage, the tokens [start, end) of each unit within it, shape (units, 2); the
            headings stand before the first.

        weights: Of the question's tokens in the means, shape (n,); all alike where None. `low`
            is of the tokens that are met worst, whatever they weigh.
    """
    best = np.maximum.reduceat(similar, starts)
    low = np.sort(best, axis=1)[:, : max(1, best.shape[1] // LOWEST)]
    counts = [len(own) for own in spans]
    heads = np.array([max(1, int(own[0, 0])) for own in spans])
    head = np.repeat(_best(similar, np.stack([starts, starts + heads], axis=1)), counts, axis=0)
    own = np.concatenate(spans) + np.repeat(starts, counts)[:, None]
    # What was cut off as too long has no tokens of its own: its headings stand for it.
    units = np.where((own[:, 0] < own[:, 1])[:, None], _best(similar, own), head)
    ends = np.cumsum(counts)[:-1]
    unit_means = np.split(_mean(units, weights), ends)
    near_means = np.split(_mean(np.maximum(units, head), weights), ends)
    means = zip(_mean(best, weights), low.mean(axis=1), unit_means, near_means, strict=True)
    return [
        Late(passage=float(passage), low=float(lowest), units=unit, near=near)
        for passage, lowest, unit, near in means
    ]


def _mean(cosines: np.ndarray, weights: np.ndarray | None) -> np.ndarray:
    """Return the mean over the question's tokens, shape (rows,), of cosines (rows, n)."""
    return cosines.mean(axis=1) if weights is None else np.average(cosines, axis=1, weights=weights)


def _best(similar: np.ndarray, spans: np.ndarray) -> np.ndarray:
    """Return the best cosine with each of the question's tokens in each span, (spans, n)."""
    # One row more, so that a span may end at the end; an empty span gives any row.
    padded = np.concatenate([similar, similar[:1]])
    return np.asarray(np.maximum.reduceat(padded, spans.ravel())[::2])


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenIndex:
    """
    The tokens of every passage: a question reads the codes of its candidates from disk.

    Args:

        codes, scales: As in Tokens, all passages after each other.

        starts: Where each passage's tokens start, and the end, shape (passages + 1,).

        spans: The tokens of each unit within its passage, all units after each other.

        units: Where each passage's units start in `spans`, and the end, shape (passages + 1,).
    """

    codes: RowsOnDisk
    scales: np.ndarray
    starts: np.ndarray
    spans: np.ndarray
    units: np.ndarray

    def tokens(self, row: int) -> Tokens:
        """Return the tokens of passage `row`."""
        start, end = self.starts[row], self.starts[row + 1]
        return Tokens(codes=self.codes.rows(start, end), scales=self.scales[start:end])

    def interact(
        self, question: np.ndarray, rows: Sequence[int], weights: np.ndarray | None = None
    ) -> list[Late]:
        """
        Compare a question's tokens with passages.

        Args:

            question: Unit vectors, shape (n, d), n > 0.

            weights: Of those tokens, shape (n,); all alike where None.
        """
        if not rows:
            return []
        found = [self.tokens(row) for row in rows]
        # Passage by passage: its tokens as float32 stay in the processor's cache.
        products = [each.codes.astype(np.float32) @ question.T for each in found]
        scales = np.concatenate([each.scales for each in found])
        similar = np.concatenate(products) * scales[:, None]
        starts = np.cumsum([0, *(len(each.scales) for each in found[:-1])])
        spans = [self.spans[self.units[row] : self.units[row + 1]] for row in rows]
        return rated(similar, starts, spans, weights)


def write_tokens(
    folder: Path, passages: Sequence[Passage], tokens: Sequence[Tokens], embedder: TokenEmbedder
) -> None:
    """Write the tokens of the passages to a new folder."""
    folder.mkdir()
    _write_codes(folder / CODES, tokens)
    np.save(folder / SCALES, np.concatenate([each.scales for each in tokens]))
    np.save(folder / STARTS, np.cumsum([0, *(len(each.scales) for each in tokens)]))
    np.save(folder / SPANS, np.concatenate([unit_spans(each, embedder) for each in passages]))


def _write_codes(path: Path, tokens: Sequence[Tokens]) -> None:
    """Write the codes one text after the other: together they may not fit in memory."""
    shape = (sum(len(each.codes) for each in tokens), tokens[0].codes.shape[1])
    with path.open("wb") as handle:
        header = {"descr": "|i1", "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(handle, header)
        for each in tokens:
            handle.write(np.ascontiguousarray(each.codes).data)


def unit_spans(passage: Passage, embedder: TokenEmbedder) -> np.ndarray:
    """Return the tokens [start, end) of each unit of a passage as embedded, shape (units, 2)."""
    head = len(passage.context) + 1 - passage.start
    offsets = [head + at for unit in passage.units for at in (unit.start, unit.end)]
    counts = embedder.token_counts(passage.in_context, offsets)
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
        codes=RowsOnDisk(folder / CODES),
        scales=np.load(folder / SCALES),
        starts=np.load(folder / STARTS),
        spans=np.load(folder / SPANS),
        units=units,
    )
    whole = len(found.codes) == len(found.scales) == found.starts[-1]
    if not whole or len(found.starts) != len(units) or len(found.spans) != units[-1]:
        raise ValueError("the tokens do not belong to these passages")
    return found
