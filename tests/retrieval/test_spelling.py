"""Spelling correction against a small vocabulary, with the real list of Dutch words."""

from types import SimpleNamespace

import pytest

from retrieval.spelling import correction, is_dutch, joined


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


KNOWN = vocabulary(
    onderwijsassistent=9, onderwijs=90, assistent=4, bekwaamheidsonderzoek=6, onderzoek=40,
    peerreview=2, peer=30, review=30, rekentoets=8, toets=20,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("wat verdient een onderwijs assistent?", "wat verdient een onderwijsassistent?"),
        ("is er een Bekwaamheids onderzoek", "is er een Bekwaamheidsonderzoek"),
        ("is er een bekwaamheid onderzoek", "is er een bekwaamheidsonderzoek"),
        ("reken toets of onderwijs assistent", "rekentoets of onderwijsassistent"),
    ],
)
def test_a_word_that_was_written_as_two_is_one(text: str, whole: str) -> None:
    assert joined(text, KNOWN) == whole


@pytest.mark.parametrize(
    "text",
    [
        "hoe gaat een peer review",  # written apart as often
        "het onderwijs, assistent of niet",
        "onderwijs-assistent",
        "reken op een toets",
        "",
    ],
)
def test_what_is_rightly_apart_stays_so(text: str) -> None:
    assert joined(text, KNOWN) == text
