"""The records on disk: kept, bounded, swept, and never in the way of an answer."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.answer import Answer, Considered, Contact, Status
from assistant.records import database as module
from assistant.records.database import FILE, Database, moment
from assistant.records.questions import Feedback, QuestionLog
from assistant.records.schema import STEPS
from corpus.errors import RecordsProblem

CONTACT = Contact(name="Loket", url=None, email=None, phone=None, why="")


def answer(id: str = "a1", question: str = "Wat is zij-instroom?", **fields: object) -> Answer:
    values: dict[str, object] = {
        "conversation_id": "c1",
        "status": Status.NOT_FOUND,
        "text": "",
        "contact": CONTACT,
        "index_version": "v1",
        "timings_ms": {"total": 12.5},
    }
    return Answer(id=id, question=question, **(values | fields))  # type: ignore[arg-type]


def rows(database: Database, sql: str) -> list[tuple]:
    return [tuple(row) for row in database.read(lambda c: c.execute(sql).fetchall())]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "data", retention_days=90)
    yield made
    made.close()


def test_nothing_is_opened_before_it_is_used(tmp_path: Path):
    Database(tmp_path / "data", retention_days=90)
    assert not (tmp_path / "data").exists()


def test_an_answer_is_kept_without_anything_of_who_asked(database: Database):
    considered = (Considered(document_id="d", passage_id="p", score=0.5, cosine=0.9),)
    QuestionLog(database).note(answer(considered=considered))
    [row] = database.read(lambda c: c.execute("SELECT * FROM questions").fetchall())
    assert set(row.keys()) == {
        *("id", "at", "question", "status", "language", "phase", "model", "index_version"),
        "latency_ms",
    }
    assert "c1" not in map(str, tuple(row))
    assert (row["question"], row["status"]) == ("Wat is zij-instroom?", "not_found")
    assert row["latency_ms"] == 12.5
    assert rows(database, "SELECT * FROM considered") == [("a1", 1, "d", "p", 0.5, 0.9, 0)]


def test_what_waits_is_written_at_the_end(tmp_path: Path):
    database = Database(tmp_path, retention_days=90)
    log = QuestionLog(database)
    for number in range(200):
        log.note(answer(f"a{number}"))
    database.close()
    with sqlite3.connect(tmp_path / FILE) as connection:
        assert connection.execute("SELECT count(*) FROM questions").fetchone() == (200,)
    log.note(answer("late"))
    assert database.failures == 0


def test_a_full_queue_drops_and_tells(database: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "WAITING", 3)
    small = Database(database.path.parent, retention_days=90)
    held = threading.Event()
    small.put(lambda _: held.wait(10))
    started = time.monotonic()
    for number in range(50):
        QuestionLog(small).note(answer(f"a{number}"))
    assert time.monotonic() - started < 1
    assert small.failures >= 46
    assert small.problem == "too many writes are waiting"
    held.set()
    small.close()


def test_questions_of_before_the_retention_period_are_deleted(tmp_path: Path):
    first = Database(tmp_path, retention_days=30)
    log = QuestionLog(first)
    log.note(answer("old"))
    log.note(answer("new"))
    assert log.give(Feedback(answer_id="old", helpful=True))
    before = moment(datetime.now(UTC) - timedelta(days=31))
    first.run(lambda c: c.execute("UPDATE questions SET at = ? WHERE id = 'old'", (before,)))
    first.close()
    again = Database(tmp_path, retention_days=30)
    QuestionLog(again).note(answer("newest"))
    assert rows(again, "SELECT id FROM questions ORDER BY id") == [("new",), ("newest",)]
    assert rows(again, "SELECT * FROM feedback") == []
    again.close()
    assert b"old" not in (tmp_path / FILE).read_bytes()


def test_feedback_replaces_itself_and_needs_an_answer(database: Database):
    log = QuestionLog(database)
    log.note(answer())
    assert log.give(Feedback(answer_id="a1", helpful=False, reason="unclear"))
    assert log.give(Feedback(answer_id="a1", helpful=True, comment="Toch wel"))
    assert not log.give(Feedback(answer_id="other", helpful=True))
    kept = rows(database, "SELECT question_id, helpful, reason, comment FROM feedback")
    assert kept == [("a1", 1, None, "Toch wel")]


def test_a_file_that_cannot_be_made_is_told_of_and_stops_nothing(tmp_path: Path):
    (tmp_path / "data").write_text("no folder")
    database = Database(tmp_path / "data", retention_days=90)
    log = QuestionLog(database)
    log.note(answer())
    with pytest.raises(RecordsProblem):
        log.give(Feedback(answer_id="a1", helpful=True))
    assert database.failures == 2
    assert database.problem
    assert str(tmp_path) not in database.problem
    (tmp_path / "data").unlink()
    assert not log.give(Feedback(answer_id="a1", helpful=True))
    assert database.problem is None
    database.close()


def test_a_full_disk_is_told_of_and_stops_nothing(database: Database):
    def fill(connection: sqlite3.Connection) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    database.run(fill)
    log = QuestionLog(database)
    with pytest.raises(RecordsProblem, match="full"):
        database.run(lambda c: c.execute("CREATE TABLE more AS SELECT zeroblob(100000)"))
    assert "full" in (database.problem or "")
    log.note(answer())
    assert rows(database, "SELECT id FROM questions") == [("a1",)]
    assert (database.failures, database.problem) == (1, None)


def test_a_failed_write_leaves_nothing_behind(database: Database):
    def half(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (x)")
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        database.run(half)
    assert rows(database, "SELECT name FROM sqlite_master WHERE name = 'half'") == []


def test_every_step_is_done_once_and_a_newer_file_is_refused(tmp_path: Path):
    for _ in range(2):
        database = Database(tmp_path, retention_days=90)
        QuestionLog(database).note(answer())
        assert rows(database, "SELECT id FROM questions") == [("a1",)]
        assert rows(database, "PRAGMA user_version") == [(len(STEPS),)]
        database.close()
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(RecordsProblem, match="newer version"):
        Database(tmp_path, retention_days=90).read(lambda _: None)


def test_many_threads_lose_nothing(database: Database):
    log = QuestionLog(database)

    def ask(name: int) -> None:
        for number in range(40):
            log.note(answer(f"{name}-{number}"))

    workers = [threading.Thread(target=ask, args=(name,)) for name in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert rows(database, "SELECT count(*) FROM questions") == [(320,)]
