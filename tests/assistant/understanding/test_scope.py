"""Scope: what is known of the visitor, kept over the conversation and said in the answer."""

from __future__ import annotations

import pytest

from assistant.answer import Ask
from assistant.messages import messages_for
from assistant.understanding.scope import scope_of
from assistant.understanding.slots import Kind


@pytest.mark.parametrize(
    ("said", "kind", "phrase"),
    [
        ("Ik woon in Assen.", Kind.REGION, "in Assen"),
        ("ik wil graag in het mbo werken", Kind.SECTOR, "in het mbo"),
        ("I live in Zwolle", Kind.REGION, "in Zwolle"),
        ("ik heb hbo economie", Kind.DIPLOMA, "hbo economie"),
    ],
)
def test_what_visitors_tell_of_themselves_is_kept(said: str, kind: Kind, phrase: str) -> None:
    asked = Ask(question="Wat kost dat?", earlier=(said, "Wat is zij-instroom?"))
    assert scope_of(asked).told[kind] == phrase


def test_the_latest_counts() -> None:
    earlier = ("Ik woon in Assen.", "Welk loket?", "ik bedoel Zwolle")
    assert scope_of(Ask(question="En nu?", earlier=earlier)).told[Kind.REGION] == "in Zwolle"


def test_a_place_that_is_only_asked_about_is_not_the_visitors() -> None:
    earlier = ("Welke loketten zijn er in Zeeland?",)
    assert not scope_of(Ask(question="Wat is zij-instroom?", earlier=earlier)).told


def test_what_is_for_the_visitors_place_and_sector_is_preferred() -> None:
    asked = Ask(question="Wat kost dat?", earlier=("Ik woon in Assen en wil in het vo werken.",))
    narrowed = scope_of(asked).narrowed(asked)
    assert "noorderwijzer" in narrowed.prefer_regions
    assert narrowed.prefer_sector == "vo"


def test_what_the_caller_gives_goes_before_what_was_told() -> None:
    asked = Ask(question="Wat kost dat?", earlier=("Ik wil in het vo werken.",), sector="mbo")
    assert scope_of(asked).narrowed(asked).prefer_sector is None


def test_the_note_says_whom_the_answer_is_for() -> None:
    nl = messages_for("nl")
    told = scope_of(Ask(question="Ik woon in Assen en wil in het mbo werken."))
    assert told.note(nl, frozenset()) is None
    assert told.note(nl, frozenset({Kind.REGION, Kind.SECTOR})) == (
        "Dit antwoord geldt voor: Assen, het mbo."
    )
    spoken = scope_of(Ask(question="Ik wil in Assen juf worden."))
    assert spoken.note(nl, frozenset({Kind.SECTOR})) == (
        "Dit antwoord geldt voor: het basisonderwijs."
    )
    given = scope_of(Ask(question="Wat kost dat?", region="hak", sector="po"))
    assert given.note(nl, frozenset()) == (
        "Dit antwoord geldt voor: Onderwijsregio HAK, het basisonderwijs."
    )
