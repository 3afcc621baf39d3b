"""The journey (klantreis) of someone who wants to work in education: six phases, as data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from corpus.errors import DataProblem
from corpus.yaml_data import DATA, read_yaml

FILE = DATA / "journey.yaml"
PHASES = ("orienteren", "kiezen", "matchen", "opleiden", "begeleiden", "professionaliseren")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a visitor may expect in a phase, and from whom."""

    who: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyQuestion:
    """A question that belongs to a phase, and the id of the document that answers it."""

    question: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to go in a phase; `url` is None for what differs per visitor (your own school)."""

    name: str
    url: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """
    One phase. Its texts are Dutch.

    Args:

        documents: Ids, most useful first; a document may belong to more phases.

        keywords: Beginnings of words that tell that a question is about the phase.
    """

    id: str
    title: str
    description: str
    expect: tuple[Expectation, ...]
    questions: tuple[JourneyQuestion, ...]
    next_step: str
    documents: tuple[str, ...]
    where: tuple[Place, ...]
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """The phases, in order."""

    phases: tuple[Phase, ...]

    def after(self, phase: Phase) -> Phase | None:
        """Return the phase that follows, or None after the last one."""
        at = self.phases.index(phase) + 1
        return self.phases[at] if at < len(self.phases) else None


@cache
def load_journey() -> Journey:
    """Return the journey of the project, read once; raises DataProblem if it is damaged."""
    return read_journey(FILE)


def read_journey(path: Path) -> Journey:
    """
    Return the journey of a file like `journey.yaml`.

    Raises DataProblem for an unknown or missing key, a value of the wrong kind, an empty text
    or list, other phases than PHASES, a question that is asked twice, and a question whose
    document is not among those of its phase.
    """
    phases = _entries(_record(read_yaml(path), {"phases"}, "journey")["phases"], "phases")
    journey = Journey(phases=tuple(_phase(entry, f"phases[{n}]") for n, entry in phases))
    _check(journey)
    return journey


def check_documents(journey: Journey, known: Collection[str]) -> None:
    """Raise DataProblem when the journey names a document that is not among the known ids."""
    named = {document for phase in journey.phases for document in phase.documents}
    if unknown := sorted(named - set(known)):
        raise DataProblem(f"the journey names documents that do not exist: {', '.join(unknown)}")


def _phase(raw: Any, at: str) -> Phase:
    record = _record(raw, _keys(Phase), at)
    nested = {"expect": Expectation, "questions": JourneyQuestion, "where": Place}
    values: dict[str, Any] = {}
    for key, value in record.items():
        if key in nested:
            entries = _entries(value, f"{at}.{key}")
            values[key] = tuple(_flat(nested[key], e, f"{at}.{key}[{n}]") for n, e in entries)
        elif key in ("documents", "keywords"):
            entries = _entries(value, f"{at}.{key}")
            values[key] = tuple(_text(e, f"{at}.{key}[{n}]") for n, e in entries)
        else:
            values[key] = _text(value, f"{at}.{key}")
    return Phase(**values)


def _flat(kind: type[Any], raw: Any, at: str) -> Any:
    record = _record(raw, _keys(kind), at)
    return kind(
        **{
            key: None if key == "url" and value is None else _text(value, f"{at}.{key}")
            for key, value in record.items()
        }
    )


def _keys(kind: type[Any]) -> set[str]:
    return {field.name for field in fields(kind)}


def _record(raw: Any, keys: set[str], at: str) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise DataProblem(f"{at}: expected keys with values")
    if wrong := keys.symmetric_difference(raw):
        raise DataProblem(f"{at}: unknown or missing: {', '.join(sorted(map(str, wrong)))}")
    return raw


def _entries(raw: Any, at: str) -> Iterator[tuple[int, Any]]:
    if not isinstance(raw, list) or not raw:
        raise DataProblem(f"{at}: expected a list that is not empty")
    return enumerate(raw)


def _text(raw: Any, at: str) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise DataProblem(f"{at}: expected a text")
    return raw.strip()


def _check(journey: Journey) -> None:
    ids = tuple(phase.id for phase in journey.phases)
    if ids != PHASES:
        raise DataProblem(f"phases: expected {', '.join(PHASES)}; found {', '.join(ids)}")
    asked: set[str] = set()
    for phase in journey.phases:
        for each in phase.questions:
            if each.question in asked:
                raise DataProblem(f"{phase.id}: asked twice: '{each.question}'")
            if each.document not in phase.documents:
                raise DataProblem(f"{phase.id}: not a document of this phase: {each.document}")
            asked.add(each.question)
