"""The reader of entailment: the real file, and what happens where it cannot be used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EngineUnavailable
from retrieval.embedding import adapter, entailment
from retrieval.embedding.entailment import ANSWER, NO, NOTHING, YES, Entailment, WhenAsked
from retrieval.embedding.onnx_engine import OnnxE5, packaged_weights, ready_entry
from retrieval.embedding.onnx_graph import Precision
from retrieval.embedding.unigram import shared_tokenizer

PLACE = "Naar het onderwijs. Hoe werkt het?: "
ASKED, TOLD = "Werkt een lio zonder salaris?", "Een lio krijgt salaris van de school."


@pytest.fixture(scope="module")
def reader(cache: Path) -> Entailment:
    return Entailment.load(cache)


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("Moet ik voor zo'n gesprek betalen?", "Een gesprek bij het loket is gratis.", NO),
        (ASKED, TOLD, NO),
        ("Duurt het traject vier jaar?", "Het traject duurt hooguit twee jaar.", NO),
        ("Kan ik met mbo-4 naar de pabo?", "Met mbo-4 word je toegelaten tot de pabo.", YES),
        ("Is er een loket in Assen?", "Een gesprek bij het loket is gratis.", NOTHING),
        ("Wat kost een gesprek bij het loket?", "Een gesprek bij het loket is gratis.", ANSWER),
        ("Hoe lang duurt een gesprek?", "Een gesprek bij het loket is gratis.", NOTHING),
    ],
)
def test_what_a_text_says_to_a_question(
    reader: Entailment, question: str, text: str, answer: int
) -> None:
    [read] = reader.read(question, [PLACE + text])
    assert read.argmax() == answer
    assert read.sum() == pytest.approx(1)


def test_texts_are_read_each_by_itself(reader: Entailment) -> None:
    texts = [TOLD, "Een gesprek bij het loket is gratis."]
    together = reader.read(ASKED, texts)
    alone = [reader.read(ASKED, [text])[0] for text in texts]
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_a_long_question_and_a_long_text_are_cut_off(reader: Entailment) -> None:
    [read] = reader.read("mag ik dat " * 500, ["de school betaalt " * 500])
    assert read.sum() == pytest.approx(1)


def test_the_words_of_the_model_are_held_once(cache: Path) -> None:
    kept = Entailment.load(cache), OnnxE5.load(cache, threads=1)
    entries = [
        ready_entry(packaged_weights(), cache, Precision.INT8, file)
        for file in (entailment.FILE, adapter.FILE)
    ]
    assert entries[0] != entries[1]
    assert shared_tokenizer(entries[0]) is shared_tokenizer(entries[1])
    assert len(kept) == 2


def test_a_file_that_is_cut_off_is_refused(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "entailment.npz"
    broken.write_bytes(entailment.FILE.read_bytes()[:5000])
    monkeypatch.setattr(entailment, "FILE", broken)
    with pytest.raises(EngineUnavailable, match="cannot be used"):
        Entailment.load(cache)


def test_another_reader_than_the_known_one_is_refused(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrays = dict(np.load(entailment.FILE))
    arrays["out"] = -arrays["out"]
    other = tmp_path / "entailment.npz"
    np.savez(other, **arrays)
    monkeypatch.setattr(entailment, "FILE", other)
    with pytest.raises(EngineUnavailable, match="differs from what is known"):
        Entailment.load(cache)


def test_it_is_loaded_once_and_only_when_asked(reader: Entailment) -> None:
    loads: list[str] = []

    def load() -> Entailment:
        loads.append("loaded")
        return reader

    lazy = WhenAsked(load)
    assert loads == []
    for _ in range(2):
        [read] = lazy.read(ASKED, [PLACE + TOLD])
        assert read.argmax() == NO
    assert loads == ["loaded"]


def test_where_it_cannot_be_loaded_nothing_can_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(entailment, "FILE", tmp_path / "absent.npz")
    lazy = WhenAsked(lambda: Entailment.load(tmp_path))
    for _ in range(2):
        assert lazy.read("Krijg ik dat?", ["a", "b"]) is None
    told = [record for record in caplog.records if "rules alone" in record.message]
    assert len(told) == 1
