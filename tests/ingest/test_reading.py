"""Files are read alike in one process and in several."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import reading
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
