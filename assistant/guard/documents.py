"""Numbers of identity papers, passwords and dates of birth."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.guard.cues import announced, cue, mask_data, word_set
from assistant.guard.kinds import MASKS, Kind

_PASSPORT = re.compile(r"(?<!\w)(?=\w{0,5}\d{4})[A-NP-Z]{2}[A-NP-Z0-9]{6}\d(?!\w)")
"""A Dutch passport or identity card (form since 2011), with four digits in a row."""


@lru_cache(maxsize=1)
def _paper() -> re.Pattern[str]:
    return announced("document", r"(?=[A-Z-]{0,4}\d)[A-Z]{0,4}-?(?:[A-Z0-9][.-]?){4,12}[0-9]")


@lru_cache(maxsize=1)
def _password() -> re.Pattern[str]:
    linked = r"\s*(?:is|was|ist|:|=|luidt|هي)\s*"
    return re.compile(rf"(?P<cue>{cue('password')}{linked})(?P<data>[^\s\[]\S*)", re.IGNORECASE)


def mask_documents(text: str) -> str:
    """Mask the numbers of passports and other papers, and passwords."""
    text = _paper().sub(mask_data(Kind.DOCUMENT), text)
    text = _PASSPORT.sub(MASKS[Kind.DOCUMENT], text)
    return _password().sub(mask_data(Kind.PASSWORD), text)


@lru_cache(maxsize=1)
def _births() -> tuple[re.Pattern[str], re.Pattern[str]]:
    months = "|".join(sorted(word_set("months", "names"), key=lambda name: (-len(name), name)))
    day = (
        rf"(?:\d{{1,2}}(?:e|de|ste|st|nd|rd|th|\.)?\s*(?:of\s+)?(?:{months})\.?,?\s*'?\d{{2,4}}"
        rf"|(?:{months})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
        r"|\d{1,2}\s?[-./ ]\s?\d{1,2}\s?[-./ ]\s?(?:\d{4}|\d{2})"
        r"|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2})(?!\d)"
    )
    between = (
        r"(?:\s+(?:in|te)\s+[\w-]{1,30})?[\s:,=-]{0,4}(?:(?:is|op|on|am|le|war|هو|في)\s+){0,2}"
    )
    first = rf"(?P<cue>{cue('birth')}{between}){day}"
    last = rf"{day}(?P<cue>\s+(?:\w{{1,12}}\s+){{0,2}}{cue('birth_after')})"
    return re.compile(first, re.IGNORECASE), re.compile(last, re.IGNORECASE)


def mask_births(text: str) -> str:
    """Mask a whole date that is said to be someone's day of birth; a year alone stays."""
    first, last = _births()
    text = first.sub(lambda match: match["cue"] + MASKS[Kind.BIRTH], text)
    return last.sub(lambda match: MASKS[Kind.BIRTH] + match["cue"], text)
