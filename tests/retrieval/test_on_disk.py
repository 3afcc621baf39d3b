"""Parts of files: what is read, what a cut or removed file does, and that nothing stays mapped."""

from __future__ import annotations

import gc
import os
import threading
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexProblem
from retrieval.on_disk import BytesOnDisk, RowsOnDisk

MATRIX = np.arange(-60, 60, dtype=np.int8).reshape(40, 3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    np.save(tmp_path / "codes.npy", MATRIX)
    return tmp_path / "codes.npy"


def test_rows_are_those_of_the_matrix(path: Path) -> None:
    rows = RowsOnDisk(path)
    assert (len(rows), rows.shape) == (40, (40, 3))
    for start, end in ((0, 1), (7, 19), (39, 40), (0, 40), (5, 5)):
        found = rows.rows(start, end)
        assert found.dtype == np.int8
        np.testing.assert_array_equal(found, MATRIX[start:end])


def test_rows_of_wider_numbers(tmp_path: Path) -> None:
    wide = np.linspace(0, 1, 50, dtype=np.float64).reshape(10, 5)
    np.save(tmp_path / "wide.npy", wide)
    np.testing.assert_array_equal(RowsOnDisk(tmp_path / "wide.npy").rows(3, 8), wide[3:8])


def test_what_holds_no_whole_matrix_is_refused(path: Path, tmp_path: Path) -> None:
    np.save(tmp_path / "line.npy", np.arange(4))
    with pytest.raises(ValueError, match="holds no matrix"):
        RowsOnDisk(tmp_path / "line.npy")
    os.truncate(path, path.stat().st_size - 1)
    with pytest.raises(ValueError, match="mmap length"):
        RowsOnDisk(path)


def test_a_file_that_becomes_shorter_is_told(path: Path) -> None:
    rows = RowsOnDisk(path)
    os.truncate(path, path.stat().st_size - 4)
    np.testing.assert_array_equal(rows.rows(0, 38), MATRIX[:38])
    with pytest.raises(IndexProblem, match=r"codes\.npy' ends before byte"):
        rows.rows(37, 40)


def test_a_removed_file_stays_readable(path: Path) -> None:
    whole = path.read_bytes()
    opened = BytesOnDisk(path)
    path.unlink()
    assert opened.read(0, len(whole)) == whole
    assert opened.read(3, 3) == b""


def test_many_threads_read_at_once(path: Path) -> None:
    rows, wrong = RowsOnDisk(path), []

    def read(start: int) -> None:
        for _ in range(200):
            if not np.array_equal(rows.rows(start, start + 5), MATRIX[start : start + 5]):
                wrong.append(start)

    threads = [threading.Thread(target=read, args=(start,)) for start in range(0, 35, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs Linux' /proc")
def test_nothing_stays_mapped_and_the_file_is_closed(path: Path) -> None:
    rows = RowsOnDisk(path)
    rows.rows(0, 40)
    gc.collect()
    assert path.name not in Path("/proc/self/maps").read_text()
    assert path in _open_files()
    del rows
    gc.collect()
    assert path not in _open_files()


def _open_files() -> set[Path]:
    found = set()
    for entry in Path("/proc/self/fd").iterdir():
        try:
            found.add(entry.readlink())
        except FileNotFoundError:
            continue
    return found
