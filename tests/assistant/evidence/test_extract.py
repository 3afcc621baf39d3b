"""What goes into an answer: the best units, and what they need to be understood."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.evidence.candidates import Candidate, opens, refers_back
from assistant.evidence.extract import (
    EXPIRED_MARGIN,
    MARGIN,
    MOST_PER_PASSAGE,
    SHELF_MARGIN,
    choose,
)
from assistant.understanding.question import understand
from retrieval.index import Index
from tests.assistant.samples import RECORDS, candidate_of, index_of, with_documents

ROUTES = """# Routes

## Eisen

Voor zij-instroom heb je drie dingen nodig:

- een diploma van hbo of wo;
- een verklaring omtrent het gedrag;
- een school die je in dienst neemt.

Het loket kijkt met je mee.

## Duur

De opleiding duurt twee jaar. Dat is korter dan de pabo. Een school betaalt de opleiding.
Een mentor begeleidt je elke week. Een assessor beoordeelt je twee keer.

## Vragen

Wat moet je nog weten? Toelichting:

Het tekort is groot.

## Kosten

| Onderdeel | Bedrag |
|---|---|
| Onderzoek | € 800 |
| Scholing | € 12.000 |
"""
LIST = "Welke dingen heb ik nodig?"
AMOUNT = "Hoeveel kost de scholing?"


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return index_of(tmp_path, routes=ROUTES)


def texts(index: Index, question: str, *candidates: Candidate) -> list[str]:
    """Return the texts of what is chosen for a question."""
    return [unit.text for unit in choose(index, understand(question), list(candidates))]


WHOLE = [
    "Voor zij-instroom heb je drie dingen nodig:",
    "een diploma van hbo of wo;",
    "een verklaring omtrent het gedrag;",
    "een school die je in dienst neemt.",
]


@pytest.mark.parametrize("part", ["drie dingen nodig:", "omtrent het gedrag"])
def test_a_list_is_whole_from_its_lead(index: Index, part: str) -> None:
    found = texts(index, LIST, candidate_of(index, part))
    assert [text.lstrip("-• ") for text in found] == WHOLE


VALUE = "Hoeveel verklaringen zijn er?"


def test_a_short_list_is_whole_where_a_value_is_asked_too(index: Index) -> None:
    found = texts(index, VALUE, candidate_of(index, "omtrent het gedrag"))
    assert [text.lstrip("-• ") for text in found] == WHOLE


def test_one_item_of_a_long_list_answers_with_its_lead_where_a_value_is_asked(
    tmp_path: Path,
) -> None:
    items = [f"verklaring {word} van het schoolbestuur in de regio" for word in ("een", "twee")]
    items += [f"brief van school {at} over lessen, taken en begeleiding" for at in range(8)]
    text = "# Map\n\nIn de map zitten deze stukken:\n\n" + "\n".join(f"- {each};" for each in items)
    index = index_of(tmp_path, map=text)
    found = texts(index, VALUE, candidate_of(index, "verklaring twee"))
    assert [each.lstrip("-• ") for each in found] == [
        "In de map zitten deze stukken:",
        items[1] + ";",
    ]


def test_a_sentence_brings_the_list_that_the_next_one_opens(tmp_path: Path) -> None:
    text = "# Brief\n\nBureau Meetlat deed werk. De uitkomsten zijn:\n\n- een zeven;\n- een acht.\n"
    index = index_of(tmp_path, brief=text)
    found = texts(index, "Welke uitkomsten zijn er?", candidate_of(index, "Bureau Meetlat"))
    assert found[1:] == ["De uitkomsten zijn:", "een zeven;", "een acht."]
    assert len(texts(index, "Wie deed dat?", candidate_of(index, "Bureau Meetlat"))) == 1


def test_two_items_of_a_list_bring_those_between(index: Index) -> None:
    first, last = (candidate_of(index, part) for part in ("een diploma van", "in dienst neemt"))
    found = texts(index, "Hoe vaak moet dat?", first, last)
    assert [text.lstrip("-• ") for text in found] == WHOLE


def test_who_asks_for_a_list_gets_any_short_one_whole(index: Index) -> None:
    better = candidate_of(index, "Een mentor begeleidt", score=9.5)
    found = texts(index, LIST, better, candidate_of(index, "omtrent het gedrag"))
    assert set(WHOLE) <= {text.lstrip("-• ") for text in found}


def test_a_list_ends_where_the_item_that_opened_it_has_a_next(tmp_path: Path) -> None:
    law = (
        "# Wet\n\n## Artikel 5\n\n- Het plan bevat:\n    - een raming;\n    - een begroting.\n"
        "- Het plan is openbaar.\n"
    )
    index = index_of(tmp_path, wet=law)
    found = texts(index, LIST, candidate_of(index, "een begroting"))
    assert found == ["Het plan bevat:", "een raming;", "een begroting."]


def test_the_next_sentence_comes_along_where_it_names_the_year(tmp_path: Path) -> None:
    index = index_of(tmp_path, loket="# L\n\n## Cijfers\n\nEr zijn 380 gesprekken. In 2025: 342.\n")
    best = candidate_of(index, "Er zijn 380")
    assert texts(index, "Hoeveel gesprekken waren er in 2025?", best)[1:] == ["In 2025: 342."]
    assert texts(index, "Hoeveel gesprekken zijn er?", best) == ["Er zijn 380 gesprekken."]


@pytest.mark.parametrize(
    ("following", "along"),
    [
        ("De toets moet je dan in het eerste jaar alsnog halen.", True),
        ("De opleider mag dan een hertoets geven.", True),
        ("Een toets mag langer dan een uur duren.", False),
        ("Het loket kijkt met je mee.", False),
    ],
)
def test_what_then_holds_comes_along_with_any_sentence(
    tmp_path: Path, following: str, along: bool
) -> None:
    allowed = "Haal je een toets niet, dan mag je toch beginnen."
    found = index_of(tmp_path, toets=f"# Toets\n\nEr zijn drie toetsen. {allowed} {following}\n")
    best = candidate_of(found, "Er zijn drie toetsen.", score=9.0)
    other = candidate_of(found, allowed, score=8.5)
    assert (following in texts(found, "Moet ik een toets doen?", best, other)) is along


def test_a_list_goes_on_in_the_next_passage(tmp_path: Path) -> None:
    items = [f"eis {n}: {'een diploma en een gesprek met de school ' * 6}" for n in range(1, 13)]
    long = "# Eisen\n\n## Lijst\n\nJe hebt dit nodig:\n\n" + "\n".join(f"- {i}" for i in items)
    index = index_of(tmp_path, lang=long)
    assert len(index.passages) > 1
    found = choose(index, understand(LIST), [candidate_of(index, "eis 2:")])
    assert {unit.passage.id for unit in found} == {each.id for each in index.passages[:2]}
    whole = len(index.passages[0].units) + len(index.passages[1].units)
    assert len(found) == whole
    assert sum("eis" in unit.text for unit in found) == whole - 1


def test_a_list_does_not_go_on_under_another_heading(tmp_path: Path) -> None:
    text = "# Eisen\n\n## Een\n\nJe hebt dit nodig:\n\n- een goed diploma;\n- een fijne school.\n\n"
    index = index_of(tmp_path, kort=text + "## Twee\n\n- een ander ding;\n- een laatste ding.\n")
    found = texts(index, LIST, candidate_of(index, "een goed diploma"))
    assert len(found) == 3
    assert not any("ander ding" in text for text in found)


def test_a_row_of_a_record_brings_the_row_that_names_it(tmp_path: Path) -> None:
    index = index_of(tmp_path, plan=RECORDS)
    found = texts(index, "Wanneer is het?", candidate_of(index, "februari 2026"))
    assert found == ["Activiteit | Onderzoek invalpool", "Periode | februari 2026"]


def test_a_row_with_a_header_stands_alone(index: Index) -> None:
    assert texts(index, AMOUNT, candidate_of(index, "12.000")) == ["Scholing | € 12.000"]


@pytest.mark.parametrize(("heading", "is_chosen"), [(1.0, True), (0.5, False)])
def test_without_a_value_only_what_stands_under_the_very_question_answers(
    index: Index, heading: float, is_chosen: bool
) -> None:
    best = candidate_of(index, "Een school betaalt", type=0.0, section_coverage=heading)
    found = texts(index, AMOUNT, best, candidate_of(index, "12.000", score=8.0))
    assert ("Een school betaalt de opleiding." in found) == is_chosen


def test_a_leaning_sentence_brings_the_one_before(index: Index) -> None:
    found = texts(index, "Hoeveel korter is het?", candidate_of(index, "korter dan de pabo"))
    assert found == ["De opleiding duurt twee jaar.", "Dat is korter dan de pabo."]


def test_a_sentence_that_does_not_lean_stands_alone(index: Index) -> None:
    assert texts(index, AMOUNT, candidate_of(index, "Een school betaalt")) == [
        "Een school betaalt de opleiding."
    ]


def test_the_best_sentence_brings_the_next_where_that_leans_on_it(index: Index) -> None:
    found = texts(index, "Hoe lang duurt het?", candidate_of(index, "duurt twee jaar"))
    assert found == ["De opleiding duurt twee jaar.", "Dat is korter dan de pabo."]


def test_a_reason_may_stand_in_the_next_sentence(index: Index) -> None:
    found = texts(index, "Waarom is dat zo?", candidate_of(index, "Een mentor begeleidt"))
    assert found[-1].startswith("Een assessor")


@pytest.mark.parametrize("label", ["Wat moet je nog weten?", "Toelichting:"])
def test_labels_are_never_chosen(index: Index, label: str) -> None:
    best, other = candidate_of(index, label), candidate_of(index, "Het loket kijkt", score=8.0)
    assert texts(index, "Wat is er?", best, other) == ["Het loket kijkt met je mee."]
    assert texts(index, "Wat is er?", best) == []


def test_a_label_only_comes_along_with_what_it_introduces(index: Index) -> None:
    found = texts(index, "Wat is er?", candidate_of(index, "tekort is groot"))
    assert found == ["Toelichting:", "Het tekort is groot."]


def test_a_header_row_is_never_chosen(index: Index) -> None:
    header, row = candidate_of(index, "Onderdeel |"), candidate_of(index, "€ 800", score=8.0)
    assert header.unit.header == header.text
    assert texts(index, AMOUNT, header, row) == ["Onderzoek | € 800"]


def test_units_far_below_the_best_stay_out(index: Index) -> None:
    best = candidate_of(index, "Een school betaalt", score=9.0)
    near = candidate_of(index, "Een mentor begeleidt", score=9.0 - MARGIN + 0.1)
    far = candidate_of(index, "Een mentor begeleidt", score=9.0 - MARGIN - 0.1)
    assert len(texts(index, AMOUNT, best, near)) == 2
    assert len(texts(index, AMOUNT, best, far)) == 1


@pytest.mark.parametrize(
    ("below", "held", "stays"),
    [
        (EXPIRED_MARGIN + 0.1, 0.5, False),
        (EXPIRED_MARGIN - 0.1, 0.5, True),
        (EXPIRED_MARGIN + 0.1, 0.9, True),
    ],
    ids=["far below", "near", "holds more of the question"],
)
def test_what_has_expired_stays_out_behind_what_is_in_force(
    index: Index, below: float, held: float, stays: bool
) -> None:
    best = candidate_of(index, "Een school betaalt", outdated=0.0, near_coverage=0.8)
    expired = candidate_of(index, "Het loket kijkt", score=9.0 - below, near_coverage=held)
    found = texts(index, AMOUNT, best, expired)
    assert ("Het loket kijkt met je mee." in found) is stays


def test_a_value_away_from_the_names_in_the_question_goes_not_first(index: Index) -> None:
    named = candidate_of(index, "Een school betaalt", type=0.0, section_coverage=0.0)
    other = candidate_of(index, "12.000", score=8.0, names=0.0)
    assert texts(index, AMOUNT, named, other)[0] == "Een school betaalt de opleiding."
    assert texts(index, AMOUNT, named, candidate_of(index, "12.000", score=8.0)) == [
        "Scholing | € 12.000"
    ]


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("De subsidie mag voor al die kosten worden gebruikt.", True),
        ("Je mag daarna in dat vak lesgeven.", True),
        ("De kosten zijn hoog, en voor die kosten is er subsidie.", False),
        ("Vraag of dat nog zo is.", False),
    ],
)
def test_a_sentence_that_speaks_of_what_it_did_not_name(text: str, back: bool) -> None:
    assert refers_back(text) is back


def test_another_passage_may_stand_further_below(index: Index) -> None:
    best = candidate_of(index, "Een school betaalt", score=9.0)
    near = candidate_of(index, "Het loket kijkt", score=9.0 - SHELF_MARGIN + 0.1)
    far = candidate_of(index, "Het loket kijkt", score=9.0 - SHELF_MARGIN - 0.1)
    assert len(texts(index, AMOUNT, best, near)) == 2
    assert len(texts(index, AMOUNT, best, far)) == 1


def test_one_passage_does_not_crowd_out_the_others(index: Index) -> None:
    parts = ["Een school betaalt", "Een mentor begeleidt", "Een assessor", "Het loket kijkt"]
    found = texts(index, "Hoeveel is het?", *[candidate_of(index, part) for part in parts])
    assert len(found) == MOST_PER_PASSAGE + 1
    assert found[-1] == "Het loket kijkt met je mee."


def test_a_value_far_below_the_best_unit_is_of_something_else(index: Index) -> None:
    untyped = candidate_of(index, "Een school betaalt", score=9.0, type=0.0, section_coverage=0.0)
    for below, expected in ((0.1, "€ 800"), (-0.1, "Een school betaalt")):
        value = candidate_of(index, "€ 800", score=9.0 - SHELF_MARGIN + below)
        assert expected in texts(index, AMOUNT, untyped, value)[0]


def test_a_value_that_is_asked_goes_before_a_better_unit_without_one(index: Index) -> None:
    best = candidate_of(index, "Een mentor begeleidt", type=0.0, section_coverage=0.5)
    value = candidate_of(index, "€ 800", score=3.0, type=1.0)
    assert texts(index, AMOUNT, best, value) == ["Onderzoek | € 800"]


def test_nothing_found_gives_nothing(index: Index) -> None:
    assert texts(index, LIST) == []


def test_the_first_sentence_of_a_section_brings_what_follows(index: Index) -> None:
    first = candidate_of(index, "duurt twee jaar", opens=1.0)
    assert texts(index, "Hoe lang duurt het?", first) == [
        "De opleiding duurt twee jaar.",
        "Dat is korter dan de pabo.",
        "Een school betaalt de opleiding.",
    ]


def test_the_first_sentence_of_a_section_brings_its_list(tmp_path: Path) -> None:
    text = (
        "# Routes\n\n## Eisen\n\nInstromen kan vaak. Je hebt nodig:\n\n- een diploma;\n- een VOG.\n"
    )
    index = index_of(tmp_path, routes=text)
    found = texts(index, LIST, candidate_of(index, "Instromen kan", opens=1.0))
    assert len(found) == 4
    assert found[-1].endswith("een VOG.")
    asked = texts(index, AMOUNT, candidate_of(index, "Instromen kan", opens=1.0))
    assert asked == ["Instromen kan vaak."]


@pytest.mark.parametrize(
    ("text", "first"),
    [("duurt twee jaar", True), ("korter dan de pabo", False), ("drie dingen nodig", True)],
)
def test_a_text_of_ours_answers_first(index: Index, text: str, first: bool) -> None:
    ours = with_documents(index, sources=({"title": "Routetool"},))
    found = candidate_of(ours, text)
    assert opens(ours, found.hit, found.number) is first
    original = candidate_of(index, text)
    assert not opens(index, original.hit, original.number)


@pytest.mark.parametrize(("words", "announced"), [(1, True), (40, False)])
def test_a_table_is_announced_only_where_it_is_told_whole(
    words: int, announced: bool, tmp_path: Path
) -> None:
    rows = "\n".join(f"| Cursus {name} | {'uur ' * words}|" for name in "ABCDE")
    text = (
        f"# Plan\n\n## Duur\n\nDe tabel noemt elke cursus:\n\n| Cursus | Duur |\n|---|---|\n{rows}"
    )
    index = index_of(tmp_path, plan=text)
    chosen = texts(
        index,
        "Welke cursussen zijn er?",
        candidate_of(index, "De tabel noemt"),
        candidate_of(index, "Cursus C"),
    )
    assert ("De tabel noemt elke cursus:" in chosen) is announced
    assert [text for text in chosen if text.startswith("Cursus C")]
    assert (len(chosen) == 6) is announced


def test_where_questions_share_an_answer_each_is_answered_in_short(tmp_path: Path) -> None:
    sections = "\n".join(f"## Kop {n}\n\nDe scholing kost {n}00 euro.\n" for n in range(1, 7))
    index = index_of(tmp_path, kosten=f"# Kosten\n\n{sections}")
    near = [candidate_of(index, f"kost {n}00") for n in range(1, 7)]
    ranked = [replace(each, score=9 - number / 10) for number, each in enumerate(near)]
    asked = understand(AMOUNT)
    alone, shared = (choose(index, asked, ranked, sharing) for sharing in (1, 3))
    assert [unit.text for unit in shared] == [unit.text for unit in alone][: len(shared)]
    assert 0 < len(shared) < len(alone)
