"""The tables, as numbered steps: a new step goes at the end, a step that was released stays."""

from __future__ import annotations

import sqlite3

_USE = """
CREATE TABLE questions (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    question TEXT NOT NULL,
    status TEXT NOT NULL,
    language TEXT NOT NULL,
    phase TEXT,
    model TEXT NOT NULL,
    index_version TEXT NOT NULL,
    latency_ms REAL NOT NULL
);
CREATE INDEX questions_at ON questions (at);
CREATE TABLE considered (
    question_id TEXT NOT NULL REFERENCES questions ON DELETE CASCADE,
    rank INTEGER NOT NULL,
    document_id TEXT NOT NULL,
    passage_id TEXT NOT NULL,
    score REAL,
    cosine REAL,
    cited INTEGER NOT NULL,
    PRIMARY KEY (question_id, rank)
) WITHOUT ROWID;
CREATE TABLE feedback (
    question_id TEXT PRIMARY KEY REFERENCES questions ON DELETE CASCADE,
    at TEXT NOT NULL,
    helpful INTEGER NOT NULL,
    reason TEXT,
    comment TEXT
);
"""

_STAFF = """
CREATE TABLE curated (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    questions TEXT NOT NULL,
    sentences TEXT NOT NULL,
    passages TEXT NOT NULL,
    active INTEGER NOT NULL,
    changed TEXT NOT NULL
);
CREATE TABLE stop (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    since TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE TABLE searches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL
);
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL
);
"""

STEPS = (_USE, _STAFF)


def migrate(connection: sqlite3.Connection) -> None:
    """
    Bring a database to the newest step, within a transaction of the caller.

    `user_version` tells how far it is; raises sqlite3.DatabaseError for one from the future.
    """
    done = connection.execute("PRAGMA user_version").fetchone()[0]
    if done > len(STEPS):
        raise sqlite3.DatabaseError("the records were written by a newer version")
    for step in STEPS[done:]:
        for statement in step.split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(STEPS)}")
