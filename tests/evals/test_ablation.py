"""Searches that lack a part, and the tables of searches; on a small real index."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evidence import extract
from assistant.local import build_service
from assistant.pipeline import Pipeline
from assistant.settings import Settings
from evals.ablation import answers
from evals.ablation.parts import VARIANTS, WHOLE, Lacking, Variant, lacking
from evals.ablation.remade import Bench, sources_of
from evals.peers import OURS, ours, questions
from evals.run import run_suite
from evals.score import score_run
from evals.search_table import Searching, found_by, head, row
from evals.suites import Evidence
from evals.systems.local import LocalSystem
from retrieval import dutch, lexical, search
from retrieval.embedding.base import Embedder
from retrieval.index import Index, open_index
from retrieval.query import Query
from retrieval.search import Retriever
from tests.evals.samples import make_document, make_item, make_refusal

QUESTION = "Wat kost het geschiktheidsonderzoek?"


@pytest.fixture(scope="module")
def index(small_settings: Settings) -> Index:
    return open_index(small_settings.index)


@pytest.fixture
def bench(index: Index, embedder: Embedder, small_settings: Settings, tmp_path: Path) -> Bench:
    sources = sources_of(small_settings.index, small_settings.corpus)
    return Bench(index=index, embedder=embedder, sources=sources, scratch=tmp_path)


def variant(name: str) -> Variant:
    return next(each for each in VARIANTS if each.name.startswith(name))


def analysed(bench: Bench, name: str, text: str) -> Query:
    chosen = variant(name)
    with lacking(chosen):
        return Lacking(chosen.index(bench), bench.embedder, chosen.query).analyse(text)


@pytest.mark.parametrize("chosen", VARIANTS, ids=lambda each: each.name)
def test_every_variant_still_finds_the_passage(bench: Bench, chosen: Variant) -> None:
    with lacking(chosen):
        found = found_by(Lacking(chosen.index(bench), bench.embedder, chosen.query))(QUESTION)
    assert "Geschiktheidsonderzoek" in " ".join(text for _, text in found[:3])


def test_the_whole_is_our_own_search(index: Index, embedder: Embedder) -> None:
    chosen = variant(WHOLE)
    assert found_by(Lacking(index, embedder, chosen.query))(QUESTION) == found_by(
        Retriever(index, embedder)
    )(QUESTION)


def test_a_variant_lacks_what_it_says(bench: Bench) -> None:
    assert variant("no late").index(bench).tokens is None
    assert not variant("no vectors").index(bench).vectors.any()
    assert analysed(bench, "no words:", QUESTION).concepts == ()
    whole = analysed(bench, WHOLE, "geschiktheidsonderzoeken scholingskosten")
    parts = analysed(bench, "no parts", "geschiktheidsonderzoeken scholingskosten")
    assert sum(len(each.forms) for each in parts.concepts) <= sum(
        len(each.forms) for each in whole.concepts
    )
    misspelled = "geschikheidsonderzoek"
    assert analysed(bench, WHOLE, misspelled).corrected
    assert analysed(bench, "no spelling", misspelled).concepts == ()


def test_without_stems_another_form_is_another_word(bench: Bench) -> None:
    assert analysed(bench, WHOLE, "scholen").concepts[0].known
    assert "school" in analysed(bench, WHOLE, "scholen").concepts[0].forms
    assert "school" not in analysed(bench, "no stemming", "scholen").concepts[0].forms


def test_an_index_that_is_made_otherwise_differs_in_that_alone(bench: Bench) -> None:
    small = variant("passages of at most 150").index(bench)
    assert {each.id for each in small.documents.values()} == set(bench.index.documents)
    assert small.tokens is not None
    assert max(len(each.text) for each in small.passages) <= 150 * 4
    bare = variant("no titles in vectors").index(bench)
    assert bare.passages is bench.index.passages
    assert abs(bare.vectors - bench.index.vectors).max() > 0.01


def test_what_was_changed_is_put_back() -> None:
    before = dict(lexical.FIELDS), search.COMPILED_WEIGHT, dutch.stem
    changed = Variant(
        name="x", fields={"context": 0.0}, patches=((search, "COMPILED_WEIGHT", 1.0),)
    )
    with lacking(changed):
        assert (lexical.FIELDS["context"], search.COMPILED_WEIGHT) == (0.0, 1.0)
    with lacking(variant("no stemming")):
        assert dutch.terms("scholen") == ["scholen"]
    assert (dict(lexical.FIELDS), search.COMPILED_WEIGHT, dutch.stem) == before
    assert dutch.term_set("scholen") == {"school"}


def test_answers_that_do_not_refuse_are_told_so(small_settings: Settings) -> None:
    item = make_refusal(turns=("Welke school neemt dit jaar de meeste studenten aan?",))
    never = next(each for each in answers.VARIANTS if each.name == "no refusing")
    scored = []
    for chosen in (answers.VARIANTS[0], never):
        with lacking(chosen):
            system = LocalSystem(build_service(small_settings), name=chosen.name)
            system.searches = False
            scored.append(score_run(run_suite(system, "mine", "dev", [item]), [item]))
    whole, changed = scored
    assert answers.row(WHOLE, whole, None).count("|") == answers.head("x")[-1].count("|")
    assert "100.0 [100.0, 100.0]" in answers.row(WHOLE, whole, None)
    assert "0.0 (-100.0 [-100.0, -100.0]" in answers.row(never.name, changed, whole)


def test_a_unit_alone_comes_without_company(index: Index, embedder: Embedder) -> None:
    pipeline = Pipeline(Retriever(index, embedder))
    reading = pipeline.read("Wat heb je nodig voor zij-instroom?")
    item = next(each for each in reading.ranked if each.unit.lead is not None)
    whole = extract._with_company(index, reading.question, item, best=True)
    assert len(whole) > 1
    assert [each.number for each in answers.alone(index, reading.question, item, best=True)] == [
        item.number
    ]


# Peers: what needs none of their packages


def test_only_questions_that_the_documents_answer_are_asked() -> None:
    elsewhere = Evidence(document="elders", section="", contains="x")
    here = make_item().evidence[0]
    items = [
        make_item(),
        make_item(id="Q2", evidence=(elsewhere,)),
        make_item(id="Q3", evidence=(here, elsewhere)),
        make_item(id="Q4", evidence=(here, elsewhere), any_evidence=True),
        make_item(id="Q5", turns=("Een", "Twee")),
        make_refusal(),
    ]
    assert [item.id for item in questions(items, [make_document()])] == ["Q1", "Q4"]


def test_our_search_leaves_out_other_documents(index: Index, embedder: Embedder) -> None:
    found = ours(Retriever(index, embedder), {"regeling"})(QUESTION)
    assert {document for document, _ in found} == {"regeling"}


def test_a_row_tells_p_values_against_the_first() -> None:
    items = [make_item(id=f"Q{number}") for number in range(8)]
    right = Searching(OURS, lambda text: [("regeling", "De subsidie is € 20.000 per")], {})
    wrong = Searching("peer", lambda text: [("regeling", "Iets anders")], {})
    first, second = (
        score_run(run_suite(system, "mine", "dev", items), items) for system in (right, wrong)
    )
    assert row(OURS, first, None).startswith("| loketwijzer | 100.0 [100.0, 100.0] | 100.0 ")
    # Eight questions lost and none gained: 2 / 2**8.
    told = row("peer", second, first)
    assert told.startswith("| peer | 0.0 (-100.0 [-100.0, -100.0], p 0.008) |")
    assert head("8 questions")[-1].count("---") == 6
