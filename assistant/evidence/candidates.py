"""How well one unit of a passage answers a question: features, and a score made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from assistant.evidence.cells import as_meant
from assistant.understanding import values
from assistant.understanding.question import Expects, Question, name_forms
from corpus.model import Document, Passage, Unit, UnitKind
from retrieval.dutch import plain, stem, term_set, words
from retrieval.index import Index
from retrieval.query import Query
from retrieval.search import Hit

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

_VALUE_TERMS = [
    (pattern, frozenset(map(stem, named.split())))
    for pattern, named in (
        (values.PERCENT, "procent percentage aandeel"),
        (values.EMAIL, "mail email mailadres emailadres adres"),
        (values.PHONE, "telefoon telefoonnummer nummer bellen telefonisch"),
        (values.WEB, "website site webadres"),
    )
]
"""Words that ask for a kind of value, as index terms: a value of that kind answers them."""

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

FITTED = {
    "unit_coverage": 0.26,
    "near_coverage": 5.40,
    "full_coverage": 0.00,
    "section_coverage": 0.00,
    "rarest": 0.00,
    "passage_score": 7.13,
    "type": 1.75,
    "names": 0.11,
    "years": 1.47,
    "is_item": 0.59,
    "is_row": 0.21,
    "length": -0.07,
    "question_like": -0.57,
    "compiled": -1.50,
    "outdated": -3.00,
    "late_unit": 9.97,
    "late_near": 20.66,
    "late_passage": 3.46,
    "opens": 1.39,
}
"""
One weight a feature: fitted on the dev questions by evals/learn.py, but for two that are set by
hand, `compiled` and `outdated`, so that originals and what is in force go first.
"""
FEATURES = tuple(FITTED)
WEIGHTS = np.array(list(FITTED.values()))
UNKNOWN_LATE = 0.63
"""A usual late score: what counts where the engine gives no tokens."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidate:
    """
    A unit that may answer; equal to itself alone.

    Args:

        features: See FEATURES.

        held: What the question asks for of the terms of the unit and of all that stands around
            it: passage, headings, title.
    """

    hit: Hit
    number: int
    features: np.ndarray
    held: frozenset[str]
    score: float

    @property
    def passage(self) -> Passage:
        """The passage that the unit is part of."""
        return self.hit.passage

    @property
    def unit(self) -> Unit:
        """The unit itself."""
        return self.hit.passage.units[self.number]

    @property
    def text(self) -> str:
        """The literal text of the unit."""
        return self.passage.unit_text(self.unit)

    def feature(self, name: str) -> float:
        """Return one feature by name."""
        return float(self.features[FEATURES.index(name)])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """
    What the units of one passage share.

    Args:

        title, section, whole: What the question asks for of the terms of the document's title,
            of the nearest headings, and of the whole passage.

        relative: The passage's score, as a share of the best one's.

        compiled, outdated: 1.0 or 0.0.
    """

    title: frozenset[str]
    section: frozenset[str]
    whole: frozenset[str]
    relative: float
    compiled: float
    outdated: float


_NONE = frozenset[str]()


class Evidence:
    """Scores the units of retrieved passages for one question."""

    def __init__(
        self,
        index: Index,
        question: Question,
        query: Query,
        on: date | None = None,
        regions: Sequence[str] = (),
    ) -> None:
        """Take the question as understood and as analysed, its date, and the regions it names."""
        self._on = on
        self._regions = frozenset(regions)
        self.index = index
        self.question = question
        self.query = query
        self._names = name_forms(question.names)
        term = _TERM.search(plain(question.text))
        self._term = re.escape(term[1].strip()) if term else ""
        self._rarest = max(
            (concept for concept in query.concepts if concept.known),
            key=lambda concept: concept.idf,
            default=None,
        )
        # Of all terms around a unit only these tell anything: small sets are quick to join.
        self._asked = query.asked.union(*self._names)
        forms = {term for concept in query.concepts for term in concept.forms}
        self._named_values = [
            (pattern, named & forms) for pattern, named in _VALUE_TERMS if named & forms
        ]

    def candidates(self, hits: list[Hit]) -> list[Candidate]:
        """Return every unit of the hits, best first; ties by passage and place."""
        top = max((hit.score for hit in hits), default=1.0)
        made = [
            self._candidate(hit, number, around)
            for hit in hits
            for around in (self._around(hit, hit.score / top),)
            for number in range(len(hit.passage.units))
        ]
        return sorted(made, key=lambda c: (-c.score, c.passage.id, c.number))

    def _around(self, hit: Hit, relative: float) -> _Around:
        passage, document = hit.passage, hit.document
        return _Around(
            title=self._asked & _document_terms(document),
            section=self._asked_in(section_text(passage)),
            whole=self._asked_in(passage.context) | self._asked_in(passage.text),
            relative=relative,
            compiled=float(bool(document.sources)),
            outdated=float(self._outdated(document)),
        )

    def _candidate(self, hit: Hit, number: int, around: _Around) -> Candidate:
        features, held = self._features(hit, number, around)
        score = float(features @ WEIGHTS)
        return Candidate(hit=hit, number=number, features=features, held=held, score=score)

    def _features(
        self, hit: Hit, number: int, around: _Around
    ) -> tuple[np.ndarray, frozenset[str]]:
        """Return the features of one unit, float64 of shape (len(FEATURES),), and what it holds."""
        passage, unit = hit.passage, hit.passage.units[number]
        text = passage.unit_text(unit)
        own = self._asked_in(text) | around.title | self._value_terms(text)
        lead = self._asked_in(lead_text(passage, number) + " " + record_text(passage, number))
        near = own | around.section | lead
        full = near | around.whole
        late_unit, late_near, late_passage = _late(hit, number)
        made = {
            "unit_coverage": self.query.coverage(own),
            "near_coverage": self.query.coverage(near),
            "full_coverage": self.query.coverage(full),
            "section_coverage": self.query.coverage(around.section),
            "rarest": self._rarest.covered(near) if self._rarest else 0.0,
            "passage_score": around.relative,
            "type": self.type_match(as_meant(passage, number), passage, number),
            "names": self._held(self._names, full),
            "years": self._years(hit, text),
            "is_item": float(unit.kind == UnitKind.ITEM),
            "is_row": float(unit.kind == UnitKind.ROW),
            "length": min(len(text), 400) / 400,
            "question_like": float(text.rstrip().endswith(("?", ":"))),
            "compiled": around.compiled,
            "outdated": around.outdated,
            "late_unit": late_unit,
            "late_near": late_near,
            "late_passage": late_passage,
            "opens": float(opens(self.index, hit, number)),
        }
        return np.array([made[name] for name in FEATURES]), full

    def _outdated(self, document: Document) -> bool:
        """Tell whether a document has expired and nothing in the question asks for it."""
        if self._on is None or not document.expired(self._on):
            return False
        return not self._asks_for_time_of(document) and not self._regions & set(document.regions)

    def _asks_for_time_of(self, document: Document) -> bool:
        first = document.valid_from.year if document.valid_from else 0
        last = document.valid_to.year if document.valid_to else 9999
        return any(first <= int(year) <= last for year in self.question.years)

    def _asked_in(self, text: str) -> frozenset[str]:
        """Return what is asked for of the terms of a text."""
        return self._asked & self.index.lexical.all_terms(text) if text else _NONE

    def _value_terms(self, text: str) -> frozenset[str]:
        """Return the words of the question that a value stands for: '12%' for 'procent'."""
        return frozenset(
            term for pattern, named in self._named_values if pattern.search(text) for term in named
        )

    @staticmethod
    def _held(wanted: list[set[str]], found: frozenset[str]) -> float:
        return sum(bool(forms & found) for forms in wanted) / len(wanted) if wanted else 1.0

    def _years(self, hit: Hit, text: str) -> float:
        if not self.question.years:
            return 1.0
        document = hit.document
        around = f"{text} {hit.passage.context} {document.title} {hit.passage.text}"
        spans = f"{document.valid_from or ''} {document.valid_to or ''} {document.published or ''}"
        held = [year in around or year in spans for year in self.question.years]
        return sum(held) / len(held)

    def type_match(self, text: str, passage: Passage, number: int) -> float:
        """Return how well a unit holds the kind of value that is asked for, 0 to 1."""
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


def _document_terms(document: Document) -> frozenset[str]:
    return term_set(f"{document.title} {document.publisher or ''} {' '.join(document.regions)}")


def new_value(pattern: re.Pattern[str], text: str, question: Question) -> bool:
    """Tell whether a text has a value that the question itself did not give."""
    given = question.text.lower()
    return any(match.group().lower() not in given for match in pattern.finditer(text))


def _late(hit: Hit, number: int) -> tuple[float, float, float]:
    """Return how late interaction rates a unit, the unit with its headings, and the passage."""
    if hit.late is None:
        return UNKNOWN_LATE, UNKNOWN_LATE, UNKNOWN_LATE
    return float(hit.late.units[number]), float(hit.late.near[number]), hit.late.passage


def opens(index: Index, hit: Hit, number: int) -> bool:
    """Tell whether a unit is the first below its heading in a text of ours: there it answers."""
    if number or not hit.document.sources:
        return False
    own = hit.passage
    before = index.passages[hit.row - 1] if hit.row else None
    return before is None or (before.document_id, before.section) != (own.document_id, own.section)


_LEANS = re.compile(
    r"^(?:Dit|Dat|Deze|Die|Hij|Zij|Ze|Het gaat|Daar\w*|Hier\w*|Ook|Zo|Dan|Daarna|Vervolgens|Daarom"
    r"|Hierdoor|Hiermee|Bovendien|Als dat|In dat geval|Zoals)\b"
)


def leans(text: str) -> bool:
    """Tell whether a sentence is only understood after the one before it."""
    return bool(_LEANS.match(text))


def lead_text(passage: Passage, number: int) -> str:
    """Return the text that introduces a unit, that it leans on, or its table header, or ''."""
    unit = passage.units[number]
    if unit.lead is not None:
        return passage.unit_text(passage.units[unit.lead])
    if number and unit.kind == UnitKind.SENTENCE and leans(passage.unit_text(unit)):
        return passage.unit_text(passage.units[number - 1])
    return unit.header


def section_text(passage: Passage) -> str:
    """Return the two nearest headings."""
    return " ".join(passage.section[-2:])


def record_text(passage: Passage, number: int) -> str:
    """Return the first row of a record of key and value, which names what the record is about."""
    unit = passage.units[number]
    if unit.kind != UnitKind.ROW or unit.header:
        return ""
    return passage.unit_text(passage.units[0])
