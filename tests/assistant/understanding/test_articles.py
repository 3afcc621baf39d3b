"""Articles that a question names, and the headings that are theirs."""

from __future__ import annotations

import pytest

from assistant.understanding.articles import article_in, articles_in

NAMED = {
    "Wat staat in artikel 118n van de WVO?": ("118n", None, True),
    "artikel 5, eerste lid, van de regeling": ("5", "1", True),
    "Geef art. 4 lid 3 letterlijk": ("4", "3", True),
    "Wat zegt het tweede lid van artikel 7?": ("7", "2", True),
    "What does article 9 say?": ("9", None, True),
    "Wat regelt artikel 7.2?": ("7.2", None, True),
    "Waar gaat artikel 3 over?": ("3", None, True),
    "Hoeveel subsidie krijg je volgens artikel 5?": ("5", None, False),
    "Wat is het bedrag volgens artikel 5?": ("5", None, False),
    "Onder wiens gezag geeft iemand les volgens artikel 33?": ("33", None, False),
    "Art 33 lid 4: wat moet de school verklaren?": ("33", "4", False),
}
HEADS = {
    ("5", None): {
        "Artikel 5. Bedrag": True,
        "Artikel 5: welk bedrag?": True,
        "Artikel 5 lid 2: en dan?": True,
        "Artikelen 3, 4 en 5": True,
        "Artikel 1 tot en met 8": True,
        "Artikel 15": False,
        "Artikel 5a": False,
        "Vijf artikelen": False,
    },
    ("5", "1"): {"Artikel 5. Bedrag": True, "Artikel 5 lid 1": True, "Artikel 5 lid 2": False},
}


@pytest.mark.parametrize(("question", "expected"), NAMED.items())
def test_an_article_is_read(question: str, expected: tuple[str, str | None, bool]):
    found = article_in(question)
    assert found is not None
    assert (found.number, found.paragraph, found.looked_up) == expected


@pytest.mark.parametrize("question", ["Wat is een artikel?", "Wat kost het?"])
def test_a_question_without_a_number_names_no_article(question: str):
    assert articles_in(question) == ()


SEVERAL = {
    "Wat zeggen artikel 3 en artikel 5 over begeleiding?": ("artikel 3", "artikel 5"),
    "Wat staat er in artikel 13 en 14 van de regeling?": ("artikel 13", "artikel 14"),
    "Geef artikelen 2, 4 en 6a": ("artikel 2", "artikel 4", "artikel 6a"),
    "Wat regelen artikel 3 t/m 5?": ("artikel 3", "artikel 4", "artikel 5"),
    "Wat staat in artikel 3, eerste en derde lid?": ("artikel 3, lid 1", "artikel 3, lid 3"),
    "Wat is het verschil tussen artikel 3 lid 2 en artikel 4, onder b?": (
        "artikel 3, lid 2",
        "artikel 4, onder b",
    ),
    "What do articles 3 and 5 say?": ("artikel 3", "artikel 5"),
}


@pytest.mark.parametrize(("question", "expected"), SEVERAL.items())
def test_several_articles_are_each_looked_up(question: str, expected: tuple[str, ...]):
    found = articles_in(question)
    assert all(article.looked_up for article in found)
    asked = [article.question.removesuffix(article.rest.strip(" ,.?")) for article in found]
    assert tuple(each.strip() for each in asked) == expected
    assert article_in(question) is None


POINTS = {
    "Wat zegt artikel 4, tweede lid, onder b, van de regeling?": ("4", "2", "b"),
    "artikel 4 lid 2 sub c": ("4", "2", "c"),
    "Wat staat in onderdeel a van het eerste lid van artikel 9?": ("9", "1", "a"),
    "Wat zegt artikel 7, aanhef en onder d?": ("7", None, "d"),
    "Wat staat in artikel 7 onder andere?": ("7", None, None),
}


@pytest.mark.parametrize(("question", "expected"), POINTS.items())
def test_a_lettered_point_is_read(question: str, expected: tuple[str, str | None, str | None]):
    (found,) = articles_in(question)
    assert (found.number, found.paragraph, found.point) == expected


@pytest.mark.parametrize(
    "question",
    ["Hoeveel is het volgens artikel 5 en 3 procent?", "Geldt artikel 5 en 12 januari nog?"],
)
def test_a_number_with_a_measure_is_no_article(question: str):
    assert [article.number for article in articles_in(question)] == ["5"]


@pytest.mark.parametrize(
    ("article", "heading", "fits"),
    [(article, heading, fits) for article, each in HEADS.items() for heading, fits in each.items()],
)
def test_a_heading_is_that_of_the_article(
    article: tuple[str, str | None], heading: str, fits: bool
):
    number, paragraph = article
    named = article_in(f"artikel {number}" + (f" lid {paragraph}" if paragraph else ""))
    assert named is not None
    assert named.heads(("Hoofdstuk 2", heading)) is fits


def test_what_names_the_law_is_left():
    found = article_in("Wat zegt artikel 5, eerste lid, van de regeling zij-instroom?")
    assert found is not None
    assert found.rest == ", van de regeling zij-instroom?"
