"""An index of any size, grown from a real one: for measuring time, not quality."""

from __future__ import annotations

import itertools
import json
import random
import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path

import numpy as np

from corpus.model import Document, Passage
from evals.errors import EvalError
from ingest.build import build
from ingest.progress import Progress
from retrieval import manifest as layout
from retrieval.embedding.base import Embedder, TokenEmbedder, Tokens
from retrieval.index import Index
from retrieval.lexical import write_lexical

SHARE = 0.3
"""Of the long words, which a copy replaces by made-up ones: enough to be no near-double."""

NOISE = 0.35
"""Length of the random vector that is added to a copy's vector of length 1."""

VARIANTS = 20
"""Made-up words a word: a language has no new words without end, and neither have the copies."""

BLOCK = 1 << 14
"""Vectors that are made at a time."""

SEED = 20261122
_LONG_WORD = re.compile(r"\b[a-z]{6,}\b")


class Copies:
    """
    So many passages in whole copies of an index, made anew each time they are gone over.

    Attributes:

        rows: The row of the index that each passage is made from.

        documents: How many documents they stand in.
    """

    def __init__(self, base: Index, passages: int) -> None:
        """Take the index that is copied and the number of passages."""
        self._base, self._passages = base, passages
        planned = [rows for _, _, rows in self._planned()]
        self.documents = len(planned)
        self.rows = np.fromiter(itertools.chain.from_iterable(planned), dtype=np.int64)

    def __iter__(self) -> Iterator[Passage]:
        """Yield the passages in order."""
        return itertools.chain.from_iterable(own for _, own in self.of_documents())

    def of_documents(self) -> Iterator[tuple[Document, list[Passage]]]:
        """Yield each document with its passages: the index itself, then copies of other words."""
        for number, document, rows in self._planned():
            passages = [self._base.passages[row] for row in rows]
            if number:
                name = f"{document.id}-{number}"
                text = _other_words(document.text, name)
                digest = f"{document.digest}-{number}"
                document = replace(document, id=name, text=text, digest=digest)
                passages = [_copy(passage, name, text, number) for passage in passages]
            yield document, passages

    def _planned(self) -> Iterator[tuple[int, Document, range]]:
        left = self._passages
        for number in itertools.count():
            for document in self._base.documents.values():
                if left <= 0:
                    return
                rows = self._base.rows_of.get(document.id, range(0))[:left]
                left -= len(rows)
                yield number, document, rows


class Grown:
    """An engine that gives the copies of a passage vectors near the passage's own."""

    def __init__(self, real: TokenEmbedder, base: Index) -> None:
        """Take the engine that made the base index; raises EvalError where that has no tokens."""
        if base.tokens is None:
            raise EvalError("the index has no vectors of tokens to grow from")
        self._real, self._base, self._tokens = real, base, base.tokens
        self._random = np.random.default_rng(SEED)
        self.name, self.dimensions = base.manifest.engine, base.manifest.dimensions
        self.rows: dict[str, int] = {}
        """Text of a copy to the row that it was made from."""

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Never asked while an index is built."""
        raise NotImplementedError

    def embed_passages(self, texts: Sequence[str], progress: object = None) -> np.ndarray:
        """Return unit vectors, shape (len(texts), d)."""
        return _near(self._base.vectors[[self.rows[text] for text in texts]], self._random)

    def query_tokens(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Never asked while an index is built."""
        raise NotImplementedError

    def passage_tokens(
        self, texts: Sequence[str], progress: object = None
    ) -> tuple[np.ndarray, list[Tokens]]:
        """Return vectors, and the tokens of the passages that the texts were made from."""
        tokens = [self._tokens.tokens(self.rows[text]) for text in texts]
        return self.embed_passages(texts), tokens

    def token_counts(self, text: str, offsets: Sequence[int]) -> list[int]:
        """Return where the units' tokens stand: in the same share of the tokens as of the text."""
        held = len(self._tokens.tokens(self.rows[text]).scales)
        return [min(held, round(held * offset / max(1, len(text)))) for offset in offsets]


def grow(root: Path, base: Index, embedder: Embedder, passages: int, progress: Progress) -> None:
    """Build an index of `passages` passages in the folder `root`, from whole copies of `base`."""
    if not isinstance(embedder, TokenEmbedder):
        raise EvalError("only an engine with tokens can grow an index")
    engine = Grown(embedder, base)
    copies = Copies(base, passages)
    documents: list[Document] = []
    made: list[Passage] = []
    for document, own in copies.of_documents():
        documents.append(document)
        made.extend(own)
    for row, passage in zip(copies.rows, made, strict=True):
        engine.rows[passage.in_context] = int(row)
    build(root, documents, made, engine, progress)


def grow_searchable(folder: Path, base: Index, passages: int) -> None:
    """
    Write a version of `passages` passages that can be opened and searched, in a new folder.

    It holds only what search reads: no Chroma, and no tokens. Memory stays small.
    """
    copies = Copies(base, passages)
    folder.mkdir(parents=True)
    layout.write_lines(folder / layout.PASSAGES, copies)
    layout.write_lines(folder / layout.DOCUMENTS, (each for each, _ in copies.of_documents()))
    write_lexical(folder / layout.LEXICAL, copies)
    shape = (passages, base.manifest.dimensions)
    vectors = np.lib.format.open_memmap(
        folder / layout.VECTORS, mode="w+", dtype=np.float32, shape=shape
    )
    chance = np.random.default_rng(SEED)
    for at in range(0, passages, BLOCK):
        vectors[at : at + BLOCK] = _near(base.vectors[copies.rows[at : at + BLOCK]], chance)
    vectors.flush()
    manifest = replace(
        base.manifest,
        version=folder.name,
        documents=copies.documents,
        passages=passages,
        tokens=0,
    )
    layout.write_atomically(folder / layout.MANIFEST, json.dumps(asdict(manifest), indent=1))


def _near(vectors: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Return unit vectors near others."""
    noise = chance.standard_normal(vectors.shape).astype(np.float32)
    made = vectors + NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def _copy(passage: Passage, document_id: str, text: str, number: int) -> Passage:
    return replace(
        passage,
        id=f"{passage.id}-{number}",
        document_id=document_id,
        text=text[passage.start : passage.end],
        digest=f"{passage.digest}-{number}",
    )


def _other_words(text: str, seed: str) -> str:
    """Replace part of the long words by made-up ones of the same length: offsets stay right."""
    chance = random.Random(seed)

    def other(match: re.Match[str]) -> str:
        if chance.random() >= SHARE:
            return match.group()
        return _made_up(match.group(), chance.randrange(VARIANTS))

    return _LONG_WORD.sub(other, text)


@cache
def _made_up(word: str, variant: int) -> str:
    letters = random.Random(f"{word}-{variant}").choices(string.ascii_lowercase, k=len(word))
    return "".join(letters)
