"""Spelling: the corpus word that an unknown word stands for. The only module that knows rapidfuzz
and pyspellchecker."""

from __future__ import annotations

import re
import string
from functools import lru_cache
from zlib import crc32

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from retrieval.dutch import STOP_WORDS, plain
from retrieval.lexical import LexicalIndex

SHORTEST_CORRECTED = 5
SHORTEST_STEM = 4
_PAIR = re.compile(r"(?<![\w-])(?P<one>[^\W\d_]{4,})(?=[ ]+(?P<other>[^\W\d_]{4,})(?![\w-]))")
"""Two words beside each other, none so short that it is often a word of its own."""

ENDINGS = frozenset(("", "e", "en", "n", "s", "er", "ers", "r", "rs"))
ENDINGS |= {"d", "de", "t", "te", "st", "ste", "end", "ende"}


def correction(word: str, lexical: LexicalIndex) -> str | None:
    """
    Return the corpus word that a misspelled word most likely stands for, or None.

    A Dutch word that the corpus lacks is not misspelled, 'ingenieur' is no 'interieur': it only
    stands for itself with another ending, 'begeleiden' for 'begeleiders'.

    Method: optimal string alignment distance of one edit, or two in words of eight letters and
    more, of which one at most in the first letter; the same first letter first, then the more
    frequent word.
    """
    if len(word) < SHORTEST_CORRECTED or not word.replace("-", "").isalpha():
        return None
    most = 1 if len(word) < 8 else 2
    lengths = range(max(len(word) - most, SHORTEST_CORRECTED - 1), len(word) + most + 1)
    choices = [each for length in lengths for each in lexical.words_of(word[0], length)]
    found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=None)
    ranked = [(distance, False, -lexical.words[each], each) for each, distance, _ in found]
    ranked += [
        (1, True, -lexical.words[each], each)
        for each in _other_starts(word)
        if each in lexical.words and len(each) >= SHORTEST_CORRECTED - 1
    ]
    better = [each for each in sorted(ranked) if each[3] not in STOP_WORDS]
    if better and is_dutch(word):
        better = [each for each in better if _ends_otherwise(word, each[3])]
    return better[0][3] if better else None


def joined(text: str, lexical: LexicalIndex) -> str:
    """
    Return a Dutch text with what is one word in the corpus and was written as two: 'school leider'.

    Also where an s joins them ('bekwaamheid onderzoek'). Only where the corpus has the whole more
    often than the rarer of the two: what it writes apart as well ('peer review') stays apart.
    """
    made, last = "", 0
    for pair in _PAIR.finditer(text):
        one, other = plain(pair["one"]), plain(pair["other"])
        if pair.start() < last or {one, other} & STOP_WORDS:
            continue
        rarer = min(lexical.words.get(one, 0), lexical.words.get(other, 0))
        for link in ("", "s"):
            if lexical.words.get(f"{one}{link}{other}", 0) > rarer:
                made += f"{text[last : pair.start()]}{pair['one']}{link}{pair['other']}"
                last = pair.end("other")
                break
    return made + text[last:]


def _ends_otherwise(word: str, other: str) -> bool:
    """Tell whether two words differ in their endings only."""
    same = Prefix.similarity(word, other)
    return same >= SHORTEST_STEM and {word[same:], other[same:]} <= ENDINGS


def is_dutch(word: str) -> bool:
    """Tell whether a plain word is a Dutch word, by the list of pyspellchecker."""
    known = _dutch()
    key = _key(word)
    at = int(np.searchsorted(known, key))
    return at < len(known) and bool(known[at] == key)


@lru_cache(maxsize=1)
def _dutch() -> np.ndarray:
    """Return the keys of all Dutch words, uint32 in order: 1 MB, where the words take 40."""
    from spellchecker import SpellChecker

    spelled = SpellChecker(language="nl").word_frequency.words()
    return np.unique(np.fromiter((_key(plain(word)) for word in spelled), np.uint32))


def _key(word: str) -> np.uint32:
    """Of a word that is not Dutch one in ten thousand has the key of one that is."""
    return np.uint32(crc32(word.encode()))


def _other_starts(word: str) -> set[str]:
    """Return what a word may stand for when the edit is in its first letter."""
    letters = string.ascii_lowercase
    other = {letter + rest for letter in letters for rest in (word, word[1:])}
    other |= {word[1:], word[1] + word[0] + word[2:]}
    return {each for each in other if each[0] != word[0]}
