"""Searches that lack a part, and the tables of searches; on a small real index."""

from __future__ import annotations

import pytest

from assistant.settings import Settings
from evals.ablation import VARIANTS, WHOLE, Lacking, Variant, found_by, lacking
from evals.peers import OURS, Searching, head, ours, questions, row
from evals.run import run_suite
from evals.score import score_run
from evals.suites import Evidence
from retrieval import lexical, search
from retrieval.embedding.base import Embedder
from retrieval.index import Index, open_index
from retrieval.query import Query
from retrieval.search import Retriever
from tests.evals.samples import make_document, make_item, make_refusal

QUESTION = "Wat kost het geschiktheidsonderzoek?"


@pytest.fixture(scope="module")
def index(small_settings: Settings) -> Index:
    return open_index(small_settings.index)


def variant(name: str) -> Variant:
    return next(each for each in VARIANTS if each.name.startswith(name))


def analysed(index: Index, embedder: Embedder, name: str, text: str) -> Query:
    chosen = variant(name)
    return Lacking(chosen.index(index), embedder, chosen.query).analyse(text)


@pytest.mark.parametrize("chosen", VARIANTS, ids=lambda each: each.name)
def test_every_variant_still_finds_the_passage(
    index: Index, embedder: Embedder, chosen: Variant
) -> None:
    with lacking(chosen):
        found = found_by(Lacking(chosen.index(index), embedder, chosen.query))(QUESTION)
    assert "Geschiktheidsonderzoek" in " ".join(text for _, text in found[:3])


def test_the_whole_is_our_own_search(index: Index, embedder: Embedder) -> None:
    chosen = variant(WHOLE)
    assert found_by(Lacking(index, embedder, chosen.query))(QUESTION) == found_by(
        Retriever(index, embedder)
    )(QUESTION)


def test_a_variant_lacks_what_it_says(index: Index, embedder: Embedder) -> None:
    assert variant("no late").index(index).tokens is None
    assert not variant("no vectors").index(index).vectors.any()
    assert analysed(index, embedder, "no words", QUESTION).concepts == ()
    whole = analysed(index, embedder, WHOLE, "geschiktheidsonderzoeken scholingskosten")
    parts = analysed(index, embedder, "no parts", "geschiktheidsonderzoeken scholingskosten")
    assert sum(len(each.forms) for each in parts.concepts) <= sum(
        len(each.forms) for each in whole.concepts
    )
    misspelled = "geschikheidsonderzoek"
    assert analysed(index, embedder, WHOLE, misspelled).corrected
    assert analysed(index, embedder, "no spelling", misspelled).concepts == ()


def test_what_was_changed_is_put_back() -> None:
    before = dict(lexical.FIELDS), search.COMPILED_WEIGHT
    changed = Variant(name="x", fields=(("context", 0.0),), constants=(("COMPILED_WEIGHT", 1.0),))
    with lacking(changed):
        assert (lexical.FIELDS["context"], search.COMPILED_WEIGHT) == (0.0, 1.0)
    assert (dict(lexical.FIELDS), search.COMPILED_WEIGHT) == before


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
    assert row(OURS, first, None).startswith("| loketwijzer | 100.0 | 100.0 |")
    # Eight questions lost and none gained: 2 / 2**8.
    assert row("peer", second, first).startswith("| peer | 0.0 (0.008) |")
    assert head("8 questions")[-1].count("---") == 6
