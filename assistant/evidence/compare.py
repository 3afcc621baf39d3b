"""A question about several regions, as one question for each, so that each gets its own answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from assistant.evidence.candidates import Candidate

_JOINED = re.compile(
    r"^[\s,/&+-]*(?:(?:en|of|and|or|und|oder|dan|van|dat|die|versus|vs|bij|in|voor|met|tussen|de"
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


def per_region(text: str, regions: Sequence[str], known: Mapping[str, set[str]]) -> dict[str, str]:
    """
    Return region -> the question for that region only, in the order of the question.

    Empty where the question does not set regions side by side: fewer than two, or something else
    than 'en', 'of' or the like between their names.
    """
    spans = sorted(
        (start, end, region)
        for region in regions
        for start, end in [_span(text, known.get(region, set()))]
        if end
    )
    between = [text[one[1] : two[0]] for one, two in pairwise(spans)]
    if len(spans) < 2 or not all(_JOINED.match(each) for each in between):
        return {}
    first, last = spans[0][0], spans[-1][1]
    return {
        region: _tidy(f"{text[:first]}{text[start:end]}{text[last:]}")
        for start, end, region in spans
    }


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
