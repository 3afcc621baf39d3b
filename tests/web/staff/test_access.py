"""Who gets in: passwords, cookies, tokens, guessing, and what a stranger may see."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from assistant.desk.password import fault_of, hashed, matches
from assistant.web.app import create_app
from assistant.web.staff import session as sessions
from assistant.web.staff.access import safe_target
from tests.web.staff.conftest import PAGES, PASSWORD, Browser

POSTS = ("/staf/stop", "/staf/uitloggen")


def test_without_a_password_there_are_no_staff_pages(client):
    for path in (*PAGES, "/staf/inloggen"):
        assert client.get(path, follow_redirects=False).status_code == 404
    assert client.post("/staf/inloggen").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_sent_to_the_sign_in_page(stranger: Browser, path: str):
    response = stranger.get(path, follow_redirects=False)
    assert response.status_code == 303
    assert response.headers["location"].startswith("/staf/inloggen?verder=%2Fstaf")
    assert response.text == ""


@pytest.mark.parametrize("path", POSTS)
def test_a_stranger_cannot_post(stranger: Browser, desk, path: str):
    response = stranger.post(path, doe="stop", reden="x")
    assert response.status_code == 303
    assert response.headers["location"].startswith("/staf/inloggen")
    assert desk.decisions.stopped() is None


def test_signing_in_leads_to_what_was_wanted(stranger: Browser):
    page = stranger.get("/staf/vragen?status=not_found")
    assert 'value="/staf/vragen?status=not_found"' in page.text
    response = stranger.sign_in(verder="/staf/vragen?status=not_found")
    assert response.headers["location"] == "/staf/vragen?status=not_found"
    assert stranger.get("/staf/vragen").status_code == 200


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/staf/../x",
        "/stafx",
        "/staf\\evil",
        "/",
        "",
        "/staf\n",
    ],
)
def test_signing_in_leads_nowhere_else(wanted: str):
    assert safe_target(wanted) == "/staf"


def test_the_cookie_is_closed_to_others(stranger: Browser, app):
    cookie = stranger.sign_in().headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/staf"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    safe = Browser(TestClient(app, base_url="https://testserver"))
    assert "Secure" in safe.sign_in().headers["set-cookie"]


def test_signing_in_makes_a_new_session(stranger: Browser):
    before = stranger.token("/staf/inloggen")
    assert stranger.sign_in().status_code == 303
    assert stranger.token("/staf") != before


def test_signing_out_ends_the_session_for_good(staff: Browser):
    kept = staff.client.cookies[sessions.COOKIE]
    assert staff.post("/staf/uitloggen", of="/staf").status_code == 303
    assert staff.get("/staf", follow_redirects=False).status_code == 303
    staff.client.cookies.set(sessions.COOKIE, kept, path="/staf")
    assert staff.get("/staf", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("cookie", ["", "x", "InN0YWZmIg.aaaa.bbbb", "é"])
def test_a_made_up_cookie_is_no_session(app, cookie: str):
    client = TestClient(app)
    headers = {"cookie": f"{sessions.COOKIE}={cookie}".encode()}
    assert client.get("/staf", headers=headers, follow_redirects=False).status_code == 303


def test_a_session_of_another_server_is_none(staff: Browser, service, desk):
    other = TestClient(create_app(service, desk=desk))
    other.cookies.set(sessions.COOKIE, staff.client.cookies[sessions.COOKIE], path="/staf")
    assert other.get("/staf", follow_redirects=False).status_code == 303


def test_an_old_session_is_none(staff: Browser, monkeypatch):
    monkeypatch.setattr(sessions, "LASTS_SECONDS", -1)
    assert staff.get("/staf", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "é", "0" * 64])
def test_a_form_without_its_token_changes_nothing(staff: Browser, desk, token: str):
    fields = {"doe": "stop", "reden": "x", "csrf": token}
    assert staff.client.post("/staf/stop", data=fields).status_code == 403
    assert staff.client.post("/staf/stop", data={"doe": "stop", "reden": "x"}).status_code == 403
    assert desk.decisions.stopped() is None


def test_the_token_of_another_session_is_of_no_use(staff: Browser, stranger: Browser, desk):
    token = stranger.token("/staf/inloggen")
    fields = {"doe": "stop", "reden": "x", "csrf": token}
    assert staff.client.post("/staf/stop", data=fields).status_code == 403


def test_a_form_from_another_site_is_refused(staff: Browser, desk):
    fields = {"csrf": staff.token("/staf/stop"), "doe": "stop", "reden": "x"}
    for headers in (
        {"origin": "https://evil.example"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        response = staff.client.post("/staf/stop", data=fields, headers=headers)
        assert response.status_code == 403
    assert desk.decisions.stopped() is None


def test_signing_in_needs_a_token_too(stranger: Browser):
    response = stranger.client.post("/staf/inloggen", data={"wachtwoord": PASSWORD})
    assert response.status_code == 403


@pytest.mark.parametrize("given", ["", "verkeerd!", PASSWORD + " ", PASSWORD.upper(), "é" * 20])
def test_a_wrong_password_is_refused(stranger: Browser, given: str):
    response = stranger.sign_in(given)
    assert response.status_code == 403
    assert "klopt niet" in response.text
    assert given not in response.text or not given
    assert stranger.get("/staf", follow_redirects=False).status_code == 303


def test_who_guesses_must_wait(stranger: Browser, monkeypatch):
    for _ in range(sessions.MOST_FAILURES):
        assert stranger.sign_in("fout").status_code == 403
    response = stranger.sign_in()
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) > 60
    monkeypatch.setattr(sessions, "FAILURES_SECONDS", 0)
    assert stranger.sign_in().status_code == 303


def test_a_body_is_not_read_for_a_stranger(stranger: Browser):
    response = stranger.client.post("/staf/stop", content=b"x" * 70_000, follow_redirects=False)
    assert response.status_code in (303, 413)


def test_a_hashed_password_lets_in(service, desk):
    from dataclasses import replace

    kept = hashed(PASSWORD)
    assert PASSWORD not in kept
    assert kept != hashed(PASSWORD)
    browser = Browser(TestClient(create_app(service, desk=replace(desk, password=kept))))
    assert browser.sign_in("fout").status_code == 403
    assert browser.sign_in(kept).status_code == 403
    assert browser.sign_in().status_code == 303


@pytest.mark.parametrize(
    ("kept", "good"),
    [
        (PASSWORD, True),
        ("kort", False),
        ("scrypt:1:2", False),
        ("scrypt:3:8:1:aaaa:bbbb", False),
        ("scrypt:9999999:999:1:aaaa:bbbb", False),
    ],
)
def test_only_a_usable_password_is_taken(kept: str, good: bool):
    assert (fault_of(kept) is None) is good
    assert fault_of(hashed(PASSWORD)) is None
    assert matches(PASSWORD, hashed(PASSWORD))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_kept_by_nobody_and_has_the_headers(staff: Browser, path: str):
    response = staff.get(path)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert not re.search(r"<script(?! src=\"/static/)|style=|\son\w+=", response.text)


def test_staff_routes_are_not_in_the_schema(staff: Browser):
    assert not [path for path in staff.get("/openapi.json").json()["paths"] if "staf" in path]


@pytest.mark.parametrize("less", [1, 4, 43])
def test_a_hash_that_was_cut_off_is_no_password(less: int):
    assert fault_of(hashed(PASSWORD)[:-less]) is not None
