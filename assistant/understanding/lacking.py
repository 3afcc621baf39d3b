"""
What an asker did not tell though the answer hangs on it: their region, sector or diploma.

Method: multinomial logistic regression (Cox, 1966) on the words of a question, its pairs of words,
and its vector. evals/tuning/lacking.py makes the file, from examples that people wrote;
docs/adr/0037 says what it brings beside the rules of `clarify_rules.toml`.
"""

from __future__ import annotations

import logging
import math
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from assistant.understanding.slots import Kind
from retrieval.dutch import plain

log = logging.getLogger(__name__)

FILE = Path(__file__).with_name("lacking.npz")
KINDS = (None, Kind.REGION, Kind.SECTOR, Kind.DIPLOMA)
"""What a question lacks, in the order of the columns of the weights."""

LEAST = 0.3
"""The probability that anything lacks from which we ask."""

_WORD = re.compile(r"[a-z0-9']+")
_NO_QUESTION = re.compile(r"[\[\]{}<>|=:]")
"""Signs of a quotation, an order or code, which are not to be given back as a choice."""

_START, _END = "<", ">"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """
    What the file holds.

    Args:

        model: The name of the model that makes the vectors.

        pieces: Words and pairs of words, as `pieces_in` gives them, (p,).

        by_piece, by_vector, bias: float32 (p, k), (d, k) and (k,), a column for each of KINDS.
    """

    model: str
    pieces: list[str]
    by_piece: np.ndarray
    by_vector: np.ndarray
    bias: np.ndarray


def pieces_in(text: str) -> set[str]:
    """Return the plain words of a text and its pairs of words, with where it starts and ends."""
    found = _WORD.findall(plain(text))
    return {*found, *(f"{one} {other}" for one, other in pairwise([_START, *found, _END]))}


class Lacking:
    """Tells what a question lacks. Thread-safe."""

    def __init__(self, weights: Weights) -> None:
        """Take what was learned."""
        self._weights = weights
        self._places = {piece: place for place, piece in enumerate(weights.pieces)}

    def kind(self, text: str, vector: np.ndarray) -> Kind | None:
        """
        Return what a question lacks, or None; of what is more than a plain question always None.

        Args:

            vector: Of the question, by the model of the weights: float32 (d,), of unit length.
        """
        if _NO_QUESTION.search(text):
            return None
        held = [self._places[piece] for piece in pieces_in(text) if piece in self._places]
        logits = self._weights.bias + vector @ self._weights.by_vector
        if held:
            logits = logits + self._weights.by_piece[held].sum(axis=0) / math.sqrt(len(held))
        odds = np.exp(logits - logits.max())
        if odds[0] > (1 - LEAST) * odds.sum():
            return None
        return KINDS[1 + int(odds[1:].argmax())]


def open_lacking(model: str, path: Path = FILE) -> Lacking | None:
    """Return what was learned for questions of a model; None where there is nothing for it."""
    try:
        weights = read_weights(path)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as problem:
        log.warning("what questions lack is told by rules alone: %s", problem)
        return None
    return Lacking(weights) if weights.model == model else None


def read_weights(path: Path = FILE) -> Weights:
    """Read a file of weights; raises OSError, BadZipFile, or ValueError and its like."""
    with np.load(path, allow_pickle=False) as held:
        return Weights(
            model=str(held["model"]),
            pieces=held["pieces"].tolist(),
            by_piece=held["by_piece"].astype(np.float32),
            by_vector=held["by_vector"].astype(np.float32),
            bias=held["bias"].astype(np.float32),
        )
