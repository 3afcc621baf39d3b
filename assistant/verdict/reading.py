"""Whether a passage says ja or nee to a question, as a small model reads both together."""

from __future__ import annotations

import re

import numpy as np

from assistant.evidence.answer_type import UNTOLD
from assistant.evidence.beside import UNITS, Beside
from assistant.evidence.candidates import Candidate
from assistant.understanding.claims import Claim, statement_of
from assistant.verdict.agreement import in_season, is_of_another
from assistant.verdict.clauses import asks_or_opens, clauses, is_past, lead_of, leans_on_earlier
from assistant.verdict.opening import Verdict, verdict_on
from assistant.verdict.rules import rules
from retrieval.dutch import STOP_WORDS, plain, stem, words
from retrieval.embedding.entailment import ANSWER, NO, YES
from retrieval.query import Query
from retrieval.small_words import AT_LEAST, AT_MOST, DENYING, DENYING_ELSE, EXCEPT, ONLY

_ADVISES = re.compile(
    r"(?:^|, )(?:vraag|kijk|bel|laat|bespreek|overleg|lees|check|controleer)(?! (?:je|ik|jij)\b)\b"
)
_NUMBER = re.compile(r"\d+")
_POSSIBLY = re.compile(r"\b(?:kan|kun|kunt|kunnen)\b")
_MAY = re.compile(rf"{_POSSIBLY.pattern}|\b(?:mag|mogen|mogelijk)\b")
_OWN = re.compile(r"\b(?:onze|bij ons|ons(?= [\w-]+)|mijn (?:loket|regio))\b")
_STILL = re.compile(r"\b(?:nog|nu|inmiddels|tegenwoordig)\b")

_LIMIT = re.compile(
    r"^\W*(?:wie|met|voor|als|zonder|na|bij|tijdens|heb je|ben je|werk je|volg je|doe je)\b"
    r"(?P<limit>.*?)(?:[,;:]|\b(?:word|hoef|mag|moet|kun|kan|krijg|ben|is|geldt|heb|duur|kost|vraag"
    r"|betaal|tel|gaa?|volg|maak|geef|zijn|staat|verdien)(?:t|en)?\b|$)",
    re.I,
)
"""For whom, or when, a sentence holds: 'Wie een vwo-diploma heeft, hoeft geen toets te maken.'"""

NEAR, MOST = 12, 0.5
"""
A unit among so many, best first, that has so much of the question and says that it is not known:
then nothing is said.
"""

IN_PLACE = 0.6
"""The share of the question that a unit must hold with its title and heading to decide."""

ALL = 0.75
"""A unit that has so much of the question, with no word that denies or limits, does not deny it."""

_DENIES = re.compile(
    rf"\b(?:{DENYING}|{DENYING_ELSE}|{ONLY}|{EXCEPT}|{AT_MOST}|{AT_LEAST}"
    r"|nee|minder|mits|pas|gratis|vrij|zelf|on(?!derw)\w{4,})\b",
    re.I,
)
_SAME, _OTHER = re.compile(r"\b(?:de|het)?zelfde\b"), re.compile(r"\b(?:andere?|anders|apart)\b")

SURE, OTHERWISE = 0.75, 0.5
"""
The probability from which a unit decides, and from which another unit is against it.

Measured on 190 questions that others wrote and 89 that stay open (evals/RESULTS.md).
"""


class ReadVerdict:
    """Reads the best units that were found for one yes/no question with the model."""

    def __init__(self, beside: Beside, claim: Claim, query: Query) -> None:
        """Take what reads beside the question, what that claims, and its terms."""
        self._beside, self._claim = beside, claim
        self._asked = query.asked
        self._past = is_past(claim.text)

    def verdict(self, ranked: list[Candidate]) -> Verdict | None:
        """Return ja or nee where a unit in force says it, and no other the opposite; else None."""
        found = [each for each in ranked if self._past or not each.feature("outdated")]
        units = [each for each in found[:UNITS] if not self._leaves_open(each)]
        able = [at for at, unit in enumerate(units) if self._is_about(unit)]
        if not able or any(map(_says_it_is_unknown, found[:NEAR])):
            return None
        read = self._said(units)
        if read is None:
            return None
        best = max(able, key=lambda at: read[at, [NO, YES]].max())
        yes = bool(read[best, YES] > read[best, NO])
        if read[best, YES if yes else NO] < SURE or read[:, NO if yes else YES].max() >= OTHERWISE:
            return None
        if self._strange(yes, units[best]):
            return None
        return verdict_on(self._claim, yes, units[best])

    def _said(self, units: list[Candidate]) -> np.ndarray | None:
        """Return what is read as ja, nee or nothing, which is what was asked for; None for none."""
        kept = self._beside.read(units)
        if kept is None:
            return None
        kept[:, ANSWER] = 0
        told: np.ndarray = kept / kept.sum(axis=1, keepdims=True)
        return told

    def _strange(self, yes: bool, candidate: Candidate) -> bool:
        """Tell whether a verdict is one that the words of the unit speak against."""
        text, claim = candidate.text, self._claim.text
        if not yes:
            bare = not _DENIES.search(text) and not _DENIES.search(claim)
            return bare and candidate.feature("unit_coverage") >= ALL
        if leans_on_earlier(text) or in_season(claim, text) or is_of_another(claim, text):
            return True
        if self._is_only_possible(text):
            return True
        if _OWN.search(plain(claim)) or (self._claim.negated and not self._denied_by(text)):
            return True
        one, other = (_SAME, _OTHER) if _SAME.search(text) else (_OTHER, _SAME)
        return bool(one.search(text) and other.search(claim))

    def _is_only_possible(self, text: str) -> bool:
        """Tell whether a sentence says that a thing can be so, of which the claim is that it is."""
        claim = plain(self._claim.text)
        return bool(_POSSIBLY.search(plain(text))) and not _MAY.search(claim)

    def _denied_by(self, text: str) -> bool:
        """Tell whether a clause denies what the claim does, and not a reason for it."""
        said = map(statement_of, clauses(text))
        return any(each.negated and each.predicate == self._claim.predicate for each in said)

    def _is_about(self, candidate: Candidate) -> bool:
        """Tell whether a unit in its place has most of the words of the question, and its numbers.

        Of other units the model says ja and nee too readily (docs/adr/0033).
        """
        numbers, place = _NUMBER.findall(self._beside.question), candidate.in_place
        held = candidate.feature("near_coverage") >= IN_PLACE and all(n in place for n in numbers)
        return held and not self._is_for_others(candidate.text)

    def _is_for_others(self, text: str) -> bool:
        """Tell whether a sentence begins with whom it is for, and the question has none of that."""
        found = _LIMIT.match(text)
        limits = [
            stem(part)
            for word in words(found["limit"] if found else "")
            if word not in STOP_WORDS
            for part in (word, *word.split("-"))
        ]
        return bool(limits) and self._asked.isdisjoint(limits)

    def _leaves_open(self, candidate: Candidate) -> bool:
        """Tell whether a unit states nothing, says that something is unknown, or is of the past."""
        text = candidate.text
        if asks_or_opens(text) or _ADVISES.search(plain(text)) or UNTOLD.search(text):
            return True
        if not self._past and _STILL.search(self._claim.text) and is_past(text):
            return True
        near = plain(f"{lead_of(candidate)} {text}")
        return bool(rules().silent.search(near) or rules().explored.search(near))


def _says_it_is_unknown(candidate: Candidate) -> bool:
    """Tell whether a unit says of most of what is asked that it is not known, or depends."""
    text = candidate.text
    unknown = UNTOLD.search(text) or rules().silent.search(plain(text))
    return bool(unknown) and candidate.feature("unit_coverage") >= MOST
