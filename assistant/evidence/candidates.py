"""How well one unit of a passage answers a question: features, and a score made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from assistant.evidence.answer_type import AnswerType
from assistant.evidence.cells import as_meant
from assistant.understanding import values
from assistant.understanding.question import Question, name_forms
from assistant.understanding.ranges import numbers_within
from corpus.model import Document, Passage, Unit, UnitKind
from retrieval.dutch import stem, term_set
from retrieval.index import Index
from retrieval.query import Query
from retrieval.search import Hit

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
    "asked": 12.00,
    "within": 4.00,
}
"""
One weight a feature: fitted on the dev questions by evals/learn.py, but for four that are set by
hand: `compiled` and `outdated`, so that originals and what is in force go first, `asked`, which was
added to the fitted ones as they were (14 to 17 fits best; docs/adr/0036), and `within`, which few
questions have: a number that is asked about lies in a range of the unit.
"""
FEATURES = tuple(FITTED)
WEIGHTS = np.array(list(FITTED.values()))
UNKNOWN_LATE = 0.63
"""A usual late score: what counts where the engine gives no tokens."""

UNKNOWN_ASKED = 0.7
"""
What counts as the nearness of a known question where none is known about a passage. With this, of
development questions about documents whose questions were hidden, beside others whose were not, as
many had the right unit first as without known questions.
"""


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

    @property
    def in_place(self) -> str:
        """The unit after its title and nearest heading, as a model learned to read it."""
        heading = self.passage.section[-1] if self.passage.section else ""
        return f"{self.hit.document.title}. {heading}: {self.text}"

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
        self._numbers = frozenset(re.findall(r"\d+", question.text))
        self._type = AnswerType(question, query)
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
        within = numbers_within(text, self._numbers)
        own |= within
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
            "type": self._type.match(as_meant(passage, number), passage, number),
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
            "asked": 0.0 if hit.asked is None else float(hit.asked[number]) - UNKNOWN_ASKED,
            "within": float(bool(within)),
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
        within = numbers_within(f"{text} {hit.passage.context}", self.question.years)
        held = [year in around or year in spans or year in within for year in self.question.years]
        return sum(held) / len(held)


def _document_terms(document: Document) -> frozenset[str]:
    return term_set(f"{document.title} {document.publisher or ''} {' '.join(document.regions)}")


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


_REFERS_BACK = re.compile(
    r"\b(?:voor|van|met|in|op|bij|over|aan|na|uit|door|onder|tot|tegen|naar|al) "
    r"(?:al )?(?:die|deze|dat|dit) (?!(?:ik|je|jij|u|hij|ze|we|er|de|het|een|niet|wel|ook)\b)"
    r"([a-z][\w-]+)"
)


def refers_back(text: str) -> bool:
    """Tell whether a sentence speaks of 'al die kosten' without having named the kosten."""
    return any(
        found[1] not in text[: found.start()].lower() for found in _REFERS_BACK.finditer(text)
    )


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
