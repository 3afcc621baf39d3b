"""The vectors of every passage: known ones kept, new ones made and saved while they are made."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from ingest.progress import Progress
from retrieval.embedding.base import Embedder, TokenEmbedder, Tokens
from retrieval.index import Index

EMBEDDING = 3
"""Raised when what is embedded changes, so that nothing old is reused."""

SETTINGS = f"embedding {EMBEDDING}"
SAVED = "embedded"
PART = 128
"""Passages that are embedded and saved together: what a killed ingest loses at most."""

Made = tuple[np.ndarray, Tokens | None]


class Vectors:
    """
    Vectors by what was embedded; only new text is embedded.

    They come from an earlier version of the index, and from what an ingest that was killed had
    saved. Vectors of tokens stay on disk and are mapped, so memory does not grow with them.
    """

    def __init__(self, embedder: Embedder, earlier: Index | None, root: Path) -> None:
        """Take the embedder, the version to reuse vectors from, and the folder of the index."""
        self._embedder = embedder
        self._gives_tokens = isinstance(embedder, TokenEmbedder)
        self._saved = Saved(root / SAVED, embedder)
        self._known: dict[str, Made] = {}
        if earlier is not None and _made_alike(earlier, embedder):
            self._learn(earlier)

    def _learn(self, earlier: Index) -> None:
        held = earlier.tokens if self._gives_tokens else None
        if held is None and self._gives_tokens:
            return
        for row, passage in enumerate(earlier.passages):
            tokens = held.tokens(row) if held is not None else None
            self._known[passage.in_context] = (earlier.vectors[row], tokens)

    def of(self, texts: Sequence[str], progress: Progress) -> tuple[np.ndarray, list[Tokens]]:
        """
        Return float32 vectors of shape (len(texts), d), in order, and the tokens of each text.

        The list is empty where the engine gives no tokens.
        """
        new = sorted({text for text in texts if text not in self._known})
        if new:
            self._known |= self._saved.among(new)
            new = [text for text in new if text not in self._known]
        progress.stage("passages embedded", len(new))
        for start in range(0, len(new), PART):
            part = new[start : start + PART]
            self._known |= self._saved.keep(part, *self._made(part, start, progress))
        made = np.zeros((len(texts), self._embedder.dimensions), dtype=np.float32)
        tokens = []
        for row, text in enumerate(texts):
            made[row], own = self._known[text]
            tokens += [own] if own is not None else []
        return made, tokens

    def _made(
        self, texts: list[str], start: int, progress: Progress
    ) -> tuple[np.ndarray, list[Tokens] | None]:
        def done(count: int) -> None:
            progress.done(start + count)

        if isinstance(self._embedder, TokenEmbedder):
            return self._embedder.passage_tokens(texts, progress=done)
        return self._embedder.embed_passages(texts, progress=done), None

    def forget(self) -> None:
        """Remove what was saved on the way: a version holds it now."""
        self._saved.remove()


def _made_alike(earlier: Index, embedder: Embedder) -> bool:
    """Vectors of another engine or way of embedding are not mixed with new ones."""
    return earlier.manifest.engine == embedder.name and earlier.manifest.settings == SETTINGS


class Saved:
    """
    Vectors on disk, part by part, each file whole or not there at all.

    part-….npz holds keys, vectors, and of the tokens lengths and scales; part-….npy the codes.
    """

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        """Take the folder, which need not exist, and the embedder whose vectors it holds."""
        self._folder = folder
        self._engine = f"{embedder.name} {SETTINGS}"

    def key(self, text: str) -> str:
        """Return the name of a text's vectors."""
        return hashlib.sha256(f"{self._engine}\n{text}".encode()).hexdigest()

    def among(self, texts: Sequence[str]) -> dict[str, Made]:
        """Return what is saved of these texts; a damaged part counts as none."""
        wanted = {self.key(text): text for text in texts}
        found: dict[str, Made] = {}
        for path in sorted(self._folder.glob("part-*.npz")):
            try:
                found |= {wanted[key]: made for key, made in _read(path) if key in wanted}
            except (OSError, ValueError, KeyError, EOFError, BadZipFile):
                path.unlink(missing_ok=True)
        return found

    def keep(
        self, texts: Sequence[str], vectors: np.ndarray, tokens: list[Tokens] | None
    ) -> dict[str, Made]:
        """Save the vectors of texts, and return them as they are on disk."""
        self._folder.mkdir(parents=True, exist_ok=True)
        keys = [self.key(text) for text in texts]
        # Named after what it holds: two files of one name can only be the same.
        path = self._folder / f"part-{hashlib.sha256(''.join(keys).encode()).hexdigest()[:16]}.npz"
        held: dict[str, np.ndarray] = {
            "keys": np.array(keys),
            "vectors": vectors,
        }
        if tokens is not None:
            held["lengths"] = np.array([len(each.scales) for each in tokens])
            held["scales"] = np.concatenate([each.scales for each in tokens])
            codes = np.concatenate([each.codes for each in tokens])
            _replace(path.with_suffix(".npy"), {"codes": codes})
        _replace(path, held)
        return {text: made for text, (_, made) in zip(texts, _read(path), strict=True)}

    def remove(self) -> None:
        """Remove everything."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _replace(path: Path, arrays: dict[str, np.ndarray]) -> None:
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    with scratch.open("wb") as handle:
        if path.suffix == ".npy":
            np.save(handle, arrays["codes"])
        else:
            np.savez(handle, **arrays)  # type: ignore[arg-type]  # its stub wants bool
    scratch.replace(path)


def _read(path: Path) -> Iterator[tuple[str, Made]]:
    """Yield each text's key and vectors; raises ValueError and others where it is damaged."""
    with np.load(path) as held:
        arrays = dict(held)
    keys, vectors = arrays["keys"], arrays["vectors"]
    if "lengths" not in arrays:
        yield from zip(keys.tolist(), ((vector, None) for vector in vectors), strict=True)
        return
    codes = np.load(path.with_suffix(".npy"), mmap_mode="r")
    ends = np.cumsum(arrays["lengths"])
    if len(codes) != len(arrays["scales"]) or len(codes) != ends[-1] or len(keys) != len(ends):
        raise ValueError("the parts do not fit each other")
    for at, end in enumerate(ends.tolist()):
        own = slice(end - int(arrays["lengths"][at]), end)
        yield (
            str(keys[at]),
            (vectors[at], Tokens(codes=codes[own], scales=arrays["scales"][own])),
        )
