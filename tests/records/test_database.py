"""The records on disk: kept, bounded, swept, and never in the way of an answer."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.answer import Answer, Considered, Contact, Status
from assistant.days import moment
from assistant.records import database as module
from assistant.records.database import FILE, Database
from assistant.records.figures import figures, percentile
from assistant.records.questions import Feedback, LogFilter, QuestionLog
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


def test_a_server_that_is_never_asked_anything_deletes_too(tmp_path: Path):
    first = Database(tmp_path, retention_days=30)
    QuestionLog(first).note(answer("old", "Wat kost de hogeschool van Verweggistan?"))
    before = moment(datetime.now(UTC) - timedelta(days=31))
    first.run(lambda c: c.execute("UPDATE questions SET at = ?", (before,)))
    first.close()
    again = Database(tmp_path, retention_days=30)
    again.tend()
    deadline = time.monotonic() + 10
    while any(b"Verweggistan" in file.read_bytes() for file in tmp_path.iterdir()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    again.close()


def test_without_a_file_there_is_nothing_to_tend(tmp_path: Path):
    database = Database(tmp_path / "data", retention_days=30)
    database.tend()
    database.close()
    assert not (tmp_path / "data").exists()


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


def test_what_is_swept_is_gone_from_every_file(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(module, "SWEEP_SECONDS", 0.05)
    database = Database(tmp_path, retention_days=30)
    before = moment(datetime.now(UTC) - timedelta(days=31))
    QuestionLog(database).note(answer("old", "Wat kost de hogeschool van Verweggistan?"))
    database.run(lambda c: c.execute("UPDATE questions SET at = ?", (before,)))
    deadline = time.monotonic() + 10
    # Nothing more is written: a server that nobody asks anything sweeps as well.
    while any(b"Verweggistan" in file.read_bytes() for file in tmp_path.iterdir()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert rows(database, "SELECT * FROM questions") == []
    database.close()


def test_a_sweep_that_fails_takes_no_write_with_it(database: Database):
    dropped = database.run(lambda c: c.execute("DROP TABLE questions") and "done")
    assert dropped == "done"  # and behind this first write the sweep finds no table
    assert "questions" in (wait_for(lambda: database.problem) or "")
    assert database.run(lambda c: c.execute("CREATE TABLE kept (word)") and "done") == "done"
    assert database.run(lambda c: c.execute("SELECT * FROM kept").fetchall()) == []


def wait_for(said):
    """Return what is said once it is something, or None after some seconds."""
    deadline = time.monotonic() + 5
    while not (found := said()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return found


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Як стати вчителем?", "як"),
        ("Één vraag over de pabo", "één"),
        ("Über die Ausbildung", "über"),
        ("Wat is het loket?", "LOKET"),
    ],
)
def test_a_question_is_found_in_any_case(database: Database, question: str, word: str):
    log = QuestionLog(database)
    log.note(answer(question=question))
    for text in (word, word.upper(), word.capitalize()):
        assert log.count(LogFilter(text=text)) == 1


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-22T22:59:59", date(2026, 11, 22)),
        ("2026-11-22T23:00:00", date(2026, 11, 23)),  # midnight in the Netherlands, in winter
        ("2026-07-01T21:59:59", date(2026, 7, 1)),
        ("2026-07-01T22:00:00", date(2026, 7, 2)),
        ("2026-03-29T22:00:00", date(2026, 3, 30)),  # the clock went forward that day
    ],
)
def test_days_are_those_of_the_netherlands(database: Database, at: str, day: date):
    log = QuestionLog(database)
    log.note(answer())
    database.run(lambda c: c.execute("UPDATE questions SET at = ?", (at,)))
    assert log.count(LogFilter(since=day, until=day)) == 1
    for other in (day - timedelta(days=1), day + timedelta(days=1)):
        assert log.count(LogFilter(since=other, until=other)) == 0
    assert len(log.unanswered(day)) == 1
    assert log.unanswered(day + timedelta(days=1)) == []
    found = figures(database, day, 2)
    assert [(each.day, each.questions) for each in found.days] == [
        (day - timedelta(days=1), 0),
        (day, 1),
    ]


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([], 0.5, None),
        ([7.0], 0.95, 7.0),
        ([1.0, 2.0], 0.5, 1.0),
        ([float(n) for n in range(1, 21)], 0.95, 19.0),
        ([float(n) for n in range(1, 102)], 0.5, 51.0),
    ],
)
def test_a_percentile_is_of_the_nearest_rank(values, share, expected):
    assert percentile(values, share) == expected
