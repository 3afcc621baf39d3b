"""Citation recall and precision: a sentence is carried by what it cites, or it is not."""

from __future__ import annotations

from typing import Any

import pytest

from evals.citations import Support, spoken, support

QUOTES = {
    1: "Het geschiktheidsonderzoek betaalt normaal de school, uit de subsidie zij-instroom.",
    2: "De subsidie is ten hoogste € 25.000 per zij-instromer.",
    3: "Een loket helpt je met het kiezen van een route.",
}


def answer(sentence: str, *citations: int) -> dict[str, Any]:
    sources = [{"number": n, "quote": quote, "title": "Geld"} for n, quote in QUOTES.items()]
    return {"sentences": [{"text": sentence, "citations": list(citations)}], "sources": sources}


def test_a_literal_sentence_is_carried() -> None:
    found = support(answer("De subsidie is ten hoogste € 25.000 per zij-instromer. [2]", 2))
    assert (found.recall, found.precision) == (1.0, 1.0)


def test_the_words_that_name_the_source_are_left_out() -> None:
    named = "In “Geld” (niet meer geldig) staat: Een loket helpt je met het kiezen van een route."
    assert spoken(named) == QUOTES[3]
    assert spoken("“Geld” says (in Dutch): Een loket helpt.") == "Een loket helpt."
    assert support(answer(named, 3)).recall == 1.0


def test_a_sentence_that_no_quote_carries() -> None:
    wrong = support(answer("Een psycholoog helpt je met het vinden van werk.", 3))
    assert (wrong.recall, wrong.precision) == (0.0, 0.0)


def test_another_number_is_not_carried() -> None:
    assert support(answer("De subsidie is ten hoogste € 20.000 per zij-instromer.", 2)).recall == 0


def test_a_citation_beside_the_point_costs_precision_only() -> None:
    found = support(answer(QUOTES[2], 2, 3))
    assert (found.recall, found.precision) == (1.0, 0.5)


def test_quotes_that_carry_a_sentence_together_are_both_useful() -> None:
    joined = "De school betaalt het geschiktheidsonderzoek; de subsidie is ten hoogste € 25.000."
    found = support(answer(joined, 1, 2))
    assert (found.recall, found.precision) == (1.0, 1.0)


@pytest.mark.parametrize("citations", [(), (9,)])
def test_no_source_carries_nothing(citations: tuple[int, ...]) -> None:
    found = support(answer(QUOTES[2], *citations))
    assert (found.recall, found.precision) == (0.0, 0.0)


def test_an_answer_without_sentences_is_not_perfect() -> None:
    assert (Support().recall, Support().precision) == (0.0, 0.0)
