"""Regions as their own documents name them."""

from __future__ import annotations

import pytest

from assistant.understanding.regions import aliases, named
from tests.assistant.samples import make_document

DOCUMENTS = [
    make_document(regions=("po-noord",), publisher="Onderwijsregio PO Noord-Nederland"),
    make_document(regions=("utrecht",), publisher="Onderwijsregio Utrecht / DUS-I"),
    make_document(regions=("hak",), publisher="Loketwijzer"),
    make_document(regions=("hak", "utrecht"), publisher="Onderwijsregio Veluwe"),
    make_document(regions=(), publisher="Landelijk Loket"),
]


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        ("Wie is de penvoerder van PO Noord?", ["po-noord"]),
        ("Wie is de penvoerder van po-noord?", ["po-noord"]),
        ("Wat doet PO Noord-Nederland?", ["po-noord"]),
        ("Wat doet onderwijsregio UTRECHT?", ["utrecht"]),
        ("Utrecht: wat doet die regio?", ["utrecht"]),
        ("Wat is het verschil tussen Utrecht en HAK?", ["hak", "utrecht"]),
        ("Wat doet een onderwijsregio?", []),
        ("Hoe haak ik aan?", []),
        ("Ik woon in het noorden.", []),
        ("", []),
    ],
)
def test_named(question: str, regions: list[str]) -> None:
    assert named(question, aliases(DOCUMENTS)) == regions


def test_a_publisher_of_several_regions_names_none() -> None:
    assert named("Wat doet de Veluwe?", aliases(DOCUMENTS)) == []


def test_the_publisher_of_this_project_is_no_region() -> None:
    assert named("Wat is Loketwijzer?", aliases(DOCUMENTS)) == []


def test_generic_words_alone_are_no_name() -> None:
    known = aliases([make_document(regions=("x-1",), publisher="Onderwijsregio loket")])
    assert known == {"x-1": {"x-1", "x 1"}}


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        ("Wat doet PO Noord-Limburg?", ["po-noord-limburg"]),
        ("Wat doen PO Noord-Limburg en Limburg?", ["limburg", "po-noord-limburg"]),
        ("Wat doet de Onderwijsregio Zeeland?", ["zeeuwse-onderwijsregio"]),
        ("Hoeveel fte werkt er in Groot-Limburg?", []),
    ],
)
def test_a_region_of_the_data_is_known_by_its_names_there(
    question: str, regions: list[str]
) -> None:
    codes = ("limburg", "po-noord-limburg", "zeeuwse-onderwijsregio")
    documents = [make_document(regions=(code,), publisher="Loketwijzer") for code in codes]
    assert named(question, aliases(documents)) == regions
