"""A question as the lexical index sees it: concepts with their forms, spelling corrected."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property

from retrieval.dutch import PARTICLES, STOP_WORDS, stem, words
from retrieval.glosses import foreign_words, function_words, gloss, latin
from retrieval.lexical import LexicalIndex, QueryTerm
from retrieval.spelling import correction
from retrieval.thesaurus import english, fillers, longest_phrase, thesaurus

PART_WEIGHT = 0.4
WHOLE_COMPOUND_WEIGHT = 0.85
PIECE_WEIGHT = 0.7
SYNONYM_WEIGHT = 0.6
CORRECTED_WEIGHT = 0.9
EARLIER_IN_SEARCH = 0.6
"""
What the words and tokens of earlier questions weigh in the search for a follow-up, whose own are 1.

Fitted on follow-ups: docs/adr/0028.
"""

EARLIER_AS_EVIDENCE = 0.4
"""What they weigh where it is judged how much of a follow-up a text holds; its own weigh 1 too."""

FOREIGN = 2
"""Function words of another language that the corpus lacks; then all of them say nothing."""

_PARTICLE = re.compile(rf"\b({'|'.join(PARTICLES)})(?=\s*(?:[?.!,;:]|$))")
"""Ends a clause, far from the verb that it is a part of: 'vraag ik die aan' is 'aanvragen'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """
    A content word of the question, or a phrase of the thesaurus.

    Args:

        forms: Index term -> weight: its stem (1.0), parts of a compound, synonyms.

        parts: The stems of a compound's parts; all of them together weigh nearly as the whole.

        idf: How rare it is in the corpus, in nats; the highest for a word it does not know.
    """

    word: str
    forms: dict[str, float]
    idf: float
    known: bool = True
    parts: tuple[str, ...] = ()

    def covered(self, found: Collection[str]) -> float:
        """Return how far a set of terms holds this concept, 0 to 1."""
        best = max((self.forms[term] for term in self.forms.keys() & found), default=0.0)
        whole = bool(self.parts) and all(part in found for part in self.parts)
        return max(best, WHOLE_COMPOUND_WEIGHT) if whole else best


@dataclass(frozen=True, kw_only=True)
class Query:
    """An analysed question; `corrected` maps a misspelled word to the corpus word taken for it."""

    text: str
    concepts: tuple[Concept, ...]
    corrected: dict[str, str] = field(default_factory=dict)

    @property
    def terms(self) -> tuple[QueryTerm, ...]:
        """The weighted terms for the lexical index; a term stands once, with its best weight."""
        weights: dict[str, float] = {}
        for concept in self.concepts:
            for term, weight in concept.forms.items():
                weights[term] = max(weight, weights.get(term, 0.0))
        return tuple(QueryTerm(term, weight) for term, weight in weights.items())

    def coverage(self, found: AbstractSet[str]) -> float:
        """Return the share of the question, weighed by rarity, that a set of terms holds."""
        held = self.asked & found
        if held not in self._coverage:
            self._coverage[held] = self._covered(held)
        return self._coverage[held]

    @cached_property
    def asked(self) -> frozenset[str]:
        """Every term that makes a difference to the coverage."""
        return frozenset(term for each in self.concepts for term in (*each.forms, *each.parts))

    @cached_property
    def _coverage(self) -> dict[frozenset[str], float]:
        """Terms held to coverage: the units of a question's passages hold few different sets."""
        return {}

    def _covered(self, found: Collection[str]) -> float:
        total = sum(concept.idf for concept in self.concepts)
        held = sum(concept.idf * concept.covered(found) for concept in self.concepts)
        return held / total if total else 0.0


def analyse(text: str, lexical: LexicalIndex) -> Query:
    """Return the query for a question, judged by the words of the corpus."""
    concepts: list[Concept] = []
    corrected: dict[str, str] = {}
    particles = set(_PARTICLE.findall(text.lower()))
    phrases = dict.fromkeys(_phrases(words(latin(text))))
    read = {phrase: _concept(phrase, lexical, particles) for phrase in phrases}
    empty = [phrase for phrase in phrases if phrase[0] in function_words()]
    foreign = sum(not read[phrase].known for phrase in empty) >= FOREIGN
    for phrase, concept in read.items():
        if phrase in empty and (foreign or not concept.known):
            continue
        if not concept.known and (dutch := gloss(phrase[0])):
            concepts.append(_glossed(phrase[0], dutch, lexical))
            continue
        if not concept.known and len(phrase) == 1 and (better := correction(phrase[0], lexical)):
            corrected[phrase[0]] = better
            concept = _softened(_concept((better,), lexical))
        concepts.append(concept)
    concepts += [
        _glossed(word, dutch, lexical)
        for word in dict.fromkeys(foreign_words(text))
        if (dutch := gloss(word))
    ]
    return Query(text=text, concepts=tuple(concepts), corrected=corrected)


def combined(own: Query, context: Query) -> Query:
    """
    Return the query by which evidence for a follow-up is judged.

    Its own concepts come first, then those of its context, for less (`EARLIER_AS_EVIDENCE`).
    """
    seen = {concept.word for concept in own.concepts}
    lent = tuple(
        replace(concept, idf=concept.idf * EARLIER_AS_EVIDENCE)
        for concept in context.concepts
        if concept.word not in seen
    )
    return Query(
        text=f"{context.text} {own.text}",
        concepts=own.concepts + lent,
        corrected={**context.corrected, **own.corrected},
    )


def _phrases(found: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield content words, and whole phrases where the thesaurus has them."""
    known = thesaurus()
    at = 0
    while at < len(found):
        for length in range(min(longest_phrase(), len(found) - at), 1, -1):
            phrase = tuple(found[at : at + length])
            if phrase in known or _stems(phrase) in known:
                yield phrase
                at += length
                break
        else:
            word = found[at]
            if (
                word not in STOP_WORDS
                and word not in fillers()
                and (len(word) > 1 or word.isdigit())
            ):
                yield (word,)
            at += 1


def _stems(phrase: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(stem(word.replace("-", "")) for word in phrase)


def _concept(
    phrase: tuple[str, ...], lexical: LexicalIndex, particles: Collection[str] = ()
) -> Concept:
    forms: dict[str, float] = {}
    for word in phrase:
        if word not in STOP_WORDS:
            forms |= _forms(word, lexical)
            whole = {stem(particle + word) for particle in particles}
            forms |= {term: 1.0 for term in whole if term in lexical.frequency}
    if phrase in english():
        return _english(phrase, forms, lexical)
    direct = dict(forms)
    for synonym in thesaurus().get(_stems(phrase), ()):
        for term in synonym:
            if term in lexical.frequency:
                forms.setdefault(term, SYNONYM_WEIGHT)
    known = bool(forms)
    main = max(direct or forms, key=lambda term: (forms[term], term), default=None)
    idf = _idf(lexical, main)
    return Concept(
        word=" ".join(phrase),
        forms=forms or {stem(phrase[0]): 1.0},
        idf=idf,
        known=known,
        parts=_parts(phrase, lexical),
    )


def _english(phrase: tuple[str, ...], forms: dict[str, float], lexical: LexicalIndex) -> Concept:
    """
    Return an English word of the thesaurus: as rare as the most usual of its Dutch words.

    By itself it is rare in Dutch documents, and would weigh more than what it asks about.
    """
    dutch = {term for each in thesaurus()[phrase] for term in each if term in lexical.frequency}
    made = dict.fromkeys(dutch, CORRECTED_WEIGHT) | forms
    usual = max(made, key=lambda term: (lexical.frequency[term], term), default=None)
    return Concept(
        word=" ".join(phrase),
        forms=made or {stem(phrase[0]): 1.0},
        idf=_idf(lexical, usual),
        known=bool(made),
    )


def _parts(phrase: tuple[str, ...], lexical: LexicalIndex) -> tuple[str, ...]:
    if len(phrase) != 1:
        return ()
    return tuple(stem(part) for part in lexical.splitter.split(phrase[0].replace("-", "")))


def _idf(lexical: LexicalIndex, term: str | None) -> float:
    """Return ln(1 + N / df); the highest there is for a term that the corpus lacks."""
    df = lexical.frequency.get(term, 0) if term else 0
    return math.log(1 + len(lexical) / max(df, 0.5))


def _forms(word: str, lexical: LexicalIndex) -> dict[str, float]:
    """Return the known index terms of a word: its stem, its joined form, its compound parts."""
    joined = word.replace("-", "")
    forms = {stem(joined): 1.0}
    pieces = [piece for piece in word.split("-") if len(piece) > 2 and piece not in STOP_WORDS]
    if "-" in word:
        forms |= {stem(piece): PIECE_WEIGHT for piece in pieces}
    for whole in {joined, *pieces}:
        for part in lexical.splitter.split(whole):
            forms.setdefault(stem(part), PART_WEIGHT)
    return {term: weight for term, weight in forms.items() if term in lexical.frequency}


def _glossed(word: str, dutch: str, lexical: LexicalIndex) -> Concept:
    """Return a word of another language as the concept of its Dutch."""
    return replace(_softened(_concept(tuple(dutch.split()), lexical)), word=word)


def _softened(concept: Concept) -> Concept:
    forms = {term: weight * CORRECTED_WEIGHT for term, weight in concept.forms.items()}
    return replace(concept, forms=forms)
