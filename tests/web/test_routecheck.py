"""The route check as pages: without JavaScript, every answer in the address."""

from __future__ import annotations

import html
import re
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from assistant.contacts import desk_for
from assistant.web.app import create_app
from assistant.web.languages import DUTCH
from assistant.web.route_answers import UNSURE, question_of
from corpus.routes import load_routes
from tests.corpus.documents import our_documents
from tests.web.test_browser import browser as browser  # a fixture
from tests.web.test_browser import overflow, small_targets, visiting
from tests.web.test_pages import Outline

HTML = {"Accept": "text/html"}
SURE = {
    "sector": "vo",
    "diploma": "hbo",
    "qualification": "none",
    "subject": "economics",
    "school": "no",
    "fit": "yes",
    "level": "lower",
}


@pytest.fixture
def routed(service) -> TestClient:
    """A client over a service that holds the documents that the routes cite."""
    service.entries |= our_documents()
    return TestClient(create_app(service))


def shown(client: TestClient, status: int = 200, **fields: str) -> str:
    response = client.get("/routecheck", params=fields, headers=HTML)
    assert response.status_code == status, response.text
    return html.unescape(response.text)


def asked(text: str) -> str:
    """Return the question that a page asks."""
    return re.sub(r"<[^>]+>", "", re.search(r"<h1>(.*?)</h1>", text)[1])


def hidden(text: str) -> dict[str, str]:
    inputs = Outline(text).all("input")
    return {each["name"]: each["value"] for each in inputs if each.get("type") == "hidden"}


PAGES = [{}, {"sector": "vo"}, {**SURE, "uitslag": "1"}, {"uitslag": "1"}, {"gevraagd": "sector"}]


@pytest.mark.parametrize("fields", PAGES)
def test_page_is_well_made(routed, fields):
    response = routed.get("/routecheck", params=fields, headers=HTML)
    page = Outline(response.text)
    assert len(page.all("h1")) == len(page.all("main")) == 1
    assert len(page.ids()) == len(set(page.ids()))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    targets = {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")}
    assert targets <= set(page.ids())
    named = {attrs["aria-labelledby"] for _, attrs in page.tags if "aria-labelledby" in attrs}
    assert named <= set(page.ids())
    assert not [1 for _, attrs in page.tags for name in attrs if name.startswith(("on", "style"))]
    assert "set-cookie" not in response.headers


def test_the_first_page_asks_the_most_telling_question(routed):
    text = shown(routed)
    assert asked(text) == question_of("sector").ask
    assert hidden(text) == {"gevraagd": "sector"}
    assert DUTCH.ROUTE_PRIVACY in text
    assert DUTCH.ROUTE_BACK not in text
    total = len(load_routes().routes)
    assert DUTCH.ROUTE_POSSIBLE.format(possible=total, total=total) in text


def test_an_answer_goes_into_the_address_and_the_next_question_is_asked(routed):
    sent = {"gevraagd": "sector", "sector": "po"}
    response = routed.get("/routecheck", params=sent, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/routecheck?sector=po")
    text = shown(routed, sector="po")
    assert asked(text) != question_of("sector").ask
    assert hidden(text)["sector"] == "po"
    assert f"<dd><span>{question_of('sector').choices['po']}" in text


def test_the_form_leads_to_the_result_and_keeps_every_answer(routed):
    """Answer what is asked, from page to page, as a browser without JavaScript would."""
    fields: dict[str, str] = {}
    for _ in range(len(load_routes().questions) + 1):
        text = shown(routed, **fields)
        if DUTCH.ROUTE_RESULT in text:
            break
        page = Outline(text)
        fact = hidden(text)["gevraagd"]
        offered = [e["value"] for e in page.all("input") if e.get("name") == fact]
        offered += [e["value"] for e in page.all("option") if e["value"]]
        assert offered[-1] == UNSURE
        kept = {name: value for name, value in hidden(text).items() if name != "gevraagd"}
        assert list(kept.items()) == list(fields.items())
        fields = {**kept, fact: SURE.get(fact, offered[0])}
    assert 8 < len(fields) < 20
    assert DUTCH.ROUTE_OPEN not in text
    assert text.count(DUTCH.ROUTE_CHANGE + "<") == len(fields)


def test_sending_nothing_asks_again_with_the_reason(routed):
    text = shown(routed, 422, sector="vo", gevraagd="diploma")
    assert DUTCH.ROUTE_EMPTY in text
    assert asked(text) == question_of("diploma").ask
    assert "<title>Fout: " in text


def test_a_question_may_be_left_open_and_is_not_asked_again(routed):
    first = asked(shown(routed, sector="vo"))
    fact = hidden(shown(routed, sector="vo"))["gevraagd"]
    text = shown(routed, sector="vo", **{fact: UNSURE})
    assert asked(text) != first
    assert f"<dd><span>{DUTCH.ROUTE_UNSURE}" in text


def test_back_asks_the_last_question_again_with_the_answer_chosen(routed):
    text = shown(routed, sector="vo", diploma="hbo")
    back = next(link["href"] for link in Outline(text).all("a") if "wijzig=diploma" in link["href"])
    again = html.unescape(routed.get(back, headers=HTML).text)
    assert asked(again) == question_of("diploma").ask
    [chosen] = [each for each in Outline(again).all("input") if "checked" in each]
    assert chosen["value"] == "hbo"
    assert hidden(again) == {"sector": "vo", "gevraagd": "diploma"}


def test_a_changed_answer_drops_what_no_longer_goes_with_it_and_says_so(routed):
    sent = {"sector": "po", "gevraagd": "sector", "level": "upper", "diploma": "hbo"}
    moved = {"level": "upper", "diploma": "hbo", "gevraagd": "sector", "sector": "po"}
    response = routed.get("/routecheck", params=moved, follow_redirects=False)
    assert response.headers["location"] == "/routecheck?diploma=hbo&sector=po&weg=level"
    text = html.unescape(routed.get(response.headers["location"], headers=HTML).text)
    assert DUTCH.ROUTE_DROPPED in text
    assert question_of("level").ask in text
    response = routed.get("/routecheck", params=sent, follow_redirects=False)
    assert response.status_code == 303


def test_result_shows_what_fits_what_is_missing_and_what_to_do(routed):
    text = shown(routed, **SURE, work="elsewhere", country="nl", uitslag="1")
    assert DUTCH.ROUTE_FITS in text
    assert "Kopopleiding" in text
    nearly = text[text.index(DUTCH.ROUTE_NEARLY) :]
    assert "Zij-instroom in het vo, tweedegraads" in nearly
    assert "Wat je kunt doen" in nearly
    assert DUTCH.ROUTE_STEP in text
    assert DUTCH.ROUTE_CONTINUE in text


def test_every_number_of_the_result_leads_to_a_literal_passage_and_back(routed):
    text = shown(routed, **SURE, uitslag="1")
    page = Outline(text)
    cites = {link["href"][1:] for link in page.all("a") if link.get("class") == "cite"}
    sources = {each["id"] for each in page.all("div") if each.get("class") == "passage"}
    assert cites == sources
    assert len(cites) > 10
    for each in re.findall(r'<div class="passage" id="bron-\d+".*?</div>\s*</details>', text, re.S):
        assert "<mark>" in each
        assert DUTCH.QUOTE_ELSEWHERE not in each


def test_result_names_the_desk_for_the_province_and_the_sector(routed):
    text = shown(routed, **SURE, uitslag="1")
    assert "landelijke Onderwijsloket" in text
    assert 'name="province"' in text
    text = shown(routed, **SURE, province="groningen", uitslag="1")
    assert "in de provincie Groningen" in text
    assert '<select id="provincie"' not in text


@pytest.mark.parametrize("sector", [None, "po", "so", "vso", "pro", "vo", "mbo"])
def test_every_province_is_known_to_the_desks(sector):
    for name in question_of("province").choices.values():
        assert f"de provincie {name}" in desk_for(name, sector).why
    assert desk_for(None, sector).name == "het landelijke Onderwijsloket"


def test_a_damaged_address_is_no_breakdown(routed):
    odd = (
        "sector=vo&sector=po&level=%ff&wijzig=%00&weg=,,x&uitslag=&gevraagd=nergens&" + "a=b&" * 90
    )
    assert routed.get(f"/routecheck?{odd}", headers=HTML).status_code == 200


def test_what_a_visitor_told_is_never_markup(routed):
    text = routed.get("/routecheck?sector=vo&weg=<b>&wijzig=<b>&x=<b>", headers=HTML).text
    assert "<b>" not in text


def test_without_an_index_the_check_says_so(routed, service):
    service.ready = False
    assert routed.get("/routecheck", headers=HTML).status_code == 503


def test_start_page_and_journey_lead_to_the_check(routed):
    for path in ("/", "/klantreis"):
        hrefs = [link["href"] for link in Outline(routed.get(path).text).all("a")]
        assert hrefs.count("/routecheck") >= 2


def test_an_answer_about_ones_own_way_leads_in_with_what_was_told(routed):
    question = "Ik heb een hbo-diploma en wil naar het basisonderwijs. Wat past bij mij?"
    text = html.unescape(routed.get("/vraag", params={"vraag": question}).text)
    assert 'href="/routecheck?sector=po&diploma=hbo"' in text
    assert DUTCH.ROUTE_OFFER_WHY in text
    text = routed.get("/vraag", params={"vraag": "Wat doet een onderwijsregio?"}).text
    assert DUTCH.ROUTE_OFFER_WHY not in text


@pytest.fixture
def home(server, monkeypatch) -> str:
    """The address of a running server whose index holds the documents of the routes."""
    address, running = server
    monkeypatch.setattr(running, "entries", running.entries | our_documents())
    return address


@pytest.mark.parametrize("javascript", [True, False])
def test_keyboard_goes_through_questions_back_and_to_a_source(browser, home, javascript):
    options = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": javascript}
    for visited in visiting(browser, home, **options):
        page = visited.open("/routecheck")
        page.get_by_label(question_of("sector").choices["vo"]).focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.wait_for_url("**/routecheck?sector=vo")
        assert overflow(page) <= 0
        page.get_by_role("link", name=DUTCH.ROUTE_BACK).click()
        vo = page.get_by_label(question_of("sector").choices["vo"])
        assert vo.is_checked()
        page.get_by_role("button", name=DUTCH.ROUTE_NEXT).click()
        page.get_by_role("link", name=DUTCH.ROUTE_MEANWHILE).click()
        page.get_by_role("heading", name=DUTCH.ROUTE_RESULT).wait_for()
        cite = page.locator(".cite:visible").first
        target = cite.get_attribute("href")
        cite.click()
        page.locator(f"{target} mark").first.wait_for(state="visible")
        assert overflow(page) <= 0
        assert small_targets(page) == []


def test_a_long_list_of_choices_is_one_select(browser, home):
    for visited in visiting(browser, home):
        page = visited.open("/routecheck?sector=vo&diploma=hbo&wijzig=subject")
        page.get_by_role("button", name=DUTCH.ROUTE_NEXT).click()
        page.get_by_text(DUTCH.ROUTE_EMPTY).wait_for()
        assert page.evaluate("document.activeElement.id") == "keuze"
        page.get_by_label(question_of("subject").ask).select_option("economics")
        page.get_by_role("button", name=DUTCH.ROUTE_NEXT).click()
        page.wait_for_url("**subject=economics")
