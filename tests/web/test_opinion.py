"""The feedback form below an answer, by form and in a browser, over real records."""

from __future__ import annotations

import html
import re

import pytest
from fastapi.testclient import TestClient

from assistant.desk.desk import Desk
from assistant.web.feedback import MAX_COMMENT
from assistant.web.languages import DUTCH
from tests.web.test_browser import QUESTION, visiting
from tests.web.test_browser import browser as browser  # a fixture
from tests.web.test_feedback import desk as desk  # a fixture
from tests.web.test_feedback import kept as kept  # a fixture
from tests.web.test_feedback import stored

HTML = {"Accept": "text/html"}


def answer_page(client: TestClient) -> str:
    return client.get(f"/vraag?vraag={QUESTION}", headers=HTML).text


def fields_of(text: str) -> dict[str, str]:
    """Return the hidden fields of the form below an answer."""
    form = text[text.index("data-opinion") :]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)[:2])


def test_two_clicks_keep_an_opinion_with_a_few_words(kept: TestClient, desk: Desk):
    fields = fields_of(answer_page(kept))
    thanks = kept.post("/mening", data={**fields, "geholpen": "nee"}, headers=HTML)
    assert thanks.status_code == 200
    assert DUTCH.OPINION_THANKS in thanks.text
    assert DUTCH.OPINION_MISSED in thanks.text
    assert [row[1:] for row in stored(desk)] == [(0, None, None)]
    said = {**fields_of(thanks.text), "geholpen": "nee", "opmerking": "Bel Jan Jansen terug"}
    again = kept.post("/mening", data=said, headers=HTML)
    assert DUTCH.OPINION_MISSED not in again.text
    assert [row[1:] for row in stored(desk)] == [(0, None, "Bel [naam] terug")]
    assert f'href="/vraag?vraag={QUESTION.replace(" ", "+").replace("?", "%3F")}"' in again.text


def test_an_answer_that_is_not_kept_says_so(kept: TestClient):
    response = kept.post("/mening", data={"antwoord": "weg", "geholpen": "ja"}, headers=HTML)
    assert response.status_code == 404
    assert DUTCH.OPINION_LOST in response.text


def test_words_that_are_too_many_come_back(kept: TestClient):
    fields = fields_of(answer_page(kept))
    long = "x" * (MAX_COMMENT + 1)
    said = {**fields, "geholpen": "ja", "opmerking": long}
    response = kept.post("/mening", data=said, headers=HTML)
    assert response.status_code == 422
    assert DUTCH.OPINION_TOO_LONG in response.text
    assert long in response.text


@pytest.mark.parametrize("fields", [{}, {"antwoord": "x"}, {"antwoord": "x", "geholpen": "<b>"}])
def test_a_form_without_an_opinion_goes_to_the_start(kept: TestClient, fields):
    response = kept.post("/mening", data=fields, headers=HTML, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/")


def test_where_nothing_is_kept_nothing_is_asked(client):
    assert DUTCH.OPINION_ASK not in html.unescape(answer_page(client))


def test_an_opinion_is_not_lost_where_the_first_attempt_breaks(browser, server):
    failed: list[str] = []

    def break_once(route):
        if failed:
            route.continue_()
        else:
            failed.append(route.request.post_data)
            route.fulfill(status=413, content_type="text/html", body="<h1>Too large</h1>")

    for visited in visiting(browser, server[0]):
        page = visited.open(f"/vraag?vraag={QUESTION}")
        page.route("**/mening", break_once)
        page.get_by_role("button", name=DUTCH.OPINION_NO, exact=True).click()
        page.get_by_text(DUTCH.OPINION_THANKS).wait_for()
        assert len(failed) == 1
        assert page.get_by_label(DUTCH.OPINION_MISSED).is_visible()  # it was told as a no


@pytest.mark.parametrize("javascript", [True, False])
def test_an_opinion_can_be_given_in_a_browser(browser, server, javascript):
    for visited in visiting(browser, server[0], java_script_enabled=javascript):
        page = visited.open(f"/vraag?vraag={QUESTION}")
        page.get_by_role("button", name=DUTCH.OPINION_NO, exact=True).click()
        page.get_by_text(DUTCH.OPINION_THANKS).wait_for()
        if javascript:
            page.get_by_role("heading", name=QUESTION).wait_for()
            assert page.evaluate("document.activeElement.className") == "opinion-said"
        page.get_by_label(DUTCH.OPINION_MISSED).fill("Het bedrag.")
        page.get_by_role("button", name=DUTCH.OPINION_SEND).click()
        page.get_by_label(DUTCH.OPINION_MISSED).wait_for(state="detached")
        assert page.get_by_text(DUTCH.OPINION_THANKS).count() == 1
