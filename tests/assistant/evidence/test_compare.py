"""Regions side by side: a question for each, and an answer for each from its own documents."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Ask, Status
from assistant.evidence.compare import Apart, per_region
from assistant.pipeline import Pipeline

KNOWN = {"hak": {"hak"}, "noorderwijzer": {"noorderwijzer"}, "noord-nederland": {"po noord"}}


@pytest.mark.parametrize(
    ("question", "apart"),
    [
        ("Hoe verschilt het loket van HAK en Noorderwijzer?", "Hoe is het loket van {}?"),
        ("Wat doet HAK of Noorderwijzer aan werving?", "Wat doet {} aan werving?"),
        ("Hoe is het tekort bij HAK, en bij Noorderwijzer?", "Hoe is het tekort bij {}?"),
        ("Hoeveel scholen telt HAK en hoeveel Noorderwijzer?", "Hoeveel scholen telt {}?"),
    ],
)
def test_a_question_about_two_regions_is_one_for_each(question: str, apart: str) -> None:
    asked = per_region(question, ["hak", "noorderwijzer"], KNOWN)
    assert asked == [
        Apart(text=apart.format("HAK"), region="hak"),
        Apart(text=apart.format("Noorderwijzer"), region="noorderwijzer"),
    ]


def test_regions_come_in_the_order_of_the_question() -> None:
    asked = per_region("Wat is het plan van PO Noord en HAK?", ["hak", "noord-nederland"], KNOWN)
    assert [each.region for each in asked] == ["noord-nederland", "hak"]


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("Welk loket is er voor het vo in {}, {} en {}?", ["Breda", "Goes", "Delft"]),
        ("Is er een loket in {} of in {}?", ["Zwolle", "Assen"]),
        ("Hoeveel scholen zijn er bij {} en in {}?", ["HAK", "Zeeland"]),
    ],
)
def test_places_that_no_document_is_of_are_told_apart_too(question: str, places: list[str]) -> None:
    asked = per_region(question.format(*places), ["hak"] if "HAK" in places else [], KNOWN)
    assert all(place in each.text for place, each in zip(places, asked, strict=True))
    assert all(sum(place in each.text for place in places) == 1 for each in asked)
    assert {each.region for each in asked} == ({"hak", ""} if "HAK" in places else {""})


@pytest.mark.parametrize(
    "question",
    [
        "Kan ik met een diploma uit Groningen in Limburg werken?",
        "Ik woon in Haarlem en werk in Amsterdam, welk loket heb ik?",
    ],
)
def test_places_that_stand_in_one_situation_are_one_question(question: str) -> None:
    assert not per_region(question, [], KNOWN)


def test_what_sets_no_regions_side_by_side_is_one_question() -> None:
    assert not per_region("Wat doet HAK?", ["hak"], KNOWN)
    assert not per_region("Waarom belde HAK gisteren met Noorderwijzer?", [*KNOWN][:2], KNOWN)


def test_each_region_has_sentences_and_a_source_of_its_own(pipeline: Pipeline) -> None:
    question = "Hoeveel begeleiders zijn er in Zeeland en in Utrecht?"
    answer = pipeline.answer(Ask(question=question), date(2026, 11, 22))
    assert answer.status == Status.ANSWERED
    assert answer.text.index("acht begeleiders") < answer.text.index("twaalf begeleiders")
    cited = {source.document_id for source in answer.sources}
    assert {"zeeland", "utrecht"} <= cited
