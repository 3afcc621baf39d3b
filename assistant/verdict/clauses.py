"""The clauses of a sentence, and the small words in them that change what it says."""

from __future__ import annotations

import re

from assistant.evidence.candidates import Candidate
from assistant.understanding.question_words import MODAL, SINGULAR, STATE
from corpus.model import Passage
from corpus.text import fold
from retrieval.dutch import plain
from retrieval.small_words import ONLY

SAID = re.compile(r"(ja|nee)\s*[,.:;–-]\s*", re.I)
"""The word with which a sentence of a document answers its own heading."""

ON_CONDITION = re.compile(r"[\s,]*(?:als|mits|indien|tenzij|zodra)\b")
"""How a clause begins that says on which condition the main one is so."""

_PAST = re.compile(
    r"\b(?:was|waren|mocht(?:en)?|moest(?:en)?|kon(?:den)?|werd(?:en)?|kreeg|kregen|had(?:den)?"
    r"|hoefde\w*|gold(?:en)?|bestond(?:en)?)\b"
)
_CLAUSE = re.compile(
    r"\s*(?:;|:|\s–\s|,? maar |, want |, omdat |, dus |, en |, ook |, behalve )\s*"
)
_GAPPED = re.compile(
    r"((?:[Mm]et|[Vv]oor|[Ii]n|[Bb]ij|[Oo]p) [^,]+?) "
    r"((?:mag|mogen|kan|kun|kunnen|moet|moeten|krijg\w*|heb|hoef\w*|geldt|gelden|is|zijn) [^,]+)"
    r",? (?:maar )?((?:met|voor|in|bij|op) [^,]+) niet"
)
_FINITE = re.compile(
    rf"\b(?:{MODAL}|{SINGULAR}|{STATE}|was|zijn|kunnen|mogen|moeten|hebben|worden|gelden|gaan"
    r"|krijgen|kosten|betaal|betalen|lopen|vraag|volgt?|beslist|verschilt|blijft|past|vindt|houdt"
    r"|biedt|heet|bent|verdien|sta|studeert?)\b"
)
"""Of the plurals few: the others are infinitives as often ('kan A en B doen')."""

_ALSO_FINITE = re.compile(
    r"\b(?:geven|haalt?|halen|heten|leidt|leiden|levert|leveren|vormt|vormen|werken|volgen)\b"
)
"""With those, what a clause states something by."""

_ACTS = re.compile(r"^(?:[\w-]+ ){1,4}?\w{4,}t\b")
_CASES = re.compile(r"\b(?:als|wanneer|indien|geweiger\w*|uitgesloten|redenen|gronden)\b")
_NOT_YOU = re.compile(r"\bniet (?:(?:aan|voor|naar) )?(?:jij|jou)\b")
_ME = re.compile(r"\b(?:ik|mij|me|mijn|je|jij|jou|jouw|zij-instromers?)\b")
_OF_IT = re.compile(r"\ber (?:[\w-]+ ){1,4}?(?:op|van|mee|in|aan|voor|bij|door|uit|over)\b")
"""'Een zij-instromer heeft er geen recht op.'"""

_LEANS = re.compile(r"(?:die|dat|dit|deze|daar\w*|hier\w*|dan|zij|hij|ze|(?:voor )?beide)\b")
_POINTS_BACK = re.compile(r"\b(?:die|dit|dat|deze|daar\w*|er)\b")
_RESTRICTED = re.compile(rf"\b(?:waar|die|dat|met|zonder|{ONLY})\b")


def bare(text: str) -> str:
    """Return a sentence without an opening ja or nee and what stands between brackets."""
    return re.sub(r"\s*\([^)]*\)", "", SAID.sub("", fold(text), count=1))


def first_clause(text: str) -> str:
    """Return the first clause of a sentence, bare."""
    return _CLAUSE.split(bare(text), maxsplit=1)[0]


def clauses(text: str) -> list[str]:
    """Return the clauses of a sentence in order, bare; the first is never left out."""
    return [
        each
        for whole in _CLAUSE.split(bare(text))
        if whole
        for part in _joined(whole)
        for each in _completed(part)
    ]


def _completed(clause: str) -> list[str]:
    """Return a clause, and the one that leans on its verb: 'met X mag het, met Y niet'."""
    short = _GAPPED.fullmatch(clause.strip(" ."))
    if short is None:
        return [clause]
    return [f"{short[1]} {short[2]}", f"{short[3]} {short[2]} niet"]


def _joined(clause: str) -> list[str]:
    """Return a clause in two where 'en' joins two verbs: 'duurt een jaar en verschilt per ...'."""
    for match in re.finditer(r" en ", clause):
        left, right = clause[: match.start()], clause[match.end() :]
        if right[:1].isdigit():
            continue  # 'tussen 18 en 30'
        left_acts = _FINITE.search(plain(left)) or _ACTS.search(plain(left))
        if left_acts and _FINITE.search(" ".join(plain(right).split()[:6])):
            return [left, *_joined(right)]
    return [clause]


def heading_of(passage: Passage) -> str:
    """Return the nearest heading, or ''."""
    return fold(passage.section[-1]) if passage.section else ""


def lead_of(candidate: Candidate) -> str:
    """Return the unit that introduces a list item ('Je krijgt niets als:'), or ''."""
    passage, lead = candidate.passage, candidate.unit.lead
    return "" if lead is None else passage.unit_text(passage.units[lead])


def points_back(candidate: Candidate) -> bool:
    """Tell whether a unit speaks of what the one before it names: 'met dat diploma'."""
    return bool(candidate.number and _POINTS_BACK.search(plain(candidate.text)))


def before(candidate: Candidate) -> str:
    """Return the unit before in the passage, or '' for the first."""
    passage, number = candidate.passage, candidate.number
    return passage.unit_text(passage.units[number - 1]) if number else ""


def background(candidate: Candidate) -> str:
    """Return what a unit leans on: the heading, and the sentence before where it points back."""
    earlier = before(candidate) if points_back(candidate) else ""
    return f"{heading_of(candidate.passage)} {earlier}".strip()


def around(candidate: Candidate) -> str:
    """Return what a clause of a unit stands in: the unit, and what that leans on."""
    return f"{candidate.text} {background(candidate)}"


def is_past(text: str) -> bool:
    """Tell whether a clause tells of the past."""
    return bool(_PAST.search(plain(text)))


def is_listed_case(candidate: Candidate) -> bool:
    """Tell whether a unit is an item of a list of cases: that it is so is not said."""
    return bool(_CASES.search(plain(lead_of(candidate))))


def asks_or_opens(text: str) -> bool:
    """Tell whether a sentence asks something, or opens a list: it says nothing by itself."""
    return text.rstrip().endswith(("?", ":"))


def told(clause: str) -> str:
    """Return what a clause tells: what comes from its verb on, or all of it without a verb."""
    low = plain(clause)
    verb = _FINITE.search(low)
    return low[verb.start() :] if verb else low


def has_verb(clause: str) -> bool:
    """Tell whether a clause has a verb that is known; without one it states nothing by itself."""
    return any(verb.search(plain(clause)) for verb in (_FINITE, _ALSO_FINITE))


def leans_on_earlier(clause: str) -> bool:
    """Tell whether a clause is about what the clause before it names."""
    return bool(_LEANS.match(plain(clause)) or _OF_IT.search(plain(clause)))


def is_restricted(text: str) -> bool:
    """Tell whether a clause speaks of some of a kind only."""
    return bool(_RESTRICTED.search(plain(text)))


def excludes_reader(text: str, claimed: str) -> bool:
    """Tell whether a clause says who does not get it, and the claim is about another."""
    return bool(_NOT_YOU.search(plain(text))) and not _ME.search(plain(claimed))
