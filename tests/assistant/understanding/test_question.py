"""What a question asks for: the kind of answer, the language, the names and the years."""

from __future__ import annotations

import pytest

from assistant.understanding.question import (
    Expects,
    language_of,
    name_forms,
    names_in,
    understand,
    without_age,
    without_country,
)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Op welke datum sluit de aanvraag?", Expects.DAY),
        ("Wanneer begint de opleiding?", Expects.DATE),
        ("Hoe laat begint de bijeenkomst?", Expects.DATE),
        ("Hoeveel subsidie krijg ik?", Expects.MONEY),
        ("Hoe hoog is de tegemoetkoming?", Expects.MONEY),
        ("Hoeveel is er in 2027 toegekend aan de regio?", Expects.MONEY),
        ("Hoeveel dragen de besturen bij?", Expects.MONEY),
        ("Wie stelt de begroting op?", Expects.NAME),
        ("Wat vraagt de school van een docent?", Expects.LIST),
        ("Wat kost de scholing?", Expects.MONEY),
        ("Welk percentage van de besturen doet mee?", Expects.PERCENT),
        ("Hoeveel schoolbesturen doen mee?", Expects.COUNT),
        ("Hoe lang duurt zij-instroom?", Expects.DURATION),
        ("Hoeveel jaar duurt de pabo?", Expects.DURATION),
        ("Hoe vaak komt de stuurgroep bij elkaar?", Expects.FREQUENCY),
        ("Hoe heet de penvoerder?", Expects.PERSON),
        ("Wie is de programmamanager van PO Noord?", Expects.PERSON),
        ("Wie betaalt de scholing?", Expects.NAME),
        ("Wat is het e-mailadres van het loket?", Expects.EMAIL),
        ("Welk telefoonnummer heeft het loket?", Expects.PHONE),
        ("Welke website hoort daarbij?", Expects.WEB),
        ("In welke plaats zit het loket?", Expects.PLACE),
        ("In welk artikel staat dat?", Expects.ARTICLE),
        ("Waar staat PDG voor?", Expects.EXPANSION),
        ("Waarom is er een tekort?", Expects.REASON),
        ("Wat is zij-instroom?", Expects.DEFINITION),
        ("Welke diploma's heb ik nodig?", Expects.LIST),
        ("Mag ik zonder diploma voor de klas?", Expects.YES_NO),
        ("Wat is het uurtarief van een invaller?", Expects.MONEY),
        ("Welk salaris noemt het plan voor starters?", Expects.MONEY),
        ("Hoe hoog was het RAP budget in 2022?", Expects.MONEY),
        ("Tot welk inkomen krijg je de toelage?", Expects.MONEY),
        ("Wat heeft de campagne gekost?", Expects.MONEY),
        ("Hoe hoog is de rente?", Expects.PERCENT),
        ("What is the pass rate of the course?", Expects.PERCENT),
        ("Wat is de opzegtermijn voor een bestuur?", Expects.DURATION),
        ("Wat is het bezoekadres van het loket?", Expects.PLACE),
        ("Hoe groot is het lerarentekort in Rotterdam?", Expects.MEASURE),
        ("Wat is de gemiddelde leeftijd van docenten?", Expects.MEASURE),
        ("Hoe oud mag een VOG zijn?", Expects.MEASURE),
        ("Wat is het ziekteverzuim in de regio?", Expects.MEASURE),
        ("Welke reiskostenvergoeding krijgt een docent?", Expects.MONEY),
        ("Wat is collegegeld?", Expects.DEFINITION),
        ("Wat is een toelage?", Expects.DEFINITION),
        ("Wat is de einddatum van de regeling?", Expects.DATE),
        ("Op welke locatie is de bijeenkomst?", Expects.PLACE),
        ("Welke minister tekende de notitie?", Expects.PERSON),
        ("contactpersoon UWV voor de regio", Expects.PERSON),
        ("Op welk nummer kan ik bellen?", Expects.PHONE),
        ("Is there an age limit for zij-instroom?", Expects.MEASURE),
        ("Welke uitzendbureaus doen mee?", Expects.ORGANISATION),
        ("Wie is de bestuurlijk trekker van dit plan?", Expects.PERSON),
        ("Hoe schrijf ik me in voor het register?", Expects.PROCEDURE),
        ("Hoe kan ik bezwaar maken?", Expects.PROCEDURE),
        ("aanmelden voor de kweekvijver, hoe gaat dat", Expects.PROCEDURE),
        ("Wie lange dauert die Ausbildung?", Expects.DURATION),
        ("Combien coûte la formation ?", Expects.MONEY),
        ("Wat is het verschil tussen salaris en loon?", Expects.DEFINITION),
        ("Vertel over het loket.", Expects.FREE),
        ("Wie mag een stap overslaan?", Expects.FREE),
        ("Wie kan ik bellen?", Expects.NAME),
        ("Wanneer is het loket telefonisch bereikbaar?", Expects.DATE),
        ("When can I call the desk?", Expects.DATE),
        ("Hoe is het loket telefonisch bereikbaar?", Expects.PHONE),
        ("How much does the training cost?", Expects.MONEY),
        ("When does the course start?", Expects.DATE),
        ("How many school boards take part?", Expects.COUNT),
        ("", Expects.FREE),
    ],
)
def test_kind(question: str, kind: Expects) -> None:
    assert understand(question).kind == kind


def test_the_most_specific_kind_stands_before_the_others() -> None:
    assert understand("Hoeveel jaar duurt de pabo?").expects == (Expects.DURATION, Expects.COUNT)


@pytest.mark.parametrize(
    "question", ["WANNEER begint het?", "wanneer begint het", "Wannéer is dat?"]
)
def test_capitals_accents_and_the_question_mark_do_not_matter(question: str) -> None:
    assert understand(question).kind == Expects.DATE


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hoe word ik leraar?", "nl"),
        ("How do I become a teacher?", "en"),
        ("Wie werde ich Lehrer?", "de"),
        ("Will Noordwijs auch mit Schulen rund um Emmen reden?", "de"),
        ("Comment devenir professeur ?", "fr"),
        ("¿Cómo puedo ser profesor?", "es"),
        ("Nasıl öğretmen olabilirim?", "tr"),
        ("Jak zostać nauczycielem w Holandii?", "pl"),
        ("كيف أصبح معلما؟", "ar"),
        ("Як стати вчителем?", "uk"),
        ("Ile zarabia nauczyciel?", "pl"),
        ("Pabo kaç yıl sürer?", "tr"),
        ("ücretsiz mi yani?", "tr"),
        ("Чи треба платити в onderwijsloket?", "uk"),
        ("Как стать учителем? Мы из Харькова, объясните", "ru"),
        ("welk resultaat verwachten ze daarvan?", "nl"),
        ("ziekteverzuimpercentage po groot amsterdam", "nl"),
        ("Wat betekent вчитель in het Nederlands voor mij?", "nl"),
        ("PDG", "nl"),
        ("", "nl"),
        ("What is zij-instroom in het primair onderwijs?", "nl"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language
    assert understand(text).language == language


def test_names_are_capitals_that_do_not_open_the_question() -> None:
    assert names_in("Wat doet Rianne de Vries bij Noord-Nederland?") == (
        "rianne",
        "vries",
        "noord-nederland",
    )
    assert names_in("Wat is het?") == ()
    assert names_in("Wie werkt in De Heuvelrand?") == ("heuvelrand",)


@pytest.mark.parametrize(
    ("question", "name"),
    [("DUO doet wat?", "duo"), ("Wat is DUO?", "duo"), ("En het CvTE?", "cvte")],
)
def test_acronyms_are_names(question: str, name: str) -> None:
    assert names_in(question) == (name,)


def test_a_name_stands_once() -> None:
    assert names_in("Is de DUO van Den Haag de DUO van Groningen?").count("duo") == 1


def test_a_hyphenated_name_is_known_by_its_whole_and_its_parts() -> None:
    duo, noord = name_forms(("duo", "zuid-oost"))
    assert duo == {"duo"}
    assert noord == {"zuidoost", "zuid", "oost"}


def test_years() -> None:
    question = understand("Wat gold er in 2024 en 2025, en wat in 2024 voor 20000 euro in 1850?")
    assert question.years == ("2024", "2025")


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("Ik ben 45 en werk bij een bank, kan het?", "leeftijd en werk bij een bank, kan het?"),
        ("Kan ik met 45 nog leraar worden?", "Kan ik leeftijd nog leraar worden?"),
        ("als 52-jarige overstappen", "als leeftijd overstappen"),
        ("hoe betaal ik de pabo als ik 40 ben", "hoe betaal ik de pabo leeftijd"),
        ("ben 52, kan het nog", "leeftijd, kan het nog"),
        ("ik ben 20 minuten later", "ik ben 20 minuten later"),
        ("I'm 38, is it too late?", "leeftijd, is it too late?"),
        ("Ik ben 30 uur beschikbaar", "Ik ben 30 uur beschikbaar"),
        ("ik ben 12 jaar leraar", "ik ben 12 jaar leraar"),
        ("Wat is artikel 45?", "Wat is artikel 45?"),
    ],
)
def test_the_askers_own_age_is_read_as_age(asked: str, read: str) -> None:
    assert without_age(asked) == read


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("Hoe word ik leraar in Nederland?", "Hoe word ik leraar?"),
        ("How can I become a teacher in the Netherlands?", "How can I become a teacher?"),
        ("¿Cómo puedo ser profesor en los Países Bajos?", "¿Cómo puedo ser profesor?"),
        ("Hollanda'da nasıl öğretmen olurum?", " nasıl öğretmen olurum?"),
        ("Як стати вчителем у Нідерландах?", "Як стати вчителем?"),
        ("Is mijn diploma in Nederland geldig?", "Is mijn diploma in Nederland geldig?"),
        (
            "Can I get it recognised in the Netherlands?",
            "Can I get it recognised in the Netherlands?",
        ),
        ("Wat doet PO Noord-Nederland?", "Wat doet PO Noord-Nederland?"),
        ("Werken in Noord-Nederland?", "Werken in Noord-Nederland?"),
    ],
)
def test_the_country_is_left_out_where_it_adds_nothing(asked: str, read: str) -> None:
    assert without_country(asked) == read
