"""The question back: asked where the answer depends on it, and not where it does not."""

from __future__ import annotations

import pytest

from assistant.answer import Ask
from assistant.understanding.clarify import settled
from assistant.understanding.conversation import resolved
from assistant.understanding.scope import scope_of
from assistant.understanding.slots import Kind


def settle(question: str, *earlier: str, language: str = "nl", **given: str):
    ask = Ask(question=question, earlier=earlier, **given)
    return settled(resolved(question, earlier), scope_of(ask), language)


@pytest.mark.parametrize(
    ("question", "choice"),
    [
        ("Welk loket hoort bij mij?", "Welk loket hoort bij mij in Drenthe?"),
        ("Hoeveel scholen doen mee in mijn regio?", "Hoeveel scholen doen mee in Drenthe?"),
        ("Wat is de penvoerder van onze regio?", "Wat is de penvoerder van Drenthe?"),
        ("wat is jullie mailadres", "wat is jullie mailadres in Drenthe?"),
        ("wat is het nr van jullie loket", "wat is het nr van jullie loket in Drenthe?"),
        (
            "mag ik lesgeven met de opleiding die ik heb",
            "mag ik lesgeven met de opleiding die ik heb, een hbo-diploma?",
        ),
        ("Welke bevoegdheid heb ik nodig?", "Welke bevoegdheid heb ik nodig in het mbo?"),
        ("Hoeveel ga ik verdienen?", "Hoeveel ga ik verdienen op de basisschool?"),
        ("Wat krijg ik betaald als docent", "Wat krijg ik betaald als docent in het mbo?"),
        (
            "welk papiertje vragen ze om les te geven",
            "welk papiertje vragen ze om les te geven in het mbo?",
        ),
        ("waar vind ik het loket van mijn regio", "waar vind ik het loket van Drenthe"),
        ("Kan ik met mijn diploma leraar worden?", "Kan ik met een hbo-diploma leraar worden?"),
        ("Lukt het me met mijn diploma?", "Lukt het me met een mbo 4-diploma?"),
        ("Loopt er bij ons in de regio een pilot?", "Loopt er in Drenthe een pilot?"),
        ("Is er hier in de buurt een open dag?", "Is er in Drenthe een open dag?"),
        ("Wat doet onze regio voor starters?", "Wat doet Drenthe voor starters?"),
        ("Doet onze regio mee aan de proef?", "Doet Drenthe mee aan de proef?"),
        ("Hoe hoog is het tekort in onze provincie?", "Hoe hoog is het tekort in Drenthe?"),
        ("Geeft mijn loket trainingen?", "Geeft mijn loket trainingen in Drenthe?"),
        ("Is er in mijn gemeente een toelage?", "Is er in Almere een toelage?"),
        ("In welke regio ligt mijn woonplaats?", "In welke regio ligt Almere?"),
        ("Ben ik nu bevoegd?", "Ben ik nu bevoegd met een hbo-diploma?"),
        ("Welke vakken mag ik geven?", "Welke vakken mag ik geven met een hbo-diploma?"),
        (
            "Hoe lang moet ik nog leren om docent te worden?",
            "Hoe lang moet ik nog leren om docent te worden met een hbo-diploma?",
        ),
        (
            "Welke route kan ik het beste kiezen?",
            "Welke route kan ik het beste kiezen met een hbo-diploma?",
        ),
        ("Wat heb ik nodig als docent?", "Wat heb ik nodig als docent in het mbo?"),
        ("hoe lang duurt het?", "hoe lang duurt het bij zij-instroom?"),
        ("Wat kost de opleiding?", "Wat kost de opleiding bij de pabo?"),
        ("hoe schrijf ik me in", "hoe schrijf ik me in bij het PDG?"),
    ],
)
def test_asks_and_offers_whole_questions(question: str, choice: str) -> None:
    _, _, unclear = settle(question)
    assert unclear is not None
    assert unclear.text.endswith(".")
    assert choice in unclear.choices


@pytest.mark.parametrize(
    "question",
    [
        "Welk loket is er in Assen?",
        "Hoe vind ik het loket in mijn regio?",
        "Wat is het nummer van het landelijke loket?",
        "Hoeveel scholen doen mee bij Noorderwijzer?",
        "Welke bevoegdheid heb ik nodig op de basisschool?",
        "Welke vooropleiding heb ik nodig voor het PDG?",
        "Wat verdient een leraar?",
        "hoeveel krijgt een school per leraar in opleiding",
        "welke papieren tekent een zij-instromer",
        "Hoe word ik leraar?",
        "Kan ik met mijn hbo-diploma leraar worden?",
        "Past mijn diploma economie bij het vak?",
        "Wat kost de pabo?",
        "Loopt er in Drenthe een pilot?",
        "Moet onze regio een loket hebben?",
        "Wat verdient een docent in onze regio?",
        "Hoeveel subsidie krijgt onze regio?",
        "Wie weet welke scholen in mijn buurt iemand zoeken?",
        "Kan mijn gemeente meepraten?",
        "Geeft mijn loket gratis hulp?",
        "Mag een zij-instromer lesgeven?",
        "Mag ik zonder bevoegdheid voor de klas?",
        "Mag ik een ander vak geven?",
        "Wat heb ik daarvoor nodig?",
        "Ben ik na het PDG bevoegd?",
        "Hoeveel jaar duurt de kopopleiding?",
        "Wat heb ik nodig voor de lerarenbeurs?",
        "Hoe lang duurt zij-instroom?",
        "Wat kost een VOG?",
        "Hoe lang duurt het geschiktheidsonderzoek?",
    ],
)
def test_does_not_ask_what_the_question_says_or_does_not_depend_on(question: str) -> None:
    assert settle(question)[2] is None


def test_does_not_ask_what_the_visitor_told_before_but_fills_it_in() -> None:
    read, filled, unclear = settle(
        "Welk loket hoort bij mij?", "Ik woon in Assen.", "Wat is zij-instroom?"
    )
    assert unclear is None
    assert filled == {Kind.REGION}
    assert read.text == "Welk loket hoort bij mij in Assen?"


@pytest.mark.parametrize("before", ["hoe lang duurt de pabo", "wat is een zij-instromer"])
def test_does_not_ask_where_the_conversation_is_about_something(before: str) -> None:
    assert settle("welk diploma heb ik nodig", before)[2] is None


def test_a_region_told_before_takes_the_place_of_ones_own() -> None:
    read, filled, unclear = settle(
        "Heeft onze regio een pilot?", "Ik woon in Assen.", "Wat is zij-instroom?"
    )
    assert unclear is None
    assert filled == {Kind.REGION}
    assert read.text == "Heeft Assen een pilot?"


@pytest.mark.parametrize("before", ["Ik ben bakker.", "Ik heb natuurkunde gestudeerd."])
def test_does_not_ask_for_a_diploma_after_ones_own_story(before: str) -> None:
    assert settle("Hoe lang duurt het voordat ik leraar ben?", before)[2] is None


def test_does_not_ask_what_the_caller_gave() -> None:
    assert settle("Welke bevoegdheid heb ik nodig?", sector="vo")[2] is None
    assert settle("Welk loket hoort bij mij?", region="noorderwijzer")[2] is None
    assert settle("Komt er bij ons in de regio een pilot?", region="noorderwijzer")[2] is None


def test_does_not_ask_twice() -> None:
    read, _, unclear = settle("weet ik niet", "Welke bevoegdheid heb ik nodig?")
    assert unclear is None
    assert read.text == "Welke bevoegdheid heb ik nodig?"


def test_a_typed_choice_is_read_as_the_whole_question() -> None:
    read, _, unclear = settle("mbo", "Welke bevoegdheid heb ik nodig?")
    assert unclear is None
    assert read.text == "Welke bevoegdheid heb ik nodig, mbo?"


def test_asks_in_the_language_of_the_question() -> None:
    _, _, unclear = settle("Can I become a teacher with my degree?", language="en")
    assert unclear is not None
    assert unclear.text.startswith("Which diploma")
    assert "Can I become a teacher with a hbo diploma?" in unclear.choices


def test_asks_for_the_route_where_nothing_was_said_of_one() -> None:
    _, _, asked = settle("hoe lang duurt het?")
    assert asked is not None
    assert "route" in asked.text
    assert settle("hoe lang duurt het?", "wat is een geschiktheidsonderzoek")[2] is None
