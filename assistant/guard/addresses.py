"""E-mail and home addresses. A postcode alone stays: it finds the desk."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.guard.cues import cue, word_set
from assistant.guard.kinds import MASKS, Kind

_MASK = MASKS[Kind.ADDRESS]
_LOCAL = r"[\w.+%'-]{1,64}"
_AT = r"(?:at|apenstaartje|aapje)"
_DOT = r"(?:dot|punt|point|nokta)"
_EMAIL = re.compile(
    rf"{_LOCAL}\s?(?:@|[(\[{{]\s?{_AT}\s?[)\]}}])\s?"
    rf"[\w-]{{1,63}}(?:(?:\.|\s?[(\[{{]\s?{_DOT}\s?[)\]}}]\s?)[\w-]{{2,63}}){{1,4}}"
    rf"|{_LOCAL}\s+{_AT}\s+[\w-]{{1,63}}(?:\s+{_DOT}\s+[\w-]{{2,63}}){{1,3}}"
    rf"|{_LOCAL}\s+{_AT}\s+[\w-]{{1,63}}\.[a-z]{{2,4}}\b"
    rf"|{_LOCAL}@[\w-]{{2,63}}",
    re.IGNORECASE,
)
_WORDS_OF_TWO = (
    "en|of|is|in|op|ik|de|om|te|je|we|ze|al|er|nu|zo|na|bij|tm|fte|st|ect|tot|ben|dat|als"
)
_LETTERS = (
    rf"(?:\s?[A-Z]{{2}}|(?!{_WORDS_OF_TWO}\b)[a-z]{{2}}|\s(?!(?:{_WORDS_OF_TWO})\b)[a-z]{{2}})"
)
_POSTCODE = rf"(?<![\d€.,-])(?<!€ )(?P<four>[1-9]\d{{3}})(?!\s(?:EN|OF|IS|IN|OP|TM)\b){_LETTERS}\b"
_NUMBER = (
    r"\d{1,5}\s?(?:[a-zA-Z]\b|bis\b|hs\b|[- ]?[IVX]{1,4}\b|-\d{1,4}\b)?"
    r"(?!\w|[.,]?\d|%|\s?(?:jaar|jaren|uur|euro|fte|maanden|dagen|weken|procent|studenten))"
)
_BETWEEN = r"[\s,;:-]{0,3}(?:(?:met\s+)?(?:nr|nummer|huisnummer|huisnr|no)\.?\s*(?:is\s+)?)?"
_AFTER = re.compile(rf"{_POSTCODE}{_BETWEEN}{_NUMBER}")
_TOWN_BETWEEN = re.compile(
    rf"{_POSTCODE}(?P<town>,?\s+(?:te\s+)?[A-Z][\w'-]+(?:\s[\w'-]+)?[,\s]+(?:en\s+)?"
    rf"(?:mijn\s+)?(?:nr|nummer|huisnummer|huisnr)\.?\s*(?:is\s+)?){_NUMBER}"
)
_BEFORE = re.compile(
    rf"(?<!\w)(?:[A-Z][\w'.-]*\s+(?:[\w'.-]+\s+){{0,3}})?{_NUMBER}[\s,;-]{{1,3}}{_POSTCODE}"
)
_ALONE = re.compile(_POSTCODE)


def mask_emails(text: str) -> str:
    """Mask e-mail addresses, also with '(at)', 'apenstaartje' or 'punt'."""
    return _EMAIL.sub(MASKS[Kind.EMAIL], text)


@lru_cache(maxsize=1)
def _street() -> re.Pattern[str]:
    endings = "|".join(word_set("streets", "endings"))
    return re.compile(rf"(?<!\w)(?P<street>[\w'-]{{2,40}}(?:{endings}))\.?\s+{_NUMBER}")


@lru_cache(maxsize=1)
def _home() -> re.Pattern[str]:
    """'ik woon op Zuiderdiep 12': words with capitals and a number, after a word for living."""
    return re.compile(
        rf"(?P<cue>(?i:{cue('lives')})[\s:,]{{1,3}}(?:(?i:is|op|aan|in|at|de|het|am|an|der)\s+){{0,3}})"
        rf"(?:[A-Z][\w'.-]*\s+(?:[\w'.-]+\s+){{0,3}}?){_NUMBER}"
    )


@lru_cache(maxsize=1)
def _house() -> re.Pattern[str]:
    return re.compile(rf"(?P<cue>(?i:{cue('house')})[\s:]{{0,3}}(?:is\s+)?){_NUMBER}")


def mask_addresses(text: str) -> str:
    """
    Mask a street or postcode with a house number.

    Of a postcode with a number its four digits stay, for the region; without one all of it.
    """
    masked = _BEFORE.sub(rf"\g<four> {_MASK}", text)
    masked = _AFTER.sub(rf"\g<four> {_MASK}", masked)
    masked = _TOWN_BETWEEN.sub(rf"\g<four>\g<town>{_MASK}", masked)
    masked = _home().sub(rf"\g<cue>{_MASK}", masked)
    masked = _street().sub(_masked_street, masked)
    masked = _house().sub(rf"\g<cue>{_MASK}", masked)
    return _ALONE.sub(r"\g<four>", masked) if masked != text else text


def _masked_street(match: re.Match[str]) -> str:
    word = match["street"].lower()
    return match[0] if word in word_set("streets", "others") else _MASK
