"""Our own documents as ingest reads them, without an index."""

from __future__ import annotations

from functools import cache

from assistant.settings import PROJECT
from corpus.model import Document, Passage
from corpus.routes import load_routes
from ingest.document import read_document
from ingest.sources import find_files

Entry = tuple[Document, list[Passage]]


@cache
def our_documents() -> dict[str, Entry]:
    """Return every document that a route cites, with its passages, by id."""
    cited = {
        statement.citation.document
        for route in load_routes().routes
        for statement in route.statements()
    }
    files = find_files([PROJECT / "corpus" / "documents"])
    read = (read_document(file, "") for file in files if file.id in cited)
    return {each.document.id: (each.document, list(each.passages)) for each in read}
