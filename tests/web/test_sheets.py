"""Pages of originals as they look: for visitors, for staff, and in a real browser."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from assistant.desk.desk import Desk
from assistant.desk.service import DeskService
from assistant.loket import digest_of
from assistant.originals import pdf
from assistant.originals.library import Originals
from assistant.records.database import Database
from assistant.web.app import create_app
from assistant.web.languages import DUTCH
from assistant.web.sheet_view import KEPT
from tests.web.conftest import PLAN_PARTS, MemoryService, held_plan
from tests.web.staff.conftest import PASSWORD, Browser
from tests.web.test_accessibility import violations
from tests.web.test_browser import QUESTION, Visit, overflow, visiting
from tests.web.test_browser import browser as browser  # a fixture
from tests.web.test_browser import javascript as javascript  # a fixture
from tests.web.test_browser import visit as visit  # a fixture

PAGE = "/document/plan-noord/bladzijde/22"
HTML = {"Accept": "text/html"}
QUOTE = PLAN_PARTS[0][2][1]


@pytest.fixture
def originals(service: MemoryService, tmp_path: Path) -> Originals:
    return held_plan(service, tmp_path)


@pytest.fixture
def visitor(service: MemoryService, originals: Originals) -> TestClient:
    return TestClient(create_app(service, originals=originals))


def first_passage(service: MemoryService) -> str:
    return service.entries["plan-noord"][1][0].id


def test_a_page_shows_the_passage_marked_and_its_text(visitor, service):
    answer = visitor.get(PAGE, params={"passage": first_passage(service)})
    assert answer.status_code == 200
    assert DUTCH.SHEET_MARKED in answer.text
    assert answer.text.count("<rect") >= len(PLAN_PARTS[0][2])
    assert f"<mark>{QUOTE}" in answer.text or f" {QUOTE}" in answer.text
    assert DUTCH.SHEET_PLACE.format(number=22, pages=23) in answer.text
    assert 'href="https://onderwijsregio-noord.example/plan.pdf#page=22"' in answer.text
    one = visitor.get(PAGE, params={"passage": first_passage(service), "zinnen": "1"}).text
    assert f"<mark>{QUOTE}</mark>" in one
    assert one.count("<rect") == 1


def test_one_can_leaf_with_the_passage_kept(visitor, service):
    text = visitor.get(PAGE, params={"passage": first_passage(service), "zinnen": "1"}).text
    kept = f"passage={first_passage(service)}&amp;zinnen=1#markering"
    assert f'rel="prev" href="/document/plan-noord/bladzijde/21?{kept}"' in text
    assert f'rel="next" href="/document/plan-noord/bladzijde/23?{kept}"' in text
    after = visitor.get(f"/document/plan-noord/bladzijde/23?{kept.replace('&amp;', '&')}").text
    assert DUTCH.SHEET_NOT_HERE in after
    assert 'rel="next"' not in after
    assert f"bladzijde/22?{kept}" in after, "the passage is one page back"


def test_the_picture_may_be_kept_under_its_own_digest_only(visitor):
    [address] = re.findall(r'<img src="([^"]+)"', visitor.get(PAGE).text)
    answer = visitor.get(address)
    assert answer.headers["content-type"] == pdf.MEDIA_TYPE
    assert answer.headers["cache-control"] == KEPT
    assert Image.open(io.BytesIO(answer.content)).size == (1240, 1754)
    assert visitor.get(address.split("?")[0]).headers["cache-control"] == "no-store"
    assert (
        "content-encoding" not in visitor.get(address, headers={"Accept-Encoding": "gzip"}).headers
    )


def test_answers_and_documents_lead_to_it(visitor, service):
    text = visitor.get("/vraag", params={"vraag": QUESTION}).text
    link = f"{PAGE}?passage={first_passage(service)}&amp;zinnen=1#markering"
    assert f'href="{link}"' in text
    assert text.count(DUTCH.OPEN_SHEET) == 2, "not for the regulation: it is no PDF"
    document = visitor.get("/document/plan-noord").text
    assert 'href="/document/plan-noord/bladzijde/1"' in document
    assert f'href="{PAGE}?passage={first_passage(service)}#markering"' in document


@pytest.mark.parametrize("number", ["0", "24", "-1", "1e3", "22.0", "٣", "9" * 30, "22.png", "%00"])
def test_what_is_no_page_is_not_found(visitor, number):
    for suffix in ("", ".webp"):
        answer = visitor.get(f"/document/plan-noord/bladzijde/{number}{suffix}", headers=HTML)
        assert answer.status_code == 404
        assert DUTCH.error(404)[0] in answer.text


@pytest.mark.parametrize(
    "id",
    ["..", "../plan-noord", "..%2Fplan", "%2e%2e%2fplan.pdf", "plan.pdf", "regeling-2019", "werk"],
)
def test_no_other_file_can_be_reached(visitor, id):
    for path in (f"/document/{id}/bladzijde/1", f"/document/{id}/bladzijde/1.webp"):
        assert visitor.get(path).status_code == 404


def test_odd_fields_only_mark_nothing_else(visitor, service):
    for fields in (
        {"passage": "<script>"},
        {"passage": first_passage(service), "zinnen": "a.b"},
        {"passage": first_passage(service), "zinnen": "9999"},
        {"passage": service.entries["regeling-2019"][1][0].id},
        {"zinnen": "1." * 5000},
        {"groot": "x" * 500},
    ):
        answer = visitor.get(PAGE, params=fields)
        assert answer.status_code == 200
        assert "<script>" not in answer.text


def test_a_file_that_changed_or_broke_is_not_shown(visitor, service, tmp_path):
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"%PDF-1.7 stuk")
    assert visitor.get(PAGE).status_code == 404
    document, passages = service.entries["plan-noord"]
    service.entries["plan-noord"] = (
        replace(document, digest=digest_of("plan-noord", file)),
        passages,
    )
    answer = visitor.get(PAGE, headers=HTML)
    assert answer.status_code == 200
    assert DUTCH.SHEET_BROKEN in answer.text
    assert "/document/plan-noord" in answer.text
    assert visitor.get(f"{PAGE}.webp").status_code == 500


def test_while_all_are_busy_a_visitor_is_asked_to_wait(visitor, monkeypatch):
    monkeypatch.setattr(pdf, "WAIT_SECONDS", 0.01)
    with pdf._one_at_a_time:
        assert visitor.get(PAGE).status_code == 503
        assert visitor.get(f"{PAGE}.webp").status_code == 503
    assert visitor.get(PAGE).status_code == 200


@pytest.mark.parametrize("options", [{}, {"show_pages": False}])
def test_switched_off_there_is_no_page_and_no_link(service, originals, options):
    held = {"originals": originals} if options else {}
    client = TestClient(create_app(service, **held, **options))
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}.webp").status_code == 404
    for path in (f"/vraag?vraag={QUESTION}", "/document/plan-noord"):
        assert "/bladzijde/" not in client.get(path).text


@pytest.fixture
def desk_app(service: MemoryService, originals: Originals, tmp_path: Path) -> Iterator[Any]:
    """An application where visitors see no pages, and the plan is for staff only."""
    document, passages = service.entries["plan-noord"]
    service.entries["plan-noord"] = replace(document, audience="staff"), passages
    desk = Desk.over(Database(tmp_path / "data", retention_days=90), password=PASSWORD)
    yield create_app(DeskService(service, desk), desk=desk, originals=originals)
    desk.close()


def test_staff_sees_pages_of_what_visitors_may_not(desk_app, service):
    stranger = Browser(TestClient(desk_app))
    for path in (PAGE, f"{PAGE}.webp"):
        assert stranger.get(path).status_code == 404
        answer = stranger.get(f"/staf{path}", follow_redirects=False)
        assert answer.status_code == 303
    staff = Browser(TestClient(desk_app))
    staff.sign_in()
    passage = first_passage(service)
    text = staff.get(f"/staf/passage/{passage}").text
    [link] = re.findall(r'href="(/staf/document/[^"]+markering)"', text)
    shown = staff.get(link.replace("&amp;", "&"))
    assert DUTCH.SHEET_MARKED in shown.text
    assert 'href="/staf/document/plan-noord"' in shown.text
    [picture] = re.findall(r'<img src="([^"]+)"', shown.text)
    assert picture.startswith("/staf/")
    assert staff.get(picture).headers["cache-control"] == "no-store"
    assert "/staf/document/plan-noord/bladzijde/1" in staff.get("/staf/document/plan-noord").text
    assert stranger.get(picture, follow_redirects=False).status_code == 303


def test_from_an_answer_to_the_marked_page(visit: Visit):
    """With and without JavaScript: the mark is in sight, and the page loads nothing foreign."""
    page = visit.open(f"/vraag?vraag={QUESTION}")
    page.locator(".source summary").first.click()
    page.get_by_role("link", name=DUTCH.OPEN_SHEET).first.click()
    page.wait_for_url("**/bladzijde/22?passage=*")
    picture = page.get_by_role("img")
    assert picture.evaluate("async (e) => { await e.decode(); return e.naturalWidth; }") == 1240
    mark = page.locator("svg rect")
    assert mark.count() == 1
    box, window = mark.bounding_box(), page.viewport_size
    assert 0 < box["y"] < window["height"]
    frame = picture.bounding_box()
    assert frame["x"] < box["x"] < frame["x"] + frame["width"] / 4
    assert page.locator("mark").inner_text() == QUOTE
    page.get_by_role("link", name=DUTCH.SHEET_LARGER).click()
    page.wait_for_url("**groot=1**")
    assert picture.bounding_box()["width"] == 1240
    page.get_by_role("link", name=re.compile(DUTCH.SHEET_BEFORE)).click()
    page.get_by_text(DUTCH.SHEET_NOT_HERE).wait_for()


def test_the_enlarged_page_fits_a_narrow_screen_and_has_no_violation(browser, server):
    passage = first_passage(server[1])
    for visited in visiting(browser, server[0], viewport={"width": 320, "height": 256}):
        for field in ("", "&groot=1"):
            page = visited.open(f"{PAGE}?passage={passage}{field}")
            assert overflow(page) <= 0
            assert violations(page) == []


def test_the_record_of_origins_is_read_again_after_an_ingest(visitor, tmp_path):
    record = tmp_path / "origins.json"
    known = record.read_text()
    assert visitor.get(PAGE).status_code == 200
    (tmp_path / "nieuw.json").write_text(json.dumps({}))
    (tmp_path / "nieuw.json").replace(record)
    assert visitor.get(PAGE).status_code == 404
    (tmp_path / "weer.json").write_text(known)
    (tmp_path / "weer.json").replace(record)
    assert visitor.get(PAGE).status_code == 200
