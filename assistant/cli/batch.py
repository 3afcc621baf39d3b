"""A file of questions, one JSON object a line, checked as a whole before any is answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from assistant.answer import Ask
from assistant.cli.common import checked_question, checked_word
from assistant.settings import parse_date
from corpus.errors import LoketError

KNOWN = ("id", "question", "turns", "region", "sector", "on")


class BadBatch(LoketError):
    """A line of a batch file is no question; the text names the line."""


def read_batch(path: Path, narrowed: dict[str, Any]) -> list[tuple[str | int, Ask]]:
    """
    Return each line's id, as it was given, with its question.

    Args:

        narrowed: region, sector and on for the lines that do not say.

    Raises BadBatch for the first line that is wrong, with its number.
    """
    made: list[tuple[str | int, Ask]] = []
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            made.append(_ask(line, narrowed))
        except (ValueError, RecursionError) as problem:
            raise BadBatch(f"{path}, line {number}: {problem}") from problem
    if not made:
        raise BadBatch(f"{path} holds no question")
    return made


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except OSError as problem:
        raise BadBatch(f"cannot read {path}: {problem.strerror}") from problem


def _ask(line: bytes, narrowed: dict[str, Any]) -> tuple[str | int, Ask]:
    raw = _object(line)
    turns = _turns(raw)
    given_id = raw.get("id")
    if not isinstance(given_id, str | int) or isinstance(given_id, bool):
        raise ValueError("'id' must be a text or a whole number")
    ask = Ask(
        id=str(given_id),
        question=turns[-1],
        earlier=tuple(turns[:-1]),
        region=_optional(raw, "region", checked_word) or narrowed["region"],
        sector=_optional(raw, "sector", checked_word) or narrowed["sector"],
        on=_optional(raw, "on", parse_date) or narrowed["on"],
    )
    return given_id, ask


def _object(line: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as problem:
        raise ValueError("this is not UTF-8") from problem
    except json.JSONDecodeError as problem:
        raise ValueError(f"this is not JSON ({problem.msg}, column {problem.colno})") from problem
    if not isinstance(raw, dict):
        raise ValueError("this is not a JSON object")
    unknown = [key for key in raw if key not in KNOWN]
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r}; known: {', '.join(KNOWN)}")
    return raw


def _turns(raw: dict[str, Any]) -> list[str]:
    """Return the questions of a line, the last one being the one to answer."""
    if ("question" in raw) == ("turns" in raw):
        raise ValueError("give either 'question' or 'turns'")
    turns = [raw["question"]] if "question" in raw else raw["turns"]
    if not isinstance(turns, list) or not turns:
        raise ValueError("'turns' must be a list of questions")
    if not all(isinstance(turn, str) for turn in turns):
        raise ValueError("a question must be a text")
    return [checked_question(turn) for turn in turns]


def _optional(raw: dict[str, Any], key: str, check: Any) -> Any:
    value = raw.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"'{key}' must be a text")
    try:
        return check(value)
    except ValueError as problem:
        raise ValueError(f"'{key}': {problem}") from problem
