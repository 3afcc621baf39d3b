"""GET /v1/regions: desks by place and sector, and every refusal."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.web.test_api import assert_problem


def desks(answer: dict) -> list[str]:
    return [fit["desk"]["id"] for fit in answer["desks"]]


def test_without_a_place_there_is_every_region(client: TestClient) -> None:
    answer = client.get("/v1/regions").json()
    assert answer["status"] == "all"
    assert (answer["place"], answer["sector"], answer["places"]) == (None, None, [])
    assert len(answer["regions"]) == 52
    assert len(answer["desks"]) + len(answer["also"]) == 53
    assert {each["kind"] for each in answer["regions"]} == {"onderwijsregio"}
    assert "loket-landelijk" in [each["id"] for each in answer["also"]]
    assert all(each["desk"]["sources"] for each in answer["desks"])


def test_a_sector_alone_narrows_the_list(client: TestClient) -> None:
    answer = client.get("/v1/regions", params={"sector": "mbo"}).json()
    assert "loket-mbo-limburg" in desks(answer)
    assert "loket-noorderwijzer" not in desks(answer)


@pytest.mark.parametrize(
    ("place", "sector", "first"),
    [
        ("Assen", "vo", "loket-noorderwijzer"),
        ("9401 AB", "po", "loket-schoolpleinnoord"),
        ("'s-hertogenbosch", "vo", "loket-brabant-oost"),
        ("Noorderwijzer", None, "loket-noorderwijzer"),
    ],
)
def test_a_place_gives_its_desk(
    client: TestClient, place: str, sector: str | None, first: str
) -> None:
    query = {"place": place} | ({"sector": sector} if sector else {})
    answer = client.get("/v1/regions", params=query).json()
    assert answer["status"] == "found"
    assert (answer["place"], answer["sector"]) == (place, sector)
    assert desks(answer)[0] == first


def test_a_desk_says_who_it_is_how_sure_it_is_and_why(client: TestClient) -> None:
    answer = client.get("/v1/regions", params={"place": "Assen", "sector": "po"}).json()
    [place] = answer["places"]
    assert place == {
        "name": "Assen",
        "kind": "municipality",
        "municipalities": ["Assen"],
        "province": "Drenthe",
    }
    [fit] = answer["desks"]
    assert (fit["certainty"], fit["via"]) == ("region", "noord-nederland")
    assert fit["sectors"] == ["po", "so", "mbo"]
    desk = fit["desk"]
    assert desk["website"] == "https://schoolpleinnoord.nl"
    assert desk["email"] == "info@schoolpleinnoord.nl"
    assert desk["sources"][0]["date"] == "2025-09-29"
    assert [each["id"] for each in answer["regions"]] == ["noord-nederland"]
    assert "loket-landelijk" in [each["id"] for each in answer["also"]]


def test_a_place_without_a_desk_is_known_but_has_none(client: TestClient) -> None:
    answer = client.get("/v1/regions", params={"place": "Apeldoorn", "sector": "vo"}).json()
    assert (answer["status"], answer["desks"]) == ("no_desk", [])
    assert answer["places"][0]["name"] == "Apeldoorn"
    assert "loket-landelijk" in [each["id"] for each in answer["also"]]


def test_a_name_of_two_places_is_called_so(client: TestClient) -> None:
    answer = client.get("/v1/regions", params={"place": "Bergen", "sector": "vo"}).json()
    assert answer["status"] == "ambiguous_place"
    assert {each["province"] for each in answer["places"]} == {"Limburg", "Noord-Holland"}
    assert {"loket-limburg-vo", "loket-stappen-in-het-onderwijs"} <= set(desks(answer))


def test_an_unknown_place_says_so_and_suggests(client: TestClient) -> None:
    answer = client.get("/v1/regions", params={"place": "Noorderwijser"}).json()
    assert answer["status"] == "unknown_place"
    assert (answer["places"], answer["desks"]) == ([], [])
    assert "Onderwijsregio Noorderwijzer" in answer["suggestions"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"place": ""}, "empty"),
        ({"place": "   "}, "empty"),
        ({"place": "A\0ssen"}, "control characters"),
        ({"place": "x" * 81}, "at most 80"),
        ({"place": "x" * 2000}, "longer than 80"),
        ({"sector": "hbo"}, "'po', 'so', 'vo' or 'mbo'"),
        ({"sector": ""}, "'po', 'so', 'vo' or 'mbo'"),
        ({"plaats": "Assen"}, "not known"),
    ],
)
def test_bad_input_is_a_problem(client: TestClient, query: dict[str, str], says: str) -> None:
    problem = assert_problem(client.get("/v1/regions", params=query), 422)
    assert says in problem["detail"]


def test_only_get_is_taken(client: TestClient) -> None:
    assert_problem(client.post("/v1/regions"), 405)


def test_it_needs_no_index(client: TestClient, service) -> None:  # type: ignore[no-untyped-def]
    service.ready = False
    assert client.get("/v1/regions", params={"place": "Assen"}).status_code == 200


def test_openapi_describes_it(client: TestClient) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/v1/regions"]["get"]
    assert {each["name"] for each in operation["parameters"]} == {"place", "sector"}
    assert set(operation["responses"]) >= {"200", "422"}
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema["$ref"].endswith("/RegionsOut")
