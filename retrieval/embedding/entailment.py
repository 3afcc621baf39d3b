"""
Whether a text answers a question, and with yes or no: multilingual-e5-small reads both at once,
with what it learned for that (docs/adr/0033 and 0034).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from corpus.errors import EngineUnavailable
from retrieval.embedding.adapter import read_arrays
from retrieval.embedding.e5_weights import WeightsError
from retrieval.embedding.onnx_engine import open_session, packaged_weights, ready_entry
from retrieval.embedding.onnx_graph import Precision
from retrieval.embedding.unigram import UnigramTokenizer, shared_tokenizer

log = logging.getLogger(__name__)

FILE = Path(__file__).with_name("entailment.npz")
NO, YES, NOTHING, ANSWER = range(4)
"""
The columns of what `Entails.read` returns: a text says no or yes to what is asked, does not answer
it, or answers it otherwise.
"""
COLUMNS = 4

CHECK = "check"
"""What the reader gives to the known pairs, with nothing rounded off; in its file."""

CHECK_PAIRS = (
    (
        "Moet ik een VOG hebben?",
        "VOG. Wie heeft een VOG nodig?: Een zij-instromer heeft een VOG nodig.",
    ),
    ("Krijg ik de subsidie zelf?", "Subsidie. Voor wie?: De school krijgt dit geld, niet jij."),
    ("Is de pabo gratis?", "Loket. Wat kost een gesprek?: Hulp van een loket is gratis."),
    (
        "Duurt het traject vier jaar, klopt dat?",
        "Zij-instroom. Hoe lang?: Het duurt meestal twee jaar.",
    ),
)
LARGEST_DIFFERENCE = 0.15

LONGEST_QUESTION, LONGEST = 80, 190
"""Tokens that are read of a question, and of a question and a text together."""


class Entails(Protocol):
    """What tells whether texts answer a question."""

    def read(self, question: str, texts: Sequence[str]) -> np.ndarray | None:
        """
        Return how probable each answer is, float32 (texts, COLUMNS); None where nothing can tell.

        Yes means that what the question puts is so, as it is worded: to 'Heb ik geen VOG nodig?'
        that none is needed.
        """
        ...


class Entailment:
    """
    The bundled reader. Thread-safe.

    Method: a cross-encoder (Nogueira and Cho, 2019) for natural language inference; the last
    vector of the first token goes through one hidden layer.
    """

    def __init__(
        self, session: Any, tokenizer: UnigramTokenizer, head: dict[str, np.ndarray], threads: int
    ) -> None:
        """Use `load`; `head` holds the matrices of the last two layers."""
        self._session, self._tokenizer = session, tokenizer
        self._head, self._threads = head, threads

    @classmethod
    def load(cls, cache: Path, *, weights: Path | None = None, threads: int = 2) -> Entailment:
        """
        Return the reader from a cache folder, which is filled on first use (1-3 s).

        Args:

            threads: Texts that are read at the same time.

        Raises EngineUnavailable where a package, the weights or the cache falls short.
        """
        weights = weights or packaged_weights()
        head = {name: array.astype(np.float32) for name, array in read_arrays(FILE).items()}
        try:
            entry = ready_entry(weights, cache, Precision.INT8, FILE)
            reader = cls(open_session(entry), shared_tokenizer(entry), head, threads)
        except WeightsError as error:
            raise EngineUnavailable(f"The weights {weights} cannot be used: {error}.") from error
        except OSError as error:
            raise EngineUnavailable(f"The model cache {cache} fails: {error}.") from error
        made = np.concatenate([reader.read(asked, [text]) for asked, text in CHECK_PAIRS])
        if (difference := np.abs(made - head[CHECK]).max()) > LARGEST_DIFFERENCE:
            raise EngineUnavailable(f"The reader differs from what is known by {difference:.2f}.")
        return reader

    def read(self, question: str, texts: Sequence[str]) -> np.ndarray:
        """Return what `Entails.read` does; each text runs alone, as many at a time as threads."""
        asked = self._tokenizer.encode(question)[:LONGEST_QUESTION]
        with ThreadPoolExecutor(min(self._threads, len(texts)) or 1) as pool:
            first = [*pool.map(lambda text: self._first(asked, text), texts)]
        return probabilities(np.stack(first), self._head)

    def _first(self, asked: list[int], text: str) -> np.ndarray:
        """Return the vector of the first token, once both are read."""
        ids = (asked + self._tokenizer.encode(text)[1:])[:LONGEST]
        [tokens] = self._session.run(["tokens"], {"input_ids": np.array([ids])})
        first: np.ndarray = tokens[0, 0]
        return first


def probabilities(first: np.ndarray, head: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return (n, COLUMNS) of the vectors of the first tokens, (n, 384)."""
    hidden = np.tanh(first @ head["hidden"].T + head["hidden.bias"])
    logits = hidden @ head["out"].T + head["out.bias"]
    grown = np.exp(logits - logits.max(axis=1, keepdims=True))
    made: np.ndarray = grown / grown.sum(axis=1, keepdims=True)
    return made


class WhenAsked:
    """A reader that is loaded at its first use; where it cannot be, nothing can tell."""

    def __init__(self, load: Callable[[], Entails]) -> None:
        """Take what loads it, which may raise EngineUnavailable."""
        self._load = load
        self._lock = threading.Lock()
        self._loaded: Entails | None = None
        self._failed = False

    def read(self, question: str, texts: Sequence[str]) -> np.ndarray | None:
        """Return what `Entails.read` does."""
        reader = self._reader()
        return None if reader is None else reader.read(question, texts)

    def _reader(self) -> Entails | None:
        with self._lock:
            if self._loaded is None and not self._failed:
                try:
                    self._loaded = self._load()
                except EngineUnavailable as reason:
                    self._failed = True
                    log.warning("questions are read by rules alone: %s", reason)
            return self._loaded
