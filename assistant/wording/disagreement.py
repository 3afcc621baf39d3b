"""Two sources in force that do not say the same of one thing: found by rules, seldom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.evidence.candidates import Candidate
from assistant.evidence.chosen import Chosen
from assistant.understanding.claims import statement_of
from assistant.understanding.number_words import ORDINALS, up_to
from assistant.understanding.quantities import Quantity, is_number, quantities
from assistant.understanding.question import Expects
from assistant.understanding.roles import deed_in
from assistant.understanding.sectors import sector_in
from assistant.understanding.values import DAY, MONTHS
from corpus.model import Document
from retrieval.dutch import plain, term_set, words
from retrieval.query import Query

BEST = 40
"""Units that are compared with the best one."""

ALIKE = 0.6
"""From this Jaccard overlap of content words two sentences speak of the same thing."""

LEADING = 4
"""The best units of them, each of which is compared with the others."""

COVERED = 0.6
"""How far both must hold the question's words, by rarity."""

KEPT = 8192
"""Sentences whose words and numbers stay read: the same ones are compared question by question."""

_KINDS: dict[Expects, frozenset[str]] = {
    Expects.MONEY: frozenset({"money"}),
    Expects.PERCENT: frozenset({"percent"}),
    Expects.DURATION: frozenset({"time", "hour"}),
    Expects.DAY: frozenset({"day"}),
    Expects.DATE: frozenset({"day"}),
}
_ANY_COUNT = frozenset({Expects.COUNT, Expects.FREQUENCY})
"""What asks for a number of something: of whatever both sentences count."""

_LEVEL = re.compile(r"\b([abc][12])\b(?!-)")
"""Levels of a language; the higher the later in the alphabet."""

_LABEL = re.compile(
    r"\b(?:jaar|leerjaar|fase|stap|groep|klas|ronde|deel|niveau|blok|periode|schaal|lid|artikel|mbo)"
    rf"[ -](?:{'|'.join(up_to(8))}|\d+)\b|\b(?:{'|'.join(ORDINALS[:4])})\b"
)
"""'Jaar twee': which one is meant."""

_GIVES = re.compile(
    r"kost(?:en)?|betaa?l(?:t|en)?|bedraagt|duurt|duren|krijgt?|krijgen|telt|heeft|hebben|geldt"
    r"|werkt|werken|hoogste|jaa?r(?:en)?|maand(?:en)?|we(?:ek|ken)|dag(?:en)?|uur|uren|euro|procent"
)
"""Words that only lead to a number; 'het kost' and 'je betaalt' say the same."""

_OPEN = re.compile(r"\b(?:verschil(?:t|len)|elkaar tegen|waarschijnlijk)\b")
"""A sentence that says itself that it is not settled."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two units of different documents that contradict each other."""

    one: Chosen
    other: Chosen

    @classmethod
    def between(cls, one: Candidate, other: Candidate) -> Disagreement:
        """Return the disagreement of two units."""
        return cls(one=Chosen.of(one), other=Chosen.of(other))

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
    kinds: Iterable[Expects],
    query: Query,
    ranked: list[Candidate],
    chosen: Iterable[Chosen],
    on: date,
) -> Disagreement | None:
    """
    Return two units in force that contradict each other on what is asked, or None.

    Both must be sentences of different documents that hold the question's words and speak of the
    same thing in nearly the same words, with another number, or with someone else who does it.
    Where no number is asked for, one of the two must stand in the answer. What holds for another
    year, sector or region is no contradiction.
    """
    asked = set(kinds)
    wanted = frozenset().union(*(_KINDS.get(kind, frozenset()) for kind in asked))
    numeric = bool(wanted or asked & _ANY_COUNT)
    shown = {(unit.passage.id, unit.number) for unit in chosen}
    usable = [
        each
        for each in ranked[:BEST]
        if each.hit.document.in_force(on)
        and max(query.coverage(term_set(each.text)), each.feature("unit_coverage")) >= COVERED
        and not _OPEN.search(plain(each.text))
    ]
    leading = [each for each in usable if numeric or (each.passage.id, each.number) in shown]
    for one in leading[:LEADING]:
        for other in usable:
            if _speak_of_one_thing(one, other) and (
                _other_number(one, other, wanted) or _other_party(one, other)
            ):
                return Disagreement.between(one, other)
    return None


def _other_number(one: Candidate, other: Candidate, wanted: frozenset[str]) -> bool:
    """Tell whether both give one number of the same kind, and another one."""
    mine, theirs = _by_kind(one.text), _by_kind(other.text)
    for kind in mine.keys() & theirs.keys():
        if (not wanted or kind in wanted) and len(mine[kind]) == len(theirs[kind]) == 1:
            (first,), (second,) = mine[kind], theirs[kind]
            if not first.agrees(second) and first.bound == second.bound:
                return _alike(one.text, other.text) >= ALIKE
    return False


def _other_party(one: Candidate, other: Candidate) -> bool:
    """Tell whether both say the same is done, by or with someone else."""
    mine, theirs = deed_in(one.text), deed_in(other.text)
    if mine is None or theirs is None or mine.compared(theirs) is not False:
        return False
    if statement_of(one.text).positive != statement_of(other.text).positive:
        return False
    parties = mine.said | theirs.said
    return _alike(one.text, other.text, without=parties) >= ALIKE


def _speak_of_one_thing(one: Candidate, other: Candidate) -> bool:
    """Tell whether two units can speak of the same: nothing says another year or sector."""
    mine, theirs = one.hit.document, other.hit.document
    return (
        mine.id != theirs.id
        and _same_scope(mine, theirs)
        and _bounds(_around(one)) == _bounds(_around(other))
        and set(_LABEL.findall(plain(one.text))) == set(_LABEL.findall(plain(other.text)))
    )


@lru_cache(maxsize=KEPT)
def _bounds(text: str) -> tuple[frozenset[str], str | None]:
    """Return the years and the sector that a text names."""
    return frozenset(_YEAR.findall(text)), sector_in(text)


def _same_scope(one: Document, other: Document) -> bool:
    """Tell whether two documents can speak of the same people: no other region or sector."""
    sectors = not one.sectors or not other.sectors or set(one.sectors) & set(other.sectors)
    return set(one.regions) == set(other.regions) and bool(sectors)


def _around(candidate: Candidate) -> str:
    return f"{candidate.text} {' '.join(candidate.passage.section[-1:])}"


def _alike(one: str, other: str, without: frozenset[str] = frozenset()) -> float:
    """Return the Jaccard overlap of two sentences' content words, numbers left out."""
    mine, theirs = _content(one, without), _content(other, without)
    return len(mine & theirs) / max(len(mine | theirs), 1)


@lru_cache(maxsize=KEPT)
def _content(text: str, without: frozenset[str]) -> frozenset[str]:
    said = [
        word
        for word in words(DAY.sub(" ", text))
        if word not in without and not _GIVES.fullmatch(word)
    ]
    bare = _LEVEL.sub(" ", " ".join(word for word in said if not is_number(word)))
    return term_set(bare)


@lru_cache(maxsize=KEPT)
def _by_kind(text: str) -> Mapping[str, set[Quantity]]:
    """Return the different numbers of a sentence by kind; a day of the year is one, a level too."""
    found = set(quantities(DAY.sub(" ", text)))
    found |= {Quantity(kind="day", amount=_day(day[0])) for day in DAY.finditer(text)}
    found |= {
        Quantity(kind="level", amount=10 * ord(level[1][0]) + int(level[1][1]))
        for level in _LEVEL.finditer(plain(text))
    }
    kinds: dict[str, set[Quantity]] = {}
    for each in found:
        kinds.setdefault(each.kind, set()).add(each)
    return kinds


def _day(text: str) -> float:
    """Return a day of the year as month times 100 plus day."""
    first, second = re.split(r"[\s-]+", plain(text))[:2]
    name = {"mrt": "maart"}.get(second, second)[:3]
    month = next((n for n, full in enumerate(MONTHS, 1) if full.startswith(name)), 0)
    return (month or float(second)) * 100 + float(first)
