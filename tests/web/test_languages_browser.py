"""The pages in other languages than Dutch, in a real browser: how they read, look and go on."""

from __future__ import annotations

import re
from typing import Any

import pytest

from assistant.web.languages import DUTCH, LANGUAGES, Words
from tests.web.test_accessibility import UNFOLD, violations
from tests.web.test_accessibility import home as home  # a fixture
from tests.web.test_browser import QUESTION, answered, overflow, visiting
from tests.web.test_browser import browser as browser  # a fixture
from tests.web.test_browser import javascript as javascript  # a fixture
from tests.web.test_languages import flat, texts

EN, AR, UK = Words("en"), Words("ar"), Words("uk")
ENGLISH = "Can I visit a school for a day?"
SAID = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const said = [document.title];
  while (walker.nextNode()) {
    const around = walker.currentNode.parentElement;
    if (around.closest(".follow-ups .chips")) continue; // a part of the answer
    if (around.closest("[lang]").lang === document.documentElement.lang) {
      said.push(walker.currentNode.data);
    }
  }
  const named = "[aria-label], [alt], [title], [data-tools] *, form";
  for (const each of document.querySelectorAll(named)) {
    if (each.closest("[lang]").lang !== document.documentElement.lang) continue;
    for (const { name, value } of each.attributes) {
      if (/^(aria-label|alt|title|data-(copied|linked|failed|follow-up))$/.test(name)) {
        said.push(value);
      }
    }
  }
  return said.map((text) => text.replace(/\\S+@\\S+|\\s+/g, " ").trim()).filter(Boolean);
}"""
DUTCH_WORDS = re.compile(r"\b(?:de|het|een|van|je|en|niet|dit|vraag|bron|bronnen|antwoord)\b", re.I)
EVERYWHERE = ("SITE", "EXAMPLES")


def dutch_in(page: Any) -> list[str]:
    """Return what a page says in Dutch without marking it so."""
    said = page.evaluate(SAID)
    ours = {text for name, text in flat(texts("nl")).items() if not name.startswith(EVERYWHERE)}
    english = set(flat(texts("en")).values())
    return [text for text in said if DUTCH_WORDS.search(text) or text in ours - english]


@pytest.mark.parametrize("question", [ENGLISH, "Vertel alles", "Wat zijn de kosten?", ""])
def test_no_dutch_of_ours_is_left_on_an_english_page(browser, home, question):
    """Streamed, so that the scripts' share is looked at too; the answer itself may be Dutch."""
    for visited in visiting(browser, home, locale="en-GB"):
        page = visited.open("/")
        assert dutch_in(page) == []
        if not question:
            page = visited.open("/vraag?vraag=")
            assert EN.FAULTS["empty"] in page.locator(".error").inner_text()
        else:
            page.get_by_label(EN.LABEL_QUESTION).fill(question)
            page.get_by_role("button", name=EN.BUTTON_ASK).click()
            answered(page, question)
        page.evaluate(UNFOLD)
        assert [text for text in dutch_in(page) if question not in text or not question] == []


def test_dutch_would_be_seen(browser, home):
    for visited in visiting(browser, home, locale="en-GB"):
        page = visited.open("/")
        page.evaluate("document.querySelector('main').append('Vraag het aan het loket')")
        assert dutch_in(page) == ["Vraag het aan het loket"]
        assert len(dutch_in(visited.open("/?lang=nl"))) > 10


def test_a_language_is_chosen_and_stays(browser, home, javascript):
    """By keyboard, with and without JavaScript; the question goes along to another language."""
    for visited in visiting(browser, home, java_script_enabled=javascript):
        page = visited.open("/")
        page.locator(".languages summary").focus()
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Українська", exact=True).press("Enter")
        page.get_by_label(UK.LABEL_QUESTION).fill(QUESTION)
        page.get_by_role("button", name=UK.BUTTON_ASK).click()
        answered(page, QUESTION)
        assert page.get_by_text(UK.NOTICE).is_visible()
        assert "lang=uk" in page.url
        page.locator(".languages summary").click()
        page.get_by_role("link", name="العربية", exact=True).click()
        page.get_by_role("heading", name=QUESTION).wait_for()
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.get_by_text(AR.NOTICE).is_visible()
        assert page.context.cookies() == []


def test_the_switch_closes_again(browser, home):
    for visited in visiting(browser, home):
        page = visited.open("/")
        switch = page.locator(".languages")
        for key in (True, False):
            switch.locator("summary").click()
            assert switch.get_by_role("link").count() == len(LANGUAGES)
            if key:
                page.keyboard.press("Escape")
            else:
                page.locator("h1").click()
            assert switch.get_attribute("open") is None


def test_from_right_to_left_but_dutch_from_the_left(browser, home):
    for visited in visiting(browser, home, viewport={"width": 390, "height": 800}):
        page = visited.open("/vraag?vraag=Vertel alles&lang=ar")
        sides = """(each) => {
          const range = document.createRange();
          range.selectNodeContents(each);
          const [box, text] = [each.getBoundingClientRect(), range.getClientRects()[0]];
          return text.left - box.left < box.right - text.right ? "left" : "right";
        }"""
        assert page.locator(".status").first.evaluate(sides) == "right"
        assert page.locator(".answer > .sentence").last.evaluate(sides) == "left"
        assert (
            page.locator(".answer").evaluate("(e) => getComputedStyle(e).borderRightWidth") == "4px"
        )
        cites = page.locator(".cite").all_inner_texts()
        assert cites[0].endswith("[1]")


PAGES = ("/", "/vraag?vraag=Vertel alles", "/routecheck", "/vraag?vraag=")
RESULT = "/routecheck?sector=vo&diploma=hbo&uitslag=1"
WITHOUT_SIZE = {"rules": {"target-size": {"enabled": False}}}
"""The opened list of languages covers what lies below it."""


def in_language(path: str, code: str) -> str:
    """Return an address with a language."""
    return f"{path}{'&' if '?' in path else '?'}lang={code}"


@pytest.mark.parametrize("code", LANGUAGES[1:])
def test_every_language_fits_a_narrow_and_a_wide_screen(browser, home, code):
    for visited in visiting(browser, home, viewport={"width": 320, "height": 700}):
        for path in PAGES[:3]:
            page = visited.open(in_language(path, code))
            page.locator(".languages summary").click()
            for width in (320, 390, 490, 1280):
                page.set_viewport_size({"width": width, "height": 700})
                assert overflow(page) <= 0, (path, width)
                box = page.locator(".languages ul").bounding_box()
                assert box["x"] >= 0, (path, width)
                assert box["x"] + box["width"] <= width, (path, width)
            page.set_viewport_size({"width": 320, "height": 700})


def test_no_page_in_another_language_has_a_violation(browser, home):
    narrow = {"viewport": {"width": 320, "height": 700}}
    for visited in visiting(browser, home, **narrow):
        for path in (*PAGES, RESULT):
            page = visited.open(in_language(path, "ar"))
            page.evaluate(UNFOLD)
            assert violations(page) == [], path
        page = visited.open(in_language(PAGES[1], "en"))
        page.evaluate(UNFOLD)
        assert violations(page) == []
    for scheme in ("light", "dark"):
        for visited in visiting(browser, home, color_scheme=scheme):
            page = visited.open("/?lang=uk")
            page.locator(".languages summary").click()
            assert violations(page, **WITHOUT_SIZE) == [], scheme


def test_only_the_chosen_language_is_sent(browser, home):
    for visited in visiting(browser, home):
        text = visited.open("/?lang=uk").content()
        for code in ("de", "ar", "es"):
            assert Words(code).START_LEAD not in text
        assert DUTCH.START_LEAD not in text
