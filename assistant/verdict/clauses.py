"""The clauses of a sentence, and the small words in them that change what it says."""

from __future__ import annotations

import re

from corpus.model import Passage
from corpus.text import fold
from retrieval.dutch import plain

SAID = re.compile(r"(ja|nee)\s*[,.:;–-]\s*", re.I)
"""The word with which a sentence of a document answers its own heading."""

_PAST = re.compile(
    r"\b(?:was|waren|mocht(?:en)?|moest(?:en)?|kon(?:den)?|werd(?:en)?|kreeg|kregen|had(?:den)?"
    r"|hoefde\w*|gold(?:en)?)\b"
)
_CLAUSE = re.compile(r"\s*(?:;|:|\s–\s|,? maar |, want |, omdat |, en |, ook |, behalve )\s*")
_NOT_YOU = re.compile(r"\bniet (?:(?:aan|voor|naar) )?(?:jij|jou)\b")
_ME = re.compile(r"\b(?:ik|mij|me|mijn|je|jij|jou|jouw|zij-instromers?)\b")
_RESTRICTED = re.compile(r"\b(?:waar|die|dat|met|zonder|alleen)\b")


def bare(text: str) -> str:
    """Return a sentence without an opening ja or nee and what stands between brackets."""
    return re.sub(r"\s*\([^)]*\)", "", SAID.sub("", fold(text), count=1))


def first_clause(text: str) -> str:
    """Return the first clause of a sentence, bare."""
    return _CLAUSE.split(bare(text), maxsplit=1)[0]


def heading_of(passage: Passage) -> str:
    """Return the nearest heading, or ''."""
    return fold(passage.section[-1]) if passage.section else ""


def is_past(text: str) -> bool:
    """Tell whether a clause tells of the past."""
    return bool(_PAST.search(plain(text)))


def asks_or_opens(text: str) -> bool:
    """Tell whether a sentence asks something, or opens a list: it says nothing by itself."""
    return text.rstrip().endswith(("?", ":"))


def is_restricted(text: str) -> bool:
    """Tell whether a clause speaks of some of a kind only."""
    return bool(_RESTRICTED.search(plain(text)))


def excludes_reader(text: str, claimed: str) -> bool:
    """Tell whether a clause says who does not get it, and the claim is about another."""
    return bool(_NOT_YOU.search(plain(text))) and not _ME.search(plain(claimed))
