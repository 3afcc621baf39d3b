"""Judged questions: what stands in them, and what is learned from them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.local import model_name
from assistant.loket import run_ingest
from assistant.pipeline import Pipeline
from assistant.settings import Settings
from evals.errors import EvalError
from evals.examples import judged_questions
from evals.tuning.judged import ANSWERS, NOT, PARTLY, Judged, read_judged, read_questions
from evals.tuning.pairs import HELD_OUT, UNANSWERED, is_held_out
from ingest.progress import Silent
from retrieval.embedding.entailment import ANSWER, NO, NOTHING, YES, Entailment
from retrieval.embedding.onnx_engine import OnnxE5
from retrieval.index import Index, open_index
from retrieval.search import Retriever

DAY = date(2026, 11, 23)
TEXT = """# Wegwijzer pendelbus

## Wat kost de pendelbus?

De pendelbus kost € 3 per rit. De bus rijdt vanaf 7.00 uur.

## Mag een hond mee in de pendelbus?

Een hond mag niet mee in de pendelbus.
"""


class Counted:
    """The real reader, with the questions that it was asked."""

    def __init__(self, cache: Path) -> None:
        self._reader = Entailment.load(cache)
        self.asked: list[str] = []

    def read(self, question: str, texts: Sequence[str]) -> np.ndarray:
        self.asked.append(question)
        return self._reader.read(question, texts)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, onnx: OnnxE5, cache: Path) -> Index:
    folder = tmp_path_factory.mktemp("judged")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "pendelbus.md").write_text(TEXT, encoding="utf-8")
    settings = Settings(index=folder / "index", corpus=folder / "corpus", cache=cache)
    run_ingest(settings, [], Silent())
    return open_index(settings.index, model_name(settings))


def judged_of(index: Index, question: str, judgements: list[str], document: str = "d") -> Judged:
    """Return a question with a judgement for each unit of the index, in their order."""
    units = [(p.id, number) for p in index.passages for number in range(len(p.units))]
    assert len(units) == len(judgements)
    told = dict(zip(units, judgements, strict=True))
    return Judged(document=document, question=question, units=told)


def test_the_questions_that_are_shipped_can_be_read() -> None:
    questions = read_questions()
    assert len(questions) > 2000
    assert len({each.question for each in questions}) == len(questions)
    told = [judgement for each in questions for judgement in each.units.values()]
    assert {*told} == ANSWERS | {PARTLY, NOT}
    answered = [any(j in ANSWERS for j in each.units.values()) for each in questions]
    assert 0.3 < np.mean(answered) < 0.7
    assert 0.05 < np.mean([each.held_out for each in questions]) < 2 / HELD_OUT


@pytest.mark.parametrize(
    "record",
    [
        {"document": "d", "question": "Wat?", "units": []},
        {"document": "d", "question": "Wat?", "units": [["p", 0, "misschien"]]},
        {"document": "d", "question": "Wat?", "units": [["p", 0]]},
        {"document": "d", "units": [["p", 0, "nothing"]]},
        {"document": 3, "question": "Wat?", "units": [["p", 0, "nothing"]]},
        ["Wat?"],
    ],
)
def test_a_line_that_is_not_as_it_should_be_is_named(record: object, tmp_path: Path) -> None:
    path = tmp_path / "judged.jsonl"
    whole = {"document": "d", "question": "Wat?", "units": [["p", 0, "nothing"]]}
    path.write_text(f"{json.dumps(whole)}\n{json.dumps(record)}\n", encoding="utf-8")
    with pytest.raises(EvalError, match="line 2: not a question with judged units"):
        read_questions(path)


def test_pairs_have_the_column_of_what_was_judged(
    index: Index, onnx: OnnxE5, tmp_path: Path
) -> None:
    def written(question: str, judgements: list[str]) -> dict[str, object]:
        judged = judged_of(index, question, judgements)
        units = [[*place, judgement] for place, judgement in judged.units.items()]
        return {"document": "pendelbus", "question": question, "units": units}

    records = [
        written("Wat kost de pendelbus?", ["answers", "nothing", "partly"]),
        written("Mag mijn hond mee?", ["yes", "partly", "no"]),
        {"document": "weg", "question": "Wat?", "units": [["weg-1", 0, "nothing"]]},
    ]
    path = tmp_path / "judged.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in records), encoding="utf-8")
    first, second = read_judged(lambda text: onnx.query_ids(text)[0], index, path)
    assert (first.document, second.document) == ("pendelbus", "pendelbus")
    assert [pair.answers for pair in first.pairs] == [(ANSWER,), UNANSWERED, (NOTHING, ANSWER)]
    asks_yes_or_no = (NOTHING, NO, YES, ANSWER)
    assert [pair.answers for pair in second.pairs] == [(YES,), asks_yes_or_no, (NO,)]
    read = onnx.query_ids("Wegwijzer pendelbus. Wat kost de pendelbus?: De pendelbus kost € 3")[0]
    assert first.pairs[0].text[:8] == tuple(read[1:9])


def test_a_question_is_answerable_where_a_best_unit_answers(
    index: Index, onnx: OnnxE5, cache: Path
) -> None:
    pipeline, reader = Pipeline(Retriever(index, onnx)), Counted(cache)
    held = next(f"d{n}" for n in range(100) if is_held_out(f"d{n}"))
    questions = [
        judged_of(index, "Wat kost de pendelbus?", ["answers", "nothing", "nothing"], held),
        judged_of(index, "Wie rijdt de pendelbus?", ["nothing", "nothing", "nothing"], "d"),
        judged_of(index, "Hoe laat rijdt de pendelbus?", ["nothing", "partly", "nothing"], held),
        Judged(document=held, question="Waar stopt de pendelbus?", units={("weg-1", 0): NOT}),
    ]
    assert not is_held_out("d")
    judgements = judged_questions(pipeline, questions, DAY, reader)
    assert judgements.answerable.tolist() == [True, False]
    reading = pipeline.read("Wat kost de pendelbus?", on=DAY)
    np.testing.assert_array_equal(judgements.features[0], reading.confidence.features)
    # The reader learned from the second: what it would say of that counts for nothing.
    assert np.isnan(judgements.read).tolist() == [[False], [True]]
    assert np.isnan(judgements.known).all()
    assert {*reader.asked} == {"Wat kost de pendelbus?"}
