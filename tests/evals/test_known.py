"""Known questions: how they are written down, and what they change in search and confidence."""

from __future__ import annotations

import dataclasses
import logging
from pathlib import Path

import numpy as np
import pytest

from assistant.evidence import candidates, confidence
from assistant.local import build_service, model_name
from assistant.loket import run_ingest
from assistant.pipeline import Pipeline
from assistant.settings import Settings
from evals.suites import letters, load_suite
from evals.tuning.known import (
    DIMENSIONS,
    about,
    held_beside,
    made_of,
    main,
    of_suites,
    questions_of,
    write_known,
)
from ingest.progress import Silent
from retrieval.embedding.onnx_engine import OnnxE5
from retrieval.filters import Filters
from retrieval.index import Index, open_index
from retrieval.known import (
    FAR,
    NOTHING,
    PART,
    WHOLE,
    Arrays,
    KnownQuestions,
    open_known,
    read_known,
)
from retrieval.search import Retriever

BUS = """---
title: De pendelbus
---
# De pendelbus

De pendelbus vertrekt om 7.00 uur. Een rit met de bus kost € 3. Een hond mag niet mee.
"""
BOAT = """---
title: De veerboot
audience: staff
---
# De veerboot

De veerboot vaart elk half uur. Een overtocht is gratis.
"""
CAR = "# De deelauto\n\nDe deelauto staat op het plein. Hij kost € 9 per dag.\n"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Index:
    folder = tmp_path_factory.mktemp("known")
    (folder / "corpus").mkdir()
    for name, text in (("bus", BUS), ("boot", BOAT), ("auto", CAR)):
        (folder / "corpus" / f"{name}.md").write_text(text, encoding="utf-8")
    settings = Settings(index=folder / "index", corpus=folder / "corpus", cache=cache)
    run_ingest(settings, [], Silent())
    return open_index(settings.index, model_name(settings))


def id_of(index: Index, document: str) -> str:
    return next(p.id for p in index.passages if p.document_id == document)


def beside(index: Index) -> list[tuple[str, str, int, int]]:
    bus, boat = id_of(index, "bus"), id_of(index, "boot")
    return [
        ("hoe laat gaat de eerste?", bus, 0, WHOLE),
        ("wat betaal je voor een rit met de bus?", bus, 1, WHOLE),
        ("moet mijn teckel thuisblijven?", bus, 2, WHOLE),
        ("moet mijn teckel thuisblijven?", bus, 0, NOTHING),
        ("wie is de chauffeur?", bus, -1, NOTHING),
        ("wie bestuurt de bus?", bus, 0, NOTHING),
        ("wat betaal je voor het water over?", boat, 1, WHOLE),
        ("hoe vaak en hoe laat over het water?", boat, 0, PART),
        ("waar is het zwembad?", "zwembad-1", 0, WHOLE),
        ("waar is het zwembad?", bus, 0, NOTHING),
    ]


@pytest.fixture(scope="module")
def arrays(index: Index, onnx: OnnxE5) -> Arrays:
    pairs = beside(index)
    return made_of(pairs, onnx.embed_queries(questions_of(pairs)), index.manifest.model)


@pytest.fixture(scope="module")
def known(index: Index, arrays: Arrays) -> KnownQuestions:
    return KnownQuestions(arrays, index)


def all_of(index: Index) -> np.ndarray:
    return np.ones(len(index.passages), dtype=bool)


def test_a_question_is_near_itself_and_finds_the_unit_that_answers_it(
    index: Index, known: KnownQuestions, onnx: OnnxE5
) -> None:
    row = index.rows[id_of(index, "bus")]
    for question, unit in (
        ("wat betaal je voor een rit met de bus?", 1),
        ("moet mijn teckel thuisblijven?", 2),
    ):
        found = known.near(onnx.embed_queries([question])[0]).units(row, 3)
        assert found is not None
        assert found.argmax() == unit
        assert found[unit] == pytest.approx(1, abs=0.02)
        assert (found >= np.float32(FAR)).all()


def test_near_questions_without_an_answer_have_a_say(
    index: Index, known: KnownQuestions, onnx: OnnxE5
) -> None:
    def share(question: str) -> float:
        return known.near(onnx.embed_queries([question])[0]).answered(all_of(index))

    assert share("wie is de chauffeur?") < 0.1
    assert share("wat betaal je voor een rit met de bus?") > 0.9


def test_what_may_not_be_seen_answers_nothing(
    index: Index, known: KnownQuestions, onnx: OnnxE5
) -> None:
    near = known.near(onnx.embed_queries(["wat betaal je voor het water over?"])[0])
    public = all_of(index)
    public[index.rows[id_of(index, "boot")]] = False
    assert near.answered(all_of(index)) > 0.5
    assert near.answered(public) < 0.5


def test_a_question_that_only_an_absent_passage_answers_says_nothing(
    index: Index, known: KnownQuestions
) -> None:
    asked = {pair[0] for pair in beside(index)}
    assert len(known) == len(asked - {"waar is het zwembad?"})


def test_of_a_passage_that_nobody_asked_about_nothing_is_known(
    index: Index, known: KnownQuestions, onnx: OnnxE5
) -> None:
    near = known.near(onnx.embed_queries(["wat kost de deelauto?"])[0])
    assert near.units(index.rows[id_of(index, "auto")], 2) is None


def test_known_questions_move_units_and_probability(
    index: Index, known: KnownQuestions, onnx: OnnxE5
) -> None:
    without, with_known = (
        Pipeline(Retriever(index, onnx, known=each)).read("wat betaal je voor een rit met de bus?")
        for each in (None, known)
    )
    first = with_known.ranked[0]
    assert (first.passage.document_id, first.number) == ("bus", 1)
    moved = first.feature("asked")
    assert moved == pytest.approx(1 - candidates.UNKNOWN_ASKED, abs=0.02)
    same = next(c for c in without.ranked if c.passage == first.passage and c.number == 1)
    assert same.feature("asked") == 0
    assert first.score - same.score == pytest.approx(candidates.FITTED["asked"] * moved, abs=1e-3)
    assert without.confidence.known is None
    assert with_known.confidence.known is not None
    assert with_known.confidence.known.tolist() == pytest.approx([1, 1], abs=0.1)
    logit = float(with_known.confidence.features @ confidence.WEIGHTS) + confidence.BIAS
    assert with_known.confidence.first > 1 / (1 + np.exp(-logit))


def test_a_passage_that_nobody_asked_about_is_weighed_as_before(
    index: Index, known: KnownQuestions, onnx: OnnxE5
) -> None:
    question = "Wat kost de deelauto per dag?"
    without, with_known = (
        Pipeline(Retriever(index, onnx, known=each)).read(question) for each in (None, known)
    )
    assert with_known.ranked[0].passage.document_id == "auto"
    assert with_known.ranked[0].score == without.ranked[0].score
    assert with_known.confidence.known is None


def test_hits_carry_what_is_known_of_them(
    index: Index, known: KnownQuestions, onnx: OnnxE5
) -> None:
    found = Retriever(index, onnx, known=known).search(
        "wat betaal je voor een rit met de bus?", Filters()
    )
    asked = {hit.document.id: hit.asked for hit in found.hits}
    assert asked["bus"] is not None
    assert asked["bus"].shape == (3,)
    assert asked["auto"] is None
    assert found.answered is not None
    assert Retriever(index, onnx).search("wat betaal je voor een rit met de bus?").answered is None


def test_a_file_is_read_as_it_was_written(index: Index, arrays: Arrays, tmp_path: Path) -> None:
    path = tmp_path / "known.npz"
    write_known(arrays, path)
    again = read_known(path)
    for field in dataclasses.fields(Arrays):
        np.testing.assert_array_equal(getattr(again, field.name), getattr(arrays, field.name))
    opened = open_known(index, path)
    assert opened is not None
    assert len(opened) == 7


def test_questions_of_another_model_or_index_are_left_out(
    index: Index, arrays: Arrays, tmp_path: Path
) -> None:
    other, elsewhere = tmp_path / "other.npz", tmp_path / "elsewhere.npz"
    write_known(dataclasses.replace(arrays, model="another"), other)
    write_known(dataclasses.replace(arrays, passages=["x-1"] * len(arrays.passages)), elsewhere)
    assert open_known(index, other) is None
    assert open_known(index, elsewhere) is None


@pytest.mark.parametrize("damage", ["absent", "cut", "text"])
def test_a_damaged_file_is_told_and_left_out(
    damage: str, index: Index, arrays: Arrays, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "known.npz"
    write_known(arrays, path)
    if damage == "absent":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:500] if damage == "cut" else b"no archive")
    with caplog.at_level(logging.WARNING):
        assert open_known(index, path) is None
    assert "known questions are left out" in caplog.text


def test_pairs_are_of_passages_that_are_held(index: Index) -> None:
    pairs = beside(index)
    bus = id_of(index, "bus")
    beyond = ("en de achtste unit?", bus, 8, WHOLE)
    kept = about([*pairs, beyond], index, frozenset())
    assert {pair[0] for pair in pairs} - {pair[0] for pair in kept} == {"waar is het zwembad?"}
    assert beyond not in kept
    fewer = about(pairs, index, frozenset({letters("Wie is de chauffeur")}))
    assert {pair[0] for pair in kept} - {pair[0] for pair in fewer} == {"wie is de chauffeur?"}


def test_the_questions_of_the_suites_are_not_known() -> None:
    suites = of_suites()
    for name in ("bronnen", "corpus"):
        assert letters(load_suite(name)[0].question) in suites
    shared = {pair[0] for pair in held_beside() if letters(pair[0]) in suites}
    assert shared  # some stand there word for word, and are left out when the file is made


def test_the_shipped_file_fits_the_bundled_engine_and_our_documents(
    corpus_settings: Settings,
) -> None:
    index = open_index(corpus_settings.index)
    arrays = read_known()
    assert arrays.model == index.manifest.model
    assert arrays.codes.shape[1] == len(arrays.axes) == DIMENSIONS
    assert arrays.codes.dtype == np.int8
    held = set(arrays.passages)
    share = np.mean([passage in held for passage in index.passages.ids])
    assert share > 0.9, "our documents changed: add questions, and make the file again"


def test_the_service_knows_them(corpus_settings: Settings) -> None:
    [hit] = build_service(corpus_settings).search("Heb ik een VOG nodig?", Filters(), 1)
    assert hit.asked is not None
    assert hit.asked.max() > FAR


def test_the_command_writes_a_file_and_tells_what_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "known.npz"
    assert main(["--index", str(tmp_path / "none"), "--out", str(out)]) == 2
    assert "there is no index" in capsys.readouterr().err
    assert not out.exists()
