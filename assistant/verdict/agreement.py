"""Whether a unit holds every value of a claim: what ja needs beside the same words."""

from __future__ import annotations

import re

from assistant.evidence.answer_type import UNTOLD
from assistant.evidence.candidates import Candidate
from assistant.understanding.choices import THINGS, choices_in, of_another
from assistant.understanding.claims import Claim, condition_of, main_of
from assistant.understanding.dates import FROM, ON, UNTIL, Date, dates
from assistant.understanding.predicates import Predicate
from assistant.understanding.quantities import quantities
from assistant.understanding.roles import doers_in
from assistant.verdict.clauses import around, clauses
from retrieval.dutch import STOP_WORDS, plain, term_set, words
from retrieval.small_words import EXCEPT, IN_PART, denials

NAMES = ("body", "level", "sameness")
"""Groups of which a passage must name the claimed one; of others it may name none."""


class Values:
    """The years, names, limits and doers of one claim."""

    def __init__(self, claim: Claim) -> None:
        """Take what a question claims."""
        self._years = years_of(claim.text)
        self._text = claim.text
        self._choices = {
            group: names for group, names in choices_in(claim.text).items() if group not in THINGS
        }
        self._numbers = quantities(claim.text)
        self._doers = doers_in(main_of(claim.text))
        self._told = claim.predicate in ("", Predicate.IS)
        self._denied = _denials(claim.text)

    def held(self, candidate: Candidate, clause: str = "") -> bool:
        """
        Tell whether a unit, with its heading and title, holds them all, and in their place.

        Args:

            clause: The one that decides, where only a part of the unit does.
        """
        near = f"{around(candidate)} {candidate.hit.document.title}"
        own = clause if dates(clause) else near
        if UNTOLD.search(candidate.text) or self._is_so_in_part(candidate.text):
            return False
        return (
            all(in_time(date, own) for date in self._years)
            and self._names(near)
            and not of_another(self._text, clause or candidate.text, near)
            and not self._bounded_otherwise(clause or candidate.text)
            and not self._done_by_others(clause or candidate.text)
            and not self._denied_within(clause or candidate.text)
            and not in_season(self._text, clause or candidate.text)
            and not is_of_another(self._text, candidate.text)
        )

    def _names(self, near: str) -> bool:
        there = choices_in(near)
        return all(
            set(names) <= set(there.get(group, ())) or not (group in NAMES or there.get(group))
            for group, names in self._choices.items()
        )

    def _is_so_in_part(self, text: str) -> bool:
        """Tell whether a part of a sentence that speaks of the claim says 'vaak' or 'behalve'."""
        asked = term_set(self._text)
        return any(
            _PARTLY.search(plain(part)) and term_set(part) & asked for part in text.split(";")
        )

    def _bounded_otherwise(self, text: str) -> bool:
        """Tell whether a text has a claimed number as the other limit: least, where most is."""
        return any(
            mine.same_kind(each) and mine.agrees(each) and {mine.bound, each.bound} == _LIMITS
            for mine in self._numbers
            for each in quantities(text, frozenset({mine.kind}))
        )

    def _done_by_others(self, text: str) -> bool:
        """Tell whether each clause with a doer in it has another one than the claim."""
        there = [found for clause in clauses(text) if (found := doers_in(main_of(clause)))]
        return bool(self._doers and there) and not any(self._doers & found for found in there)

    def _denied_within(self, text: str) -> bool:
        """
        Tell whether a text denies a part that the claim does not.

        That is its condition ('als het niet lukt'), or in the same words any part ('wie niet ...').
        """
        if not self._denied and all(_denials(condition_of(each)) for each in clauses(text)):
            return True
        return self._told and all(_denials(each) != self._denied for each in [text, *clauses(text)])


_LIMITS = {"least", "most"}
_NOW = re.compile(
    r"\b(?:nu|nog|vandaag|momenteel|op dit moment|al|direct|meteen"
    r"|(?:deze|dit) (?:week|maand|jaar))\b"
)
_OF_BEFORE = re.compile(r"(?:daar(?:mee|na|voor|door|bij)|vervolgens|dan)\b")
"""Fewer than `leans_on_earlier`, after which a sentence about the claim may say ja as well."""

_TO_BE = re.compile(r"\b(?:wil|willen) (?:worden|zijn)\b")
_PARTLY = re.compile(rf"\b(?:{IN_PART}|{EXCEPT})\b|, en meestal\b")
"""A rule that is 'meestal' so is the rule; 'ongeveer' belongs to its number."""


def _denials(text: str) -> int:
    return denials(plain(text))


def in_season(claimed: str, text: str) -> bool:
    """Tell whether a text bounds by days or months what is claimed of now."""
    told = ((date, dict(date.parts)) for date in dates(text) if "month" in dict(date.parts))
    bounds = (date.role == UNTIL or (date.role == FROM and "day" in parts) for date, parts in told)
    return bool(_NOW.search(plain(claimed))) and any(bounds)


def is_of_another(claimed: str, text: str) -> bool:
    """
    Tell whether a sentence says its thing of something else than a claim does.

    Of what the sentence before names ('daarmee ...'), of who has yet to become it ('die een school
    wil worden'), or of others than a claimed word, which it only has where it goes on to deny.
    """
    said, mine = plain(text), plain(claimed)
    if _OF_BEFORE.match(said) or (_TO_BE.search(said) and not _TO_BE.search(mine)):
        return True
    first, *after = clauses(text)
    denying = " ".join(each for each in after if _denials(each))
    if _denials(claimed) or _denials(first):
        return False
    return bool(_content(claimed) & _content(denying) - _content(first))


def _content(text: str) -> set[str]:
    return set(words(text)) - STOP_WORDS


def years_of(text: str) -> list[Date]:
    """Return the dates of a text that have a year."""
    return [date for date in dates(text) if "year" in dict(date.parts)]


def in_time(claimed: Date, text: str) -> bool:
    """Tell whether a text names the year of a date, or a time with that year in it."""
    there = years_of(text)
    year = _year(claimed)
    for at, date in enumerate(there):
        if _is_in(claimed, date):
            return True
        if claimed.role != ON:
            continue
        before = there[at - 1] if at else None
        runs_on = not any(later.role == UNTIL for later in there[at + 1 :])
        if (date.role == FROM and runs_on and _year(date) <= year) or (
            date.role == UNTIL and _begun(before, year) and year <= _year(date)
        ):
            return True
    return False


def _is_in(claimed: Date, date: Date) -> bool:
    parts = dict(date.parts)
    return _year(date) == _year(claimed) or parts.get("next") == _year(claimed) % 100


def _begun(before: Date | None, year: int) -> bool:
    """Tell whether a time with only an end, or with this start, has begun in a year."""
    return before is None or before.role == UNTIL or _year(before) <= year


def _year(date: Date) -> int:
    return dict(date.parts)["year"]
