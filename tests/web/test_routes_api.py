"""The routes over HTTP: the list, the check, and every kind of refusal."""

from __future__ import annotations

import dataclasses
from typing import Any, get_type_hints

import pytest
from fastapi.testclient import TestClient

from assistant.web.app import create_app
from assistant.web.routes_api import EXAMPLES, SituationIn
from corpus.routes import load_routes
from corpus.situation import Situation, values
from tests.corpus.documents import our_documents

KEYS = {
    *("situation", "fits", "nearly", "open", "never", "questions", "withheld"),
    *("sources", "contact", "index_version"),
}


@pytest.fixture
def routed(service) -> TestClient:
    """A client over a service that holds the documents that the routes cite."""
    service.entries |= our_documents()
    return TestClient(create_app(service))


def checked(client: TestClient, **facts: Any) -> dict[str, Any]:
    response = client.post("/v1/routes/check", json=facts)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def assert_problem(response: Any, status: int) -> str:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    detail: str = response.json()["detail"]
    assert detail.endswith(".")
    return detail


def test_the_list_holds_every_route_with_its_sources(routed):
    found = routed.get("/v1/routes").json()
    assert [route["id"] for route in found["routes"]] == [each.id for each in load_routes().routes]
    numbers = {source["number"] for source in found["sources"]}
    for route in found["routes"]:
        assert route["conditions"]
        for condition in route["conditions"]:
            assert condition["text"]
            assert set(condition["citations"]) <= numbers
            assert set(condition["facts"]) <= set(values())
    assert {question["fact"] for question in found["questions"]} == set(values())
    assert found["withheld"] == []


def test_a_check_tells_what_fits_what_is_missing_and_what_to_ask(routed):
    found = checked(routed, sector="po", diploma="hbo", school="no", country="nl", vog="yes")
    assert found.keys() == KEYS
    zib = next(each for each in found["open"] if each["id"] == "zij-instroom-po")
    school = next(each for each in zib["reasons"] if each["condition"] == "school")
    assert school["state"] == "missing"
    assert "loket" in school["remedy"]["text"]
    assert found["questions"][0]["fact"] == "qualification"
    assert {"value": "none", "label": "nee"} in found["questions"][0]["choices"]
    assert found["contact"]["name"]
    more = checked(
        routed, sector="po", diploma="hbo", school="no", country="nl", vog="yes",
        qualification="none",
    )  # fmt: skip
    assert more["nearly"][0]["id"] == "zij-instroom-po"
    assert "pabo-deeltijd" in {each["id"] for each in more["fits"]}


def test_a_source_can_be_opened(routed):
    found = checked(routed, sector="mbo")
    source = found["sources"][0]
    passage = routed.get(f"/v1/passages/{source['passage_id']}").json()
    assert source["quote"] in passage["text"]
    assert passage["document"]["id"] == source["document_id"]


def test_null_is_what_is_not_known(routed):
    assert checked(routed, sector=None) == checked(routed)
    assert checked(routed)["situation"] == {}


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_the_examples_of_the_schema_work(routed, example: dict[str, Any]):
    assert checked(routed, **example["value"])["situation"] == example["value"]


def test_the_schema_is_typed(routed):
    schema = routed.get("/openapi.json").json()
    check = schema["paths"]["/v1/routes/check"]["post"]
    body = check["requestBody"]["content"]["application/json"]
    assert body["examples"].keys() == EXAMPLES.keys()
    sector = schema["components"]["schemas"]["SituationIn"]["properties"]["sector"]
    assert {"enum": list(values()["sector"]), "type": "string"} in sector["anyOf"]
    answer = check["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer == {"$ref": "#/components/schemas/RouteReport"}
    report = schema["components"]["schemas"]["RouteReport"]["properties"]
    assert report.keys() == KEYS
    assert report["fits"]["items"] == {"$ref": "#/components/schemas/CheckedRoute"}
    assert {"422", "503"} <= check["responses"].keys()


def test_the_body_has_exactly_the_facts_of_a_situation():
    hints = get_type_hints(Situation)
    assert list(SituationIn.model_fields) == [each.name for each in dataclasses.fields(Situation)]
    for name, field in SituationIn.model_fields.items():
        assert field.annotation == hints[name], name


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"sector": "hbo"}, "'po'"),
        ({"age": 21}, "'age'"),
        ({"sector": 1}, "sector"),
        ({"sector": ["po"]}, "sector"),
        ([], "body"),
    ],
)
def test_a_wrong_body_is_a_problem(routed, body: Any, told: str):
    assert told in assert_problem(routed.post("/v1/routes/check", json=body), 422)


def test_a_body_that_is_no_json_is_a_problem(routed):
    response = routed.post(
        "/v1/routes/check", content="{", headers={"content-type": "application/json"}
    )
    assert_problem(response, 422)


def test_a_situation_that_cannot_be_is_one_dutch_sentence(routed):
    body = {"qualification": "foreign", "country": "nl"}
    detail = assert_problem(routed.post("/v1/routes/check", json=body), 422)
    assert detail == "Een bevoegdheid uit een ander land past niet bij een diploma uit Nederland."


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_an_index_there_is_no_check(routed, service, method: str):
    service.ready = False
    path = "/v1/routes" if method == "GET" else "/v1/routes/check"
    assert_problem(routed.request(method, path, json={} if method == "POST" else None), 503)


def test_an_index_without_our_documents_is_a_problem(client):
    assert "loket ingest" in assert_problem(client.post("/v1/routes/check", json={}), 503)
    assert_problem(client.get("/v1/routes"), 503)


def test_a_source_that_visitors_may_not_read_backs_no_route(routed, service):
    document, passages = service.entries["routes-pdg-mbo"]
    staff = dataclasses.replace(document, audience="staff")
    service.entries["routes-pdg-mbo"] = (staff, passages)
    found = checked(routed, sector="mbo")
    assert "pdg" in found["withheld"]
    assert "routes-pdg-mbo" not in {source["document_id"] for source in found["sources"]}
