"""The questions in one text: two with a question mark each, two joined by 'en', articles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.understanding.articles import articles_in
from assistant.understanding.conversation import resolved
from assistant.understanding.question_words import (
    ENGLISH,
    ENGLISH_VERB,
    INVERTED,
    MODAL,
    STATE,
    WHAT,
    WORD,
)

_NEXT_QUESTION = re.compile(r"(?<=[?])\s+(?=\S)")
_AND = re.compile(r",? (?:en|and) ")
_ENGLISH = rf"(?:{ENGLISH})\b|(?:{ENGLISH_VERB}) (?:i|you|we|it|there)\b"
_ASKS = re.compile(
    r"(?:(?:met|bij|voor|op|in|aan|tot|binnen|over|uit) )?"
    rf"(?:{WHAT})\b|{INVERTED}\b|{_ENGLISH}",
    re.I,
)
_ASKS_BEFORE = re.compile(
    rf"\b(?:(?:{WORD})\b"
    rf"|(?:{MODAL}|{STATE}|is|bestaat) (?:ik|je|jij|we|dat|die|dit|het|er|daar)\b|{_ENGLISH})",
    re.I,
)
"""Somewhere in what stands before 'en', where other verbs before their subject tell as well."""

_LEFT_OUT = re.compile(
    r"(?:wat|wie|welke?|hoeveel|what|who|which) "
    r"(?:in|bij|op|van|voor|naar|met|aan|doen|niet|nog|at|for|of|with|not)\b",
    re.I,
)
"""'Wie betaalt hier, en wie bij deeltijd': the second leaves out its verb and is a comparison."""

SHORTEST = 3
"""Words of a question that stands beside another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of a text, and what it is read after: the one before, where it leans on that."""

    text: str
    context: str = ""


def questions_in(text: str, context: str = "") -> list[Asked]:
    """Return what a text asks, question by question; one for each article that it looks up."""
    asked = _each_article(_questions(text))
    made = [Asked(text=asked[0], context=context)]
    for before, question in pairwise(asked):
        read = resolved(question, (before,))
        made.append(Asked(text=read.text, context=read.context if read.follows else before))
    return made


def _questions(text: str) -> list[str]:
    """Split what is plainly two questions: each with its own question mark, or joined by 'en'."""
    parts = [part.strip() for part in _NEXT_QUESTION.split(text) if part.strip()]
    real = [part for part in parts if part.endswith("?") and len(part.split()) >= SHORTEST]
    if len(real) > 1 and len(real) == len(parts):
        return real
    return _joined(text) if len(parts) == 1 else [text]


def _joined(text: str) -> list[str]:
    for joint in _AND.finditer(text):
        first, second = text[: joint.start()], text[joint.end() :]
        both = _ASKS_BEFORE.search(first) and _ASKS.match(second) and not _LEFT_OUT.match(second)
        if both and min(len(first.split()), len(second.split())) >= SHORTEST:
            return [f"{first}?", second]
    return [text]


def _each_article(questions: list[str]) -> list[str]:
    """Split a question that looks up several articles: one question for each."""
    made: list[str] = []
    for question in questions:
        articles = articles_in(question)
        several = len(articles) > 1 and articles[0].looked_up
        made += [article.question for article in articles] if several else [question]
    return made
