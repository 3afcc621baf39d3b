"""The retriever: masks come before ranking, doubles are folded, ties always fall the same way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from retrieval.filters import Filters
from retrieval.index import Index
from retrieval.search import CANDIDATES, COMPILED_WEIGHT, LATE_CANDIDATES, RERANKED, Retriever
from tests.retrieval.samples import Bags, Longest, Words, searchable, with_tokens


def markdown(title: str, text: str, **metadata: str) -> str:
    head = "".join(f"{name}: {value}\n" for name, value in metadata.items())
    return f"---\ntitle: {title}\n{head}---\n# {title}\n\n{text}\n"


DOCUMENTS = {
    "utrecht": markdown("A", "Mentoren helpen leraren in de eigen klas.", regions="[utrecht]"),
    "zeeland": markdown("B", "Mentoren helpen leraren aan de kust.", regions="[zeeland]"),
    "landelijk": markdown("C", "Mentoren helpen leraren in heel het land."),
    "vo": markdown("D", "Mentoren helpen leraren met pubers.", sectors="[vo]", type="regeling"),
    "oud": markdown("E", "Mentoren helpen leraren met krijt.", valid_to="2025-12-31"),
    "straks": markdown("F", "Mentoren helpen leraren op afstand.", valid_from="2027-01-01"),
    "intern": markdown("G", "Mentoren helpen leraren volgens het draaiboek.", audience="staff"),
}
QUESTION = "mentoren helpen leraren"
EVERYTHING = set(DOCUMENTS)


def over(folder: Path, engine: Bags, **documents: str) -> Retriever:
    """Return a retriever over documents, with the tokens that the engine gives."""
    index = searchable(folder, **documents)
    if isinstance(engine, Words):
        index = with_tokens(folder, index, engine)
    return Retriever(index, engine)


@pytest.fixture(scope="module", params=[Bags(), Words()], ids=["two legs", "late"])
def engine(request: pytest.FixtureRequest) -> Bags:
    """Engines without and with tokens: what holds for search holds with both."""
    return request.param


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory, engine: Bags) -> Retriever:
    return over(tmp_path_factory.mktemp("search"), engine, **DOCUMENTS)


def found(retriever: Retriever, question: str = QUESTION, limit: int = 10, **filters) -> list[str]:
    hits = retriever.search(question, Filters(**filters), limit).hits
    return [hit.document.id for hit in hits]


@pytest.mark.parametrize(
    ("filters", "hidden"),
    [
        ({}, set()),
        ({"region": "utrecht"}, {"zeeland"}),
        ({"region": "zeeland"}, {"utrecht"}),
        ({"region": "elders"}, {"utrecht", "zeeland"}),
        ({"region": ("elders", "zeeland")}, {"utrecht"}),
        ({"region": ()}, set()),
        ({"sector": "po"}, {"vo"}),
        ({"sector": "vo"}, set()),
        ({"type": "regeling"}, EVERYTHING - {"vo"}),
        ({"type": "gids"}, EVERYTHING),
        ({"on": date(2026, 6, 1)}, {"oud", "straks"}),
        ({"on": date(2025, 12, 31)}, {"straks"}),
        ({"on": date(2027, 1, 1)}, {"oud"}),
        ({"audience": "public"}, {"intern"}),
        ({"audience": "staff"}, set()),
        ({"audience": "publiek"}, {"intern"}),
        ({"region": "utrecht", "audience": "public"}, {"zeeland", "intern"}),
    ],
)
def test_filters(retriever: Retriever, filters: dict, hidden: set[str]) -> None:
    assert set(found(retriever, **filters)) == EVERYTHING - hidden


def test_filters_mask_before_ranking(tmp_path: Path, engine: Bags) -> None:
    """However many better passages are hidden, what may be seen is found."""
    better = {
        f"zeeland{n}": markdown(
            f"Z{n}", f"Mentoren helpen leraren, nummer {n}.", regions="[zeeland]"
        )
        for n in range(CANDIDATES + 10)
    }
    worse = markdown(
        "U", "Wie helpt? In een kantine zitten soms ook mentoren.", regions="[utrecht]"
    )
    retriever = over(tmp_path, engine, utrecht=worse, **better)
    assert "utrecht" not in found(retriever, limit=20)
    hits = retriever.search(QUESTION, Filters(region="utrecht"), 5).hits
    assert [hit.document.id for hit in hits] == ["utrecht"]
    assert hits[0].lexical > 0
    assert hits[0].dense > 0


SAME = "De school betaalt alle kosten van de opleiding voor de nieuwe leraar."


def test_near_doubles_are_folded(tmp_path: Path, engine: Bags) -> None:
    texts = {
        "a": markdown("Een", SAME),
        "b": markdown("Twee", SAME.replace("alle", "al de")),
        "c": markdown("Drie", "De school betaalt de kosten van een maaltijd in de kantine."),
    }
    retriever = over(tmp_path, engine, **texts)
    shown = found(retriever, "school betaalt kosten")
    assert len({"a", "b"} & set(shown)) == 1
    assert "c" in shown


def test_what_differs_in_a_number_or_a_negation_is_no_double(tmp_path: Path, engine: Bags) -> None:
    texts = {
        "a": markdown("Een", SAME),
        "b": markdown("Twee", SAME.replace("betaalt", "betaalt niet")),
        "c": markdown("Drie", SAME.replace("leraar", "leraar tot 30 jaar")),
    }
    shown = found(over(tmp_path, engine, **texts), "school betaalt kosten")
    assert {"a", "b", "c"} <= set(shown)


@pytest.mark.parametrize("word", ["evenmin", "niets", "uitsluitend", "enkel"])
def test_what_differs_in_any_small_word_is_no_double(
    tmp_path: Path, engine: Bags, word: str
) -> None:
    long = f"{SAME} Ook boeken, reizen, toetsen, examens, uren, lessen, dagen en stages tellen mee."
    texts = {
        "a": markdown("Een", long),
        "b": markdown("Twee", long.replace("betaalt", f"betaalt {word}")),
    }
    assert {"a", "b"} <= set(found(over(tmp_path, engine, **texts), "school betaalt kosten"))


def test_folding_does_not_cost_a_place(tmp_path: Path, engine: Bags) -> None:
    texts = {name: markdown(name, SAME) for name in ("a", "b", "c")}
    other = markdown("Ander", "De kosten van de kantine zijn laag.")
    retriever = over(tmp_path, engine, **texts, d=other)
    assert len(found(retriever, "kosten opleiding leraar", limit=2)) == 2


def test_ties_fall_by_passage_id(retriever: Retriever) -> None:
    index = retriever.index
    equal = dict.fromkeys(range(len(index.passages)), 0.5)
    order = retriever._order(equal)
    ids = [index.passages[row].id for row in order]
    assert ids == sorted(ids)
    assert len(ids) == len(index.passages)


def test_the_same_search_gives_the_same_hits(retriever: Retriever) -> None:
    assert retriever.search(QUESTION).hits == retriever.search(QUESTION).hits


def test_limit_and_order(retriever: Retriever) -> None:
    hits = retriever.search(QUESTION, limit=3).hits
    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.row == retriever.index.rows[hit.passage.id] for hit in hits)


def test_words_and_meaning_count_both(retriever: Retriever) -> None:
    (best, *_) = retriever.search("krijt").hits
    assert best.document.id == "oud"
    assert best.lexical > 0
    others = [hit for hit in retriever.search("krijt").hits if hit.document.id != "oud"]
    assert all(hit.lexical == 0.0 for hit in others)


def _compiled(index: Index, *names: str) -> Index:
    changed = {
        key: replace(each, sources=({"title": "Bron"},)) if key in names else each
        for key, each in index.documents.items()
    }
    return replace(index, documents=changed)


def test_shelves_rank_originals_and_compiled_texts_apart(retriever: Retriever) -> None:
    index = _compiled(retriever.index, "utrecht", "zeeland", "vo")
    hits = Retriever(index, retriever.embedder).shelves(QUESTION, limit=2).hits
    assert [bool(hit.document.sources) for hit in hits] == [False, False, True, True]


def test_shelves_keep_to_the_filters(retriever: Retriever) -> None:
    index = _compiled(retriever.index, "utrecht", "zeeland")
    hits = (
        Retriever(index, retriever.embedder)
        .shelves(QUESTION, Filters(region="utrecht"), limit=9)
        .hits
    )
    assert {hit.document.id for hit in hits} == EVERYTHING - {"zeeland"}


@pytest.mark.parametrize(
    ("text", "own", "first"), [("kust krijt", "krijt", "oud"), ("krijt kust", "kust", "zeeland")]
)
def test_what_was_said_now_counts_for_more_than_what_was_said_before(
    retriever: Retriever, text: str, own: str, first: str
) -> None:
    hits = retriever.shelves(text, own=own).hits
    assert hits[0].document.id == first
    assert {"oud", "zeeland"} <= {hit.document.id for hit in hits}


def test_a_compiled_text_counts_for_less_in_one_ranking(retriever: Retriever) -> None:
    def score(index: Index) -> float:
        hits = Retriever(index, retriever.embedder).search("krijt").hits
        return next(hit.score for hit in hits if hit.document.id == "oud")

    lessened = score(_compiled(retriever.index, "oud"))
    assert lessened == pytest.approx(score(retriever.index) * COMPILED_WEIGHT, abs=1e-6)


def test_contrast_is_higher_where_one_passage_stands_out(retriever: Retriever) -> None:
    assert retriever.search("krijt").contrast > retriever.search("pannenkoek").contrast


def test_nothing_allowed_finds_nothing(retriever: Retriever) -> None:
    found_none = retriever.search(QUESTION, Filters(type="gids"))
    assert (found_none.hits, found_none.contrast) == ([], 0.0)


def test_a_question_without_words_still_searches_by_meaning(retriever: Retriever) -> None:
    hits = retriever.search("de het een").hits
    assert hits
    assert all(hit.lexical == 0.0 for hit in hits)


# --- late interaction ----------------------------------------------------------------------------

MEANT = {"plafond": "dak", "druppelt": "lekt", "bui": "regen"}
ROOFS = {
    "rood": markdown("Kleur", "Het dak is rood."),
    "druppels": markdown("Last", "Na een bui druppelt het plafond in de aula."),
    "gang": markdown("Gang", "Tijdens een bui verft Joke het plafond."),
    "kraan": markdown("Kraan", "Een kraan druppelt, een bui niet."),
    "fiets": markdown("Fiets", "Fietsen staan in de kelder."),
}


def test_late_interaction_puts_first_what_meets_every_word(tmp_path: Path) -> None:
    """One passage shares a word with the question; another meets all its words by meaning."""
    retriever = over(tmp_path, Words(**MEANT), **ROOFS)
    without = Retriever(replace(retriever.index, tokens=None), retriever.embedder)
    question = "Lekt het dak bij regen?"
    assert found(without, question)[0] == "rood"
    assert found(retriever, question)[0] == "druppels"
    rated = {hit.document.id: hit for hit in retriever.search(question).hits}
    assert rated["druppels"].late.passage == max(hit.late.passage for hit in rated.values())
    assert rated["rood"].lexical > rated["druppels"].lexical == 0.0


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """More passages than late interaction looks at."""
    texts = {
        f"les{n}": markdown(f"Les {n}", "Mentoren " * (n % 5) + f"helpen leraren met les{n}.")
        for n in range(2 * LATE_CANDIDATES)
    }
    return over(tmp_path_factory.mktemp("crowded"), Words(), **texts)


@pytest.mark.parametrize("question", [QUESTION, "leraren", "krijt en les3"])
def test_scores_fall_all_the_way_down(crowded: Retriever, question: str) -> None:
    hits = crowded.search(question, limit=100).hits
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) > 1


def test_only_the_first_candidates_are_rated(crowded: Retriever) -> None:
    hits = crowded.search("les3 leraren", limit=100).hits
    late = [hit.late is not None for hit in hits]
    assert late == [True] * LATE_CANDIDATES + [False] * LATE_CANDIDATES


def test_equal_scores_fall_by_passage_id(tmp_path: Path) -> None:
    """Sections of one document: their ids are not in the order of the text."""
    sections = [f"## Deel {n}\n\nMentoren helpen leraren in lokaal{n}." for n in range(8)]
    retriever = over(tmp_path, Words(), een="# Een\n\n" + "\n\n".join(sections))
    equal = np.tile(retriever.index.vectors[0], (len(retriever.index.passages), 1))
    same = Retriever(replace(retriever.index, vectors=equal), retriever.embedder)
    hits = same.search(QUESTION).hits
    assert len({hit.score for hit in hits}) == 1
    ids = [hit.passage.id for hit in hits]
    assert ids == sorted(ids)
    assert [hit.row for hit in hits] != sorted(hit.row for hit in hits)


# --- a reranker ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reranked(crowded: Retriever) -> Retriever:
    return Retriever(crowded.index, crowded.embedder, Longest())


def test_a_reranker_puts_the_first_passages_in_its_order(
    crowded: Retriever, reranked: Retriever
) -> None:
    hits = reranked.search(QUESTION, limit=100).hits
    lengths = [len(hit.passage.in_context) for hit in hits]
    assert lengths[:RERANKED] == sorted(lengths[:RERANKED], reverse=True)
    plain, ordered = found(crowded, limit=100), [hit.document.id for hit in hits]
    assert set(ordered[:RERANKED]) == set(plain[:RERANKED])
    assert ordered[RERANKED:] == plain[RERANKED:]
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_a_reranker_gives_the_same_order_to_every_limit(reranked: Retriever) -> None:
    whole = found(reranked, limit=100)
    assert [found(reranked, limit=n) for n in range(30)] == [whole[:n] for n in range(30)]


def test_a_reranker_brings_up_what_a_shelf_had_below_its_limit(crowded: Retriever) -> None:
    odd = _compiled(crowded.index, *(f"les{n}" for n in range(1, 100, 2)))
    hits = Retriever(odd, crowded.embedder, Longest()).shelves(QUESTION, limit=2).hits
    assert [bool(hit.document.sources) for hit in hits] == [False, False, True, True]
    longest = max(len(passage.in_context) for passage in odd.passages)
    assert all(len(hit.passage.in_context) == longest for hit in hits)
