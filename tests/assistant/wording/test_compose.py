"""Sentences that read well, each with its literal source."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.evidence.chosen import Chosen
from assistant.messages import EN, NL, Messages
from assistant.wording.compose import Composer, Draft
from assistant.wording.verify import verified
from assistant.wording.whereabouts import spoken_title
from retrieval.index import Index
from tests.assistant.samples import (
    RECORDS,
    chosen_of,
    hit_of,
    index_of,
    make_document,
    with_documents,
)

ON = date(2026, 11, 22)
PLAN = """---
title: Plan van aanpak 2025-2027 (versie 2)
---
# Plan van aanpak 2025-2027 (versie 2)

## Duur

De opleiding duurt twee jaar. Een school betaalt de opleiding.

## Eisen

Je hebt dit nodig:

- een diploma van hbo of wo;
- een school die je in dienst neemt.

## Bedragen

| Onderdeel | Bedrag in 2026 | Wie |
|---|---|---|
| Onderzoek | € 800 | de school |
| Scholing | € 12.000 | het bestuur |
"""


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return index_of(tmp_path, plan=PLAN)


def composed(index: Index, *parts: str, messages: Messages = NL, on: date = ON) -> Draft:
    """Return the draft of the units that hold these texts."""
    return Composer(index, messages, on).compose([chosen_of(index, part) for part in parts])


def texts(draft: Draft) -> list[str]:
    return [sentence.text for sentence in draft.sentences]


@pytest.mark.parametrize(
    ("title", "spoken"),
    [
        ("Plan van aanpak 2025-2027 (versie 2)", "Plan van aanpak"),
        ("Regeling van 1 maart 2026", "Regeling van"),
        ("Onderwijsregio HAK (po, plan voor 2025, verlopen)", "Onderwijsregio HAK"),
        ("Zij-instroom in het basisonderwijs", "Zij-instroom in het basisonderwijs"),
        ("Cijfers 2024/25", "Cijfers"),
    ],
)
def test_a_document_is_named_without_digits(title: str, spoken: str) -> None:
    named = spoken_title(make_document(title=title))
    assert named == spoken
    assert not any(character.isdigit() for character in named)


def test_a_title_of_digits_only_gives_way_to_the_publisher() -> None:
    assert spoken_title(make_document(title="2025", publisher="Het loket")) == "Het loket"
    assert spoken_title(make_document(title="2025")) == "bron"


def test_the_first_sentence_names_its_document_and_the_next_does_not(index: Index) -> None:
    draft = composed(index, "duurt twee jaar", "Een school betaalt")
    assert texts(draft) == [
        "In “Plan van aanpak” staat: De opleiding duurt twee jaar.",
        "Een school betaalt de opleiding.",
    ]
    assert [sentence.citations for sentence in draft.sentences] == [(1,), (1,)]


def test_another_passage_of_the_same_document_is_not_introduced_again(index: Index) -> None:
    draft = composed(index, "duurt twee jaar", "een diploma van hbo")
    assert sum("staat:" in text for text in texts(draft)) == 1
    assert [source.number for source in draft.sources] == [1, 2]


def test_every_document_is_introduced(tmp_path: Path) -> None:
    other = "# Ander stuk\n\n## Duur\n\nDe cursus duurt drie weken."
    index = index_of(tmp_path, plan=PLAN, stuk=other)
    draft = composed(index, "duurt twee jaar", "duurt drie weken")
    assert texts(draft)[1] == "In “Ander stuk” staat: De cursus duurt drie weken."
    assert [source.document_id for source in draft.sources] == ["plan", "stuk"]


def test_a_quote_is_literally_in_the_document_over_all_units_of_the_run(index: Index) -> None:
    (source,) = composed(index, "duurt twee jaar", "Een school betaalt").sources
    assert source.quote == "De opleiding duurt twee jaar. Een school betaalt de opleiding."
    assert source.quote in index.documents["plan"].text
    assert source.section == "Duur"


def test_items_become_items(index: Index) -> None:
    draft = composed(index, "dit nodig:", "een diploma van hbo", "een school die je")
    assert all(text.startswith("- een ") for text in texts(draft)[1:])


def test_a_row_is_said_in_words_with_its_header(index: Index) -> None:
    (text,) = texts(composed(index, "€ 12.000"))
    assert text.endswith("Scholing – Bedrag in 2026: € 12.000; Wie: het bestuur")


def test_a_header_in_an_earlier_passage_is_cited_too(tmp_path: Path) -> None:
    rows = "\n".join(f"| Onderdeel {n} | {'een lange uitleg ' * 6} | {n}0 |" for n in range(1, 21))
    text = f"# Plan\n\n## Kosten\n\n| Wat | Uitleg | Euro |\n|---|---|---|\n{rows}"
    index = index_of(tmp_path, plan=text)
    draft = composed(index, "Onderdeel 20 |")
    assert draft.sentences[0].citations == (1, 2)
    assert "Onderdeel 20 |" in draft.sources[0].quote
    assert draft.sources[1].quote == "Wat | Uitleg | Euro"


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("Ervaring | Bedrag", "99 jaar – Bedrag: € 2.099"),
        ("Geen ervaring | € 2.000", "99 jaar – € 2.099"),
    ],
)
def test_a_row_says_its_values_where_what_leads_it_in_stands_in_an_earlier_passage(
    tmp_path: Path, first: str, said: str
) -> None:
    rows = "\n".join(f"| {n} jaar | € 2.0{n} |" for n in range(10, 100))
    text = f"# Plan\n\nDe bedragen zijn:\n\n| {first} |\n|---|---|\n{rows}"
    index = index_of(tmp_path, plan=text)
    draft = composed(index, "99 jaar |")
    assert texts(draft) == [f"In “Plan” staat: {said}"]
    assert verified(draft, index.documents, NL.from_document) == draft


def test_rows_are_carried_by_their_sources(tmp_path: Path) -> None:
    """The words of the header stand in a quote: else the last gate would drop every row."""
    for header in ("Bedrag in 2026", "Bedrag", "bedrag"):
        index = index_of(tmp_path / header, plan=PLAN.replace("Bedrag in 2026", header))
        draft = composed(index, "€ 800", "€ 12.000")
        assert verified(draft, index.documents, NL.from_document) == draft
        assert [sentence.citations for sentence in draft.sentences] == [(1,), (1,)]


def test_a_header_that_stands_within_the_quote_is_not_cited_again(tmp_path: Path) -> None:
    table = "| Wat | Bedrag |\n|---|---|\n| Boek | € 10 |\n| Les | € 20 |"
    text = f"# Plan\n\nDe kosten staan hier.\n\n{table}"
    draft = composed(index_of(tmp_path, plan=text), "De kosten", "€ 20")
    assert [sentence.citations for sentence in draft.sentences] == [(1,), (1,)]


def test_a_row_of_a_record_carries_the_name_of_the_record(tmp_path: Path) -> None:
    index = index_of(tmp_path, plan=RECORDS)
    draft = composed(index, "Onderzoek invalpool", "februari 2026")
    assert texts(draft) == ["In “Plan” staat: Onderzoek invalpool – Periode: februari 2026"]
    assert "Onderzoek invalpool" in draft.sources[0].quote


@pytest.mark.parametrize(
    ("valid_to", "phrase"),
    [
        (date(2026, 11, 21), "(niet meer geldig) staat:"),
        (date(2026, 11, 22), "” staat:"),
        (None, "” staat:"),
    ],
)
def test_an_expired_document_is_called_so(index: Index, valid_to: date | None, phrase: str) -> None:
    draft = composed(with_documents(index, valid_to=valid_to), "duurt twee jaar")
    assert phrase in texts(draft)[0]
    assert draft.sources[0].expired == ("geldig" in phrase)
    assert draft.sources[0].valid_to == (valid_to.isoformat() if valid_to else None)


def test_an_english_visitor_is_told_that_the_quote_is_dutch(index: Index) -> None:
    (text,) = texts(composed(index, "duurt twee jaar", messages=EN))
    assert text == "“Plan van aanpak” says (in Dutch): De opleiding duurt twee jaar."


def test_the_quote_is_the_passage_and_marks_tell_what_is_said(tmp_path: Path) -> None:
    text = "# Plan\n\n## Deel\n\nEen kost € 1. Twee kost € 2. Drie kost € 3. Vier kost € 4."
    index = index_of(tmp_path, plan=text)
    draft = composed(index, "Een kost", "Twee kost", "Vier kost")
    (source,) = draft.sources
    assert source.quote == "Een kost € 1. Twee kost € 2. Drie kost € 3. Vier kost € 4."
    marked = [source.quote[start:end] for start, end in source.marks]
    assert marked == ["Een kost € 1. Twee kost € 2.", "Vier kost € 4."]


def test_units_of_two_passages_have_a_source_each(tmp_path: Path) -> None:
    sentences = [f"Zin {n} zegt {'iets over de opleiding ' * 10}en meer." for n in range(1, 9)]
    index = index_of(tmp_path, lang="# Lang\n\n## Deel\n\n" + " ".join(sentences))
    draft = composed(index, "Zin 1 zegt", "Zin 8 zegt")
    assert [sentence.citations for sentence in draft.sentences] == [(1,), (2,)]
    for sentence, number in zip(draft.sentences, "18", strict=True):
        assert f"Zin {number} zegt" in draft.sources[sentence.citations[0] - 1].quote


def test_nothing_chosen_is_an_empty_draft(index: Index) -> None:
    assert composed(index) == Draft(sentences=(), sources=())


SAME = "De aanvraag doet de school zelf."


def units_of(index: Index) -> list[Chosen]:
    """Return every unit of an index, in order, as chosen."""
    return [
        Chosen(passage=passage, hit=hit_of(index, passage), number=number)
        for passage in index.passages
        for number in range(len(passage.units))
    ]


def test_what_two_passages_say_in_the_same_words_is_said_once_and_cites_both(
    tmp_path: Path,
) -> None:
    one, other = f"# Een\n\n{SAME}\n", f"# Ander\n\n{SAME} Daarna volgt een brief.\n"
    index = index_of(tmp_path, een=one, twee=other)
    draft = Composer(index, NL, ON).compose(units_of(index))
    said = [sentence for sentence in draft.sentences if SAME in sentence.text]
    assert [sentence.citations for sentence in said] == [(1, 2)]
    assert texts(draft)[1] == "In “Ander” staat: Daarna volgt een brief."
    assert verified(draft, index.documents, NL.introductions) == draft


def test_what_opens_a_list_is_said_again(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        een="# Een\n\nNodig zijn:\n\n- een diploma;\n- een baan.\n",
        twee="# Ander\n\nNodig zijn:\n\n- een diploma;\n- een pas.\n",
    )
    said = texts(Composer(index, NL, ON).compose(units_of(index)))
    assert said.count("- een diploma;") == 2
    assert sum(text.endswith("Nodig zijn:") for text in said) == 2


def test_the_yes_of_a_document_answers_its_own_question_only(tmp_path: Path) -> None:
    index = index_of(tmp_path, vraag="# Vraag\n\n## Mag dat?\n\nJa, met een vso-bevoegdheid.\n")
    assert texts(composed(index, "Ja, met")) == ["In “Vraag” staat: Met een vso-bevoegdheid."]


def test_an_original_that_goes_on_elsewhere_names_the_heading(index: Index) -> None:
    draft = composed(index, "De opleiding duurt", "Je hebt dit nodig:", "een diploma")
    assert texts(draft)[1:] == ["Onder “Eisen”: Je hebt dit nodig:", "- een diploma van hbo of wo;"]
    assert verified(draft, index.documents, " ".join(NL.introductions)) == draft


def test_a_text_of_ours_does_not(index: Index) -> None:
    ours = with_documents(index, sources=("https://example.org",))
    draft = composed(ours, "De opleiding duurt", "Je hebt dit nodig:")
    assert texts(draft)[1] == "Je hebt dit nodig:"


SECTIONS = """# Plan

## Werven

### Doel

Meer mensen kiezen voor de klas.

## Artikel 12. Leren van 2025

### Doel

Iedereen leert door.

## {long}

Wie stopt, krijgt een gesprek.
"""


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("Iedereen leert door.", "Onder “Leren van”: Iedereen leert door."),
        ("Wie stopt", "Wie stopt, krijgt een gesprek."),
    ],
)
def test_the_heading_is_new_short_and_without_numbers(part: str, said: str, tmp_path: Path) -> None:
    index = index_of(tmp_path, plan=SECTIONS.format(long="Beschrijf hier alles " * 5))
    assert texts(composed(index, "Meer mensen", part))[1] == said
