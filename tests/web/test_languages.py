"""The languages of the visitor's pages: complete, chosen as the visitor wants, and marked."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.contacts import national
from assistant.questions import MAX_QUESTION
from assistant.settings import PROJECT
from assistant.web.front import onderwijsloket
from assistant.web.languages import DUTCH, FOLDER, LANGUAGES, Words
from assistant.web.languages.choice import choose
from assistant.web.pages import HERE
from assistant.web.views import reason_of
from corpus.journey import load_journey
from tests.web.test_pages import HTML, QUESTION, Outline

OTHERS = LANGUAGES[1:]
PATHS = (
    *("/", f"/vraag?vraag={QUESTION}", "/vraag?vraag=", "/klantreis", "/begrippen", "/routecheck"),
    *("/documenten?zoek=noord", "/document/plan-noord", "/nergens"),
)
ONLY_TRANSLATED = {"DUTCH_TEXT", "CONTACT_ANY", "CONTACT_NATIONAL", "PHASES"}
"""Empty in Dutch: said only to who reads another language."""


def texts(code: str) -> dict[str, Any]:
    """Return the file of a language."""
    return tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))


def flat(table: dict[str, Any], path: str = "") -> dict[str, str]:
    """Return every text of a file by its path; those of a list by their place in it."""
    found: dict[str, str] = {}
    for name, value in table.items():
        items = dict(enumerate(value)) if isinstance(value, list) else value
        if isinstance(items, dict):
            found |= flat({str(key): each for key, each in items.items()}, f"{path}{name}.")
        else:
            found[path + name] = value
    return found


@pytest.mark.parametrize("code", OTHERS)
def test_every_language_says_all_that_dutch_says_with_the_same_in_braces(code):
    dutch, own = flat(texts("nl")), flat(texts(code))
    phases = {f"PHASES.{phase.id}" for phase in load_journey().phases}
    assert own.keys() == dutch.keys() | phases
    assert [name for name, text in own.items() if not text] == []
    for name, text in dutch.items():
        braces = re.findall(r"{\w+}", text)
        assert sorted(re.findall(r"{\w+}", own[name])) == sorted(braces), name
        if not name.startswith(("EXAMPLES", "ROUTES_", "DOCUMENTS_FOUND")):
            assert re.findall(r"\d+", own[name]) == re.findall(r"\d+", text), name
    assert texts(code).keys() - {"PHASES"} == texts("nl").keys() - {"PHASES"}


def test_dutch_is_empty_only_where_it_has_nothing_to_say():
    empty = {name for name, text in texts("nl").items() if not text}
    assert empty == ONLY_TRANSLATED
    assert str(MAX_QUESTION) in DUTCH.FAULTS["too_long"]


def test_what_is_used_is_there_and_what_is_there_is_used():
    code = [*(PROJECT / "assistant").rglob("*.py"), *(HERE / "templates").rglob("*.html")]
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in code if "staff" not in str(path)
    )
    used = set(re.findall(r"\b(?:t|self|words|pages|DUTCH|each)\.([A-Z][A-Z0-9_]+)\b", source))
    known = set(texts("nl"))
    assert known - used == set()
    shown = set(re.findall(r"\b(?:t|DUTCH)\.([A-Z][A-Z0-9_]+)\b", source))
    assert shown - known == set()
    with pytest.raises(AttributeError, match=r"nl\.toml has no NOTHING"):
        _ = DUTCH.NOTHING


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "nl"),
        ("uk-UA,uk;q=0.9,en;q=0.5", "uk"),
        ("fr-FR, fr;q=0.9, de;q=0.8, en;q=0.7", "de"),
        ("en;q=0.2, TR;q=0.8", "tr"),
        ("en;q=0, ar", "ar"),
        ("ja, *", "nl"),
        ("en;q=much", "nl"),
        (";;=,,-;q==1, en" + ",x" * 5000, "en"),
    ],
)
def test_the_browser_tells_the_language(client: TestClient, header, code):
    response = client.get("/", headers={"Accept-Language": header})
    assert response.headers["content-language"] == code
    assert "Accept-Language" in response.headers["vary"]
    page = Outline(response.text).all("html")[0]
    assert page == {"lang": code, "dir": "rtl" if code == "ar" else "ltr"}
    assert Words(code).START_TITLE in response.text


@pytest.mark.parametrize(
    ("query", "code"),
    [("lang=tr", "tr"), ("lang=de-AT", "de"), ("lang=en&lang=uk", "uk"), ("lang=xx", "ar")],
)
def test_the_address_wins_from_the_browser(client: TestClient, query, code):
    response = client.get(f"/?{query}", headers={"Accept-Language": "ar"})
    assert response.headers["content-language"] == code


@pytest.mark.parametrize("path", PATHS)
def test_a_chosen_language_goes_along_with_every_link_and_form(client: TestClient, path):
    joined = f"{path}{'&' if '?' in path else '?'}lang=en"
    response = client.get(joined, headers=HTML)
    page = Outline(response.text)
    assert response.headers["content-language"] == "en"
    switch = {each["hreflang"] for each in page.all("a") if "hreflang" in each}
    assert switch == set(LANGUAGES)
    ours = [each["href"] for each in page.all("a") if each["href"].startswith("/")]
    assert [each for each in ours if "lang=" not in each] == []
    for tag, form in page.tags:
        if tag == "form":
            assert "lang=en" in form["action"] or form.get("method") == "get"
    fields = [each["value"] for each in page.all("input") if each.get("name") == "lang"]
    assert len(fields) == len([f for f in page.all("form") if f.get("method") == "get"])
    assert set(fields) <= {"en"}


def test_a_language_that_was_not_chosen_is_in_no_address(client: TestClient):
    page = Outline(client.get("/", headers={"Accept-Language": "en"}).text)
    links = [each for each in page.all("a") if "hreflang" not in each]
    assert [each["href"] for each in links if "lang=" in each["href"]] == []
    assert not [each for each in page.all("input") if each.get("name") == "lang"]


def test_the_switch_leads_to_the_same_page_without_what_was_masked(client: TestClient):
    page = Outline(client.get("/begrippen?sector=po&lang=en").text)
    there = {each["hreflang"]: each["href"] for each in page.all("a") if "hreflang" in each}
    assert there["ar"] == "/begrippen?sector=po&lang=ar"
    [here] = [each["hreflang"] for each in page.all("a") if each.get("aria-current") == "true"]
    assert here == "en"
    asked = Outline(
        client.get("/vraag", params={"vraag": "Wat & <b>?", "datum": "2026-01-01"}).text
    )
    [uk] = [each["href"] for each in asked.all("a") if each.get("hreflang") == "uk"]
    assert uk == "/vraag?vraag=Wat+%26+%3Cb%3E%3F&datum=2026-01-01&lang=uk"
    long = Outline(client.get("/begrippen", params={"x": "y" * 300, "lang": "en"}).text)
    assert "/begrippen?lang=nl" in [each["href"] for each in long.all("a")]
    refused = client.get("/vraag", params={"vraag": "0612345678 " + "a" * 1000})
    assert "0612345678" not in refused.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_errors_and_redirects_keep_the_language(client: TestClient, method):
    assert client.get("/vraag?lang=uk", follow_redirects=False).headers["location"] == "/?lang=uk"
    lost = client.request(method, "/nergens?lang=de", headers=HTML)
    assert Words("de").error(lost.status_code)[0] in lost.text
    refused = client.request(method, "/vraag?vraag=&lang=tr", data={"vraag": ""}, headers=HTML)
    assert refused.status_code == 422
    assert Words("tr").FAULTS["empty"] in refused.text
    sent = {"gevraagd": "sector", "sector": "po", "lang": "en"}
    moved = client.get("/routecheck", params=sent, follow_redirects=False)
    assert moved.headers["location"] == "/routecheck?sector=po&lang=en"


def test_the_stream_and_the_api(client: TestClient):
    """The stream speaks the language of its page; the API answers as it did."""
    data = {"vraag": QUESTION}
    streamed = client.post("/vraag/stroom?lang=uk", data=data).text
    assert '"href": "/vraag?vraag=' in streamed
    assert "&lang=uk" in streamed
    assert str(Words("uk").SOURCES_TITLE).encode("unicode_escape").decode() in streamed
    plain = {"question": QUESTION}
    answers = [
        client.post("/v1/answers", json=plain, headers={"Accept-Language": code}).json()
        for code in ("nl", "ar")
    ]
    assert answers[0] == answers[1]


def test_what_is_dutch_is_marked_on_a_page_that_is_not(client: TestClient):
    text = client.get("/vraag", params={"vraag": QUESTION, "lang": "ar"}).text
    assert '<p class="sentence" lang="nl" dir="ltr">' in text
    assert '<span class="title" lang="nl" dir="ltr">' in text
    assert '<div class="text" lang="nl" dir="ltr">' in text
    assert '<a class="cite" lang="ar"' in text
    assert "Het loket in Groningen kent de scholen" in text
    assert Words("ar").CONTACT_ANY in text
    english = client.get(
        "/vraag", params={"vraag": "Can I visit a school for a day?", "lang": "en"}
    )
    assert '<p class="sentence">' in english.text
    assert Words("ar").DUTCH_TEXT in client.get("/document/plan-noord?lang=ar").text
    assert Words("ar").DUTCH_TEXT not in client.get("/document/teach?lang=ar").text
    assert 'class="dutch-text"' not in client.get("/document/plan-noord").text


@pytest.mark.parametrize("code", LANGUAGES)
def test_dates_and_counts_are_said_in_each_language(code):
    words = Words(code)
    day = words.long_date("2026-11-02")
    assert "2026" in day
    assert "2" in day.split()[0]
    assert "{" not in words.validity("2026-01-01", "2026-12-31") + words.validity(
        None, "2026-01-01"
    )
    assert words.validity(None, None) == ""
    for count in (0, 1, 2, 5):
        assert "{" not in words.documents_found(count, "x") + words.route_counts(count, 1, 0)


def test_counts_in_dutch():
    assert DUTCH.route_counts(1, 2, 0) == "1 route past en 2 routes passen bijna."
    assert DUTCH.route_counts(0, 0, 0) == DUTCH.ROUTES_NONE
    assert DUTCH.long_date("2026-11") == "november 2026"
    assert Words("uk").long_date("2026-11") == "листопад 2026"
    assert DUTCH.long_date("ooit") == "ooit"


def test_choosing_needs_no_server():
    chosen = choose("POST", "/mening", [("lang", "en"), ("vraag", "x")], "")
    assert chosen.to("/begrippen#begrip-bac") == "/begrippen?lang=en#begrip-bac"
    assert {words.code: href for words, href in chosen.others({})}["nl"] == "/vraag?lang=nl"


@pytest.mark.parametrize("code", OTHERS)
def test_why_to_turn_to_the_national_desk_is_told_in_the_language(code: str):
    words = Words(code)
    for person, told in (
        (national(), words.CONTACT_NATIONAL),
        (onderwijsloket(), words.CONTACT_WHY),
    ):
        assert reason_of(person, words) == (told, "")
