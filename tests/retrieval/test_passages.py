"""Passages read one by one from disk are those that were written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import IndexProblem
from corpus.model import Passage, Unit, UnitKind
from retrieval.manifest import write_lines
from retrieval.passages import PassageFile

TEXT = 'Een zin met "kind": "sentence" erin. Nog één, met \\ en ’.'


def passage(number: int, units: int) -> Passage:
    held = tuple(Unit(kind=UnitKind.SENTENCE, start=at, end=at + 1) for at in range(units))
    return Passage(
        id=f"p{number}",
        document_id=f"d{number // 2}",
        ordinal=number,
        section=("Kop", 'met "quotes"'),
        page_from=1,
        page_to=2,
        start=0,
        end=len(TEXT),
        text=TEXT,
        context='Titel "kind": "x"',
        units=held,
        digest="0",
    )


MADE = [passage(number, units=number) for number in range(5)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_lines(tmp_path / "passages.jsonl", MADE)
    return tmp_path / "passages.jsonl"


def test_what_was_written_is_read(file: Path):
    passages = PassageFile(file)
    assert list(passages) == MADE
    assert [passages[row] for row in range(-5, 5)] == MADE + MADE
    assert passages[1:3] == MADE[1:3]
    assert passages.ids == [each.id for each in MADE]
    assert passages.documents == [each.document_id for each in MADE]
    assert passages.units.tolist() == [0, 1, 2, 3, 4]
    with pytest.raises(IndexError):
        passages[5]


def test_a_file_without_passages_is_empty(tmp_path: Path):
    write_lines(tmp_path / "none.jsonl", [])
    passages = PassageFile(tmp_path / "none.jsonl")
    assert (len(passages), list(passages), passages[:3]) == (0, [], [])


def test_an_open_file_outlives_its_removal(file: Path):
    passages = PassageFile(file)
    file.unlink()
    assert list(passages) == MADE


@pytest.mark.parametrize("cut", [1, 40])
def test_a_file_that_was_cut_off_does_not_open(file: Path, cut: int):
    file.write_bytes(file.read_bytes()[:-cut])
    with pytest.raises(ValueError, match=r"line 5 of passages\.jsonl holds no passage"):
        PassageFile(file)


def test_a_damaged_passage_is_a_problem_of_the_index(file: Path):
    file.write_bytes(file.read_bytes().replace(b'"section": [', b'"section": {', 1))
    passages = PassageFile(file)
    with pytest.raises(IndexProblem, match=r"line 1 of .* is damaged"):
        passages[0]
    assert passages[1] == replace(MADE[1])


def test_other_quotes_in_an_id_are_refused(tmp_path: Path):
    write_lines(tmp_path / "odd.jsonl", [replace(MADE[0], id='a"b')])
    with pytest.raises(ValueError, match="holds no passage"):
        PassageFile(tmp_path / "odd.jsonl")
