"""Builds one version of the index beside the one that serves, verifies it, and switches."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from corpus.errors import IndexProblem
from corpus.model import Document, Passage
from corpus.text import fold
from ingest.progress import Progress
from ingest.vectors import EMBEDDING, SETTINGS, Vectors
from retrieval import manifest as layout
from retrieval.dutch import term_set, terms
from retrieval.embedding.base import Embedder, TokenEmbedder, Tokens
from retrieval.embedding.engines import model_of
from retrieval.index import Index, open_version
from retrieval.late import write_tokens
from retrieval.lexical import QueryTerm, write_lexical
from retrieval.manifest import Manifest, Pointer
from retrieval.store import Store

SAMPLES = 25
SMOKE_WORDS = 40
"""The first words of a passage that a smoke question takes."""

BUILDING = ".building"


def version_of(
    documents: Sequence[Document], passages: Sequence[Passage], model: str, *, tokens: bool
) -> str:
    """Return the version's name: a digest of all that answers depend on, `tokens` or none too."""
    made = f"{layout.SCHEMA} {EMBEDDING} {model}{'' if tokens else ' no tokens'}\n"
    digest = hashlib.sha256(made.encode())
    for document in documents:
        digest.update(f"{document.id} {document.digest}\n".encode())
    for passage in passages:
        digest.update(f"{passage.id} {passage.digest}\n".encode())
    return digest.hexdigest()[:12]


def build(
    root: Path,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    embedder: Embedder,
    progress: Progress,
) -> str:
    """
    Write, verify and switch to a version; returns its name.

    Nothing of the serving version is touched before the switch, which is one atomic rename.
    Raises IndexProblem where the new version does not verify.
    """
    gives_tokens = isinstance(embedder, TokenEmbedder)
    version = version_of(documents, passages, model_of(embedder.name), tokens=gives_tokens)
    pointer = _pointer(root)
    earlier = _earlier(root, pointer)
    vectors = Vectors(embedder, earlier, root)
    whole, tokens = vectors.of([passage.in_context for passage in passages], progress)
    folder = root / layout.VERSIONS / f"{BUILDING}-{version}"
    _clear_leftovers(root)
    folder.mkdir(parents=True)
    progress.stage("index written", 1)
    _write(folder, version, documents, passages, whole, tokens, embedder)
    verify(folder, model_of(embedder.name))
    progress.done(1)
    _switch(root, folder, version, pointer)
    vectors.forget()
    return version


def _pointer(root: Path) -> Pointer | None:
    """Return the pointer; a damaged one counts as none, and is written again."""
    try:
        return layout.read_pointer(root)
    except IndexProblem:
        return None


def _earlier(root: Path, pointer: Pointer | None) -> Index | None:
    """Open the serving version for its vectors; a damaged one is simply not reused."""
    if pointer is None:
        return None
    try:
        return open_version(root / layout.VERSIONS / pointer.version)
    except IndexProblem:
        return None


def _clear_leftovers(root: Path) -> None:
    """Remove what a killed ingest left; no other one runs, the lock is ours."""
    for left in (root / layout.VERSIONS).glob(f"{BUILDING}-*"):
        shutil.rmtree(left)


def _write(
    folder: Path,
    version: str,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    vectors: np.ndarray,
    tokens: Sequence[Tokens],
    embedder: Embedder,
) -> None:
    store = Store(folder / layout.CHROMA)
    store.write(passages, vectors, model_of(embedder.name))
    store.close()
    write_lexical(folder / layout.LEXICAL, passages)
    np.save(folder / layout.VECTORS, vectors)
    if tokens and isinstance(embedder, TokenEmbedder):
        write_tokens(folder / layout.TOKENS, passages, tokens, embedder)
    layout.write_lines(folder / layout.DOCUMENTS, documents)
    layout.write_lines(folder / layout.PASSAGES, passages)
    manifest = Manifest(
        version=version,
        schema=layout.SCHEMA,
        model=model_of(embedder.name),
        engine=embedder.name,
        dimensions=embedder.dimensions,
        settings=SETTINGS,
        documents=len(documents),
        passages=len(passages),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        tokens=sum(len(each.scales) for each in tokens),
    )
    layout.write_atomically(folder / layout.MANIFEST, json.dumps(asdict(manifest), indent=1))


def verify(folder: Path, model: str) -> None:
    """
    Check a written version: counts and norms, Chroma against the snapshot, and smoke questions.

    A smoke question takes a passage's own words (lexical) and its own vector (dense): each must
    find the passage, or one that says the same. Raises IndexProblem with what is wrong.
    """
    index = open_version(folder, model)
    store = Store(folder / layout.CHROMA)
    try:
        if store.count() != len(index.passages):
            raise IndexProblem("Chroma does not hold every passage")
        step = max(1, len(index.passages) // SAMPLES)
        rows = range(0, len(index.passages), step)
        stored = store.vectors([index.passages[row].id for row in rows])
        if rows and np.abs(stored - index.vectors[list(rows)]).max() > 1e-5:
            raise IndexProblem("Chroma's vectors differ from the snapshot's")
    finally:
        store.close()
    failed = [row for row in rows if not _finds_itself(index, row)]
    if failed:
        raise IndexProblem(f"{len(failed)} of {len(rows)} smoke questions failed")


def _finds_itself(index: Index, row: int) -> bool:
    return _found_by_vector(index, row) and _found_by_words(index, row)


def _found_by_vector(index: Index, row: int) -> bool:
    """Tell whether a passage's vector finds it, or another with the same text."""
    nearest = int(np.argmax(index.vectors @ index.vectors[row]))
    return fold(index.passages[nearest].text) == fold(index.passages[row].text)


def _found_by_words(index: Index, row: int) -> bool:
    """Tell whether a passage's first words find it, or another that holds all of them."""
    words = list(dict.fromkeys(terms(index.passages[row].text)[:SMOKE_WORDS]))
    found = [hit for hit, _ in index.lexical.search([QueryTerm(each, 1.0) for each in words], 50)]
    same = (term_set(index.passages[hit].in_context).issuperset(words) for hit in found)
    return not words or row in found or any(same)


def _switch(root: Path, folder: Path, version: str, pointer: Pointer | None) -> None:
    """Give the version its name, point to it, and keep only it and the one before."""
    final = folder.with_name(version)
    if final.exists():
        shutil.rmtree(final)
    folder.rename(final)
    previous = pointer.version if pointer and pointer.version != version else None
    if previous is None and pointer:
        previous = pointer.previous
    layout.write_pointer(root, Pointer(version=version, previous=previous))
    for other in (root / layout.VERSIONS).iterdir():
        if other.name not in (version, previous):
            shutil.rmtree(other)


def rollback(root: Path) -> str:
    """Serve the previous version again; returns its name. Raises IndexProblem without one."""
    pointer = layout.read_pointer(root)
    if pointer is None or pointer.previous is None:
        raise IndexProblem("there is no previous index to go back to")
    open_version(root / layout.VERSIONS / pointer.previous)
    layout.write_pointer(root, Pointer(version=pointer.previous, previous=pointer.version))
    return pointer.previous
