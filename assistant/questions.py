"""What may be asked: one rule for every front, and for the guard behind them."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

MAX_QUESTION = 1000
"""Characters; the fronts refuse a longer question, the guard cuts what is longer still."""


class Fault(StrEnum):
    """Why a question is refused before the assistant sees it."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"


SENTENCES = {
    Fault.EMPTY: "The question is empty.",
    Fault.TOO_LONG: f"The question is longer than {MAX_QUESTION:,} characters.",
    Fault.UNREADABLE: "The question contains control characters or is not valid text.",
}


def fault_of(text: str) -> Fault | None:
    """Return what is wrong with a question, or None. White space at the ends does not count."""
    trimmed = text.strip()
    if any(_unreadable(character) for character in trimmed):
        return Fault.UNREADABLE
    if not any(_visible(character) for character in trimmed):
        return Fault.EMPTY
    return Fault.TOO_LONG if len(trimmed) > MAX_QUESTION else None


def _visible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) not in ("Cf", "Mn")


def _unreadable(character: str) -> bool:
    """Tell control characters, lone surrogates, non-characters and decoding debris from text."""
    if character in "\t\n\r":
        return False
    nonchar = ord(character) & 0xFFFE == 0xFFFE
    return nonchar or character == "�" or unicodedata.category(character) in ("Cc", "Cs")
