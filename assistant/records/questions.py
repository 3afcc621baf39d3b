"""The question log: what was asked, how it ended, on which passages. Nothing of who asked it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Answer, Status
from assistant.days import end_of, moment, start_of
from assistant.records.database import Database

UNANSWERED = (Status.NOT_FOUND, Status.PARTIAL, Status.OUT_OF_SCOPE)
MOST_UNANSWERED = 5000
"""The latest so many are looked at for the editors' list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What someone thought of an answer. `at` is UTC, ISO 8601."""

    answer_id: str
    helpful: bool
    reason: str | None = None
    comment: str | None = None
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A passage that was found for a question; scores are None where it was only cited."""

    rank: int
    document_id: str
    passage_id: str
    score: float | None
    cosine: float | None
    cited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedQuestion:
    """
    A question of the log. `at` is UTC, ISO 8601.

    Args:

        helpful: What its feedback says, None without feedback.

        nearest: The document whose passage is nearest by cosine, None where nothing was found.
    """

    id: str
    at: str
    question: str
    status: str
    language: str
    phase: str | None
    model: str
    index_version: str
    latency_ms: float
    helpful: bool | None
    reason: str | None
    comment: str | None
    nearest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """
    Which questions to show; None or '' means all.

    Args:

        since, until: Days, both included.

        text: Words that stand in the question.

        helpful: Only questions with that feedback.

        judged: Only questions with any feedback.
    """

    status: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""
    helpful: bool | None = None
    judged: bool = False


_COLUMNS = """
    q.id, q.at, q.question, q.status, q.language, q.phase, q.model, q.index_version,
    q.latency_ms, f.helpful, f.reason, f.comment,
    (SELECT c.document_id FROM considered c WHERE c.question_id = q.id
     ORDER BY c.cosine DESC, c.rank LIMIT 1) AS nearest
    FROM questions q LEFT JOIN feedback f ON f.question_id = q.id
"""


class QuestionLog:
    """Questions and the feedback on their answers, over the database."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    def note(self, answer: Answer) -> None:
        """Keep an answer soon, without waiting; `answer.question` is kept as it stands."""
        at = moment()
        self._database.put(lambda connection: _insert(connection, answer, at))

    def give(self, feedback: Feedback) -> bool:
        """
        Keep feedback in the place of any earlier on the same answer.

        Returns False for an answer that is not in the log; raises RecordsProblem.
        """
        return self._database.run(lambda connection: _give(connection, feedback))

    def find(
        self, wanted: LogFilter, limit: int | None = None, offset: int = 0
    ) -> list[LoggedQuestion]:
        """Return questions, latest first, all where no limit is given; raises RecordsProblem."""
        where, values = _where(wanted)
        sql = f"SELECT {_COLUMNS} {where} ORDER BY q.at DESC, q.rowid DESC LIMIT ? OFFSET ?"
        return self._questions(sql, (*values, -1 if limit is None else limit, offset))

    def count(self, wanted: LogFilter) -> int:
        """Return how many questions there are; raises RecordsProblem."""
        where, values = _where(wanted)
        sql = f"SELECT count(*) FROM (SELECT {_COLUMNS} {where})"
        return int(self._database.read(lambda c: c.execute(sql, values).fetchone()[0]))

    def get(self, id: str) -> tuple[LoggedQuestion, list[Place]] | None:
        """Return a question with what was found for it, or None; raises RecordsProblem."""
        found = self._questions(f"SELECT {_COLUMNS} WHERE q.id = ?", (id,))
        if not found:
            return None
        sql = (
            "SELECT rank, document_id, passage_id, score, cosine, cited FROM considered"
            " WHERE question_id = ? ORDER BY rank"
        )
        rows = self._database.read(lambda c: c.execute(sql, (id,)).fetchall())
        return found[0], [Place(**{**dict(row), "cited": bool(row["cited"])}) for row in rows]

    def unanswered(self, since: date) -> list[LoggedQuestion]:
        """Return the questions from a day on that got no whole answer, latest first."""
        marks = ", ".join("?" * len(UNANSWERED))
        sql = (
            f"SELECT {_COLUMNS} WHERE q.status IN ({marks}) AND q.at >= ?"
            " ORDER BY q.at DESC, q.rowid DESC LIMIT ?"
        )
        return self._questions(sql, (*UNANSWERED, start_of(since), MOST_UNANSWERED))

    def _questions(self, sql: str, values: Sequence[object]) -> list[LoggedQuestion]:
        rows = self._database.read(lambda c: c.execute(sql, values).fetchall())
        return [
            LoggedQuestion(
                **{
                    **dict(row),
                    "helpful": None if row["helpful"] is None else bool(row["helpful"]),
                }
            )
            for row in rows
        ]


def _where(wanted: LogFilter) -> tuple[str, tuple[object, ...]]:
    given: list[tuple[str, object]] = []
    if wanted.status:
        given.append(("q.status = ?", wanted.status))
    if wanted.since:
        given.append(("q.at >= ?", start_of(wanted.since)))
    if wanted.until:
        given.append(("q.at < ?", end_of(wanted.until)))
    for word in wanted.text.split():
        given.append(("instr(folded(q.question), ?) > 0", word.casefold()))
    if wanted.helpful is not None:
        given.append(("f.helpful = ?", int(wanted.helpful)))
    if wanted.judged:
        given.append(("f.helpful IS NOT ?", None))
    if not given:
        return "", ()
    return f"WHERE {' AND '.join(sql for sql, _ in given)}", tuple(value for _, value in given)


def _insert(connection: sqlite3.Connection, answer: Answer, at: str) -> None:
    row = (
        *(answer.id, at, answer.question, answer.status, answer.language, answer.phase),
        *(answer.model, answer.index_version, answer.timings_ms.get("total", 0.0)),
    )
    made = connection.execute(
        "INSERT OR IGNORE INTO questions (id, at, question, status, language, phase, model,"
        " index_version, latency_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    )
    if not made.rowcount:
        return
    cited = {source.passage_id: source.document_id for source in answer.sources}
    found: list[tuple[str, str, float | None, float | None, bool]] = [
        (each.document_id, each.passage_id, each.score, each.cosine, each.passage_id in cited)
        for each in answer.considered
    ]
    known = {each.passage_id for each in answer.considered}
    found += [
        (document, passage, None, None, True)
        for passage, document in cited.items()
        if passage not in known
    ]
    connection.executemany(
        "INSERT INTO considered VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(answer.id, rank, *each) for rank, each in enumerate(found, start=1)],
    )


def _give(connection: sqlite3.Connection, feedback: Feedback) -> bool:
    known = connection.execute("SELECT 1 FROM questions WHERE id = ?", (feedback.answer_id,))
    if known.fetchone() is None:
        return False
    connection.execute(
        "INSERT INTO feedback VALUES (?, ?, ?, ?, ?) ON CONFLICT (question_id) DO UPDATE SET"
        " at = excluded.at, helpful = excluded.helpful, reason = excluded.reason,"
        " comment = excluded.comment",
        (feedback.answer_id, moment(), feedback.helpful, feedback.reason, feedback.comment),
    )
    return True
