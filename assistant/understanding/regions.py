"""The education regions that a question names, as the documents of the index know them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from corpus.model import Document
from corpus.regions import load_regions, spellings
from retrieval.dutch import plain

_GENERIC = re.compile(r"\b(?:onderwijsregio|regio|loket|dus-i|samenwerkingsverband)\b")
SHORTEST_PREFIX = 2
"""Words of a region's name that are enough to mean it ('po noord' for 'po noord-nederland')."""


def aliases(documents: Iterable[Document]) -> dict[str, set[str]]:
    """
    Return region -> the ways to write it, as plain text.

    Taken from the region's own code, from the publisher of the documents of that one region, and
    from `corpus/data/regions.yaml` where that knows the region. Pass only documents that the asker
    may see: a region that others name stays unknown.
    """
    found: dict[str, set[str]] = {}
    for document in documents:
        for region in document.regions:
            found.setdefault(region, set()).update({region, region.replace("-", " ")})
        if len(document.regions) == 1 and document.publisher:
            for name in document.publisher.split("/"):
                found[document.regions[0]].update(_names(name))
    known = load_regions().by_id
    for region in found.keys() & known.keys():
        found[region].update(plain(name) for name in spellings(known[region]))
    return found


def _names(publisher: str) -> set[str]:
    name = " ".join(_GENERIC.sub(" ", plain(publisher)).replace("-", " ").split())
    parts = name.split()
    if not parts or name == "loketwijzer":
        return set()
    return {" ".join(parts[:length]) for length in range(SHORTEST_PREFIX, len(parts) + 1)} | (
        {name} if len(parts) == 1 else set()
    )


def named(question: str, known: dict[str, set[str]]) -> list[str]:
    """
    Return the regions that a question names, in the order of their code.

    A name within a longer one does not count: 'PO Noord-Limburg' is not also 'Limburg', and
    'Groot Amsterdam' is another region than 'Amsterdam'.
    """
    text = _spaced(question)
    spans = [
        (found.start(), found.end(), region)
        for region, names in known.items()
        for name in names
        if _spaced(name) in text
        for found in re.finditer(f"(?<! groot){re.escape(_spaced(name))}", text)
    ]
    whole = [
        region
        for start, end, region in spans
        if not any(
            first <= start and end <= last and last - first > end - start
            for first, last, _ in spans
        )
    ]
    return sorted(set(whole))


@lru_cache(maxsize=1 << 13)
def _spaced(text: str) -> str:
    """Return the words of a text with one blank around each."""
    return f" {' '.join(re.findall(r'[^ -/:-@]+', plain(text).replace('-', ' ')))} "
