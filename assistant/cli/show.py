"""Answers and passages as a person reads them on a terminal; answers in Dutch."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date

from assistant.answer import Answer, Contact, Source
from assistant.cli.common import shown
from assistant.web.languages import DUTCH as words
from corpus.text import fold
from retrieval.search import Hit

WIDTH = 88
INDENT = "    "


def answer_lines(answer: Answer) -> Iterator[str]:
    """Yield an answer: notes, text, what stayed open, sources, other questions, contact."""
    for note in answer.notes:
        yield from _wrapped(shown(note))
    if answer.notes:
        yield ""
    for paragraph in shown(answer.text).split("\n"):
        yield from _wrapped(paragraph) or [""]
    if answer.missing:
        yield from ["", words.MISSING, *_listed(answer.missing)]
    if answer.sources:
        yield from ["", f"{words.SOURCES_TITLE}:"]
        for source in answer.sources:
            yield from _source_lines(source)
    if answer.follow_ups:
        yield from ["", f"{words.FOLLOW_UPS_TITLE}:", *_listed(answer.follow_ups)]
    yield from ["", *_contact_lines(answer.contact)]
    yield from ["", *_wrapped(words.NOTICE)]


def _source_lines(source: Source) -> Iterator[str]:
    publisher = f", {source.publisher}" if source.publisher else ""
    yield from _wrapped(f"[{source.number}] {source.title}{publisher}", INDENT)
    valid = words.validity(source.valid_from, source.valid_to)
    expired = words.EXPIRED.upper() if source.expired else ""
    place = [source.section, words.pages(source.page), valid, expired]
    stated = " · ".join(shown(part) for part in place if part)
    if stated:
        yield from _indented(stated)
    yield from _indented(f"“{_said(source)}”")
    if source.url:
        yield INDENT + shown(source.url)


def _said(source: Source) -> str:
    """Return what the answer takes from a quote, with dots for what it leaves out between."""
    parts = [source.quote[start:end] for start, end in source.marks] or [source.quote]
    return " … ".join(fold(part) for part in parts)


def _contact_lines(contact: Contact) -> Iterator[str]:
    yield words.CONTACT_TITLE
    reach = [contact.name, contact.email, contact.phone, contact.url]
    yield from _wrapped(shown(" · ".join(part for part in reach if part)))
    yield from _wrapped(shown(contact.why))


def hit_lines(number: int, hit: Hit, today: date) -> Iterator[str]:
    """Yield a passage for staff: where it stands, why it ranks, and its text."""
    document, passage = hit.document, hit.passage
    yield from _wrapped(f"{number}. {shown(document.title)}", INDENT)
    valid = words.validity(document.valid_from, document.valid_to)
    expired = words.EXPIRED.upper() if document.expired(today) else ""
    pages = words.pages(passage.page_from, passage.page_to)
    place = [" › ".join(passage.section), pages, valid, expired]
    yield from _indented(" · ".join(shown(part) for part in place if part))
    yield f"{INDENT}score {hit.score:.4f} (cosine {hit.dense:.3f}, BM25 {hit.lexical:.2f})"
    yield f"{INDENT}{passage.id}"
    for line in shown(passage.text).split("\n"):
        yield from _indented(line)


def _listed(items: tuple[str, ...]) -> Iterator[str]:
    for item in items:
        yield from _wrapped(f"- {shown(item)}", "  ")


def _wrapped(text: str, later: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    )


def _indented(text: str) -> list[str]:
    return textwrap.wrap(
        shown(text),
        WIDTH,
        initial_indent=INDENT,
        subsequent_indent=INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
