"""Plain text helpers that every part shares: folding white space, sentences, slugs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_SPACE = re.compile(r"\s+")
_BOUNDARY = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s+[\"'“‘«(\[]?[A-ZÀ-Þ0-9€•→])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“‘])(?:"
    r"(?:[A-Za-z]\.){1,4}"  # o.a. t.b.v. J. A.B.
    r"|(?:art|artt|bijv|blz|ca|circa|dhr|dr|drs|e\.d|ed|enz|etc|evt|excl|fig|incl|ing|ir|jl|jr|max"
    r"|mevr|mgr|min|mln|mr|mrd|mw|nl|no|nr|nrs|par|pag|prof|resp|sept|stb|stcrt|tel|vgl|vs)\.)$",
    re.IGNORECASE,
)
_ENUMERATOR = re.compile(r"\(?\w{1,3}\.")


def filled(pattern: str, named: Mapping[str, str]) -> str:
    """Return a pattern with what it names in braces, as in '{only}|mits', filled in."""
    for name, meant in named.items():
        pattern = pattern.replace(f"{{{name}}}", meant)
    return pattern


def fold(text: str) -> str:
    """Return the text with every run of white space as one blank, trimmed."""
    return _SPACE.sub(" ", text).strip()


def slug(text: str) -> str:
    """Return an ASCII identifier of lower-case words joined by hyphens."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """
    Split running Dutch text into sentences.

    Returns: (start, end) offsets, without surrounding white space, in order.

    A full stop ends a sentence when white space and a capital or digit follow, unless it belongs
    to a known abbreviation or an initial. Method: rules, as in Grefenstette and Tapanainen (1994).
    """
    spans, start = [], 0
    for match in _BOUNDARY.finditer(text):
        head = text[start : match.end()].rstrip("\"'”’»)]")
        if text[match.start()] == "." and (
            _ABBREVIATION.search(head) or _ENUMERATOR.fullmatch(head.strip())
        ):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := trim(text, *span))[0] < trimmed[1]]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without white space at either side."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
