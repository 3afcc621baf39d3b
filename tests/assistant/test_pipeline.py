"""Questions asked of a small real index, with the real embedder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.answer import Answer, Ask, Status
from assistant.pipeline import Pipeline
from assistant.understanding.conversation import resolved
from assistant.understanding.values import numbers
from corpus.text import fold
from retrieval.search import Retriever
from tests.assistant.conftest import HIDDEN, SECRET
from tests.assistant.samples import with_documents

ON = date(2026, 11, 22)
DOCUMENTS_QUESTION = "Welke documenten levert een onderwijsregio in bij de aanvraag?"
DURATION = "Hoe lang duurt de opleiding van zij-instroom?"
COUNT = "Hoeveel begeleiders zijn er?"


def ask(pipeline: Pipeline, question: str, on: date = ON, **more: Any) -> Answer:
    answer = pipeline.answer(Ask(question=question, **more), on)
    _check(pipeline, answer)
    return answer


def _check(pipeline: Pipeline, answer: Answer) -> None:
    """Whatever was asked: quotes are literal, citations exist, and no number is made up."""
    documents = pipeline._index.documents
    quotes = {source.number: fold(source.quote) for source in answer.sources}
    assert list(quotes) == list(range(1, len(quotes) + 1))
    for source in answer.sources:
        assert quotes[source.number] in fold(documents[source.document_id].text)
    for sentence in answer.sentences:
        assert sentence.citations
        carried = " ".join(quotes[number] for number in sentence.citations)
        assert numbers(sentence.text) <= numbers(carried)
    assert bool(answer.sentences) == (answer.status in (Status.ANSWERED, Status.PARTIAL))
    assert answer.contact.name


def documents_of(answer: Answer) -> set[str]:
    return {source.document_id for source in answer.sources}


def test_an_answer_is_a_literal_quote(pipeline: Pipeline) -> None:
    answer = ask(pipeline, DURATION)
    assert answer.status == Status.ANSWERED
    assert "De opleiding duurt hooguit twee jaar." in answer.text
    assert answer.sources[0].document_id == "zij-instroom"
    assert "De opleiding duurt hooguit twee jaar." in answer.sources[0].quote
    assert answer.text.startswith("In “Zij-instroom in het basisonderwijs” staat:")
    assert "[1]" in answer.text


def test_a_question_for_a_date_gets_the_date(pipeline: Pipeline) -> None:
    answer = ask(pipeline, "Wanneer moet de aanvraag uiterlijk ingediend zijn?")
    assert answer.status == Status.ANSWERED
    assert "30 april 2027" in answer.text


def test_a_question_for_an_amount_gets_the_row_of_the_table(pipeline: Pipeline) -> None:
    answer = ask(pipeline, "Wat kost de scholing?")
    assert answer.status == Status.ANSWERED
    assert "Scholing – Bedrag: € 12.000; Wie betaalt: de school" in answer.text


def test_a_word_that_was_written_as_two_is_read_as_one(pipeline: Pipeline) -> None:
    apart = ask(pipeline, "Wat kost het geschiktheids onderzoek?")
    whole = ask(pipeline, "Wat kost het geschiktheidsonderzoek?")
    assert "€ 800" in whole.text
    assert (apart.text, apart.confidence) == (whole.text, whole.confidence)


def test_a_follow_up_is_read_with_the_question_before_it(pipeline: Pipeline) -> None:
    follow_up = "En wanneer moet dat af zijn?"
    answer = ask(pipeline, follow_up, earlier=(DOCUMENTS_QUESTION,))
    assert answer.status == Status.ANSWERED
    assert "30 april 2027" in answer.text
    assert answer.question == follow_up
    assert ask(pipeline, follow_up).status not in (Status.ANSWERED, Status.PARTIAL)


@pytest.mark.parametrize(
    "question",
    [
        "Hoeveel euro krijgt een school voor het begeleiden van een startende leraar?",
        "Hoeveel salaris verdient een mentor per maand?",
    ],
)
def test_a_near_miss_for_an_amount_is_refused(pipeline: Pipeline, question: str) -> None:
    answer = ask(pipeline, question)
    assert answer.status == Status.NOT_FOUND
    assert not numbers(answer.text)
    assert "niet in de documenten" in answer.text
    assert answer.contact.name in answer.text


@pytest.mark.parametrize(
    "question",
    ["Wat is de hoofdstad van Australië?", "Welk recept is goed voor pannenkoeken met spek?"],
)
def test_another_subject_is_out_of_scope(pipeline: Pipeline, question: str) -> None:
    answer = ask(pipeline, question)
    assert answer.status == Status.OUT_OF_SCOPE
    assert "leraar worden" in answer.text


def test_two_regions_stand_side_by_side(pipeline: Pipeline) -> None:
    answer = ask(
        pipeline, "Hoeveel begeleiders hebben onderwijsregio Utrecht en onderwijsregio Zeeland?"
    )
    assert answer.status == Status.ANSWERED
    assert documents_of(answer) == {"utrecht", "zeeland"}
    assert "Utrecht werkt met twaalf begeleiders" in answer.text
    assert "Zeeland werkt met acht begeleiders" in answer.text


@pytest.mark.parametrize(
    ("region", "right", "wrong"),
    [("Utrecht", "Rianne de Vries", "Karel Jansen"), ("Zeeland", "Karel Jansen", "Rianne")],
)
def test_a_region_that_is_named_excludes_the_others(
    pipeline: Pipeline, region: str, right: str, wrong: str
) -> None:
    answer = ask(pipeline, f"Wie is de penvoerder van onderwijsregio {region}?")
    assert right in answer.text
    assert wrong not in answer.text
    assert documents_of(answer) == {region.lower()}
    assert answer.contact.name == f"Onderwijsregio {region}"


def test_a_region_that_is_chosen_excludes_the_others(pipeline: Pipeline) -> None:
    assert documents_of(ask(pipeline, COUNT, region="zeeland")) == {"zeeland"}
    assert documents_of(ask(pipeline, COUNT)) == {"utrecht", "zeeland"}


def test_a_region_of_an_earlier_question_still_counts(pipeline: Pipeline) -> None:
    earlier = ("Wie is de penvoerder van onderwijsregio Zeeland?",)
    answer = ask(pipeline, "En hoeveel begeleiders zijn er?", earlier=earlier)
    assert documents_of(answer) == {"zeeland"}


@pytest.mark.parametrize("question", [DURATION, "Wat is dat?", COUNT])
def test_the_same_question_gives_the_same_answer(pipeline: Pipeline, question: str) -> None:
    first, second = (replace(ask(pipeline, question), timings_ms={}) for _ in range(2))
    assert first == second
    assert ask(pipeline, question + " ").id != first.id


def test_a_passage_with_an_order_to_a_machine_is_left_out(pipeline: Pipeline) -> None:
    for question in ("Wat doet een mentor?", "Hoe vaak kijkt een mentor mee?", HIDDEN, DURATION):
        answer = ask(pipeline, question)
        assert "BANAAN" not in answer.text
        assert not any("BANAAN" in source.quote for source in answer.sources)
    helped = ask(pipeline, "Wie wijst de mentor aan?")
    assert "De schoolleider wijst de mentor aan" in helped.text


def test_an_english_question_is_framed_in_english(pipeline: Pipeline) -> None:
    answer = ask(pipeline, "How long does the zij-instroom training take?")
    assert answer.language == "en"
    assert answer.status == Status.ANSWERED
    assert "says (in Dutch):" in answer.text
    assert "De opleiding duurt hooguit twee jaar." in answer.text
    refused = ask(pipeline, "What is the capital of Australia?")
    assert "I help with questions about becoming a teacher" in refused.text


def test_a_staff_document_is_not_quoted_to_the_public(pipeline: Pipeline) -> None:
    question = "Welk telefoonnummer heeft de noodlijn?"
    assert SECRET in ask(pipeline, question).text
    answer = ask(pipeline, question, audience="public")
    assert "werkinstructie" not in documents_of(answer)
    assert "088" not in answer.text


@pytest.mark.parametrize(("on", "expired"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True)])
def test_an_expired_rule_is_called_so(pipeline: Pipeline, on: date, expired: bool) -> None:
    question = "Hoeveel bedraagt de tegemoetkoming reiskosten per schooljaar?"
    answer = ask(pipeline, question, on=on)
    assert "€ 350" in answer.text
    assert ("(niet meer geldig)" in answer.text) is expired
    assert answer.sources[0].expired is expired


def test_two_questions_of_which_one_has_an_answer(pipeline: Pipeline) -> None:
    answer = ask(pipeline, f"{DURATION} Wat is de hoofdstad van Australië?")
    assert answer.status == Status.PARTIAL
    assert answer.missing == ("Wat is de hoofdstad van Australië?",)
    assert "Over “Wat is de hoofdstad van Australië?” heb ik niets gevonden." in answer.text


@pytest.mark.parametrize(
    "question", ["", "?", "   ", "de het een", "\0", "x" * 5000, "[1] ][ {title}"]
)
def test_odd_questions_are_survived(pipeline: Pipeline, question: str) -> None:
    assert ask(pipeline, question).status in (Status.NOT_FOUND, Status.OUT_OF_SCOPE)


@pytest.mark.parametrize(
    ("audience", "name"),
    [
        (None, "Onderwijsregio Utrecht"),
        ("staff", "Onderwijsregio Utrecht"),
        ("public", "Utrecht leert"),
        ("publiek", "Utrecht leert"),
    ],
)
def test_a_staff_document_names_no_contact_to_the_public(
    pipeline: Pipeline, audience: str | None, name: str
) -> None:
    hidden = with_documents(pipeline._index, audience="staff")
    retriever = Retriever(hidden, pipeline._retriever.embedder)
    question = "Wie is de penvoerder van onderwijsregio Utrecht?"
    ask_of = Ask(question=question, audience=audience)
    answer = Pipeline(retriever).answer(ask_of, ON)
    assert answer.contact.name == name


def test_a_question_about_someones_own_town_gets_what_holds_in_general(pipeline: Pipeline) -> None:
    answer = ask(
        pipeline, "Kan ik in Middelburg een opleiding van zij-instroom van twee jaar doen?"
    )
    plain = ask(pipeline, "Kan ik een opleiding van zij-instroom van twee jaar doen?")
    assert plain.status == Status.ANSWERED
    assert answer.status == Status.ANSWERED
    assert answer.sources == plain.sources
    assert any("Middelburg" in note for note in answer.notes)
    assert not answer.text.startswith("Ja")


def test_an_article_that_is_named_is_quoted_whole(pipeline: Pipeline) -> None:
    answer = ask(pipeline, "Wat staat er in artikel 2 van de regeling reiskosten?")
    assert answer.sources[0].section == "Artikel 2. Bedrag"
    assert "De tegemoetkoming bedraagt € 350 per schooljaar." in answer.text
    assert "De tegemoetkoming wordt betaald in oktober." in answer.text
    assert documents_of(answer) == {"regeling"}
    second = ask(pipeline, "Wat zegt artikel 2, tweede lid, van de regeling reiskosten?")
    assert "oktober" in second.text
    assert "€ 350" not in second.text


def test_several_articles_are_quoted_one_by_one_and_what_lacks_is_named(pipeline: Pipeline) -> None:
    answer = ask(pipeline, "Wat zeggen artikel 1 en artikel 2 van de regeling reiskosten?")
    assert answer.status == Status.ANSWERED
    sections = [source.section for source in answer.sources]
    assert sections == ["Artikel 1. Begripsbepalingen", "Artikel 2. Bedrag"]
    partly = ask(pipeline, "Wat zeggen artikel 2 en 9 van de regeling reiskosten?")
    assert partly.status == Status.PARTIAL
    assert "€ 350" in partly.text
    assert partly.missing == ("artikel 9 van de regeling reiskosten",)


@pytest.mark.parametrize(
    "article",
    [
        "artikel 9 van de regeling",
        "artikel 2 van de Grondwet",
        "artikel 2, derde lid, van de regeling",
        "artikel 2 van de regeling Onderwijsregio Zeeland",
    ],
)
def test_an_article_that_is_not_there_is_not_replaced_by_another(
    pipeline: Pipeline, article: str
) -> None:
    assert ask(pipeline, f"Wat staat er in {article}?").status == Status.NOT_FOUND


def test_what_is_answered_better_by_itself_does_not_lean(pipeline: Pipeline) -> None:
    before = "Wie is de penvoerder van Onderwijsregio Zeeland?"
    question = "wie wijst de mentor aan"
    assert resolved(question, [before]).follows
    answer = ask(pipeline, question, earlier=(before,))
    assert answer.read_as is None
    assert answer.sources[0].document_id == "mentor"


def test_what_is_not_answered_by_itself_is_read_after_the_conversation(pipeline: Pipeline) -> None:
    question = "is de begroting van de penvoerder verplicht"
    assert not resolved(question, [DOCUMENTS_QUESTION]).follows
    assert ask(pipeline, question).status == Status.NOT_FOUND
    answer = ask(pipeline, question, earlier=(DOCUMENTS_QUESTION,))
    assert answer.read_as == f"Na “{DOCUMENTS_QUESTION[:-1]}”: {question}"
    assert answer.sentences


def test_a_question_is_read_once_until_it_is_forgotten(pipeline: Pipeline) -> None:
    first = pipeline.read(DURATION, "", None, ON)
    assert pipeline.read(DURATION, "", None, ON) is first
    pipeline.forget()
    assert pipeline.read(DURATION, "", None, ON) is not first


def test_does_not_ask_for_a_region_that_only_the_documents_know(pipeline: Pipeline) -> None:
    question = "wat is het telefoonnummer van het loket Plutodam"
    assert ask(pipeline, question).status == Status.CLARIFY
    index = with_documents(pipeline._index, regions=("plutodam",))
    known = Pipeline(Retriever(index, pipeline._retriever.embedder))
    assert known.answer(Ask(question=question), ON).status != Status.CLARIFY
