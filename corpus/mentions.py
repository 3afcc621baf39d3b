"""Places and regions that running text names, without taking ordinary words for them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.places import Cues, Gazetteer, Place, key_of
from corpus.region_data import Region
from corpus.regions import Regions

SHORTEST_REGION = 3
SHORTEST_TYPO = 6

_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[,;:!?()\n]|\.\s")
_POSTCODE = re.compile(
    r"\b(?!20[12]\d (?:PO|VO|SO|HO)\b)([1-9]\d{3})(?: ?[A-Z]{2}|[a-z]{2})\b"
    r"|\b[Pp]ostcode(?:gebied)?(?: is|:| =)? ([1-9]\d{3})\b"
    r"|\b(?:woon|wonen|woont|zit) (?:in|op) (?!20[012]\d)([1-9]\d{3})\b"
)
"""
Four digits alone are a postcode where words say so; 'ik woon in 2024' tells a year, and so does
'subsidie 2026 VO'.
"""


@dataclass(frozen=True, slots=True)
class Word:
    """
    A word of running text.

    Args:

        key: For comparing; `text` is as written, and `start` where.

        joins: Whether it may go on with the name that the word before it began: no comma between.
    """

    key: str
    text: str
    start: int
    joins: bool

    @property
    def is_capital(self) -> bool:
        """Tell whether it starts with a capital."""
        return self.text[0].isupper()


def places_in(text: str, places: Gazetteer) -> list[list[Place]]:
    """
    Return the places that a text names, in its order, each with all its meanings.

    A name that is also an ordinary word needs a preposition of place before it. The seat of a
    university or hogeschool is not taken for someone's place. A misspelled town is understood
    where it has a capital and a preposition.
    """
    found = [
        (match.start(), places.by_postcode(int(match[1] or match[2] or match[3])))
        for match in _POSTCODE.finditer(text)
    ]
    words = _words(text)
    at = 0
    while at < len(words):
        length, meanings = _place_at(words, at, places)
        found.append((words[at].start, meanings))
        at += length
    unique: list[list[Place]] = []
    for _, meanings in sorted(found, key=lambda each: each[0]):
        if meanings and meanings not in unique:
            unique.append(meanings)
    return unique


def regions_in(text: str, regions: Regions) -> list[Region]:
    """
    Return the onderwijsregio's and desks that a text names, in its order.

    Names of several words are ordinary words too ('welkom in het onderwijs') and need a capital,
    unless the data write them without. What is also a place's name is left to `places_in`.
    """
    words = _words(text)
    found: dict[str, Region] = {}
    at = 0
    while at < len(words):
        length, named = _region_at(words, at, regions)
        found |= {each.id: each for each in named}
        at += length
    return list(found.values())


def spans_in(text: str, regions: Regions) -> list[tuple[int, int]]:
    """Return where a text names a place, a region or a regional desk: (start, end), in order."""
    spans = [found.span() for found in _POSTCODE.finditer(text)]
    words = _words(text)
    at = 0
    while at < len(words):
        length, places = _place_at(words, at, regions.places)
        found = bool(places)
        if not places:
            length, named = _region_at(words, at, regions)
            found = any(not each.is_national for each in named)
        last = words[at + length - 1]
        if found:
            spans.append((words[at].start, last.start + len(last.text)))
        at += length
    return sorted(spans)


def _words(text: str) -> list[Word]:
    words, end = [], 0
    for found in _WORD.finditer(text):
        joins = not _BREAK.search(text[end : found.start()])
        end = found.end()
        if key := key_of(found[0]):
            words.append(Word(key, found[0], found.start(), joins))
    return words


def _longest(words: list[Word], at: int, most: int) -> int:
    """Return how many words, from one on, may be one name."""
    length = 1
    while length < min(most, len(words) - at) and words[at + length].joins:
        length += 1
    return length


def _place_at(words: list[Word], at: int, places: Gazetteer) -> tuple[int, list[Place]]:
    """Return how many words the place at a word has, and its meanings; (1, []) for none."""
    for length in range(_longest(words, at, places.longest), 0, -1):
        name = " ".join(word.key for word in words[at : at + length])
        meanings = places.named(name)
        if meanings and _is_meant(name, words, at, places):
            return length, meanings
    word = words[at]
    may_be_misspelled = word.is_capital and len(word.key) >= SHORTEST_TYPO
    if may_be_misspelled and _is_announced(words, at, places.cues):
        near = places.near(word.key, villages=False)
        if len(near) == 1:
            return 1, places.named(near[0])
    return 1, []


def _is_meant(name: str, words: list[Word], at: int, places: Gazetteer) -> bool:
    if _names_institute(words, at, places.cues) or name in places.words.never:
        return False
    if name in places.words.others:
        return words[at].is_capital and _is_announced(words, at, places.cues)
    if name in places.words.towns:
        inside = at > 0 and words[at].joins  # no capital of a sentence's first word
        if words[at].is_capital:
            return inside or _is_announced(words, at, places.cues)
        verb = _two_before(words, at)[1] == "te"  # 'op te leiden'
        return not verb and _is_announced(words, at, places.cues)
    return True


def _is_announced(words: list[Word], at: int, cues: Cues) -> bool:
    """Tell whether words of a place stand before, as in 'in Best' or 'buurt van Best'."""
    first, last = _two_before(words, at)
    if last in cues.before | cues.desks:
        return True
    if last == "van":
        return first in cues.before_van | cues.desks
    return last == "voor" and first in cues.desks


def _names_institute(words: list[Word], at: int, cues: Cues) -> bool:
    first, last = _two_before(words, at)
    return last in cues.institutes or (last == "van" and first in cues.institutes)


def _two_before(words: list[Word], at: int) -> tuple[str, str]:
    """Return the two words before one, '' where there is none."""
    first, last = ["", "", *(word.key for word in words[max(0, at - 2) : at])][-2:]
    return first, last


def _region_at(words: list[Word], at: int, regions: Regions) -> tuple[int, list[Region]]:
    for length in range(_longest(words, at, regions.longest), 0, -1):
        part = words[at : at + length]
        name = " ".join(word.key for word in part)
        named = regions.named(name)
        plain = length == 1 and len(name) >= SHORTEST_REGION
        shown = plain or any(word.is_capital for word in part)
        if name in regions.places.cues.foreign or not shown:
            named = [each for each in named if _is_written(name, part, each)]
        if named and not regions.places.named(name):
            return length, named
    return 1, []


def _is_written(name: str, part: list[Word], region: Region) -> bool:
    """Tell whether the data write a name as the text does: without capitals, or with."""
    capital = any(word.is_capital for word in part)
    return any(key_of(each) == name and each.islower() != capital for each in region.aliases)
