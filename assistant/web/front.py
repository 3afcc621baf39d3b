"""What the routes share: the service, seen through the eyes of a visitor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request

from assistant.answer import Contact
from assistant.contacts import national
from assistant.desk.desk import Desk
from assistant.originals.library import Originals
from assistant.service import IndexStatus, Service
from assistant.web.languages import DUTCH, Words
from assistant.web.languages.choice import IN_DUTCH, Choice, choose
from assistant.web.problems import Problem
from corpus.model import Audience, Document, Passage

PUBLIC = Audience.PUBLIC
"""The audience that every page and address asks for; staff pages have their own front."""


def onderwijsloket() -> Contact:
    """Return the way to a person on pages that show no answer: the national desk."""
    return replace(national(), why=DUTCH.CONTACT_WHY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """
    The injected service plus what the pages need.

    Args:

        desk: Keeps record; None for a server that keeps nothing.

        originals: The files behind the documents; None for a server that shows none of them.

        choice: The language of the page that is asked for.
    """

    service: Service
    desk: Desk | None = None
    originals: Originals | None = None
    choice: Choice = IN_DUTCH

    @property
    def contact(self) -> Contact:
        """Return the way to a person on pages that show no answer."""
        return onderwijsloket()

    @property
    def words(self) -> Words:
        """Return the sentences of the page's language."""
        return self.choice.words

    def require_index(self) -> IndexStatus:
        """Return the index status, or raise the 503 that says why there is none."""
        status = self.service.status()
        if not status.ready:
            raise Problem(503, status.problem or "There is no index yet; run `loket ingest`.")
        return status

    def may_see(self, document: Document) -> bool:
        """Tell whether visitors may read the document."""
        return document.shown_to(PUBLIC)

    def holds(self, document: Document) -> bool:
        """Tell whether this front shows the document as it looks."""
        return self.originals is not None and self.originals.holds(document)

    def documents(self) -> list[Document]:
        """Return the documents that this front shows."""
        return [document for document in self.service.documents() if self.may_see(document)]

    def find_document(self, document_id: str) -> tuple[Document, list[Passage]] | None:
        """Return a document with its passages, or None where this front does not show it."""
        found = self.service.document(document_id)
        return found if found and self.may_see(found[0]) else None

    def document(self, document_id: str) -> tuple[Document, list[Passage]]:
        """Return a document with its passages, or raise the 404."""
        found = self.find_document(document_id)
        if found is None:
            raise Problem(404, "There is no document with this id.")
        return found

    def passage(self, passage_id: str) -> tuple[Document, Passage, list[Passage]]:
        """Return a passage with its document and neighbours, or raise the 404."""
        found = self.service.passage(passage_id)
        if found is None or not self.may_see(found[0]):
            raise Problem(404, "There is no passage with this id.")
        return found


def front_for(request: Request) -> Front:
    """Return the front that `create_app` made, in the language of the visitor."""
    front: Front = request.app.state.front
    fields = request.query_params.multi_items()
    wanted = request.headers.get("accept-language", "")
    return replace(front, choice=choose(request.method, request.url.path, fields, wanted))


async def front_of(request: Request) -> Front:
    """Return the same, for a route; not in a thread, for it waits for nothing."""
    return front_for(request)


def open_front(front: Annotated[Front, Depends(front_of)]) -> Front:
    """Return the front, once its index is known to be open."""
    front.require_index()
    return front


AnyFront = Annotated[Front, Depends(front_of)]
OpenFront = Annotated[Front, Depends(open_front)]
