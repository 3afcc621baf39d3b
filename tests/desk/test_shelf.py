"""The list of documents."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.desk.shelf import ShelfOrder, in_order, with_words
from tests.web.conftest import TODAY, entries, make_document

DOCUMENTS = [document for document, _ in entries()]


def ids(documents) -> list[str]:
    return [document.id for document in documents]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ids(DOCUMENTS)),
        ("  Subsidie  OCW ", ["regeling-2019"]),
        ("REGIOPLAN noord", ["plan-noord"]),
        ("zij-instroom", ["regeling-2019"]),
        ("noord subsidie", []),
        ("raket", []),
    ],
)
def test_every_word_must_be_there_in_any_spelling(words: str, expected: list[str]):
    assert ids(with_words(DOCUMENTS, words)) == expected


def test_accents_make_no_difference():
    document, _ = make_document("x", "Financiële hulp", [((), None, ["Een zin over geld."])])
    assert with_words([document], "financiele") == [document]


def test_orders_put_the_unknown_last():
    assert ids(in_order(DOCUMENTS, ShelfOrder.TITLE)) == ids(DOCUMENTS)
    assert ids(in_order(DOCUMENTS, ShelfOrder.ENDING))[:2] == ["regeling-2019", "plan-noord"]
    assert ids(in_order(DOCUMENTS, ShelfOrder.NEWEST))[:2] == ["plan-noord", "regeling-2019"]
    known = [*DOCUMENTS, make_document("k", "K", [((), None, ["Zin."])], checked_on="2026-01")[0]]
    assert ids(in_order(known, ShelfOrder.CHECKED))[0] == "k"


def test_what_expires_within_ninety_days_expires_soon():
    def until(end: date | None):
        return make_document("x", "X", [((), None, ["Zin."])], valid_to=end)[0]

    assert until(TODAY).expires_soon(TODAY)
    assert until(date(2027, 2, 20)).expires_soon(TODAY)
    assert not until(date(2027, 2, 21)).expires_soon(TODAY)
    assert not until(date(2026, 11, 21)).expires_soon(TODAY)
    assert not until(None).expires_soon(TODAY)
