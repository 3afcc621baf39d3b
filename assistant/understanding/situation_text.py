"""What a sentence plainly says about someone's situation, by the patterns of a data file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.errors import DataProblem
from corpus.routes import load_routes
from corpus.rules import checked_keys, conflict_of
from corpus.situation import SAME_FIELD, Situation, situation_of, values
from corpus.yaml_data import DATA, read_yaml
from retrieval.dutch import plain

WORDS = DATA / "situation_words.yaml"
KEYS = {"unless", "highest_first", "facts", "study", "teach", "taught", "abroad", "places"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """Compiled patterns: what to take out first, and per fact each value's pattern."""

    unless: re.Pattern[str]
    highest_first: frozenset[str]
    facts: Mapping[str, Mapping[str, re.Pattern[str]]]


def situation_from_text(text: str) -> Situation:
    """
    Return what a question in Dutch says of the one who asks; what it does not say stays unknown.

    No language model: the patterns are in corpus/data/situation_words.yaml. The result is never
    a conflict: where two facts exclude each other, the one that is the surer stays.
    """
    words = _load(WORDS)
    said = words.unless.sub(" ", plain(text))
    found: dict[str, str] = {}
    for fact, patterns in words.facts.items():
        meant = [value for value, pattern in patterns.items() if pattern.search(said)]
        if len(meant) == 1 or (meant and fact in words.highest_first):
            found[fact] = meant[0]
    return _without_conflicts(found)


def _without_conflicts(found: dict[str, str]) -> Situation:
    conflicts = load_routes().conflicts
    while conflict := conflict_of(situation_of(found), conflicts):
        facts = [fact for each in conflict.when or () for fact in each if fact != SAME_FIELD]
        del found[facts[-1]]
    return situation_of(found)


@cache
def _load(path: Path) -> _Words:
    """Read and compile the patterns; raises DataProblem for an unknown fact or value."""
    told = checked_keys(read_yaml(path), path.name, KEYS)
    patterns = _patterns(told)
    for fact, by_value in patterns.items():
        for value in by_value.keys() - set(values().get(fact, ())):
            raise DataProblem(f"{path.name}: unknown value '{value}' of '{fact}'")
    lists = {
        "{taught}": [word for words in told["taught"].values() for word in words],
        "{abroad}": told["abroad"],
    }
    return _Words(
        unless=_compiled(told["unless"], lists),
        highest_first=frozenset(told["highest_first"]),
        facts={
            fact: {value: _compiled(each, lists) for value, each in by_value.items()}
            for fact, by_value in patterns.items()
        },
    )


def _patterns(told: Mapping[str, Any]) -> dict[str, dict[str, list[str]]]:
    """Return fact to value to patterns, with those for subjects, fields and places made."""
    found = {fact: dict(by_value) for fact, by_value in told["facts"].items()}
    found["province"] = told["places"]
    for fact, kind in (("field", "study"), ("subject", "teach")):
        for value, words in told["taught"].items():
            own = [each.replace("{taught}", _either(words)) for each in told[kind]]
            found[fact][value] = [*found[fact].get(value, []), *own]
    return found


def _compiled(patterns: list[str], lists: Mapping[str, list[str]]) -> re.Pattern[str]:
    joined = _either(patterns)
    for name, words in lists.items():
        joined = joined.replace(name, _either(words))
    try:
        return re.compile(rf"(?<!\w){joined}(?!\w)")
    except re.error as problem:
        raise DataProblem(f"a pattern cannot be read: {joined[:80]}: {problem}") from problem


def _either(patterns: list[str]) -> str:
    return f"(?:{'|'.join(patterns)})"
