"""Synonyms and English words of the field, read from `thesaurus.toml`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from retrieval.dutch import stem, words

FILE = Path(__file__).with_name("thesaurus.toml")

Key = tuple[str, ...]
Group = tuple[Key, ...]
"""Dutch words or phrases that mean the same, as stems."""


@lru_cache(maxsize=1)
def thesaurus() -> dict[Key, Group]:
    """Return, for every word or phrase (as stems; English as plain words), its Dutch group."""
    found: dict[Key, Group] = {}
    for group in _read()["group"]:
        dutch = tuple(_key(entry) for entry in group["nl"])
        for key in dutch:
            found[key] = _merged(found.get(key, ()), dutch)
        for entry in group.get("en", ()):
            english = tuple(words(entry))
            found.setdefault(english, dutch)
    for kind in _read()["kind"]:
        wider = tuple(_key(entry) for entry in kind["finds"])
        for entry in kind["nl"]:
            found[_key(entry)] = _merged(found.get(_key(entry), ()), wider)
        for entry in kind.get("en", ()):
            found.setdefault(tuple(words(entry)), wider)
    return found


@lru_cache(maxsize=1)
def english() -> frozenset[Key]:
    """Return the English words and phrases, plain, that are no Dutch ones too."""
    entries = [*_read()["group"], *_read()["kind"]]
    dutch = {_key(entry) for each in entries for entry in each["nl"]}
    return frozenset(
        tuple(words(entry))
        for each in entries
        for entry in each.get("en", ())
        if _key(entry) not in dutch
    )


@lru_cache(maxsize=1)
def fillers() -> frozenset[str]:
    """Return words of spoken Dutch that ask for nothing, plain."""
    return frozenset(_read()["fillers"].split())


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _key(entry: str) -> Key:
    return tuple(stem(word.replace("-", "")) for word in words(entry))


def _merged(one: Group, other: Group) -> Group:
    return tuple(dict.fromkeys([*one, *other]))


@lru_cache(maxsize=1)
def longest_phrase() -> int:
    """Return how many words the longest entry has."""
    return max(map(len, thesaurus()))
