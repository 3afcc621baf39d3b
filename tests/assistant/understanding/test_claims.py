"""What a yes/no question claims, and what its numbers are."""

from __future__ import annotations

import pytest

from assistant.understanding.claims import Claim, claim_of, statement_of
from assistant.understanding.predicates import Predicate
from assistant.understanding.quantities import asking, quantities


def claim(question: str) -> Claim:
    found = claim_of(question)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "question",
    [
        "Wat is zij-instroom?",
        "Hoe lang duurt de pabo?",
        "Welke diploma's tellen mee?",
        "Ik wil leraar worden.",
        "Hoeveel kost het, en mag dat?",
    ],
)
def test_a_question_that_no_yes_or_no_answers_claims_nothing(question: str):
    assert claim_of(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "Klopt het dat de subsidie gestopt is?",
        "Ik hoorde dat de subsidie gestopt is, klopt dat?",
        "Mijn buurman zegt dat de subsidie gestopt is. Is dat zo?",
        "De subsidie is toch gestopt?",
        "Is het waar dat de subsidie gestopt is",
    ],
)
def test_words_around_a_premise_are_taken_off(question: str):
    found = claim(question)
    assert found.premise
    assert found.text.lower() in ("de subsidie gestopt is", "de subsidie is gestopt")
    assert (found.predicate, found.positive, found.negated) == (Predicate.EXISTS, False, False)


@pytest.mark.parametrize(
    ("text", "predicate", "positive"),
    [
        ("Je mag lesgeven", Predicate.MAY, True),
        ("Je mag niet lesgeven", Predicate.MAY, False),
        ("Het is niet zo dat je geen les mag geven", Predicate.IS, False),
        ("Je moet een VOG hebben", Predicate.MUST, True),
        ("Je hebt een VOG nodig", Predicate.MUST, True),
        ("Je hoeft geen VOG te hebben", Predicate.MUST, False),
        ("Je mag zonder VOG lesgeven", Predicate.MUST, False),
        ("Je mag niet zonder VOG lesgeven", Predicate.MUST, True),
        ("Registratie is vrijwillig", Predicate.MUST, False),
        ("De toets bestaat niet meer", Predicate.EXISTS, False),
        ("Een invalpool was niet verplicht, ook niet in 2025", Predicate.MUST, False),
        ("Je mag enkel met een VOG lesgeven", Predicate.MUST, True),
        ("Je mag lesgeven als je niet ziek bent", Predicate.MAY, True),
    ],
)
def test_a_sentence_has_a_predicate_with_a_sign(text: str, predicate: Predicate, positive: bool):
    found = statement_of(text)
    assert (found.predicate, found.positive) == (predicate, positive)


def test_a_role_is_no_condition():
    assert claim("Heb ik als zij-instromer een VOG nodig?").predicate == Predicate.MUST
    assert claim("Mag ik lesgeven als ik geen VOG heb?").negated_condition


@pytest.mark.parametrize(
    ("text", "kind", "amount", "bound"),
    [
        ("ten hoogste € 25.000 (2026)", "money", 25000, "most"),
        ("25.000 euro", "money", 25000, ""),
        ("20 duizend euro", "money", 20000, ""),
        ("22,6% van de starters", "percent", 22.6, ""),
        ("duurt vier jaar", "time", 48, ""),
        ("niet ouder zijn dan zes maanden", "time", 6, "most"),
        ("hooguit zes klokuren per week", "hour", 6, "most"),
        ("een gastdocent tien uur", "hour", 10, ""),
        ("minstens 240 studiepunten", "credit", 240, "least"),
    ],
)
def test_numbers_have_a_kind(text: str, kind: str, amount: float, bound: str):
    (found,) = quantities(text)
    assert (found.kind, found.amount, found.bound) == (kind, pytest.approx(amount), bound)


@pytest.mark.parametrize("text", ["in 2025", "bij twee scholen", "artikel 8", "een school"])
def test_what_counts_nothing_is_no_quantity(text: str):
    assert quantities(text) == []


def test_a_claimed_number_is_asked_for():
    assert asking("de subsidie is € 30.000") == "de subsidie is hoeveel euro"
    assert asking("zij-instroom duurt vier jaar") == "zij-instroom duurt hoe lang"
    assert asking("de regeling van 2025") == "de regeling van 2025"
    assert asking("mag ik een dag meelopen") == "mag ik een dag meelopen"
    assert asking("mag ik met mbo 4 lesgeven") == "mag ik met mbo 4 lesgeven"


def test_a_condition_without_a_comma_ends_before_what_hangs_on_it():
    claim = claim_of("Als ik stop betaalt de school het geld terug dat nog niet op is, toch?")
    assert claim is not None
    assert not claim.negated


@pytest.mark.parametrize(
    ("question", "exclusive", "unconditional"),
    [
        ("Die toets geldt alleen hier, toch?", True, False),
        ("Mag een hulp alleen voor de groep staan?", False, False),
        ("Met een diploma mag je gewoon lesgeven, toch?", False, True),
        ("Mag ik gewoon lesgeven?", False, False),
    ],
)
def test_a_claim_may_leave_others_out_or_expect_no_condition(
    question: str, exclusive: bool, unconditional: bool
):
    claim = claim_of(question)
    assert claim is not None
    assert (claim.exclusive, claim.unconditional) == (exclusive, unconditional)
