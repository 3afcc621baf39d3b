"""The way to a person: which desk is named for which question, and what is said about it."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.answer import Ask, Contact
from assistant.contacts import OVERVIEW, contact_for, national
from assistant.understanding.sectors import sector_in
from corpus.places import gazetteer
from corpus.regions import find_desks, load_regions
from tests.assistant.samples import make_document


def contact(question: str, **more: Any) -> Contact:
    return contact_for(Ask(question=question, **more), [], [])


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Ik wil lesgeven op het vo in Assen", "Noorderwijzer"),
        ("basisschool in Assen", "SchoolpleinNoord"),
        ("ik wil naar een middelbare school in roden", "Noorderwijzer"),
        ("Mijn postcode is 9401 AB, ik wil het vo in", "Noorderwijzer"),
        ("is er een loket voor mbo docenten in limburg?", "MBO docent in Limburg"),
        ("Ik woon in Almere, waar moet ik zijn?", "Flevowijs"),
        ("Ik wil in Twente naar het voortgezet onderwijs", "VOTA"),
        ("pabo in Utrecht", "Utrecht leert"),
        ("Ik heb mbo-4 en wil op een basisschool in Tilburg werken", "Wijzer in het Onderwijs"),
        ("Met havo naar de pabo in Zeeland?", "Lesgeven in Zeeland"),
        ("I want to teach at a secondary school in The Hague", "De Rode Loper"),
        ("lesgeven in het groen onderwijs in Assen", "Landelijk Groen"),
        ("Wat doet Noorderwijzer?", "Noorderwijzer"),
        ("wie helpt in de regio drechtsteden met mbo", "Leraar van Buiten"),
        ("Mbo-docent worden in Bergen in Limburg", "MBO docent in Limburg"),
    ],
)
def test_a_place_and_sector_pick_the_desk(question: str, name: str) -> None:
    assert contact(question).name == name


@pytest.mark.parametrize(
    "question",
    [
        "Wat kost zij-instroom?",
        "Wat is het verschil tussen het landelijke Onderwijsloket en een regioloket?",
        "Kan ik leiden in het onderwijs?",
        "Ik woon in Parijs.",
        "",
    ],
)
def test_without_a_place_it_is_the_national_desk(question: str) -> None:
    assert contact(question) == national()


@pytest.mark.parametrize("question", ["Wat is een VOG?", "Ik wil in Zeewolde werken"])
def test_the_national_desk_comes_with_all_its_addresses(question: str) -> None:
    desk, found = load_regions().by_id["loket-landelijk"], contact(question)
    assert (found.name, found.url) == (desk.name, desk.website)
    assert found.email is not None
    assert found.phone is not None
    assert (found.email, found.phone) == (desk.email, desk.phone)


def test_a_desk_comes_with_its_addresses() -> None:
    assert contact("Ik woon in Almere") == Contact(
        name="Flevowijs",
        url="https://flevowijs.nl",
        email="contact@flevowijs.nl",
        phone="036 540 63 39",
        why="Dit loket werkt voor het basisonderwijs, het speciaal onderwijs, het voortgezet "
        "onderwijs en het mbo in Almere.",
    )


def test_several_fits_are_said_with_their_websites() -> None:
    found = contact("Ik woon in Assen, hoe word ik leraar?")
    assert found.name == "SchoolpleinNoord"
    assert found.why.endswith("Ook past Noorderwijzer (vo; noorderwijzer.nl).")
    three = contact("Basisschool in Den Haag").why
    assert "Ook passen Samen voor de Haagse Klas (samenvoordehaagseklas.nl) en Pool West" in three


def test_a_likely_fit_is_said_to_be_likely() -> None:
    why = contact("basisschool in Staphorst").why
    assert "waarschijnlijk ook voor het basisonderwijs in Staphorst" in why


def test_a_name_of_two_places_names_both() -> None:
    why = contact("Ik wil het vo in, in Bergen").why
    assert "Bergen (L)" in why
    assert "Voor Bergen (NH) is er" in why


def test_two_places_have_a_desk_each() -> None:
    found = contact("Zwolle of Groningen, vo?")
    assert found.name == "Hatseklas"
    assert found.why.endswith("Voor Groningen is er SchoolpleinNoord (schoolpleinnoord.nl).")


def test_a_sector_without_a_desk_is_said_and_stays_in_the_region() -> None:
    found = contact("Ik wil in Apeldoorn lesgeven op een middelbare school")
    assert found.name == "Loopbaancentrum Oost-Nederland"
    assert found.why.startswith(
        "Voor het voortgezet onderwijs in Apeldoorn kennen we geen regionaal loket."
    )
    assert "onderwijsloket.com" in found.why


def test_a_place_without_any_desk_is_said_to_have_none() -> None:
    found = contact("Ik wil in Zeewolde werken")
    assert (found.name, found.url) == (national().name, national().url)
    assert found.why.startswith("Voor Zeewolde kennen we geen regionaal loket.")


def test_a_desk_without_a_website_is_to_be_looked_up() -> None:
    found = contact("po in Eindhoven")
    assert (found.name, found.url) == ("BrabantOost PO", OVERVIEW)
    assert "zoek dit loket op" in found.why


@pytest.mark.parametrize("sector", [None, "po", "so", "vo", "mbo"])
def test_a_place_with_a_desk_never_falls_back_to_the_national_one(sector: str | None) -> None:
    for town in gazetteer().municipalities:
        found = contact(f"Ik wil werken in {town}", sector=sector)
        known = find_desks(town).desks
        assert (found.name == national().name) is not bool(known), town
        assert town in found.why or found.name == national().name


def test_the_region_and_sector_of_the_ask_count() -> None:
    assert contact("Wat kost het?", region="hak").name == "Ik word leerkracht"
    assert contact("Wat kost het?", region="haaglanden", sector="vo").name == "De Rode Loper"
    assert contact("Ik woon in Assen", sector="vo").name == "Noorderwijzer"
    assert contact("Ik woon in Assen", sector="onbekend").name == "SchoolpleinNoord"


def test_a_place_in_the_question_wins_over_the_region_of_the_ask() -> None:
    assert contact("Ik woon in Almere", region="hak").name == "Flevowijs"


def test_an_earlier_question_still_counts() -> None:
    earlier = ("Ik wil naar het vo", "Ik woon in Zwolle", "Ik woon in Assen")
    assert contact("En wat kost dat?", earlier=earlier).name == "Noorderwijzer"
    assert contact("En in Almere?", earlier=earlier).name == "Flevowijs"
    assert contact("En wat kost dat?", earlier=("Hoe gaat het?",)) == national()


def test_a_region_that_only_a_document_knows_has_its_publisher() -> None:
    document = make_document(
        regions=("veluwe-1",), publisher="Onderwijsregio Veluwe Een", url="https://veluwe.example"
    )
    ask = Ask(question="Wat doet Veluwe Een?")
    found = contact_for(ask, ["veluwe-1"], [document])
    assert (found.name, found.url) == ("Onderwijsregio Veluwe Een", "https://veluwe.example")
    assert (found.email, found.phone) == (None, None), "those of the national desk are not its own"
    assert contact_for(ask, ["veluwe-1"], []).name != found.name
    by_ask = contact_for(Ask(question="Wat kost het?", region="veluwe-1"), [], [document])
    assert by_ask.name == found.name
    assert contact("Wat kost het?", region="nergens") == national()


def test_a_region_that_a_document_names_and_the_data_know_has_its_desk() -> None:
    found = contact_for(Ask(question="Wie is de penvoerder?"), ["noorderwijzer"], [])
    assert found.name == "Noorderwijzer"


def test_a_national_region_without_a_desk_is_said_to_have_none() -> None:
    found = contact("Ik wil in het reformatorisch onderwijs werken")
    assert found.name == national().name
    assert "christelijk-reformatorisch" in found.why


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("Ik wil juf worden", "po"),
        ("lesgeven op een middelbare school", "vo"),
        ("Ik heb mbo-4 en wil voor de klas", None),
        ("Ik heb een mbo en wil naar het vo", "vo"),
        ("docent in het mbo", "mbo"),
        ("Welk loket helpt in Maastricht met mbo?", "mbo"),
        ("speciaal onderwijs", "so"),
        ("So what do I need?", None),
        ("po of vo?", None),
        ("Wat is een vog?", None),
    ],
)
def test_the_sector_of_a_text(text: str, sector: str | None) -> None:
    assert sector_in(text) == sector
