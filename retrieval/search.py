"""Placeholder while the retriever is being written."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Document, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage with why it ranks where it does."""

    passage: Passage
    document: Document
    score: float
    dense: float
    lexical: float
