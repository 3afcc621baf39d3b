"""Sectors in texts: which are named, and whether a text is only for others."""

from __future__ import annotations

import pytest

from assistant.understanding.sectors import only_for_others, sectors_in


def test_every_sector_that_is_named_is_found_but_no_diploma() -> None:
    text = "Met mbo-4 kun je op een middelbare school en in het basisonderwijs werken."
    assert sectors_in(text) == {"po", "vo"}


@pytest.mark.parametrize(
    ("texts", "others"),
    [
        (["In het basisonderwijs was dat € 3.463."], {"po"}),
        (["In het basisonderwijs was dat € 3.463.", "In het vo is dat meer."], set()),
        (["Je salaris spreek je af.", "In het basisonderwijs was dat € 3.463."], set()),
        ([], set()),
    ],
)
def test_an_answer_is_for_others_where_its_first_text_is_and_none_is_for_the_one_asked(
    texts: list[str], others: set[str]
) -> None:
    assert only_for_others("vo", texts) == others
