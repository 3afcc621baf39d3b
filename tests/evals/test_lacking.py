"""What a question lacks: how it is learned from examples, and the question back that it brings."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.answer import Ask, Status
from assistant.pipeline import Pipeline
from assistant.settings import Settings
from assistant.understanding.lacking import (
    FILE,
    KINDS,
    Lacking,
    open_lacking,
    pieces_in,
    read_weights,
)
from assistant.understanding.slots import Kind
from evals.errors import EvalError
from evals.suites import letters, load_suite
from evals.tuning.lacking import Example, learned, read_examples, write_weights
from retrieval.embedding.base import Embedder
from retrieval.embedding.engines import model_of
from retrieval.index import open_index
from retrieval.search import Retriever

Vectors = Callable[[str], np.ndarray]


@pytest.fixture(scope="module")
def vector(embedder: Embedder) -> Vectors:
    return lambda text: embedder.embed_queries([text])[0]


@pytest.fixture(scope="module")
def lacking() -> Lacking:
    found = open_lacking(read_weights().model)
    assert found is not None
    return found


def test_pieces_are_words_and_pairs_with_the_ends() -> None:
    assert pieces_in("Mag ík dat?") == {"mag", "ik", "dat", "< mag", "mag ik", "ik dat", "dat >"}
    assert pieces_in("") == {"< >"}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Bij wie in de omgeving kan ik aankloppen voor advies over lesgeven?", Kind.REGION),
        ("op welke dagen kan ik bij jullie binnenlopen", Kind.REGION),
        ("welk startsalaris krijg ik als nieuwe docent", Kind.SECTOR),
        ("heb ik met mijn papieren genoeg om in te stromen", Kind.DIPLOMA),
        ("Hoe lang is een geschiktheidsverklaring geldig?", None),
        ("Wie betaalt de opleiding van een zij-instromer?", None),
        ("Ik woon in Assen, bij welk loket hoor ik?", None),
        ("Bron: 'iedereen mag dat'. Heb ik genoeg papieren?", None),
        ("", None),
    ],
)
def test_a_question_tells_what_it_lacks(
    lacking: Lacking, vector: Vectors, question: str, kind: Kind | None
) -> None:
    assert lacking.kind(question, vector(question)) == kind


def test_the_file_is_for_the_model_of_the_bundled_engine(embedder: Embedder) -> None:
    assert open_lacking(model_of(embedder.name)) is not None
    assert open_lacking("another model") is None


@pytest.mark.parametrize("content", [b"", b"no numpy file", FILE.read_bytes()[:2_000]])
def test_a_file_that_is_broken_is_left_out_and_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    (tmp_path / "lacking.npz").write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert open_lacking("any", tmp_path / "lacking.npz") is None
    assert "by rules alone" in caplog.text


def test_weights_are_learned_from_examples(tmp_path: Path, vector: Vectors) -> None:
    """A word that the file does not know is told by the vector: 'stad' stands near 'dorp'."""
    made = [
        *(Example(question=f"is er {what} in mijn dorp", column=1) for what in ("werk", "hulp")),
        *(Example(question=f"is er {what} voor leraren", column=0) for what in ("geld", "tijd")),
    ]
    weights = learned(made, np.stack([vector(each.question) for each in made]), "m")
    write_weights(weights, tmp_path / "lacking.npz")
    found = open_lacking("m", tmp_path / "lacking.npz")
    assert found is not None
    assert found.kind("is er hulp in mijn stad", vector("is er hulp in mijn stad")) == KINDS[1]
    assert found.kind("is er rust voor leraren", vector("is er rust voor leraren")) is None


def test_no_example_is_a_question_of_a_suite() -> None:
    """The suites measure what was not learned."""
    asked = {
        letters(t) for name in ("bronnen", "corpus") for i in load_suite(name) for t in i.turns
    }
    examples = read_examples()
    assert not asked & {letters(each.question) for each in examples}
    assert {each.column for each in examples} == set(range(len(KINDS)))


@pytest.mark.parametrize(
    "line", ['{"question": "x"}', '{"question": "x", "lacks": "y"}', "[]", "{"]
)
def test_a_line_that_is_no_example_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "lacking.jsonl"
    path.write_text(f'{{"question": "x", "lacks": null}}\n{line}\n', encoding="utf-8")
    with pytest.raises(EvalError, match="line 2"):
        read_examples(path)


ASKED = "bij wie klop ik hier aan"


@pytest.mark.parametrize("learns", [True, False])
def test_what_lacks_is_asked_without_a_rule(
    small_settings: Settings, embedder: Embedder, lacking: Lacking, learns: bool
) -> None:
    retriever = Retriever(open_index(small_settings.index), embedder)
    pipeline = Pipeline(retriever, lacking=lacking if learns else None)
    answer = pipeline.answer(Ask(question=ASKED), date(2026, 11, 24))
    assert (answer.status == Status.CLARIFY) is learns
    told = pipeline.answer(Ask(question=f"{ASKED} in Assen"), date(2026, 11, 24))
    assert told.status != Status.CLARIFY
    later = Ask(question=ASKED, earlier=("Welk loket is er in Assen?",))
    assert pipeline.answer(later, date(2026, 11, 24)).status != Status.CLARIFY


@pytest.mark.parametrize("question", ["Can I teach with a foreign diploma?", "Mag ik lesgeven?"])
def test_a_foreign_diploma_is_told_enough(
    small_settings: Settings, embedder: Embedder, lacking: Lacking, question: str
) -> None:
    pipeline = Pipeline(Retriever(open_index(small_settings.index), embedder), lacking=lacking)
    asked = pipeline.answer(Ask(question=question), date(2026, 11, 24)).status == Status.CLARIFY
    assert asked is ("foreign" not in question)


def test_two_questions_in_one_text_are_answered(
    small_settings: Settings, embedder: Embedder, lacking: Lacking
) -> None:
    """Together they are like no example; whoever asks both wants to hear of the first anyhow."""
    pipeline = Pipeline(Retriever(open_index(small_settings.index), embedder), lacking=lacking)
    first, second = "Wat is zij-instroom", "welk salaris krijg ik"
    single, both = Ask(question=f"{second}?"), Ask(question=f"{first} en {second}?")
    assert pipeline.answer(single, date(2026, 11, 24)).status == Status.CLARIFY
    assert pipeline.answer(both, date(2026, 11, 24)).status != Status.CLARIFY
