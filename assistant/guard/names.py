"""People's names: found by the words that announce them, never by a list of names."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from assistant.guard.cues import data, either, word_set
from assistant.guard.kinds import MASKS, Kind

_MASK = MASKS[Kind.NAME]
_MOST = 4
"""Words of a name, particles not counted."""

_MOST_PLAIN = 3
"""The same where it is written without capitals."""

_WORD = re.compile(r"[ \t]*([^\W\d_]+(?:['’.-][^\W\d_]+)*\.?)")
_ARABIC_AND = "و"
"""Written as one with the word behind it."""

_DEMONYM = re.compile(r"(?:lands?e?|lander|iër|ische|isch|aanse?|eese?|ense?|er|'er)$")


@lru_cache(maxsize=1)
def _cues() -> re.Pattern[str]:
    return re.compile(rf"{_open(either(_filled('cues')))}\s*[:,]?\s*", re.IGNORECASE)


def _filled(name: str) -> list[str]:
    persons = "|".join(word_set("names", "persons"))
    return [each.replace("{person}", persons) for each in data()["names"][name]]


def _open(group: str) -> str:
    """Drop the word boundary after a group: a colon may close it."""
    return group.removesuffix(r"(?![^\W_])") + r"(?:(?<=[^\w])|(?![^\W_]))"


@lru_cache(maxsize=1)
def _am() -> re.Pattern[str]:
    return re.compile(rf"{either(_filled('am'))}\s+", re.IGNORECASE)


@lru_cache(maxsize=1)
def _closing() -> re.Pattern[str]:
    cue = _open(either(data()["names"]["closings"]))
    return re.compile(
        rf"(?P<cue>{cue}[\s,!.]*(?i:van\s+)?)(?P<name>[^\W\d_][^\[\n\d?]{{0,60}})$", re.IGNORECASE
    )


def mask_names(text: str) -> str:
    """Mask the name after 'ik heet', 'my name is' and the like, and at the end of a letter."""
    text = _each(text, _cues(), _announced)
    text = _each(text, _am(), _said_to_be)
    closing = _closing().search(text)
    if closing and _is_signature(closing["name"]):
        return text[: closing.start("name")] + _MASK
    return text


def _each(text: str, cue: re.Pattern[str], name_end: Callable[[str, int], int]) -> str:
    """Mask what `name_end(text, start)` calls a name behind each cue."""
    at, made = 0, []
    while match := cue.search(text, at):
        end = name_end(text, match.end())
        made.append(text[at : match.end()])
        at = match.end()
        if end > at:
            made.append(_MASK)
            at = end
    return "".join([*made, text[at:]])


def _announced(text: str, start: int) -> int:
    """Return where a name that a cue announces ends, or `start` where none begins."""
    first = _WORD.match(text, start)
    if first is None or _stops(first[1]):
        return start
    capital = first[1][0].isupper()
    end, count, at = start, 0, start
    while (word := _WORD.match(text, at)) and not _stops(word[1]):
        particle = word[1].lower().rstrip(".") in word_set("names", "particles")
        if not particle:
            if capital and count and not word[1][0].isupper():
                break
            count += 1
            end = _without_stop(word)
        at = word.end()
        if count == (_MOST if capital else _MOST_PLAIN) or (end < at and not particle):
            break
    return end


def _without_stop(word: re.Match[str]) -> int:
    """Return a word's end; a full stop belongs to it only behind an initial."""
    return word.end() - (word[1].endswith(".") and len(word[1]) > 2)


def _stops(word: str) -> bool:
    plain = word.lower().rstrip(".")
    stops = word_set("names", "stops")
    return plain in stops or plain.removeprefix(_ARABIC_AND) in stops


def _said_to_be(text: str, start: int) -> int:
    """
    Return where a name after 'ik ben' ends; `start` where it is a profession or a people.

    Two capitalised words are a name; one is, if the clause ends there or goes on with 'en'.
    """
    first = _WORD.match(text, start)
    small = _particled().match(text, start)
    if small and not any(_is_ordinary(word) for word in small[0].split()):
        return small.end()
    if first is None or not _may_be_name(first[1]):
        return start
    end = _announced(text, start)
    single = end <= _without_stop(first)
    goes_on = re.match(r"\s*(?:$|[,.!?;]|\s(?:en|and|und|et|uit|from|aus)\b|\s?\d)", text[end:])
    return end if goes_on or not single else start


@lru_cache(maxsize=1)
def _particled() -> re.Pattern[str]:
    """'fatima el amrani,': a name shows by its particle where capitals are left out."""
    particles = "|".join(map(re.escape, word_set("names", "particles") - {"de", "la", "le"}))
    return re.compile(rf"[a-z]+(?:-[a-z]+)?(?: (?:{particles}|van de))+ [a-z]+(?=\s*(?:[,.;!]|$))")


def _is_ordinary(word: str) -> bool:
    return word.lower() in word_set("names", "roles") or (
        _stops(word) and word.lower() not in word_set("names", "particles")
    )


def _may_be_name(word: str) -> bool:
    plain = word.rstrip(".")
    ordinary = _is_ordinary(plain)
    return bool(
        plain[:1].isupper() and plain[1:].islower() and not ordinary and not _DEMONYM.search(plain)
    )


def _is_signature(text: str) -> bool:
    words = text.split()
    return len(words) <= 5 and words[0][0].isupper() and not _stops(words[0].strip(".,"))
