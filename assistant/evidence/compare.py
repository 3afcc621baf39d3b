"""A question about several regions, as one question for each, so that each gets its own answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.evidence.candidates import Candidate
from assistant.understanding.slots import Kind, slots_in

_JOINED = re.compile(
    r"^(?=.*(?:[,/&+-]|\b(?:en|of|and|or|und|oder|dan|than|versus|vs|tussen)\b))"
    r"[\s,/&+-]*(?:(?:en|of|and|or|und|oder|dan|van|dat|die|versus|vs|bij|in|voor|met|tussen|de"
    r"|het|loket|regio|onderwijsregio|at|of|that|than|bei|als"
    r"|hoeveel|welke?|wat|wie|hoe|waar|is|zijn|how many|what|which)\b[\s,.]*)*$",
    re.I,
)
_COMPARES = (
    (re.compile(r"^verschil(?:t|len)\b", re.I), "Hoe is"),
    (re.compile(r"\b(?:het |de )?(?:verschil(?:len)?|overeenkomst(?:en)?) tussen\s+", re.I), ""),
    (re.compile(r"\b(?:the )?differences? between\s+", re.I), ""),
    (re.compile(r"\bverschil(?:t|len)\b", re.I), "is"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """
    A question for one of several places.

    Args:

        region: The code of a region that documents are of; '' for a place without such documents.
    """

    text: str
    region: str = ""


def per_region(text: str, regions: Sequence[str], known: Mapping[str, set[str]]) -> list[Apart]:
    """
    Return the question for each of its regions and places alone, in the order of the question.

    Empty where the question does not set places side by side: fewer than two, or something else
    than 'en', 'of' or the like between their names.

    Args:

        regions: Codes of the regions that it names.

        known: Region -> the ways to write it.
    """
    spans = _spans(text, regions, known)
    between = [text[one[1] : two[0]] for one, two in pairwise(spans)]
    if len(spans) < 2 or not all(_JOINED.match(each) for each in between):
        return []
    first, last = spans[0][0], spans[-1][1]
    return [
        Apart(text=_tidy(f"{text[:first]}{text[start:end]}{text[last:]}"), region=region)
        for start, end, region in spans
    ]


def _spans(
    text: str, regions: Sequence[str], known: Mapping[str, set[str]]
) -> list[tuple[int, int, str]]:
    """Return where a text names a region, with its code, or another place, with ''."""
    found = [(*_span(text, known.get(region, set())), region) for region in regions]
    found = [each for each in found if each[1]]
    for slot in slots_in(text):
        free = all(slot.end <= start or end <= slot.start for start, end, _ in found)
        if slot.kind == Kind.REGION and free:
            found.append((slot.start, slot.end, ""))
    return sorted(found)


def of_region(candidates: list[Candidate], region: str, names: Collection[str]) -> list[Candidate]:
    """Return the candidates from a document of the region, or that name the region themselves."""
    return [
        each
        for each in candidates
        if region in each.hit.document.regions or _span(each.text, names)[1]
    ]


def _span(text: str, names: Collection[str]) -> tuple[int, int]:
    """Return where the longest name of a region stands in a text; (0, 0) for nowhere."""
    for name in sorted(names, key=len, reverse=True):
        pattern = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", name))
        if found := re.search(rf"(?<!\w){pattern}(?!\w)", text, re.I):
            return found.span()
    return 0, 0


def _tidy(text: str) -> str:
    for pattern, instead in _COMPARES:
        text = pattern.sub(instead, text)
    return " ".join(text.split())
