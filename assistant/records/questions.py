"""The question log: what was asked, how it ended, on which passages. Nothing of who asked it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.records.database import Database, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What someone thought of an answer. `at` is UTC, ISO 8601."""

    answer_id: str
    helpful: bool
    reason: str | None = None
    comment: str | None = None
    at: str = ""


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
