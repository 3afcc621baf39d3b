"""The widget as it is served: which sites may use it, how large it is, its words and its look."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest
from fastapi.testclient import TestClient

from assistant.settings import PROJECT, Settings
from assistant.web.app import create_app
from assistant.web.widget.site import CLIENT, files, version
from assistant.web.widget.words import DEMO, words
from corpus.errors import SettingsError
from tests.web.conftest import MemoryService

SCHOOL = "https://school.example"
QUESTION = {"question": "Wat doet het loket voor mij?"}
READ = ["/widget.js", f"/widget/{version()}/element.js", "/v1/passages/x"]
SCRIPTS = {name: text.decode() for name, text in files().items() if name.endswith(".js")}
TOKENS = (PROJECT / "assistant" / "web" / "static" / "tokens.css").read_text(encoding="utf-8")
THEME = (CLIENT / "theme.css").read_text(encoding="utf-8")


@pytest.fixture
def shared(service: MemoryService) -> TestClient:
    """A client over an application that one school may show."""
    return TestClient(create_app(service, widget_origins=(SCHOOL,)))


def address(name: str) -> str:
    return f"/widget/{version()}/{name}"


def preflight(client: TestClient, origin: str, path: str = "/v1/answers") -> tuple[int, str | None]:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    response = client.options(path, headers=asked)
    return response.status_code, response.headers.get("access-control-allow-origin")


def test_a_site_that_is_named_may_ask_and_read(shared):
    assert preflight(shared, SCHOOL) == (200, SCHOOL)
    assert preflight(shared, SCHOOL, "/v1/answers/a-1/feedback") == (200, SCHOOL)
    response = shared.post("/v1/answers", json=QUESTION, headers={"Origin": SCHOOL})
    assert response.json()["status"] == "answered"
    for path in READ:
        response = shared.get(path, headers={"Origin": SCHOOL})
        assert response.headers["access-control-allow-origin"] == SCHOOL, path
        assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://school.example",
        f"{SCHOOL}:8443",
        f"{SCHOOL}.evil.nl",
        "null",
    ],
)
def test_any_other_site_is_refused_before_a_question_is_asked(shared, service, origin):
    assert preflight(shared, origin) == (403, None)
    for kind in ("application/json", "text/plain"):
        headers = {"Origin": origin, "Content-Type": kind}
        response = shared.post("/v1/answers", json=QUESTION, headers=headers)
        assert (response.status_code, response.json()["status"]) == (403, 403)
    assert [shared.get(path, headers={"Origin": origin}).status_code for path in READ] == [403] * 3
    assert service.asked == []


def test_without_the_setting_only_our_own_pages_may(client, service):
    assert preflight(client, SCHOOL) == (403, None)
    own = {"Origin": "http://testserver"}
    assert client.post("/v1/answers", json=QUESTION, headers=own).status_code == 200
    assert client.post("/v1/answers", json=QUESTION).status_code == 200
    assert len(service.asked) == 2


@pytest.mark.parametrize("path", ["/", "/v1/search?q=loket", "/v1/documents", "/staf", "/metrics"])
def test_no_other_path_may_be_read_from_another_site(shared, path):
    response = shared.get(path, headers={"Origin": SCHOOL})
    assert "access-control-allow-origin" not in response.headers


def test_even_an_error_can_be_read_by_a_site_that_is_named(shared, service):
    question = {"question": "Alles is kapot"}
    response = shared.post("/v1/answers", json=question, headers={"Origin": SCHOOL})
    assert response.status_code == 500
    assert response.headers["access-control-allow-origin"] == SCHOOL


def test_a_cache_keeps_the_answers_to_origins_apart(shared):
    for headers in ({}, {"Origin": SCHOOL}, {"Origin": "https://evil.example"}):
        varies = shared.get("/widget.js", headers=headers).headers["vary"].split(", ")
        assert varies.count("Origin") == 1


def test_the_script_is_asked_for_anew_and_its_files_are_kept(client):
    script = client.get("/widget.js")
    assert script.headers["cache-control"] == "no-cache"
    again = client.get("/widget.js", headers={"If-None-Match": script.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in files():
        file = client.get(address(name))
        assert file.status_code == 200
        assert "immutable" in file.headers["cache-control"]
        assert file.headers["cross-origin-resource-policy"] == "cross-origin"
        assert file.headers["x-content-type-options"] == "nosniff"
    assert client.get("/widget/000000000000/element.js").status_code == 404
    assert client.get(address("words.py")).status_code == 404
    assert client.get("/").headers["cross-origin-resource-policy"] == "same-origin"


def test_all_of_it_is_small(client):
    sent = [client.get(path) for path in ("/widget.js", *(address(name) for name in files()))]
    assert {each.headers["content-encoding"] for each in sent if len(each.content) > 1000} == {
        "gzip"
    }
    assert sum(int(each.headers["content-length"]) for each in sent) < 40_000


def test_the_stream_opens_with_what_stands_above_the_answer(client):
    headers = {"Accept": "text/event-stream"}
    text = client.post("/v1/answers", json=QUESTION, headers=headers).text
    ready = text.split("\n\n")[1]
    for name in ("question", "read_as", "notes", "language", "model"):
        assert f'"{name}":' in ready


def test_every_sentence_is_there_in_both_languages_and_used():
    used = set(re.findall(r"\bwords\.(\w+)", "".join(SCRIPTS.values())))
    for each in words().values():
        record = asdict(each)
        assert used == set(record)
        assert [name for name, text in record.items() if not text and name != "person"] == []
    for name, dutch in asdict(words()["nl"]).items():
        if isinstance(dutch, str) and name != "person":
            english = asdict(words()["en"])[name]
            assert re.findall(r"{\w+}", dutch) == re.findall(r"{\w+}", english), name
    assert all(text for demo in DEMO.values() for text in asdict(demo).values())


def test_the_demo_page_shows_the_two_lines(client):
    page = client.get("/widget/demo", params={"lang": "en", "show": "floating"}).text
    assert '<html lang="en">' in page
    assert "<loket-wijzer floating>" in page
    assert "&lt;script type=&#34;module&#34;" in page or '&lt;script type="module"' in page
    assert client.get("/widget/demo?lang=xx").text.count('<html lang="nl">') == 1


def test_its_own_look_is_that_of_the_pages():
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#\w{6})", part)) for part in TOKENS.split("@media")
    )
    own = re.findall(r"--([\w-]+):[^;]*light-dark\((#\w+), (#\w+)\)", THEME)
    names = {"link": "accent", "on-warn": "ink"}
    assert len(own) > 10
    for name, *colours in own:
        assert colours == [light[names.get(name, name)], dark[names.get(name, name)]], name


def test_no_script_puts_text_in_the_page_as_html_or_style():
    for name, text in SCRIPTS.items():
        found = re.findall(
            r"innerHTML|outerHTML|insertAdjacent|DOMParser|\.style\b|cookie|Storage", text
        )
        assert found == [], name


def test_the_setting_takes_origins_as_a_browser_sends_them():
    given = "https://school.example, http://localhost:8080  https://school.example"
    settings = Settings.from_env({"LOKET_WIDGET_ORIGINS": given})
    assert settings.widget_origins == ("https://school.example", "http://localhost:8080")
    assert settings.public()["widget_origins"] == "https://school.example, http://localhost:8080"
    assert Settings().public()["widget_origins"] is None


@pytest.mark.parametrize(
    "origin",
    [
        *("school.example", "https://school.example/", "https://School.example", "*", "null"),
        *("https://*.example", "https://school.example:443", "ftp://school.example"),
    ],
)
def test_the_setting_refuses_what_no_browser_sends(origin):
    with pytest.raises(SettingsError, match="LOKET_WIDGET_ORIGINS"):
        Settings.from_env({"LOKET_WIDGET_ORIGINS": f"https://a.example {origin}"})
