"""Which engines there are: the model of each is known before one is loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import PROJECT
from corpus.errors import SettingsError
from retrieval.embedding.base import load_embedder
from retrieval.embedding.engines import (
    ENGINES,
    NEED_MODEL,
    PACKAGED,
    EmbeddingSettings,
    model_for,
    model_of,
    prefixes,
)
from retrieval.embedding.onnx_engine import OnnxE5

OWN = [
    *(EmbeddingSettings(engine=engine) for engine in ENGINES if engine not in NEED_MODEL),
    EmbeddingSettings(made_by=PACKAGED),
    EmbeddingSettings(engine="e5-q4", made_by=PACKAGED),
]


@pytest.mark.parametrize("wanted", OWN, ids=str)
def test_the_model_is_that_of_the_engine_that_is_loaded(
    wanted: EmbeddingSettings, onnx: OnnxE5, cache: Path
):
    assert model_for(wanted) == model_of(load_embedder(wanted, cache).name)


@pytest.mark.parametrize("engine", NEED_MODEL)
def test_another_engine_needs_a_model(engine: str, tmp_path: Path):
    assert model_for(EmbeddingSettings(engine=engine, model="a/folder")) == "a/folder"
    for asked in (model_for, lambda wanted: load_embedder(wanted, tmp_path)):
        with pytest.raises(SettingsError, match=f"'{engine}' needs a model"):
            asked(EmbeddingSettings(engine=engine))


def test_an_unknown_engine_is_refused(tmp_path: Path):
    for asked in (model_for, lambda wanted: load_embedder(wanted, tmp_path)):
        with pytest.raises(SettingsError, match="no embedding engine 'e6'"):
            asked(EmbeddingSettings(engine="e6"))


def test_only_e5_models_have_prefixes():
    assert prefixes("intfloat/Multilingual-E5-base") == ("query: ", "passage: ")
    assert prefixes("all-minilm-l6-v2") == ("", "")


def test_reading_settings_loads_no_engine():
    code = "import sys, assistant.settings; print({'numpy', 'onnxruntime'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
