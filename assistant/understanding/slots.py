"""The parts of a question that a follow-up may replace: a region, a sector, a year, a route, …"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from assistant.understanding import values
from assistant.understanding.sectors import sector_spans
from corpus.glossary import glossary
from corpus.mentions import spans_in
from corpus.regions import load_regions


class Kind(StrEnum):
    """What a slot holds. Only slots of one kind stand for each other."""

    REGION = "region"
    SECTOR = "sector"
    DATE = "date"
    ROUTE = "route"
    DIPLOMA = "diploma"
    SCHOOL_SUBJECT = "school_subject"
    TERM = "term"
    NAME = "name"


SCOPE = frozenset({Kind.REGION, Kind.SECTOR, Kind.DATE, Kind.DIPLOMA, Kind.SCHOOL_SUBJECT})
"""Kinds that narrow a question; the others are what a question is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """
    A part of a question.

    Args:

        start, end: Where the thing itself stands.

        phrase: Where its phrase begins: at its preposition and article, as in 'in het mbo'.

        theme: For a term its theme: terms of one theme are of one kind.
    """

    kind: Kind
    start: int
    end: int
    phrase: int
    theme: str = ""

    def matches(self, other: Slot) -> bool:
        """Tell whether both hold a thing of the same kind."""
        return self.kind == other.kind and self.theme == other.theme


_MONTH = (
    f"{values.FULL_MONTH}|january|february|march|may|june|july|august|october|januar|februar|märz"
    "|juni|dezember"
)
_PATTERNS: dict[Kind, re.Pattern[str]] = {
    Kind.DATE: re.compile(
        rf"\b(?:(?:\d{{1,2}} )?(?:{_MONTH}) )?(?:19|20)\d\d(?:\s?[-/–]\s?(?:20)?\d\d)?\b"
        r"|\b[12]\d/[1-3]\d\b",
        re.I,
    ),
    Kind.DIPLOMA: re.compile(
        r"\b(?:geen |no |kein(?:e|en)? )?(?:een |a |an )?"
        r"(?:(?:mbo|vmbo)[- ]?(?:(?:niveau )?\d(?:[- ]?diploma)?|diploma)"
        r"|havo(?:[- ]?diploma)?(?= (?:heb|gedaan))"
        r"|(?:(?<=met )|(?<=zonder )|(?<=met alleen )|(?<=heb alleen ))(?:mavo|vmbo|mbo|havo|vwo)"
        r"|vwo(?:[- ]?diploma)?(?= (?:heb|gedaan))|hbo(?:[- ](?:diploma|bachelor|master|opleiding"
        r"|niveau|\w+(?:kunde|ica|logie|nomie)|rechten|engels|nederlands))?"
        r"|wo(?:[- ](?:diploma|bachelor|master|opleiding))|associate degree"
        r"|(?:buitenlands|foreign|ausländische[snr]?) (?:diploma|degree|abschluss|diplom)"
        r"|(?:bachelor|master)(?:'s)?(?:[- ]?(?:diploma|degree|abschluss))?"
        r"|(?:universitair|university) (?:diploma|degree)"
        r"|(?:mijn|my|mein(?:em|en)?) (?:eigen )?(?:voor)?(?:diploma|opleiding|studie|degree"
        r"|abschluss|diplom)(?:'s)?)(?!\w)",
        re.I,
    ),
    Kind.ROUTE: re.compile(
        r"\b(?:zij-?\s?instro(?:om|men|mer|mers)(?:traject)?"
        r"|(?:verkorte )?(?:(?:deeltijd|voltijd)[ -]?)?pabo"
        r"|(?:deeltijd|voltijd)(?:opleiding|studie)?"
        r"|p\.?d\.?g\.?|kopopleiding|educatieve (?:master|minor|module)|leraren?opleiding|empo"
        r"|mpabo|alo|lio|trainees in onderwijs|leergang(?: gym)?|hbo-master|ad-pep|lateral entry"
        r"|quereinstieg|(?:part|full)-?time(?! (?:werk\w*|work\w*|baan|job)))\b",
        re.I,
    ),
    Kind.REGION: re.compile(
        r"\b(?:mijn|onze|jullie|deze|my|our|your|meine[rn]?|unsere[rn]?) "
        r"(?:eigen )?(?:regio|buurt|omgeving|streek|stad|gemeente|dorp|woonplaats|provincie"
        r"|onderwijsregio|region|area)\b"
        r"|\b(?:bij (?:mij|ons|jullie)|hier) in de (?:regio|buurt|omgeving|streek|stad|gemeente)\b"
        r"|\bde (?:buurt|regio)\b(?! van)|\bbij jullie\b",
        re.I,
    ),
}
_PATTERNS[Kind.SCHOOL_SUBJECT] = re.compile(
    r"\b(?:nederlands|engels|duits|frans|spaans|wiskunde|natuurkunde|scheikunde|biologie|informatica"
    r"|aardrijkskunde|geschiedenis|economie|maatschappijleer|filosofie|godsdienst|gym|muziek|tekenen)"
    r"(?=\b|lera|docent|les\b|lessen\b|onderwijs)",
    re.I,
)
"""Also as the first part of a compound: 'gymleraar'."""
_PATTERNS[Kind.NAME] = re.compile(
    rf"(?:{values.NAME.pattern})(?: (?:{values.NAME.pattern}))*"
    r"|(?<!andere )(?<!elke )(?<!welke )(?<!een )"
    r"\b(?i:(?:hogeschool|universiteit|university|roc)(?: (?:van )?\w+)?|fontys|inholland|saxion"
    r"|windesheim|nhl stenden|hanze(?:hogeschool)?|marnix|iselinge|viaa|ipabo|driestar)\b"
)
OWNED = re.compile(r"(?:mijn|onze|jullie|deze|my|our|your|mein\w*|unser\w*)\b", re.I)
DEICTIC = re.compile(rf"{OWNED.pattern}|(?:de (?:buurt|regio)|bij|hier)\b", re.I)
"""How a slot begins that points at the visitor and names nothing: 'mijn regio'."""

_WORD = re.compile(r"\b\w{3,}\b")
_BEFORE = re.compile(
    r"\b(?:(?:in|bij|op|voor|aan|naar|van|vanaf|uit|met|zonder|per|rond|tot|om|vanuit|for|at|from|with"
    r"|without|für|an|auf|nach|mit|ohne|zu[mr]?|i[mn]|bei[m]?)\s+)?"
    r"(?:(?:de|het|een|'t|mijn|m'n|mn|the|a|an|der|die|das|dem|den|eine?[mnrs]?)\s+)?$",
    re.I,
)


@lru_cache(maxsize=2048)
def slots_in(text: str) -> tuple[Slot, ...]:
    """Return the slots of a question, in its order; where two overlap, the first kind stays."""
    found: list[Slot] = []
    for kind, spans in _spans(text):
        for start, end, theme in spans:
            if not any(start < other.end and other.start < end for other in found):
                phrase = _BEFORE.search(text[:start])
                found.append(
                    Slot(
                        kind=kind,
                        start=start,
                        end=end,
                        phrase=phrase.start() if phrase else start,
                        theme=theme,
                    )
                )
    return tuple(sorted(found, key=lambda slot: slot.start))


def _spans(text: str) -> Iterable[tuple[Kind, list[tuple[int, int, str]]]]:
    """Yield the spans of each kind; what comes first wins where spans overlap."""
    regions = [(*span, "") for span in spans_in(text, load_regions())]
    yield Kind.REGION, regions + _matches(Kind.REGION, text)
    yield Kind.DATE, _matches(Kind.DATE, text)
    yield Kind.DIPLOMA, _matches(Kind.DIPLOMA, text)
    yield Kind.ROUTE, _matches(Kind.ROUTE, text)
    yield Kind.SECTOR, [(*span, "") for span in sector_spans(text)]
    yield Kind.TERM, _terms(text)
    yield Kind.SCHOOL_SUBJECT, _matches(Kind.SCHOOL_SUBJECT, text)
    yield Kind.NAME, _matches(Kind.NAME, text)


def _terms(text: str) -> list[tuple[int, int, str]]:
    """Return the spans of glossary terms; single words in any case, for visitors type 'vog'."""
    known = glossary()
    found = [(span.start, span.end, span.term.theme) for span in known.terms_in(text)]
    for word in _WORD.finditer(text):
        if term := known.explain(word[0]):
            found.append((*word.span(), term.theme))
    return found


def _matches(kind: Kind, text: str) -> list[tuple[int, int, str]]:
    return [(*match.span(), "") for match in _PATTERNS[kind].finditer(text)]
