"""Ja and nee, only where a passage carries them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Answer

Asking = Callable[[str], Answer]


@pytest.mark.parametrize(
    ("question", "opening", "held"),
    [
        ("Is een VOG verplicht voor leraren?", "Ja. In", "voor elke leraar verplicht"),
        ("Is een VOG niet verplicht voor leraren?", "Jawel. In", "voor elke leraar verplicht"),
        ("Ik hoorde dat ik zonder VOG mag lesgeven, klopt dat?", "Nee, dat klopt niet.", "VOG"),
        ("Klopt het dat ik een VOG nodig heb?", "Ja, dat klopt. In", "verplicht"),
        ("Moet ik een rijbewijs hebben?", "Nee. In", "een rijbewijs is niet nodig"),
        ("Klopt het dat je geen rijbewijs nodig hebt?", "Ja, dat klopt. In", "niet nodig"),
        ("Mag ik naast zij-instroom mijn bedrijf houden?", "Ja. In", "je bedrijf houden mag"),
        ("Krijg ik bij een deeltijdopleiding studiefinanciering?", "Nee. In", "geen studiefin"),
        ("Ik krijg toch studiefinanciering bij een deeltijdopleiding?", "Nee, dat", "geen studief"),
        ("Bestaat de zomerschool nog?", "Nee. In", "bestaat niet meer"),
        ("Is de zomerschool in 2023 gestopt?", "Ja. In", "bestaat niet meer"),
        ("Klopt het dat de lesbeurs € 9.000 is?", "Nee, dat klopt niet. In", "4.500"),
        ("Is de lesbeurs 4.500 euro?", "Ja. In", "4.500"),
        ("Mag de verklaring een jaar oud zijn?", "Nee. In", "zes maanden"),
        ("Mag mijn verklaring vier maanden oud zijn?", "Ja. In", "zes maanden"),
        ("Is dansles hetzelfde als gymnastiek?", "Nee. In", "iets anders"),
        ("Vraag ik het instroomfonds zelf aan?", "Nee. In", "schoolbestuur vraagt"),
        (
            "Klopt het dat het schoolbestuur het instroomfonds bij het loket aanvraagt?",
            "Nee, dat",
            "bij DUO",
        ),
        ("Vraagt de school het instroomfonds aan bij DUO?", "Ja. In", "bij DUO"),
        ("Is het loket degene die mijn portfolio beoordeelt?", "Nee. In", "De opleider"),
        ("Mag ik koorzang geven met een zangcertificaat?", "Nee. In", "niet genoeg"),
        ("Krijgt een school twee keer startgeld voor dezelfde leraar?", "Nee. In", "niet twee"),
        ("Mag een klassenhulp alleen voor de groep staan?", "Nee. In", "niet alleen"),
        ("Is de infoavond gratis?", "Ja. In", "kost niets"),
        ("Geeft de opleider het werkbewijs?", "Nee. In", "De school geeft"),
        ("Gelden op een boerderijschool andere regels?", "Nee. In", "dezelfde regels"),
        (
            "Mag vrijstelling zonder toestemming van de examencommissie?",
            "Nee. In",
            "alleen met toestemming",
        ),
        ("Krijg ik het leergeld?", "Nee. In", "niet jij"),
        ("Krijgt de school het leergeld en niet ik?", "Ja. In", "niet jij"),
        ("Het zangfonds loopt toch maar tot en met schooljaar 2024-2025?", "Nee, dat", "2027"),
        ("Het zangfonds loopt tot en met schooljaar 2027-2028, klopt dat?", "Ja, dat", "2027"),
        ("Je kunt je voor het zomerkoor aanmelden tot 1 juli, toch?", "Nee, dat", "15 maart"),
        ("De muziektoelage is een lening, toch?", "Nee, dat", "een gift"),
        ("De muziektoelage is een gift, toch?", "Ja, dat", "een gift"),
        ("Heb ik een koorpas nodig?", "Ja. In", "een zanger heeft een koorpas nodig"),
        ("De dirigentencursus duurt vier jaar, toch?", "Nee, dat", "één tot twee jaar"),
        ("De dirigentencursus duurt één tot twee jaar, toch?", "Ja, dat", "één tot twee jaar"),
        ("In de aula mag je altijd repeteren, toch?", "Nee, dat", "alleen met toestemming"),
        ("In de kelder repeteer je altijd, toch?", "Nee, dat", "enkel met toestemming"),
        (
            "De school kan kinderkoorgeld al aanvragen voordat de repetities beginnen, toch?",
            "Nee, dat",
            "pas aanvragen als",
        ),
        ("Een orkestkaart geldt alleen in de school, toch?", "Nee, dat", "ook in het buurthuis"),
        ("De paukencursus duurt twee jaar, toch?", "Nee, dat", "Paukencursus | 4 jaar"),
        ("Nu al zingen alle leerlingen in een scholenkoor, toch?", "Nee, dat", "Het doel is"),
        ("De kleur van het notenpapier maakt uit, toch?", "Nee, dat", "maakt niet uit"),
        ("Een koorhulp heeft een koordiploma, toch?", "Nee, dat", "geen koordiploma"),
        (
            "Bij zij-instroom sta ik vanaf de eerste dag zelfstandig op het podium, toch?",
            "Ja",
            "dag",
        ),
        ("Kan ik zelf subsidie zij-instroom aanvragen?", "Nee. In", "kan niet"),
        ("Moet ik met een koorpas een gehoortest doen?", "Nee. In", "Met een koorpas"),
        ("Is de celloregeling er ook als ik nog geen koordiploma heb?", "Nee. In", "alleen voor"),
        ("Was de rente op het koorkrediet in 2025 hoger dan 2,5%?", "Ja. In", "2,57"),
        ("Was de rente op het koorkrediet in 2025 lager dan 2,5%?", "Nee. In", "2,57"),
        ("Klopt het dat de uitval van repetities ruim 12 procent was in 2025?", "Ja, dat", "12,2"),
        ("Klopt het dat de uitval van repetities ruim 20 procent was in 2025?", "Nee", "12,2"),
        (
            "Ik las dat een tekendiploma op elke avondschool genoeg is, klopt dat?",
            "Nee, dat",
            "avondschool die zelf examens afneemt",
        ),
    ],
)
def test_an_answer_opens_with_what_the_passage_says(
    ask: Asking, question: str, opening: str, held: str
):
    answer = ask(question)
    first = answer.sentences[0]
    assert first.text.startswith(opening)
    cited = {source.number: source.quote for source in answer.sources}
    assert any(held in cited[number] for number in first.citations)


@pytest.mark.parametrize(
    "question",
    [
        "Krijg ik een vaste aanstelling?",
        "Moet ik eerst proeflessen geven?",
        "Mag ik voor vrijstelling kiezen?",
        "Is een VOG gratis?",
        "Moet ik een koorpas zelf betalen?",
        "Het stemfonds is een lening, toch?",
        "Mag ik een VOG weigeren?",
        "Heb ik een rijbewijs nodig om een vaste aanstelling te krijgen bij de zomerschool?",
        "Hoe hoog is de lesbeurs?",
        "Wat als ik geen VOG heb?",
        "Klopt het dat je met de fluitmodule eerste fluitist wordt?",
        "Mag ik voorlezen met een zangcertificaat?",
        "Mag het loket het instroomfonds aanvragen?",
        "De dirigentencursus duurt één jaar, toch?",
        "De stemproef is voor trompettisten, toch?",
        "Een zanger heeft recht op een jaar verlenging van de proefplaats, toch?",
        "De koorafspraak teken je alleen met de school, toch?",
        "De trommelcursus en de paukencursus duren samen vijf jaar, toch?",
        "Het zangfonds loopt al sinds 2010, toch?",
        "Een leenfluit is een koffer, toch?",
        "Neemt de koorraad besluiten?",
        "Kan ik overstappen naar de blokfluit?",
        "Duurt de harpcursus één jaar?",
        "Mag je met een operakaart in de kapel zingen?",
        "Klopt het dat je een gehoortest moet doen?",
        "Kan ik als zanger de reisbeurs krijgen?",
        "Kan ik met een luistertoets naar het jeugdkoor?",
        "Is de celloregeling er ook als ik al een koordiploma heb?",
        "Is de celloregeling er ook als ik nog geen rijbewijs heb?",
        "Heb ik een zangpas nodig voor de kamerkoortoets?",
        "Mag mijn school verbieden dat ik thuis een trompet houd?",
        "gaat de stemtest over mij of over de hele zanggroep",
        "Wij lenen een paukenist. Kan dat met muziekgeld?",
        "Kun je de fluitcursus ook in drie jaar doen?",
        "Mag ik de drie oefendagen zelf kiezen?",
        "Moet de fluitcursus na een jaar opnieuw?",
        "Zijn er beginners die vijf jaar begeleid worden?",
        "Krijg je als student betaald op een podium?",
        "Kan ik korting krijgen op de 4.500 euro van de lesbeurs?",
        "Ik doe de pabo en sta dus vanaf de eerste dag zelfstandig op het podium, toch?",
        "Kan ik zelf de tegemoetkoming leraren aanvragen?",
        "Klopt het dat de uitval van repetities bijna 12 procent was in 2025?",
        "Als ik stop betaalt de school het huurgeld terug dat nog niet is uitgegeven, toch?",
    ],
)
def test_in_doubt_an_answer_says_neither(ask: Asking, question: str):
    assert not ask(question).text.startswith(("Ja", "Nee"))


def test_a_condition_that_opens_with_its_verb_denies_nothing(ask: Asking):
    asked = "Ik heb de stemtoets niet gehaald. Mag ik toch aan de opera meedoen?"
    assert not ask(asked).text.startswith("Nee")


def test_the_word_of_the_document_does_not_stand_beside_another(ask: Asking):
    answer = ask("Klopt het dat je geen rijbewijs nodig hebt?")
    assert answer.text.count("Nee") == 0
    assert "een rijbewijs is niet nodig" in answer.text.lower()


def test_of_two_documents_that_contradict_each_other_neither_is_chosen(ask: Asking):
    answer = ask("Is de kampweek verplicht?")
    assert not answer.text.startswith(("Ja", "Nee"))
    assert "De kampweek is verplicht." in answer.text
    assert "De kampweek is niet verplicht." in answer.text
    assert [note for note in answer.notes if "zeggen hierover niet hetzelfde" in note]
