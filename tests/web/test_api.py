"""The JSON API: answers, search, documents, and every kind of refusal."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest
from starlette.exceptions import HTTPException

from assistant.web.security import BodyLimit
from corpus.errors import IndexProblem

QUESTION = "Wat doet het loket voor mij?"
ANSWER_KEYS = {
    *("id", "conversation_id", "question", "status", "text", "sentences", "sources", "missing"),
    *("phase", "follow_ups", "contact", "model", "index_version", "timings_ms"),
}


def assert_problem(response: Any, status: int) -> dict[str, Any]:
    """Check the form of a problem and return it."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"].endswith(".")
    assert "Traceback" not in response.text
    return problem


def read_events(text: str) -> list[tuple[str, Any]]:
    """Read a stream of named events."""
    blocks = [block for block in text.split("\n\n") if block]
    lines = [block.split("\n") for block in blocks]
    return [
        (name.removeprefix("event: "), json.loads(data.removeprefix("data: ")))
        for name, data in lines
    ]


def test_answer_is_the_contracts_object(client, service):
    response = client.post("/v1/answers", json={"question": f"  {QUESTION}\n"})
    answer = response.json()
    assert response.status_code == 200
    assert answer.keys() >= ANSWER_KEYS
    assert service.asked[0].question == QUESTION
    assert answer == json.loads(json.dumps(service.answer(service.asked[0]).to_json()))
    assert answer["sources"][0]["page"] == 22
    assert answer["sources"][2]["expired"] is True


def test_answer_passes_on_everything_that_narrows(client, service):
    body = {
        "question": QUESTION,
        "conversation_id": "c-1",
        "region": "noord",
        "sector": "vo",
        "on": "2026-02-28",
    }
    assert client.post("/v1/answers", json=body).status_code == 200
    ask = service.asked[0]
    assert (ask.conversation_id, ask.region, ask.sector) == ("c-1", "noord", "vo")
    assert ask.on.isoformat() == "2026-02-28"


def test_answer_streams_in_order(client):
    response = client.post(
        "/v1/answers", json={"question": QUESTION}, headers={"Accept": "text/event-stream"}
    )
    assert response.headers["content-type"].startswith("text/event-stream")
    events = read_events(response.text)
    names = [name for name, _ in events]
    assert names == ["status", "status", "sentence", "sentence", "sentence", "sources", "done"]
    done = events[-1][1]
    assert events[0][1]["stage"] == "searching"
    assert events[1][1]["status"] == "answered"
    assert [data["text"] for name, data in events if name == "sentence"] == [
        sentence["text"] for sentence in done["sentences"]
    ]
    assert events[-2][1]["sources"] == done["sources"]
    assert done == client.post("/v1/answers", json={"question": QUESTION}).json()


def test_stream_that_breaks_ends_with_an_error_event(client, caplog):
    response = client.post(
        "/v1/answers", json={"question": "kapot"}, headers={"Accept": "text/event-stream"}
    )
    name, problem = read_events(response.text)[-1]
    assert name == "error"
    assert problem["status"] == 500
    assert "geheim" not in response.text
    assert problem["id"] in caplog.text


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("", "The question is empty."),
        (" \n\t\u200b", "The question is empty."),
        ("x" * 1001, "The question is longer than 1,000 characters."),
        ("a\x00b", "The question contains control characters or is not valid text."),
        ("a\x1bb", "The question contains control characters or is not valid text."),
        ("\ud800", "The question contains control characters or is not valid text."),
        ("%PDF\ufffd\ufffd", "The question contains control characters or is not valid text."),
    ],
)
def test_unusable_question_is_refused_in_one_sentence(client, service, question, sentence):
    content = json.dumps({"question": question})
    response = client.post(
        "/v1/answers", content=content, headers={"Content-Type": "application/json"}
    )
    assert assert_problem(response, 422)["detail"] == sentence
    assert not service.asked


@pytest.mark.parametrize(
    "question", ["x" * 1000, "één ‘quote’ 👩‍🏫?", "regel één\nregel twee", "هل يمكنني التدريس؟"]
)
def test_unusual_question_is_taken(client, question):
    assert client.post("/v1/answers", json={"question": question}).status_code == 200


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"question": QUESTION, "vraag": "x"}, "The field 'vraag' is not known here."),
        ({"question": QUESTION, "on": "1-2-2026"}, "Give the date as YYYY-MM-DD."),
        ({"question": QUESTION, "on": 1700000000}, "Give the date as YYYY-MM-DD."),
        ({"question": QUESTION, "on": "2026-01-01T00:00:00"}, "Give the date as YYYY-MM-DD."),
        ({"question": QUESTION, "on": "2026-02-30"}, "on: "),
        ({"question": 7}, "question: "),
        ({}, "question: "),
        ([], "body: "),
        ({"question": QUESTION, "region": "a\x00"}, "region: "),
        ({"question": QUESTION, "conversation_id": "\ud800"}, "conversation_id: "),
        ({"question": QUESTION, "\ud800": 1}, "body: "),
    ],
)
def test_wrong_field_is_named(client, body, detail):
    response = client.post(
        "/v1/answers", content=json.dumps(body), headers={"Content-Type": "application/json"}
    )
    assert assert_problem(response, 422)["detail"].startswith(detail)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 422),
        (b"", 422),
        (b"\xff\xfe\x00", 400),
        (b"[" * 60_000, 400),
        (b'{"question": ' + b"9" * 5000 + b"}", 400),
        (b'{"question": "' + b"x" * 70_000 + b'"}', 413),
    ],
)
def test_broken_or_large_body_is_a_problem(client, content, status):
    response = client.post(
        "/v1/answers", content=content, headers={"Content-Type": "application/json"}
    )
    assert_problem(response, status)


def test_large_body_of_unknown_length_is_refused(client):
    chunks = iter([b'{"question": "'] + [b"x" * 1000] * 70 + [b'"}'])
    response = client.post(
        "/v1/answers", content=chunks, headers={"Content-Type": "application/json"}
    )
    assert_problem(response, 413)


@pytest.mark.parametrize("announced", ["10", "9" * 16, "9" * 20, "9" * 5000, "-1", "٣"])
def test_what_is_announced_does_not_decide_what_is_read(announced):
    async def sent(scope, receive, send):
        while (await receive())["more_body"]:
            pass

    async def receive():
        received.append(1)
        return {"type": "http.request", "body": b"x" * 10_000, "more_body": True}

    received: list[int] = []
    headers = [(b"content-length", announced.encode("utf-8"))]
    scope = {"type": "http", "path": "/v1/answers", "headers": headers}
    with pytest.raises(HTTPException) as refused:
        asyncio.run(BodyLimit(sent)(scope, receive, None))
    assert refused.value.status_code == 413
    assert len(received) <= 7


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/none", 404),
        ("GET", "/v1/documents/none", 404),
        ("GET", "/v1/documents/%00", 404),
        ("GET", "/v1/passages/%ed%a0%80", 404),
        ("GET", "/v1/answers", 405),
        ("DELETE", "/v1/documents", 405),
    ],
)
def test_wrong_address_or_method_is_a_problem(client, method, path, status):
    response = client.request(method, path, headers={"Accept": "text/html"})
    assert_problem(response, status)
    assert status != 405 or response.headers["allow"]


def test_breakdown_gives_an_id_that_the_log_has_too(client, caplog):
    with caplog.at_level(logging.ERROR, "loket.web"):
        response = client.post("/v1/answers", json={"question": "kapot"})
    problem = assert_problem(response, 500)
    assert "geheim" not in response.text
    assert problem["id"] in caplog.text
    assert "geheim" in caplog.text


@pytest.mark.parametrize("path", ["/v1/search?q=loket", "/v1/documents", "/ready"])
def test_without_an_index_the_api_says_so(client, service, path):
    service.ready = False
    assert "loket ingest" in assert_problem(client.get(path), 503)["detail"]
    assert_problem(client.post("/v1/answers", json={"question": QUESTION}), 503)
    assert client.get("/health").json() == {"status": "ok"}


def test_index_that_breaks_while_answering_is_a_503(client, service, monkeypatch):
    def broken(*_: object) -> None:
        raise IndexProblem("The index is damaged; run `loket ingest`.")

    monkeypatch.setattr(service, "answer", broken)
    assert_problem(client.post("/v1/answers", json={"question": QUESTION}), 503)


def test_search_gives_place_score_and_highlights(client):
    found = client.get("/v1/search", params={"q": "gesprek met het loket"}).json()
    hit = found["results"][0]
    assert hit["document_id"] == "plan-noord"
    assert hit["page"] == 22
    assert hit["section"].endswith("8.1 Wat het loket doet")
    assert hit["score"] > 0
    marked = {hit["text"][span["start"] : span["end"]] for span in hit["highlights"]}
    assert {"gesprek", "loket"} <= marked
    assert "het" not in marked


def test_search_pages_do_not_overlap_and_end(client):
    params = {"q": "het loket de subsidie", "limit": 1}
    seen, cursor = [], None
    for _ in range(10):
        page = client.get("/v1/search", params=params | ({"cursor": cursor} if cursor else {}))
        seen += [hit["passage_id"] for hit in page.json()["results"]]
        cursor = page.json()["next_cursor"]
        if not cursor:
            break
    whole = client.get("/v1/search", params={"q": "het loket de subsidie"}).json()
    assert len(seen) > 2
    assert seen == [hit["passage_id"] for hit in whole["results"]]


@pytest.mark.parametrize("cursor", ["x", "é", "0" * 150, "AAAA====", "MTIz"])
def test_made_up_cursor_is_refused(client, cursor):
    assert_problem(client.get("/v1/search", params={"q": "loket", "cursor": cursor}), 422)


def test_cursor_of_another_search_is_refused(client):
    first = client.get("/v1/search", params={"q": "het loket", "limit": 1}).json()
    params = {"q": "subsidie", "limit": 1, "cursor": first["next_cursor"]}
    assert "cursor" in assert_problem(client.get("/v1/search", params=params), 422)["detail"]


@pytest.mark.parametrize(
    "params",
    [{}, {"q": " "}, {"q": "a", "limit": 0}, {"q": "a", "limit": 51}, {"q": "a", "regoin": "x"}],
)
def test_wrong_search_is_a_problem(client, params):
    assert_problem(client.get("/v1/search", params=params), 422)


def test_search_filters_by_validity(client):
    params = {"q": "subsidie", "on": "2026-01-01"}
    assert client.get("/v1/search", params=params).json()["results"] == []


def test_staff_documents_stay_out_of_sight(client, service):
    listed = client.get("/v1/documents").json()["documents"]
    assert "werk" not in {document["id"] for document in listed}
    assert_problem(client.get("/v1/documents/werk"), 404)
    assert_problem(client.get(f"/v1/passages/{service.entries['werk'][1][0].id}"), 404)
    assert client.get("/v1/search", params={"q": "werkafspraak"}).json()["results"] == []


def test_document_and_passage_can_be_read(client):
    listed = client.get("/v1/documents").json()
    assert listed["index_version"] == "test-1"
    document = client.get("/v1/documents/regeling-2019").json()
    assert document["expired"] is True
    first = document["passages"][0]
    passage = client.get(f"/v1/passages/{first['id']}").json()
    assert passage["text"] == first["text"]
    assert passage["document"]["title"] == document["title"]
    assert [n["id"] for n in passage["neighbours"]] == [document["passages"][1]["id"]]


def test_ready_tells_what_the_index_holds(client):
    ready = client.get("/ready").json()
    assert ready["ready"] is True
    assert ready["documents"] == 4


def test_openapi_describes_every_route(client):
    spec = client.get("/openapi.json").json()
    for path in ("/v1/answers", "/v1/search", "/v1/documents", "/v1/chat/completions", "/ready"):
        operation = next(iter(spec["paths"][path].values()))
        assert operation["summary"]
        assert operation["description"]
    assert "/vraag" not in spec["paths"]
    answers = spec["paths"]["/v1/answers"]["post"]["responses"]
    assert "application/problem+json" in answers["422"]["content"]
    assert "text/event-stream" in answers["200"]["content"]
    assert spec["components"]["schemas"]["SourceOut"]["properties"]["quote"]["description"]


@pytest.mark.parametrize("path", ["/", "/health", "/v1/none", "/static/style.css", "/nergens"])
def test_every_response_has_the_security_headers(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]
