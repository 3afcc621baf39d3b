"""Learning the adapter: its questions, and that a little learning goes the right way."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.local import model_name
from assistant.loket import run_ingest
from assistant.settings import Settings
from evals.errors import EvalError
from evals.tuning import __main__ as command
from evals.tuning.asked import read_asked
from evals.tuning.pairs import UNANSWERED
from evals.tuning.questions import QUESTIONS, read_lesson
from ingest.progress import Silent
from retrieval.embedding.adapter import adapter_of, read_adapter
from retrieval.embedding.entailment import ANSWER, NO, YES
from retrieval.embedding.onnx_engine import CHECK_TEXTS, OnnxE5, packaged_weights
from retrieval.index import Index, open_index

DOCUMENTS = QUESTIONS.parent / "documents"
TAKEN = ("subsidieregeling-wervingsimpuls-peelrand", "studiegids-pabo-deeltijd")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, onnx: OnnxE5, cache: Path) -> Index:
    """An index of two of the invented documents."""
    folder = tmp_path_factory.mktemp("tuning")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name in TAKEN:
        text = (DOCUMENTS / f"{name}.md").read_text(encoding="utf-8")
        (corpus / f"{name}.md").write_text(text, encoding="utf-8")
    settings = Settings(index=folder / "index", corpus=corpus, cache=cache)
    run_ingest(settings, [], Silent())
    return open_index(settings.index, model_name(settings))


def test_the_questions_are_about_units_that_are_there(index: Index, onnx: OnnxE5) -> None:
    lesson = read_lesson(index, onnx, nearest=5)
    assert len(lesson.texts) == len(index.passages)
    assert len(lesson.answered) > 40
    assert len(lesson.unanswered) > 10
    assert lesson.absent > 10_000
    for example in lesson.answered:
        spans = [lesson.texts[example.row].units[unit] for unit in example.units]
        assert all(start < end for start, end in spans)


def test_a_reader_learns_from_the_same_questions(index: Index, onnx: OnnxE5) -> None:
    groups = read_asked(lambda text: onnx.query_ids(text)[0], index)
    assert {group.document for group in groups} == {p.document_id for p in index.passages}
    pairs = [pair for group in groups for pair in group.pairs]
    answered = [pair for pair in pairs if pair.answers != UNANSWERED]
    assert len(answered) > 40
    assert len(pairs) - len(answered) > 40
    assert {pair.answers for pair in answered} == {(ANSWER,), (NO, YES, ANSWER)}


def test_a_unit_that_is_not_there_is_named(index: Index, onnx: OnnxE5, tmp_path: Path) -> None:
    record = {"passage": index.passages[0].id, "answered": [["Wat?", [99]]], "unanswered": []}
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(EvalError, match=r"line 1: 'Wat\?' names an unknown unit"):
        read_lesson(index, onnx, nearest=5, path=path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(EvalError, match="is not JSON lines"):
        read_lesson(index, onnx, nearest=5, path=path)


def test_without_an_index_the_command_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("torch")
    assert command.main(["--index", str(tmp_path)]) == 2
    assert "there is no index" in capsys.readouterr().err


def test_torch_computes_what_the_engine_does(onnx: OnnxE5) -> None:
    torch = pytest.importorskip("torch")
    from evals.tuning.learning import vectors
    from evals.tuning.model import AdaptedE5
    from retrieval.embedding.e5_weights import read_weights

    learned = read_adapter()
    model = AdaptedE5(read_weights(packaged_weights(), learned), torch.float32)
    ours = vectors(model, [onnx.query_ids(text)[0] for text in CHECK_TEXTS])
    assert np.sum(ours * learned.queries, axis=1).min() > 0.9999


def test_a_few_steps_lower_the_loss_and_the_file_holds_what_was_learned(
    index: Index, onnx: OnnxE5, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch = pytest.importorskip("torch")
    from evals.tuning.learning import Learner, write_adapter
    from evals.tuning.model import AdaptedE5
    from retrieval.embedding import adapter
    from retrieval.embedding.e5_weights import read_weights

    lesson = read_lesson(index, onnx, nearest=5)
    torch.manual_seed(1)
    model = AdaptedE5(read_weights(packaged_weights(), adapter_of({})))
    learner = Learner(model, lesson, steps=40, seed=0)
    lost = [learner.step()[0] for _ in range(10)]
    assert np.mean(lost[-3:]) < np.mean(lost[:3])
    path = tmp_path / "adapter.npz"
    write_adapter(model, onnx, packaged_weights(), path)
    monkeypatch.setattr(adapter, "FILE", path)
    written = read_adapter()
    assert written.up.keys() == read_adapter().down.keys()
    assert all(np.abs(up).max() > 0 for up in written.up.values())
    np.testing.assert_allclose(np.linalg.norm(written.queries, axis=1), 1, atol=1e-5)
