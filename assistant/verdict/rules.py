"""The words by which a sentence is read, from `rules.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.text import filled
from retrieval.dutch import stem
from retrieval.small_words import NAMED

RULES_FILE = Path(__file__).with_name("rules.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What `rules.toml` holds; words as stems, patterns for plain text."""

    weak: frozenset[str]
    aside: frozenset[str]
    beside_numbers: frozenset[str]
    of_numbers: frozenset[str]
    around_numbers: frozenset[str]
    verbs: Mapping[str, str]
    silent: re.Pattern[str]
    explored: re.Pattern[str]
    rights: re.Pattern[str]
    decides: re.Pattern[str]
    partly: re.Pattern[str]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Return the rules, read once."""
    raw = tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))
    weak = _stems(raw["weak"])
    return Rules(
        weak=weak,
        aside=weak | _stems(raw["aside"]),
        beside_numbers=_stems(raw["beside_numbers"]),
        of_numbers=frozenset(raw["of_numbers"].split()),
        around_numbers=frozenset(raw["around_numbers"].split()),
        verbs={each: stem(line.split()[0]) for line in raw["verbs"] for each in line.split()},
        silent=re.compile("|".join(raw["silent"])),
        explored=re.compile("|".join(raw["explored"])),
        rights=re.compile("|".join(raw["rights"])),
        decides=re.compile("|".join(raw["decides"])),
        partly=re.compile(filled("|".join(raw["partly"]), NAMED)),
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word.replace("-", "")) for word in text.split())
