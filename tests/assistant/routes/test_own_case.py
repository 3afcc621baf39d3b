"""What depends on the asker: to the route check with what was told, or to a person."""

from __future__ import annotations

import pytest

from assistant.answer import Ask
from assistant.contacts import national
from assistant.routes.own_case import facts_for_route_check, handed_over


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        (
            "welke route past bij mij, ik heb hbo economie",
            {"diploma": "hbo", "field": "economics"},
        ),
        ("Hoe word ik leraar?", {}),
        ("Hoe word ik leraar op de basisschool met mbo 4?", {"sector": "po", "diploma": "mbo-4"}),
        ("Which route fits me?", {}),
    ],
)
def test_a_question_about_ones_own_route_gives_facts(question: str, facts: dict[str, str]) -> None:
    assert facts_for_route_check(Ask(question=question)) == facts


def test_what_was_told_before_goes_along() -> None:
    earlier = ("Ik heb hbo economie.", "Wat is een VOG?")
    found = facts_for_route_check(Ask(question="Welke route past bij mij?", earlier=earlier))
    assert found == {"diploma": "hbo", "field": "economics"}


@pytest.mark.parametrize(
    "question",
    ["Welke routes zijn er naar het mbo?", "Wat kost de pabo?", "Hoe lang duurt een kopopleiding?"],
)
def test_any_other_question_gives_none(question: str) -> None:
    assert facts_for_route_check(Ask(question=question)) is None


@pytest.mark.parametrize(
    "question",
    ["Is er een vacature op een school voor mij?", "Is mijn diploma goed genoeg?"],
)
def test_what_only_a_person_can_tell_is_handed_over(question: str) -> None:
    contact = handed_over(national(), question)
    assert contact.why.startswith(national().why)
    assert f"“{question}”" in contact.why


@pytest.mark.parametrize(
    "question", ["Wat kost de pabo?", "op welke site vind ik vacatures op scholen?"]
)
def test_what_the_documents_tell_is_not_handed_over(question: str) -> None:
    assert handed_over(national(), question) == national()
