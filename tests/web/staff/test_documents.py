"""Bringing in a document, over a real index: preview, confirm, ingest, and every refusal."""

from __future__ import annotations

import html
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant import serving
from assistant.desk.desk import Desk
from assistant.desk.uploads import MAX_BYTES, Uploads, safe_name
from assistant.desk.workshop import Workshop
from assistant.loket import build_site
from assistant.settings import Settings
from assistant.web.app import create_app
from corpus.errors import RejectedFile
from retrieval.manifest import read_pointer
from tests.web.staff.conftest import Browser
from tests.web.staff.test_log import HOSTILE

LIST = "/staf/documenten"
NEW = f"{LIST}/nieuw"
TRAM = "# Met de tram\n\nEen stagiair reist gratis met de tram naar de proefschool in Zwolle.\n"
QUESTION = "Hoe reist een stagiair naar de proefschool?"


@pytest.fixture
def settings(site_settings: Settings) -> Settings:
    return site_settings


@pytest.fixture
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Browser, Desk]]:
    """A browser that is signed in to a site over a real index."""
    monkeypatch.setattr(serving, "CHECK_SECONDS", 0.05)
    service, desk = build_site(settings)
    browser = Browser(TestClient(create_app(service, desk=desk)))
    assert browser.sign_in().status_code == 303
    yield browser, desk
    desk.close()


def bring(browser: Browser, name: str, content: bytes | str, **fields: str):
    data = content.encode() if isinstance(content, str) else content
    return browser.post(NEW, of=NEW, files={"bestand": (name, data)}, **fields)


def finished(desk: Desk) -> None:
    until(lambda: not (desk.workshop and desk.workshop.running))


def newest_answers(browser: Browser, settings: Settings) -> None:
    """Wait until the version that an ingest made is the one that answers."""
    pointer = read_pointer(settings.index)
    assert pointer is not None
    until(lambda: browser.client.get("/ready").json()["version"] == pointer.version)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 240
    while not holds():
        assert time.monotonic() < end, "the ingest took too long"
        time.sleep(0.1)


def test_a_document_is_previewed_placed_answered_from_and_removed(site, settings):
    browser, desk = site
    metadata = {"title": f"Tram {HOSTILE}", "audience": "public", "valid_to": "2027-01-31"}
    response = bring(browser, "../../Met de TRAM (1).md", TRAM, **metadata)
    assert response.status_code == 303
    preview = browser.get(response.headers["location"]).text
    assert "gratis met de tram" in preview
    assert "31 januari 2027" in preview
    assert "<script>alert" not in preview
    assert browser.get("/document/met-de-tram-1").status_code == 404
    placed = browser.post(
        response.headers["location"], of=response.headers["location"], doe="plaats"
    )
    assert placed.headers["location"] == LIST
    finished(desk)
    newest_answers(browser, settings)
    page = browser.get(LIST).text
    assert desk.uploads.names() == ["met-de-tram-1.md"]
    assert "1 nieuw" in page
    assert "<script>alert" not in page
    answer = browser.client.post("/v1/answers", json={"question": QUESTION}).json()
    assert "tram" in answer["text"]
    assert answer["sources"][0]["document_id"] == "met-de-tram-1"
    browser.post(f"{LIST}/verwijderen", of=LIST, naam="met-de-tram-1.md")
    finished(desk)
    newest_answers(browser, settings)
    assert "met-de-tram-1.md" not in browser.get(LIST).text.split("Laatst gedaan")[0]
    assert browser.get("/document/met-de-tram-1").status_code == 404
    older = browser.get("/staf/vergelijken?id=vorige:met-de-tram-1&id=zij-instroom")
    assert older.status_code == 200


def test_what_the_last_ingest_rejected_is_shown(site):
    page = site[0].get(LIST).text
    assert "kapot.pdf" in page
    assert "Geweigerd" in page


def test_validity_can_be_chosen(site):
    expired = site[0].get(f"{LIST}?geldig=verlopen").text
    assert "Regeling tegemoetkoming reiskosten" in expired
    assert "Zij-instroom in het basisonderwijs" not in expired
    assert site[0].get(f"{LIST}?geldig=onzin").status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("virus.exe", "MZ", "Dit soort bestand"),
        ("geen-suffix", "tekst", "Dit soort bestand"),
        ("leeg.md", "", "is leeg"),
        ("kapot.pdf", "%PDF-1.4 stuk", "kan niet gelezen worden"),
        (f"{HOSTILE}.md", "Hoi", "geen tekst"),
    ],
)
def test_what_cannot_be_read_is_refused(site, settings, name: str, content: str, why: str):
    response = bring(site[0], name, content, title="Blijft staan")
    assert response.status_code == 422
    page = html.unescape(response.text)
    assert why in page
    assert "Blijft staan" in page
    assert "<script>alert" not in response.text
    staged = settings.data_folder() / "staged"
    assert not staged.is_dir() or list(staged.iterdir()) == []


def test_a_file_that_can_no_longer_be_read_is_refused(site, settings):
    browser, desk = site
    address = bring(browser, "tram.md", TRAM).headers["location"]
    staged = desk.uploads.staged(address.rpartition("/")[2])
    assert staged is not None
    staged.file.write_bytes(b"")
    browser.client.app.state.staff.previews._kept.clear()  # as after a restart
    response = browser.get(address)
    assert response.status_code == 422
    assert "is leeg" in html.unescape(response.text)
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize("fields", [{"valid_to": "31-12-2027"}, {"url": "javascript:alert(1)"}])
def test_wrong_metadata_is_refused(site, fields: dict):
    assert bring(site[0], "goed.md", TRAM, **fields).status_code == 422


def test_without_a_file_the_form_says_so(site):
    assert "Kies een bestand" in site[0].post(NEW, of=NEW, title="x").text


def test_a_file_that_is_not_wanted_is_gone(site):
    browser, desk = site
    at = bring(browser, "weg.md", TRAM).headers["location"]
    assert browser.post(at, of=at, doe="weg").status_code == 303
    assert browser.get(at).status_code == 404
    assert desk.uploads.names() == []


@pytest.mark.parametrize("token", ["../uploads", "x" * 32, "0" * 32, "..%2f..%2fx"])
def test_a_made_up_token_finds_nothing(site, token: str):
    assert site[0].get(f"{NEW}/{token}").status_code in (404, 405)


@pytest.mark.parametrize(
    "name", ["../records.db", "..", "", "records.db", "/etc/passwd", "a.md/../b"]
)
def test_only_what_was_brought_in_can_be_removed(site, settings, name: str):
    assert site[0].post(f"{LIST}/verwijderen", of=LIST, naam=name).status_code == 404
    assert (settings.data_folder() / "records.db").is_file()


def test_a_stranger_brings_nothing_in(site, settings):
    browser, _ = site
    token = browser.token(NEW)
    browser.client.cookies.clear()
    files = {"bestand": ("tram.md", TRAM.encode())}
    response = browser.client.post(NEW, data={"csrf": token}, files=files, follow_redirects=False)
    assert response.status_code == 303
    assert not list((settings.data_folder()).glob("staged/*"))


def test_too_large_a_file_is_refused(tmp_path: Path, site):
    with pytest.raises(RejectedFile, match="larger"):
        Uploads(tmp_path).stage("groot.md", b"x" * (MAX_BYTES + 1), {})
    assert "larger than 20 MB" in bring(site[0], "groot.md", "x" * (MAX_BYTES + 1)).text
    assert bring(site[0], "groot.md", "x" * (22 * 1024 * 1024)).status_code == 413
    assert site[0].client.post("/staf/stop", data={"reden": "x" * 70_000}).status_code == 413


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.md", "passwd.md"),
        ("C:\\Users\\x\\Plan 2026.PDF", "plan-2026.pdf"),
        ("..\\..\\-.md", "document.md"),
        (".htaccess.html", "htaccess.html"),
        ("README.md", "document-readme.md"),
        ("naam\x00.exe.md", "naam-exe.md"),
        ("zoë & co.docx", "zoe-co.docx"),
        ("a" * 300 + ".pdf", "a" * 90 + ".pdf"),
        ("plan.md.meta.yaml", None),
        ("x.exe", None),
        ("", None),
        (".md", None),
    ],
)
def test_names_become_safe(name: str, safe: str | None):
    if safe is None:
        with pytest.raises(RejectedFile):
            safe_name(name)
    else:
        assert safe_name(name) == safe


def test_a_new_file_takes_the_place_of_the_old_with_its_metadata(tmp_path: Path):
    uploads = Uploads(tmp_path)
    uploads.publish(uploads.stage("a.md", b"een", {"title": "Oud"}))
    again = uploads.stage("A.md", b"twee", {})
    assert uploads.replaces(again)
    uploads.publish(again)
    assert sorted(path.name for path in uploads.folder.iterdir()) == ["a.md"]
    assert (uploads.folder / "a.md").read_bytes() == b"twee"
    assert uploads.staged(again.token) is None


def test_an_ingest_that_fails_is_told_of(settings: Settings, tmp_path: Path):
    (tmp_path / "index").write_text("no folder")
    broken = replace(settings, index=tmp_path / "index", data=tmp_path / "data")
    _, desk = build_site(broken)
    assert desk.workshop is not None
    desk.workshop.start([])
    finished(desk)
    assert desk.workshop.failure
    desk.close()


def full_disk(_paths):
    raise OSError(28, "No space left on device")


def test_an_ingest_that_breaks_down_stops_no_later_one(site):
    workshop = site[1].workshop
    assert workshop is not None
    broken = Workshop(replace(workshop._tools, ingest=full_disk))
    for _ in range(2):
        broken.start([])
        until(lambda: not broken.running)
        assert broken.failure == "the ingest failed: OSError"
