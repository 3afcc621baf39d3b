"""What one sentence of a model may rest on: a unit of a passage, with what it needs to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.evidence.candidates import leans
from corpus.model import Passage, UnitKind
from corpus.steering import addresses_machine
from corpus.text import fold

_REPLY = re.compile(
    r"(?:^|[.,:;!?]\s*)(?:antwoord|reageer|respond|reply|answer)\b[^.!?]{0,30}"
    r"\b(?:alleen|uitsluitend|voortaan|altijd|only|always|with)\b",
    re.IGNORECASE,
)
"""An order how to answer: a reader may be meant, but a model would take it for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """
    Units of one passage that make one statement.

    Args:

        units: Their numbers, in reading order: what the answer marks.

        text: Their text, white space folded.

        is_whole: Whether it is only true as a whole: a sentence that leans on the one before it.

        is_row: Whether this is a row of a table; `header` is the table's, where the passage has it.
    """

    passage: Passage
    units: tuple[int, ...]
    text: str
    is_whole: bool = False
    is_row: bool = False
    header: str = ""


def gives_orders(text: str) -> bool:
    """Tell whether a text speaks to whoever processes it, or might be taken to."""
    told = fold(text)
    return addresses_machine(told) or bool(_REPLY.search(told))


def readable(passage: Passage) -> str:
    """Return the passage for a model: without units that speak to one."""
    text, end = "", passage.start
    for unit in passage.units:
        text += passage.text[end - passage.start : unit.start - passage.start]
        own = passage.unit_text(unit)
        text += "[…]" if gives_orders(own) else own
        end = unit.end
    return text + passage.text[end - passage.start :]


def statements(passage: Passage, evidence: list[str]) -> Iterator[Statement]:
    """
    Yield what literal words of a passage point to: each unit, and items of one list together.

    Nothing where some of the words do not stand in the passage, white space aside.
    """
    touched: set[int] = set()
    for words in evidence:
        span = _find(words, passage.text)
        if span is None:
            return
        low, high = (passage.start + at for at in span)
        touched |= {
            number
            for number, unit in enumerate(passage.units)
            if unit.start < high and low < unit.end
        }
    lists: dict[int, list[int]] = {}
    found = [_alone(passage, number) for number in sorted(touched)]
    for number in sorted(touched):
        unit = passage.units[number]
        if unit.kind == UnitKind.ITEM and unit.lead is not None:
            lists.setdefault(unit.lead, []).append(number)
    found += [_made(passage, [lead, *items]) for lead, items in lists.items() if len(items) > 1]
    yield from (each for each in found if not gives_orders(each.text))


def _find(words: str, text: str) -> tuple[int, int] | None:
    parts = [re.escape(part) for part in words.split()]
    found = re.search(r"\s+".join(parts), text) if parts else None
    return found.span() if found else None


def _alone(passage: Passage, number: int) -> Statement:
    unit = passage.units[number]
    if unit.kind == UnitKind.ROW:
        return _row(passage, number)
    if unit.lead is not None:
        return _made(passage, [unit.lead, number])
    follows = number > 0 and leans(passage.unit_text(unit))
    units = [number - 1, number] if follows else [number]
    return _made(passage, units, is_whole=follows)


def _made(passage: Passage, units: list[int], *, is_whole: bool = False) -> Statement:
    text = fold(" ".join(passage.unit_text(passage.units[each]) for each in units))
    return Statement(passage=passage, units=tuple(units), text=text, is_whole=is_whole)


def _row(passage: Passage, number: int) -> Statement:
    """A row says its cells under their headers; a row of a record also the record's name."""
    unit = passage.units[number]
    named = not unit.header and number and passage.units[0].kind == UnitKind.ROW
    own = [0, number] if named else [number]
    return Statement(
        passage=passage,
        units=tuple(own),
        text=fold(" | ".join(passage.unit_text(passage.units[each]) for each in own)),
        is_row=True,
        header=unit.header if unit.header in passage.text else "",
    )
