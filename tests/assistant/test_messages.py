"""The sentences of the answerer in each language."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from assistant.messages import BY_LANGUAGE, EN, NL, messages_for, spoken_language

PLACES = re.compile(r"\{\w+\}")


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_every_language_fills_in_the_same(language: str):
    dutch, own = asdict(NL), asdict(messages_for(language))
    for name, text in own.items():
        assert set(PLACES.findall(text)) == set(PLACES.findall(dutch[name])), (language, name)
        assert text or (language, name) == ("nl", "dutch_text")


def test_a_language_that_we_lack_is_answered_in_english():
    assert messages_for("fa") is EN
    assert spoken_language("fa") == "en"
    assert spoken_language("uk") == "uk"
