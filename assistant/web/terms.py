"""Words that a visitor may not know, as the pages show them."""

from __future__ import annotations

from itertools import groupby

from assistant.answer import Answer
from corpus.glossary import Glossary, Term, terms_in

MOST = 8
"""Terms below one answer; more would be a list to wade through."""


def term_anchor(term: Term) -> str:
    """Return the anchor of a term on the page of terms."""
    return f"begrip-{term.slug}"


def term_href(term: Term) -> str:
    """Return the address of a term on the page of terms."""
    return f"/begrippen#{term_anchor(term)}"


def terms_of(answer: Answer) -> list[Term]:
    """Return the terms that the sentences of an answer use, in order, each once, at most MOST."""
    found = (span.term for sentence in answer.sentences for span in terms_in(sentence.text))
    return list(dict.fromkeys(found))[:MOST]


def by_letter(found: Glossary) -> list[tuple[str, list[Term]]]:
    """Return the terms under their first letter, '0-9' before 'A'."""
    return [(letter, list(terms)) for letter, terms in groupby(found.terms, key=_letter)]


def _letter(term: Term) -> str:
    first = term.slug[0]
    return first.upper() if first.isalpha() else "0-9"
