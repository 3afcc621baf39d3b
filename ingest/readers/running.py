"""Headers and footers that stayed behind in text that was exported from pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

FEWEST_WORDS = 2
"""A shorter line with a number may be a heading: 'Artikel 3', 'Stap 2'."""

_FOOTER = re.compile(r"(?:(?P<first>\d{1,4})\s+)?(?P<said>\D.*?)\s*(?P<last>\d{1,4})?")
_PAGE = re.compile(
    r"(?:[-–—]\s*)?(?:pagina|blz\.?|p\.)?\s*(?P<page>\d{1,4})(?:\s*(?:van|/)\s*\d+)?(?:\s*[-–—])?",
    re.IGNORECASE,
)
_OTHER = re.compile(r"^\s*(?:[#|>*+-]|\d+[.)]\s)|[.:;?!]\s*$")
"""Markup, an item, a table or a sentence: never a running line."""


def without_running_lines(text: str) -> str:
    """
    Return a text without its running headers, footers and page numbers.

    Dropped are lines between blank ones that return with a rising page number: three times, or
    twice where the text says the same elsewhere, as it does its title; with them the lines that
    are only a page number. A sentence that such a line cut in two is whole again.
    """
    lines = text.split("\n")
    dropped = _running(lines)
    kept: list[str] = []
    parted = False
    for place, line in enumerate(lines):
        if place in dropped:
            while kept and not kept[-1].strip():
                kept.pop()
            parted = True
        elif line.strip() or not parted:
            kept += [""] if parted and not _goes_on(kept, line) else []
            kept.append(line)
            parted = False
    return "\n".join(kept)


def _running(lines: Sequence[str]) -> set[int]:
    """Return the places of the lines that only a page has."""
    footers: dict[str, dict[int, int]] = defaultdict(dict)
    pages: dict[int, int] = {}
    for place, line in enumerate(lines):
        if not line.strip() or _OTHER.search(line) or not _stands_alone(lines, place):
            continue
        if page := _PAGE.fullmatch(line.strip()):
            pages[place] = int(page["page"])
        elif (found := _FOOTER.fullmatch(line.strip())) and (found["last"] or found["first"]):
            footers[_plain(found["said"])][place] = int(found["last"] or found["first"])
    said = {_plain(line) for line in lines}
    running = {
        place
        for name, numbers in footers.items()
        if len(name.split()) >= FEWEST_WORDS and _rising(numbers, 2 if name in said else 3)
        for place in numbers
    }
    return running | pages.keys() if running or _rising(pages, 3) else set()


def _rising(numbers: dict[int, int], fewest: int) -> bool:
    """Tell whether there are enough numbers, each higher than the one before."""
    return len(numbers) >= fewest and all(one < two for one, two in pairwise(numbers.values()))


def _stands_alone(lines: Sequence[str], place: int) -> bool:
    beside = (*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2])
    return not any(line.strip() for line in beside)


def _plain(line: str) -> str:
    """Return the words of a line, without markup."""
    return " ".join(re.sub(r"[*_#|]+", " ", line).split()).strip(" -–•").lower()


def _goes_on(kept: Sequence[str], line: str) -> bool:
    """Tell whether a line goes on with the sentence that the page ended in."""
    last = kept[-1].rstrip() if kept else ""
    return bool(last) and last[-1] not in ".!?:;|" and line.strip()[:1].islower()
