"""Someone in need gets help lines, someone who swears a calm word: found here, by phrases."""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.guard.clean import without_spans
from corpus.steering import folded, without_accents

FILE = Path(__file__).with_name("concerns.toml")


class Concern(StrEnum):
    """Why a text is not searched: three ask for help at once, the last four for nothing yet."""

    LIFE = "life"
    VIOLENCE = "violence"
    DANGER = "danger"
    STEERING = "steering"
    INSULT = "insult"
    UNASKED = "unasked"
    GREETING = "greeting"
    THANKS = "thanks"
    ABOUT = "about"


_NEEDS = (Concern.LIFE, Concern.VIOLENCE, Concern.DANGER)


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _needs() -> tuple[tuple[Concern, str, re.Pattern[str]], ...]:
    """Return every phrase with its concern and language."""
    return tuple(
        (concern, language, _pattern(phrase))
        for concern in _NEEDS
        for language, phrases in _data()[concern].items()
        for phrase in phrases
    )


@lru_cache(maxsize=1)
def _insults() -> tuple[re.Pattern[str], ...]:
    return tuple(map(_pattern, _data()["insult"]["words"]))


def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(without_accents(phrase.replace("{w}", _data()["w"]["w"])))


def need_in(text: str) -> tuple[Concern, str] | None:
    """Return the need that a text speaks of and the language it does so in, or None."""
    plain = folded(re.sub(r"\s+", " ", text))
    for concern, language, pattern in _needs():
        if pattern.search(plain):
            return concern, language
    return None


def without_insults(text: str) -> str:
    """Return a text without swear words; the same text where it holds none."""
    plain = folded(text)
    spans = sorted(match.span() for pattern in _insults() for match in pattern.finditer(plain))
    if not spans:
        return text
    rest = re.sub(r"\s+", " ", without_spans(text, spans))
    return re.sub(r"\s+(?=[,.;:!?])|^[\s,.;:!]+", "", rest).strip()
