"""Files are read alike in one process and in several."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from assistant.loket import preview_file
from corpus.errors import RejectedFile
from ingest import reading
from ingest.checks.manuscript import read_manuscript
from ingest.checks.overlap import read_runs
from ingest.document import Ingested, file_digest
from ingest.sources import find_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        text = f"# Les {number}\n\nIn les {number} leer je rekenen met breuken.\n"
        (tmp_path / f"les-{number}.md").write_text(text, encoding="utf-8")
    (tmp_path / "leeg.md").write_text("", encoding="utf-8")
    (tmp_path / "kapot.pdf").write_bytes(b"%PDF-1.4 niets")
    return tmp_path


def test_processes_give_what_one_process_gives(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = [(file, file_digest(file)) for file in find_files([folder])]
    alone = list(reading.read_each(work))
    monkeypatch.setattr(reading, "PARALLEL_FROM", 2)
    monkeypatch.setattr(reading.os, "cpu_count", lambda: 2)
    assert list(reading.read_each(work)) == alone
    rejected = [
        file.name for (file, _), made in zip(work, alone, strict=True) if isinstance(made, str)
    ]
    assert len(alone) == 8
    assert sorted(rejected) == ["kapot.pdf", "leeg.md"]
    assert sum(isinstance(made, Ingested) for made in alone) == 6


NEVER_READ = Path("/proc/self/mem")
"""A file that may be opened, and gives an OSError when it is read."""


def write_broken(path: Path) -> None:
    """Write a Word file that its parser has no answer to."""
    document = docx.Document()
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0)._tc.get_or_add_tcPr().get_or_add_gridSpan().set(qn("w:val"), "veel")
    document.save(path)


def write_unreadable(path: Path) -> None:
    if not NEVER_READ.is_file():
        pytest.skip("no file here that cannot be read")
    path.symlink_to(NEVER_READ)


@pytest.mark.parametrize(
    ("write", "reason"),
    [
        (write_broken, "the reader failed: ValueError: invalid literal for int()"),
        (write_unreadable, "[Errno 5]"),
    ],
)
def test_whatever_a_file_does_to_its_reader_is_told_alike_everywhere(
    tmp_path: Path, write: Callable[[Path], None], reason: str
) -> None:
    path = tmp_path / "plan.docx"
    write(path)
    [file] = find_files([path])
    told = reading.outcome((file, "digest"))
    assert str(told).startswith(reason)
    for read in (lambda: preview_file(path), lambda: read_manuscript(file)):
        with pytest.raises(RejectedFile) as rejected:
            read()
        assert str(rejected.value) == told
    assert read_runs(tmp_path) == ({}, [f"plan.docx: {told}"])
