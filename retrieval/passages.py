"""The passages of one version, read from disk one by one: what no question needs is not parsed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, overload

import numpy as np

from corpus.errors import IndexProblem
from corpus.model import Passage, Unit, UnitKind
from retrieval.on_disk import BytesOnDisk

KEPT = 4096
"""Passages that stay parsed, some kilobytes each."""

_HEAD = re.compile(rb'\{"id": "([^"\\]+)", "document_id": "([^"\\]+)", ')
_UNIT = b'"kind": "'
"""Stands in a line once for each unit: inside a JSON text the quotes would be escaped."""


class PassageFile(Sequence[Passage]):
    """
    The passages that `retrieval.manifest.write_lines` wrote, in their order. Thread-safe.

    Opening looks over the lines; a passage is parsed when it is read.

    Attributes:

        ids, documents: Each passage's id, and that of its document.

        units: How many units each passage has, int64, shape (passages,).
    """

    def __init__(self, path: Path) -> None:
        """Look over the file. Raises OSError, and ValueError where a line holds no passage."""
        self._path = path
        self.ids: list[str] = []
        self.documents: list[str] = []
        starts, units = [0], []
        names: dict[str, str] = {}
        with path.open("rb") as handle:
            for number, line in enumerate(handle, 1):
                head = _HEAD.match(line)
                if head is None or not line.endswith(b"}\n"):
                    raise ValueError(f"line {number} of {path.name} holds no passage")
                self.ids.append(head[1].decode())
                document = head[2].decode()
                # One text for all passages of a document.
                self.documents.append(names.setdefault(document, document))
                starts.append(starts[-1] + len(line))
                units.append(line.count(_UNIT))
        self._bytes = BytesOnDisk(path)
        self._starts = np.array(starts, dtype=np.int64)
        self.units = np.array(units, dtype=np.int64)
        self._parsed = lru_cache(KEPT)(self._read)

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, row: int) -> Passage: ...
    @overload
    def __getitem__(self, row: slice) -> list[Passage]: ...
    def __getitem__(self, row: int | slice) -> Passage | list[Passage]:
        """Return a passage, or those of a slice; raises IndexProblem for a damaged line."""
        found = range(len(self))[row]
        return self._parsed(found) if isinstance(found, int) else [*map(self._parsed, found)]

    def __iter__(self) -> Iterator[Passage]:
        """Yield every passage; they are not kept."""
        return map(self._read, range(len(self)))

    def _read(self, row: int) -> Passage:
        line = self._bytes.read(int(self._starts[row]), int(self._starts[row + 1]))
        try:
            return _passage(json.loads(line))
        except (ValueError, KeyError, TypeError) as problem:
            place = f"line {row + 1} of '{self._path}'"
            raise IndexProblem(f"{place} is damaged: {problem}") from problem


def _passage(raw: dict[str, Any]) -> Passage:
    raw["section"] = tuple(raw["section"])
    raw["units"] = tuple(Unit(**{**unit, "kind": UnitKind(unit["kind"])}) for unit in raw["units"])
    return Passage(**raw)
