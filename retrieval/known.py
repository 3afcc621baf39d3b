"""
Known questions: which units answer them was judged once, or that nothing does. A new question is
held beside them.

Method: nearest neighbours (Cover and Hart, 1967) by the cosine of question vectors; questions
attached to passages are as in document expansion (Nogueira and others, "Document expansion by query
prediction", 2019), but kept apart from the text. evals/tuning/known.py makes the file, from what
people thought up and judged; docs/adr/0036 says what it brings. Passages that nobody asked about,
as those of a document that a desk brings in, are searched and weighed without it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from retrieval.index import Index

log = logging.getLogger(__name__)

FILE = Path(__file__).with_name("known_questions.npz")
NOTHING, PART, WHOLE = range(3)
"""What a passage does with a question that it was held beside: no, a part, or a whole answer."""

NEAREST, SHARPNESS = 20, 12.0
"""How many known questions have a say, and how much more the nearer ones have."""

FAR = 0.2
"""A cosine, of centred vectors, that says no more than that questions are about our field."""

_BLOCK = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrays:
    """
    What the file holds.

    Args:

        model: The name of the model that made the vectors.

        mean, axes: What makes a question's vector short: float32 (d,) and (k, d).

        codes, scales: The short vectors, int8 (questions, k), times float32 (questions,): of unit
            length.

        passages: Ids, strings (passages,).

        beside: int32 (pairs, 4): question, passage, unit or -1, and one of NOTHING, PART, WHOLE.
    """

    model: str
    mean: np.ndarray
    axes: np.ndarray
    codes: np.ndarray
    scales: np.ndarray
    passages: Sequence[str]
    beside: np.ndarray


def shortened(vectors: np.ndarray, mean: np.ndarray, axes: np.ndarray) -> np.ndarray:
    """Return vectors (n, d) along axes (k, d), of unit length, (n, k)."""
    short = (vectors - mean) @ axes.T
    made: np.ndarray = short / np.maximum(np.linalg.norm(short, axis=1, keepdims=True), 1e-9)
    return made


class KnownQuestions:
    """The known questions about the passages of one index. Thread-safe."""

    def __init__(self, arrays: Arrays, index: Index) -> None:
        """
        Keep what is about passages of the index.

        A question that passages answer which the index lacks says nothing here.
        """
        self._mean, self._axes = arrays.mean, arrays.axes
        found = [index.rows.get(passage, -1) for passage in arrays.passages]
        rows = np.array(found or [-1], dtype=np.int32)
        question, passage, unit, does = arrays.beside.T
        row = rows[passage]
        answered = np.zeros(len(arrays.codes), dtype=bool)
        answered[question[does > NOTHING]] = True
        here = (row >= 0) & ((does > NOTHING) | ~answered[question])
        kept, number = np.unique(question[here], return_inverse=True)
        self._codes, self._scales = arrays.codes[kept], arrays.scales[kept, None]
        self._known = np.zeros(len(index.passages), dtype=bool)
        self._known[row[row >= 0]] = True
        row, unit, does = row[here], unit[here], does[here]
        number = number.astype(np.int32)
        self._answering = _Grouped(number[does > NOTHING], row[does > NOTHING], len(kept))
        whole = does == WHOLE
        pairs = np.stack([number[whole], unit[whole]], axis=1)
        self._units = _Grouped(row[whole], pairs, len(index.passages))

    def __len__(self) -> int:
        return len(self._codes)

    def near(self, vector: np.ndarray) -> Near:
        """Return how near each known question is to one with this vector, float32 (d,)."""
        [short] = shortened(vector[None], self._mean, self._axes)
        similar = np.empty(len(self), np.float32)
        for at in range(0, len(self), _BLOCK):
            # As float32 the codes of a block stay in the processor's cache.
            block = slice(at, at + _BLOCK)
            similar[block] = self._codes[block].astype(np.float32) @ short
        return Near(self, similar * self._scales[:, 0])

    def knows(self, row: int) -> bool:
        """Tell whether questions are known about a passage."""
        return bool(self._known[row])

    def rows_answering(self, question: int) -> np.ndarray:
        """Return the rows of the passages that answer a question, or a part of it."""
        return self._answering[question]

    def asked_of(self, row: int) -> np.ndarray:
        """Return the questions that a passage answers, with the units that do: int (n, 2)."""
        return self._units[row]


class Near:
    """How near a question is to the known ones."""

    def __init__(self, known: KnownQuestions, similar: np.ndarray) -> None:
        """Take cosines, float32 (questions,)."""
        self._known, self._similar = known, similar

    def answered(self, mask: np.ndarray) -> float:
        """
        Return the share of the nearest questions that passages answer which may be seen.

        Args:

            mask: bool, (passages,).
        """
        count = min(NEAREST, len(self._similar))
        nearest = np.argpartition(-self._similar, count - 1)[:count]
        weights = np.exp(SHARPNESS * (self._similar[nearest] - self._similar[nearest].max()))
        told = [mask[self._known.rows_answering(question)].any() for question in nearest]
        return float(weights @ told / weights.sum())

    def units(self, row: int, count: int) -> np.ndarray | None:
        """
        Return for each unit of a passage the cosine of the nearest question that it answers.

        Returns: float32 (count,), FAR at least; None where nothing was asked about the passage.
        """
        if not self._known.knows(row):
            return None
        found = np.full(count, FAR, np.float32)
        asked = self._known.asked_of(row)
        if len(asked):
            np.maximum.at(found, asked[:, 1], self._similar[asked[:, 0]])
        return found


class _Grouped:
    """Values by key, in two arrays: a list of small arrays takes far more memory."""

    def __init__(self, keys: np.ndarray, values: np.ndarray, count: int) -> None:
        """Take a key, 0 to count - 1, for each value."""
        self._values = values[np.argsort(keys, kind="stable")]
        self._ends = np.cumsum([0, *np.bincount(keys, minlength=count)])

    def __getitem__(self, key: int) -> np.ndarray:
        """Return the values of a key."""
        found: np.ndarray = self._values[self._ends[key] : self._ends[key + 1]]
        return found


def open_known(index: Index, path: Path = FILE) -> KnownQuestions | None:
    """Return what is known about an index; None where its model differs, or nothing is known."""
    try:
        arrays = read_known(path)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as problem:
        log.warning("known questions are left out: %s", problem)
        return None
    if arrays.model != index.manifest.model:
        return None
    return KnownQuestions(arrays, index) or None


def read_known(path: Path = FILE) -> Arrays:
    """Read a file of known questions; raises OSError, BadZipFile, or ValueError and its like."""
    with np.load(path, allow_pickle=False) as held:
        return Arrays(
            model=str(held["model"]),
            mean=held["mean"].astype(np.float32),
            axes=held["axes"].astype(np.float32),
            codes=held["codes"],
            scales=held["scales"].astype(np.float32),
            passages=held["passages"].tolist(),
            beside=held["beside"].astype(np.int32),
        )
