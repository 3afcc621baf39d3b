"""Articles that a question names: 'artikel 5, eerste lid' is looked up, not searched for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.dutch import plain

_NUMBER = r"\d+[a-z]{0,2}(?:[.:]\d+[a-z]?)?"
_ORDINALS = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste")
_ARTICLE = re.compile(
    rf"\b(?:artikel|art\.?|article)\s*(?P<number>{_NUMBER})(?![\w])"
    rf"(?:,?\s*(?:(?:lid|paragraph)\s*(?P<paragraph>\d+[a-z]?)"
    rf"|(?P<ordinal>{'|'.join(_ORDINALS)}) lid))?"
)
_PARAGRAPH_FIRST = re.compile(
    rf"\b(?:lid\s*(?P<paragraph>\d+[a-z]?)|(?:het )?(?P<ordinal>{'|'.join(_ORDINALS)}) lid) van\s+$"
)
_LOOKS_UP = re.compile(
    r"\b(?:wat (?:staat|staan|zegt|regelt|bepaalt|schrijft|is|houdt)|waar gaat|hoe luidt|geef|toon"
    r"|citeer|lees|tekst van|what does|what is|quote)"
    r"(?: (?:er|precies|in|me|mij|de tekst van|the))*"
    rf"(?: (?:het )?(?:{'|'.join(_ORDINALS)}) lid van| lid \d+ van)?\s*$"
)
_ASKS = re.compile(
    r"\b(?:hoe(?:veel)?|wat|wie|wiens|waar\w*|welke?|wanneer|mag|moet|kan|geldt|how|what|who|which|when)\b"
)
_SAID = re.compile(
    r"\b(?:wat|staat|staan|zegt|regelt|bepaalt|schrijft|houdt|geef|toon|citeer|lees|tekst|letterlijk"
    r"|luidt|volgens|op grond van|what|says?|does|article|the|quote|waar|gaat|over|precies)\b"
)
_HEADED = re.compile(
    rf"\bartikel(?:en)?\s+(?P<first>{_NUMBER})(?![\w])"
    rf"(?P<more>(?:\s*(?:,|en|tot en met|t/m)\s*{_NUMBER}(?![\w]))*)"
)

_HEADED_PARAGRAPH = re.compile(r"\blid (\d+[a-z]?)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """
    An article that is named.

    Args:

        number, paragraph: As in 'artikel 118n, lid 2'.

        looked_up: Whether the question asks what it says, and not something that it may hold.

        rest: What else the question says: it names the law, and may ask for more.
    """

    number: str
    paragraph: str | None
    looked_up: bool
    rest: str

    def heads(self, section: tuple[str, ...]) -> bool:
        """Tell whether a heading path is that of this article, and of no other paragraph."""
        return any(self._in(plain(heading)) for heading in section)

    def _in(self, heading: str) -> bool:
        match = _HEADED.search(heading)
        if match is None:
            return False
        paragraph = _HEADED_PARAGRAPH.search(heading)
        if self.paragraph and paragraph and paragraph[1] != self.paragraph:
            return False
        more = re.findall(rf"(,|en|tot en met|t/m)\s*({_NUMBER})", match["more"])
        named = [match["first"], *(number for _, number in more)]
        spans = [joint in ("tot en met", "t/m") for joint, _ in more]
        return self.number in named or any(
            _between(self.number, low, high)
            for low, high, span in zip(named, named[1:], spans, strict=False)
            if span
        )


def article_in(question: str) -> Article | None:
    """Return the one article that a question names; None for none, or for several."""
    text = plain(question)
    found = list(_ARTICLE.finditer(text))
    if len(found) != 1:
        return None
    match = found[0]
    before = _PARAGRAPH_FIRST.search(text[: match.start()])
    parts = [match.groupdict(), before.groupdict() if before else {}]
    paragraph = next((part["paragraph"] for part in parts if part.get("paragraph")), None)
    ordinal = next((part["ordinal"] for part in parts if part.get("ordinal")), None)
    if paragraph is None and ordinal is not None:
        paragraph = str(_ORDINALS.index(ordinal) + 1)
    start = before.start() if before else match.start()
    around = f"{text[:start]} {text[match.end() :]}"
    rest = _SAID.sub(" ", around)
    return Article(
        number=match["number"],
        paragraph=paragraph,
        looked_up=bool(_LOOKS_UP.search(text[: match.start()]))
        or (not re.search(r"\w", text[:start]) and not _ASKS.search(around)),
        rest=re.sub(r"\s+", " ", rest).strip(),
    )


def _between(number: str, low: str, high: str) -> bool:
    """Tell whether a plain number lies between two others; letters and dots are no order."""
    plainly = all(each.isdigit() for each in (number, low, high))
    return plainly and int(low) <= int(number) <= int(high)
