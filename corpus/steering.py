"""Text that tells a machine what to do: found in questions and in documents, never obeyed."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from itertools import count, islice, pairwise
from pathlib import Path
from typing import Any

from corpus.text import filled

DATA = Path(__file__).parent / "data" / "steering.toml"
_LEET = str.maketrans("013457@$!", "oieastasi")
_BEFORE = 30
"""Characters that the begin of a clause is looked for in."""

_LEET_WORD = re.compile(r"[\w@$!]+")


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def steering(text: str) -> list[tuple[int, int]]:
    """Return where a question steers us, as spans of the text, in order; [] where it does not."""
    return _spans(_patterns("machine", "question"), text)


def addresses_machine(text: str) -> bool:
    """Tell whether a document tells a machine what to do: that is not meant for its readers."""
    return bool(_spans(_patterns("machine"), text, most=1))


def code_in(text: str) -> list[tuple[int, int]]:
    """Return where a question holds code or encoded text, as spans in order."""
    return sorted([*_spans(_patterns("code"), text), *_blobs(text)])


@lru_cache(maxsize=256)
def folded(text: str) -> str:
    """Return text of the same length, easy to match: lower case, no accents, no 'l33t'."""
    plain = "".join(map(_folded, text))
    return _LEET_WORD.sub(lambda match: _unleet(match[0]), plain)


def without_accents(pattern: str) -> str:
    """Fold the letters of a pattern as `folded` folds a text; its escapes keep their case."""
    return "".join(each if each.isascii() else _folded(each) for each in pattern)


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    low = character.lower()
    base = unicodedata.normalize("NFD", low)[0]
    if base in "’‘`´":
        return "'"
    return base if base < "\u0250" or len(low) != 1 else low


def _unleet(word: str) -> str:
    """Read digits as letters in a word that has more letters than digits."""
    bare = word.rstrip("!")
    digits = sum(character in "013457@$!" for character in bare)
    if not 0 < digits <= len(bare) / 2:
        return word
    return bare.translate(_LEET) + word[len(bare) :]


def _spans(
    patterns: tuple[re.Pattern[str], ...], text: str, most: int | None = None
) -> list[tuple[int, int]]:
    plain = folded(text)
    found = (
        match.span()
        for pattern in patterns
        for match in pattern.finditer(plain)
        if match.end() > match.start() and _opens_clause(match, plain)
    )
    return sorted(islice(found, most))


def _opens_clause(match: re.Match[str], text: str) -> bool:
    """Tell whether a match that must open a clause does; what stands before it is looked at last,
    for such a pattern would be slow as a part of every other."""
    places = [match.start(name) for name in match.re.groupindex if match[name] is not None]
    start = re.compile(without_accents(_data()["start"]))
    return all(start.search(text[max(0, place - _BEFORE) : place]) for place in places)


@lru_cache(maxsize=4)
def _patterns(*tables: str) -> tuple[re.Pattern[str], ...]:
    data = _data()
    found = [each for table in tables for group in data[table].values() for each in group]
    return tuple(re.compile(without_accents(_filled(each, data)), re.MULTILINE) for each in found)


def _filled(pattern: str, data: dict[str, Any]) -> str:
    pattern = filled(pattern, {name: data[name] for name in ("few", "rules")})
    numbers = count()
    return re.sub(r"\{start\}", lambda _: rf"(?<!\w)(?P<start{next(numbers)}>)", pattern)


_BLOB = re.compile(r"(?<![\w/.@-])[A-Za-z0-9+/_-]{20,}={0,2}(?![\w@.])")


def _blobs(text: str) -> list[tuple[int, int]]:
    """Return tokens that look encoded: long, and changing case or kind inside all the time."""
    return [match.span() for match in _BLOB.finditer(text) if _looks_encoded(match[0])]


def _looks_encoded(token: str) -> bool:
    kinds = ["u" if c.isupper() else "d" if c.isdigit() else "l" for c in token if c.isalnum()]
    changes = sum(one != other for one, other in pairwise(kinds))
    return changes >= len(kinds) / 4
