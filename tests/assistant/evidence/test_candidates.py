"""The units of a small real index, put in order for a question."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Ask
from assistant.loket import run_ingest
from assistant.reader import Reader
from assistant.settings import Settings
from ingest.progress import Silent
from retrieval.embedding.base import Embedder
from retrieval.index import open_index
from retrieval.search import Retriever
from tests.conftest import write_documents

STEPS = """---
title: Bijdrage voor opleidende scholen
---
# Bijdrage voor opleidende scholen

## Hoeveel krijgt een school?

De bijdrage hangt af van het aantal studenten.

| Aantal studenten | Bijdrage |
|---|---|
| 10 tot en met 49 | € 41.000 |
| 50 tot en met 89 | € 52.000 |
| 90 tot en met 129 | € 63.000 |
| 130 of meer | € 74.000 |
"""


@pytest.mark.parametrize(
    ("students", "row"),
    [(45, "10 tot"), (61, "50 tot"), (100, "90 tot"), (170, "130 of meer")],
)
def test_the_row_whose_range_holds_the_number_goes_first(
    students: int, row: str, tmp_path: Path, cache: Path, embedder: Embedder
) -> None:
    corpus = write_documents(tmp_path / "corpus", {"bijdrage.md": STEPS})
    settings = Settings(index=tmp_path / "index", corpus=corpus, cache=cache)
    run_ingest(settings, [], Silent())
    reader = Reader(Retriever(open_index(settings.index), embedder))
    question = f"Hoeveel bijdrage krijgt een school met {students} studenten?"
    reading = reader.read(question, "", Ask(question=question), [], date(2026, 11, 23))
    assert reading.ranked[0].text.startswith(row)
