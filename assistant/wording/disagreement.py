"""Two sources in force that give another number for the same thing: found by rules, seldom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assistant.evidence.candidates import Candidate, found_terms
from assistant.evidence.extract import Chosen
from assistant.understanding.quantities import Quantity, is_number, quantities
from assistant.understanding.question import Expects
from assistant.understanding.sectors import sector_in
from assistant.understanding.values import DAY
from corpus.model import Document
from retrieval.dutch import plain, words
from retrieval.query import Query

BEST = 40
"""Units that are compared with the best one."""

ALIKE = 0.6
"""From this Jaccard overlap of content words two sentences speak of the same thing."""

HELD = 0.6
"""How far both must hold the question's words, by rarity."""

_KINDS = {
    Expects.MONEY: {"money"},
    Expects.PERCENT: {"percent"},
    Expects.DURATION: {"time", "hour"},
    Expects.DAY: {"day"},
    Expects.DATE: {"day"},
}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two units of different documents with different numbers; `one` stands in the answer."""

    one: Chosen
    other: Chosen

    def added_to(self, chosen: list[Chosen]) -> list[Chosen]:
        """Return the units of an answer with both in it, each passage in one run."""
        kept = list(chosen)
        for unit in (self.one, self.other):
            same = [at for at, each in enumerate(kept) if each.passage.id == unit.passage.id]
            if any(kept[at].number == unit.number for at in same):
                continue
            before = [at for at in same if kept[at].number < unit.number]
            at = before[-1] + 1 if before else same[0] if same else len(kept)
            kept.insert(at, unit)
        return kept


def disagreement(
    kinds: Iterable[Expects], query: Query, ranked: list[Candidate], on: date
) -> Disagreement | None:
    """
    Return two units in force that contradict each other on what is asked, or None.

    Both must be sentences of different documents that hold the question's words, speak of the
    same thing in nearly the same words, and give one number of the asked kind. What holds for
    another year, sector or region is no contradiction.
    """
    wanted = set().union(*(_KINDS.get(kind, set()) for kind in kinds))
    if not wanted:
        return None
    usable = [each for each in ranked[:BEST] if _says_one(each, wanted, query, on)]
    for candidate in usable[1:]:
        if usable and _contradicts(usable[0], candidate, wanted):
            return Disagreement(one=_chosen(usable[0]), other=_chosen(candidate))
    return None


def _says_one(candidate: Candidate, wanted: set[str], query: Query, on: date) -> bool:
    """Tell whether a unit in force gives exactly one number of the asked kind."""
    found = found_terms(candidate.text)
    return (
        candidate.hit.document.in_force(on)
        and len(_numbers(candidate.text, wanted)) == 1
        and query.coverage(found) >= HELD
    )


def _contradicts(one: Candidate, other: Candidate, wanted: set[str]) -> bool:
    mine, theirs = one.hit.document, other.hit.document
    if mine.id == theirs.id or not _same_scope(mine, theirs):
        return False
    (first,), (second,) = _numbers(one.text, wanted), _numbers(other.text, wanted)
    if not first.same_kind(second) or first.agrees(second) or first.bound != second.bound:
        return False
    if set(_YEAR.findall(_around(one))) != set(_YEAR.findall(_around(other))):
        return False
    if sector_in(_around(one)) != sector_in(_around(other)):
        return False
    return _alike(one.text, other.text) >= ALIKE


def _same_scope(one: Document, other: Document) -> bool:
    """Tell whether two documents can speak of the same people: no other region or sector."""
    sectors = not one.sectors or not other.sectors or set(one.sectors) & set(other.sectors)
    return set(one.regions) == set(other.regions) and bool(sectors)


def _around(candidate: Candidate) -> str:
    return f"{candidate.text} {' '.join(candidate.passage.section[-1:])}"


def _alike(one: str, other: str) -> float:
    """Return the Jaccard overlap of two sentences' content words, numbers left out."""
    mine, theirs = _content(one), _content(other)
    return len(mine & theirs) / max(len(mine | theirs), 1)


def _content(text: str) -> frozenset[str]:
    said = " ".join(word for word in words(DAY.sub(" ", text)) if not is_number(word))
    return found_terms(said)


def _numbers(text: str, wanted: set[str]) -> list[Quantity]:
    """Return the different numbers of the wanted kinds; a day of the year is one of them."""
    found = {each for each in quantities(DAY.sub(" ", text)) if each.kind in wanted}
    if "day" in wanted:
        found |= {Quantity(kind="day", amount=_day(day[0])) for day in DAY.finditer(text)}
    return list(found)


def _day(text: str) -> float:
    """Return a day of the year as month times 100 plus day."""
    first, second = re.split(r"[\s-]+", plain(text))[:2]
    months = ("jan", "feb", "m", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
    at = next((n for n, name in enumerate(months, 1) if second.startswith(name)), 0)
    # 'm' comes before 'mei' in the year, and 'mei' begins with it.
    month = 5 if second == "mei" else at
    return (month or float(second)) * 100 + float(first)


def _chosen(candidate: Candidate) -> Chosen:
    return Chosen(passage=candidate.passage, hit=candidate.hit, number=candidate.number)
