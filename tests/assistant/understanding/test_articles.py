"""Articles that a question names, and the headings that are theirs."""

from __future__ import annotations

import pytest

from assistant.understanding.articles import article_in

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


@pytest.mark.parametrize(
    "question", ["Wat is een artikel?", "Verschil tussen artikel 3 en artikel 4?", "Wat kost het?"]
)
def test_no_or_several_articles_are_not_looked_up(question: str):
    assert article_in(question) is None


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
