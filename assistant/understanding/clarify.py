"""The one question back, where the answer really depends on a region, sector, diploma or route."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.understanding.conversation import Read, in_place
from assistant.understanding.scope import Scope
from assistant.understanding.situation_text import situation_from_text
from assistant.understanding.slots import DEICTIC, Kind, slots_in
from corpus.text import filled
from retrieval.dutch import STOP_WORDS, plain, words

RULES_FILE = Path(__file__).with_name("clarify_rules.toml")
_TOLD = ("diploma", "field", "country", "qualification", "studying")
"""Facts of a situation with which a question about one's diploma can be answered."""

_FOREIGN = re.compile(r"\b(?:buitenland\w*|foreign|abroad|ausland\w*)\b")
"""Words that tell as much of a diploma as the choice 'een buitenlands diploma'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification:
    """A short question to the visitor, with whole questions to choose from."""

    text: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Need:
    """
    What an answer may depend on, and which questions do.

    Args:

        learned: It is asked too where no rule tells that a question lacks it, but a model does.
    """

    kind: Kind
    learned: bool
    when: re.Pattern[str]
    unless: re.Pattern[str]
    only: frozenset[str]
    ask: dict[str, str]
    choices: dict[str, list[str]]

    def arises(self, text: str, context: str, lacks: Kind | None = None) -> bool:
        """
        Tell whether the answer to a question depends on this, and nothing there names it.

        Args:

            lacks: What the question lacks, as a model reads it.
        """
        if self._is_named(text) or self._is_named(context):
            return False
        return (self.learned and lacks == self.kind) or self._ruled(text, context)

    def _ruled(self, text: str, context: str) -> bool:
        low = plain(text)
        if not self.when.search(low) or self.unless.search(low):
            return False
        content = (word for word in words(f"{context} {text}") if word not in STOP_WORDS)
        return not self.only or all(word in self.only for word in content)

    def _is_named(self, text: str) -> bool:
        if self.kind == Kind.DIPLOMA:
            situation = situation_from_text(text)
            told = any(situation.value(fact) for fact in _TOLD)
            return told or _FOREIGN.search(plain(text)) is not None
        return any(
            slot.kind == self.kind and not DEICTIC.match(text[slot.start : slot.end])
            for slot in slots_in(text)
        )

    def question(self, read: Read, language: str) -> Clarification:
        """Return what to ask, with a whole question for each choice."""
        phrases = self.choices.get(language) or self.choices["nl"]
        return Clarification(
            text=self.ask.get(language) or self.ask["en"],
            choices=tuple(in_place(read, phrase).text for phrase in phrases),
        )


def settled(
    read: Read,
    scope: Scope,
    language: str,
    named: frozenset[Kind] = frozenset(),
    lacks: Kind | None = None,
) -> tuple[Read, frozenset[Kind], Clarification | None]:
    """
    Return a question with what is known filled in, which kinds that were, and what to ask.

    Asked is only for what the answer depends on, by the rules of `clarify_rules.toml` or by what a
    model learned (`lacking.py`). Who was asked and does not know gets an answer for all.

    Args:

        named: Kinds of which the question names one that only the documents know: a region.

        lacks: What the question lacks, as a model reads it.
    """
    used: set[Kind] = set()
    if read.for_all:
        return read, frozenset(), None
    for need in _needs():
        if scope.given(need.kind) or need.kind in named:
            continue
        if not need.arises(read.text, read.context, lacks):
            continue
        phrase = scope.phrase(need.kind)
        if phrase is None:
            if need.kind == Kind.DIPLOMA and scope.background:
                continue
            return read, frozenset(used), need.question(read, language)
        read = replace(in_place(read, phrase), topic=read.topic)
        used.add(need.kind)
    return read, frozenset(used), None


@lru_cache(maxsize=1)
def _needs() -> tuple[_Need, ...]:
    rules = tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))
    named = {name: f"(?:{'|'.join(each)})" for name, each in rules["words"].items()}
    return tuple(_need(each, named) for each in rules["need"])


def _need(raw: dict[str, Any], named: Mapping[str, str]) -> _Need:
    return _Need(
        kind=Kind(raw["kind"]),
        learned=raw.get("learned", False),
        when=re.compile(filled("|".join(raw["when"]), named)),
        unless=re.compile(filled("|".join(raw["unless"]), named) or r"(?!)"),
        only=frozenset(raw.get("only", "").split()),
        ask=raw["ask"],
        choices=raw["choices"],
    )
