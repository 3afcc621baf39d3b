"""Lists and tables of a document, of which half misleads: what is chosen of them is made whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from assistant.evidence.candidates import Candidate
from assistant.evidence.chosen import Chosen
from assistant.understanding.question import HARD, Question
from corpus.model import Passage, UnitKind
from retrieval.index import Index

MOST_ITEMS = 20
SHORT_LIST = 800
"""Characters; who asks for a list gets any list up to here whole, not only the best one."""

SHORTEST_LIST = 300
"""Characters; up to here a list is given whole even where one value of it is asked."""


def whole_list(index: Index, candidate: Candidate) -> list[Chosen]:
    """Return the list that a unit opens or is part of, over passages of the same section."""
    passage = candidate.passage
    lead = candidate.number if candidate.unit.kind != UnitKind.ITEM else candidate.unit.lead
    if candidate.text.rstrip().endswith(":"):
        lead = candidate.number
    found: list[Chosen] = []
    if lead is not None:
        found.append(Chosen.of(candidate, lead))
    start = lead + 1 if lead is not None else _first_item(passage, candidate.number)
    depth = passage.units[min(start, len(passage.units) - 1)].depth
    for at in range(start, len(passage.units)):
        if not _same_list(passage, at, depth):
            return found[: MOST_ITEMS + 1]
        found.append(Chosen.of(candidate, at))
    found += _continued(index, candidate, passage)
    return found[: MOST_ITEMS + 1]


def without_holes(question: Question, chosen: list[Chosen]) -> list[Chosen]:
    """Complete each short list of which items were chosen: half of it misleads."""
    made = {(each.passage.id, each.number): each for each in chosen}
    listed = Counter(map(_list_of, chosen))
    for each in chosen:
        if each.unit.kind != UnitKind.ITEM or each.unit.lead is None:
            continue
        items = [
            replace(each, number=number)
            for number, unit in enumerate(each.passage.units)
            if (unit.kind, unit.lead, unit.depth)
            == (UnitKind.ITEM, each.unit.lead, each.unit.depth)
        ]
        several = listed[_list_of(each)] > 1 or question.kind not in HARD
        if sum(len(item.text) for item in items) <= (SHORT_LIST if several else SHORTEST_LIST):
            for item in items:
                made.setdefault((item.passage.id, item.number), item)
    return list(made.values())


def closed(chosen: list[Chosen]) -> list[Chosen]:
    """
    Give each sentence that announces something what it announces, or leave it out.

    A part of a table says its columns and goes without what announces all of it; of a list, not.
    """
    made = {(each.passage.id, each.number): each for each in chosen}
    for each in chosen:
        if not each.text.rstrip().endswith(":"):
            continue
        announced = _announced(each)
        below = {each.number + 1, *(unit.number for unit in announced)}
        told = {number for number in below if (each.passage.id, number) in made}
        table = [unit.number for unit in announced if unit.unit.header]
        if told and told.issuperset(table):
            continue
        if announced and sum(len(unit.text) for unit in announced) <= SHORT_LIST:
            made |= {(unit.passage.id, unit.number): unit for unit in announced}
        elif len(made) > 1:
            del made[each.passage.id, each.number]
    return list(made.values())


def _announced(opening: Chosen) -> list[Chosen]:
    """Return the items or rows right below a sentence that ends in a colon."""
    found: list[Chosen] = []
    for number in range(opening.number + 1, len(opening.passage.units)):
        unit = opening.passage.units[number]
        if unit.kind == UnitKind.SENTENCE or (found and unit.kind != found[0].unit.kind):
            break
        if unit.kind != UnitKind.ROW or unit.header != opening.passage.unit_text(unit):
            found.append(replace(opening, number=number))
    return found


def _list_of(chosen: Chosen) -> tuple[str, UnitKind, int | None, int]:
    """Return what the items of one list share."""
    return chosen.passage.id, chosen.unit.kind, chosen.unit.lead, chosen.unit.depth


def _first_item(passage: Passage, number: int) -> int:
    depth = passage.units[number].depth
    before = passage.units[number - 1] if number else None
    while before is not None and before.kind == UnitKind.ITEM and before.depth >= depth:
        number -= 1
        before = passage.units[number - 1] if number else None
    return number


def _same_list(passage: Passage, at: int, depth: int) -> bool:
    """An item as deep goes on with the list; so does the sentence right after a colon."""
    unit = passage.units[at]
    if unit.kind == UnitKind.ITEM:
        return unit.depth >= depth
    return unit.kind == UnitKind.SENTENCE and unit.lead == at - 1


def _continued(index: Index, candidate: Candidate, passage: Passage) -> list[Chosen]:
    """Return the items of the next passage where a list was cut by the size of a passage."""
    row = index.rows[passage.id] + 1
    if row >= len(index.passages) or index.passages[row].section != passage.section:
        return []
    following = index.passages[row]
    if following.document_id != passage.document_id or not following.units[0].header:
        return []
    found = []
    for at, unit in enumerate(following.units):
        if unit.kind != UnitKind.ITEM:
            break
        found.append(Chosen(passage=following, hit=candidate.hit, number=at))
    return found
