"""
Whether a statement carries a sentence in another language.

Method: each token of the sentence takes its best cosine among the statement's tokens, in the
vectors of the multilingual engine that also searches; the worst met ones decide (the precision of
BERTScore: Zhang e.a., ICLR 2020; across languages: Jalili Sabet e.a., "SimAlign", 2020). Numbers,
terms and the small words that turn a meaning are compared besides, for vectors blur those.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import numpy as np

from assistant.generate import signals
from assistant.generate.statements import Statement
from assistant.understanding.values import numbers
from corpus.glossary import glossary
from retrieval.dutch import words
from retrieval.embedding.base import TokenEmbedder

LEAST_COSINE = 0.84
LEAST_LOW = 0.70
LEAST_TOKEN = 0.48
"""
Of the texts as wholes, of the third of the tokens that is met worst, and of every token.

Set on the sentences of the visitor's pages, which stand there in seven languages: each beside its
own Dutch sentence and beside the two nearest others. Of the others .5% get this far, and numbers,
terms and turns have to stop them; of the translations only 21% do. The rest stays quoted Dutch.
"""

LONGEST = 2.5
"""How many times as long as its statement a sentence may be, in tokens."""


def carries(statement: Statement, sentence: str, language: str, embedder: TokenEmbedder) -> bool:
    """Tell whether a Dutch statement holds what a sentence in another language says."""
    return (
        signals.is_in(sentence, language)
        and signals.turns(sentence, language) == signals.turns(statement.text, "nl")
        and signals.kinds(sentence) <= signals.kinds(statement.text)
        and _keeps_numbers(statement.text, sentence, language)
        and _terms(sentence) <= _pieces(f"{statement.text} {statement.header}")
        and _is_met(statement, sentence, embedder)
    )


def _keeps_numbers(own: str, sentence: str, language: str) -> bool:
    """Digits are copied as they stand; where there are several numbers, all come in their order."""
    if not sentence.isascii() and any(_is_foreign_digit(character) for character in sentence):
        return False
    if numbers(sentence) - numbers(own):
        return False
    said, known = signals.numbers_in(sentence, language), signals.numbers_in(own, "nl")
    return said == known if len(set(known)) > 1 else set(said) == set(known)


def _is_foreign_digit(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character) == "Nd"


@cache
def _abbreviations() -> frozenset[str]:
    names = (name for term in glossary().terms for name in term.names)
    return frozenset(word for name in names if len(name) < 6 for word in words(name))


def _terms(sentence: str) -> set[str]:
    """Return the abbreviations of our glossary, and what is written like one, in a sentence."""
    shouted = {word for name in re.findall(r"\b[A-Z]{2,}\b", sentence) for word in words(name)}
    return shouted | (set(words(sentence)) & _abbreviations())


def _pieces(text: str) -> set[str]:
    return {piece for word in words(text) for piece in (word, *word.split("-"))}


def _is_met(statement: Statement, sentence: str, embedder: TokenEmbedder) -> bool:
    whole, tokens = embedder.query_tokens(sentence)
    own, own_tokens = embedder.query_tokens(f"{statement.header} {statement.text}".strip())
    if len(tokens) > LONGEST * len(own_tokens):
        return False
    best = np.sort((tokens @ own_tokens.T).max(axis=1))
    low = best[: max(1, len(best) // 3)]
    return bool(
        float(whole @ own) >= LEAST_COSINE
        and float(low.mean()) >= LEAST_LOW
        and float(low[0]) >= LEAST_TOKEN
    )
