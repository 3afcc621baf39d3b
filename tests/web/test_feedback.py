"""Feedback and what an operator asks, over a real server with real records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.desk.desk import Desk
from assistant.desk.service import DeskService
from assistant.records.database import Database
from assistant.web.app import create_app
from tests.web.conftest import MemoryService
from tests.web.test_api import QUESTION, assert_problem


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = Database(tmp_path / "data", retention_days=90)
    made = Desk.over(database, mask=lambda text: text.replace("Jan Jansen", "[naam]"))
    yield made
    made.close()


@pytest.fixture
def kept(service: MemoryService, desk: Desk) -> TestClient:
    """A client over an application that keeps record."""
    return TestClient(create_app(DeskService(service, desk), desk=desk))


def ask(client: TestClient, question: str = QUESTION) -> str:
    return client.post("/v1/answers", json={"question": question}).json()["id"]


def stored(desk: Desk) -> list[tuple]:
    sql = "SELECT question_id, helpful, reason, comment FROM feedback"
    return [tuple(row) for row in desk.database.read(lambda c: c.execute(sql).fetchall())]


def test_feedback_is_kept_masked_and_once(kept: TestClient, desk: Desk):
    path = f"/v1/answers/{ask(kept)}/feedback"
    first = kept.post(path, json={"helpful": False, "comment": " Bel Jan Jansen\x07 "})
    assert (first.status_code, first.json()["comment"]) == (200, "Bel [naam]")
    body = {"helpful": False, "reason": "unclear", "comment": ""}
    assert kept.post(path, json=body).json() == kept.post(path, json=body).json()
    [(_, helpful, reason, comment)] = stored(desk)
    assert (helpful, reason, comment) == (0, "unclear", None)


def test_feedback_on_an_unknown_answer_is_a_404(kept: TestClient):
    assert_problem(kept.post("/v1/answers/none/feedback", json={"helpful": True}), 404)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"helpful": "maybe"},
        {"helpful": 1},
        {"helpful": None},
        {"helpful": True, "reason": "x" * 101},
        {"helpful": True, "comment": "x" * 2001},
        {"helpful": True, "comment": ["x"]},
        {"helpful": True, "stars": 5},
    ],
)
def test_wrong_feedback_is_a_problem(kept: TestClient, desk: Desk, body: dict):
    assert_problem(kept.post(f"/v1/answers/{ask(kept)}/feedback", json=body), 422)
    assert stored(desk) == []


def test_without_records_feedback_is_a_503_and_answers_go_on(
    service: MemoryService, tmp_path: Path
):
    (tmp_path / "data").write_text("no folder")
    database = Database(tmp_path / "data", retention_days=90)
    desk = Desk.over(database)
    client = TestClient(create_app(DeskService(service, desk), desk=desk))
    assert client.get("/health").json() == {"status": "ok"}
    path = f"/v1/answers/{ask(client)}/feedback"
    problem = assert_problem(client.post(path, json={"helpful": True}), 503)
    assert str(tmp_path) not in problem["detail"]
    assert client.get("/health").json()["status"] == "ok"
    assert client.get("/health").json()["records"]
    assert value(client, "loket_records_failures") >= 2
    desk.close()


def test_a_server_that_keeps_nothing_says_so(client: TestClient):
    path = f"/v1/answers/{ask(client)}/feedback"
    assert_problem(client.post(path, json={"helpful": True}), 503)


def value(client: TestClient, sample: str) -> float:
    """Return the value of one line of the metrics."""
    response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    [found] = re.findall(rf"(?m)^{re.escape(sample)} (\S+)$", response.text)
    return float(found)


def test_metrics_count_what_happens(kept: TestClient):
    assert value(kept, 'loket_answers_total{status="answered"}') == 0
    path = f"/v1/answers/{ask(kept)}/feedback"
    ask(kept, "Hoe ver is de maan?")
    kept.post(
        "/v1/chat/completions",
        json={"model": "loketwijzer", "messages": [{"role": "user", "content": QUESTION}]},
    )
    kept.get("/vraag", params={"vraag": QUESTION})
    kept.post(path, json={"helpful": False})
    assert value(kept, 'loket_answers_total{status="answered"}') == 3
    assert value(kept, 'loket_answers_total{status="not_found"}') == 1
    assert value(kept, "loket_answer_seconds_count") == 4
    assert value(kept, 'loket_feedback_total{helpful="false"}') == 1
    assert value(kept, "loket_index_passages") == 6
    assert value(kept, "loket_index_ready") == 1
    assert value(kept, "loket_records_failures") == 0


def test_metrics_without_an_index_say_so(client: TestClient, service: MemoryService):
    service.ready = False
    assert value(client, "loket_index_ready") == 0


def test_the_log_holds_what_the_page_and_the_api_asked(kept: TestClient, desk: Desk):
    ask(kept)
    kept.get("/vraag", params={"vraag": "Hoe ver is de maan?"})
    sql = "SELECT question, status FROM questions ORDER BY rowid"
    found = desk.database.read(lambda c: [tuple(row) for row in c.execute(sql)])
    assert found == [(QUESTION, "answered"), ("Hoe ver is de maan?", "not_found")]
