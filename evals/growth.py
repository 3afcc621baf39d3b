"""An index of any size, grown from a real one: for measuring time, not quality."""

from __future__ import annotations

import itertools
import random
import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from corpus.model import Document, Passage
from evals.errors import EvalError
from ingest.build import build
from ingest.progress import Progress
from ingest.vectors import passage_text
from retrieval.embedding.base import Embedder, TokenEmbedder, Tokens
from retrieval.index import Index

SHARE = 0.3
"""Of the long words, which a copy replaces by made-up ones: enough to be no near-double."""

NOISE = 0.35
"""Length of the random vector that is added to a copy's vector of length 1."""

SEED = 20261122
_LONG_WORD = re.compile(r"\b[a-z]{6,}\b")


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
        near = self._base.vectors[[self.rows[text] for text in texts]]
        noise = self._random.standard_normal(near.shape).astype(np.float32)
        made = near + NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)

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
    documents: list[Document] = []
    made: list[Passage] = []
    for number, document, own in _copies(base):
        if len(made) >= passages:
            break
        own = own[: passages - len(made)]
        documents.append(document)
        for row, passage in own:
            engine.rows[passage_text(passage)] = row
            made.append(passage)
        progress.done(number)
    build(root, documents, made, engine, progress)


def _copies(base: Index) -> Iterator[tuple[int, Document, list[tuple[int, Passage]]]]:
    """Yield every document with its passages and their rows, then copies with other words."""
    for number in itertools.count():
        for document in base.documents.values():
            rows = base.rows_of.get(document.id, range(0))
            if number == 0:
                yield number, document, [(row, base.passages[row]) for row in rows]
                continue
            name = f"{document.id}-{number}"
            text = _other_words(document.text, name)
            own = [(row, _copy(base.passages[row], name, text, number)) for row in rows]
            digest = f"{document.digest}-{number}"
            yield number, replace(document, id=name, text=text, digest=digest), own


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
        return "".join(chance.choices(string.ascii_lowercase, k=len(match.group())))

    return _LONG_WORD.sub(other, text)
