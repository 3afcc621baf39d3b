"""The parts of the search that can be switched off, and how that is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from unittest import mock

import numpy as np

from evals.ablation.remade import Bench, recut, relexed, untitled
from retrieval import dutch, lexical, query, search, thesaurus
from retrieval.embedding.base import Embedder
from retrieval.index import Index
from retrieval.query import PART_WEIGHT, SYNONYM_WEIGHT, Concept, Query
from retrieval.search import Retriever

Edit = Callable[[Query], Query]
Patch = tuple[Any, str, Any]
"""A module, a name in it, and what stands there instead."""

WHOLE = "everything"


@dataclass(frozen=True, kw_only=True)
class Variant:
    """
    A search, or a pipeline, that lacks a part.

    Args:

        index: What it searches, made of the whole index.

        fields: Weights of fields of the lexical index that differ.

        query: What is done to a question after it was analysed.

        patches: Names in modules that stand for something else while it is measured.
    """

    name: str
    index: Callable[[Bench], Index] = lambda bench: bench.index
    fields: dict[str, float] = field(default_factory=dict)
    query: Edit = lambda query: query
    patches: tuple[Patch, ...] = ()


def without_forms(weight: float) -> Edit:
    """Return what takes the forms of one weight from a question's concepts."""

    def edit(query: Query) -> Query:
        return replace(query, concepts=tuple(_kept(each, weight) for each in query.concepts))

    return edit


def _kept(concept: Concept, weight: float) -> Concept:
    forms = {term: each for term, each in concept.forms.items() if each != weight}
    return replace(concept, forms=forms)


def uncorrected(query: Query) -> Query:
    """Take the words that were corrected out of a question: they would not have been found."""
    wrong = set(query.corrected.values())
    return replace(query, concepts=tuple(c for c in query.concepts if c.word not in wrong))


def wordless(query: Query) -> Query:
    """Take every word from a question, so that only its meaning is left."""
    return replace(query, concepts=())


def unstemmed(word: str) -> str:
    """Return a word as the stemmer is given it, not stemmed."""
    return re.sub(r"'s?$", "", word).replace("'", "")


STEMLESS: tuple[Patch, ...] = tuple(
    (module, "stem", unstemmed) for module in (dutch, query, thesaurus)
)
VARIANTS = (
    Variant(name=WHOLE),
    Variant(name="no late interaction", index=lambda bench: replace(bench.index, tokens=None)),
    Variant(name="no words: vectors and late interaction", query=wordless),
    Variant(
        name="no vectors: BM25 alone",
        index=lambda bench: replace(
            bench.index, tokens=None, vectors=np.zeros_like(bench.index.vectors)
        ),
    ),
    Variant(
        name="no fusion: vectors alone",
        index=lambda bench: replace(bench.index, tokens=None),
        query=wordless,
    ),
    Variant(name="no titles in BM25", fields={"context": 0.0}),
    Variant(name="no titles in vectors", index=untitled),
    Variant(name="no stemming", index=relexed, patches=STEMLESS),
    Variant(name="no parts of compounds", fields={"parts": 0.0}, query=without_forms(PART_WEIGHT)),
    Variant(name="no synonyms", query=without_forms(SYNONYM_WEIGHT)),
    Variant(
        name="no words of other languages",
        patches=((query, "gloss", lambda word: None), (query, "function_words", frozenset)),
    ),
    Variant(name="no spelling correction", query=uncorrected),
    Variant(name="passages of at most 150 tokens", index=partial(recut, tokens=150)),
    Variant(name="passages of at most 600 tokens", index=partial(recut, tokens=600)),
    Variant(name="no lower weight for compiled texts", patches=((search, "COMPILED_WEIGHT", 1.0),)),
)
"""The whole first: the others are held against it."""


class Lacking(Retriever):
    """A retriever that edits each question after it was analysed."""

    def __init__(self, index: Index, embedder: Embedder, edit: Edit) -> None:
        """Take the index and the embedder as ever, and the edit."""
        super().__init__(index, embedder)
        self._edit = edit

    def analyse(self, text: str) -> Query:
        """Return the edited question."""
        return self._edit(super().analyse(text))


@contextmanager
def lacking(variant: Variant) -> Iterator[None]:
    """Put the weights and names of a variant in place while it is measured."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch.dict(lexical.FIELDS, variant.fields))
        for module, name, instead in variant.patches:
            stack.enter_context(mock.patch.object(module, name, instead))
        # What was remembered of words holds for one stemmer only.
        stack.callback(_forget)
        _forget()
        yield


def _forget() -> None:
    for remembered in (dutch.term_set, thesaurus.thesaurus):
        remembered.cache_clear()
