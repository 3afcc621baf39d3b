"""The glossary over HTTP, on its page, and below an answer."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Ask, Sentence
from assistant.web.app import create_app
from assistant.web.languages import DUTCH
from assistant.web.terms import MOST, by_letter, term_anchor, terms_of
from corpus.glossary import explain, glossary
from corpus.model import Document
from tests.web.conftest import MemoryService
from tests.web.test_pages import HTML, Outline

PAGE = "/begrippen"


def test_the_list_holds_every_term_in_order(client: TestClient) -> None:
    terms = client.get("/v1/glossary").json()["terms"]
    assert [term["slug"] for term in terms] == [term.slug for term in glossary().terms]
    assert {"term", "full", "aliases", "explanation", "sectors", "document", "href"} <= set(
        terms[0]
    )


@pytest.mark.parametrize("name", ["SO%26P", "so-p", "so%26p", "samen opleiden"])
def test_a_term_is_found_by_any_of_its_names(client: TestClient, name: str) -> None:
    response = client.get(f"/v1/glossary/{name}")
    assert response.status_code == 200
    found = response.json()
    assert (found["term"], found["href"]) == ("SO&P", "/begrippen#begrip-so-p")
    assert found["full"] == "Samen Opleiden & Professionaliseren"
    assert found["explanation"].startswith("SO&P staat voor")


@pytest.mark.parametrize("name", ["fiets", "%00", "%20"])
def test_an_unknown_term_is_a_problem(client: TestClient, name: str) -> None:
    response = client.get(f"/v1/glossary/{name}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_the_schema_describes_both(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/v1/glossary", "/v1/glossary/{term}"} <= set(paths)
    assert PAGE not in paths


def test_the_page_is_well_made(client: TestClient) -> None:
    text = client.get(PAGE, headers=HTML).text
    page = Outline(text)
    assert len(page.all("h1")) == len(page.all("main")) == 1
    assert len(page.ids()) == len(set(page.ids()))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    targets = [link["href"][1:] for link in page.all("a") if link["href"].startswith("#")]
    assert set(targets) <= set(page.ids())
    assert "<style" not in text
    assert len(text.encode()) < 80_000


def test_the_page_shows_every_term_under_its_letter(client: TestClient) -> None:
    text = unescape(client.get(PAGE).text)
    page = Outline(text)
    anchors = [term_anchor(term) for term in glossary().terms]
    assert [each for each in page.ids() if each and each.startswith("begrip-")] == anchors
    assert all(term.explanation in text for term in glossary().terms)
    letters = [letter for letter, _ in by_letter(glossary())]
    assert letters == sorted(set(letters))
    assert {f"letter-{letter.lower()}" for letter in letters} <= set(page.ids())


def test_the_menu_leads_to_the_page_and_marks_it(client: TestClient) -> None:
    [link] = [a for a in Outline(client.get("/").text).all("a") if a["href"] == PAGE]
    assert "aria-current" not in link
    [link] = [a for a in Outline(client.get(PAGE).text).all("a") if a["href"] == PAGE]
    assert link["aria-current"] == "page"


def test_the_page_answers_a_head_request(client: TestClient) -> None:
    assert client.head(PAGE).status_code == 200


class Holding(MemoryService):
    """The service of the tests, with one more document."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.entries[document.id] = (document, [])


def one_more(service: MemoryService, **changes: str) -> Holding:
    document, _ = service.entries["plan-noord"]
    return Holding(replace(document, **changes))


def links(service: MemoryService) -> list[str | None]:
    page = Outline(TestClient(create_app(service)).get(PAGE).text)
    return [a["href"] for a in page.all("a") if "/document/" in (a["href"] or "")]


def test_only_documents_that_the_visitor_may_read_are_linked(service: MemoryService) -> None:
    pdg = explain("PDG")
    assert pdg is not None
    assert links(service) == []
    assert pdg.document is not None
    shown = links(one_more(service, id=pdg.document))
    assert set(shown) == {f"/document/{pdg.document}"}
    assert links(one_more(service, id=pdg.document, audience="staff")) == []


def test_the_page_needs_no_index(service: MemoryService, client: TestClient) -> None:
    service.ready = False
    assert client.get(PAGE).status_code == 200
    assert client.get("/v1/glossary/pdg").status_code == 200


def test_the_terms_of_an_answer_are_explained_below_it(client: TestClient) -> None:
    text = client.get("/vraag", params={"vraag": "Wat doet het loket?"}, headers=HTML).text
    start = text.index('<details class="terms">')
    terms = text[start : text.index("</details>", start)]
    assert DUTCH.TERMS_TITLE in terms
    page = Outline(terms)
    term = explain("zij-instromer")
    assert term is not None
    assert [a["href"] for a in page.all("a")] == ["/begrippen#begrip-zij-instroom"]
    assert term.explanation in terms
    assert start > text.index('class="sources"')
    assert "open" not in page.all("details")[0]


@pytest.mark.parametrize("question", ["Wat is de maan?", "school for a day"])
def test_an_answer_without_terms_has_no_list_of_them(client: TestClient, question: str) -> None:
    text = client.get("/vraag", params={"vraag": question}, headers=HTML).text
    assert 'class="terms"' not in text


def test_the_stream_brings_the_terms_along(client: TestClient) -> None:
    text = client.post("/vraag/stroom", data={"vraag": "Wat doet het loket?"}).text
    [sources] = [part for part in text.split("\n\n") if part.startswith("event: sources")]
    assert "begrip-zij-instroom" in sources


def test_terms_come_once_in_order_and_not_too_many(service: MemoryService) -> None:
    answer = service.answer(Ask(question="Wat doet het loket?", audience="public"))
    every = Sentence(text=" en ".join(term.term for term in glossary().terms), citations=(1,))
    few = Sentence(text="Een PDG is voor het mbo. Het PDG telt. [1]", citations=(1,))
    assert [t.term for t in terms_of(replace(answer, sentences=(few,)))] == ["PDG", "mbo"]
    assert len(terms_of(replace(answer, sentences=(every,)))) == MOST
