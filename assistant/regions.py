"""The education regions that a question names, as the documents of the index know them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.model import Document
from retrieval.dutch import plain

_GENERIC = re.compile(r"\b(?:onderwijsregio|regio|loket|dus-i|samenwerkingsverband)\b")
SHORTEST_PREFIX = 2
"""Words of a region's name that are enough to mean it ('po noord' for 'po noord-nederland')."""


def aliases(documents: Iterable[Document]) -> dict[str, set[str]]:
    """
    Return region -> the ways to write it, as plain text.

    Taken from the region's own code and from the publisher of the documents of that one region.
    """
    found: dict[str, set[str]] = {}
    for document in documents:
        for region in document.regions:
            found.setdefault(region, set()).update({region, region.replace("-", " ")})
        if len(document.regions) == 1 and document.publisher:
            for name in document.publisher.split("/"):
                found[document.regions[0]].update(_names(name))
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
    """Return the regions that a question names, in the order of their code."""
    text = f" {' '.join(re.findall(r'[^ -/:-@]+', plain(question).replace('-', ' ')))} "
    return sorted(
        region
        for region, names in known.items()
        if any(f" {name.replace('-', ' ')} " in text for name in names)
    )
