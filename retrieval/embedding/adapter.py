"""
What was learned on top of multilingual-e5-small: two narrow matrices for each of the model's own,
whose product is added to it. The bundled engine has its file, the yes/no reader another.

Method: LoRA (Hu and others, "LoRA: Low-Rank Adaptation of Large Language Models", ICLR 2022).
evals/tuning makes the file; docs/adr/0032 says on what, and what it brought.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from corpus.errors import EngineUnavailable

FILE = Path(__file__).with_name("adapter.npz")
DOWN, UP = ".down", ".up"
QUERIES, PASSAGES = "check.queries", "check.passages"
"""The vectors that the adapted model gives to texts that are known; see onnx_engine."""

_NO_VECTORS = np.zeros((0, 0), np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """
    The matrices by the name of the one that they adapt, as 'l4.q'.

    Args:

        down: float32, shape (rank, columns).

        up: float32, shape (rows, rank).

        queries, passages: Unit vectors of the check texts, float32 (texts, 384), computed with
            nothing rounded off.
    """

    down: Mapping[str, np.ndarray]
    up: Mapping[str, np.ndarray]
    queries: np.ndarray
    passages: np.ndarray

    def added(self, name: str, rows: int, columns: int) -> np.ndarray:
        """Return what is added to a matrix, float32 (rows, columns): zeros where nothing is."""
        if name not in self.up:
            return np.zeros((rows, columns), np.float32)
        return np.asarray(self.up[name] @ self.down[name], np.float32)


def read_adapter(path: Path | None = None) -> Adapter:
    """
    Read a file that evals/tuning wrote, the bundled engine's or another.

    Raises EngineUnavailable where it is not one.
    """
    file = path or FILE
    found = adapter_of(read_arrays(file))
    unchecked = path is None and not len(found.queries)
    if unchecked or found.up.keys() != found.down.keys():
        raise EngineUnavailable(f"The adapter {file} cannot be used: parts are missing.")
    return found


def read_arrays(path: Path) -> dict[str, np.ndarray]:
    """Return every array of such a file by name; raises EngineUnavailable."""
    try:
        with np.load(path) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise EngineUnavailable(f"The adapter {path} cannot be used: {error}.") from error


def adapter_of(arrays: Mapping[str, np.ndarray]) -> Adapter:
    """Make an adapter of named arrays; those that are absent are empty."""
    return Adapter(
        down=_ending(DOWN, arrays),
        up=_ending(UP, arrays),
        queries=arrays.get(QUERIES, _NO_VECTORS),
        passages=arrays.get(PASSAGES, _NO_VECTORS),
    )


def _ending(end: str, arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {
        name.removesuffix(end): array.astype(np.float32)
        for name, array in arrays.items()
        if name.endswith(end)
    }
