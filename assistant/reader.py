"""Reads one question: searches for it, weighs what is found, and judges whether it is enough."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np

from assistant.answer import Ask
from assistant.evidence.article import article_text
from assistant.evidence.beside import Beside
from assistant.evidence.candidates import Candidate, Evidence
from assistant.evidence.chosen import Chosen
from assistant.evidence.confidence import Confidence, judge
from assistant.evidence.second_look import looked_again
from assistant.understanding.articles import Article
from assistant.understanding.background import (
    without_own_numbers,
    without_own_place,
    without_story,
)
from assistant.understanding.claims import Claim, claim_of, presupposed_in
from assistant.understanding.question import (
    HARD,
    Expects,
    Question,
    language_of,
    understand,
    without_age,
    without_country,
)
from assistant.understanding.slots import Kind
from corpus.model import Document
from retrieval.dutch import STOP_WORDS, words
from retrieval.embedding.entailment import Entails
from retrieval.filters import Filters
from retrieval.query import Query, combined
from retrieval.search import Found, Hit, Retriever
from retrieval.spelling import joined

HITS = 6
READINGS_KEPT = 4
"""A follow-up in doubt is read in more than one way, and one of those is then answered."""

_EMPTY = {"doe", "doen", "doet", "gaat", "werkt", "zit", "genoeg", "kan", "lukt", "work", "works"}
"""Verbs that say nothing by themselves: 'hoe doe je dat', 'is dat genoeg'."""

OUTSIDE = 0.85
"""What the score of a passage for another place or sector than the visitor's is multiplied by."""

MOST_EXPLAINED = 4
"""Units of a text that explains an article, beside the article itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """
    What was searched for a question, and what was found.

    Args:

        claim: What a yes/no question asks to confirm.

        taken: What an open question takes for granted, which may be wrong.

        own_numbers: It is read without a number that the asker told of themselves, as their age.

        beside: Reads units beside the question as it was asked; None without a model.
    """

    question: Question
    claim: Claim | None
    query: Query
    hits: list[Hit]
    ranked: list[Candidate]
    confidence: Confidence
    taken: Claim | None = None
    own_numbers: bool = False
    beside: Beside | None = None


class Reader:
    """Reads questions over one open index."""

    def __init__(self, retriever: Retriever, entails: Entails | None = None) -> None:
        """Take the retriever of the index to be searched, and the model that reads units."""
        self._retriever = retriever
        self._entails = entails
        self._index = retriever.index
        self._kept = lru_cache(READINGS_KEPT)(self._read)

    def vector(self, text: str) -> np.ndarray:
        """Return a question's vector, float32 (d,)."""
        return self._retriever.vector(text)

    def forget(self) -> None:
        """Drop the readings that are kept."""
        self._kept.cache_clear()

    def read(self, text: str, context: str, ask: Ask, regions: list[str], on: date) -> Reading:
        """
        Search for one question and weigh what is found.

        Args:

            context: Earlier questions that it leans on, or ''.

            regions: Codes of the regions that it names; the others are left out.
        """
        narrowed = replace(ask, question="", earlier=(), id=None, conversation_id=None)
        return self._kept(text, context, narrowed, tuple(regions), on)

    def _read(
        self, text: str, context: str, ask: Ask, regions: tuple[str, ...], on: date
    ) -> Reading:
        told = _numbers(text)
        beside = Beside(self._entails, f"{context} {text}".strip()) if self._entails else None
        text = without_own_numbers(without_country(without_age(text)))
        own_numbers = not told <= _numbers(text)
        if language_of(text) == "nl":
            lexical = self._index.lexical
            text, context = joined(text, lexical), joined(context, lexical)
        question = understand(text)
        if context and question.expects == (Expects.FREE,) and not _has_content(text):
            # 'Hoe doe je dat' asks what the question before does.
            text, context, question = context, "", understand(context)
        claim = claim_of(text) if question.language == "nl" else None
        taken = None if claim or question.language != "nl" else presupposed_in(text)
        if claim is not None:
            # 'Klopt het dat het € 5 kost' asks how much it costs.
            text = claim.searched
            kinds = [
                kind for kind in understand(text).expects if claim.has_amount or kind not in HARD
            ]
            expects = tuple(dict.fromkeys([*(kinds or [Expects.FREE]), Expects.YES_NO]))
            question = replace(question, text=text, expects=expects)
        found = self._search(text, context, ask, regions)
        query = found.query
        if context:
            query = combined(self._retriever.analyse(text), self._retriever.analyse(context))
        evidence = Evidence(self._index, question, query, on, regions)
        ranked = evidence.candidates(found.hits)
        confidence = judge(question, query, found, ranked)
        if beside:
            ranked, confidence = looked_again(beside, ranked, confidence)
        return Reading(
            claim=claim,
            taken=taken,
            own_numbers=own_numbers,
            beside=beside,
            question=question,
            query=query,
            hits=found.hits,
            ranked=ranked,
            confidence=confidence,
        )

    def _search(self, text: str, context: str, ask: Ask, regions: Sequence[str]) -> Found:
        """Search within what was asked for; regions that are named exclude the others."""
        whole, own = f"{context} {text}".strip(), text if context else ""
        found = self._retriever.shelves(whole, filters_of(ask, regions), HITS, own)
        return replace(found, hits=_preferred(found.hits, ask))

    def looked_up(
        self, article: Article, text: str, context: str, ask: Ask, regions: list[str], on: date
    ) -> tuple[Reading, list[Chosen]]:
        """Return an article literally, then what explains it; nothing where no text has it."""
        reading = self.read(text, context, ask, regions, on)
        found = self._retriever.headed(
            f"{context} {text}", article.rest or context, article.heads, filters_of(ask, regions)
        )
        told = [hit for hit in found if hit.document.id != found[0].document.id]
        chosen = article_text(article, found) + article_text(article, told)[:MOST_EXPLAINED]
        sure = replace(reading.confidence, first=float(bool(chosen)), read=None)
        return replace(reading, hits=found or reading.hits, confidence=sure), chosen

    def generally(
        self, text: str, context: str, ask: Ask, regions: list[str], on: date
    ) -> tuple[Reading, str] | None:
        """Read a question without the visitor's own place, or story, where that has an answer."""
        place: str
        if (found := without_own_place(text)) is not None:
            bare, place = found
            reading = self.read(bare, context, ask, [], on)
        elif (asked := without_story(text)) is not None:
            place, reading = "", self.read(asked, context, ask, regions, on)
        else:
            return None
        return (reading, place) if reading.confidence.enough else None


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


def _has_content(text: str) -> bool:
    return any(word not in STOP_WORDS and word not in _EMPTY for word in words(text))


def filters_of(ask: Ask, regions: Sequence[str] = ()) -> Filters:
    """Return what a question is narrowed to; regions that it names count where none was given."""
    only = ask.region or tuple(regions)
    return Filters(region=only, sector=ask.sector, on=ask.on, audience=ask.audience)


def _preferred(hits: list[Hit], ask: Ask) -> list[Hit]:
    """Return hits with less weight for what is for another place or sector than the visitor's."""
    if not ask.prefer_regions and not ask.prefer_sector:
        return hits
    return [
        hit if _is_for(hit.document, ask) else replace(hit, score=hit.score * OUTSIDE)
        for hit in hits
    ]


def weighed(hits: list[Hit], ask: Ask) -> frozenset[Kind]:
    """Return which of place and sector made a difference to the order of these hits."""
    if all(_is_for(hit.document, ask) for hit in hits):
        return frozenset()
    told = {Kind.REGION: ask.prefer_regions, Kind.SECTOR: ask.prefer_sector}
    return frozenset(kind for kind, value in told.items() if value)


def _is_for(document: Document, ask: Ask) -> bool:
    here = not ask.prefer_regions or not document.regions
    sector = ask.prefer_sector
    return (here or bool(set(document.regions) & set(ask.prefer_regions))) and (
        sector is None or not document.sectors or sector in document.sectors
    )
