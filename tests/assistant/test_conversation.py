"""Follow-ups: which questions lean on earlier ones, and on which."""

from __future__ import annotations

import pytest

from assistant.conversation import is_follow_up, resolved

FIRST = "Welke documenten levert een onderwijsregio in bij de aanvraag?"


@pytest.mark.parametrize(
    "question",
    [
        "En wanneer moet dat af zijn?",
        "Wie betaalt dat?",
        "Maar geldt dat ook voor het voortgezet onderwijs in Groningen?",
        "Waarom?",
        "Hoe lang duurt het?",
        "And how much does it cost?",
        "",
    ],
)
def test_leans_on_an_earlier_question(question: str) -> None:
    assert is_follow_up(question)


@pytest.mark.parametrize(
    "question",
    [
        FIRST,
        "Hoe lang duurt zij-instroom in het basisonderwijs?",
        "Hoeveel subsidie krijgt een school voor een zij-instromer die stopt?",
        "How much does lateral entry cost a school board?",
    ],
)
def test_stands_alone(question: str) -> None:
    assert not is_follow_up(question)


def test_without_earlier_questions_there_is_no_context() -> None:
    assert resolved("En wanneer moet dat af zijn?", ()) == ("", "En wanneer moet dat af zijn?")


def test_a_question_that_stands_alone_starts_afresh() -> None:
    new = "Hoe lang duurt zij-instroom in het basisonderwijs?"
    assert resolved(new, (FIRST,)) == ("", new)


def test_the_context_goes_back_to_the_last_question_that_stood_alone() -> None:
    older = "Hoe lang duurt zij-instroom in het basisonderwijs?"
    earlier = (older, FIRST, "En voor wie?")
    follow_up = "En wanneer moet dat af zijn?"
    assert resolved(follow_up, earlier) == (f"{FIRST} En voor wie?", follow_up)


def test_with_follow_ups_only_all_of_them_are_the_context() -> None:
    assert resolved("En nu?", ("Waarom?", "En dan?"))[0] == "Waarom? En dan?"
