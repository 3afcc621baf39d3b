"""What is quoted of an article: all of it, a paragraph, or a point with what leads it in."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evidence.article import article_text
from assistant.understanding.articles import articles_in
from ingest.document import read_document
from ingest.sources import find_files
from retrieval.search import Hit

LAW = (
    "<main><h1>Wet</h1><h2>Artikel 4</h2><ol><li>Het verband heeft tot taak:"
    "<ol type=a><li>de werving;</li><li>een loket;</li></ol></li>"
    "<li>De minister stelt eisen aan:"
    "<ol type=a><li>de medewerkers;</li><li>de bewaartermijn.</li></ol></li>"
    "<li>De taak is kosteloos.</li></ol></main>"
)


@pytest.fixture(scope="module")
def hits(tmp_path_factory: pytest.TempPathFactory) -> list[Hit]:
    """The passages of the law above, as if they were found by their heading."""
    folder = tmp_path_factory.mktemp("wet")
    Path(folder, "wet.html").write_text(LAW, encoding="utf-8")
    (file,) = find_files([folder])
    made = read_document(file, "digest")
    return [
        Hit(passage=each, document=made.document, score=1.0, dense=1.0, lexical=1.0, row=row)
        for row, each in enumerate(made.passages)
    ]


QUOTED = {
    "artikel 4, tweede lid, onder b": ["2. De minister stelt eisen aan:", "b. de bewaartermijn."],
    "artikel 4 lid 1 sub b": ["1. Het verband heeft tot taak:", "b. een loket;"],
    "artikel 4, derde lid": ["3. De taak is kosteloos."],
    "artikel 4, zevende lid": [],
}


@pytest.mark.parametrize(("asked", "expected"), QUOTED.items())
def test_only_what_was_asked_for_is_quoted(
    hits: list[Hit], asked: str, expected: list[str]
) -> None:
    (article,) = articles_in(asked)
    assert [unit.text for unit in article_text(article, hits)] == expected
