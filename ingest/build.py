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
from retrieval import manifest as layout
from retrieval.embedding.base import Embedder, TokenEmbedder, Tokens, model_of
from retrieval.index import Index, open_version
from retrieval.late import write_tokens
from retrieval.lexical import QueryTerm, write_lexical
from retrieval.manifest import Manifest, Pointer
from retrieval.store import Store

EMBEDDING = 3
"""Raised when what is embedded changes, so that nothing old is reused."""

SAMPLES = 25
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


class Vectors:
    """Vectors of an earlier version, found by what was embedded; only new text is embedded."""

    def __init__(self, embedder: Embedder, earlier: Index | None) -> None:
        """Take the embedder, and the version to reuse vectors from."""
        self._embedder = embedder
        self._known: dict[str, tuple[np.ndarray, Tokens | None]] = {}
        if earlier is not None and earlier.manifest.model == model_of(embedder.name):
            self._learn(earlier)

    def _learn(self, earlier: Index) -> None:
        held = earlier.tokens if isinstance(self._embedder, TokenEmbedder) else None
        if held is None and isinstance(self._embedder, TokenEmbedder):
            return
        for row, passage in enumerate(earlier.passages):
            tokens = held.tokens(row) if held is not None else None
            self._known[passage_text(passage)] = (earlier.vectors[row], tokens)

    def of(self, texts: Sequence[str], progress: Progress) -> tuple[np.ndarray, list[Tokens]]:
        """
        Return float32 vectors of shape (len(texts), d), in order, and the tokens of each text.

        The list is empty where the engine gives no tokens.
        """
        new = sorted({text for text in texts if text not in self._known})
        progress.stage("passages embedded", len(new))
        if new:
            self._known.update(zip(new, self._made(new, progress), strict=True))
        made = np.zeros((len(texts), self._embedder.dimensions), dtype=np.float32)
        tokens = []
        for row, text in enumerate(texts):
            made[row], own = self._known[text]
            tokens += [own] if own is not None else []
        return made, tokens

    def _made(self, texts: list[str], progress: Progress) -> list[tuple[np.ndarray, Tokens | None]]:
        if isinstance(self._embedder, TokenEmbedder):
            vectors, tokens = self._embedder.passage_tokens(texts, progress=progress.done)
            return list(zip(vectors, tokens, strict=True))
        vectors = self._embedder.embed_passages(texts, progress=progress.done)
        return [(vector, None) for vector in vectors]


def passage_text(passage: Passage) -> str:
    """Return what is embedded for a passage: title and heading path, then the text."""
    return f"{passage.context}\n{passage.text}"


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
    vectors = Vectors(embedder, earlier)
    whole, tokens = vectors.of([passage_text(p) for p in passages], progress)
    folder = root / layout.VERSIONS / f"{BUILDING}-{version}"
    _clear_leftovers(root)
    folder.mkdir(parents=True)
    progress.stage("index written", 1)
    _write(folder, version, documents, passages, whole, tokens, embedder)
    verify(folder, model_of(embedder.name))
    progress.done(1)
    _switch(root, folder, version, pointer)
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
        settings=f"embedding {EMBEDDING}",
        documents=len(documents),
        passages=len(passages),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        tokens=sum(len(each.scales) for each in tokens),
    )
    layout.write_atomically(folder / layout.MANIFEST, json.dumps(asdict(manifest), indent=1))


def verify(folder: Path, model: str) -> None:
    """
    Check a written version: counts and norms, Chroma against the snapshot, and smoke questions.

    A smoke question takes a passage's own headings (lexical) and its own vector (dense): it must
    find its document. Raises IndexProblem with what is wrong.
    """
    index = open_version(folder, f"{model}/any")
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
    from retrieval.dutch import terms

    passage = index.passages[row]
    nearest = int(np.argmax(index.vectors @ index.vectors[row]))
    same_text = fold(index.passages[nearest].text) == fold(passage.text)
    query = [QueryTerm(term, 1.0) for term in dict.fromkeys(terms(passage.text)[:40])]
    lexical = {hit for hit, _ in index.lexical.search(query, 50)}
    return (nearest == row or same_text) and (not query or row in lexical)


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
