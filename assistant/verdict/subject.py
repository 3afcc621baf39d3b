"""What a claim is about: its content words, and how far a text speaks of them and of others."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from assistant.understanding.choices import choices_in, of_another
from assistant.understanding.claims import Claim, main_of, statement_of
from assistant.understanding.dates import without_dates
from assistant.understanding.quantities import asking, is_number, quantities
from assistant.verdict.clauses import leans_on_earlier
from assistant.verdict.rules import rules
from retrieval.dutch import PARTICLES, STOP_WORDS, plain, stem, term_set, words
from retrieval.index import Index
from retrieval.query import Concept, Query

WHOLE = 0.6
"""From here a word of the question is held as a whole, not as a part of another word."""

HELD = 0.3
"""From here it is held, if only as a part or by a synonym."""

MOST_OF_CLAIM = 0.6
"""The share of a claim, by rarity, that a general denial must name."""

LONG_ENOUGH = 4
"""Letters of a word above which a last -t may be that of a verb."""

_PARTICIPLE = re.compile(
    r"(aan|af|in|op|uit|mee|toe|terug|over|door|voor|na|bij|om|onder)?ge([a-z]{3,}?)(?:t|d|en)"
)
_SOURCE = re.compile(
    r"\bvolgens (?:de|het|een)? ?[\w-]+(?: (?:po|vo|mbo)\b)?(?: (?:van|uit) [\w\s-]*\d{4})?"
)
NARROWING = ("sector", "grade")
_POINTING = re.compile(r"(?:daar|hier|er)(?:mee|van|voor|door|bij|op|uit|aan|na|toe|in|om|over)")
_PLACED = re.compile(r"\b(?:[Bb]ij|[Ii]n|[Aa]an|[Vv]olgens) (?:de |het )?([A-Z][\w-]+)")
_LISTED = re.compile(
    r"(?:[\w-]+, )*[\w-]+ (?:of|en) (?:in |op |voor )?(?:de |het |een )?"
    r"(?:[\w-]+(?:lijk|isch|ig|e) )?[\w-]+"
)


class Subject:
    """The content words of one claim, without those that show its predicate."""

    def __init__(self, index: Index, claim: Claim, query: Query) -> None:
        """Take what a question claims, and its analysis."""
        self._parts = index.lexical.splitter.parts
        self._numeric = bool(quantities(claim.text))
        told = _SOURCE.sub(" ", plain(asking(without_dates(claim.text))))
        asked = set(words(told)) - claim.said - rules().of_numbers
        if self._numeric:
            asked -= rules().around_numbers
        self.concepts = [
            _with_bare_verbs(concept)
            for concept in query.concepts
            if set(concept.word.split()) & asked and not _weak(concept)
        ]
        asked = {query.corrected.get(word, word) for word in asked}
        self._forms = {form for concept in query.concepts for form in concept.forms}
        self._forms |= _bare_verbs(claim.text)
        self._text = claim.text

    @property
    def rarest(self) -> Concept:
        """The rarest thing that the claim is about; there must be one."""
        return max(self.concepts, key=lambda concept: concept.idf)

    def terms(self, text: str) -> frozenset[str]:
        """Return the terms of a text, parts of compounds and bare verbs among them."""
        return term_set(text).union(self._parts(text), _bare_verbs(text), self._split(text))

    def _split(self, text: str) -> frozenset[str]:
        """Return the verbs of the claim that a text has in two: 'vraag je ... aan'."""
        there = words(text)
        joined = (
            stem(each + word) for each in set(PARTICLES).intersection(there) for word in there
        )
        return frozenset(joined) & self._forms

    def covered(self, text: str, least: float = HELD) -> bool:
        """Tell whether a text holds every content word of the claim."""
        found = self.terms(text)
        return all(concept.covered(found) >= least for concept in self.concepts)

    def touched(self, text: str) -> bool:
        """Tell whether a text holds any content word of the claim."""
        found = self.terms(text)
        return any(concept.covered(found) >= HELD for concept in self.concepts)

    def mostly_in(self, text: str) -> bool:
        """Tell whether a text holds the greater part of the claim, by rarity."""
        found = self.terms(text)
        total = sum(concept.idf for concept in self.concepts)
        held = sum(concept.idf for concept in self.concepts if concept.covered(found) >= HELD)
        return held >= MOST_OF_CLAIM * total

    def framed(
        self,
        clause: str,
        around: str,
        without: frozenset[str] = frozenset(),
        most: int = 2,
        least: float = HELD,
        but: str = "",
    ) -> bool:
        """
        Tell whether a clause speaks of the claim's thing, but for the value that is compared.

        Args:

            around: The heading and sentence that the clause stands in.

            without: The words of the value, in the claim and in the clause.

            most: How many other words it may have; none that names a sector or a place, which
                would narrow it.

            least: How far each of the claim's words must be held, from 0 to 1.

            but: The group of the value, which narrows nothing.
        """
        left = [each for each in self.concepts if not set(each.word.split()) <= without]
        own = self.terms(clause)
        near = own | self.terms(around)
        if not left or not all(each.covered(near) >= least for each in left):
            return False
        if not any(each.covered(own) >= HELD for each in left) and not leans_on_earlier(clause):
            return False
        main = main_of(clause)
        more = [word for word in self.unasked(main) if word not in without]
        return len(more) <= most and not self.narrowed(main, but)

    def narrowed(self, clause: str, but: str = "") -> bool:
        """Tell whether a clause holds for a sector, a grade or a place that is not claimed."""
        groups = [group for group in NARROWING if group != but]
        mine = {name for group in groups for name in choices_in(self._text).get(group, ())}
        bare = _SOURCE.sub(" ", plain(clause))
        there = {name for group in groups for name in choices_in(bare).get(group, ())}
        if there - mine and len(there) == 1:
            return True  # 'in het vo en mbo' leaves little out
        if but == "sector":
            return False  # 'een regio voor het vo in Drenthe'
        named = {stem(word) for place in _PLACED.findall(clause) for word in words(place)}
        return bool(named - self._forms)

    def of_another(self, clause: str) -> bool:
        """Tell whether a clause is about another thing: 'een andere', or another route."""
        mine, there = (choices_in(text).get("sameness", {}) for text in (self._text, clause))
        other = bool(mine and there and not mine.keys() & there.keys())
        return other or of_another(self._text, clause)

    def about(self, text: str) -> bool:
        """Tell whether a clause itself names the rarest thing that the claim is about."""
        return self.rarest.covered(self.terms(text)) > 0

    def does(self, clause: str) -> bool:
        """Tell whether a clause has the verb with which the claim ends, if it ends with one."""
        last = words(main_of(self._text))[-1:]
        verbs = [
            each
            for each in self.concepts
            if last and each.word == last[0] and each.word[-2:] == "en"
        ]
        found = self.terms(clause)
        return all(each.covered(found) >= HELD for each in verbs)

    def is_subject(self, clause: str) -> bool:
        """Tell whether a clause names the rarest thing of the claim, and as a whole."""
        return self.rarest.covered(self.terms(clause)) >= WHOLE

    def extra(self, text: str, most: int = 0) -> bool:
        """Tell whether a text speaks of more than the claim does: more than `most` words of it."""
        return len(self.unasked(text)) > most

    def unasked(self, text: str) -> list[str]:
        """Return the content words of a text that the claim does not have, each once."""
        bare = _SOURCE.sub(" ", re.sub(r"\([^)]*\)", " ", plain(text)))
        for listed in _LISTED.findall(bare):
            if any(self._asked(word) for word in words(listed)):
                # 'vwo, hbo of wo': one of them is enough.
                bare = bare.replace(listed, " ")
        said = statement_of(text).said
        found = [word for word in words(bare) if word not in said and not self._asked(word)]
        return list(dict.fromkeys(found))

    def _asked(self, word: str) -> bool:
        """Tell whether a word is in the claim, or says nothing by itself."""
        terms = term_set(word)
        if word in STOP_WORDS or not terms or word.isdigit() or _POINTING.fullmatch(word):
            return True
        known = self._forms | rules().aside
        if self._numeric:
            known |= rules().beside_numbers
            if is_number(word):
                return True
        parts = self._parts(word)
        return bool((terms | _bare_verbs(word)) & known) or bool(
            parts and all(part in known for part in parts)
        )


def _bare_verbs(text: str) -> frozenset[str]:
    """Return the stems of words without endings of verbs and adjectives that stay on in stems."""
    return frozenset(bare for word in words(text) for bare in _bare_forms(word))


@lru_cache(maxsize=1 << 14)
def _bare_forms(word: str) -> tuple[str, ...]:
    """Return 'neem' of 'neemt', 'aanvraag' of 'aangevraagd', 'buitenland' of 'buitenlandse'."""
    if same := rules().verbs.get(word):
        return (same,)
    if len(word) <= LONG_ENOUGH or word in STOP_WORDS:
        return ()
    made = [stem(word[:-1])] if word[-1] in "td" else []
    if done := _PARTICIPLE.fullmatch(word):
        made.append(stem(f"{done[1] or ''}{done[2]}"))
    if word.endswith("se"):
        made.append(stem(word[:-2]))
    return tuple(made)


def _with_bare_verbs(concept: Concept) -> Concept:
    bare = dict.fromkeys(_bare_verbs(concept.word), 1.0)
    return replace(concept, forms={**bare, **concept.forms})


def _weak(concept: Concept) -> bool:
    return all(
        stem(word.replace("-", "")) in rules().weak or word.isdigit()
        for word in concept.word.split()
    )
