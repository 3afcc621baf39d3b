"""What a list item and a numbered heading look like at the start of a line of Dutch text."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Private-use characters are bullets of the Symbol and Wingdings fonts (Word exports).
_BULLET = r"[•●○▪■□◦‣⁃∙·»›➢➤►✓✔*–—\-\uf0b7\uf0a7\uf0d8\uf0fc\uf076]"
_ITEM = re.compile(
    rf"(?P<bullet>{_BULLET}|o|§)(?:\s+(?P<after>\S.*))?$"
    r"|(?P<mark>(?P<number>\d{1,2})[.)]|\((?P<paren>\d{1,2}|[a-z])\)|(?P<letter>[a-z])[.)]"
    r"|(?P<roman>[ivx]{2,5})[.)])\s+(?=\S)",
)
# '8. regio' and '8 Regio', but not the date '8 maart'.
_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4}[a-z]?)(?:[.)]\s+(?=[^\W\d_]|[‘'“(])|\s+(?=[A-ZÀ-Þ‘'“]))"
)
_ARTICLE = re.compile(r"(?:Artikel|Art\.)\s+\d+[a-z]*(?:[.:]\d+[a-z]*)*\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marker:
    """A list marker: its kind (what siblings share), its ordinal or 0, and the item's text."""

    kind: str
    ordinal: int
    text: str


def item_marker(line: str) -> Marker | None:
    """
    Recognise a list item.

    A bullet is left out of the text; a number or letter is kept, because texts refer to it
    ("onderdeel a").
    """
    found = _ITEM.match(line)
    if found is None:
        return None
    if found["bullet"]:
        return Marker(found["bullet"], 0, found["after"] or "")
    if found["number"]:
        return Marker("1" + found["mark"][-1], int(found["number"]), line)
    if found["paren"]:
        value = found["paren"]
        return Marker("(1)" if value.isdigit() else "(a)", _ordinal(value), line)
    if found["letter"]:
        return Marker("a" + found["mark"][-1], _ordinal(found["letter"]), line)
    return Marker("i" + found["mark"][-1], 0, line)


def _ordinal(value: str) -> int:
    """Return 3 for '3' and for 'c'."""
    return int(value) if value.isdigit() else ord(value) - ord("a") + 1


def numbered_depth(line: str) -> int:
    """Return the depth of a heading's number ('8.' 1, '3.1.2' 3, '2a' 1), or 0 without one."""
    found = _NUMBERED.match(line)
    return found["number"].count(".") + 1 if found else 0


def is_article(line: str) -> bool:
    """Tell whether a line opens with 'Artikel 12a' or the like."""
    return _ARTICLE.match(line) is not None
