"""Words of other languages, searched for as Dutch ones."""

from __future__ import annotations

import pytest

from retrieval.dutch import stem
from retrieval.glosses import foreign_words, gloss, latin
from retrieval.lexical import LexicalIndex, write_lexical
from retrieval.query import Query, analyse
from tests.assistant.samples import index_of

TEXT = """# Onderwijs

Een leraar op de basisschool heeft een salaris. Voor de pabo heb je een diploma nodig.
"""


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    folder = tmp_path_factory.mktemp("lexical")
    write_lexical(folder / "index", index_of(folder / "texts", tekst=TEXT).passages)
    return LexicalIndex(folder / "index")


def stems(query: Query) -> set[str]:
    return {term.term for term in query.terms}


@pytest.mark.parametrize(
    ("word", "dutch"),
    [
        ("lehrerin", "leraar"),
        ("ogretmenlik", "leraar"),
        ("вчителем", "leraar"),
        ("والمعلم", "leraar"),
        ("للمدرسة", "school"),
        ("guitar", None),
        ("prachtig", None),
    ],
)
def test_a_word_is_known_by_how_it_begins(word: str, dutch: str | None):
    assert gloss(word) == dutch


def test_letters_without_a_plain_form_are_written_plainly():
    assert latin("nasıl płaci groß") == "nasil placi gross"


def test_vowel_marks_do_not_hide_a_word():
    assert foreign_words("المُعَلِّم in de klas") == ["المعلم"]


@pytest.mark.parametrize(
    "question",
    [
        "Wie viel Gehalt hat ein Lehrer an der Grundschule?",
        "İlkokul öğretmeni maaşı nedir?",
        "Яка зарплата вчителя початкової школи?",
        "كم راتب المعلم في المدرسة الابتدائية؟",
    ],
)
def test_a_question_in_another_language_meets_the_dutch_words(question: str, lexical: LexicalIndex):
    found = stems(analyse(question, lexical))
    assert {stem("leraar"), stem("basisschool"), stem("salaris")} <= found


def test_a_word_that_the_corpus_knows_keeps_its_meaning(lexical: LexicalIndex):
    (concept,) = analyse("diploma", lexical).concepts
    assert concept.word == "diploma"
    assert concept.known


def test_function_words_of_other_languages_are_no_subject(lexical: LexicalIndex):
    assert analyse("Ich und der für nicht", lexical).concepts == ()
