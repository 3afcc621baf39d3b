"""Digests that are remembered are those of the files as they are."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from retrieval.embedding import digests as module
from retrieval.embedding.digests import Digests


def test_a_file_is_hashed_once_and_again_when_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file, memory = tmp_path / "model.data", tmp_path / "digests.json"
    file.write_bytes(b"one")
    assert Digests(memory).of(file) == hashlib.sha256(b"one").hexdigest()
    with monkeypatch.context() as patched:
        patched.setattr(module, "digest", lambda _: pytest.fail("hashed again"))
        assert Digests(memory).of(file) == hashlib.sha256(b"one").hexdigest()
    file.unlink()
    file.write_bytes(b"two")
    assert Digests(memory).of(file) == hashlib.sha256(b"two").hexdigest()


@pytest.mark.parametrize("content", ["", "[]", "{", json.dumps({"x": 1})])
def test_a_damaged_memory_only_costs_time(tmp_path: Path, content: str):
    file, memory = tmp_path / "model.data", tmp_path / "digests.json"
    file.write_bytes(b"one")
    memory.write_text(content)
    assert Digests(memory).of(file) == hashlib.sha256(b"one").hexdigest()


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path):
    file = tmp_path / "model.data"
    file.write_bytes(b"one")
    nowhere = tmp_path / "not" / "there" / "digests.json"
    assert Digests(nowhere).of(file) == hashlib.sha256(b"one").hexdigest()
    assert not nowhere.exists()
