"""The pages in a real browser: with and without JavaScript, by keyboard, on a narrow screen."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.web.languages import DUTCH

QUESTION = "Wat doet het loket voor mij?"
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium_path() -> str:
    """Return the browser; skip without one, except in CI, which must have one."""
    found = os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, NAMES)), "")
    if not found:
        reason = "no chromium found; install it with `apt-get install chromium`"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


class Visit:
    """A page with what the browser asked for and complained of."""

    def __init__(self, page: Any, home: str) -> None:
        self.page = page
        self.home = home
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str = "/") -> Any:
        """Go to a page of ours."""
        self.page.goto(self.home + path)
        return self.page

    def check(self) -> None:
        """Fail on a request that left the host, a CSP violation or a script error."""
        assert all(url.startswith(self.home) for url in self.requests)
        meant = "status of 4"
        assert [text for text in self.complaints if meant not in text] == []


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Start one browser; every visit gets a fresh, empty context."""
    path = chromium_path()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def javascript(request: pytest.FixtureRequest) -> bool:
    """Run a test with and without JavaScript."""
    return bool(request.param)


@pytest.fixture
def visit(browser: Any, server: Any, javascript: bool) -> Iterator[Visit]:
    """Visit with or without JavaScript, and check the visit at its end."""
    yield from visiting(browser, server[0], java_script_enabled=javascript)


@pytest.fixture
def js_visit(browser: Any, server: Any) -> Iterator[Visit]:
    """Visit with JavaScript."""
    yield from visiting(browser, server[0])


def visiting(browser: Any, home: str, **options: Any) -> Iterator[Visit]:
    """Open a context and a page, and check the visit at its end."""
    context = browser.new_context(**{"reduced_motion": "reduce", "locale": "nl-NL", **options})
    context.set_default_timeout(30_000)
    visited = Visit(context.new_page(), home)
    yield visited
    context.close()
    visited.check()


def answered(page: Any, question: str) -> None:
    """Wait until the whole answer to a question is on the page."""
    page.locator(f'article.turn[data-question="{question}"]').wait_for(state="attached")


def overflow(page: Any) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def test_question_is_answered_and_a_citation_opens_its_passage(visit):
    page = visit.open()
    page.get_by_label(DUTCH.LABEL_QUESTION).fill(QUESTION)
    page.get_by_role("button", name=DUTCH.BUTTON_ASK).click()
    page.get_by_role("heading", name=QUESTION).wait_for()
    mark = page.locator("#bron-1 mark")
    mark.wait_for(state="attached")
    assert not mark.is_visible()
    page.get_by_role("link", name="bron [1]").click()
    mark.wait_for(state="visible")
    assert mark.inner_text().startswith("Een adviseur voert")
    assert page.evaluate("document.getElementById('bron-1').getBoundingClientRect().top") < 720


def test_keyboard_alone_is_enough(visit, javascript):
    page = visit.open()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == DUTCH.SKIP
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "vraag"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.type(QUESTION)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#bron-1").wait_for(state="attached")
    for _ in range(12):
        page.keyboard.press("Tab")
        if "cite" in page.evaluate("document.activeElement.className"):
            break
    page.keyboard.press("Enter")
    page.locator("#bron-1 mark").wait_for(state="visible")


def test_empty_question_puts_the_focus_on_the_reason(visit):
    page = visit.open()
    page.get_by_role("button", name=DUTCH.BUTTON_ASK).click()
    page.locator("#vraag-fout").wait_for()
    assert page.evaluate("document.activeElement.id") == "vraag"
    described = page.locator("#vraag").get_attribute("aria-describedby")
    assert "vraag-fout" in described.split()


def test_example_and_follow_up_can_be_clicked(visit):
    page = visit.open()
    page.get_by_role("link", name=DUTCH.EXAMPLES[3]).click()
    page.get_by_role("heading", name=DUTCH.EXAMPLES[3]).wait_for()
    page.get_by_role("link", name="Wie vraagt de subsidie aan?").click()
    page.get_by_role("heading", name="Wie vraagt de subsidie aan?").wait_for()


@pytest.mark.parametrize(
    "path",
    [
        *("/", f"/vraag?vraag={QUESTION}", "/vraag?vraag=", "/begrippen"),
        *("/documenten", "/document/plan-noord"),
    ],
)
@pytest.mark.parametrize("width", [320, 180])
def test_narrow_screen_needs_no_sideways_scrolling(browser, server, path, width):
    """180 is a phone of 360 at 200%."""
    for visited in visiting(browser, server[0], viewport={"width": width, "height": 568}):
        page = visited.open(path)
        page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        assert overflow(page) <= 0
        assert small_targets(page) == []


def small_targets(page: Any) -> list[str]:
    """Return controls under 24 by 24 px; links inside a sentence are exempt."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll('a, button, textarea, summary')]
              .filter((e) => !e.matches('.skip, .sentence a:not(.cite)'))
              .filter((e) => { const r = e.getBoundingClientRect();
                               return r.width && (r.width < 24 || r.height < 24); })
              .map((e) => e.outerHTML)"""
        )
    )


def test_question_field_is_on_the_first_screen_of_a_phone(browser, server):
    for visited in visiting(browser, server[0], viewport={"width": 360, "height": 640}):
        page = visited.open()
        box = page.get_by_role("button", name=DUTCH.BUTTON_ASK).bounding_box()
        assert box["y"] + box["height"] < 640


def test_answer_is_announced_and_focus_goes_to_it(js_visit):
    page = js_visit.open()
    page.locator("#vraag").fill(QUESTION)
    page.keyboard.press("Enter")
    page.locator("#bron-1").wait_for(state="attached")
    answer = page.get_by_role("log")
    assert answer.get_attribute("aria-live") == "polite"
    assert answer.locator(".sentence").count() == 3
    assert answer.locator(".busy").count() == 0
    assert answer.locator(".sources").count() == 0
    assert page.evaluate("document.activeElement.className") == "asked"


def test_conversation_stays_on_the_page_and_survives_reload_and_back(js_visit, server):
    page = js_visit.open()
    for question in (QUESTION, "En hoe ziet het rooster eruit?"):
        page.locator("#vraag").fill(question)
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=question).wait_for()
        answered(page, question)
    assert page.locator("article.turn").count() == 2
    first, second = server[1].asked[-2:]
    assert second.conversation_id == f"c-{server[1].answer(first).id.removeprefix('a-')}"
    assert page.locator("#bron-1, #bron-1-2").count() == 2
    page.reload()
    page.get_by_role("heading", name="rooster").wait_for()
    page.go_back()
    page.get_by_role("heading", name=QUESTION).wait_for()
    assert not second.reopened  # it was typed; what the browser opens again may have been seen
    assert server[1].asked[-1].reopened


def test_slow_answer_shows_that_it_is_busy(js_visit, server, monkeypatch):
    gate, answer = threading.Event(), server[1].answer
    monkeypatch.setattr(server[1], "answer", lambda ask, heard=None: gate.wait(10) and answer(ask))
    page = js_visit.open()
    page.locator("#vraag").fill(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_text(DUTCH.BUSY).wait_for()
    gate.set()
    page.locator(".sentence").first.wait_for()
    assert page.get_by_text(DUTCH.BUSY).count() == 0


@pytest.mark.parametrize("trouble", ["abort", "half"])
def test_trouble_with_the_stream_falls_back_to_the_plain_form(js_visit, trouble):
    def break_off(route: Any) -> None:
        if trouble == "abort":
            route.abort()
        else:
            half = 'event: status\ndata: {"stage": "searching"}\n\nevent: sent'
            route.fulfill(body=half, content_type="text/event-stream")

    page = js_visit.open()
    page.route("**/vraag/stroom", break_off)
    page.locator("#vraag").fill(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_url("**/vraag?vraag=*")
    page.get_by_role("heading", name=QUESTION).wait_for()
    assert page.locator(".sentence").count() == 3
    js_visit.complaints.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_visitor(browser, server, scheme):
    for visited in visiting(browser, server[0], color_scheme=scheme):
        page = visited.open()
        colour = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        bright = sum(int(part) for part in colour[4:-1].split(",")) > 380
        assert bright == (scheme == "light")


def test_document_link_leads_to_the_passage(visit):
    page = visit.open(f"/vraag?vraag={QUESTION}#bron-1")
    page.locator(".source summary").first.wait_for()
    if not page.locator("#bron-1").is_visible():
        page.locator(".source summary").first.click()
    page.get_by_role("link", name=DUTCH.OPEN_DOCUMENT).first.click()
    page.wait_for_url("**/document/plan-noord#passage-*")
    assert page.locator(":target").inner_text().count("Een adviseur voert") == 1


def test_on_paper_stand_the_answer_and_its_sources_and_no_controls(browser, server):
    """Where motion is welcome too: a sentence that is still to fade in would be blank."""
    context = browser.new_context(locale="nl-NL")
    page = context.new_page()
    page.goto(f"{server[0]}/vraag?vraag={QUESTION}")
    page.emulate_media(media="print")
    shown = "(e) => e.checkVisibility({ opacityProperty: true })"
    for gone in (
        "header",
        ".tools",
        ".opinion",
        ".ask",
        ".follow-ups",
        "#bron-1 .links li >> nth=0",
    ):
        assert not page.locator(gone).first.evaluate(shown), gone
    for there in (".sentence", ".source .place", ".notice", ".after .contact", ".source mark"):
        assert page.locator(there).first.evaluate(shown), there
    moving = page.locator(".sentence").first.evaluate("(e) => getComputedStyle(e).animationName")
    assert moving == "none"
    address = page.locator("#bron-1 .links a[rel]").first
    content = address.evaluate("(e) => getComputedStyle(e, '::after').content")
    assert "plan.pdf#page=22" in content
    context.close()
