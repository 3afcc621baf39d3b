"""Documents made of Markdown by the real reader, and an index over them without vectors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.evidence.candidates import FEATURES, Candidate
from assistant.evidence.chosen import Chosen
from corpus.model import Document, Passage
from ingest.document import file_digest, read_document
from ingest.sources import find_files
from retrieval.index import Index
from retrieval.manifest import PASSAGES, write_lines
from retrieval.passages import PassageFile
from retrieval.search import Hit
from tests.conftest import write_documents

RECORDS = """# Plan

## Werk

| Activiteit | Onderzoek invalpool |
|---|---|
| Periode | februari 2026 |
| Activiteit | Werving van docenten |
| Periode | maart 2026 |
"""
"""A table of records: its keys come back in turn."""


def make_document(**changes: Any) -> Document:
    """Return a document that nothing is known of but its text."""
    absent = ("publisher", "type", "published", "valid_from", "valid_to", "url", "checked_on")
    values: dict[str, Any] = dict.fromkeys(absent) | {
        "id": "bron",
        "title": "Bron",
        "regions": (),
        "sectors": (),
        "audience": "public",
        "language": "nl",
        "sources": (),
        "path": "bron.md",
        "digest": "",
        "text": "De opleiding duurt twee jaar.",
    }
    return Document(**{**values, **changes})


def index_of(folder: Path, **documents: str) -> Index:
    """Return an index of Markdown texts by name, for what needs no search."""
    files = {f"{name}.md": text for name, text in documents.items()}
    root = write_documents(folder, files)
    read = [read_document(file, file_digest(file)) for file in find_files([root])]
    write_lines(root / PASSAGES, (passage for each in read for passage in each.passages))
    passages = PassageFile(root / PASSAGES)
    return Index(
        manifest=None,
        documents={each.document.id: each.document for each in read},
        passages=passages,
        vectors=np.zeros((len(passages), 1)),
        lexical=None,
    )


def with_documents(index: Index, **changes: Any) -> Index:
    """Return the index with a change to every document."""
    changed = {key: replace(each, **changes) for key, each in index.documents.items()}
    return replace(index, documents=changed)


def hit_of(index: Index, passage: Passage) -> Hit:
    document = index.document_of(passage)
    row = index.rows[passage.id]
    return Hit(passage=passage, document=document, score=0.1, dense=0.9, lexical=5.0, row=row)


def place_of(index: Index, text: str) -> tuple[Passage, int]:
    """Return the only passage and unit that hold a text."""
    found = [
        (passage, number)
        for passage in index.passages
        for number, unit in enumerate(passage.units)
        if text in passage.unit_text(unit)
    ]
    assert len(found) == 1, f"'{text}' stands in {len(found)} units"
    return found[0]


def chosen_of(index: Index, text: str) -> Chosen:
    """Return the unit that holds a text, as chosen."""
    passage, number = place_of(index, text)
    return Chosen(passage=passage, hit=hit_of(index, passage), number=number)


def candidate_of(index: Index, text: str, score: float = 9.0, **features: float) -> Candidate:
    """Return the unit that holds a text, as a candidate; features are 1.0, `opens` 0.0."""
    passage, number = place_of(index, text)
    values = np.array([features.get(name, float(name != "opens")) for name in FEATURES])
    return Candidate(
        hit=hit_of(index, passage),
        number=number,
        features=values,
        held=frozenset(),
        score=score,
    )
