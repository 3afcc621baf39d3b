"""What staff decided: fixed answers, the stop, saved searches, and a list of what was done."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from assistant.days import moment
from assistant.records.database import Database

EVENTS_SHOWN = 50
MOST_EVENTS = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Curated:
    """
    An answer that an editor wrote for a question.

    Args:

        id: 0 for one that was not kept yet.

        questions: Ways to ask it; '*' stands for any words.

        sentences: Of the answer, each with the numbers of its passages behind it: '... [1][2]'.

        passages: Ids of the passages that carry it, in the order of their numbers.
    """

    id: int
    questions: tuple[str, ...]
    sentences: tuple[str, ...]
    passages: tuple[str, ...]
    active: bool = True
    changed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Answering is stopped since a moment (UTC), for a reason that staff reads."""

    since: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A search under a name; `query` is the query string of its page."""

    id: int
    name: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that staff did."""

    at: str
    what: str
    detail: str


class Decisions:
    """What staff decided, over the database. Every method may raise RecordsProblem."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    def curated(self) -> list[Curated]:
        """Return every fixed answer, latest first."""
        sql = "SELECT * FROM curated ORDER BY changed DESC, id DESC"
        rows = self._database.read(lambda c: c.execute(sql).fetchall())
        return [
            Curated(
                id=row["id"],
                questions=tuple(json.loads(row["questions"])),
                sentences=tuple(json.loads(row["sentences"])),
                passages=tuple(json.loads(row["passages"])),
                active=bool(row["active"]),
                changed=row["changed"],
            )
            for row in rows
        ]

    def keep_curated(self, answer: Curated) -> int:
        """Keep a fixed answer, new (id 0) or in the place of the one with its id; return the id."""
        lists = [json.dumps(each) for each in (answer.questions, answer.sentences, answer.passages)]
        row = (answer.id or None, *lists, answer.active, moment())

        def keep(connection: sqlite3.Connection) -> int:
            done = connection.execute(
                "INSERT OR REPLACE INTO curated VALUES (?, ?, ?, ?, ?, ?)", row
            )
            _note(connection, "vast antwoord bewaard", answer.questions[0])
            return int(done.lastrowid or 0)

        return self._database.run(keep)

    def drop_curated(self, id: int) -> None:
        """Delete a fixed answer."""

        def drop(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM curated WHERE id = ?", (id,))
            _note(connection, "vast antwoord verwijderd", str(id))

        self._database.run(drop)

    def stopped(self) -> Stop | None:
        """Return why and since when answering is stopped, or None."""
        sql = "SELECT since, reason FROM stop"
        row = self._database.read(lambda c: c.execute(sql).fetchone())
        return Stop(since=row["since"], reason=row["reason"]) if row else None

    def stop(self, reason: str) -> None:
        """Stop answering."""

        def write(connection: sqlite3.Connection) -> None:
            row = (moment(), reason)
            connection.execute("INSERT OR REPLACE INTO stop VALUES (1, ?, ?)", row)
            _note(connection, "antwoorden gestopt", reason)

        self._database.run(write)

    def resume(self) -> None:
        """Answer again."""

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM stop")
            _note(connection, "antwoorden hervat", "")

        self._database.run(write)

    def searches(self) -> list[SavedSearch]:
        """Return the saved searches, by name."""
        sql = "SELECT id, name, query FROM searches ORDER BY name COLLATE NOCASE"
        rows = self._database.read(lambda c: c.execute(sql).fetchall())
        return [SavedSearch(**dict(row)) for row in rows]

    def save_search(self, name: str, query: str) -> None:
        """Save a search, in the place of the one with that name."""
        sql = (
            "INSERT INTO searches (name, query) VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET query = excluded.query"
        )
        self._database.run(lambda c: c.execute(sql, (name, query)).close())

    def drop_search(self, id: int) -> None:
        """Delete a saved search."""
        self._database.run(lambda c: c.execute("DELETE FROM searches WHERE id = ?", (id,)).close())

    def note(self, what: str, detail: str = "") -> None:
        """Write down something that staff did, without waiting."""
        self._database.put(lambda connection: _note(connection, what, detail))

    def events(self) -> list[Event]:
        """Return what staff did last, latest first."""
        sql = "SELECT at, what, detail FROM events ORDER BY id DESC LIMIT ?"
        rows = self._database.read(lambda c: c.execute(sql, (EVENTS_SHOWN,)).fetchall())
        return [Event(**dict(row)) for row in rows]


def _note(connection: sqlite3.Connection, what: str, detail: str) -> None:
    connection.execute(
        "INSERT INTO events (at, what, detail) VALUES (?, ?, ?)", (moment(), what, detail[:500])
    )
    connection.execute(
        "DELETE FROM events WHERE id <= (SELECT max(id) FROM events) - ?", (MOST_EVENTS,)
    )
