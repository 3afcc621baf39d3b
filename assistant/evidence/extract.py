"""Chooses the literal units that answer: sentences, a whole list, or the rows of a table."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace

from assistant.evidence.candidates import Candidate, leans, refers_back
from assistant.evidence.cells import goes_with
from assistant.evidence.chosen import Chosen
from assistant.evidence.lists import SHORT_LIST, closed, whole_list, without_holes
from assistant.understanding.question import HARD, Expects, Question
from corpus.model import UnitKind
from retrieval.index import Index

MOST_HEADS = 9
"""Units that answer by themselves; what they need to be understood comes on top."""

MOST_PER_PASSAGE = 3
LONG_ENOUGH = 1500
"""Characters; what is chosen by then is the answer, but for the best of the other shelf."""

PASSAGES_PER_SHELF = 3
"""Originals, and compiled texts, that give a unit as long as they come near the top."""

SHELF_MARGIN = 7.0
"""How far below the best score the best unit of such a passage may be, in nats."""

EXPIRED_MARGIN = 4.0
"""The same for what has expired, below what is in force."""

MARGIN = 2.0
"""The same for a second or third unit of one passage."""

MOST_AFTER = 2
"""Sentences that go along with the first of a section, which they make complete."""


def choose(
    index: Index, question: Question, candidates: list[Candidate], sharing: int = 1
) -> list[Chosen]:
    """
    Return the units of the answer: grouped by passage, best passage first, in reading order.

    The best unit brings what it needs to be understood: the sentence it leans on, the whole list
    it is part of, the row that names its record.

    Args:

        sharing: How many questions share one answer: the more, the shorter each is answered.
    """
    usable = [c for c in candidates if not _is_label(c)]
    if not usable:
        return []
    chosen: dict[tuple[str, int], Chosen] = {}
    shelves: set[bool] = set()
    heads = _heads(_typed_first(question, usable), sharing)
    for number, candidate in enumerate(_timely(heads)):
        shelf = bool(candidate.hit.document.sources)
        length = sum(len(unit.text) for unit in chosen.values())
        if shelf in shelves and length > LONG_ENOUGH / sharing:
            continue
        shelves.add(shelf)
        for unit in _with_company(index, question, candidate, best=number == 0):
            chosen.setdefault((unit.passage.id, unit.number), unit)
    return _ordered(closed(without_holes(question, list(chosen.values()))))


def _typed_first(question: Question, usable: list[Candidate]) -> list[Candidate]:
    """
    Where a value is asked for, units that hold none cannot answer by themselves.

    But where the best unit stands under a heading that asks just this, it tells why there is none;
    and a value far below the best unit, or away from the names in the question where they stand
    elsewhere, is that of something else.
    """
    if question.kind not in HARD:
        return usable
    best = usable[0]
    asked = best.passage.id if best.feature("section_coverage") > 0.99 else None
    named = max(each.feature("names") for each in usable)
    typed = [
        each
        for each in usable
        if (each.feature("type") > 0 and each.feature("names") >= named) or each.passage.id == asked
    ]
    return typed if typed and typed[0].score >= best.score - SHELF_MARGIN else usable


def _heads(usable: list[Candidate], sharing: int) -> list[Candidate]:
    """
    Return the units that answer by themselves, best first.

    The best passages of each shelf, originals and compiled texts, each give their best unit;
    where there is room, second units that come near the top.
    """
    best, most = usable[0].score, math.ceil(PASSAGES_PER_SHELF / sharing)
    first: dict[str, Candidate] = {}
    for candidate in usable:
        first.setdefault(candidate.passage.id, candidate)
    heads: list[Candidate] = []
    shelves: Counter[bool] = Counter()
    for candidate in first.values():
        shelf = bool(candidate.hit.document.sources)
        if shelves[shelf] < most and candidate.score >= best - SHELF_MARGIN:
            heads.append(candidate)
            shelves[shelf] += 1
    taken = Counter(head.passage.id for head in heads)
    for candidate in usable:
        room = len(heads) < MOST_HEADS // sharing and taken[candidate.passage.id] < MOST_PER_PASSAGE
        if room and candidate.score >= best - MARGIN and candidate not in heads:
            heads.append(candidate)
            taken[candidate.passage.id] += 1
    return sorted(heads, key=usable.index)


def _timely(heads: list[Candidate]) -> list[Candidate]:
    """
    Leave out what has expired where something in force comes first.

    What comes near that, or holds more of the question than all that is in force, stays.
    """
    best = heads[0]
    if best.feature("outdated"):
        return heads
    held = max(each.feature("near_coverage") for each in heads if not each.feature("outdated"))
    return [
        each
        for each in heads
        if not each.feature("outdated")
        or each.score >= best.score - EXPIRED_MARGIN
        or each.feature("near_coverage") > held
    ]


def _is_label(candidate: Candidate) -> bool:
    """A bare label ('Toelichting:'), a header or a question of the document answers nothing."""
    text = candidate.text.strip()
    unit = candidate.unit
    header = unit.kind == UnitKind.ROW and unit.header == text
    return header or text.endswith("?") or (text.endswith(":") and len(text.split()) < 4)


def _with_company(
    index: Index, question: Question, candidate: Candidate, *, best: bool
) -> list[Chosen]:
    unit = candidate.unit
    if unit.kind == UnitKind.ROW:
        return _row_company(candidate)
    opens = candidate.text.rstrip().endswith(":")
    listed = unit.kind == UnitKind.ITEM and question.kind in _WHOLE_LIST
    if opens or (listed and best):
        return whole_list(index, candidate)
    if listed and question.kind == Expects.LIST:
        whole = whole_list(index, candidate)
        if sum(len(each.text) for each in whole) <= SHORT_LIST:
            return whole
    company = [Chosen.of(candidate, at) for at in goes_with(candidate.passage, candidate.number)]
    company.append(Chosen.of(candidate))
    if unit.lead is not None:
        company.insert(0, Chosen.of(candidate, unit.lead))
    elif candidate.number and unit.kind == UnitKind.SENTENCE and _follows(candidate.text):
        company.insert(0, Chosen.of(candidate, candidate.number - 1))
    if best and candidate.feature("opens"):
        company += _paragraph(index, question, candidate)
    elif best and question.kind == Expects.LIST and _announces(candidate):
        company += whole_list(index, replace(candidate, number=candidate.number + 1))
    elif (best and _goes_on(candidate, question)) or _is_bound(candidate):
        company.append(Chosen.of(candidate, candidate.number + 1))
    return company


def _follows(text: str) -> bool:
    return leans(text) or refers_back(text)


def _paragraph(index: Index, question: Question, candidate: Candidate) -> list[Chosen]:
    """Return what goes on after the first sentence of a section: conditions, or its list."""
    found: list[Chosen] = []
    units = candidate.passage.units
    for number in range(candidate.number + 1, min(len(units), candidate.number + 1 + MOST_AFTER)):
        text = candidate.passage.unit_text(units[number])
        if units[number].kind != UnitKind.SENTENCE:
            break
        if text.rstrip().endswith(":"):
            listed = replace(candidate, number=number)
            found += whole_list(index, listed) if question.kind in _WHOLE_LIST else []
            break
        found.append(Chosen.of(candidate, number))
    return found


def _announces(candidate: Candidate) -> bool:
    """Tell whether the sentence after this one opens a list: 'De uitkomsten zijn:'."""
    units = candidate.passage.units
    following = candidate.number + 1
    return following + 1 < len(units) and units[following + 1].lead == following


def _next_sentence(candidate: Candidate) -> str:
    """Return the text of the unit after this one, where that is a sentence; else ''."""
    following = candidate.passage.units[candidate.number + 1 : candidate.number + 2]
    sentences = (unit for unit in following if unit.kind == UnitKind.SENTENCE)
    return next(map(candidate.passage.unit_text, sentences), "")


def _is_bound(candidate: Candidate) -> bool:
    """Tell whether the next sentence says what then holds: 'de toets moet je dan alsnog halen'."""
    is_sentence = candidate.unit.kind == UnitKind.SENTENCE
    return is_sentence and _THEN.match(_next_sentence(candidate)) is not None


_THEN = re.compile(
    r"(?:\S+ ){1,4}?(?:moet|mag|mogen|kan|kunt?|krijg\w*|gelden|geldt|hoef\w*|betaal\w*|telt"
    r"|vraagt)(?: (?:je|jij|u|zij|hij|men|(?:de|het) \w+))? (?:dan|alsnog|wel)\b"
)
"""An obligation, or what is left, on a condition that the sentence before names."""


def _goes_on(candidate: Candidate, question: Question) -> bool:
    """The next sentence belongs here: it leans on this one, gives the reason, or names the year."""
    text = _next_sentence(candidate)
    if not text:
        return False
    if any(year in text and year not in candidate.text for year in question.years):
        return True
    return question.kind == Expects.REASON or leans(text)


_WHOLE_LIST = frozenset(
    {
        Expects.LIST,
        Expects.NAME,
        Expects.FREE,
        Expects.PROCEDURE,
        Expects.DEFINITION,
        Expects.YES_NO,
    }
)


def _row_company(candidate: Candidate) -> list[Chosen]:
    """A row of a record needs the row that names the record; a row with a header stands alone."""
    along = [Chosen.of(candidate, at) for at in goes_with(candidate.passage, candidate.number)]
    if candidate.unit.header or candidate.number == 0:
        return [*along, Chosen.of(candidate)]
    return [Chosen.of(candidate, 0), *along, Chosen.of(candidate)]


def _ordered(chosen: list[Chosen]) -> list[Chosen]:
    """Group by passage in the order they came in; within a passage in reading order."""
    place: dict[str, int] = {}
    for unit in chosen:
        place.setdefault(unit.passage.id, len(place))
    return sorted(chosen, key=lambda unit: (place[unit.passage.id], unit.number))
