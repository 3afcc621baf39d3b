"""Files of which parts are read when they are needed: what was read once does not stay in memory.

Not mapped: a mapped page that was looked at counts as memory of the process ever after.
"""

from __future__ import annotations

import os
import weakref
from pathlib import Path

import numpy as np

from corpus.errors import IndexProblem


class BytesOnDisk:
    """A file, open until nobody holds this. Thread-safe; a file that is removed stays readable."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises OSError."""
        self._path = path
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)

    def read(self, start: int, end: int) -> bytes:
        """Return bytes [start, end). Raises IndexProblem where the file has become shorter."""
        found = os.pread(self._file, end - start, start)
        if len(found) != end - start:
            raise IndexProblem(f"'{self._path}' ends before byte {end}")
        return found


class RowsOnDisk:
    """
    A matrix in a .npy file, of which rows are read. Thread-safe.

    Attributes:

        shape: Of the matrix, (rows, columns).
    """

    def __init__(self, path: Path) -> None:
        """Open the file. Raises OSError, and ValueError where it holds no whole matrix."""
        header = np.load(path, mmap_mode="r")
        if header.ndim != 2:
            raise ValueError(f"{path.name} holds no matrix")
        self.shape: tuple[int, ...] = header.shape
        self._type, self._start = header.dtype, header.offset
        self._width = header.dtype.itemsize * header.shape[1]
        self._bytes = BytesOnDisk(path)

    def __len__(self) -> int:
        return self.shape[0]

    def rows(self, start: int, end: int) -> np.ndarray:
        """Return rows [start, end), read-only. Raises IndexProblem as `BytesOnDisk.read`."""
        first, last = (self._start + int(row) * self._width for row in (start, end))
        found = np.frombuffer(self._bytes.read(first, last), self._type)
        return found.reshape(-1, self.shape[1])
