"""What a question is about, and a later question with that in the place of its pronouns."""

from __future__ import annotations

import re

from assistant.understanding.question_words import (
    ENGLISH,
    ENGLISH_VERB,
    GERMAN,
    GERMAN_VERB,
    MODAL,
    WHAT,
)
from assistant.understanding.slots import SCOPE, Slot, slots_in
from retrieval.dutch import STOP_WORDS, words

LONGEST_TOPIC = 12
"""Words; a longer rest of a question is no name of a thing."""

_PREPOSITION = (
    r"in|bij|op|aan|voor|van|uit|met|naar|over|tot|om|binnen|door|for|in|to|with|of|about|at|on"
    r"|für|mit|von|bei|zu[mr]?|auf"
)
_ARTICLE = r"de|het|een|deze|dit|the|an?|der|die|das|den|dem|eine?[mnrs]?"
_OPENS = re.compile(
    rf"^\W*(?:(?:{_PREPOSITION}|en|maar|ook|and|but|und|{WHAT}|{ENGLISH}|{GERMAN}"
    rf"|lang|vaak|oud|hoog|groot|ver|long|much|many|often|viel|hoch|lange"
    rf"|{MODAL}|{ENGLISH_VERB}|{GERMAN_VERB}|ik|je|jij|u|men|i|you|ich|man|er"
    r"|zijn|waren|kunnen|mogen|moeten|wil|kost|kostte|kosten|costs?|kostet|duurt|duren|dauert|doet?"
    r"|deed|betekent|houdt|heeft|heb|hebben|wordt|worden|krijgt?|krijgen|verdient?|staat|mean|werkt"
    r"|werken|take|start|verloopt|zit|zitten|bestaat|geldt|hoort|tell|weet|vraag"
    r"|(?:het doel|de functie|de rol|het verschil|het bedrag|de hoogte|de duur|het nut)"
    r" (?:van|tussen)|geld voor)\b\s*)+",
    re.I,
)
"""
What comes before the thing itself. Of verbs only those that leave it whole: after 'hoe kom ik in
aanmerking voor' or 'ik ben leraar, mag ik' the first noun is not yet what is asked about.
"""

_ASKS_WHICH = re.compile(
    rf"^\W*(?:(?:{_PREPOSITION}) )?(?:welke?|which|welche\w*) "
    r"(?!functie|rol|taak|taken|doel|status|datum|kosten|eisen|voorwaarden|gevolgen)",
    re.I,
)
"""'Welke documenten levert de regio in?': a pronoun after it means the documents."""

_IS_A_STEP = re.compile(
    r"^\W*(?:(?:en|maar) )?(?:kan|kun|kunnen|mag|mogen|wil|lukt)\b.*\b(?:als|van|vanuit|met|een)\b"
    r".*\b(?:worden|doorgroeien|doorstromen|doorstuderen|doorleren|overstappen)\b",
    re.I,
)
"""'Kan ik als kok leraar worden': 'dat' is then the whole step, not who one is before it."""

_IS_THERE = re.compile(
    r"^\W*(?:(?:en|maar) )?(?:is|zijn|bestaat|bestaan|komt|komen) er (?:(?:nog|ook|al|eigenlijk) )*"
    r"(?P<thing>(?!deze)\w{4,} (?:voor|van|over|om) (?:(?!die |dat |waar)[\w' -])+)\W*$",
    re.I,
)
"""'Is er subsidie om een kok op te leiden': a pronoun after it means the subsidy."""

_HAS_CLAUSE = re.compile(r"[,;:]|\b(?:als|of|dat|omdat|want|if|whether|that|wenn|dass|ob)\b", re.I)
_FIRST_THING = re.compile(rf"\b(?:{_ARTICLE})\s+(?!hoeveel)\w.*", re.I)
_TWO_THINGS = re.compile(rf"(?:{_ARTICLE}) \w+ (?:een|eine?n?) ", re.I)
"""'Een school een onbevoegde (laten invallen)': who does it and to whom, no name of a thing."""

_LAST_VERB = re.compile(
    r"(?:\s+(?:nog|al|ook))*(?:\s+(?:aan|af|in|op|uit))?\s+te\s+\w+en$"
    r"|(?<=[^e\s])(?<!\baan)(?<!\bvoor)(?<!\bvan)\s+(?!\w+-)\w+(?:en|eerd|ermd|gd|cht)$"
    r"|\s+(?:uit|in|aan|zijn|nodig|verplicht|geldig|genoeg|mogelijk|gratis|take|cost|last|work|start"
    r"|mean)$",
    re.I,
)

_AND = re.compile(r"\s+(?:en|of|and|or|und|oder)\s+", re.I)
_LEADING_NOUN = re.compile(r"^(?!\w*(?:t|en)\b)\w{4,}\b")
"""'Moet ik rekentoets doen voor de pabo': what 'die' is after it, no rule tells."""

_LAST_ARTICLE = re.compile(rf"\b(?:{_ARTICLE})\s+$", re.I)
_REFERENCE = re.compile(
    r"\b(?:dat|die|dit|deze|zo'n|hij|ze|zij|hem|em|m|ie|het|t|it|that|this|those|these|they|them"
    r"|das|es|sie|er|(?:daar|er|hier)\w{2,5}|da(?:für|von|mit|bei|nach))\b",
    re.I,
)
_JOINED = re.compile(
    r"(?<!welke )\b(?:daar|er|hier)(voor|van|mee|bij|na|op|over|in|aan|uit|tegen)\b", re.I
)
_APART = re.compile(
    r"\b(?:daar|er)\b((?: \w+){0,3}?) (voor|van|mee|bij|over|aan|uit|tegen)\b", re.I
)
_GERMAN = re.compile(r"\bda(für|von|mit|bei|nach)\b", re.I)
_PRONOUN = re.compile(
    r"\b(?:zo'n ding|zoiets|such a thing|so etwas)\b"
    r"|(?<!zijn )\b(?:dat|dit|het|t|it|that|das|es)\b"
    r"(?=\W*$|[,?]| (?:ook|dan|nog|nu|zelf|eigenlijk|allemaal|precies|maximaal|wel|niet|per|in|bij"
    r"|voor|op|van|aan|met|om|te|terug|af|also|for|at|in|cost|take|last|work|start|mean|be|dort"
    r"|kosten|zijn|is|wat|iets|veel|geld|gratis|lang|erg|altijd|eerst|verplicht|nodig|mogelijk|naast"
    r"|tijdens|zonder|combineren|geldig)\b"
    r"| ge\w+[dt]\b| \w+en\b(?=\W*$))"
    r"|\b(?:die|deze|ze|hij|zij|hem|em|m|ie|they|them|those|these|sie)\b"
    r"(?=\W*$|[,?]| (?:ook|dan|nog|nu|zelf|eigenlijk|precies|maximaal|wel|niet|in|bij|voor|op|van"
    r"|aan|geldig|daarbij|daarvoor|zijn|is|worden|hebben|krijgen|doen|are|do|get|have)\b"
    r"| ge\w+[dt]\b| (?:aan|op|in|uit|af|be|ver)?\w+en\b(?=\W*$))",
    re.I,
)


def topic_of(question: str) -> str:
    """
    Return what a question is about, as a phrase with its article, or '' where no rule tells.

    Its first term, route or name with the place or sector right after it, or its first thing with
    an article, whichever comes first.
    """
    rest = re.sub(r"\W+$", "", _OPENS.sub("", question))
    if not rest or _ASKS_WHICH.match(question) or _IS_A_STEP.match(question):
        return ""
    there = _IS_THERE.match(question)
    if there and len(there["thing"].split()) <= LONGEST_TOPIC:
        return there["thing"]
    slots = slots_in(rest)
    subject = next((at for at, slot in enumerate(slots) if slot.kind not in SCOPE), None)
    thing = _first_thing(rest, slots)
    begins = [slots[subject].phrase] if subject is not None else []
    begins += [rest.index(thing)] if thing else []
    if begins and _LEADING_NOUN.search(rest[: min(begins)]):
        return ""
    if subject is not None and (both := _joined(rest, slots[subject:])):
        return both
    if subject is not None and (not thing or slots[subject].phrase <= rest.index(thing)):
        return thing if thing and rest.startswith(thing) else _with_scope(rest, slots[subject:])
    return thing or (
        rest if re.fullmatch(r"\w{3,}", rest) and rest.lower() not in STOP_WORDS else ""
    )


def _first_thing(rest: str, slots: tuple[Slot, ...]) -> str:
    """Return the first phrase with an article, up to the end of the question; '' for none."""
    found = None if _HAS_CLAUSE.search(rest) else _FIRST_THING.search(rest)
    if not found or any(
        slot.kind in SCOPE and slot.phrase <= found.start() < slot.end for slot in slots
    ):
        return ""
    verb = _LAST_VERB.search(found[0])
    inside = any(verb and slot.end == len(rest) for slot in slots)
    phrase = found[0][: verb.start()] if verb and not inside else found[0]
    has_content = any(word not in STOP_WORDS for word in words(phrase))
    has_content = has_content and not _TWO_THINGS.match(phrase)
    return phrase if has_content and len(phrase.split()) <= LONGEST_TOPIC else ""


def _joined(rest: str, slots: tuple[Slot, ...]) -> str:
    """Return the first two things that are not for each other's place, as in 'a en b', or ''."""
    subjects = [slot for slot in slots if slot.kind not in SCOPE][:2]
    if len(subjects) < 2 or not _AND.fullmatch(rest[subjects[0].end : subjects[1].phrase]):
        return ""
    return rest[subjects[0].start : subjects[1].end]


def _with_scope(rest: str, slots: tuple[Slot, ...]) -> str:
    """Return the first slot with its article, and the places and sectors right behind it."""
    first, end = slots[0], slots[0].end
    for slot in slots[1:]:
        if slot.kind not in SCOPE or rest[end : slot.phrase].strip():
            break
        end = slot.end
    article = _LAST_ARTICLE.search(rest[first.phrase : first.start])
    return f"{article[0] if article else ''}{rest[first.start : end]}"


def with_topic(question: str, topic: str) -> str | None:
    """Return a question with a topic for the first word that refers back, or None."""
    clause = max(question.rfind(mark) for mark in ",;:")
    first = _REFERENCE.search(question)
    if clause > 0 and first and clause < first.start():
        return None  # it may refer to the clause before it
    if first and any(
        each.kind not in SCOPE and each.end < first.start() for each in slots_in(question)
    ):
        return None  # 'en LC, hoeveel is dat'
    for pattern in (_JOINED, _GERMAN):
        if found := pattern.search(question):
            return _put(question, found.span(), f"{_preposition(found[1])} {topic}")
    if found := _APART.search(question):
        return _put(question, found.span(), f"{found[1].strip()} {_preposition(found[2])} {topic}")
    pronoun = _PRONOUN.search(question)
    if pronoun and first and pronoun.start() == first.start():
        return _put(question, pronoun.span(), topic)
    return None


def _preposition(word: str) -> str:
    return "met" if word == "mee" else word


def _put(question: str, span: tuple[int, int], said: str) -> str:
    return " ".join(f"{question[: span[0]]}{said}{question[span[1] :]}".split())
