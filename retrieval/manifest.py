"""The index on disk: versions, the pointer to the current one, and how records are written."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import IndexProblem
from corpus.model import Document, Passage

SCHEMA = 2
"""Raised when the layout of an index changes; an older one must be built again."""

POINTER = "current.json"
VERSIONS = "versions"
ORIGINS = "origins.json"
MANIFEST = "manifest.json"
DOCUMENTS = "documents.jsonl"
PASSAGES = "passages.jsonl"
VECTORS = "vectors.npy"
TOKENS = "tokens"
LEXICAL = "lexical"
CHROMA = "chroma"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """
    What a version of the index holds, and what it was built with.

    Args:

        tokens: How many vectors of tokens; 0 where the engine gives none, None in a version of
            before this was counted.
    """

    version: str
    schema: int
    model: str
    engine: str
    dimensions: int
    settings: str
    documents: int
    passages: int
    created: str
    tokens: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """Which version serves, and which one served before."""

    version: str
    previous: str | None = None


def read_pointer(index: Path) -> Pointer | None:
    """Return the pointer, or None where no index was built yet; raises IndexProblem if damaged."""
    try:
        raw = json.loads((index / POINTER).read_text(encoding="utf-8"))
        return Pointer(version=raw["version"], previous=raw["previous"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise IndexProblem(f"the index pointer in '{index}' is damaged: {problem}") from problem


def write_pointer(index: Path, pointer: Pointer) -> None:
    """Switch to a version in one atomic step."""
    write_atomically(index / POINTER, json.dumps(asdict(pointer)))


def write_atomically(path: Path, text: str) -> None:
    """Write a small file so that a reader sees the old or the new text, never a part."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(path)


def read_manifest(folder: Path) -> Manifest:
    """Return a version's manifest; raises IndexProblem where it is missing, damaged or older."""
    try:
        raw = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if dict(raw).get("schema") != SCHEMA:
            raise IndexProblem("the index was built by another version; run: loket ingest")
        return Manifest(**raw)
    except (OSError, ValueError, TypeError) as problem:
        raise IndexProblem(f"the index in '{folder}' is damaged: {problem}") from problem


def engine_of(index: Path) -> str | None:
    """Return the engine that made the serving version; None without an index that can be read."""
    try:
        pointer = read_pointer(index)
        return read_manifest(index / VERSIONS / pointer.version).engine if pointer else None
    except IndexProblem:
        return None


def read_origins(index: Path) -> dict[str, str]:
    """Return document id -> file, as the last ingest kept it; {} where there is none."""
    try:
        raw = json.loads((index / ORIGINS).read_text(encoding="utf-8"))
        return {str(key): str(value) for key, value in raw.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def write_lines(path: Path, records: Iterable[Document | Passage]) -> None:
    """Write records as JSON, one a line."""
    with path.open("w", encoding="utf-8") as handle:
        for record in records:
            handle.write(json.dumps(asdict(record), ensure_ascii=False, default=_plain) + "\n")


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot write {type(value)}")


def read_documents(path: Path) -> list[Document]:
    """Read what `write_lines` wrote."""
    with path.open(encoding="utf-8") as handle:
        return [_document(json.loads(line)) for line in handle]


def _document(raw: dict[str, Any]) -> Document:
    for key in ("valid_from", "valid_to"):
        raw[key] = date.fromisoformat(raw[key]) if raw[key] else None
    for key in ("regions", "sectors", "sources"):
        raw[key] = tuple(raw[key])
    return Document(**raw)
