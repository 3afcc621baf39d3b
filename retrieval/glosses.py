"""Words of the field in the languages of newcomers, as Dutch words; read from `glosses.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("glosses.toml")

SHORT = 5

_LATIN = str.maketrans({"ı": "i", "İ": "i", "ł": "l", "Ł": "l", "ß": "ss"})
_OTHER_SCRIPT = re.compile(r"[^\W\d_]*[\u0370-\u1fff][^\W\d_]*")
_ARABIC_IN_FRONT = re.compile(r"^(?:و|ف)?(?:بال|كال|لل|ال|ب|ل|ك)?(?=\w{3})")
_MARKS = re.compile(r"[\u064b-\u0652\u0640]")


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def function_words() -> frozenset[str]:
    """Return the function words of other languages than Dutch and English, plain."""
    return frozenset(_read()["function_words"].split())


@lru_cache(maxsize=1)
def _stems() -> tuple[tuple[str, str], ...]:
    """Return the beginnings of words with their Dutch, the longest first."""
    found = [
        (beginning, dutch)
        for dutch, languages in _read().items()
        if isinstance(languages, dict)
        for beginnings in languages.values()
        for beginning in beginnings
    ]
    return tuple(sorted(found, key=lambda each: (-len(each[0]), each)))


@lru_cache(maxsize=10_000)
def gloss(word: str) -> str | None:
    """Return the Dutch of a word (lower case, Latin letters without accents), or None."""
    for form in dict.fromkeys((word, _ARABIC_IN_FRONT.sub("", word))):
        for beginning, dutch in _stems():
            # A short beginning must be most of the word.
            most = len(beginning) + 3 if len(beginning) < SHORT else 3 * len(beginning)
            if form.startswith(beginning) and len(form) <= most:
                return dutch
    return None


def latin(text: str) -> str:
    """Return a text with the letters that have no plain form of their own written plainly."""
    return text.translate(_LATIN)


def foreign_words(text: str) -> list[str]:
    """Return the words of a text in other than Latin letters, lower case, without vowel marks."""
    return _OTHER_SCRIPT.findall(_MARKS.sub("", text).casefold())
