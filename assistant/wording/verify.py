"""The last gate: nothing reaches a visitor that its own source does not carry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from assistant.answer import Sentence, Source
from assistant.understanding.values import numbers
from assistant.wording.compose import Draft
from assistant.wording.whereabouts import spoken_title
from corpus.model import Document
from corpus.text import fold
from retrieval.dutch import words

_NAME = re.compile(r"\b[A-ZÀ-Þ][\w&-]*")


def verified(draft: Draft, documents: Mapping[str, Document], own_words: str = "") -> Draft:
    """
    Keep only the sentences that their sources carry; renumber what is left.

    A sentence stays when it cites at least one source, every quote it cites stands literally in
    its document, and every number and every name in it stands in a quote it cites, in the
    document's title, or (names only) in its headings or in `own_words`, the fixed phrases of the
    answerer.
    """
    literal = {source.number: source for source in draft.sources if _is_literal(source, documents)}
    kept = [
        sentence
        for sentence in draft.sentences
        if sentence.citations
        and all(number in literal for number in sentence.citations)
        and _carried(sentence, [literal[n] for n in sentence.citations], documents, own_words)
    ]
    return _renumbered(kept, literal)


def _is_literal(source: Source, documents: Mapping[str, Document]) -> bool:
    document = documents.get(source.document_id)
    if document is None or not source.quote:
        return False
    return source.quote in document.text or fold(source.quote) in _folded(document.text)


@lru_cache(maxsize=256)
def _folded(text: str) -> str:
    """Return a document's text as `fold` does; the same documents are cited again and again."""
    return fold(text)


def _carried(
    sentence: Sentence,
    sources: list[Source],
    documents: Mapping[str, Document],
    own_words: str,
) -> bool:
    quotes = " ".join(source.quote for source in sources)
    if numbers(sentence.text) - numbers(quotes):
        return False
    titles = " ".join(
        f"{spoken_title(documents[source.document_id])} {source.section or ''}"
        for source in sources
    )
    return _names(sentence.text) <= _pieces(f"{quotes} {titles} {own_words}")


def _names(text: str) -> set[str]:
    """Return the capitalised words of a text, plain, in pieces ('Onderwijsregio', 's')."""
    return {piece for name in _NAME.findall(text) for piece in _pieces(name)}


@lru_cache(maxsize=512)
def _pieces(text: str) -> frozenset[str]:
    return frozenset(" ".join(words(text)).replace("'", " ").replace("-", " ").split())


def _renumbered(sentences: list[Sentence], literal: Mapping[int, Source]) -> Draft:
    """Number the sources from 1 in the order in which the sentences first cite them."""
    order: dict[int, int] = {}
    for sentence in sentences:
        for number in sentence.citations:
            order.setdefault(number, len(order) + 1)
    renamed = tuple(
        Sentence(text=each.text, citations=tuple(order[n] for n in each.citations))
        for each in sentences
    )
    sources = tuple(_numbered(literal[old], new) for old, new in order.items())
    return Draft(sentences=renamed, sources=sources)


def _numbered(source: Source, number: int) -> Source:
    return replace(source, number=number)
