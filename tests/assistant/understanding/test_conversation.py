"""Follow-ups: which questions lean on earlier ones, and how they then read."""

from __future__ import annotations

import time

import pytest

from assistant.messages import messages_for
from assistant.understanding import follow_up_words as patterns
from assistant.understanding.conversation import Read, leans, resolved
from retrieval.dutch import plain

FIRST = "Welke documenten levert een onderwijsregio in bij de aanvraag?"


@pytest.mark.parametrize(
    "question",
    [
        "En wanneer moet dat af zijn?",
        "Wie betaalt dat?",
        "Maar geldt dat ook voor het voortgezet onderwijs in Groningen?",
        "Waarom?",
        "Hoe lang duurt het?",
        "And how much does it cost?",
        "hoeveel vrijstelling krijg ik dan",
        "hoeveel kreeg je vanaf 2021-2022?",
        "heb ik dan een bevoegdheid nodig",
        "ik heb alleen mavo en veel werkervaring als kapper",
        "en hoe zit het met mijn salaris",
        "hoe lang duurt die leergang",
        "speciaal voor zij-instromers",
        "Met welke partijen?",
        "wer bezahlt das?",
        "geldt die ook op een andere hogeschool",
        "heb ik daar een diploma voor nodig",
        "",
    ],
)
def test_leans_on_an_earlier_question(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    [
        FIRST,
        "Hoe lang duurt zij-instroom in het basisonderwijs?",
        "Hoeveel subsidie krijgt een school voor een zij-instromer die stopt?",
        "How much does lateral entry cost a school board?",
        "En hoeveel verdient een leraar in het basisonderwijs?",
        "Klopt het dat je zonder diploma les mag geven?",
        "Ik hoorde dat een VOG gratis is, is dat zo voor zij-instromers in Assen?",
        "Wat is een VOG?",
        "wat verdient een leraar",
        "Als ik hbo heb, kan ik dan zij-instromen in het basisonderwijs?",
        "hoe word ik leraar frans?",
        "Wat is een associate degree?",
        "wat kost de pabo zelf dan",
        "trouwens wat kost een vog",
        "mag ik zonder diploma voor de klas",
        "wat verdien je als juf",
        "kan ik wiskunde gaan geven",
        "En hoe zit dat met de lerarenbeurs in Assen?",
    ],
)
def test_stands_alone(question: str) -> None:
    assert not leans(question)


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("Hoe lang duurt zij-instroom in het po?", "en in het vo?", "… zij-instroom in het vo?"),
        ("Wie helpt mij in Almere?", "geldt dat ook in Rotterdam?", "Wie helpt mij in Rotterdam?"),
        (
            "Wat verdien ik in het mbo?",
            "Is dat in het vo ook zo?",
            "Wat verdien ik in het vo?",
        ),
        (
            "Waar mag ik lesgeven met een tweedegraads bevoegdheid?",
            "oeps, eerstegraads bedoel ik",
            "Waar mag ik lesgeven met een eerstegraads?",
        ),
        ("Wie betaalt de pabo?", "nee niet die, ik bedoel de pdg", "Wie betaalt de pdg?"),
        (
            "Wie is de penvoerder van HAK?",
            "en bij Noorderwijzer?",
            "… penvoerder van Noorderwijzer?",
        ),
        ("Wat was het plafond in 2024?", "En in 2023 dan?", "Wat was het plafond in 2023?"),
        ("wat was schaal LC op 1 juli 2022", "en LE?", "wat was schaal LE op 1 juli 2022"),
        ("Wat kost de kopopleiding?", "en de pabo?", "Wat kost de pabo?"),
        (
            "wat doet een schoolopleider",
            "en een instituutsopleider dan",
            "… een instituutsopleider",
        ),
        ("Wat kost de pabo?", "en in het mbo?", "Wat kost de pabo in het mbo?"),
        (
            "Hoeveel vakantiedagen heeft een ervaren piloot?",
            "En een leraar?",
            "Hoeveel vakantiedagen heeft een leraar?",
        ),
        (
            "Wat is het mailadres van het loket in mijn regio?",
            "Assen",
            "Wat is het mailadres van het loket in Assen?",
        ),
        ("Welk loket helpt mij?", "ik woon in Assen", "Welk loket helpt mij in Assen?"),
        ("hoe word ik gymleraar", "en voor muziek?", "hoe word ik muziekleraar"),
        (
            "welke toelatingseisen heeft de pabo",
            "met havo?",
            "welke toelatingseisen heeft de pabo met havo?",
        ),
        ("Kan ik met mijn diploma zij-instromen?", "hbo", "Kan ik met hbo zij-instromen?"),
        (
            "Kan ik zij-instromen met een hbo-diploma?",
            "en als ik geen hbo heb?",
            "Kan ik zij-instromen, als ik geen hbo heb?",
        ),
        (
            "How long does lateral entry take in primary school?",
            "and in secondary school?",
            "How long does lateral entry take in secondary school?",
        ),
    ],
)
def test_a_phrase_takes_the_place_of_its_counterpart(
    before: str, question: str, whole: str
) -> None:
    read = resolved(question, [before])
    assert read.follows
    assert not read.context
    assert read.text.endswith(whole.removeprefix("… "))


@pytest.mark.parametrize(
    ("before", "question", "text"),
    [
        ("Wat is een kopopleiding?", "hoe lang duurt dat?", "hoe lang duurt een kopopleiding?"),
        (
            "wat is de lerarenbeurs",
            "wanneer kan ik die aanvragen?",
            "… ik de lerarenbeurs aanvragen?",
        ),
        ("wat is een vog", "kost dat wat", "kost een vog wat"),
        ("hoe oud mag een vog zijn", "en wie moet em aanvragen", "wie moet een vog aanvragen"),
        ("wat is een vog", "en wat kost zo'n ding", "wat kost een vog"),
        ("Wat is een PDG?", "wat heb je daarvoor nodig", "wat heb je voor een PDG nodig"),
        ("Wat is een PDG?", "wat heb ik daar allemaal voor nodig", "… allemaal voor een PDG nodig"),
        ("How long does the PDG take?", "how much does it cost?", "how much does the PDG cost?"),
        ("Was ist das PDG?", "wer bezahlt das?", "wer bezahlt das PDG?"),
        (
            "Wat doet de regiegroep bij HAK?",
            "Hoe groot mag die zijn?",
            "… mag de regiegroep bij HAK zijn?",
        ),
        (
            "Zijn er toetsen voor de pabo?",
            "Hoe lang zijn die geldig?",
            "Hoe lang zijn toetsen voor de pabo geldig?",
        ),
        (
            "Is er ook geld om een kok op te leiden?",
            "wie krijgt dat?",
            "wie krijgt geld om een kok op te leiden?",
        ),
    ],
)
def test_a_pronoun_is_what_the_question_before_is_about(
    before: str, question: str, text: str
) -> None:
    read = resolved(question, [before])
    assert read.follows
    assert not read.context
    assert read.text.endswith(text.removeprefix("… "))


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("wie moet de lerarenbeurs aanvragen", "kan dat nu nog"),
        ("wat krijgt een school voor een zij-instromer", "wie moet dat aanvragen"),
        ("Kan ik als onderwijsassistent juf worden?", "Hoe lang duurt dat?"),
        ("Kun je van tweedegraads doorgroeien naar eerstegraads?", "hoe lang ben je daarmee bezig"),
        ("Mag een school een gastdocent inzetten?", "hoe lang mag dat"),
    ],
)
def test_what_was_asked_for_is_not_only_its_subject(before: str, question: str) -> None:
    read = resolved(question, [before])
    assert (read.text, read.context) == (question, before)


@pytest.mark.parametrize(
    ("before", "question", "text"),
    [
        (
            "Hoeveel schoolleiders komt HAK tekort?",
            "werkt daar al een programmamanager?",
            "werkt bij HAK al een programmamanager?",
        ),
        (
            "Hoe groot is de uitstroom in Noorderwijzer?",
            "En komt er daar een banenmarkt?",
            "En komt er in Noorderwijzer een banenmarkt?",
        ),
        (
            "Zijn er in Rotterdam extra's voor leraren?",
            "Zijn er daar woningen met voorrang?",
            "Zijn er in Rotterdam woningen met voorrang?",
        ),
        (
            "Onderzoekt HAK een invalpool?",
            "wie betaalt dat daar?",
            "wie betaalt een invalpool bij HAK?",
        ),
    ],
)
def test_a_word_for_a_place_is_the_place_before(before: str, question: str, text: str) -> None:
    read = resolved(question, [before])
    assert (read.text, read.context, read.follows) == (text, "", True)


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("Wat is er in Assen te doen?", "krijg ik daar geld voor?"),
        ("Welk loket is er in Almere?", "kan ik daar een gesprek voeren?"),
        ("Wat verdien ik in Assen?", "en in Zwolle, is het daar meer?"),
        ("Wat is er in mijn regio?", "werken daar zij-instromers?"),
    ],
)
def test_a_word_for_a_place_may_stand_for_something_else(before: str, question: str) -> None:
    read = resolved(question, [before])
    assert "Assen" not in read.text or read.text.startswith("en in Zwolle")
    assert "in Almere" not in read.text
    assert "regio" not in read.text


@pytest.mark.parametrize(
    ("before", "question", "text"),
    [
        (
            "Hoe lang duurt zij-instroom in het po?",
            "En hoe is dat in het vo?",
            "Hoe lang duurt zij-instroom in het vo?",
        ),
        ("Welk loket helpt mij in Assen?", "hoe zit het met Zwolle", "Welk loket … in Zwolle?"),
        (
            "Wat moet ik kunnen om Frans te geven?",
            "en als ik Frans gestudeerd heb?",
            "Wat moet ik kunnen om Frans te geven, als ik Frans gestudeerd heb?",
        ),
    ],
)
def test_what_is_said_of_another_thing_is_asked_of_it(
    before: str, question: str, text: str
) -> None:
    first, _, last = text.rpartition("… ")
    read = resolved(question, [before])
    assert read.text.startswith(first)
    assert read.text.endswith(last)


@pytest.mark.parametrize("question", ["Hoe zit het met het salaris?", "hoe is dat met de kosten"])
def test_an_aspect_is_no_thing_that_the_subject_does(question: str) -> None:
    read = resolved(question, ["Wat is de pabo?"])
    assert (read.text, read.context) == (question, "de pabo")


@pytest.mark.parametrize(
    "question", ["Waar gaat de tweede over?", "Hoe lang duurt de laatste dan?", "Wat is de andere?"]
)
def test_one_of_several_leans_on_what_they_are(question: str) -> None:
    read = resolved(question, ["Welke fasen kent het traject?"])
    assert (read.text, read.context) == (question, "Welke fasen kent het traject?")
    assert not leans("Wat doe ik in de eerste fase van zij-instroom?")


@pytest.mark.parametrize("question", ["Hoezo?", "En waarom dan?", "Hoe kan dat?", "Hoe dan?"])
def test_why_is_asked_of_all_that_was_said(question: str) -> None:
    read = resolved(question, ["Komt er een invalpool in Noorderwijzer?", "En bij HAK?"])
    assert read.text == question
    assert read.context == "Komt er een invalpool in HAK?"


def test_another_thing_to_do_takes_no_ones_place() -> None:
    read = resolved("en lenen bij DUO?", ["kan ik zij-instromer worden"])
    assert read.text == "kan ik zij-instromer worden, lenen bij DUO?"


@pytest.mark.parametrize(
    ("question", "context"),
    [
        ("welke toetsen moet ik maken", "wat kost de pabo"),
        ("is mijn vlaamse bevoegdheid hier geldig", "wat kost de pabo"),
        ("trouwens wat kost een vog", None),
    ],
)
def test_a_question_can_be_read_after_all_that_was_said(question: str, context: str | None) -> None:
    last = resolved(question, ["wat kost de pabo"]).after_all
    assert (last and last.context) == context


def test_what_is_about_nothing_that_can_be_named_is_read_after_the_one_before() -> None:
    read = resolved("Waarom niet?", ["Wie doen er niet mee met HAK?"])
    assert read == Read(text="Waarom niet?", context="Wie doen er niet mee met HAK?", follows=True)
    assert read.whole(messages_for("nl")) == "Na “Wie doen er niet mee met HAK”: Waarom niet?"


@pytest.mark.parametrize(
    ("before", "question", "context"),
    [
        ("Hoe lang duurt zij-instroom?", "en salaris", "zij-instroom"),
        (
            "Wat is het geschiktheidsonderzoek?",
            "hoe lang duurt zoiets",
            "het geschiktheidsonderzoek",
        ),
        ("Hoe lang duurt zij-instroom?", "wat moet er in het contract", "zij-instroom"),
        ("wat is het verschil tussen een vog en een pdg", "welke is sneller", "vog en een pdg"),
        (
            "moet ik rekentoets doen voor de pabo",
            "wat als ik die niet haal",
            "moet ik rekentoets doen voor de pabo",
        ),
    ],
)
def test_what_else_is_asked_is_read_after_the_subject(
    before: str, question: str, context: str
) -> None:
    read = resolved(question, [before])
    assert (read.text, read.context) == (question.removeprefix("en "), context)


def test_a_pronoun_may_stand_for_what_its_own_question_names() -> None:
    assert resolved("en LC hoeveel is dat", ["wat is LB"]).text == "en LC hoeveel is dat"


def test_what_is_told_without_ik_is_no_subject() -> None:
    read = resolved("kan ik wiskunde gaan geven", ["ben 48 en werk in de ict"])
    assert not read.context


def test_what_visitors_tell_between_questions_goes_along_with_the_next() -> None:
    told = "ik heb alleen mavo"
    read = resolved("is dat genoeg", ["wat is een pdg", told])
    assert read.context == f"wat is een pdg {told}"


def test_an_aspect_is_what_the_next_question_is_about() -> None:
    turns = ["ik ben 52, is dat te oud", "en hoe zit het dan met mijn salaris"]
    assert resolved("krijg ik minder dan nu", turns).context == "salaris"


@pytest.mark.parametrize(
    ("question", "instead"),
    [
        ("welke toetsen moet ik maken", Read(text="welke toetsen moet ik maken")),
        ("hoe lang duurt dat", None),
        ("trouwens wat kost een vog", None),
    ],
)
def test_what_may_or_may_not_lean_can_be_read_the_other_way(
    question: str, instead: Read | None
) -> None:
    assert resolved(question, ["wat is de pabo"]).instead == instead


def test_what_names_its_subject_can_still_be_read_after_the_one_before() -> None:
    other = resolved("heb ik een vog nodig", ["wat is de pabo"]).instead
    assert other is not None
    assert other.context == "de pabo"


def test_a_phrase_changes_what_an_earlier_follow_up_was_about() -> None:
    turns = ["Wat is zij-instroom in het po?", "En hoe lang duurt dat?"]
    assert resolved("en in het mbo?", turns).text == "En hoe lang duurt zij-instroom in het mbo?"


def test_what_was_told_first_is_no_subject_of_a_pronoun() -> None:
    read = resolved("moet ik dat zelf doorgeven", ["Ik ga stoppen met mijn zij-instroom"])
    assert read.context == "Ik ga stoppen met mijn zij-instroom"


def test_a_new_subject_ends_what_was_before() -> None:
    turns = ["Wat is zij-instroom?", "Hoe lang duurt het?", "Wat verdient een leraar in het vo?"]
    assert resolved("en in het mbo?", turns).text == "Wat verdient een leraar in het mbo?"


def test_without_earlier_questions_a_question_is_as_it_is() -> None:
    assert resolved("En wanneer is dat?", ()) == Read(text="En wanneer is dat?")


def test_with_follow_ups_only_the_first_is_what_the_others_are_about() -> None:
    assert resolved("En nu?", ("Waarom?", "En dan?")).context == "Waarom?"


def test_fifty_turns_are_read_fast() -> None:
    turns = [f"En hoe zit dat met regel {number} in 20{number}?" for number in range(10, 60)]
    resolved("Wat kost de pabo in Assen?", ())
    started = time.perf_counter()
    read = resolved("en in het vo?", ["Hoe werkt de pabo?", *turns])
    assert time.perf_counter() - started < 1
    assert len(read.context.split()) <= 40


@pytest.mark.parametrize(
    ("before", "question", "text", "context"),
    [
        (
            "wat kost de pabo",
            "Sorry, ik bedoel zij-instroom: wat kost dat?",
            "wat kost de zij-instroom",
            "",
        ),
        (
            "Wie is de penvoerder van HAK?",
            "ik bedoel Noorderwijzer: wie is dat daar?",
            "Wie is de penvoerder van Noorderwijzer?",
            "",
        ),
        (
            "How long does the pabo take?",
            "sorry I mean SOOL, how long is that?",
            "How long does SOOL take?",
            "",
        ),
        (
            "Hoe lang duurt de pabo?",
            "Nee, ik bedoelde de deeltijdopleiding. Kan ik die naast mijn werk doen?",
            "Kan ik die naast mijn werk doen?",
            "Hoe lang duurt de deeltijdopleiding?",
        ),
    ],
)
def test_what_is_asked_behind_a_correction_is_asked_of_what_was_meant(
    before: str, question: str, text: str, context: str
) -> None:
    read = resolved(question, (before,))
    assert (read.text, read.context) == (text, context)
    assert read.follows


def test_a_correction_without_a_name_corrects_nothing() -> None:
    question = "ik bedoel het goed, mag dat zo?"
    assert resolved(question, ("Wat kost de pabo?",)).text == question


def test_who_is_asked_about_changes() -> None:
    earlier = "Wat verdien ik als leraar in het basisonderwijs?"
    read = resolved("en als onderwijsassistent?", (earlier,))
    assert read.text == "Wat verdien ik als onderwijsassistent in het basisonderwijs?"


def test_an_abbreviation_gets_no_article_of_another_word() -> None:
    earlier = "Hoeveel subsidie krijgt een school voor een zij-instromer?"
    assert resolved("en voor SOOL?", (earlier,)).text.endswith("voor SOOL?")


@pytest.mark.parametrize(
    ("before", "question", "text"),
    [
        (
            "Wat staat er in artikel 4 van de regeling?",
            "en artikel 6?",
            "Wat staat er in artikel 6 van de regeling?",
        ),
        (
            "Wat doet Noorderwijzer voor zij-instromers?",
            "en voor starters dan",
            "Wat doet Noorderwijzer voor starters?",
        ),
        (
            "Kan ik zij-instromen zonder hbo?",
            "en met een mbo 4 diploma?",
            "Kan ik zij-instromen met een mbo 4 diploma?",
        ),
        (
            "wat verdien ik als leraar in schaal LB",
            "en als ik part-time werk?",
            "wat verdien ik als leraar in schaal LB, als ik part-time werk?",
        ),
        (
            "Hoe hoog was de inkomensgrens in 2022-2023?",
            "en in 24/25?",
            "Hoe hoog was de inkomensgrens in 24/25?",
        ),
        (
            "kan ik met mn hbo verpleegkunde zij-instromen?",
            "en als ik alleen een associate degree heb?",
            "kan ik zij-instromen, als ik alleen een associate degree heb?",
        ),
        (
            "hoeveel subsidie krijgt een school voor een zijinstromer",
            "oeps verkeerd, ik bedoel voor een onderwijsassistent",
            "hoeveel subsidie krijgt een school voor een onderwijsassistent",
        ),
        (
            "Wat is de lerarenbeurs?",
            "kan ik die ook krijgen als zij-instromer",
            "kan ik de lerarenbeurs ook krijgen als zij-instromer",
        ),
    ],
)
def test_what_is_named_after_a_question_changes_it(before: str, question: str, text: str) -> None:
    assert resolved(question, (before,)).text == text


def test_by_whom_is_asked_of_all_that_was_said() -> None:
    read = resolved("en door wie", ("Wat is SOOL?", "wanneer kan dat worden aangevraagd"))
    assert read.context == "Wat is SOOL? wanneer kan dat worden aangevraagd"


@pytest.mark.parametrize("question", ["Welke opleiding is die van de pabo?", "Is die man leraar?"])
def test_a_word_that_points_within_its_own_question_leans_on_none(question: str) -> None:
    assert not patterns.STRONG.search(plain(question))


def test_what_holds_of_a_rule_is_asked_of_the_whole_rule() -> None:
    before = "moet een leraar op een basisschool bevoegd zijn"
    read = resolved("geldt dat ook voor ondersteuners?", (before,))
    assert (read.text, read.context) == ("geldt dat ook voor ondersteuners?", before)


def test_still_is_no_reference_where_a_question_names_its_subject() -> None:
    assert not leans("en bestaat het STAP-budget nog?")
    assert leans("en bestaat die nog?")


def test_a_condition_on_the_subject_is_read_after_it() -> None:
    read = resolved("en als je zakt?", ("Wat is een geschiktheidsonderzoek?", "wie doet dat"))
    assert read.text == "en als je zakt?"
    assert "geschiktheidsonderzoek" in read.context
