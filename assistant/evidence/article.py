"""The literal text of an article that was looked up, in its order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence.chosen import Chosen
from assistant.understanding.articles import Article
from corpus.text import fold
from retrieval.search import Hit

MOST_UNITS = 14
"""Units of an article that are quoted; the source shows how a long one goes on."""

_NUMBERED = re.compile(r"^(?P<number>\d+[a-z]?)\.\s+")
_POINT = re.compile(r"^\(?(?P<point>[a-z])[.)]\s+")


def article_text(article: Article, hits: Sequence[Hit]) -> list[Chosen]:
    """
    Return the units of an article, or of one paragraph or point, as they stand in one document.

    A text that numbers its paragraphs and lacks the one asked for has nothing to quote.

    Args:

        hits: Passages under the heading of the article, the best document first.
    """
    if not hits:
        return []
    own = sorted(
        (hit for hit in hits if hit.document.id == hits[0].document.id), key=lambda hit: hit.row
    )
    units = [
        Chosen(passage=hit.passage, hit=hit, number=number)
        for hit in own
        for number in range(len(hit.passage.units))
    ]
    wanted = _paragraph(units, article.paragraph) if article.paragraph else units
    if not wanted and not any(_NUMBERED.match(unit.text) for unit in units):
        wanted = units  # a text without numbers: the paragraph is somewhere in it
    if article.point:
        wanted = _point(wanted, article.point) or wanted
    return _once(wanted)[:MOST_UNITS]


def _paragraph(units: list[Chosen], paragraph: str) -> list[Chosen]:
    """Return the units of a numbered paragraph: up to the next that has a number."""
    found: list[Chosen] = []
    for unit in units:
        match = _NUMBERED.match(unit.text)
        if found and match:
            break
        if found or (match and match["number"] == paragraph):
            found.append(unit)
    return found


def _point(units: list[Chosen], point: str) -> list[Chosen]:
    """Return the units of a lettered point with what introduces it: up to the next letter."""
    found: list[Chosen] = []
    for unit in units:
        match = _POINT.match(unit.text) or _NUMBERED.match(unit.text)
        if found and match:
            break
        if found or (match and match.groupdict().get("point") == point):
            lead = unit.unit.lead
            if not found and lead is not None:
                found.append(Chosen(passage=unit.passage, hit=unit.hit, number=lead))
            found.append(unit)
    return found


def _once(units: list[Chosen]) -> list[Chosen]:
    """Leave out what stands there again: some texts of laws come with and without numbers."""
    seen: set[str] = set()
    kept = []
    for unit in units:
        text = _NUMBERED.sub("", fold(unit.text))
        if text not in seen:
            kept.append(unit)
        seen.add(text)
    return kept
