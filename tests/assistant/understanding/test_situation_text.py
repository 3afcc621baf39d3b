"""What a sentence plainly says of someone's situation, and no more than that."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.understanding.situation_text import _load, situation_from_text
from corpus.errors import DataProblem
from corpus.routes import load_routes
from corpus.rules import conflict_of

SAID = {
    "ik heb hbo economie, wil in het vo in Assen lesgeven en heb al een baan": {
        "diploma": "hbo",
        "field": "economics",
        "sector": "vo",
        "province": "drenthe",
    },
    "mbo-4, werkt als onderwijsassistent": {"diploma": "mbo-4", "work": "support"},
    "leraar uit Oekraïne": {
        "country": "other",
        "qualification": "foreign",
        "residence": "ukraine",
    },
    "Ik gaf les in Turkije en wil hier weer voor de klas.": {
        "country": "other",
        "qualification": "foreign",
    },
    "Is mijn Surinaamse onderwijsbevoegdheid hier geldig?": {
        "country": "suriname",
        "qualification": "foreign",
    },
    "I want to teach English at a secondary school, what do I need?": {
        "sector": "vo",
        "subject": "english",
    },
    "Ik wil gym geven op de basisschool, hoe dan?": {"sector": "po", "subject": "pe"},
    "Mijn Nederlands is B1 en ik ben statushouder": {
        "dutch": "b1",
        "residence": "status-holder",
    },
    "Ik heb een wo-master natuurkunde en wil wiskunde geven in de bovenbouw in Utrecht": {
        "diploma": "wo-master",
        "field": "physics",
        "subject": "mathematics",
        "level": "upper",
        "sector": "vo",
        "province": "utrecht",
    },
    "hbo, wil naar de basisschool, heb al een baan op een school voor drie dagen per week": {
        "diploma": "hbo",
        "sector": "po",
        "school": "yes",
        "fte": "0.4-or-more",
    },
    "Ik ben kok met tien jaar ervaring en wil in het mbo": {
        "sector": "mbo",
        "experience": "3-or-more",
    },
    "Ik heb de pabo afgerond en wil Engels geven in het vmbo": {
        "qualification": "primary",
        "level": "lower",
        "subject": "english",
    },
}


@pytest.mark.parametrize(("text", "expected"), SAID.items(), ids=SAID.keys())
def test_what_a_sentence_plainly_says_is_filled_in(text: str, expected: dict[str, str]):
    assert situation_from_text(text).known().items() >= expected.items()


def test_a_job_is_not_taken_for_a_school():
    known = situation_from_text("ik heb hbo economie en heb al een baan").known()
    assert not known.keys() & {"school", "work", "fte"}


NOT_SAID = {
    "Ik heb geen hbo, kan ik zij-instromen in het basisonderwijs?": "diploma",
    "Mag ik met 21+ naar de pabo zonder havo?": "diploma",
    "Is hbo-werk- en denkniveau genoeg?": "diploma",
    "Ik wil Nederlands geven": "dutch",
    "Ik heb een Nederlands diploma": "field",
    "Kan ik het vo of mbo in, of toch naar de basisschool?": "sector",
    "Ik wil niet naar het mbo": "sector",
    "Welke subsidie krijgt de school?": "school",
}


@pytest.mark.parametrize(("text", "fact"), NOT_SAID.items(), ids=NOT_SAID.keys())
def test_what_is_not_plainly_said_stays_unknown(text: str, fact: str):
    assert fact not in situation_from_text(text).known()


def test_the_highest_diploma_counts():
    assert situation_from_text("na mijn mbo-4 deed ik hbo en een wo-master").diploma == "wo-master"


def test_facts_that_exclude_each_other_are_not_both_read():
    found = situation_from_text("Ik wil naar de basisschool, tweedegraads")
    assert found.sector == "po"
    assert found.level is None


WORDS = st.sampled_from([*(word for text in SAID for word in text.split()), "po", "vo", "nee", "?"])


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=80))
def test_any_text_gives_a_situation_that_can_be(text: str):
    found = situation_from_text(text)
    assert conflict_of(found, load_routes().conflicts) is None
    assert situation_from_text(text) == found


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("sector:", "sectors:"), "of 'sectors'"),
        (("    po:", "    pos:"), "unknown value 'pos'"),
        (("'ad[ -]diploma'", "'ad[ -diploma'"), "cannot be read"),
        (("unless:", "unles:"), "unknown key 'unles'"),
    ],
)
def test_a_mistake_in_the_patterns_is_refused(tmp_path: Path, change: tuple[str, str], told: str):
    from assistant.understanding.situation_text import WORDS as FILE

    text = FILE.read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / "words.yaml").write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(DataProblem, match=told):
        _load(tmp_path / "words.yaml")
