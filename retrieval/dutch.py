"""Dutch words: tokens, stems, compounds. The only module that knows the Snowball stemmer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import Stemmer

SHORTEST_PART = 4
SHORTEST_COMPOUND = 8
LINKS = ("", "s", "e", "en")

STOP_WORDS = frozenset(
    Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8").split()
)
"""Function words; they carry no evidence. English ones too, for questions in English."""

PARTICLES = (
    *("aan", "af", "in", "op", "uit", "mee", "door", "terug", "over", "bij", "toe", "om", "na"),
    "samen",
)
"""Parts of a verb that may stand apart from it: 'vraag ik die aan'."""

_NUMBER = re.compile(r"\.(?<=\d\.)(?=\d{3}(?!\d))")  # the dot first: that is sought fast
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_TOKEN = re.compile(r"\d+(?:,\d+)?|[a-z&]+(?:['-][a-z&]+)*|\d*[a-z]+\d*\w*")
_stemmer = lru_cache(maxsize=1)(lambda: Stemmer.Stemmer("dutch"))


def plain(text: str) -> str:
    """Return lower-case text without accents, curly quotes or thousands separators."""
    text = _NUMBER.sub("", text.replace("’", "'").replace("‑", "-")).lower()
    return text if text.isascii() else _BEYOND_ASCII.sub(lambda found: _unmarked(found[0]), text)


@lru_cache(maxsize=1 << 12)
def _unmarked(text: str) -> str:
    """Return letters without their accents: Dutch has few in a row, and the same ones."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))


def words(text: str) -> list[str]:
    """
    Return the words of a text in order: plain, hyphens and apostrophes still in them.

    A number keeps its decimals ('22,6') and loses its thousands separators ('20000').
    """
    return list(_words(text))


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[str, ...]:
    """Split a text once: its terms and its compounds are asked for one after the other."""
    return tuple(_TOKEN.findall(plain(text)))


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """Return the Snowball stem (Porter's Dutch algorithm) of one plain word."""
    return _stemmer().stemWord(re.sub(r"'s?$", "", word).replace("'", ""))


@lru_cache(maxsize=1 << 14)
def term_set(text: str) -> frozenset[str]:
    """Return the index terms of a text, each once; passages come back question after question."""
    return frozenset(terms(text))


def terms(text: str) -> list[str]:
    """
    Return the index terms of a text: stems of its content words, in order.

    A hyphenated word gives its joined form ('zijinstromer') and its parts, so that both
    spellings meet.
    """
    found = []
    for word in words(text):
        if word in STOP_WORDS:
            continue
        if "-" in word:
            found.append(stem(word.replace("-", "")))
            found.extend(stem(p) for p in word.split("-") if len(p) > 2 and p not in STOP_WORDS)
        elif len(word) > 1 or word.isdigit():
            found.append(stem(word))
    return found


class CompoundSplitter:
    """
    Splits Dutch compounds into words that the corpus itself uses.

    Method: the split with the highest geometric mean of the parts' corpus counts (Koehn and
    Knight, 2003), parts of at least four letters, linked by nothing, -s-, -e- or -en-.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Take plain words with how often the corpus uses them."""
        self._counts = counts
        self.split = lru_cache(maxsize=1 << 17)(self._split)
        self.parts = lru_cache(maxsize=20_000)(self._parts)

    def _split(self, word: str) -> tuple[str, ...]:
        """Return the parts of a plain word, or () where it is no compound of known words."""
        if len(word) < SHORTEST_COMPOUND or not word.isalpha():
            return ()
        best = 0.0
        parts: tuple[str, ...] = ()
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            head, tail = word[:at], word[at:]
            tail_count = self._known(tail)
            if not tail_count:
                continue
            for link in LINKS:
                if link and not head.endswith(link):
                    continue
                bare = head.removesuffix(link) if link else head
                count = self._known(bare) if len(bare) >= SHORTEST_PART else 0
                score = (count * tail_count) ** 0.5
                if score > best:
                    best, parts = score, (bare, tail)
        return parts

    def _known(self, word: str) -> int:
        return self._counts.get(word, 0) if word not in STOP_WORDS else 0

    def _parts(self, text: str) -> tuple[str, ...]:
        """Return the stems of the parts of every compound in a text."""
        found = []
        for word in words(text):
            for part in self.split(word.replace("-", "")):
                found.append(stem(part))
                found.extend(stem(inner) for inner in self.split(part))
        return tuple(found)


def count_words(texts: Iterable[str]) -> dict[str, int]:
    """Count the plain words of texts, hyphenated words also joined and in parts."""
    counts: dict[str, int] = {}
    for text in texts:
        for word in words(text):
            for form in {word, word.replace("-", ""), *word.split("-")}:
                counts[form] = counts.get(form, 0) + 1
    return counts
