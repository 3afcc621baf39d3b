"""Indexes that are made otherwise: passages of another size, vectors without titles, no stems."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

import numpy as np

from corpus.model import Document, Passage
from ingest import passages as cutting
from ingest.document import file_digest, read_document
from ingest.sources import find_files, remembered
from retrieval.embedding.base import Embedder, TokenEmbedder
from retrieval.index import Index
from retrieval.late import open_tokens, write_tokens
from retrieval.lexical import LexicalIndex, write_lexical
from retrieval.manifest import PASSAGES, write_lines
from retrieval.passages import PassageFile


@dataclass(frozen=True, kw_only=True)
class Bench:
    """
    What a variant is made of.

    Args:

        sources: The files and folders that the index was made of.

        scratch: A folder for what is made; it must outlive the variant.
    """

    index: Index
    embedder: Embedder
    sources: tuple[Path, ...]
    scratch: Path

    def folder(self) -> Path:
        """Return a new, empty folder."""
        return Path(tempfile.mkdtemp(dir=self.scratch))


def sources_of(index: Path, corpus: Path) -> tuple[Path, ...]:
    """Return what an index was made of: our own documents, and what was added."""
    return (corpus, *remembered(index))


def relexed(bench: Bench) -> Index:
    """Return the index with its words written anew, by the stemmer that is in place."""
    return replace(bench.index, lexical=_lexical(bench, list(bench.index.passages)))


def untitled(bench: Bench) -> Index:
    """
    Return the index with vectors of the texts alone, without title and headings.

    Late interaction keeps them: it compares headings and text apart.
    """
    vectors = bench.embedder.embed_passages([each.text for each in bench.index.passages])
    return replace(bench.index, vectors=vectors)


def recut(bench: Bench, tokens: int) -> Index:
    """Return an index of the same documents, cut in passages of at most so many tokens."""
    most = int(tokens * cutting.CHARACTERS_PER_TOKEN)
    with (
        mock.patch.object(cutting, "MAX_CHARACTERS", most),
        mock.patch.object(cutting, "SMALL_REST", most // 4),
    ):
        documents, passages = _read(bench)
    return _embedded(bench, documents, passages)


def _read(bench: Bench) -> tuple[dict[str, Document], list[Passage]]:
    """Return the documents of the index, read again."""
    documents: dict[str, Document] = {}
    passages: list[Passage] = []
    for file in find_files(list(bench.sources)):
        if file.id in bench.index.documents:
            made = read_document(file, file_digest(file))
            documents[file.id] = made.document
            passages += made.passages
    return documents, passages


def _embedded(bench: Bench, documents: dict[str, Document], passages: Sequence[Passage]) -> Index:
    write_lines(written := bench.folder() / PASSAGES, passages)
    held = PassageFile(written)
    texts = [passage.in_context for passage in passages]
    tokens = None
    vectors: np.ndarray
    if isinstance(bench.embedder, TokenEmbedder):
        vectors, made = bench.embedder.passage_tokens(texts)
        folder = bench.folder() / "tokens"
        write_tokens(folder, passages, made, bench.embedder)
        tokens = open_tokens(folder, held.units)
    else:
        vectors = bench.embedder.embed_passages(texts)
    return replace(
        bench.index,
        documents=documents,
        passages=held,
        vectors=vectors,
        lexical=_lexical(bench, passages),
        tokens=tokens,
    )


def _lexical(bench: Bench, passages: Sequence[Passage]) -> LexicalIndex:
    folder = bench.folder()
    write_lexical(folder, passages)
    return LexicalIndex(folder)
