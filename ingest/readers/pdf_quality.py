"""Judges whether the text of a PDF page can be trusted."""

from __future__ import annotations

import re

_LONG = 26
"""Letters; Dutch has such words ('onderwijsarbeidsmarktsituatie'), but few on a page."""

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_VOWEL = re.compile(r"[aeiouyà-æè-ïò-öù-ý]", re.IGNORECASE)


def doubt(lines: list[str], *, hidden: int) -> tuple[list[str], bool]:
    """
    Look for signs of badly extracted text.

    Args:

        hidden: How many characters stood in fonts that cannot be read.

    Returns:

        The reasons to doubt the page, and whether it is so bad that it must not be used.
    """
    text = " ".join(lines)
    words = _WORD.findall(text)
    found = [
        *((reason, bad) for reason, bad in (_glued(words), _spaced(words)) if reason),
        *((reason, bad) for reason, bad in (_garbled(text, words),) if reason),
        *([("unreadable font on part of the page", False)] if hidden > 0.02 * len(text) else []),
    ]
    return [reason for reason, _ in found], any(bad for _, bad in found)


def _glued(words: list[str]) -> tuple[str, bool]:
    """Doubt words that run together; a mean above 14 letters is no language."""
    if len(words) < 4:
        return ("glued words", True) if any(len(word) > 60 for word in words) else ("", False)
    share = sum(len(word) >= _LONG for word in words) / len(words)
    mean = sum(map(len, words)) / len(words)
    if share < 0.06 and mean < 11:
        return "", False
    return "glued words (very long tokens)", share > 0.25 or mean > 14


def _spaced(words: list[str]) -> tuple[str, bool]:
    """Doubt text of which many words are single letters."""
    single = sum(len(word) == 1 for word in words)
    if len(words) < 20 or single < 0.3 * len(words):
        return "", False
    return "many single letters (broken words)", single > 0.5 * len(words)


def _garbled(text: str, words: list[str]) -> tuple[str, bool]:
    """Doubt text with unknown characters, or of which the letters are no words."""
    unknown = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in text)
    if unknown > 0.02 * len(text):
        return "unknown characters", unknown > 0.1 * len(text)
    letters = "".join(word for word in words if not word.isupper())
    if len(letters) >= 100 and len(_VOWEL.findall(letters)) < 0.22 * len(letters):
        return "garbled text (hardly any vowels)", True
    solid = len(text.replace(" ", ""))
    if solid >= 200 and sum(map(len, words)) < 0.35 * solid:
        return "hardly any words on the page (figures or symbols)", False
    return "", False
