"""Numbers with what they count: amounts, shares, durations, ages, counts of a noun."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understanding.number_words import CARDINALS, PARTS
from assistant.understanding.values import MONTH, NUMBER_WORD
from corpus.text import fold
from retrieval.dutch import STOP_WORDS, plain, stem
from retrieval.small_words import AT_LEAST, AT_MOST

_WORDS = {word: value for word, value in (CARDINALS | PARTS).items() if value}
_MOST = (
    rf"(?:{AT_MOST}|maximum|tot|max\.?"
    r"|(?:niet|nooit) (?:meer|langer|ouder|hoger|groter)(?: \w+){0,2} dan)"
)
_LEAST = (
    rf"(?:{AT_LEAST}|minimum|vanaf|min\.?"
    r"|(?:niet|nooit) (?:minder|korter|jonger|lager|kleiner)(?: \w+){0,2} dan"
    r"|(?:meer|langer|ouder|hoger)(?: zijn| is)? dan)"
)
_ABOUT = {
    "over": r"ruim",
    "under": r"bijna|krap|een kleine",
    "near": r"ongeveer|circa|ca\.?|zo'n|rond(?: de)?|om en nabij|ruwweg|plusminus|gemiddeld zo'n",
}
"""How a number is said that is none too exact: somewhat more, somewhat less, or either."""

_SIDES = {"over": (0, 1), "under": (1, 0), "near": (1, 1)}
"""Whether the exact number may be less, and more, than one that is said so."""

ROUGHLY, FAR = 0.1, 0.2
"""How far such a number may be from the exact one, as a share; and from where it is another."""

_MONTHS = (
    (12.0, r"(?:school|studie|kalender)?ja(?:ar|ren)"),
    (1.0, r"maand(?:en)?"),
    (7 * 12 / 365, r"we(?:ek|ken)"),
    (12 / 365, r"(?:werk|les|studie|opleidings)?dag(?:en)?"),
)
"""What a unit of time is in months; hours are no length of time here but a load."""

_UNITS = (
    ("hour", r"(?:klok|les)?u(?:ur|ren)"),
    ("credit", r"studiepunten|ecs?|ects?"),
    ("fte", r"fte"),
    ("times", r"keer|maal"),
)
FEW = 3
"""'Twee scholen' in words is a manner of speaking, up to this; a number is a count."""

_ONE = re.compile(r"\bé[ée]n\b", re.I)
_A_TIME = re.compile(r"(?:school|studie|kalender)?jaar|maand|week")
"""What 'een' may count: 'een dag meekijken' and 'een open dag' tell no length."""

_SHARES = {"helft": 50, "kwart": 25, "driekwart": 75}
_SHARE = re.compile(r"\b(?:de |een )?(helft|kwart|driekwart)\b(?= van)")

_LIMITS_OR_ROUGH = "|".join((_MOST, _LEAST, *_ABOUT.values()))
"""What belongs to the number after it, and is no noun of the one before: '2025 ruim 12%'."""

_NUMBER = rf"(?:\d+(?:\.\d{{3}})*(?:,\d+)?|{NUMBER_WORD})"
_QUANTITY = re.compile(
    rf"(?:(?<![\w.,-])(?P<low>{_NUMBER})\s*(?:tot(?: en met)?|à|a|of|[-–])\s*)?"
    rf"(?:\b(?P<most>{_MOST})\s+|\b(?P<least>{_LEAST})\s+)?"
    rf"(?:\b(?P<about>{'|'.join(_ABOUT.values())})\s+)?"
    rf"(?P<euro>(?:€|\beuro)\s*)?(?P<number>(?<![\w.,-]){_NUMBER})(?![\w-])"
    r"\s*(?P<percent>%|procent\b)?\s*(?P<scale>(?:duizend|miljoen|miljard)\b)?\s*"
    rf"(?P<noun>€(?!\s*\d)|(?!(?:{_LIMITS_OR_ROUGH})\b)[a-z-]+)?"
    r"(?:(?=\s+(?P<next>[a-z-]+)))?",
    re.I,
)
_PER = re.compile(r"(?:\s+[a-z-]+){0,2}?\s+(?:per|in de|elke) (dag|week|maand|jaar)\b", re.I)
"""What a load or a wage is counted over."""

_LEVEL = re.compile(
    r"\b(?:mbo|hbo|vmbo|havo|vwo|niveau|groep|klas|leerjaar|schaal|artikel|lid|fase|stap)[\s-]*$",
    re.I,
)
"""Before a number that names something and counts nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """
    A number of a kind: 'money', 'percent', 'time', 'hour', 'credit', or the stem of a noun.

    Args:

        amount: In euros, per cent, months, hours, credits, or a count.

        bound: 'most' or 'least' where the number is a limit, else ''.

        low: The lower end of 'één tot twee jaar', else None.

        per: What it is counted over: 'week' of 'vier dagen per week', else ''.

        about: 'over', 'under' or 'near' where it is said roughly ('ruim 12%'), else ''.
    """

    kind: str
    amount: float
    bound: str = ""
    low: float | None = None
    per: str = ""
    about: str = ""

    def same_kind(self, other: Quantity) -> bool:
        """Tell whether both count the same sort of thing."""
        over = self.per == other.per or (self.kind != "time" and not (self.per and other.per))
        return self.kind == other.kind and over

    def agrees(self, other: Quantity) -> bool:
        """Tell whether both numbers are the same, of a range both ends; roughly, where said so."""
        if (self.about or other.about) and self.low is None and other.low is None:
            sides = [_SIDES.get(each.about, (0, 0)) for each in (self, other)]
            return self._meets(other, *((ROUGHLY * down, ROUGHLY * up) for down, up in sides))
        near = 5e-3 * self.amount if self.kind == "time" else 0.0  # a year is 52 weeks, nearly
        same_low = self.low == other.low or (
            self.low is not None and other.low is not None and abs(self.low - other.low) <= near
        )
        return same_low and abs(self.amount - other.amount) <= max(near, 1e-3)

    def same_limit(self, other: Quantity) -> bool:
        """Tell whether both are the same limit."""
        return self.bound == other.bound and self.agrees(other)

    def overlaps(self, other: Quantity) -> bool:
        """Tell whether one may be the other: they agree, or one is in the range of the other."""
        if self.about or other.about:
            return self._meets(other, *((FAR * bool(e.about),) * 2 for e in (self, other)))
        return (self.low or self.amount) <= other.amount + 1e-3 and (
            (other.low or other.amount) <= self.amount + 1e-3
        )

    def _meets(
        self, other: Quantity, own: tuple[float, float], others: tuple[float, float]
    ) -> bool:
        """Tell whether what both may be overlaps, each less and more by a share of it."""
        (low, high), (least, most) = self._span(*own), other._span(*others)
        return low <= most + 1e-3 and least <= high + 1e-3

    def _span(self, less: float, more: float) -> tuple[float, float]:
        return (self.low or self.amount) * (1 - less), self.amount * (1 + more)

    def within(self, other: Quantity) -> bool:
        """Tell whether a number stays within the limit that this one is."""
        return other.amount <= self.amount if self.bound == "most" else other.amount >= self.amount


def quantities(text: str, counted: frozenset[str] = frozenset()) -> list[Quantity]:
    """
    Return the numbers of a text that count something; years, articles and dates are none.

    Args:

        counted: Kinds of which 'twee' and 'drie' are counts as well.
    """
    told = plain(_ONE.sub("1", text))  # without its accents it would be an article
    shares = _SHARE.sub(lambda share: f"{_SHARES[share[1]]} procent", told)
    return [
        made
        for match in _QUANTITY.finditer(shares)
        if not _LEVEL.search(shares[: match.start("number")])
        and (made := _quantity(match, counted))
    ]


def is_number(word: str) -> bool:
    """Tell whether a plain word is a number, in digits or not."""
    return word in _WORDS or word[0].isdigit()


def asking(text: str) -> str:
    """Return a text that asks for its numbers: 'duurt het vier jaar' as 'duurt het hoe lang'."""

    def asked(match: re.Match[str]) -> str:
        named = _LEVEL.search(text[: match.start("number")])
        if match["low"] and _quantity(match):
            return _asked(match)
        return (
            match[0] if named or match["number"] == "een" or not _quantity(match) else _asked(match)
        )

    return fold(_QUANTITY.sub(asked, text))


def _asked(match: re.Match[str]) -> str:
    """Return what a number is asked for with; the word after next stays where it is."""
    kind, noun = _kind(match), match["noun"] or ""
    if kind in ("money", "percent"):
        unit = "euro" if kind == "money" else "procent"
        return f"hoeveel {unit} {'' if noun.lower() in ('€', 'euro', 'eur') else noun}"
    if kind == "time":
        return "hoe lang" if any(re.fullmatch(u, noun, re.I) for _, u in _MONTHS) else noun
    return f"hoeveel {noun}"


def _quantity(match: re.Match[str], counted: frozenset[str] = frozenset()) -> Quantity | None:
    amount = _amount(match["number"])
    kind = _kind(match, counted)
    if amount is None or kind is None:
        return None
    scale = {"duizend": 1e3, "miljoen": 1e6, "miljard": 1e9}.get(match["scale"] or "", 1.0)
    if kind == "time":
        scale *= next(months for months, unit in _MONTHS if _among(match, unit))
    bound = "most" if match["most"] else "least" if match["least"] else ""
    low = _amount(match["low"]) if match["low"] else None
    per = _PER.match(match.string, match.end("number"))
    return Quantity(
        kind=kind,
        amount=amount * scale,
        bound=bound,
        low=None if low is None or low >= amount else low * scale,
        per=per[1].lower() if per else "",
        about=_about(match["about"]),
    )


def _about(said: str | None) -> str:
    return next((how for how, words in _ABOUT.items() if said and re.fullmatch(words, said)), "")


def _amount(number: str) -> float | None:
    if number[0].isdigit():
        return float(number.replace(".", "").replace(",", "."))
    value = _WORDS.get(number.lower())
    return None if value is None else float(value)


def _kind(match: re.Match[str], counted: frozenset[str] = frozenset()) -> str | None:
    noun = (match["noun"] or "").lower()
    if match["number"].lower() == "een" and not _A_TIME.fullmatch(noun):
        return None
    if match["euro"] or noun in ("€", "euro", "eur"):
        return "money"
    if match["percent"]:
        return "percent"
    if any(_among(match, unit) for _, unit in _MONTHS):
        return "time"
    for name, unit in _UNITS:
        if _among(match, unit):
            return name
    if match["scale"] and (not noun or noun in STOP_WORDS):
        return "money"  # 'een plafond van 57 miljoen'
    if not noun or len(noun) < 4 or re.fullmatch(MONTH, noun):
        return None
    number, counts = match["number"].lower(), stem(noun.replace("-", ""))
    if _WORDS.get(number, 9) <= FEW:
        return counts if counts in counted and number != "een" else None
    return None if re.fullmatch(r"(?:19|20)\d\d", number) else counts


def _among(match: re.Match[str], unit: str) -> bool:
    """Tell whether one of the two words after a number is a unit."""
    near = (match["noun"] or "", match["next"] or "")
    return any(re.fullmatch(unit, word, re.I) for word in near)
