"""Which files are read, and what their documents are called."""

from __future__ import annotations

from pathlib import Path

from ingest.sources import find_files
from tests.conftest import write_documents

ALIKE = dict.fromkeys(("plan.pdf", "plan.docx", "Plan.md", "jaar/plan.md", "plan"), "Een plan.")


def ids(*roots: Path) -> dict[str, str]:
    """Return the id of every file, by its place below the folder that holds the sources."""
    folder = roots[0].parent
    return {str(file.path.relative_to(folder)): file.id for file in find_files(list(roots))}


def test_files_that_differ_in_their_type_are_called_by_it(tmp_path: Path):
    assert ids(write_documents(tmp_path / "bron", ALIKE)) == {
        "bron/Plan.md": "plan",
        "bron/jaar/plan.md": "jaar-plan",
        "bron/plan": "plan-2",
        "bron/plan.docx": "plan-docx",
        "bron/plan.pdf": "plan-pdf",
    }


def test_ids_do_not_tell_where_the_sources_stand(tmp_path: Path):
    here, there = tmp_path / "a", tmp_path / "elders" / "dieper"
    made = [
        ids(*(write_documents(folder / name, ALIKE) for name in ("een", "twee", "drie")))
        for folder in (here, there)
    ]
    assert made[0] == made[1]
    assert len(set(made[0].values())) == 3 * len(ALIKE)


def test_an_id_that_is_taken_is_given_to_no_other(tmp_path: Path):
    source = write_documents(tmp_path / "bron", {"plan.md": "Een plan.", "plan.txt": "Nog een."})
    found = find_files([source], taken=["plan", "plan-md"])
    assert [file.id for file in found] == ["plan-md-2", "plan-txt"]
