"""What a system must do to be evaluated."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

from assistant.understanding.conversation import resolved
from evals.runfile import Retrieved, Texts
from evals.suites import Item

HITS = 10
"""Passages that are asked of a search."""


class System(Protocol):
    """
    Something that answers questions, searches passages, or both.

    What goes wrong may be raised as any exception: it counts as a wrong answer.
    """

    name: str
    answers: bool
    searches: bool

    def answer(self, item: Item) -> dict[str, Any]:
        """Return an Answer JSON object for the item's last turn."""
        ...

    def search(self, item: Item) -> list[Retrieved]:
        """Return at most HITS passages, best first."""
        ...

    def forget(self) -> None:
        """Drop the answers that are kept here, so that the next is made afresh."""
        ...

    def texts(self, document_ids: Collection[str]) -> Texts:
        """Return the texts of the documents that it knows of these."""
        ...

    def described(self) -> dict[str, Any]:
        """Return `index_version`, `model` and `settings`: what the answers depend on."""
        ...


def search_text(item: Item) -> str:
    """Return what to search for: a follow-up with the questions that it leans on."""
    read = resolved(item.question, item.turns[:-1])
    return f"{read.context} {read.text}".strip()
