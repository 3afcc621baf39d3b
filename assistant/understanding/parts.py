"""The questions in one text: two with a question mark each, several articles of a law."""

from __future__ import annotations

import re

from assistant.understanding.articles import articles_in

_NEXT_QUESTION = re.compile(r"(?<=[?])\s+(?=\S)")


def questions_in(text: str) -> list[str]:
    """Return what a text asks, question by question; one for each article that it looks up."""
    return _each_article(_questions(text))


def _questions(text: str) -> list[str]:
    """Split what is plainly two questions: each with its own question mark."""
    parts = [part.strip() for part in _NEXT_QUESTION.split(text) if part.strip()]
    real = [part for part in parts if part.endswith("?") and len(part.split()) > 2]
    return real if len(real) > 1 and len(real) == len(parts) else [text]


def _each_article(questions: list[str]) -> list[str]:
    """Split a question that looks up several articles: one question for each."""
    made: list[str] = []
    for question in questions:
        articles = articles_in(question)
        several = len(articles) > 1 and articles[0].looked_up
        made += [article.question for article in articles] if several else [question]
    return made
