"""Values of which a thing has one."""

from __future__ import annotations

import pytest

from assistant.understanding.choices import choices_in


@pytest.mark.parametrize(
    ("text", "group", "names"),
    [
        ("een eerstegraads bevoegdheid", "grade", {"eerstegraads"}),
        ("beperkt tweedegraads bevoegd", "grade", {"beperkt"}),
        ("een lening of een gift", "money", {"lening", "gift"}),
        ("op een middelbare school of het mbo", "sector", {"vo", "mbo"}),
        ("het levenlanglerenkrediet", "money", set()),
        ("een mbo-4-diploma", "sector", set()),
    ],
)
def test_values_are_read_by_group(text: str, group: str, names: set[str]):
    assert set(choices_in(text).get(group, {})) == names


def test_each_value_comes_with_its_words():
    assert choices_in("een vast contract")["contract"]["vast"] == {"vast", "contract"}
