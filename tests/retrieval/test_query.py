"""A question as the lexical index sees it."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from retrieval.dutch import stem
from retrieval.lexical import LexicalIndex, write_lexical
from retrieval.query import (
    CORRECTED_WEIGHT,
    EARLIER_AS_EVIDENCE,
    PART_WEIGHT,
    SYNONYM_WEIGHT,
    Query,
    analyse,
    combined,
)
from retrieval.thesaurus import thesaurus
from tests.assistant.samples import index_of

TEXTS = {
    "pabo": "# Pabo\n\nDe opleiding aan de pabo duurt vier jaar en kost collegegeld.",
    "bestuur": "# Bestuur\n\nEen schoolbestuur vraagt subsidie. De school en het bestuur helpen.",
    "zij": "# Zij-instroom\n\nEen zij-instromer volgt de opleiding op een school in Groningen.",
    "meer": "# Salaris\n\nDe docent verdient een salaris. De school betaalt het loon.",
}


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    folder = tmp_path_factory.mktemp("lexical")
    write_lexical(folder / "index", index_of(folder / "texts", **TEXTS).passages)
    return LexicalIndex(folder / "index")


def concept_words(query: Query) -> list[str]:
    return [concept.word for concept in query.concepts]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("opleidng", "opleiding"),
        ("colegegeld", "collegegeld"),
        ("Goningen", "groningen"),
        ("schoolbestur", "schoolbestuur"),
        ("oplieding", "opleiding"),
        ("ppleiding", "opleiding"),
        ("pleiding", "opleiding"),
        ("poleiding", "opleiding"),
        ("oopleiding", "opleiding"),
    ],
)
def test_a_typing_error_is_read_as_the_word_of_the_corpus(
    lexical: LexicalIndex, typed: str, meant: str
) -> None:
    query = analyse(f"Wat is {typed}?", lexical)
    assert query.corrected == {typed.lower(): meant}
    assert unknown(query) == []
    assert query.concepts[-1].forms[stem(meant)] == pytest.approx(CORRECTED_WEIGHT)


@pytest.mark.parametrize("word", ["pannenkoek", "pbo", "opleiding", "xyzzyxyz", "2027", "bezoekt"])
def test_other_words_are_not_corrected(lexical: LexicalIndex, word: str) -> None:
    assert analyse(f"Wat is {word}?", lexical).corrected == {}


def unknown(query: Query) -> list[str]:
    return [concept.word for concept in query.concepts if not concept.known]


def test_unknown_words_stay_and_weigh_most(lexical: LexicalIndex) -> None:
    query = analyse("Wat kost een pannenkoek op de pabo?", lexical)
    assert unknown(query) == ["pannenkoek"]
    weights = {concept.word: concept.idf for concept in query.concepts}
    assert weights["pannenkoek"] == max(weights.values())
    assert weights["pannenkoek"] == pytest.approx(math.log(1 + len(lexical) / 0.5))


def test_synonyms_of_the_thesaurus_count_for_less(lexical: LexicalIndex) -> None:
    (concept,) = analyse("leraar", lexical).concepts
    assert concept.forms == {stem("docent"): SYNONYM_WEIGHT}
    assert concept.known
    both = analyse("salaris", lexical).concepts[0].forms
    assert both[stem("salaris")] == 1.0
    assert both[stem("loon")] == SYNONYM_WEIGHT


def test_english_words_find_dutch_ones(lexical: LexicalIndex) -> None:
    query = analyse("Which school board helps a teacher with lateral entry?", lexical)
    found = {concept.word: set(concept.forms) for concept in query.concepts}
    assert stem("schoolbestuur") in found["school board"]
    assert stem("docent") in found["teacher"]
    assert stem("zijinstromer") in found["lateral entry"]


def test_a_compound_also_finds_its_parts(lexical: LexicalIndex) -> None:
    forms = analyse("schoolbestuur", lexical).concepts[0].forms
    assert forms[stem("schoolbestuur")] == 1.0
    assert forms[stem("school")] == PART_WEIGHT


def test_function_words_and_repetitions_give_no_concept(lexical: LexicalIndex) -> None:
    assert concept_words(analyse("Is de pabo de Pabo of een PABO?", lexical)) == ["pabo"]
    assert analyse("wat is dat?", lexical).concepts == ()


def test_coverage_is_the_share_weighed_by_rarity(lexical: LexicalIndex) -> None:
    query = analyse("pabo school", lexical)
    rare, common = query.concepts
    assert rare.idf > common.idf
    assert query.coverage({stem("pabo"), stem("school")}) == pytest.approx(1.0)
    assert query.coverage({stem("pabo")}) == pytest.approx(rare.idf / (rare.idf + common.idf))
    assert query.coverage(set()) == 0.0
    assert Query(text="", concepts=()).coverage({"pabo"}) == 0.0


def test_a_follow_up_borrows_its_context_for_less(lexical: LexicalIndex) -> None:
    own, context = analyse("school salaris", lexical), analyse("pabo school", lexical)
    both = combined(own, context)
    assert concept_words(both) == ["school", "salaris", "pabo"]
    assert both.concepts[0].idf == own.concepts[0].idf
    assert both.concepts[2].idf == pytest.approx(context.concepts[0].idf * EARLIER_AS_EVIDENCE)


def test_a_term_stands_once_with_its_best_weight(lexical: LexicalIndex) -> None:
    weights = [(term.term, term.weight) for term in analyse("schoolbestuur school", lexical).terms]
    assert len({term for term, _ in weights}) == len(weights)
    assert dict(weights)[stem("school")] == 1.0


def test_a_verb_is_read_with_the_particle_at_the_end_of_its_clause(tmp_path: Path) -> None:
    texts = {"duo": "# DUO\n\nDe aanvraag van een school. De vraag van een leraar."}
    write_lexical(tmp_path / "index", index_of(tmp_path / "texts", **texts).passages)
    lexical = LexicalIndex(tmp_path / "index")
    asked, *_ = analyse("Waar vraag ik die aan?", lexical).concepts
    assert asked.forms[stem("aanvraag")] == asked.forms[stem("vraag")] == 1.0
    other, *_ = analyse("Aan wie vraag ik die?", lexical).concepts
    assert stem("aanvraag") not in other.forms


def test_a_country_also_finds_abroad_but_no_other_country() -> None:
    finds = thesaurus()[(stem("belgie"),)]
    assert (stem("buitenland"),) in finds
    assert (stem("polen"),) not in finds


def test_words_that_fill_are_not_searched(lexical: LexicalIndex) -> None:
    query = analyse("wat kost nou gewoon eigenlijk de pabo ofzo", lexical)
    assert concept_words(query) == ["kost", "pabo"]


def test_an_english_word_is_as_rare_as_its_usual_dutch_one(tmp_path: Path) -> None:
    many = {f"d{number}": "# Werk\n\nEen leraar geeft les." for number in range(5)}
    texts = many | {"rare": "# Hulp\n\nDe remedial teacher helpt een kind."}
    write_lexical(tmp_path / "index", index_of(tmp_path / "texts", **texts).passages)
    found = LexicalIndex(tmp_path / "index")
    (english,) = analyse("teacher", found).concepts
    (dutch,) = analyse("leraar", found).concepts
    assert english.idf == dutch.idf
    assert english.forms[stem("teacher")] == 1.0
    assert english.forms[stem("leraar")] == CORRECTED_WEIGHT


def test_in_a_foreign_question_no_function_word_is_searched(tmp_path: Path) -> None:
    texts = {"los": "# Los werk\n\nEen los contract als leraar."}
    write_lexical(tmp_path / "index", index_of(tmp_path / "texts", **texts).passages)
    found = LexicalIndex(tmp_path / "index")
    assert concept_words(analyse("Puedo ser profesor para los?", found)) == ["profesor"]
    assert concept_words(analyse("een los contract", found)) == ["los", "contract"]
