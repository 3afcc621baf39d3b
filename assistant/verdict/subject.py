"""What a claim is about: its content words, and how far a text speaks of them and of others."""

from __future__ import annotations

import re

from assistant.evidence.candidates import found_terms
from assistant.understanding.claims import Claim, statement_of
from assistant.understanding.quantities import asking, is_number, quantities
from assistant.verdict.rules import rules
from retrieval.dutch import STOP_WORDS, plain, stem, words
from retrieval.index import Index
from retrieval.query import Concept, Query

WHOLE = 0.6
"""From here a word of the question is held as a whole, not as a part of another word."""

HELD = 0.3
"""From here it is held, if only as a part or by a synonym."""

MOST_OF_CLAIM = 0.6
"""The share of a claim, by rarity, that a general denial must name."""

_SOURCE = re.compile(r"\bvolgens (?:de|het|een)? ?[\w-]+(?: (?:van|uit) [\w\s-]*\d{4})?")
_LISTED = re.compile(
    r"(?:[\w-]+, )*[\w-]+ (?:of|en) (?:de |het |een )?(?:[\w-]+(?:lijk|isch|ig|e) )?[\w-]+"
)


class Subject:
    """The content words of one claim, without those that show its predicate."""

    def __init__(self, index: Index, claim: Claim, query: Query) -> None:
        """Take what a question claims, and its analysis."""
        self._parts = index.lexical.splitter.parts
        asked = set(words(asking(claim.text))) - claim.said - rules().of_numbers
        self.concepts = [
            concept
            for concept in query.concepts
            if set(concept.word.split()) & asked and not _weak(concept)
        ]
        self._forms = {form for concept in query.concepts for form in concept.forms}
        self._numeric = bool(quantities(claim.text))

    @property
    def rarest(self) -> Concept:
        """The rarest thing that the claim is about; there must be one."""
        return max(self.concepts, key=lambda concept: concept.idf)

    def terms(self, text: str) -> frozenset[str]:
        """Return the terms of a text, parts of compounds among them."""
        return found_terms(text).union(self._parts(text))

    def covered(self, text: str, least: float = HELD) -> bool:
        """Tell whether a text holds every content word of the claim."""
        found = self.terms(text)
        return all(concept.covered(found) >= least for concept in self.concepts)

    def mostly_in(self, text: str) -> bool:
        """Tell whether a text holds the greater part of the claim, by rarity."""
        found = self.terms(text)
        total = sum(concept.idf for concept in self.concepts)
        held = sum(concept.idf for concept in self.concepts if concept.covered(found) >= HELD)
        return held >= MOST_OF_CLAIM * total

    def about(self, text: str) -> bool:
        """Tell whether a clause itself names the rarest thing that the claim is about."""
        return self.rarest.covered(self.terms(text)) > 0

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
        terms = found_terms(word)
        if word in STOP_WORDS or not terms or word.isdigit():
            return True
        known = self._forms | rules().aside
        if self._numeric:
            known |= rules().beside_numbers
            if is_number(word):
                return True
        parts = self._parts(word)
        return bool(terms & known) or bool(parts and all(part in known for part in parts))


def _weak(concept: Concept) -> bool:
    return all(
        stem(word.replace("-", "")) in rules().weak or word.isdigit()
        for word in concept.word.split()
    )
