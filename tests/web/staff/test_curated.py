"""Answers that an editor writes, through the pages."""

from __future__ import annotations

import html

import pytest

from tests.web.staff.conftest import Browser
from tests.web.staff.test_log import HOSTILE

LIST = "/staf/vaste-antwoorden"
QUESTION = "Hoeveel subsidie krijgt een school?"
SENTENCE = "De subsidie bedraagt € 20.000 per zij-instromer. [1]"


@pytest.fixture
def passage(service) -> str:
    return str(service.entries["regeling-2019"][1][0].id)


def write(staff: Browser, passage: str, **fields: str):
    form = {"vragen": QUESTION, "zinnen": SENTENCE, "passages": passage, "aan": "ja"}
    return staff.post(LIST, of=f"{LIST}/nieuw", **{**form, "doe": "bewaar", **fields})


def answer(staff: Browser, question: str = QUESTION) -> dict:
    return dict(staff.client.post("/v1/answers", json={"question": question}).json())


def test_an_editors_answer_goes_live_and_off_again(staff: Browser, passage: str):
    page = staff.get(f"{LIST}/nieuw?vraag={QUESTION}&passage={passage}").text
    assert passage in page
    assert QUESTION in page
    seen = write(staff, passage, doe="bekijk")
    assert "Zo ziet het eruit" in seen.text
    assert answer(staff)["model"] == "extractive"
    assert write(staff, passage).headers["location"] == LIST
    given = answer(staff, "hoeveel subsidie krijgt de school eigenlijk?")
    assert (given["model"], given["text"]) == ("curated", SENTENCE)
    assert given["sources"][0]["expired"] is True
    listed = staff.get(LIST).text
    assert f'href="{LIST}/1"' in listed
    assert write(staff, passage, id="1", aan="").status_code == 303
    assert answer(staff)["model"] == "extractive"
    assert "Staat uit" in staff.get(LIST).text
    staff.post(f"{LIST}/1/weg", of=LIST)
    assert "nog geen vaste antwoorden" in staff.get(LIST).text
    assert staff.get(f"{LIST}/1").status_code == 404


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"zinnen": "De subsidie bedraagt € 25.000. [1]"}, "niet in de gekozen passage"),
        ({"zinnen": "Dat regelt DUO in Groningen."}, "niet in de gekozen passage"),
        ({"zinnen": "Zo is het. [2]"}, "noemt een bron die niet"),
        ({"zinnen": ""}, "geen zin"),
        ({"passages": "none"}, "staat niet (meer) in de documenten"),
        ({"passages": ""}, "Kies ten minste één passage"),
        ({"vragen": ""}, "Schrijf ten minste één vraag op"),
        ({"vragen": "*"}, "te algemeen"),
        ({"vragen": "wat * het"}, "te algemeen"),
        ({"vragen": "x" * 1001}, "te lang"),
    ],
)
def test_a_faulty_answer_is_not_kept(staff: Browser, desk, passage: str, fields: dict, why: str):
    response = write(staff, passage, **fields)
    assert response.status_code == 422
    assert why in html.unescape(response.text)
    assert desk.decisions.curated() == []


def test_a_passage_for_staff_cannot_carry_an_answer(staff: Browser, desk, service):
    response = write(staff, service.entries["werk"][1][0].id, zinnen="Dat is zo.")
    assert response.status_code == 422
    assert desk.decisions.curated() == []


def test_an_answer_that_lost_its_passage_is_shown_as_such(staff: Browser, service):
    document, passages = service.entries["regeling-2019"]
    write(staff, passages[1].id, zinnen="Het bevoegd gezag vraagt aan.")
    service.entries["regeling-2019"] = (document, passages[:1])
    assert answer(staff)["model"] == "extractive"
    assert "wordt nu niet gegeven" in staff.get(LIST).text


def test_hostile_text_stays_text(staff: Browser, passage: str):
    seen = write(staff, passage, vragen=f"vraag subsidie {HOSTILE}", zinnen=HOSTILE, doe="bekijk")
    assert "<script>alert" not in seen.text
    write(staff, passage, vragen=f"vraag subsidie {HOSTILE}", zinnen="goed</p><b>zo")
    assert "<b>zo" not in staff.get(LIST).text
