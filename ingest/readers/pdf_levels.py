"""The levels of a PDF's headings: by their font, or else by their numbers and labels."""

from __future__ import annotations

import re

from corpus.model import BlockKind
from ingest.readers.listing import is_article, numbered_depth
from ingest.readers.pdf_parts import Measures, Part

_LABELLED = re.compile(
    r"(?P<label>fase|stap|hoofdstuk|deel|bijlage|paragraaf|module|thema|route|spoor)\s+"
    r"(?:\d+|[a-z]|[ivx]+)\b",
    re.IGNORECASE,
)


def level_headings(parts: list[Part], usual: Measures, *, styled: bool) -> None:
    """Give every heading its level."""
    headings = [part for part in parts if part.kind is BlockKind.HEADING]
    if styled:
        _level_by_style(headings, parts, usual)
    else:
        _level_by_number(headings, parts)


def _level_by_style(headings: list[Part], parts: list[Part], usual: Measures) -> None:
    """Level headings by the rank of their font; the title is a single largest one, in front."""
    fonts = [part for part in headings if usual.styled(part.lines[0])]
    ranks = sorted({_font(part) for part in fonts}, reverse=True)
    largest = [part for part in fonts if _font(part) == ranks[0]]
    titled = len(largest) == 1 and largest[0] is parts[0]
    level = 2
    for part in headings:
        if part in fonts:
            level = ranks.index(_font(part)) + (1 if titled else 2)
            depth = numbered_depth(part.lines[0].text)
            part.level = min(max(level, depth + 1), 6)
        else:
            part.level = min(level + max(numbered_depth(part.lines[0].text), 1), 6)


def _level_by_number(headings: list[Part], parts: list[Part]) -> None:
    """Level headings without a style by their numbers, labels and the headings before them."""
    numbered = 0
    labels: dict[str, int] = {}
    for part in headings:
        text = part.lines[0].text
        depth = 1 if is_article(text) else numbered_depth(text)
        place = next(index for index, one in enumerate(parts) if one is part)
        above = parts[place - 1] if place and parts[place - 1].kind is BlockKind.HEADING else None
        label = _LABELLED.match(text)
        if place == 0 and not depth:
            part.level = 1
            continue
        if depth:
            part.level, numbered, labels = depth + 1, depth + 1, {}
        elif label and label["label"].lower() in labels:
            part.level = labels[label["label"].lower()]
        else:
            part.level = max(numbered + 1, 2, above.level + 1 if above else 0)
        part.level = min(part.level, 6)
        if label:
            labels[label["label"].lower()] = part.level


def _font(part: Part) -> tuple[float, bool]:
    """Return a heading's size in whole points, and whether it is bold: the larger ranks higher."""
    return round(part.lines[0].size), part.lines[0].bold
