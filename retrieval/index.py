"""An open index: all that a question needs of one immutable version, in memory or on disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

import numpy as np

from corpus.errors import IndexProblem
from corpus.model import Document, Passage
from retrieval import manifest as layout
from retrieval.dense import EXACT
from retrieval.late import TokenIndex, open_tokens
from retrieval.lexical import LexicalIndex
from retrieval.manifest import Manifest
from retrieval.passages import PassageFile

NORM_TOLERANCE = 1e-2
_BLOCK = 1 << 16


@dataclass(frozen=True, kw_only=True)
class Index:
    """
    One version of the index. Row i of `vectors` belongs to passage i.

    Args:

        vectors: float32, shape (passages, d), unit length.

        tokens: The vectors of single tokens, where the engine gives them.
    """

    manifest: Manifest
    documents: dict[str, Document]
    passages: PassageFile
    vectors: np.ndarray
    lexical: LexicalIndex
    tokens: TokenIndex | None = None

    @cached_property
    def rows(self) -> dict[str, int]:
        """Passage id to row."""
        return {id_: row for row, id_ in enumerate(self.passages.ids)}

    @cached_property
    def rows_of(self) -> dict[str, range]:
        """Document id to its rows; passages of a document stand together, in order."""
        found: dict[str, range] = {}
        row = 0
        for document_id, own in groupby(self.passages.documents):
            found[document_id] = range(row, row := row + sum(1 for _ in own))
        return found

    def document_of(self, passage: Passage) -> Document:
        """Return the document that a passage is part of."""
        return self.documents[passage.document_id]


def open_index(root: Path, model: str | None = None) -> Index:
    """
    Open the current version.

    Args:

        model: That of the embedder that will ask; None skips that check.

    Raises IndexProblem where there is no index, it is damaged, or another model built it.
    """
    return open_version(_current_version(root), model)


def current_manifest(root: Path, model: str | None = None) -> Manifest:
    """Return what the current version says of itself; raises IndexProblem as `open_index` does."""
    return _checked_manifest(_current_version(root), model)


def _current_version(root: Path) -> Path:
    pointer = layout.read_pointer(root)
    if pointer is None:
        raise IndexProblem(f"there is no index in '{root}'; run: loket ingest")
    return root / layout.VERSIONS / pointer.version


def _checked_manifest(folder: Path, model: str | None) -> Manifest:
    manifest = layout.read_manifest(folder)
    if model is not None and model != manifest.model:
        raise IndexProblem(
            f"the index was built with the model '{manifest.model}', the settings ask for "
            f"'{model}'; run: loket ingest"
        )
    return manifest


def open_version(folder: Path, model: str | None = None) -> Index:
    """Open one version's folder; raises IndexProblem as `open_index` does."""
    manifest = _checked_manifest(folder, model)
    try:
        index = _read(folder, manifest)
    except (OSError, EOFError, ValueError, KeyError, TypeError) as problem:
        raise IndexProblem(f"the index in '{folder}' is damaged: {problem}") from problem
    for problem_found in problems(index):
        raise IndexProblem(f"the index in '{folder}' is damaged: {problem_found}")
    return index


def _read(folder: Path, manifest: Manifest) -> Index:
    documents = layout.read_documents(folder / layout.DOCUMENTS)
    passages = PassageFile(folder / layout.PASSAGES)
    return Index(
        manifest=manifest,
        documents={document.id: document for document in documents},
        passages=passages,
        # What is not gone over whole for a question need not be held in memory.
        vectors=np.load(folder / layout.VECTORS, mmap_mode="r" if len(passages) > EXACT else None),
        lexical=LexicalIndex(folder / layout.LEXICAL),
        tokens=open_tokens(folder / layout.TOKENS, passages.units),
    )


def problems(index: Index) -> Iterator[str]:
    """Yield what is wrong: counts unlike the manifest, vectors of another size or length."""
    manifest, tokens = index.manifest, index.tokens
    counts = {
        "documents": (len(index.documents), manifest.documents),
        "passages": (len(index.passages), manifest.passages),
        "vectors": (len(index.vectors), manifest.passages),
        "lexical entries": (len(index.lexical), manifest.passages),
    }
    if manifest.tokens is not None:
        counts["vectors of tokens"] = (len(tokens.codes) if tokens else 0, manifest.tokens)
    for what, (found, expected) in counts.items():
        if found != expected:
            yield f"{found} {what}, the manifest says {expected}"
    if index.vectors.shape[1:] != (manifest.dimensions,):
        yield f"vectors have {index.vectors.shape[1:]} dimensions"
    elif tokens and tokens.codes.shape[1:] != (manifest.dimensions,):
        yield f"vectors of tokens have {tokens.codes.shape[1:]} dimensions"
    elif len(index.vectors) and _off_unit_length(index.vectors) > NORM_TOLERANCE:
        yield "vectors are not of unit length"


def _off_unit_length(vectors: np.ndarray) -> float:
    """Return how far the worst is off; block by block, for there may be more than fit twice."""
    blocks = (vectors[at : at + _BLOCK] for at in range(0, len(vectors), _BLOCK))
    return max(float(abs(np.linalg.norm(block, axis=1) - 1).max()) for block in blocks)
