"""What a question asks for: its language, the kind of answer, and the names and years in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant import values
from retrieval.dutch import plain, stem, words


class Expects(StrEnum):
    """The kind of answer that a question asks for."""

    DAY = "day"
    DATE = "date"
    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    DURATION = "duration"
    FREQUENCY = "frequency"
    PERSON = "person"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    WEB = "web"
    PLACE = "place"
    ARTICLE = "article"
    EXPANSION = "expansion"
    REASON = "reason"
    DEFINITION = "definition"
    LIST = "list"
    YES_NO = "yes_no"
    FREE = "free"


HARD = frozenset(
    {
        Expects.DAY,
        Expects.DATE,
        Expects.MONEY,
        Expects.PERCENT,
        Expects.COUNT,
        Expects.DURATION,
        Expects.FREQUENCY,
        Expects.PERSON,
        Expects.EMAIL,
        Expects.PHONE,
        Expects.WEB,
        Expects.PLACE,
        Expects.EXPANSION,
    }
)
"""Kinds that a passage either holds or does not: without one there is no answer."""

_ROLE = (
    r"penvoerder|programmamanager|projectleider|directeur|voorzitter|contactpersoon|bestuurder"
    r"|rector|wethouder|minister|staatssecretaris|co[oö]rdinator|manager|adviseur|secretaris"
)
_RULES: tuple[tuple[Expects, str], ...] = (
    (Expects.EXPANSION, r"waar (?:staat|staan) .*\bvoor\b|afkorting|voluit|stand for|stands for"),
    (Expects.PHONE, r"telefoon|telefonisch|(?:06|tel)-?nummer|bel(?:len)? ik|phone|call\b"),
    (Expects.EMAIL, r"e-?mail|mailadres"),
    (Expects.WEB, r"website|webadres|welke sites?\b|\burl\b|web ?page"),
    (Expects.PLACE, r"in welke (?:plaats|stad|gemeente|straat)|welk adres|wat is het adres|which (?:town|city)|address"),
    (Expects.PERCENT, r"percentage|procent|\bpercent|aandeel|hoe(?:veel)? groot is (?:de|het) (?:uitstroom|tekort|groei)"),
    (
        Expects.MONEY,
        r"\bbedrag|€|\beuro|wat kost|kosten\b|hoeveel (?:geld|subsidie|kost|salaris|loon|budget|vergoeding"
        r"|krijg|verdien|betaal)|hoe(?:veel)? hoog (?:is|was|zijn) (?:de|het) (?:subsidie|bedrag|budget|begroting|vergoeding"
        r"|salaris|loon|plafond|collegegeld|tegemoetkoming|toelage)|wat verdien|begroting|how much (?:money|subsidy|funding|does .* cost|is the grant|is the subsidy)"
        r"|subsidieplafond|\bprijs\b|maximale subsidie|subsidie(?:bedrag)? per",
    ),
    (Expects.FREQUENCY, r"hoe vaak|hoe dikwijls|hoeveel keer|how often|how many times"),
    (Expects.DAY, r"(?:welke|wat is de) (?:exacte |precieze )?(?:datum|dag)\b|which (?:date|day)|exact date|(?:tot|vanaf) welke datum"),
    (Expects.DURATION, r"hoe ?lang|binnen (?:welke|hoeveel) (?:tijd|termijn|weken|maanden|dagen)|hoeveel (?:jaar|jaren|maanden?|weken|dagen|uur|uren)\b|welke termijn|looptijd|how long"),
    (Expects.COUNT, r"\bhoeveel\b|\baantal\b|how many|hoe groot mag|hoe groot is (?:de|het) (?:groep|regiegroep|team)"),
    (
        Expects.DATE,
        r"\bwanneer\b|in welk(?:e)? (?:jaar|maand|periode)|vanaf wanneer|tot wanneer|welk (?:streef)?jaar|welke periode"
        r"|\bwhen\b|what year|which year|wat is de deadline|hoe laat",
    ),
    (
        Expects.PERSON,
        rf"hoe he(?:et|ten) (?:de|het|onze|jullie|dhr)?\s*(?:\w+\s+){{0,2}}(?:{_ROLE})"
        rf"|wie is (?:de|het|onze)?\s*(?:\w+\s+)?(?:{_ROLE})|naam van de (?:\w+\s+)?(?:{_ROLE})"
        rf"|who is the|name of the (?:\w+ )?(?:director|chair|manager|contact|coordinator|secretary)",
    ),
    (Expects.ARTICLE, r"(?:welk|in welk) artikel|which article"),
    (Expects.REASON, r"\bwaarom\b|\bwaardoor\b|om welke reden|hoe komt het|\bwhy\b|wat is de reden"),
    (Expects.DEFINITION, r"wat (?:is|zijn|betekent|houdt|wordt bedoeld|verstaat)|wat wordt .* bedoeld|what is|what are|what does .* mean|definitie"),
    (
        Expects.LIST,
        r"\bwelke\b|noem\b|geef (?:alle|de|een overzicht)|zet .* onder elkaar|lijst|which\b|what (?:are|activities|requirements|conditions|parties)"
        r"|waaruit bestaat|uit welke|met wie|wat moet|wat moeten|wie (?:zitten|zijn|werken|doen)|soorten|voorwaarden|stappen|eisen",
    ),
    (Expects.NAME, r"\bwie\b|hoe he(?:et|ten)|\bwho\b|met welke"),
    (Expects.YES_NO, r"^(?:en |maar |dus )?(?:is|zijn|mag|mogen|kan|kun|kunnen|moet|moeten|heeft|heb|hebben|krijg|krijgt|geldt|gelden|wordt|worden|doet|hoeft|bestaat|komt|telt|do|does|is|are|can|may|must)\b|klopt (?:dat|het)|is het (?:zo|waar)"),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _RULES)

_FUNCTION_WORDS = {
    "nl": "de het een en van is in op ik je wat hoe welke wie waar mijn kan moet met voor er niet dat die dit bij aan als naar zijn wordt om te of ook wil mag waarom wanneer hoeveel",
    "en": "the a an and of is are in on i you what how which who where my can must with for there not that this at to do does when why many much should would have has be",
    "de": "der die das ein eine und ist ich du was wie welche wer wo mein kann muss mit für nicht zu wann warum wieviel werden lehrer",
    "fr": "le la les un une et est je tu que quel quelle comment qui où mon peut avec pour pas des du au quand pourquoi combien devenir",
    "es": "el la los un una y es yo que cuál cómo quién dónde mi puede con para no de cuándo por cuánto ser",
    "tr": "bir ve bu ne nasıl kim nerede için mi mı mu değil olarak öğretmen var yok kaç",
    "pl": "i w na jest co jak kto gdzie mój czy z dla nie że kiedy dlaczego ile się nauczycielem",
}
_FUNCTION_SETS = {code: frozenset(text.split()) for code, text in _FUNCTION_WORDS.items()}
_SCRIPTS = (("ar", r"[\u0600-\u06ff]"), ("uk", r"[\u0400-\u04ff]"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    A question, understood.

    Args:

        expects: Kinds of answer, the most specific first; never empty.

        names: Proper names and acronyms in it, as plain words.

        years: Years that it names.
    """

    text: str
    language: str
    expects: tuple[Expects, ...]
    names: tuple[str, ...]
    years: tuple[str, ...]

    @property
    def kind(self) -> Expects:
        """The most specific kind of answer that is asked for."""
        return self.expects[0]


def understand(text: str) -> Question:
    """Return what a question asks for; every rule is a plain pattern in this file."""
    low = plain(text)
    expects = [kind for kind, pattern in _COMPILED if pattern.search(low)]
    return Question(
        text=text,
        language=language_of(text),
        expects=tuple(expects) or (Expects.FREE,),
        names=names_in(text),
        years=tuple(dict.fromkeys(re.findall(r"\b(?:19|20)\d\d\b", text))),
    )


def language_of(text: str) -> str:
    """Return the code of the language with the most function words in the text; Dutch on a tie."""
    for code, script in _SCRIPTS:
        if re.search(script, text):
            return code
    found = re.findall(r"[^\W\d_]+", text.lower())
    scores = {
        code: sum(word in known for word in found) for code, known in _FUNCTION_SETS.items()
    }
    best = max(scores, key=lambda code: (scores[code], code == "nl"))
    return best if scores[best] > scores["nl"] else "nl"


def names_in(text: str) -> tuple[str, ...]:
    """Return capitalised words that do not open the question, and acronyms, as plain words."""
    found = [match.group() for match in values.NAME.finditer(text)]
    return tuple(dict.fromkeys(word for name in found for word in words(name)))


def name_stems(names: tuple[str, ...]) -> set[str]:
    """Return the index terms of names."""
    return {stem(name.replace("-", "")) for name in names}
