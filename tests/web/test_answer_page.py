"""The answer page in a real browser: folding, print, copy, share, history, and no jumping about."""

from __future__ import annotations

import io
import json
import time
from dataclasses import replace
from typing import Any

import pytest

from assistant.web.languages import DUTCH
from tests.web.test_browser import QUESTION, answered, visiting
from tests.web.test_browser import browser as browser  # a fixture
from tests.web.test_browser import javascript as javascript
from tests.web.test_browser import js_visit as js_visit
from tests.web.test_browser import visit as visit
from tests.web.test_pages import HTML, Outline

LONG = "Vertel alles"


def ask(page: Any, question: str) -> None:
    page.locator("#vraag").fill(question)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=question).wait_for()
    answered(page, question)


@pytest.mark.parametrize("streamed", [True, False])
def test_the_rest_is_folded_the_same_streamed_or_not(browser, server, streamed):
    for visited in visiting(browser, server[0]):
        page = visited.open("/" if streamed else f"/vraag?vraag={LONG}")
        if streamed:
            ask(page, LONG)
        more = page.locator(".answer > .more")
        assert page.locator(".answer > .sentence, .answer > .items > .sentence").count() == 5
        assert more.locator(".sentence").count() == 3
        assert page.locator(".answer > .items > li").count() == 2
        assert more.locator(".items > li.numbered").count() == 2
        assert page.locator(".from").count() == 2
        assert not more.locator(".sentence").first.is_visible()
        more.locator("summary").click()
        assert more.locator(".sentence").first.is_visible()
        dash = "(e) => getComputedStyle(e, '::before').content"
        assert "–" in page.locator(".answer > .items > li").first.evaluate(dash)
        assert more.locator("li.numbered").first.evaluate(dash) == "none"
        assert "Regeling subsidie" in more.locator(".titles").inner_text()


def test_a_source_leads_back_to_the_folded_sentence_that_cites_it(visit):
    page = visit.open(f"/vraag?vraag={LONG}")
    page.locator("#bron-3").locator("xpath=ancestor::details/summary").click()
    page.locator("#bron-3").get_by_role("link", name=DUTCH.BACK_TO_ANSWER).click()
    page.locator("#verwijzing-3").wait_for(state="visible")
    assert page.locator("#verwijzing-3").evaluate("(e) => e.getBoundingClientRect().top") > 56


def test_paper_holds_what_is_folded(browser, server, javascript):
    from pypdf import PdfReader

    for visited in visiting(browser, server[0], java_script_enabled=javascript):
        page = visited.open(f"/vraag?vraag={LONG}")
        paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
        text = " ".join(part.extract_text() for part in paper.pages).replace("\n", " ")
        assert "Lid 2." in text
        assert "een dag meekijken op een school in de buurt" in text  # in the passage, not quoted
        assert DUTCH.NOTICE_TITLE in text
        assert DUTCH.BUTTON_ASK not in text
        assert page.locator("details[open]").count() == 0


def test_copy_takes_the_answer_with_its_sources(browser, server):
    for visited in visiting(browser, server[0], permissions=["clipboard-read", "clipboard-write"]):
        page = visited.open(f"/vraag?vraag={LONG}")
        page.get_by_role("button", name=DUTCH.TOOL_COPY).click()
        page.get_by_text(DUTCH.TOOL_COPIED).wait_for()
        text = page.evaluate("navigator.clipboard.readText()")
        assert text.startswith(LONG)
        assert "- een gesprek; [2]" in text
        assert "\n1. Lid 1. [3]" in text
        assert "[1] Activiteitenplan" in text
        assert "bladzijde 22" in text
        assert "https://onderwijsregio-noord.example/plan.pdf#page=22" in text
        assert DUTCH.NOTICE in text


def test_the_link_asks_the_same_question_without_the_conversation(browser, server):
    for visited in visiting(browser, server[0], permissions=["clipboard-read", "clipboard-write"]):
        page = visited.open()
        ask(page, QUESTION)
        page.get_by_role("link", name=DUTCH.TOOL_SHARE).click()
        page.get_by_text(DUTCH.TOOL_LINKED).wait_for()
        link = page.evaluate("navigator.clipboard.readText()")
        assert link.startswith(f"{server[0]}/vraag?vraag=")
        assert "conversation_id" not in link
        page.goto(link)
        page.get_by_role("heading", name=QUESTION).wait_for()


def test_the_link_needs_no_javascript(client):
    page = Outline(client.get(f"/vraag?vraag={QUESTION}", headers=HTML).text)
    [link] = [each for each in page.all("a") if each.get("data-do") == "share"]
    assert "conversation_id" not in link["href"]


def test_without_javascript_no_button_is_dead(browser, server):
    for visited in visiting(browser, server[0], java_script_enabled=False):
        page = visited.open(f"/vraag?vraag={QUESTION}")
        assert page.get_by_role("link", name=DUTCH.TOOL_SHARE).is_visible()
        assert page.get_by_role("button", name=DUTCH.TOOL_PRINT).count() == 0


def test_earlier_questions_stay_in_the_browser_and_can_be_wiped(js_visit):
    page = js_visit.open()
    assert not page.get_by_text(DUTCH.EARLIER_TITLE).is_visible()
    ask(page, QUESTION)
    js_visit.open(f"/vraag?vraag={LONG}")
    page = js_visit.open()
    links = page.locator("[data-earlier] a")
    assert links.all_inner_texts() == [LONG, QUESTION]
    links.nth(1).click()
    answered(page, QUESTION)
    page = js_visit.open()
    assert page.locator("[data-earlier] a").all_inner_texts() == [QUESTION, LONG]
    assert page.context.cookies() == []
    page.get_by_role("button", name=DUTCH.EARLIER_FORGET).click()
    page.get_by_text(DUTCH.EARLIER_GONE).wait_for()
    assert page.evaluate("document.activeElement.textContent") == DUTCH.EARLIER_GONE
    assert page.evaluate("localStorage.length") == 0
    assert not js_visit.open().get_by_text(DUTCH.EARLIER_TITLE).is_visible()


@pytest.mark.parametrize("damage", ["{", '"x"', "[1, null]", "null"])
def test_a_damaged_history_is_no_trouble(js_visit, damage):
    page = js_visit.open()
    page.evaluate("(text) => localStorage.setItem('loketwijzer.vragen', text)", damage)
    page = js_visit.open()
    assert not page.get_by_text(DUTCH.EARLIER_TITLE).is_visible()
    ask(page, QUESTION)
    assert json.loads(page.evaluate("localStorage['loketwijzer.vragen']")) == [QUESTION]


def test_choices_of_a_clarifying_question_are_buttons(visit, server):
    page = visit.open("/vraag?vraag=Wat zijn de kosten?")
    page.get_by_role("button", name="Wat kost het mij?").click()
    answered(page, "Wat kost het mij?")  # the heading is there before the server is asked
    first, second = server[1].asked[-2:]
    assert second.conversation_id == server[1].answer(first).conversation_id


def test_notes_stand_above_the_answer_and_a_follow_up_shows_how_it_was_read(
    client, service, monkeypatch
):
    answer = service.answer
    read_as = "Wat doet het loket in het vo?"
    monkeypatch.setattr(
        service,
        "answer",
        lambda ask, heard=None: replace(
            answer(ask), notes=("Ik las geen namen.",), read_as=read_as
        ),
    )
    text = client.get("/vraag?vraag=En in het vo?", headers=HTML).text
    assert text.index("Ik las geen namen.") < text.index('class="sentence"')
    assert f"<span>{read_as}</span>" in text
    [link] = [each for each in Outline(text).all("a") if each.get("data-do") == "share"]
    assert "Wat+doet+het+loket+in+het+vo%3F" in link["href"]
    assert f'data-question="{read_as}"' in text


def test_that_a_folded_document_has_expired_is_told_where_it_is_folded(
    client, service, monkeypatch
):
    ended = "“Regeling subsidie zij-instroom” gold t/m 31-12-2019 en is niet meer geldig."
    answer = service.answer
    notes = (ended, "Ik las geen namen.")
    monkeypatch.setattr(
        service, "answer", lambda ask, heard=None: replace(answer(ask), notes=notes)
    )
    folded = client.get(f"/vraag?vraag={LONG}", headers=HTML).text
    assert folded.count(ended) == folded.count("Ik las geen namen.") == 1
    places = [folded.index(each) for each in ("Ik las geen", 'class="more"', ended, 'class="rest"')]
    assert places == sorted(places)
    at_once = client.get(f"/vraag?vraag={QUESTION}", headers=HTML).text
    assert at_once.index(ended) < at_once.index('class="sentence"')


def test_the_journey_shows_where_the_answer_stands(client, service, monkeypatch):
    answer = service.answer
    text = client.get(f"/vraag?vraag={QUESTION}", headers=HTML).text
    assert DUTCH.STRIP_LABEL not in text
    monkeypatch.setattr(
        service, "answer", lambda ask, heard=None: replace(answer(ask), phase="matchen")
    )
    page = Outline(client.get(f"/vraag?vraag={QUESTION}", headers=HTML).text)
    stops = [each for each in page.all("a") if each["href"].startswith("/klantreis#")]
    [here] = [each for each in stops if each.get("aria-current") == "step"]
    assert here["href"] == "/klantreis#matchen"
    assert len(stops) == 7  # the words, and six stops


SHIFTS = """() => {
  window.shifts = [];
  const said = (s) => [s.node?.outerHTML?.slice(0, 80), s.previousRect.y, s.currentRect.y];
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) {
      window.shifts.push([each.hadRecentInput, each.value, ...each.sources.map(said)]);
    }
  }).observe({ type: 'layout-shift' });
}"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("question", [LONG, "Leven er mensen op de maan?"])
def test_nothing_moves_once_the_answer_begins(browser, server, monkeypatch, width, question):
    """The answer comes a second after the key, so that no shift counts as the visitor's own."""
    answer = server[1].answer
    monkeypatch.setattr(server[1], "answer", lambda ask, heard=None: time.sleep(1) or answer(ask))
    for visited in visiting(browser, server[0], viewport={"width": width, "height": 740}):
        page = visited.open()
        page.locator("#vraag").fill(question)
        page.wait_for_timeout(200)
        page.evaluate(SHIFTS)
        page.keyboard.press("Enter")
        answered(page, question)
        page.wait_for_timeout(300)
        shifts = page.evaluate("window.shifts")
        assert [moved for own, *moved in shifts if not own] == []
        assert page.locator(".notice").is_visible()
        assert page.locator("#vraag").is_visible()
