"""What someone tells about themselves and what they want: the facts that route rules ask for."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from corpus.errors import LoketError

YesNo = Literal["yes", "no"]
Sector = Literal["po", "so", "vso", "pro", "vo", "mbo"]
Level = Literal["lower", "upper"]
Diploma = Literal["none", "mbo-3", "mbo-4", "havo", "vwo", "ad", "hbo", "wo-bachelor", "wo-master"]
# fmt: off
Taught = Literal[
    "dutch", "english", "german", "french", "spanish", "classics",
    "mathematics", "physics", "chemistry", "biology", "informatics",
    "geography", "history", "economics", "social-studies", "philosophy", "religion",
    "pe", "arts", "music",
    "construction", "engineering", "mobility", "hospitality", "care", "green", "other",
]
Province = Literal[
    "groningen", "friesland", "drenthe", "overijssel", "flevoland", "gelderland",
    "utrecht", "noord-holland", "zuid-holland", "zeeland", "noord-brabant", "limburg",
]
Qualification = Literal[
    "none", "primary", "second-limited", "second", "first", "ungraded", "pdg", "foreign"
]
Residence = Literal[
    "dutch-or-eu", "status-holder", "skilled-migrant", "ukraine", "other-permit", "no-permit"
]
# fmt: on
Subject = Literal["all"] | Taught
Field = Taught | Literal["behaviour-society", "education-support", "law"]
Country = Literal["nl", "eea", "suriname", "other"]


class SituationProblem(LoketError):
    """A situation cannot be: facts that exclude each other. The text is one Dutch sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """
    What is known of someone; None is what is not known (yet), never 'no'.

    Args:

        sector, level, exams, subject: Where they want to teach. `level` is for vo only: 'upper'
            asks for a first grade qualification; `exams` is for vso only: the school examines.

        diploma, field, fit: The highest diploma, its field, and whether the training institute
            finds that it fits the subject.

        country, equivalent: Where the diploma is from, and whether it was found equivalent.

        qualification, same_subject: A qualification to teach that they already have, and whether
            it is for the subject that they want.

        fte: What they can work at the school. `experience`: years of work in their own trade.

        placement: Whether the last year of their associate degree was at a primary school.
    """

    sector: Sector | None = None
    level: Level | None = None
    exams: YesNo | None = None
    subject: Subject | None = None
    diploma: Diploma | None = None
    field: Field | None = None
    fit: Literal["yes", "partly", "no"] | None = None
    country: Country | None = None
    equivalent: Literal["yes", "not-yet", "no"] | None = None
    qualification: Qualification | None = None
    same_subject: YesNo | None = None
    studying: Literal["none", "wo-bachelor", "teacher-training", "dual-training"] | None = None
    credits: Literal["under-166", "166-to-179", "180-or-more"] | None = None
    entry_test: YesNo | None = None
    placement: YesNo | None = None
    recently_enrolled: YesNo | None = None
    work: Literal["teacher", "support", "elsewhere", "none"] | None = None
    school: YesNo | None = None
    fte: Literal["under-0.4", "0.4-or-more"] | None = None
    experience: Literal["under-3", "3-or-more"] | None = None
    capacity_test: YesNo | None = None
    dutch: Literal["below-b1", "b1", "b2-or-higher"] | None = None
    residence: Residence | None = None
    province: Province | None = None
    vog: YesNo | None = None

    def known(self) -> dict[str, str]:
        """Return the facts that are known, in the order of the fields."""
        given = ((name, getattr(self, name)) for name in values())
        return {name: value for name, value in given if value is not None}

    def value(self, fact: str) -> str | None:
        """
        Return what is known of a fact, or of SAME_FIELD, which follows from field and subject.

        A diploma in the very school subject fits it, so `fit` then need not be asked.
        """
        if fact == SAME_FIELD:
            return self._same_field()
        known: str | None = getattr(self, fact)
        if fact == "fit" and known is None and self._same_field() == "yes":
            return "yes"
        return known

    def _same_field(self) -> str | None:
        if self.field is None or self.subject is None or self.subject in BROAD:
            return None
        return "yes" if self.field == self.subject else "no"


BROAD = frozenset(
    {"all", "pe", "arts", "construction", "engineering", "mobility", "hospitality", "care"}
    | {"green", "other"}
)
"""Subjects that many fields of study may lead to: the same name proves nothing."""

SAME_FIELD = "same_field"
"""A fact that rules may use though nobody is asked for it."""


@cache
def values() -> dict[str, tuple[str, ...]]:
    """Return every fact with the values that it may have, in the order of the fields."""
    hints = get_type_hints(Situation)
    return {each.name: _literals(hints[each.name]) for each in fields(Situation)}


def _literals(hint: Any) -> tuple[str, ...]:
    """Return the strings of a union of Literals and None."""
    parts = get_args(hint)
    if isinstance(hint, UnionType) or get_origin(hint) is Union:
        return tuple(value for part in parts for value in _literals(part))
    return parts


def situation_of(facts: dict[str, str]) -> Situation:
    """Return the situation of these facts; raises SituationProblem for an unknown one."""
    for name, value in facts.items():
        if value not in values().get(name, ()):
            raise SituationProblem(f"'{value}' is geen mogelijk antwoord op '{name}'.")
    return Situation(**facts)  # type: ignore[arg-type]
