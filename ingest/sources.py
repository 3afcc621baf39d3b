"""Which files an index is made of: the corpus, and the paths that a desk has added."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from corpus.errors import IndexProblem
from corpus.model import SIDECAR
from corpus.text import slug
from retrieval.manifest import write_atomically

SOURCES_FILE = "sources.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file to read. `id` is that of its document: made from its place below the source."""

    path: Path
    name: str
    id: str


def remembered(index: Path) -> list[Path]:
    """Return the paths that were added to an index; raises IndexProblem if the list is damaged."""
    try:
        raw = json.loads((index / SOURCES_FILE).read_text(encoding="utf-8"))
        return [Path(entry) for entry in raw]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError) as problem:
        raise IndexProblem(f"the list of sources in '{index}' is damaged: {problem}") from problem


def remember(index: Path, paths: list[Path]) -> None:
    """Keep the paths that the next ingest must read again."""
    text = json.dumps([str(path) for path in paths], ensure_ascii=False, indent=1)
    write_atomically(index / SOURCES_FILE, text)


def find_files(roots: list[Path], taken: Iterable[str] = ()) -> Iterator[SourceFile]:
    """
    Yield every file below the roots, in a fixed order, each once.

    Hidden files, sidecars and README files are no documents. Of two files that would get the same
    id, and where it is taken, the next gets its file type behind it, then a number.
    """
    seen: set[Path] = set()
    ids = set(taken)
    for root in roots:
        for path in [root] if root.is_file() else sorted(root.rglob("*")):
            relative = Path(path.name) if root.is_file() else path.relative_to(root)
            if path in seen or not path.is_file() or not _is_document(relative):
                continue
            seen.add(path)
            made = _free_id(relative, ids)
            ids.add(made)
            yield SourceFile(path=path, name=str(relative), id=made)


def _free_id(relative: Path, taken: set[str]) -> str:
    """Return the first id that is free: the name, with its file type, with a number behind it."""
    bare, typed = (slug(str(path)) or "document" for path in (relative.with_suffix(""), relative))
    numbered = (f"{typed}-{number}" for number in count(2))
    return next(each for each in chain((bare, typed), numbered) if each not in taken)


def sidecar_of(path: Path) -> Path:
    """Return where the metadata of a file stands, if it has any beside it."""
    return path.with_name(path.name + SIDECAR)


def _is_document(relative: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in relative.parts)
    named = relative.name.lower()
    return not hidden and not named.endswith(SIDECAR) and named != "readme.md"
