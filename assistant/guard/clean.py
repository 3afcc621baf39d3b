"""Readable characters only: what is invisible goes, what imitates a letter becomes that letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that show nothing: Hangul fillers and the empty Braille cell."""

_JOINER = "\u200d"
_KEPT_FORMS = ("<super>", "<sub>", "<fraction>")
"""Compatibility forms that mean something ('m²', '½'); as text they would read otherwise."""

_SCRIPTS = re.compile(r"([A-Za-zÀ-ɏ])|([Ͱ-ϿЀ-ԯ])")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјкмоорсухһԁԛԝґӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχγ",
    "ABESIJKMHOPCTYXaesijkmoopcyxhdqwrlABEZHIKMNOPTYXaeiknoptuxy",
)
"""Cyrillic and Greek letters with a Latin double (after Unicode TR39, the common ones)."""

_ALIKE = frozenset(map(chr, _LATIN_ALIKE))
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
_ENCLOSED = (0x1F150, 0x1F170)
"""White letters on a black disc or square, A to Z; Unicode does not decompose them."""


def clean(text: str) -> str:
    """
    Return the text as a person sees it, in ordinary characters; the same text comes back as is.

    Removed: control, format, bidirectional, tag and filler characters, variation selectors and
    stacked accents. Folded: full width, mathematical and enclosed letters, digits of any script,
    and letters of another script that imitate a Latin one inside a Latin word.
    """
    if text.isascii() and text.isprintable():
        return text
    kept = unicodedata.normalize("NFC", "".join(_visible(text)))
    return _latin("".join(_without_stacks(kept)))


def _visible(text: str) -> list[str]:
    found = []
    for at, character in enumerate(text):
        if character == _JOINER and _between_pictures(text, at):
            found.append(character)
        else:
            found.append(_plain(character))
    return found


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """Return what stands for one character: itself, an ordinary one, a blank or nothing."""
    if character.isascii():
        return character if character.isprintable() or character in "\n\t" else ""
    kind = unicodedata.category(character)
    if character in _BLANKS or kind in ("Zs", "Zl", "Zp"):
        return " "
    if kind in ("Cc", "Cf", "Cs", "Co", "Cn") or _is_selector(character):
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    for first in _ENCLOSED:
        if first <= ord(character) < first + 26:
            return chr(ord("A") + ord(character) - first)
    if unicodedata.decomposition(character).startswith(_KEPT_FORMS):
        return character
    if unicodedata.decomposition(character).startswith("<"):
        folded = unicodedata.normalize("NFKC", character)
        inner = folded.strip("()")
        return inner if inner.isalnum() or len(folded) == 1 else character
    return _SMALL_CAPITALS.get(character, character)


def _is_selector(character: str) -> bool:
    return 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF


def _between_pictures(text: str, at: int) -> bool:
    """Tell whether a joiner makes one picture of two, as in a family or a profession."""
    before = text[:at].rstrip("\ufe0f🏻🏼🏽🏾🏿")[-1:]
    after = text[at + 1 : at + 2]
    return bool(before and after) and {
        unicodedata.category(before),
        unicodedata.category(after),
    } <= {"So", "Sm"}


def _without_stacks(text: str) -> list[str]:
    """Drop accents that no composed letter holds, on the scripts of Europe."""
    found, base = [], ""
    for character in text:
        if unicodedata.category(character) in ("Mn", "Me"):
            if base and ord(base) < 0x530:
                continue
        else:
            base = character
        found.append(character)
    return found


def _latin(text: str) -> str:
    """Give a Latin word its Latin letters back; leave words of another script alone."""
    scripts = [match.lastindex for match in _SCRIPTS.finditer(text)]
    mostly_latin = scripts.count(1) > 0.6 * len(scripts)
    return _WORD.sub(lambda match: _latin_word(match[0], mostly_latin), text)


def _latin_word(word: str, mostly_latin: bool) -> str:
    other = [letter for letter in word if _SCRIPTS.match(letter) and not letter.isascii()]
    strange = [letter for letter in other if letter > "ɏ"]
    if not strange:
        return word
    mixed = len(strange) < len(word)
    disguised = mostly_latin and all(letter in _ALIKE for letter in word)
    return word.translate(_LATIN_ALIKE) if mixed or disguised else word


def without_spans(text: str, spans: Iterable[tuple[int, int]], joint: str = "") -> str:
    """Return a text without its spans, which come by their start and may overlap."""
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at : max(at, start)])
        at = max(at, end)
    return joint.join([*kept, text[at:]])
