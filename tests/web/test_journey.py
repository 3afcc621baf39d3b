"""The journey over HTTP: as JSON, as a page without JavaScript, and in a browser."""

from __future__ import annotations

import html
import re
from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.web.app import create_app
from assistant.web.journey import MOST_DOCUMENTS
from assistant.web.languages import DUTCH
from corpus.journey import PHASES, load_journey
from tests.web.conftest import Entry, MemoryService, make_document
from tests.web.test_browser import browser as browser  # a fixture
from tests.web.test_browser import overflow, small_targets, visiting
from tests.web.test_pages import Outline

HTML = {"Accept": "text/html"}
JOURNEY = load_journey()


def journey_entries() -> dict[str, Entry]:
    """Return a small document for every one that the journey names."""
    named = {document for phase in JOURNEY.phases for document in phase.documents}
    return {
        id: make_document(id, f"Over {id}", [((), None, [f"Dit is {id}."])]) for id in sorted(named)
    }


@pytest.fixture
def full(service: MemoryService) -> TestClient:
    """A client over an index that holds every document of the journey."""
    service.entries |= journey_entries()
    return TestClient(create_app(service))


def shown(client: TestClient) -> str:
    response = client.get("/klantreis", headers=HTML)
    assert response.status_code == 200
    return response.text


def test_json_holds_the_whole_journey_without_keywords(client):
    response = client.get("/v1/journey")
    assert response.status_code == 200
    phases = response.json()["phases"]
    assert [phase["id"] for phase in phases] == list(PHASES)
    for phase, ours in zip(phases, JOURNEY.phases, strict=True):
        assert "keywords" not in phase
        assert phase["next_step"] == ours.next_step
        assert phase["documents"] == list(ours.documents)
        assert [each["question"] for each in phase["questions"]] == [
            each.question for each in ours.questions
        ]
        assert {each["document"] for each in phase["questions"]} <= set(phase["documents"])
        assert all(set(each) == {"who", "what"} for each in phase["expect"])
        assert all(set(each) == {"name", "url", "why"} for each in phase["where"])


def test_openapi_describes_the_journey(client):
    found = client.get("/openapi.json").json()
    assert "JourneyOut" in found["components"]["schemas"]
    assert "/v1/journey" in found["paths"]
    assert "/klantreis" not in found["paths"]


def test_page_is_well_made(full):
    text = shown(full)
    page = Outline(text)
    assert page.all("html")[0]["lang"] == "nl"
    assert len(page.all("h1")) == len(page.all("main")) == 1
    assert len(page.ids()) == len(set(page.ids()))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    targets = {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")}
    assert targets <= set(page.ids())
    named = {attrs["aria-labelledby"] for _, attrs in page.tags if "aria-labelledby" in attrs}
    assert named <= set(page.ids())


def test_page_has_nothing_inline(full):
    page = Outline(shown(full))
    assert page.all("style") == []
    assert not [1 for _, attrs in page.tags for name in attrs if name.startswith(("on", "style"))]


def test_map_holds_every_phase_in_order_to_open_where_it_stands(full):
    page = Outline(shown(full))
    assert [each["id"] for each in page.all("div") if each.get("class") == "inside"] == list(PHASES)
    assert len([each for each in page.all("details") if each["class"] == "phase"]) == len(PHASES)
    [map_] = [each for each in page.all("ol") if each.get("class") == "map"]
    assert map_["aria-label"] == DUTCH.JOURNEY_MAP


def test_every_phase_but_the_last_leads_to_the_next(full):
    text = html.unescape(shown(full))
    for number, phase in enumerate(JOURNEY.phases[1:], start=2):
        label = DUTCH.JOURNEY_TO_PHASE.format(number=number, title=phase.title)
        assert f'<a href="#{phase.id}">{label}</a>' in text
    assert "Naar fase 7" not in text


def test_every_question_is_a_link_that_asks_it(full, service):
    page = Outline(shown(full))
    hrefs = [link["href"] for link in page.all("a") if link["href"].startswith("/vraag?")]
    questions = [each.question for phase in JOURNEY.phases for each in phase.questions]
    assert len(hrefs) == len(questions)
    for href, question in zip(hrefs, questions, strict=True):
        assert full.get(href, headers=HTML).status_code == 200
        assert service.asked[-1].question == question


def test_expectations_places_and_documents_are_shown(full):
    text = html.unescape(shown(full))
    for phase in JOURNEY.phases:
        assert phase.next_step in text
        assert all(f"<dt>{e.who}</dt><dd>{e.what}</dd>" in text for e in phase.expect)
        assert all(place.name in text and place.why in text for place in phase.where)
        assert all(f'href="/document/{d}"' in text for d in phase.documents[:MOST_DOCUMENTS])


def test_what_the_index_lacks_is_left_out(client):
    text = shown(client)
    assert "/vraag?" not in text
    assert 'href="/document/' not in text
    assert DUTCH.JOURNEY_QUESTIONS not in text
    assert JOURNEY.phases[0].next_step in html.unescape(text)


def test_a_document_for_staff_is_not_shown_nor_its_questions(full, service):
    [gone] = {each.document for each in JOURNEY.phases[0].questions if "werkweek" in each.question}
    document = service.entries[gone][0]
    staff = make_document(gone, document.title, [((), None, ["Tekst."])], audience="staff")
    service.entries[gone] = staff
    text = shown(full)
    assert f'href="/document/{gone}"' not in text
    assert "werkweek" not in text


def test_page_is_there_without_an_index(full, service):
    service.ready = False
    text = shown(full)
    assert "/vraag?" not in text
    assert full.get("/v1/journey").status_code == 200


def test_menu_leads_to_the_journey(client):
    link = f'<a href="/klantreis">{DUTCH.NAV_JOURNEY}</a>'
    assert link in client.get("/", headers=HTML).text
    assert f'aria-current="page">{DUTCH.NAV_JOURNEY}</a>' in shown(client)


@pytest.fixture
def home(server: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a running server whose index holds the journey's documents."""
    address, service = server
    monkeypatch.setattr(service, "entries", service.entries | journey_entries())
    return address


@pytest.mark.parametrize("width", [320, 1280])
def test_page_fits_the_screen(browser, home, width):
    for visited in visiting(browser, home, viewport={"width": width, "height": 800}):
        page = visited.open("/klantreis")
        assert overflow(page) <= 0
        assert small_targets(page) == []


def test_keyboard_opens_a_phase_and_goes_on_to_a_question(browser, home):
    for visited in visiting(browser, home, java_script_enabled=False):
        page = visited.open("/klantreis")
        page.locator(".phase summary").nth(2).focus()
        page.keyboard.press("Enter")
        page.locator("#matchen").wait_for(state="visible")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=JOURNEY.phases[2].questions[0].question).wait_for()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_link_to_a_phase_opens_it_below_the_bar(browser, home, javascript):
    options = {"viewport": {"width": 390, "height": 640}, "java_script_enabled": javascript}
    for visited in visiting(browser, home, **options):
        page = visited.open("/klantreis#opleiden")
        page.locator("#opleiden").wait_for(state="visible")
        assert page.locator("details[open]").count() == 1
        bar = page.locator(".bar").bounding_box()
        title = page.get_by_role("heading", name=JOURNEY.phases[3].title).bounding_box()
        assert bar["y"] + bar["height"] <= title["y"] < 400
