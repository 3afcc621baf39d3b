"""What visitors tell of themselves before they ask: its numbers are not asked about."""

from __future__ import annotations

import re

from assistant.understanding.question_words import (
    ENGLISH,
    ENGLISH_VERB,
    INVERTED,
    MODAL,
    WHAT,
)
from corpus.mentions import spans_in
from corpus.regions import load_regions

_ASKS = (
    rf"(?:(?:en|maar|dus) )?(?:{WHAT}|{MODAL}|is|zijn|geldt|{INVERTED}|{ENGLISH}|{ENGLISH_VERB})\b"
)
_TOLD = re.compile(
    r"(?:^|(?<=[.!;]\s)|(?<=,\s))(?:(?:en|want|dus) )?"
    r"(?:(?:ik|wij|we|i) (?:ben|was|heb|had|werk|werkte|woon|woonde|kom|kwam|stopte|studeer\w*|deed"
    r"|volg\w*|haalde|gaf|geef|zit|am|have|had|worked|studied|live|taught)"
    r"|mijn \w+(?: \w+)? (?:is|was|heeft))\b"
    rf"[^.?!;]*?(?=[.!;]|,\s+{_ASKS}|$)",
    re.IGNORECASE,
)
_OWN_PLACE = re.compile(
    r"\b(?:(?:ik|wij|we) (?:woon|wonen|zit|zitten|wil|zou|zoek|werk)|(?:kan|mag) (?:ik|je|iemand)"
    r"|waar (?:kan|vind|moet) ik|hoe \w+ ik|i live|can i|where can i)\b"
    r"[^.?!]*?\b(?P<where>(?:in|te|bij|rond|rondom|near|around)"
    r"(?: de (?:buurt|omgeving|regio)(?: van)?| regio)?\s+)$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!;])\s+")
_REFERS = re.compile(r"\b(?:dat|dit|die|daar\w*|hier\w*|that|this|it)\b", re.IGNORECASE)
LEAST_ALONE = 5
"""Words from which the last sentence of a story is a question by itself."""

_ONLY_LIVES = re.compile(r"^\W*(?:ik|wij|we|i) (?:woon|wonen|zit|live)\W*", re.IGNORECASE)
_OWN_NUMBER = re.compile(
    r",?\s*\b(?:(?:in|sinds|vanaf|rond|uit|tot|op|since|from|until)\s+)?[1-9]\d{3}\b"
    r"|\s*\b(?:(?:al|ruim|bijna|nu|zo'n|ongeveer|for|meer dan)\s+)*\d{1,2}\s+"
    r"(?:jaar|jaren|maanden|years|months)\b(?! (?:oud|old))",
    re.IGNORECASE,
)


def without_own_place(text: str) -> tuple[str, str] | None:
    """
    Return a question without the town or region that the visitor is in, and that name.

    'Kan ik in Zwolle een dag meelopen?' also has a general answer; a question about a town
    ('Hoeveel scholen heeft Zwolle?') has not, and gives None.
    """
    for start, end in spans_in(text, load_regions()):
        if own := _OWN_PLACE.search(text[:start]):
            rest = _ONLY_LIVES.sub("", f"{text[: own.start('where')]}{text[end:].lstrip()}")
            return rest, text[start:end]
    return None


def without_story(text: str) -> str | None:
    """
    Return the question that ends a story, without the sentences before it, or None.

    'Ik werk bij een bank die krimpt. Ben ik te oud om leraar te worden?' can be answered for
    everyone; a question of a few words leans on what was told, and gives None.
    """
    *told, asked = _SENTENCE_END.split(text.strip())
    alone = len(asked.split()) >= LEAST_ALONE and not _REFERS.search(asked)
    return asked if told and asked.endswith("?") and alone else None


def without_own_numbers(text: str) -> str:
    """
    Return a question without the years, postcodes and durations of the story before it.

    'Ik ben gestopt in 2010, kan ik terugkomen?' does not ask for what held in 2010. A text that
    only tells, or only asks, comes back as it is.
    """
    told = list(_TOLD.finditer(text))
    if not told or not text[told[-1].end() :].strip(" .,!;?"):
        return text
    kept, at = [], 0
    for match in told:
        kept += [text[at : match.start()], _OWN_NUMBER.sub("", match[0])]
        at = match.end()
    return "".join([*kept, text[at:]])
