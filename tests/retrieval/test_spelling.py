"""Spelling correction against a small vocabulary, with the real list of Dutch words."""

from types import SimpleNamespace

import pytest

from retrieval.spelling import correction, is_dutch


def vocabulary(**words: int) -> SimpleNamespace:
    return SimpleNamespace(
        words=words,
        words_of=lambda first, length: [
            word for word in words if word[0] == first and len(word) == length
        ],
    )


def test_correction_prefers_the_same_first_letter_then_the_frequent_word() -> None:
    known = vocabulary(bestuur=1, gestuur=50, bestuut=9)
    assert correction("bestuux", known) == "bestuut"
    assert correction("gestuux", known) == "gestuur"
    assert correction("best", known) is None


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("ingenieur", "interieur"),
        ("overnemen", "overheden"),
        ("politie", "positie"),
        ("koken", "komen"),
        ("hoofddoek", "hoofddorp"),
        ("aangehaakt", "aangehaald"),
    ],
)
def test_a_dutch_word_is_no_slip_for_another(word: str, known: str) -> None:
    assert correction(word, vocabulary(**{known: 9})) is None


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("voldoe", "voldoen"),
        ("begeleiden", "begeleiders"),
        ("diverse", "divers"),
        ("erkening", "erkenning"),
        ("colegegelt", "collegegeld"),
        ("klantrijs", "klantreis"),
        ("amsterdm", "amsterdam"),
    ],
)
def test_another_ending_and_a_slip_are_corrected(word: str, known: str) -> None:
    assert correction(word, vocabulary(**{known: 9})) == known


def test_dutch_words_are_known_without_their_accents() -> None:
    assert is_dutch("coordinator")
    assert is_dutch("verzekering")
    assert not is_dutch("verzeekring")
