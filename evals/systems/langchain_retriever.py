"""Any LangChain retriever, by its import path: scored on what it finds, for it does not answer."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from typing import Any

from corpus.text import slug
from evals.errors import EvalError
from evals.runfile import Retrieved, Texts
from evals.suites import Item
from evals.systems.base import HITS, search_text


class LangChainRetriever:
    """Asks whatever has LangChain's `invoke(query) -> documents`."""

    answers = False
    searches = True

    def __init__(self, retriever: Any, name: str = "langchain") -> None:
        """Take a retriever; its documents name theirs under `document_id` or `source`."""
        self.name = name
        self._retriever = retriever

    @classmethod
    def load(cls, path: str) -> LangChainRetriever:
        """
        Import 'package.module:name': a retriever, or a function without arguments that makes one.

        Raises EvalError where there is no such thing.
        """
        module, _, name = path.partition(":")
        try:
            found = getattr(import_module(module), name)
        except (ImportError, AttributeError, ValueError) as problem:
            raise EvalError(f"cannot import the retriever '{path}': {problem}") from problem
        ready = hasattr(found, "invoke") and not isinstance(found, type)
        made = found() if callable(found) and not ready else found
        if not hasattr(made, "invoke"):
            raise EvalError(f"'{path}' is no retriever: it has no 'invoke'")
        return cls(made, f"langchain {path}")

    def answer(self, item: Item) -> dict[str, Any]:
        """A retriever does not answer."""
        raise EvalError("a retriever does not answer")

    def search(self, item: Item) -> list[Retrieved]:
        """Return what the retriever gives, in its order."""
        found = self._retriever.invoke(search_text(item))
        return [
            Retrieved(
                document=_document(each.metadata),
                text=each.page_content,
                section=each.metadata.get("section"),
            )
            for each in found[:HITS]
        ]

    def forget(self) -> None:
        """Keep as it is: nothing is kept here."""

    def texts(self, document_ids: Collection[str]) -> Texts:
        """Nothing is quoted, so nothing is held against a text."""
        return Texts()

    def described(self) -> dict[str, Any]:
        """Return the kind of retriever."""
        kind = type(self._retriever)
        return {
            "index_version": None,
            "model": None,
            "settings": {"retriever": f"{kind.__module__}.{kind.__qualname__}"},
        }


def _document(metadata: dict[str, Any]) -> str:
    """Return the document's id: as given, or made of the path in `source` as ingest makes it."""
    if given := metadata.get("document_id"):
        return str(given)
    path = str(metadata.get("source", ""))
    return slug(path.rpartition(".")[0] or path)
