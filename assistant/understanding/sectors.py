"""The sector that someone wants to work in: po, so, vo or mbo."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.model import SECTORS

NAMES = {
    "po": "het basisonderwijs",
    "so": "het speciaal onderwijs",
    "vo": "het voortgezet onderwijs",
    "mbo": "het mbo",
}

WORDS = {
    "po": r"po|basis(?:school|scholen|onderwijs)\w*|primair onderwijs|primary (?:school|education)",
    "so": r"vso|sbo|speciaal (?:basis)?onderwijs|special (?:needs )?education"
    r"|so[- ](?:school|onderwijs)|(?<=het )so|(?<=en )so|so(?= (?:en|of)\b)",
    "vo": r"vo|voortgezet onderwijs|middelbare (?:school|scholen)|middelbaar onderwijs"
    r"|vmbo|havo|vwo|gymnasium|praktijkonderwijs|secondary (?:school|education)|high school",
    "mbo": r"mbo(?:-school|-scholen)?|roc|middelbaar beroepsonderwijs"
    r"|vocational (?:school|education)",
}
"""What each sector is called. 'So' is also an English word, and needs Dutch beside it."""

_SIGNS = {"po": r"pabo|juf|kleuters?|groep [1-8]", "mbo": "pdg"}
"""What tells which sector someone wants, and is no name of it."""

SECTOR_OF = {"vso": "so", "pro": "vo"}
"""The sector of a kind of school that a Situation tells apart."""

_PATTERNS = {
    name: re.compile(rf"\b(?:{'|'.join(filter(None, (words, _SIGNS.get(name))))})\b", re.I)
    for name, words in WORDS.items()
}
_DIPLOMA = re.compile(
    r"(?P<kept>\b(?:help\w*|hulp)\b[^.,?!]*\bmet (?:het )?(?:mbo|havo|vwo|vmbo)\b"
    r"(?![- ]?(?:\d|niveau|diploma|opgeleid|werken|lesgeven|de|naar)))"
    r"|\b(?:mbo|havo|vwo|vmbo)[- ]?(?:\d|niveau|diploma|opgeleid)\w*"
    r"|\b(?:heb|met|zonder|geen|na|deed|haalde|alleen)\s+(?:een\s+|alleen\s+|ook\s+)?"
    r"(?:mbo|havo|vwo|vmbo)\b"
    r"(?![- ](?:leerling|student|scholier|jongeren|klas|scho(?:ol|len)|docenten|leraren|teams?\b))"
    r"|\b(?:mbo|havo|vwo|vmbo)(?=(?:(?:,| en| of) (?:een )?(?:[hm]avo|vwo|v?mbo)(?:[- ]?\d)?)*"
    r"(?: nooit| niet| al| ooit)?(?: hebt?\b| heeft(?=\W*$|[,.?]| ge\w+d\b)"
    r"| (?:gedaan|gehaald|behaald|afgemaakt|afgerond)\b))",
    re.I,
)
"""
A school that someone went to is no school to work at: 'ik heb mbo-4', 'geen havo of vwo heb'.

What is 'kept' is one after all: 'wie helpt met mbo' says what the help is for.
"""


def sector_in(text: str) -> str | None:
    """Return the one sector that a text names as a place to work, or None."""
    found = sectors_in(text)
    return next(iter(found)) if len(found) == 1 else None


def sectors_in(text: str) -> frozenset[str]:
    """Return every sector that a text names as a place to work."""
    wanted = _wanted(text)
    return frozenset(name for name, pattern in _PATTERNS.items() if pattern.search(wanted))


def only_for_others(wanted: str, texts: Iterable[str]) -> frozenset[str]:
    """
    Return the sectors that the first of some texts names, where none names the sector wanted.

    Empty where the first names none: it then holds for all.
    """
    named = [sectors_in(text) for text in texts]
    return frozenset() if not named or any(wanted in each for each in named) else named[0]


def sector_spans(text: str) -> list[tuple[int, int]]:
    """Return where a text names sectors as places to work: (start, end), in order."""
    wanted = _wanted(text)
    return sorted(
        found.span() for pattern in _PATTERNS.values() for found in pattern.finditer(wanted)
    )


def _wanted(text: str) -> str:
    """Return a text of the same length, with spaces where it names a diploma."""
    return _DIPLOMA.sub(lambda found: found["kept"] or " " * len(found[0]), text)


def listed(sectors: Iterable[str]) -> str:
    """Return sectors as running Dutch text; '' for none."""
    names = [NAMES[each] for each in SECTORS if each in set(sectors)]
    return " en ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
