"""Held files, and passages marked on their pages."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.loket import build_originals
from assistant.originals import library
from assistant.originals.library import units_within
from assistant.settings import Settings
from tests.originals.conftest import FIRST, FOOTER, SECOND, Held, hold, write


def passage_with(held: Held, words: str):
    """Return the passage that holds these words, and the unit."""
    for passage in held.passages:
        for index, unit in enumerate(passage.units):
            if words in passage.unit_text(unit):
                return passage, index
    raise AssertionError(words)


def marked(sheet) -> str:
    """Return the marked text of a page."""
    return " ".join(run.text for runs in sheet.text for run in runs if run.marked)


def test_a_sentence_is_marked_line_by_line(held: Held):
    passage, unit = passage_with(held, "volgt tegelijk een opleiding aan")
    sheet = held.originals.sheet(held.document, 1, passage, frozenset({unit}))
    assert (sheet.number, sheet.pages, sheet.width, sheet.height) == (1, 5, 1240, 1754)
    assert marked(sheet) == passage.unit_text(passage.units[unit])
    assert sheet.whole
    assert len(sheet.marks) == 2
    (left, top, width, height), (_, below, short, _) = sheet.marks
    assert 140 < left < 155, "72 points at 150 dots an inch"
    assert 1754 - 200 / 72 * 150 - 40 < top < below < 1754 - 180 / 72 * 150
    assert short < width < 1000
    assert 15 < height < 45


def test_a_passage_that_runs_on_is_marked_on_both_pages_and_no_footer_is(held: Held):
    passage, unit = passage_with(held, "uren krijgt van het bestuur")
    first = held.originals.sheet(held.document, 1, passage, frozenset({unit}))
    second = held.originals.sheet(held.document, 2, passage, frozenset({unit}))
    assert marked(first) == FIRST[2]
    assert marked(second) == "krijgt van het bestuur."
    assert (first.also, second.also) == ((2,), (1,))
    assert FOOTER not in marked(first) + marked(second)
    assert first.whole
    assert second.whole


def test_the_whole_passage_is_marked_where_no_unit_is_named(held: Held):
    passage, _ = passage_with(held, "volgt tegelijk")
    sheet = held.originals.sheet(held.document, 1, passage)
    assert "subsidie aan bij DUO" in marked(sheet)
    assert len(sheet.marks) >= len(FIRST)


def test_a_turned_page_is_marked_where_it_is_drawn(held: Held):
    passage, _ = passage_with(held, "bekwaamheidsonderzoek")
    units = [replace(unit, page=3) for unit in passage.units]
    sheet = held.originals.sheet(held.document, 3, replace(passage, units=tuple(units)))
    assert sheet.width > sheet.height
    assert SECOND[1] in marked(sheet)
    assert len(sheet.marks) > 1


def test_what_cannot_be_placed_is_not_marked(held: Held):
    passage, unit = passage_with(held, "volgt tegelijk")
    foreign = "Een zin over iets dat op geen enkele bladzijde van dit stuk te vinden is."
    start = passage.units[unit].start
    other = replace(
        passage,
        text=foreign,
        start=start,
        units=(replace(passage.units[unit], start=start, end=start + len(foreign)),),
    )
    sheet = held.originals.sheet(held.document, 1, other)
    assert (sheet.marks, sheet.share, sheet.whole) == ((), 0.0, False)
    elsewhere = held.originals.sheet(held.document, 4, passage)
    assert (elsewhere.marks, elsewhere.share) == ((), None)
    assert elsewhere.text == ()
    plain = held.originals.sheet(held.document, 1)
    assert (plain.marks, plain.share) == ((), None)


def test_units_are_found_by_what_is_quoted(held: Held):
    passage, unit = passage_with(held, "subsidie aan bij DUO")
    start = passage.text.index("subsidie aan bij DUO")
    assert units_within(passage, [(start, start + 8)]) == {unit}
    assert units_within(passage, []) == frozenset()


@pytest.fixture
def own(tmp_path: Path) -> Held:
    """A file of a test's own."""
    return hold(write(tmp_path / "stuk.pdf"))


def test_only_a_file_that_is_unchanged_is_held(own: Held):
    assert own.originals.holds(own.document)
    os.utime(own.file, (1, 1))
    assert own.originals.holds(own.document), "its times do not matter"
    before = own.file.read_bytes()
    own.file.write_bytes(before + b"\n%")
    assert not own.originals.holds(own.document)
    assert own.originals.sheet(own.document, 1) is None
    assert own.originals.picture(own.document, 1) is None
    own.file.write_bytes(before)
    assert own.originals.picture(own.document, 1)
    (own.file.parent / f"{own.file.name}.meta.yaml").write_text("audience: staff\n")
    os.utime(own.file)
    assert not own.originals.holds(own.document), "what is told of it belongs to it"
    own.file.unlink()
    assert not own.originals.holds(own.document)


def test_a_file_is_found_through_the_record_only(own: Held, tmp_path: Path):
    record = tmp_path / "origins.json"
    for id in ("../stuk", str(own.file), "stuk.pdf", ""):
        assert not own.originals.holds(replace(own.document, id=id))
    for content in ("[]", "{", json.dumps({own.document.id: str(tmp_path)})):
        record.write_text(content)
        assert not own.originals.holds(own.document)
    text = tmp_path / "stuk.txt"
    text.write_bytes(own.file.read_bytes())
    record.write_text(json.dumps({own.document.id: str(text)}))
    assert not own.originals.holds(own.document)
    record.unlink()
    assert not own.originals.holds(own.document)
    empty = build_originals(Settings(index=tmp_path / "geen"))
    assert not empty.holds(own.document)


def test_what_is_kept_is_bounded(own: Held, monkeypatch: pytest.MonkeyPatch):
    first = own.originals.picture(own.document, 1)
    assert own.originals.picture(own.document, 1) is first, "kept"
    small = library._Pictures(len(first) * 2)
    for number in range(1, 9):
        small.keep(("d", "x", number), first)
    assert small._bytes <= len(first) * 2
    assert [n for n in range(1, 9) if small.get(("d", "x", n))] == [7, 8]
    small.keep(("d", "y", 1), first * 3)
    assert small._bytes == 0, "larger than all there is room for"
