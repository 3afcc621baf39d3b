"""The retriever: dense, lexical and late search, masks before ranking, fusion, doubles folded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

import numpy as np

from corpus.model import Document, Passage
from retrieval.dense import Cosines, Dense
from retrieval.dutch import plain, term_set
from retrieval.embedding.base import Embedder, TokenEmbedder
from retrieval.filters import Filters
from retrieval.index import Index
from retrieval.known import KnownQuestions, Near
from retrieval.late import Late
from retrieval.lexical import QueryTerm
from retrieval.query import EARLIER_IN_SEARCH, Query, analyse
from retrieval.small_words import DENYING, DENYING_ELSE, ONLY

QUERIES_KEPT = 1024
MASKS_KEPT = 64
"""Combinations of filters whose mask is kept: a byte a passage each."""

CANDIDATES = 60
"""Passages taken from each leg before fusion."""

RRF_K = 20
LATE_CANDIDATES = 16
"""Passages of a ranking that late interaction puts in order; the rest stays as fused."""

RERANKED = 16
"""Passages of a ranking that a reranker puts in order, however few are asked for."""

LATE_WEIGHTS = {"lexical": 1.0, "late": 1.0, "dense": 0.5}
COMPILED_WEIGHT = 0.9
"""
A text compiled from other sources ranks behind an original that says the same.

Measured over both suites (evals/RESULTS.md): at .7 our own texts go too far down, at 1 originals.
"""
DENSE_WEIGHT = 1.0
LEXICAL_WEIGHT = 1.0
OWN_SHARE = 0.2
"""
Of a follow-up's own vector in the one that is searched with, beside that of the whole text.

Fitted on follow-ups: docs/adr/0028.
"""

HEADED_DEPTH = 400
"""Passages that are looked at for a heading, by their words."""

LEAST_NAMED = 0.3
NAMED_MARGIN = 0.15
"""Of what names a document, the share that its title holds: at least, and below the best."""

SAME = 0.9
"""Jaccard overlap of terms from which a passage is a near-double of one ranked above it."""

_TURNS = re.compile(
    rf"\d+(?:[.,]\d+)*|\b(?:{DENYING}|{DENYING_ELSE}|nee|{ONLY}"
    r"|mag|mogen|moet|moeten|hoeft|hoeven|kan)\b"
)
"""What makes another thing of the same words: a number, a denial or limit, leave or duty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """
    A passage with why it ranks where it does.

    Args:

        score: Fused, higher is better; only comparable within one search.

        dense: Cosine of question and passage.

        lexical: BM25; 0.0 where no term is shared.

        late: Late interaction, for the first candidates of an engine that gives tokens.

        asked: Per unit, the cosine of the nearest known question that it answers, shape (units,);
            None where no question is known about the passage.
    """

    passage: Passage
    document: Document
    score: float
    dense: float
    lexical: float
    row: int
    late: Late | None = None
    asked: np.ndarray | None = None


@dataclass(frozen=True, kw_only=True)
class Found:
    """
    A search: the hits and the analysed question.

    Args:

        contrast: How far the best cosine stands above all others, in standard deviations: low
            where the question is about something else altogether.

        answered: The share of the nearest known questions that has an answer; None where no
            question is known.
    """

    hits: list[Hit]
    query: Query
    contrast: float
    answered: float | None = None


class Reranker(Protocol):
    """Scores a question and texts together, sharper and slower than vectors."""

    def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:
        """Return one score a text, shape (len(texts),), higher is better."""
        ...


@dataclass(frozen=True, kw_only=True)
class Scored:
    """
    What both legs say of one question.

    Args:

        tokens: Unit vectors of the question's tokens, shape (n, d); none without such an engine.

        mask: Which passages may be seen, shape (passages,).

        lexical: Row to BM25, best first: of what may be seen and shares a term.

        near: The known questions, by how near they are; None where there are none.

        weights: Of the tokens, shape (n,); None where they all weigh the same.
    """

    query: Query
    tokens: np.ndarray
    mask: np.ndarray
    cosines: Cosines
    lexical: dict[int, float]
    near: Near | None = None
    weights: np.ndarray | None = None

    def fused(self, among: np.ndarray, authority: np.ndarray) -> dict[int, float]:
        """Return row to reciprocal rank fusion, times the row's authority, of what counts."""
        words = [row for row in self.lexical if among[row]][:CANDIDATES]
        found: dict[int, float] = {}
        dense = self.cosines.nearest(among, CANDIDATES).tolist()
        for rows, weight in ((dense, DENSE_WEIGHT), (words, LEXICAL_WEIGHT)):
            for rank, row in enumerate(rows, start=1):
                found[row] = found.get(row, 0.0) + weight / (RRF_K + rank)
        return {row: score * float(authority[row]) for row, score in found.items()}

    def bm25(self, rows: list[int]) -> np.ndarray:
        """Return the BM25 of rows, shape (len(rows),); 0.0 where no term is shared."""
        return np.array([self.lexical.get(row, 0.0) for row in rows])


class Retriever:
    """Searches one open index."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        reranker: Reranker | None = None,
        known: KnownQuestions | None = None,
    ) -> None:
        """Take an index, the embedder of the same model, what reorders hits, known questions."""
        self._reranker, self._known = reranker, known
        self._embedded = lru_cache(maxsize=QUERIES_KEPT)(self._embed)
        self.mask = lru_cache(maxsize=MASKS_KEPT)(self._made_mask)
        self.index = index
        self.embedder = embedder
        self._dense = Dense(index.vectors)
        compiled = [bool(index.documents[name].sources) for name in index.passages.documents]
        self._compiled = np.array(compiled, dtype=bool)
        self._authority = np.where(self._compiled, COMPILED_WEIGHT, 1.0)

    def forget(self) -> None:
        """Drop the vectors of questions that are kept."""
        self._embedded.cache_clear()

    def vector(self, text: str) -> np.ndarray:
        """Return a question's vector, float32 (d,), of unit length; kept for its search."""
        vector, _ = self._embedded(text)
        return vector

    def search(self, text: str, filters: Filters | None = None, limit: int = 10) -> Found:
        """
        Return the best passages for a question, ties broken by passage id.

        Method: reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009) of cosine search and
        BM25, both over the passages that the filters allow.
        """
        scored = self._scored(text, filters or Filters())
        ranking = scored.fused(scored.mask, self._authority)
        return self._found(scored, [ranking], limit, self._authority)

    def shelves(
        self, text: str, filters: Filters | None = None, limit: int = 6, own: str = ""
    ) -> Found:
        """
        Return the best original passages, then the best of texts compiled from other sources.

        Both are ranked apart, `limit` of each, so that a plain summary and the rule behind it
        do not push each other out.

        Args:

            own: The part of `text` that was said now, where the rest is from questions before:
                that rest counts for less.
        """
        scored = self._scored(text, filters or Filters(), own)
        alike = np.ones(len(scored.mask))
        shelves = (scored.mask & ~self._compiled, scored.mask & self._compiled)
        rankings = [scored.fused(shelf, alike) for shelf in shelves]
        return self._found(scored, rankings, limit, alike)

    def headed(
        self, text: str, law: str, fits: Callable[[tuple[str, ...]], bool], filters: Filters
    ) -> list[Hit]:
        """
        Return the passages whose heading path fits, document by document, in order.

        The documents whose title holds most of `law` come first, originals before texts compiled
        from them; where `law` names something, documents that hold little of it are left out, and
        all of them where another document is plainly meant, which has no such heading.
        """
        scored, named = self._scored(text, filters), self.analyse(law)
        found = {
            self.index.passages.documents[row]: None
            for row, _ in self.index.lexical.search(scored.query.terms, HEADED_DEPTH)
            if scored.mask[row] and fits(self.index.passages[row].section)
        }
        held = {name: named.coverage(self._title(name)) for name in found}
        best = max(held.values(), default=0.0)
        if named.concepts and (best < LEAST_NAMED or best < self._named_best(named, filters)):
            return []
        kept = [name for name in found if held[name] >= best - NAMED_MARGIN]
        kept.sort(key=lambda name: (bool(self.index.documents[name].sources), -held[name]))
        return [
            self._hit(row, 1.0, scored)
            for name in kept
            for row in self.index.rows_of[name]
            if fits(self.index.passages[row].section)
        ]

    def _named_best(self, named: Query, filters: Filters) -> float:
        """Return what the document must hold of a name that no other is plainly meant by."""
        visible = (each.id for each in self.index.documents.values() if filters.allow(each))
        return (
            max((named.coverage(self._title(each)) for each in visible), default=0) - NAMED_MARGIN
        )

    def _title(self, document_id: str) -> frozenset[str]:
        document = self.index.documents[document_id]
        return term_set(f"{document.title} {document.id} {document.type or ''}")

    def _scored(self, text: str, filters: Filters, own: str = "") -> Scored:
        query, mask = self.analyse(text), self.mask(filters)
        vector, tokens = self._embedded(text)
        terms, weights = query.terms, None
        if own and own != text:
            vector, terms, weights = self._own_first(query, own)
        lexical = self.index.lexical.search(terms, self._depth(mask))
        return Scored(
            query=query,
            tokens=tokens,
            mask=mask,
            cosines=self._dense.asked(vector, mask),
            lexical={row: score for row, score in lexical if mask[row]},
            near=self._known.near(vector) if self._known else None,
            weights=weights,
        )

    def _own_first(
        self, query: Query, own: str
    ) -> tuple[np.ndarray, tuple[QueryTerm, ...], np.ndarray | None]:
        """Return the vector, terms and weights of tokens where all but `own` weighs less."""
        whole, tokens = self._embedded(query.text)
        vector, last = self._embedded(own)
        mixed = (1 - OWN_SHARE) * whole + OWN_SHARE * vector
        terms = self.analyse(own).terms
        known = {each.term for each in terms}
        rest = (each for each in query.terms if each.term not in known)
        lent = (replace(each, weight=each.weight * EARLIER_IN_SEARCH) for each in rest)
        weights = None
        if query.text.endswith(own) and 0 < len(last) < len(tokens):
            weights = np.ones(len(tokens))
            weights[: -len(last)] = EARLIER_IN_SEARCH
        return mixed / np.linalg.norm(mixed), (*terms, *lent), weights

    def _embed(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Return a question's vector, and its tokens where the index holds tokens too."""
        if isinstance(self.embedder, TokenEmbedder) and self.index.tokens is not None:
            return self.embedder.query_tokens(text)
        return self.embedder.embed_queries([text])[0], np.zeros((0, self.embedder.dimensions))

    def _found(
        self, scored: Scored, rankings: list[dict[int, float]], limit: int, authority: np.ndarray
    ) -> Found:
        orders = [self._order(fused) for fused in rankings]
        first = [row for order in orders for row in order[:LATE_CANDIDATES]]
        late = self._late(scored, first)
        hits = []
        for fused, order in zip(rankings, orders, strict=True):
            ordered = self._late_first(scored, fused, order, late, authority)
            hits += self._reranked(scored.query.text, ordered, limit)
        return Found(
            hits=hits,
            query=scored.query,
            contrast=scored.cosines.contrast(),
            answered=scored.near.answered(scored.mask) if scored.near else None,
        )

    def _late(self, scored: Scored, rows: list[int]) -> dict[int, Late]:
        """Return row to late interaction; nothing where the engine or the index has no tokens."""
        tokens = self.index.tokens
        if tokens is None or not len(scored.tokens):
            return {}
        return dict(zip(rows, tokens.interact(scored.tokens, rows, scored.weights), strict=True))

    def _late_first(
        self,
        scored: Scored,
        fused: dict[int, float],
        order: list[int],
        late: dict[int, Late],
        authority: np.ndarray,
    ) -> Iterator[Hit]:
        """Yield the candidates best first: the first ones in the order of late interaction."""
        first = [row for row in order if row in late]
        lowest = np.inf
        for row, score in self._by_late(scored, first, late, authority):
            lowest = score
            yield self._hit(row, score, scored, late[row])
        for row in order[len(first) :]:
            yield self._hit(row, min(lowest, fused[row]), scored)

    def _by_late(
        self, scored: Scored, rows: list[int], late: dict[int, Late], authority: np.ndarray
    ) -> list[tuple[int, float]]:
        """Return rows with their new scores, best first: rank fusion over these rows only."""
        if not rows:
            return []
        legs = {
            "lexical": scored.bm25(rows),
            "late": np.array([late[row].passage for row in rows]),
            "dense": scored.cosines.of(rows),
        }
        total = sum(LATE_WEIGHTS[name] / (RRF_K + _ranks(leg)) for name, leg in legs.items())
        scores = (total * authority[rows]).tolist()
        made = zip(rows, scores, strict=True)
        return sorted(made, key=lambda each: (-each[1], self.index.passages.ids[each[0]]))

    def _reranked(self, text: str, ordered: Iterable[Hit], limit: int) -> list[Hit]:
        """
        Fold hits, and put the first in the reranker's order; the scores keep that of the ranks.

        As many are put in order whatever the limit, so that pages do not repeat or skip any.
        """
        if self._reranker is None:
            return _folded(ordered, limit)
        hits = _folded(ordered, max(limit, RERANKED))
        first = hits[:RERANKED]
        if len(first) > 1:
            texts = [hit.passage.in_context for hit in first]
            order = np.argsort(-self._reranker.scores(text, texts), kind="stable")
            hits[:RERANKED] = [
                replace(first[at], score=hit.score) for at, hit in zip(order, first, strict=True)
            ]
        return hits[:limit]

    def analyse(self, text: str) -> Query:
        """Return a question as the lexical index sees it."""
        return analyse(text, self.index.lexical)

    def _made_mask(self, filters: Filters) -> np.ndarray:
        """Return which passages may be seen, shape (passages,); it is kept, so nobody writes it."""
        allowed = np.zeros(len(self.index.passages), dtype=bool)
        for document_id, rows in self.index.rows_of.items():
            if filters.allow(self.index.documents[document_id]):
                allowed[rows.start : rows.stop] = True
        allowed.flags.writeable = False
        return allowed

    def _depth(self, mask: np.ndarray) -> int:
        """Ask the lexical leg for more where the filters will take many away."""
        share = max(mask.mean(), 0.01) if len(mask) else 1.0
        return min(len(mask), int(CANDIDATES / share))

    def _order(self, fused: dict[int, float]) -> list[int]:
        ids = self.index.passages.ids
        return sorted(fused, key=lambda row: (-fused[row], ids[row]))

    def _hit(self, row: int, score: float, scored: Scored, late: Late | None = None) -> Hit:
        passage = self.index.passages[row]
        return Hit(
            passage=passage,
            document=self.index.document_of(passage),
            score=round(score, 6),
            dense=round(float(scored.cosines.of([row])[0]), 4),
            lexical=round(scored.lexical.get(row, 0.0), 4),
            row=row,
            late=late,
            asked=scored.near.units(row, len(passage.units)) if scored.near else None,
        )


def _ranks(scores: np.ndarray) -> np.ndarray:
    """Return each score's place, from 1 for the highest; equal scores share the best place."""
    return 1 + (scores[None, :] > scores[:, None]).sum(axis=1)


def _folded(hits: Iterable[Hit], limit: int) -> list[Hit]:
    """
    Keep the best of passages that say nearly the same.

    Passages of two documents that differ in a number or a negation stay: they may disagree.
    """
    kept: list[Hit] = []
    for hit in hits:
        if len(kept) == limit:
            break
        if not any(_is_double(hit.passage, each.passage) for each in kept):
            kept.append(hit)
    return kept


def _is_double(one: Passage, other: Passage) -> bool:
    if _jaccard(term_set(one.text), term_set(other.text)) < SAME:
        return False
    return one.document_id == other.document_id or _turns(one) == _turns(other)


def _turns(passage: Passage) -> list[str]:
    return sorted(_TURNS.findall(plain(passage.text)))


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    common = len(one & other)
    union = len(one) + len(other) - common
    return common / union if union else 1.0
