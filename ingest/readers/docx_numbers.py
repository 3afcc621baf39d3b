"""The numbers that Word shows before paragraphs and does not write into their text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from ingest.readers.listing import numeral

_KINDS = {
    "decimal": "1", "decimalZero": "1", "lowerLetter": "a", "upperLetter": "A",
    "lowerRoman": "i", "upperRoman": "I",
}  # fmt: skip
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts: kind ('' for a bullet or nothing), text, first number."""

    kind: str
    text: str
    start: int


class Numbers:
    """Counts the numbered paragraphs of one document; ask for them in the document's order."""

    def __init__(self, document: Document) -> None:
        """Read the lists that a document defines; one without any numbers nothing."""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._styles: dict[tuple[str, str], int] = {}
        self._of: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counted: dict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        self._begun: set[str] = set()
        root = _numbering(document)
        for abstract in root.findall(qn("w:abstractNum")) if root is not None else ():
            self._define(abstract)
        for number in root.findall(qn("w:num")) if root is not None else ():
            self._name(number)

    def level_of_style(self, number: str, style: str) -> int | None:
        """Return the level that a list gives to the paragraphs of a style."""
        return self._styles.get((self._of.get(number, ""), style))

    def label(self, number: str, level: int) -> str:
        """Return what Word shows before the next paragraph of a list's level, '' for a bullet."""
        name = self._of.get(number)
        levels = self._levels.get(name or "", {})
        if name is None or level not in levels:
            return ""
        counted = self._counted[name]
        if number not in self._begun:
            self._begun.add(number)
            for place, first in self._restarts.get(number, {}).items():
                counted[place] = first - 1
        now = counted[level]
        counted[level] = levels[level].start if now is None else now + 1
        counted[level + 1 :] = [None] * (_LEVELS - level - 1)
        if not levels[level].kind:
            return ""
        shown = re.sub(
            r"%(\d)", lambda found: _shown(levels, counted, int(found[1]) - 1), levels[level].text
        )
        return " ".join(shown.split())

    def _define(self, abstract: Any) -> None:
        name = abstract.get(qn("w:abstractNumId"))
        for level in abstract.findall(qn("w:lvl")):
            place = int(level.get(qn("w:ilvl"), "0"))
            kind = _KINDS.get(_value(level, "w:numFmt") or "decimal", "")
            start = int(_value(level, "w:start") or 1)
            text = _value(level, "w:lvlText") or ""
            self._levels.setdefault(name, {})[place] = _Level(kind, text, start)
            style = _value(level, "w:pStyle")
            if style:
                self._styles[name, style] = place

    def _name(self, number: Any) -> None:
        identifier = number.get(qn("w:numId"))
        self._of[identifier] = _value(number, "w:abstractNumId") or ""
        for override in number.findall(qn("w:lvlOverride")):
            first = _value(override, "w:startOverride")
            if first is not None:
                place = int(override.get(qn("w:ilvl"), "0"))
                self._restarts.setdefault(identifier, {})[place] = int(first)


def _shown(levels: dict[int, _Level], counted: list[int | None], place: int) -> str:
    """Return the number of a level within a label; one not counted yet shows its first."""
    level = levels.get(place)
    if level is None or not level.kind:
        return ""
    number = counted[place]
    return numeral(level.start if number is None else number, level.kind)


def _value(parent: Any, name: str) -> str | None:
    child = parent.find(qn(name))
    value: str | None = child.get(qn("w:val")) if child is not None else None
    return value


def _numbering(document: Document) -> Any:
    """Return the root of the part that defines lists, None without one."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering"):
            return getattr(relation.target_part, "element", None)
    return None
