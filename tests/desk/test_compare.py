"""Two texts side by side: nothing is lost, and what differs is shown as such."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.desk.compare import Kind, Row, compared, paragraphs

PARAGRAPHS = st.lists(st.sampled_from(["a b c", "a b d", "x y z", "a", "een twee drie vier"]))


def side(rows: list[Row], name: str) -> list[str]:
    texts = ["".join(piece.text for piece in getattr(row, name)) for row in rows]
    return [text for text in texts if text]


@settings(max_examples=200, deadline=None)
@given(PARAGRAPHS, PARAGRAPHS)
def test_both_texts_are_there_in_whole_and_in_order(left: list[str], right: list[str]):
    rows = compared(left, right)
    assert side(rows, "left") == left
    assert side(rows, "right") == right


def test_a_changed_word_is_marked():
    old = "De subsidie bedraagt € 20.000 per jaar."
    new = "De subsidie bedraagt € 25.000 per jaar."
    rows = compared(["Kop", old, "Weg"], ["Kop", new, "Nieuw dit"])
    assert [row.kind for row in rows] == [Kind.SAME, Kind.CHANGED, Kind.LEFT, Kind.RIGHT]
    differing = [piece.text.strip() for piece in rows[1].right if piece.differs]
    assert differing == ["25.000"]


def test_paragraphs_are_lines_that_hold_anything():
    assert paragraphs(" a  b \n\n\tc\n") == ["a b", "c"]
