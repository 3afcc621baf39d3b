"""Articles that a question names: 'artikel 5, eerste lid' is looked up, not searched for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understanding.number_words import ORDINALS
from assistant.understanding.question_words import ENGLISH, MODAL, WHAT
from assistant.understanding.values import FULL_MONTH
from retrieval.dutch import plain

_NUMBER = r"\d+[a-z]{0,2}(?:[.:]\d+[a-z]?)?"
_ORDINAL = "|".join(ORDINALS)
_PARAGRAPHS = (
    rf"(?:(?:lid|leden|paragraph)\s*(?P<paragraph>\d+[a-z]?)"
    rf"|(?:het )?(?P<ordinals>(?:{_ORDINAL})(?:(?:,| en|, en) (?:het )?(?:{_ORDINAL}))*)"
    r" (?:lid|leden))"
)
_POINT = r"(?:aanhef en )?(?:onder(?:deel)?|sub|letter|point)\s*(?P<point>[a-z])(?!\w)"
_ARTICLE = re.compile(
    rf"\b(?:artikel(?:en)?|artt?\.?|articles?)\s*(?P<number>{_NUMBER})(?!\w)"
    rf"(?:,?\s*{_PARAGRAPHS})?(?:,?\s*{_POINT})?"
)
_MEASURES = rf"%|procent|euro|fte|uur|dag|week|weken|maand|jaar|{FULL_MONTH}"
_MORE = re.compile(
    rf"(?P<joint>,?\s*(?:,|en|of|and|t/m|tot en met)\s*)(?P<number>{_NUMBER})"
    rf"(?!\w|\s*(?:{_MEASURES}))"
    rf"(?:,?\s*{_PARAGRAPHS})?(?:,?\s*{_POINT})?"
)
"""A number that goes on with the articles before it: '3, 4 en 5', '3 tot en met 5'."""

_BEFORE = re.compile(rf"(?:{_POINT}(?:,? van|,)?\s+)?{_PARAGRAPHS} van\s+$")
_LOOKS_UP = re.compile(
    r"\b(?:wat (?:staat|staan|zegt|zeggen|regelt|regelen|bepaalt|bepalen|schrijft|schrijven|is|zijn"
    r"|houdt|houden)|waar (?:gaat|gaan)|hoe (?:luidt|luiden)|geef|toon|citeer|lees|vergelijk"
    r"|tekst van|what does|what do|what is|quote)"
    r"(?: (?:er|precies|in|me|mij|de tekst van|de teksten van|the|het verschil tussen"
    r"|verschil tussen|de verschillen tussen))*\s*$"
)
_ASKS = re.compile(rf"\b(?:{WHAT}|{MODAL}|geldt|{ENGLISH})\b")
_SAID = re.compile(
    r"\b(?:wat|staat|staan|zegt|zeggen|regelt|regelen|bepaalt|bepalen|schrijft|schrijven|houdt"
    r"|houden|geef|toon|citeer|lees|vergelijk|tekst|letterlijk|luidt|luiden|volgens|op grond van"
    r"|what|says?|does|article|the|quote|waar|gaat|gaan|over|precies|verschil(?:len)? tussen)\b"
)
MOST_BETWEEN = 10

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

        number, paragraph, point: As in 'artikel 118n, lid 2, onder b'.

        looked_up: Whether the question asks what it says, and not something that it may hold.

        rest: What else the question says: it names the law, and may ask for more.
    """

    number: str
    paragraph: str | None
    point: str | None = None
    looked_up: bool
    rest: str

    @property
    def question(self) -> str:
        """The question for this article alone."""
        parts = [f"artikel {self.number}"]
        parts += [f"lid {self.paragraph}"] if self.paragraph else []
        parts += [f"onder {self.point}"] if self.point else []
        return f"{', '.join(parts)} {self.rest.strip(' ,.?')}".strip()

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
    found = articles_in(question)
    return found[0] if len(found) == 1 else None


def articles_in(question: str) -> tuple[Article, ...]:
    """Return the articles, or paragraphs of one, that a question names, in its order."""
    text = plain(question)
    named: list[tuple[str, str | None, str | None]] = []
    rest, end = "", 0
    looked_up: bool | None = None
    for match in _ARTICLE.finditer(text):
        if match.start() < end:
            continue
        before = _BEFORE.search(text[end : match.start()])
        start = end + before.start() if before else match.start()
        if looked_up is None:
            looked_up = bool(_LOOKS_UP.search(text[:start]))
        rest += f" {_without_joint(text[end:start], after=bool(named))}"
        named += _named(match, before)
        end = match.end()
        while more := _MORE.match(text, end):
            named += _through(named[-1][0], more) + _named(more, None)
            end = more.end()
    if not named:
        return ()
    around = f"{rest} {text[end:]}"
    bare = not re.search(r"\w", rest) and not _ASKS.search(around)
    left = re.sub(r"\s+", " ", _SAID.sub(" ", around)).strip()
    return tuple(
        Article(number=n, paragraph=p, point=point, looked_up=bool(looked_up or bare), rest=left)
        for n, p, point in dict.fromkeys(named)
    )


def _named(
    match: re.Match[str], before: re.Match[str] | None
) -> list[tuple[str, str | None, str | None]]:
    """Return number, paragraph and point of what a match names; one for each paragraph."""
    parts = [match.groupdict(), before.groupdict() if before else {}]
    point = next((part["point"] for part in parts if part.get("point")), None)
    paragraph = next((part["paragraph"] for part in parts if part.get("paragraph")), None)
    ordinals = next((part["ordinals"] or "" for part in parts if part.get("ordinals")), "")
    paragraphs: list[str | None] = [
        str(ORDINALS.index(each) + 1) for each in re.findall(_ORDINAL, ordinals)
    ]
    return [(match["number"], each, point) for each in paragraphs or [paragraph]]


def _through(first: str, more: re.Match[str]) -> list[tuple[str, str | None, str | None]]:
    """Return the articles between two that 'tot en met' joins, at most ten."""
    if not re.search(r"t/m|tot en met", more["joint"]):
        return []
    if not (first.isdigit() and more["number"].isdigit()):
        return []
    between = range(int(first) + 1, int(more["number"]))
    return [(str(number), None, None) for number in between[:MOST_BETWEEN]]


def _without_joint(text: str, *, after: bool) -> str:
    """Return what stands between two articles, without the 'en' that only joins them."""
    return re.sub(r"^\s*(?:,|en|of|and)\s*$", " ", text) if after else text


def _between(number: str, low: str, high: str) -> bool:
    """Tell whether a plain number lies between two others; letters and dots are no order."""
    plainly = all(each.isdigit() for each in (number, low, high))
    return plainly and int(low) <= int(number) <= int(high)
