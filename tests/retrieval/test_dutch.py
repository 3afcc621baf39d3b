"""Dutch words: what counts as one word, and which words meet."""

from __future__ import annotations

import pytest

from retrieval.dutch import CompoundSplitter, count_words, plain, stem, terms, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("school", "scholen"),
        ("opleiding", "opleidingen"),
        ("leraar", "leraars"),
        ("stage", "stages"),
        ("aanvraag", "aanvraag's"),
        ("regio", "regio's"),
    ],
)
def test_forms_of_a_word_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("school", "schaal"), ("leraar", "leerling")])
def test_other_words_do_not_meet(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("€ 20.000 en 22,6%", ["20000", "en", "22,6"]),
        ("Één coördinator, thema’s", ["een", "coordinator", "thema's"]),
        ("zij‑instroom", ["zij-instroom"]),
        ("Samen Opleiden & Professionaliseren", ["samen", "opleiden", "&", "professionaliseren"]),
        ("1.000.000", ["1000000"]),
        ("3.14 in 4a", ["3", "14", "in", "4", "a"]),
        ("", []),
        ("?!", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_plain_keeps_what_is_no_thousands_separator() -> None:
    assert plain("1.2345 en 12.34 en 1.234") == "1.2345 en 12.34 en 1234"


def test_terms_leave_function_words_and_single_letters_out() -> None:
    assert terms("Hoe kan ik de school van een b vinden?") == [stem("school"), stem("vinden")]
    assert terms("de het een") == []


def test_a_single_digit_is_a_term() -> None:
    assert terms("artikel 4") == [stem("artikel"), "4"]


def test_a_hyphenated_word_meets_its_joined_spelling_and_its_parts() -> None:
    found = terms("kern-team-overleg")
    assert found == [stem("kernteamoverleg"), stem("kern"), stem("team"), stem("overleg")]
    assert set(terms("kernteamoverleg")) <= set(found)


def test_parts_of_a_hyphenated_word_that_say_nothing_stay_out() -> None:
    assert terms("zij-instroom") == [stem("zijinstroom"), stem("instroom")]


COUNTS = {
    "school": 9,
    "bestuur": 4,
    "leraren": 5,
    "tekort": 3,
    "opleiding": 6,
    "werk": 5,
    "groep": 2,
}


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("schoolbestuur", ("school", "bestuur")),
        ("lerarentekort", ("leraren", "tekort")),
        ("lerarenopleiding", ("leraren", "opleiding")),
        ("opleidingswerk", ("opleiding", "werk")),
        ("schoolvakantie", ()),
        ("bestuur", ()),
        ("school12bestuur", ()),
        ("", ()),
    ],
)
def test_compounds_split_into_words_of_the_corpus(word: str, parts: tuple[str, ...]) -> None:
    assert CompoundSplitter(COUNTS).split(word) == parts


def test_the_split_with_the_more_frequent_parts_wins() -> None:
    counts = {"werk": 100, "groepen": 100, "werkg": 1, "roepen": 1}
    assert CompoundSplitter(counts).split("werkgroepen") == ("werk", "groepen")
    turned = {"werk": 1, "groepen": 1, "werkg": 100, "roepen": 100}
    assert CompoundSplitter(turned).split("werkgroepen") == ("werkg", "roepen")


def test_parts_of_a_compound_of_three() -> None:
    counts = COUNTS | {"schoolbestuur": 2}
    found = CompoundSplitter(counts).parts("het schoolbestuurwerk")
    assert found == (stem("schoolbestuur"), stem("school"), stem("bestuur"), stem("werk"))


def test_count_words_counts_every_form_of_a_hyphenated_word() -> None:
    counts = count_words(["Zij-instroom is zij", "instroom"])
    assert counts == {"zij-instroom": 1, "zijinstroom": 1, "zij": 2, "instroom": 2, "is": 1}
