"""The words that announce personal data, from `personal.toml`, as patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.guard.kinds import MASKS, Kind

DATA = Path(__file__).with_name("personal.toml")


@lru_cache(maxsize=1)
def data() -> dict[str, Any]:
    """Return the words of `personal.toml`."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def cue(name: str) -> str:
    """Return one group of the words that announce a kind of data."""
    return either(data()["cues"][name])


def either(patterns: Iterable[str]) -> str:
    """
    Return patterns as one group of whole words; a blank in them is any white space.

    A word right behind a bracket is a mask, and announces nothing.
    """
    longest_first = sorted(patterns, key=len, reverse=True)
    joined = "|".join(longest_first).replace(" ?", r"\s*").replace(" ", r"\s+")
    return rf"(?<![^\W_])(?<!\[)(?:{joined})(?![^\W_])"


def announced(name: str, form: str) -> re.Pattern[str]:
    """Return a pattern of a cue, at most three words, and the data: groups `cue` and `data`."""
    between = r"[^\w\[]{0,4}(?:[^\W\d]{1,12}[^\w\[]{1,3}){0,3}"
    return re.compile(rf"(?P<cue>{cue(name)}{between})(?P<data>{form})(?![\w@])", re.IGNORECASE)


def mask_data(kind: Kind) -> Callable[[re.Match[str]], str]:
    """Return the replacement for a match of `announced`: the cue stays."""
    return lambda match: match["cue"] + MASKS[kind]


@lru_cache(maxsize=32)
def word_set(table: str, name: str) -> frozenset[str]:
    """Return a list of words as a set."""
    return frozenset(data()[table][name].split())
