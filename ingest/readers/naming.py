"""What a document is called, and whose it is, read from its opening where nobody said so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from corpus.model import Block, BlockKind
from corpus.text import fold

LONGEST_COVER = 8
"""Blocks; an opening that goes on longer is text."""

LETTER = 15
"""Blocks at the start of a letter, of which one is its subject line."""

LONGEST_LINE = 120
"""Characters; a longer block of the opening is text, and what it names is not whose it is."""

_NO_TITLES = re.compile(
    r"(?:inhoud(?:sopgave)?|inleiding|voorwoord|colofon|samenvatting|contents|leeswijzer)\W*$", re.I
)
_SUBJECT = re.compile(
    r"(?:^|\s)(?:Onderwerp|Betreft|Betreffende)(?:\s*:\s*|\s+)(?P<subject>\S.{5,150}?)"
    r"(?=\.?$|\s+(?:[A-Z]\w+ ){0,2}[A-Z]?\w+:\s)"
)
_LETTERHEAD = re.compile(
    r"\bPostbus\b|(?:^|,|\d)\s*[1-9]\d{3} ?[A-Z]{2}\s+[A-Z]|\bt\.a\.v\."
    r"|^(?:Datum|(?:Ons )?[Kk]enmerk)\b"
)
_IMPRINT = re.compile(
    r"(?:versie|uitgave|datum|pagina|concept|vastgesteld|bijgewerkt)\b|\W*\d+\W*$", re.I
)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_WORD = (
    r"(?!(?:Postbus|Afdeling|Directie|Personeelszaken|Faculteit|Instituut|Locatie|Bezoekadres"
    r"|Versie|Uitgave|Datum|Jaarverslag|Jaarplan|Regioplan)\b)[A-Z][\w'’-]+"
)
_JOINT = r"(?:(?:de|het|den|der|van|voor|en|in|aan|&|'t)\s+)*"
_OWNER = re.compile(
    r"\b(?P<kind>(?:[Oo]nderwijs)?[Rr]egio|[Ss]tichting|[Vv]ereniging|[Hh]ogeschool|[Uu]niversiteit"
    r"|[Oo]pleidingsschool|[Ll]oket|[Ss]amenwerkingsverband|[Ss]cholengroep|[Gg]emeente"
    r"|[Pp]rovincie|[Ll]erarenopleiding|[Aa]cademie|ROC|[Mm]inisterie)\s+"
    rf"(?P<name>{_JOINT}{_WORD}(?:\s+{_JOINT}{_WORD})*)"
)


def derived_title(blocks: Sequence[Block], path: Path) -> tuple[str, str]:
    """
    Return a title for a document without one, and what it was taken from.

    That is the subject line of a letter, else the first heading that names this document and
    not a part of it, else a line of its opening, else the file name made readable.
    """
    opening = _opening(blocks)
    for block in blocks[:LETTER]:
        found = _SUBJECT.search(fold(block.text))
        if found:
            subject = fold(found["subject"])
            return subject[:1].upper() + subject[1:], "the subject line"
    headings = [
        fold(block.text) for block in blocks if block.kind is BlockKind.HEADING and block.text
    ]
    if headings and not _NO_TITLES.match(headings[0]) and not _LETTERHEAD.search(headings[0]):
        return headings[0], "the first heading"
    for line in opening:
        if _is_title(line):
            return line, "its opening"
    if headings and not _LETTERHEAD.search(headings[0]):
        return headings[0], "the first heading"
    words = re.sub(r"[-_\s]+", " ", path.name.split(".")[0]).strip()
    return words[:1].upper() + words[1:] if words else path.name, "the file name"


def is_letterhead(line: str) -> bool:
    """Tell whether a line belongs to the top of a letter: an address, a date, a subject line."""
    return bool(_LETTERHEAD.search(line) or _SUBJECT.match(line))


def with_owner(title: str, blocks: Sequence[Block], site: str | None = None) -> str:
    """
    Return a title that says whose document it is: 'Jaarverslag 2025 – Onderwijsregio Noord'.

    Else nothing in a passage tells for which region or school it holds. Taken from the web site,
    or else from the opening; a title that names it, or names another one, stays as it is.
    """
    owner = site if site and not _HOST.fullmatch(site) else owner_of(blocks)
    if owner is None or _OWNER.search(title):
        return title
    name = _OWNER.fullmatch(owner)
    said = (name["name"] if name else owner).lower()
    return title if said in title.lower() else f"{title} – {owner}"


def owner_of(blocks: Sequence[Block]) -> str | None:
    """
    Return the organisation that the opening of a document names, None without one.

    An opening that names one of several, each with a part of its own below, names no owner.
    """
    found = None
    for line in _opening(blocks):
        found = found or (_OWNER.search(line) if len(line) <= LONGEST_LINE else None)
    if found is None:
        return None
    parts = {
        one["name"]
        for block in blocks
        if block.kind is BlockKind.HEADING
        for one in _OWNER.finditer(fold(block.text))
    }
    return None if len(parts - {found["name"]}) > 1 else found.group()


def _opening(blocks: Sequence[Block]) -> list[str]:
    """Return the lines of the cover: the headings at the start, the lines below the first."""
    lines: list[str] = []
    headings = texts = 0
    for block in blocks[:LONGEST_COVER]:
        if block.kind is BlockKind.HEADING:
            headings += 1
            if texts:
                break
        elif block.kind is not BlockKind.PARAGRAPH or headings > 1:
            break
        else:
            texts += 1
        lines += [fold(block.text)] if block.text.strip() else []
    return lines


def _is_title(line: str) -> bool:
    """Tell whether a line of the opening can be the title: no sentence, name or imprint."""
    return (
        8 <= len(line) <= LONGEST_LINE
        and not re.search(r"[.,;:!?]$", line)
        and not _OWNER.fullmatch(line)
        and not _IMPRINT.match(line)
        and not _LETTERHEAD.search(line)
        and not _NO_TITLES.match(line)
    )
