"""Learning the reader of entailment: its lines, and that a little learning helps."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from evals.errors import EvalError
from evals.tuning.contrasts import CLAIMS, CONTRASTS, read_claims, read_contrasts
from evals.tuning.pairs import Group, answered_as, parted
from retrieval.embedding import entailment
from retrieval.embedding.entailment import (
    ANSWER,
    CHECK,
    COLUMNS,
    LONGEST,
    NO,
    NOTHING,
    YES,
    Entailment,
)
from retrieval.embedding.onnx_engine import packaged_weights, ready_entry
from retrieval.embedding.onnx_graph import Precision
from retrieval.embedding.unigram import UnigramTokenizer


@pytest.fixture(scope="module")
def tokenizer(cache: Path) -> UnigramTokenizer:
    return UnigramTokenizer(ready_entry(packaged_weights(), cache, Precision.INT8))


@pytest.fixture
def few(tmp_path: Path) -> Path:
    return first_lines(CLAIMS, tmp_path)


def first_lines(file: Path, folder: Path, count: int = 24) -> Path:
    lines = file.read_text(encoding="utf-8").split("\n")[:count]
    path = folder / file.name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_neither_a_question_nor_a_text_tells_the_answer(
    tokenizer: UnigramTokenizer, few: Path
) -> None:
    for claims in read_claims(tokenizer.encode, few):
        by_question, by_text = answers_by(claims)
        assert sorted(map(len, by_question)) == [1, 3, 3]
        assert Counter(map(frozenset, by_text)) == {
            frozenset({(YES,), (NO,), (NOTHING,)}): 1,
            frozenset({(YES,), (NO,)}): 1,
            frozenset({(NOTHING,)}): 1,
        }


def test_of_two_questions_a_changed_unit_answers_the_other(
    tokenizer: UnigramTokenizer, tmp_path: Path
) -> None:
    for group in read_contrasts(tokenizer.encode, first_lines(CONTRASTS, tmp_path)):
        asked, twin, of_changed, twin_of_changed, reworded, after = group.pairs
        assert asked.text == twin.text == reworded.text == after.text
        assert of_changed.text == twin_of_changed.text != asked.text
        assert asked.question == of_changed.question != twin.question == twin_of_changed.question
        open_ones = [pair.answers == (NOTHING,) for pair in group.pairs]
        assert open_ones == [False, True, True, False, False, True]


def answers_by(group: Group) -> tuple[list[set[tuple[int, ...]]], list[set[tuple[int, ...]]]]:
    """Return the answers to each question, and of each text."""
    by_question = {pair.question: set[tuple[int, ...]]() for pair in group.pairs}
    by_text = {pair.text: set[tuple[int, ...]]() for pair in group.pairs}
    for pair in group.pairs:
        by_question[pair.question].add(pair.answers)
        by_text[pair.text].add(pair.answers)
        assert len(pair.ids) <= LONGEST
    return list(by_question.values()), list(by_text.values())


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("Hoeveel kost een VOG?", (ANSWER,)),
        ("wie regelt de subsidie", (ANSWER,)),
        ("Moet ik een VOG hebben?", (NO, YES, ANSWER)),
    ],
)
def test_a_yes_no_question_may_be_answered_by_any_word(
    question: str, answers: tuple[int, ...]
) -> None:
    assert answered_as(question) == answers


def test_whole_documents_are_kept_to_judge_by(tokenizer: UnigramTokenizer, few: Path) -> None:
    learned, held = parted(read_claims(tokenizer.encode, few))
    assert {each.document for each in learned}.isdisjoint(each.document for each in held)
    assert len(learned) + len(held) == 24


@pytest.mark.parametrize("line", ["{", '{"document": "a"}', "[]"])
@pytest.mark.parametrize("read", [read_claims, read_contrasts])
def test_a_line_that_is_wrong_is_named(
    tokenizer: UnigramTokenizer,
    tmp_path: Path,
    read: Callable[[Callable[[str], list[int]], Path], list[Group]],
    line: str,
) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(EvalError, match="line 2: "):
        read(tokenizer.encode, path)


@pytest.mark.parametrize(
    ("file", "asked", "least"), [(CLAIMS, "yes", 4000), (CONTRASTS, "asked", 2000)]
)
def test_no_unit_is_asked_the_same_twice(file: Path, asked: str, least: int) -> None:
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]
    assert len(records) > least
    assert len({(record["text"], record[asked]) for record in records}) == len(records)


def test_torch_gives_the_known_answers(tokenizer: UnigramTokenizer) -> None:
    pytest.importorskip("torch")
    from evals.tuning.entailing import known

    arrays = dict(np.load(entailment.FILE))
    np.testing.assert_allclose(known(arrays, tokenizer.encode), arrays[CHECK], atol=1e-3)


def test_any_right_answer_will_do() -> None:
    torch = pytest.importorskip("torch")
    from evals.tuning.entailing import loss_of

    sure_of_yes = torch.tensor([[0.0, 9.0, 0.0, 0.0]])
    lost = [float(loss_of(sure_of_yes, [each])) for each in ((YES,), (NO, YES, ANSWER), (NO,))]
    assert lost[0] == pytest.approx(lost[1], abs=0.01)
    assert lost[2] > lost[0] + 5


def test_what_tells_a_part_is_as_probable_as_not() -> None:
    torch = pytest.importorskip("torch")
    from evals.tuning.entailing import loss_of

    def lost(answer: float, nothing: float) -> float:
        logits = torch.tensor([[0.0, 0.0, nothing, answer]])
        return float(loss_of(logits, [(NOTHING, ANSWER)]))

    assert lost(6.0, 6.0) < lost(7.0, 5.0) < lost(9.0, 3.0)
    assert lost(5.0, 7.0) == pytest.approx(lost(7.0, 5.0))


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
    assert reader.read("Mag dat?", ["Dat mag niet."]).shape == (1, COLUMNS)
