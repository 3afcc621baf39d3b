"""Greetings, thanks and politeness: not searched, and answered where they stand alone."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assistant.guard.clean import without_spans
from assistant.guard.concerns import Concern
from corpus.steering import folded, without_accents

FILE = Path(__file__).with_name("courtesy.toml")

_START, _END = r"^[\s,;.!–-]*", r"[\s,;.!–-]*$"
_MARK = r"(?=\s*(?:[,،;.:!\n–-]|$))"
_AFTER = re.compile(r"^[\s,،;:.!–-]+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Rest:
    """
    What is left of a message without its courtesies.

    Args:

        text: The question, or the message as it was where nothing is asked.

        alone: What a message is that asks nothing: GREETING, THANKS or ABOUT; else None.

        language: Code of the language of what was left out, if anything was.
    """

    text: str
    alone: Concern | None = None
    language: str | None = None


def without_courtesy(text: str) -> Rest:
    """
    Return a message without greeting, thanks and politeness.

    They are words that no document answers, and would make a plain question look strange.
    """
    rest, greeted, noted = _opened(text)
    rest, thanked = _closed(rest)
    thanked = thanked or noted
    polite = (match.span() for match in _pattern("inside").finditer(folded(rest)))
    rest = without_spans(rest, polite).strip()
    asked = _bare(rest)
    for table, concern in (("about", Concern.ABOUT), ("unasked", Concern.GREETING)):
        if match := _pattern(table).fullmatch(asked):
            return Rest(text, concern, match.lastgroup)
    if _LETTER.search(rest):
        return Rest(rest if greeted or thanked or asked != _bare(text) else text)
    if thanked:
        return Rest(text, Concern.THANKS, thanked)
    return Rest(text, Concern.GREETING, greeted) if greeted else Rest(text)


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", folded(text)).strip(" \t\n.,;:!?¿¡؟")


def _opened(text: str) -> tuple[str, str | None, str | None]:
    """Return a text without what opens it, and the languages of a greeting and of a thank-you."""
    found: dict[str, str | None] = {}
    while True:
        plain = folded(text)
        for table in _OPENING:
            if match := _pattern(table).match(plain):
                found.setdefault(table, match.lastgroup)
                text = _AFTER.sub("", text[match.end() :])
                break
        else:
            greeted = found.get("opens") or found.get("opens_marked")
            return text, greeted, found.get("acknowledges")


def _closed(text: str) -> tuple[str, str | None]:
    """Return a text without the thanks that end it, and the language of the last of them."""
    language: str | None = None
    while match := next(filter(None, (_pattern(t).search(folded(text)) for t in _CLOSING)), None):
        language = language or match.lastgroup
        text = text[: match.start()]
    return text, language


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


_OPENING = ("opens", "opens_marked", "acknowledges")
_CLOSING = ("closes", "closes_marked")
_FRAMES = {
    "opens": (_START, r"(?![^\W_])"),
    "opens_marked": (_START, _MARK),
    "acknowledges": (_START, _MARK),
    "closes": (r"(?:^|[\s,;.!–-]+)", _END),
    "closes_marked": (r"(?:^|(?<=\?)|[,;.!\n–-]+)\s*", _END),
    "inside": (r"[\s,]*(?<![^\W_])", r"(?![^\W_])"),
    "unasked": ("", ""),
    "about": ("", ""),
}


@cache
def _pattern(table: str) -> re.Pattern[str]:
    """Return a table as one pattern with a group for each language."""
    each = (f"(?P<{code}>{without_accents(way)})" for code, way in _tables()[table].items())
    before, after = _FRAMES[table]
    return re.compile(f"{before}(?:{'|'.join(each)}){after}")
