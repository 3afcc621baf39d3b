"""Learning the reader of yes/no questions: its lines, and that a little learning helps."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from evals.errors import EvalError
from evals.tuning.claims import CLAIMS, parted, read_claims
from retrieval.embedding import entailment
from retrieval.embedding.entailment import CHECK, LONGEST, NO, NOTHING, YES, Entailment
from retrieval.embedding.onnx_engine import packaged_weights, ready_entry
from retrieval.embedding.onnx_graph import Precision
from retrieval.embedding.unigram import UnigramTokenizer


@pytest.fixture(scope="module")
def tokenizer(cache: Path) -> UnigramTokenizer:
    return UnigramTokenizer(ready_entry(packaged_weights(), cache, Precision.INT8))


@pytest.fixture
def few(tmp_path: Path) -> Path:
    lines = CLAIMS.read_text(encoding="utf-8").split("\n")[:24]
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_neither_a_question_nor_a_text_tells_the_answer(
    tokenizer: UnigramTokenizer, few: Path
) -> None:
    for claims in read_claims(tokenizer.encode, few):
        by_question = {pair.question: set[int]() for pair in claims.pairs}
        by_text = {pair.text: set[int]() for pair in claims.pairs}
        for pair in claims.pairs:
            by_question[pair.question].add(pair.answer)
            by_text[pair.text].add(pair.answer)
            assert len(pair.ids) <= LONGEST
        assert sorted(map(len, by_question.values())) == [1, 3, 3]
        assert Counter(map(frozenset, by_text.values())) == {
            frozenset({YES, NO, NOTHING}): 1,
            frozenset({YES, NO}): 1,
            frozenset({NOTHING}): 1,
        }


def test_whole_documents_are_kept_to_judge_by(tokenizer: UnigramTokenizer, few: Path) -> None:
    learned, held = parted(read_claims(tokenizer.encode, few))
    assert {each.document for each in learned}.isdisjoint(each.document for each in held)
    assert len(learned) + len(held) == 24


@pytest.mark.parametrize("line", ["{", '{"document": "a"}', "[]"])
def test_a_line_that_is_wrong_is_named(
    tokenizer: UnigramTokenizer, tmp_path: Path, line: str
) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(EvalError, match="line 2: "):
        read_claims(tokenizer.encode, path)


def test_the_file_is_what_its_claims_say(tokenizer: UnigramTokenizer) -> None:
    records = [json.loads(line) for line in CLAIMS.read_text(encoding="utf-8").split("\n") if line]
    assert len(records) > 4000
    assert len({(record["text"], record["yes"]) for record in records}) == len(records)


def test_torch_gives_the_known_answers(tokenizer: UnigramTokenizer) -> None:
    pytest.importorskip("torch")
    from evals.tuning.entailing import known

    arrays = dict(np.load(entailment.FILE))
    np.testing.assert_allclose(known(arrays, tokenizer.encode), arrays[CHECK], atol=1e-3)


def test_a_few_steps_lower_the_loss_and_the_file_can_be_read(
    tokenizer: UnigramTokenizer,
    few: Path,
    cache: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("torch")
    from evals.tuning.entailing import Entailing, Learner, judged, write_reader

    claims = read_claims(tokenizer.encode, few)[:8]
    model = Entailing()
    learner = Learner(model, claims, steps=60, seed=1)
    lost = [learner.step() for _ in range(12)]
    assert np.mean(lost[-3:]) < np.mean(lost[:3])
    assert "56 pairs: " in judged(model, claims)
    path = tmp_path / "entailment.npz"
    write_reader(model, tokenizer.encode, path)
    monkeypatch.setattr(entailment, "FILE", path)
    reader = Entailment.load(cache)
    assert reader.read("Mag dat?", ["Dat mag niet."]).shape == (1, 3)
