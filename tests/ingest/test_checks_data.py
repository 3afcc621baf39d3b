"""The data files beside the documents: their own rules, and whether the documents bear them out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from corpus.places import DATA
from tests.ingest.checked import SOURCE, findings, write

EXPLANATION = "Meelopen op een school kost niets."
TERM = {
    "term": "meelopen",
    "explanation": EXPLANATION,
    "theme": "meelopen",
    "source": SOURCE["title"],
}


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A corpus of one good document, with an empty data folder beside it."""
    (tmp_path / "data").mkdir()
    write(tmp_path / "documents")
    return tmp_path / "documents"


def faults(documents: Path, **options: Path) -> list[tuple[str, str]]:
    """Return (file, message) of what is wrong with data; nothing else may be wrong."""
    found = findings(documents, **options)
    assert {each.rule for each in found} <= {"data-invalid"}
    return [(each.file, each.message) for each in found]


def write_term(documents: Path, **changes: str) -> None:
    text = yaml.safe_dump({"terms": [{**TERM, **changes}]})
    (documents.parent / "data" / "glossary.yaml").write_text(text, encoding="utf-8")


def test_without_data_files_there_is_nothing_to_find(documents: Path):
    assert faults(documents) == []


def test_a_term_that_its_theme_explains_breaks_no_rule(documents: Path):
    write_term(documents, document="meelopen")
    assert faults(documents) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"explanation": "Meelopen kost een dag."}, "explanation"),
        ({"theme": "nergens"}, "no document 'nergens'"),
        ({"document": "nergens"}, "no document 'nergens'"),
        ({"source": "Een ander stuk"}, "no source 'Een ander stuk'"),
        ({"uitleg": "x"}, "uitleg"),
    ],
)
def test_a_term_that_its_documents_do_not_bear_out_is_found(
    documents: Path, changes: dict[str, str], told: str
):
    write_term(documents, **changes)
    [(file, message)] = faults(documents)
    assert file == "data/glossary.yaml"
    assert told in message


@pytest.mark.parametrize("name", ["glossary.yaml", "journey.yaml", "routes.yaml", "regions.yaml"])
def test_a_broken_file_is_found_and_stops_nothing(documents: Path, name: str):
    (documents.parent / "data" / name).write_text("terms: [\n", encoding="utf-8")
    [(file, _)] = faults(documents)
    assert file == f"data/{name}"


@pytest.mark.parametrize("name", ["journey.yaml", "routes.yaml"])
def test_data_that_name_a_missing_document_are_found(documents: Path, name: str):
    for file in DATA.glob("*.yaml"):
        if file.name in (name, "situation.yaml"):
            shutil.copy(file, documents.parent / "data")
    found = faults(documents)
    assert {file for file, _ in found} == {f"data/{name}"}
    assert all("no document" in each or "do not exist" in each for _, each in found)


def test_a_region_that_a_document_names_must_be_known(documents: Path):
    shutil.copy(DATA / "regions.yaml", documents.parent / "data")
    write(documents, "een.md", regions=["noorderwijzer"])
    assert faults(documents) == []
    write(documents, "twee.md", regions=["nergens"])
    [(file, message)] = faults(documents)
    assert file == "data/regions.yaml"
    assert "nergens" in message
    assert "twee.md" in message


def test_one_document_is_checked_without_the_data(documents: Path):
    write_term(documents, theme="nergens")
    assert faults(documents, only=documents / "meelopen.md") == []
