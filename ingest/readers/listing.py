"""What a list item and a numbered heading look like at the start of a line of Dutch text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.text import fold

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
_ENDED = re.compile(r"[.!?:;][\"'”’»)\]]*$")
_LABEL = re.compile(r"[A-ZÀ-Þ][^.,:;!?]{1,40}:\s")


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


def numeral(number: int, kind: str) -> str:
    """Return a list number as shown: kind '1', 'a', 'A', 'i' or 'I', as HTML names them."""
    if kind in ("a", "A"):
        letters = ""
        while number > 0:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return letters if kind == "a" else letters.upper()
    if kind in ("i", "I"):
        roman = _roman(number)
        return roman if kind == "i" else roman.upper()
    return str(number)


def _roman(number: int) -> str:
    parts = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    text = ""
    for value, sign in parts:
        count, number = divmod(number, value)
        text += sign * count
    return text


def broken_lines(text: str) -> list[str]:
    """
    Return the thoughts in a text with line breaks, each on one line, white space folded.

    A break parts them where the line before it has ended, the line after it is a list item, or
    one of them opens with a label ('Plaats: …'); any other break is only a matter of layout.
    """
    lines: list[str] = []
    for line in filter(None, (fold(line) for line in text.split("\n"))):
        if lines and not _are_apart(lines[-1], line):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines


def _are_apart(before: str, line: str) -> bool:
    if _ENDED.search(before) or item_marker(line) or _LABEL.match(line):
        return True
    return _LABEL.match(before) is not None and line[:1].isupper()
