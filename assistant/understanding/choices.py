"""Values of which a thing has one, in text: a grade, a sector, a salary scale, loan or gift."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from assistant.understanding.sectors import WORDS as SECTOR_WORDS
from retrieval.dutch import plain, words

THINGS = ("route", "scheme")
"""Groups that tell what a text is about: it may name several of them."""

_ABOUT = (*THINGS, "form", "grade", "sector")

RULES_FILE = Path(__file__).with_name("choices.toml")


@lru_cache(maxsize=1)
def _rules() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    raw = tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))
    raw["sector"] |= SECTOR_WORDS
    return {
        group: [
            (name, re.compile(rf"(?<![\w-])(?:{text})(?![\w-])")) for name, text in names.items()
        ]
        for group, names in raw.items()
    }


@lru_cache(maxsize=4096)
def choices_in(text: str) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return, for each group, the values that a text names, each with the words that name it."""
    low = plain(text)
    found: dict[str, dict[str, frozenset[str]]] = {}
    for group, names in _rules().items():
        for name, pattern in names:
            said = frozenset(word for match in pattern.finditer(low) for word in words(match[0]))
            if said:
                found.setdefault(group, {})[name] = said
    return found


def of_another(asked: str, *texts: str) -> bool:
    """
    Tell whether a text is about another route, scheme, form, grade or sector than is asked for.

    Args:

        texts: The text and what stands around it, nearest first; the first that names one counts.
    """
    mine = choices_in(asked)
    return any(
        not mine[group].keys() & there.keys()
        for group in _ABOUT
        if group in mine
        for there in [next(filter(None, (choices_in(each).get(group) for each in texts)), None)]
        if there
    )
