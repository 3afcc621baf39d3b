"""The staff pages in a real browser, without JavaScript: the flows of a desk."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn

from assistant import serving
from assistant.answer import Ask
from assistant.desk.desk import Desk
from assistant.loket import build_site
from assistant.settings import Settings
from assistant.web.app import create_app
from tests.web.staff.conftest import PASSWORD
from tests.web.test_browser import FLAGS, chromium_path, overflow

TRAM = "# Met de tram\n\nEen stagiair reist gratis met de tram naar de proefschool in Zwolle.\n"
STAFF = ("", "/zoeken?q=school", "/vragen", "/onbeantwoord", "/feedback", "/cijfers", "/documenten")
MORE = (
    "/documenten/nieuw",
    "/vaste-antwoorden",
    "/vaste-antwoorden/nieuw",
    "/stop",
    "/vergelijken",
)


@dataclass(frozen=True)
class Site:
    """A real server over a real index."""

    home: str
    desk: Desk


@pytest.fixture(scope="module")
def site(site_settings: Settings) -> Iterator[Site]:
    chromium_path()
    service, desk = build_site(site_settings)
    before, serving.CHECK_SECONDS = serving.CHECK_SECONDS, 0.05
    for question in ("Wat is zij-instroom?", "Wat kost een raket?", "Hoe ver is de maan?"):
        service.answer(Ask(question=question, audience="public"))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        app = create_app(service, desk=desk)
        running = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=running.run, args=([listener],), daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.01)
        yield Site(f"http://127.0.0.1:{listener.getsockname()[1]}", desk)
        running.should_exit = True
        thread.join(10)
    serving.CHECK_SECONDS = before


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = chromium_path()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Any, site: Site) -> Iterator[Any]:
    """A page that is signed in, in a browser without JavaScript; nothing may leave the host."""
    context = browser.new_context(java_script_enabled=False, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    opened = context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(f"{site.home}/staf")
    opened.get_by_label("Wachtwoord").fill(PASSWORD)
    opened.get_by_role("button", name="Log in").click()
    opened.get_by_role("heading", name="Overzicht").wait_for()
    yield opened
    context.close()
    assert all(url.startswith(site.home) for url in asked)


def test_signing_in_and_out(page, site):
    page.get_by_role("button", name="Uitloggen").click()
    page.get_by_label("Wachtwoord").fill("een ander wachtwoord")
    page.get_by_role("button", name="Log in").click()
    assert "klopt niet" in page.get_by_role("alert").inner_text()
    page.goto(f"{site.home}/staf/vragen")
    page.get_by_label("Wachtwoord").wait_for()


def test_searching_narrowing_and_comparing(page, site):
    page.get_by_role("link", name="Zoeken", exact=True).click()
    page.get_by_label("Waar zoek je naar?").fill("school")
    page.get_by_role("button", name="Zoek", exact=True).click()
    page.locator(".results .card").first.wait_for()
    everything = page.locator(".results .card").count()
    page.locator(".facets").get_by_role("link", name="verlopen").click()
    page.locator(".facets [aria-current]").wait_for()
    assert 0 < page.locator(".results .card").count() < everything
    page.go_back()
    page.locator(".results input").nth(0).check()
    page.locator(".results input").nth(1).check()
    page.get_by_role("button", name="Vergelijk de twee").click()
    page.locator("table.compare tbody tr").first.wait_for()
    page.go_back()
    page.locator(".results h2 a").first.click()
    assert "Geraadpleegd op" in page.locator(".reference").inner_text()


def test_a_reference_is_copied_with_one_click(browser, site):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.goto(f"{site.home}/staf/zoeken?q=school")
    opened.get_by_label("Wachtwoord").fill(PASSWORD)
    opened.get_by_role("button", name="Log in").click()
    opened.locator(".results details summary").first.click()
    opened.get_by_role("button", name="Kopieer de verwijzing").first.click()
    opened.get_by_text("Gekopieerd.").wait_for()
    copied = opened.evaluate("navigator.clipboard.readText()")
    assert copied == opened.locator(".reference").first.inner_text()
    assert "Geraadpleegd op" in copied
    context.close()


def test_a_document_goes_live_after_its_preview(page, site, tmp_path):
    file = tmp_path / "Met de tram.md"
    file.write_text(TRAM, encoding="utf-8")
    page.get_by_role("link", name="Documenten", exact=True).first.click()
    page.get_by_role("link", name="Voeg een document toe").click()
    page.get_by_label("Bestand", exact=True).set_input_files(file)
    page.get_by_label("Iedereen").check()
    page.get_by_role("button", name="Bekijk hoe").click()
    assert "gratis met de tram" in page.locator("main").inner_text()
    page.get_by_role("button", name="Plaats dit document").click()
    end = time.monotonic() + 240
    while site.desk.workshop.running and time.monotonic() < end:
        time.sleep(0.2)
    answer = ""
    while "met de tram" not in answer and time.monotonic() < end:
        # The new version opens beside the old one, which answers until then.
        page.goto(f"{site.home}/vraag?vraag=Hoe+reist+een+stagiair+naar+de+proefschool%3F")
        answer = page.locator("main").inner_text()
    assert "met de tram" in answer


def test_an_unanswered_question_gets_a_fixed_answer(page, site):
    page.get_by_role("link", name="Zoeken", exact=True).click()
    page.get_by_label("Waar zoek je naar?").fill("Wat kost het geschiktheidsonderzoek?")
    page.get_by_role("button", name="Zoek", exact=True).click()
    page.locator(".results .card", has_text="€ 800").get_by_role("link").first.click()
    page.get_by_role("link", name="Schrijf een vast antwoord").click()
    page.get_by_label("Vragen", exact=True).fill("Wat kost een raket?")
    page.get_by_label("Antwoord", exact=True).fill("Een raket kost € 900. [1]")
    page.get_by_role("button", name="Bewaar").click()
    assert "niet in de gekozen passage" in page.get_by_role("alert").inner_text()
    page.get_by_label("Antwoord", exact=True).fill("Een raket kost € 800. [1]")
    page.get_by_role("button", name="Bewaar").click()
    page.get_by_role("link", name="Wat kost een raket?").wait_for()
    page.goto(f"{site.home}/vraag?vraag=wat+kost+nou+een+raket")
    assert "Een raket kost € 800." in page.locator("main").inner_text()


def test_the_stop_reaches_visitors_and_ends(page, site):
    page.get_by_role("link", name="Stopknop").click()
    page.get_by_label("Waarom stop je?").fill("Fout in een bedrag")
    page.get_by_role("button", name="Stop het antwoorden").click()
    assert "gestopt" in page.locator(".banner").inner_text()
    page.goto(f"{site.home}/vraag?vraag=Wat+is+zij-instroom%3F")
    assert "even geen antwoorden" in page.locator("main").inner_text()
    page.goto(f"{site.home}/staf/stop")
    page.get_by_role("button", name="Hervat het antwoorden").click()
    page.get_by_role("button", name="Stop het antwoorden").wait_for()
    assert page.locator(".banner").count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_every_page_is_accessible(browser, site, width: int, scheme: str):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
        bypass_csp=True,  # axe is put into the page as a script
    )
    page = context.new_page()
    page.goto(f"{site.home}/staf")
    found = faults(axe, page, "sign-in")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Overzicht").wait_for()
    for path in (*STAFF, *MORE):
        page.goto(f"{site.home}/staf{path}")
        found += faults(axe, page, path)
        assert overflow(page) <= 0, path
    page.goto(f"{site.home}/staf/zoeken?q=school")
    page.locator(".results h2 a").first.click()
    found += faults(axe, page, "passage")
    page.locator("h1 a").click()
    found += faults(axe, page, "document")
    page.goto(f"{site.home}/staf/vragen")
    page.locator("tbody a").first.click()
    found += faults(axe, page, "question")
    context.close()
    assert found == []


def faults(axe: Any, page: Any, where: str) -> list[str]:
    """Return what axe finds against WCAG 2.2 A and AA."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    options = {"runOnly": {"type": "tag", "values": tags}}
    result = axe.run(page, options=options).response
    return [
        f"{where}: {each['id']}: {each['nodes'][0]['html'][:120]}" for each in result["violations"]
    ]
