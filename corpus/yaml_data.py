"""Reading the project's own data files; a fault in one is said with its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml

from corpus.errors import DataProblem

DATA = Path(__file__).with_name("data")
T = TypeVar("T")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same safe loader, ten times as fast where PyYAML was built with libyaml."""


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds; raises DataProblem where it is none, or cannot be read."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise DataProblem(f"{path.name} cannot be read: {problem}") from problem


def build(cls: type[T], fields: object, owner: str) -> T:
    """
    Return a dataclass from a mapping, lists as tuples.

    Raises DataProblem, naming the owner, for a key that the class does not have or lacks.
    """
    if not isinstance(fields, Mapping):
        raise DataProblem(f"{owner}: expected keys and values, not {fields!r}")
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in fields.items()}
    try:
        return cls(**values)
    except TypeError as problem:
        raise DataProblem(f"{owner}: {str(problem).split('() ')[-1]}") from problem
