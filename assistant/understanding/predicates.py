"""The predicate of a clause: may, must, get, exists, …, or a verb of its own."""

from __future__ import annotations

import re
from enum import StrEnum


class Predicate(StrEnum):
    """What is claimed of the subject; a verb of its own where none of these holds."""

    MAY = "may"
    GET = "get"
    MUST = "must"
    SAME = "same"
    MORE = "more"
    ENOUGH = "enough"
    IS = "is"
    HAVE = "have"
    EXISTS = "exists"
    FREE = "free"
    SURE = "sure"


_WORDS: tuple[tuple[Predicate, bool, str], ...] = (
    (
        Predicate.SAME,
        False,
        r"andere?(?= (?:\w+ )?nodig)|(?:andere|eigen) (?:bedragen|eisen|regels|voorwaarden)",
    ),
    (Predicate.SAME, True, r"dezelfde (?:\w+)?(?:bedragen|eisen|regels|voorwaarden|schalen)"),
    (Predicate.SURE, True, r"(?:ge)?garan\w+|verzekerd|zeker weten"),
    (Predicate.EXISTS, False, r"gestopt|afgeschaft|vervallen|beeindigd|opgeheven|verviel"),
    (
        Predicate.EXISTS,
        True,
        r"bestaat|bestaan|nog aanvragen|(?:weer|nog)(?: \w+)? open|is er|zijn er|er is|er zijn",
    ),
    (
        Predicate.FREE,
        True,
        r"gratis|kosteloos|kost(?:en)? (?:je |jou |mij |me )?(?:helemaal )?niets",
    ),
    (
        Predicate.FREE,
        False,
        r"kost(?:en)? (?:je |jou |mij |me )?(?:veel )?geld|geld kost(?:en)?"
        r"|(?:betaalt?|kost)(?= (?:[\w-]+ ){0,6}?geen \w*(?:kosten|geld)\b)"
        r"|kost(?:en)?(?= (?:je |jou |mij |me )?(?:€|euro) ?\d)"
        r"|moet\w* (?:\w+ ){0,3}betalen",
    ),
    (Predicate.GET, False, r"niet (?:aan|voor|naar) jou|niet jij"),
    (
        Predicate.GET,
        True,
        r"krijg\w*|recht op|in aanmerking|op (?:mijn|je) (?:eigen )?rekening"
        r"|geeft(?= (?:je |jou )?(?:geen |een |ook )?(?:recht|vrijstelling|toegang|korting))",
    ),
    (Predicate.MUST, False, r"vrijwillig"),
    (
        Predicate.MUST,
        True,
        r"verplicht\w*|vereist|nodig|noodzakelijk|moet|moeten|hoef|hoeft|hoeven|moest|moesten"
        r"|hoefde|eis",
    ),
    (Predicate.MAY, False, r"verboden|onmogelijk"),
    (
        Predicate.MAY,
        True,
        r"(?:ben|bent|is|zijn|word) (?:je |ik |u )?(?:dan )?"
        r"(?=(?:niet |vanzelf ){0,2}bevoegd (?:voor|om|in)\b)"
        r"|mag|mogen|kan|kun|kunnen|kunt|mogelijk|toegestaan|mocht|mochten|kon|konden|lukt|prima"
        r"|(?:is|zijn)(?= (?:\w+ ){0,2}?te [a-z]+en\b)|in orde|toegelaten|toelaatbaar",
    ),
    (
        Predicate.SAME,
        True,
        r"(?:twee )?(?:woorden voor )?hetzelfde|dezelfde|gelijk|identiek|een ander woord",
    ),
    (
        Predicate.SAME,
        False,
        r"iets anders|anders|(?:twee )?verschillende dingen|verschillend",
    ),
    (Predicate.MORE, True, r"hoger|lager|strenger|soepeler|makkelijker|moeilijker|langer|korter"),
    (Predicate.ENOUGH, True, r"genoeg|voldoende|volstaat"),
    (Predicate.MUST, True, r"(?:opleidings|diploma|leeftijds)?eis(?:en)?"),
)
_PATTERNS = tuple(
    (predicate, positive, re.compile(rf"\b(?:{text})\b")) for predicate, positive, text in _WORDS
)
_VERBS = re.compile(
    r"\b(?:(betaal)(?:t|d)?|(betal)en|(gel)d(?:t|en|ig)|(tel)(?:t|len)|(du)(?:urt|ren)"
    r"|(kost)(?:en)?|(vraag)t?|(vrag)en|(garandeer)t?|(vergoed)t?|(hoor)t|(hor)en|(help)t|(erken)t)\b"
)
_IS = re.compile(r"\b(?:is|zijn|ben|bent)\b")
_HAVE = re.compile(r"\b(?:heeft|hebben|heb|hebt|kent|kende|kenden)\b")


def predicate_of(text: str) -> tuple[str, bool, str]:
    """
    Return the predicate of a plain clause, its sign, and the words that show it.

    The sign is that of the words alone: 'verboden' is MAY with a negative one.
    """
    for predicate, sign, pattern in _PATTERNS:
        found = [match.group() for match in pattern.finditer(text)]
        if found:
            return predicate, sign, " ".join(found)
    match = _VERBS.search(text)
    if match is None:
        if has := _HAVE.search(text):
            return Predicate.HAVE, True, has[0]
        return (Predicate.IS, True, "") if _IS.search(text) else ("", True, "")
    verb = next(group for group in match.groups() if group)
    return {"betal": "betaal", "vrag": "vraag", "hor": "hoor"}.get(verb, verb), True, match[0]
