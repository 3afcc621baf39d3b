"""Reading files with one JSON value a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from evals.errors import EvalError


def lines_of(path: Path) -> list[str]:
    """Return the lines of a file, empty ones too; raises EvalError where it cannot be read."""
    try:
        # Not splitlines(): that also cuts at U+2028, which JSON allows inside a string.
        return path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise EvalError(f"cannot read '{path}': {problem}") from problem


def records_of(path: Path) -> Iterator[tuple[int, object]]:
    """Yield the value of each line that is not empty, with its number from 1; raises EvalError."""
    for number, line in enumerate(lines_of(path), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except ValueError as problem:
            raise EvalError(f"line {number}: is not JSON") from problem
