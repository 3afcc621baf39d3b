"""How well a text holds the kind of value that a question asks for: its answer type."""

from __future__ import annotations

import re

from assistant.understanding import values
from assistant.understanding.question import Expects, Question
from corpus.model import Passage, UnitKind
from retrieval.dutch import plain, term_set, words
from retrieval.query import Query

PATTERNS: dict[Expects, re.Pattern[str]] = {
    Expects.DAY: values.DAY,
    Expects.DATE: values.DATE,
    Expects.MONEY: values.MONEY,
    Expects.PERCENT: values.PERCENT,
    Expects.COUNT: values.COUNT,
    Expects.DURATION: values.DURATION,
    Expects.FREQUENCY: values.FREQUENCY,
    Expects.PERSON: values.PERSON,
    Expects.NAME: values.NAME,
    Expects.EMAIL: values.EMAIL,
    Expects.PHONE: values.PHONE,
    Expects.WEB: values.WEB,
    Expects.PLACE: values.PLACE,
    Expects.ARTICLE: values.ARTICLE,
}
ALSO_SAID: dict[Expects, tuple[re.Pattern[str], ...]] = {
    Expects.DAY: (values.WEEKDAY,),
    Expects.DATE: (values.WEEKDAY, values.HOURS),
    Expects.MONEY: (values.PERCENT,),
}
"""Values of another kind that answer too: 'wanneer' with a day of the week, a cost with a share."""

ALSO = 0.8
"""How well these match."""

_HOW_MANY = re.compile(r"(?:hoeveel|aantal|how many)\s+((?:[\w'-]+\s*){1,2})")
_A_COUNT = re.compile(rf"\d[\d.,]*|(?!een$|eerste$){values.NUMBER_WORD}")
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_ONE_ORGANISATION = re.compile(
    r"\b(?:welk (?:[\w-]+ )?(?:bestuur|bedrijf|bureau)"
    r"|welke (?:[\w-]+ )?(?:school|hogeschool|universiteit|organisatie|gemeente|stichting|bond"
    r"|aanbieder|instelling)|which (?:[\w-]+ )?(?:school|board|company|municipality|university"
    r"|union))\b"
)
REASON = re.compile(
    r"\b(?:omdat|want|doordat|daardoor|daarom|zodat|vanwege|wegens|om .{3,60}\bte\b|doel|hierdoor"
    r"|reden|waardoor|gezien|zo \w+|dankzij|ten behoeve|aangezien|namelijk|immers|gevolg van"
    r"|oorzaak|komt door|in verband met|met het oog op)\b",
    re.I,
)
UNTOLD = re.compile(
    r"\b(?:niet|niets|geen|nergens)\b[^.;]{0,60}?\b(?:gevonden|bekend|onderzocht|vermeld|genoemd"
    r"|vast(?:gelegd|gesteld)|in (?:onze|de) bronnen)\b"
    r"|\bvonden we\b[^.;]{0,60}?\b(?:niet|niets|geen)\b"
    r"|\b(?:niet|niets|geen)\b[^.;]{0,60}\bvonden we\b"
    r"|\bzegt geen bron\b|\bgeen (?:enkele |betrouwbare )?bron\b"
    r"|\bstaa[nt] (?:(?:ook|nog|dat|er) )*(?:niet|nergens)\b"
    r"|(?<!bron )\bonbekend\b|\b(?:nader|nog) te bepalen\b|\bn\.?t\.?b\.?(?!\w)",
    re.I,
)
"""A document that says itself that it does not tell: whoever asks should hear that."""

_TERM = re.compile(
    r"\bwat (?:is|zijn|betekent|houdt|verstaat .*? onder|wordt verstaan onder|wordt bedoeld met)"
    r" (?:een |de |het |eigenlijk |precies )*([\w' -]+?)(?= (?:volgens|in|bij|voor|van|op|precies"
    r"|eigenlijk)\b|[?.,]|$)"
)
"""What a question wants to be defined."""

WEAKLY = 0.8
"""How well a sentence defines that says what something else is."""

_DEFINES = re.compile(
    r"\b(?:is|zijn|betekent|houdt in|wordt verstaan|staat voor|bestaat uit|bedoeld)\b|:", re.I
)


class AnswerType:
    """The kind of value that one question asks for."""

    def __init__(self, question: Question, query: Query) -> None:
        """Take the question as understood and as analysed."""
        self.question = question
        self.query = query
        term = _TERM.search(plain(question.text))
        self._term = re.escape(term[1].strip()) if term else ""

    def match(self, text: str, passage: Passage, number: int) -> float:
        """Return how well a unit, as it is meant, holds the kind of value asked for, 0 to 1."""
        kind = self.question.kind
        if kind in (Expects.COUNT, Expects.MEASURE):
            return self._count_match(text)
        if kind == Expects.EXPANSION:
            return self._expansion_match(text)
        if kind == Expects.REASON:
            return 1.0 if REASON.search(text) else 0.4
        if kind == Expects.DEFINITION:
            return self._definition_match(text)
        if kind == Expects.LIST:
            unit = passage.units[number]
            listed = unit.kind != UnitKind.SENTENCE or text.rstrip().endswith(":")
            return 1.0 if listed or text.count(",") >= 2 or " en " in text else 0.5
        if kind == Expects.ORGANISATION:
            return self._organisation_match(text, passage)
        pattern = PATTERNS.get(kind)
        if pattern is None or new_value(pattern, text, self.question):
            return 1.0
        also = any(new_value(other, text, self.question) for other in ALSO_SAID.get(kind, ()))
        return ALSO if also or UNTOLD.search(text) else 0.0

    def _organisation_match(self, text: str, passage: Passage) -> float:
        """A name that neither the question nor the document's title gives; of several, two."""
        given = f"{self.question.text} {passage.context}".lower()
        new = {m.group() for m in values.NAME.finditer(text) if m.group().lower() not in given}
        wanted = 1 if _ONE_ORGANISATION.search(given) else 2
        return min(len(new), wanted) / wanted

    def _count_match(self, text: str) -> float:
        """
        Grade a number: 1.0 just before or after the word that is counted ('bijna 60 besturen'),
        0.6 near another word of the question, 0.3 anywhere. What is asked with 'hoe groot' has no
        such word: any word of the question counts.
        """
        if values.PERCENT.search(text) and "hoeveel van" in self.question.text.lower():
            return 1.0
        tokens = words(text)
        wanted = {term for concept in self.query.concepts for term in concept.forms}
        measured = self.question.kind == Expects.MEASURE
        counted = wanted if measured else self._counted()
        best = 0.0
        for at, token in enumerate(tokens):
            if not _A_COUNT.fullmatch(token) or _A_YEAR.fullmatch(token):
                continue
            near = term_set(" ".join(tokens[max(0, at - 4) : at + 5]))
            best = max(best, 1.0 if near & counted else 0.6 if near & wanted else 0.3)
        return best

    def _counted(self) -> set[str]:
        """Return the terms of the word after 'hoeveel', with its synonyms and parts."""
        match = _HOW_MANY.search(self.question.text.lower())
        found = term_set(match[1]) if match else frozenset[str]()
        return {
            term
            for concept in self.query.concepts
            if found & set(concept.forms)
            for term in concept.forms
        } | set(found)

    def _definition_match(self, text: str) -> float:
        """Grade a definition: 1.0 where the term itself is said to be something, or listed."""
        if self._term and re.search(
            rf"^\W*(?:\w{{1,2}}[.)]\s+)?(?:een |de |het )?{self._term}\W{{0,3}}(?:\([^)]*\)\W*)?"
            r"(?:is|zijn|betekent|staat voor|houdt in|:|wordt verstaan)\W"
            rf"|\bonder (?:een |de |het )?{self._term}\b.{{0,40}}\bverst(?:aan|aat|aan we)\b",
            text,
            re.I,
        ):
            return 1.0
        return WEAKLY if _DEFINES.search(text) else 0.5

    def _expansion_match(self, text: str) -> float:
        """An acronym of the question must stand beside its words: 'PDG (pedagogisch ...)'."""
        for name in self.question.names:
            acronym = re.escape(name)
            if re.search(
                rf"\(\s*{acronym}\s*\)|\b{acronym}\b\s*(?:\(|staat voor|betekent|is de|:|\|)",
                text,
                re.I,
            ):
                return 1.0
        return 0.0


def new_value(pattern: re.Pattern[str], text: str, question: Question) -> bool:
    """Tell whether a text has a value that the question itself did not give."""
    given = question.text.lower()
    return any(match.group().lower() not in given for match in pattern.finditer(text))
