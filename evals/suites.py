"""Reading suites: one JSON object a line, checked before a single question is asked."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answer import Status
from evals.errors import EvalError
from evals.jsonl import lines_of

SUITES = Path(__file__).parent / "suites"
ALL = "all"
"""The split that takes every item."""

ANSWERS = frozenset({Status.ANSWERED, Status.PARTIAL})
_REQUIRED = frozenset({"id", "kind", "status", "facts", "evidence", "split"})
_ASKED = frozenset({"question", "turns", "region", "sector", "on", "language"})
_OPTIONAL = _ASKED | {"any", "forbidden", "noted", "note"}
_PLACE = frozenset({"document", "section", "contains"})
_IDENTIFIER = re.compile(r"[\w.-]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def letters(text: str) -> str:
    """Return only the letters and digits of a text, in lower case."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in normal if character.isalnum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """
    A phrase that stands literally in a document; `section` only helps a person find it.

    Args:

        others: Phrases elsewhere that say the same; any of them, or this one, is enough.
    """

    document: str
    section: str
    contains: str
    others: tuple[Evidence, ...] = ()

    @property
    def places(self) -> tuple[Evidence, ...]:
        """This phrase and those that say the same."""
        return (self, *self.others)

    def stands_in(self, document: str, text: str) -> bool:
        """Tell whether a text of a document holds one of the phrases, on letters and digits."""
        return any(
            document == place.document and letters(place.contains) in letters(text)
            for place in self.places
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """
    One question with what its answer must hold.

    Args:

        turns: The questions of a conversation, in order; the last one is scored.

        facts: Regular expressions; each must be found in the answer, case ignored.

        any_evidence: One of the evidence entries is enough.

        noted: The same, but a note below the answer may hold them as well.

        forbidden: Regular expressions; none may be found in the answer, case ignored.

        language: The code of the language that it is asked in.
    """

    id: str
    kind: str
    turns: tuple[str, ...]
    status: Status
    facts: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    split: str
    any_evidence: bool = False
    noted: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    language: str = "nl"
    region: str | None = None
    sector: str | None = None
    on: date | None = None

    @property
    def question(self) -> str:
        """The question that is scored."""
        return self.turns[-1]

    @property
    def answerable(self) -> bool:
        """Whether the documents hold an answer."""
        return self.status in ANSWERS


def documents_of(name: str, folder: Path = SUITES) -> Path | None:
    """Return the folder of the documents that a suite brings along, or None."""
    beside = folder / name
    return beside if beside.is_dir() else None


def suite_names(folder: Path = SUITES) -> list[str]:
    """Return the names of the suites in a folder."""
    return sorted(path.stem for path in folder.glob("*.jsonl"))


def load_suite(name: str, folder: Path = SUITES) -> list[Item]:
    """Return a suite's items by its name; raises EvalError where it is unknown or wrong."""
    if name not in suite_names(folder):
        known = ", ".join(suite_names(folder)) or "none"
        raise EvalError(f"there is no suite '{name}'; known suites: {known}")
    return read_suite(folder / f"{name}.jsonl")


def read_suite(path: Path) -> list[Item]:
    """Return the items of a suite file; raises EvalError naming the first line that is wrong."""
    items: dict[str, Item] = {}
    for number, line in enumerate(lines_of(path), start=1):
        if not line.strip():
            continue
        try:
            item = _item(json.loads(line))
            if item.id in items:
                raise ValueError(f"the id '{item.id}' was used before")
        except ValueError as problem:
            raise EvalError(f"{path.name} line {number}: {problem}") from problem
        items[item.id] = item
    if not items:
        raise EvalError(f"{path.name} holds no items")
    return list(items.values())


def of_split(items: Sequence[Item], split: str) -> list[Item]:
    """Return the items of one split, or every item for 'all'; may be empty."""
    return [item for item in items if split in (ALL, item.split)]


def _item(raw: Any) -> Item:
    _check_keys(raw, _REQUIRED, _REQUIRED | _OPTIONAL)
    item = Item(
        id=_text(raw, "id", _IDENTIFIER),
        kind=_text(raw, "kind", _IDENTIFIER),
        turns=_turns(raw),
        status=Status(_text(raw, "status")),
        facts=_patterns(raw, "facts"),
        evidence=tuple(_evidence(entry) for entry in _list(raw, "evidence")),
        split=_text(raw, "split", _IDENTIFIER),
        any_evidence=_flag(raw, "any"),
        noted=_patterns(raw, "noted") if "noted" in raw else (),
        forbidden=_patterns(raw, "forbidden") if "forbidden" in raw else (),
        language=_text(raw, "language", _LANGUAGE) if "language" in raw else "nl",
        region=_text(raw, "region") if "region" in raw else None,
        sector=_text(raw, "sector") if "sector" in raw else None,
        on=date.fromisoformat(_text(raw, "on")) if "on" in raw else None,
    )
    _check_sense(item)
    return item


def _check_keys(raw: Any, required: frozenset[str], known: frozenset[str]) -> None:
    if not isinstance(raw, dict):
        raise ValueError("not a JSON object")
    if missing := sorted(required - raw.keys()):
        raise ValueError(f"'{missing[0]}' is missing")
    if unknown := sorted(raw.keys() - known):
        raise ValueError(f"unknown key '{unknown[0]}'")


def _check_sense(item: Item) -> None:
    """Refuse an item that no answer could get wrong, or right."""
    if item.answerable and not (item.facts and item.evidence):
        raise ValueError("an answerable item needs facts and evidence")
    if not item.answerable and (item.facts or item.noted or item.evidence):
        raise ValueError(f"facts and evidence must be empty for the status '{item.status}'")


def _text(raw: dict[str, Any], key: str, form: re.Pattern[str] | None = None) -> str:
    value = raw[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"'{key}' must be a text that is not empty")
    if form is not None and not form.fullmatch(value):
        raise ValueError(f"'{key}' may hold letters, digits, '.', '_' and '-' only")
    return value


def _list(raw: dict[str, Any], key: str) -> list[Any]:
    value = raw[key]
    if not isinstance(value, list):
        raise ValueError(f"'{key}' must be a list")
    return value


def _flag(raw: dict[str, Any], key: str) -> bool:
    value = raw.get(key, False)
    if not isinstance(value, bool):
        raise ValueError(f"'{key}' must be true or false")
    return value


def _turns(raw: dict[str, Any]) -> tuple[str, ...]:
    if ("question" in raw) == ("turns" in raw):
        raise ValueError("give either 'question' or 'turns'")
    if "question" in raw:
        return (_text(raw, "question"),)
    turns = _list(raw, "turns")
    if len(turns) < 2 or not all(isinstance(turn, str) and turn.strip() for turn in turns):
        raise ValueError("'turns' must be two or more questions")
    return tuple(turns)


def _patterns(raw: dict[str, Any], key: str) -> tuple[str, ...]:
    """Return regular expressions that are in order, and do not match whatever they are held to."""
    patterns = _list(raw, key)
    for pattern in patterns:
        if not isinstance(pattern, str) or not pattern:
            raise ValueError(f"'{key}': a pattern must be a text that is not empty")
        try:
            empty = re.compile(pattern).search("")
        except re.error as problem:
            wrong = f"'{key}': '{pattern}' is no regular expression: {problem}"
            raise ValueError(wrong) from problem
        if empty:
            raise ValueError(f"'{key}': '{pattern}' is found in every answer")
    return tuple(patterns)


def _evidence(raw: Any, *, known: frozenset[str] = _PLACE | {"or"}) -> Evidence:
    _check_keys(raw, _PLACE - {"section"}, known)
    phrase = _text(raw, "contains")
    if not any(character.isalnum() for character in phrase):
        raise ValueError("'contains' must hold a letter or a digit")
    return Evidence(
        document=_text(raw, "document"),
        section=str(raw.get("section") or ""),
        contains=phrase,
        others=tuple(_evidence(other, known=_PLACE) for other in _list(raw, "or"))
        if "or" in raw
        else (),
    )
