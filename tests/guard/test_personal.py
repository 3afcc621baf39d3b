"""Personal data is masked; what only looks like it stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.guard.kinds import Kind
from assistant.guard.screen import guarded
from tests.conftest import eval_questions

HELD = {
    Kind.BSN: [
        "Mijn bsn is {111222333}, wie betaalt?",
        "{111.222.333} hoort bij mij",
        "{123 45 67 82} dat ben ik",
        "kamer 15 {123 45 67 82} staat in de brief",
        "burgerservicenummer: {12345678}",
    ],
    Kind.ACCOUNT: [
        "mijn iban is {NL91 ABNA 0417 1643 00} en ik wil subsidie",
        "{nl91abna0417164300}",
        "stort het op {DE89370400440532013000} graag",
        "rekeningnummer {1234567}",
        "{TR33 0006 1005 1978 6457 8413 26}",
    ],
    Kind.CARD: ["ik betaal met {4111 1111 1111 1111}"],
    Kind.PHONE: [
        "Bel me op {06-12345678} graag",
        "{06 12 34 56 78} na 2026",
        "{+31 (0)6 12345678} of {0031612345678}",
        "{030 227 03 74}",
        "mein Handy ist {+49 176 12345678}",
        "{06.12.34.56.78}",
        "{0 6 1 2 3 4 5 6 7 8}",
        "{nul zes een twee drie vier vijf zes zeven acht}",
        "mijn nummer is {612345678}",
        "{٠٦١٢٣٤٥٦٧٨}",
        "номер {+380 67 123 45 67}",
    ],
    Kind.EMAIL: [
        "mail {jan.jansen@gmail.com}",
        "{jan (at) gmail.com}",
        "{jan apenstaartje gmail punt com}",
        "{o.jansen@voorbeeld.nl}. bestaat het stapbudget nog?",
    ],
    Kind.ADDRESS: [
        "Ik woon op 9711 {LM 12} in Groningen",
        "postcode 9711{LM, huisnummer 12a}",
        "{Dorpsstraat 12}, 9711 {LM}",
        "ik woon op {Zuiderdiep 12} te Groningen",
        "ik woon aan de {kerkstraat 15}",
    ],
    Kind.NAME: [
        "Ik heet {Jan de Vries}. Hoe word ik leraar?",
        "ik heet {jan de vries} en ik wil docent worden",
        "mijn naam is {Fatima El Amrani} en ik kom uit Syrië",
        "my name is {John Smith} and I want to teach",
        "Ich heiße {Müller} und möchte Lehrer werden",
        "мене звати {Олена Петренко}, як стати вчителем?",
        "اسمي {محمد علي} وأريد أن أصبح معلما",
        "adım {Mehmet Yılmaz}, öğretmen olmak istiyorum",
        "Ik ben {Jan Jansen} en wil les geven",
        "mijn zoon heet {Tim} en wil juf worden",
        "m'n zus {Eva de Bruin} studeert pabo",
        "ik ben {omar el idrissi}, hoe word ik leraar?",
        "Wat kost de pabo? Met vriendelijke groet, {Jan Jansen}",
    ],
    Kind.BIRTH: [
        "ik ben geboren op {12-03-1985} in Assen",
        "geboortedatum: {12 maart 1985}",
        "geb {12-03-1985} te Assen",
        "born on {March 12, 1985}",
        "doğum tarihim {12.03.1985}",
    ],
    Kind.DOCUMENT: ["mijn paspoortnummer is {NW1234567}", "V-nummer {1234567890}"],
    Kind.PASSWORD: ["mijn wachtwoord is {Geheim123!}"],
}
HARMLESS = [
    "Ik ben leraar in het vo. Ik ben Nederlander. Ik ben Docent.",
    "Ik heet u welkom",
    "Hoe heet de regeling?",
    "mijn school heet De Regenboog",
    "Regeling van 01-08-2026 t/m 31-12-2029, artikel 3.1.2, € 25.000 en 1.659 uur in 2025-2026",
    "01-08-2026 - 31-12-2029",
    "Het budget is 123456789 euro",
    "zaak 2010 0000 0",
    "bel 0800-2000, 112 of 14 030",
    "Welk loket hoort bij 9711 LM?",
    "in 2025 en 3 jaar later, 2026 EN 12, van 2025 of 3 keer",
    "geboren in 1985, dus 41",
    "zie Stcrt. 2023, 12345678 en brinnummer 12AB",
    "Alvast bedankt",
    "mijn man en ik willen leraar worden. Mijn dochter Engels leren? Ik ben van plan te stoppen.",
    "halverwege 2 jaar en onderweg 3 jaar",
]


@pytest.mark.parametrize(
    ("kind", "marked"), [(kind, text) for kind, texts in HELD.items() for text in texts]
)
def test_personal_data_is_masked(kind: Kind, marked: str):
    parts = marked.replace("}", "{").split("{")
    safe = guarded(marked.replace("{", "").replace("}", ""))
    assert safe.kinds == (kind,)
    for secret in parts[1::2]:
        assert secret not in safe.text
        assert secret not in safe.search
    for kept in parts[0::2]:
        assert kept.strip(" ,.") in safe.text


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_it_stays(text: str):
    safe = guarded(text)
    assert (safe.text, safe.kinds) == (text, ())


def test_no_question_of_the_suites_is_masked():
    wrong = {text: guarded(text).text for text in eval_questions() if guarded(text).kinds}
    assert wrong == {}


def test_what_is_searched_leaves_out_the_announcement():
    said = "Ik heet Jan de Vries, mijn bsn is 111222333 en ik woon op 9711 LM 12. Wat kost de pabo?"
    safe = guarded(said)
    assert safe.text == (
        "Ik heet [naam], mijn bsn is [burgerservicenummer] en ik woon op 9711 [adres]. "
        "Wat kost de pabo?"
    )
    assert safe.search == "9711. Wat kost de pabo?"


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from([text for texts in HELD.values() for text in texts] + HARMLESS),
        max_size=3,
    ).map(" ".join)
)
def test_masking_twice_is_masking_once(marked: str):
    once = guarded(marked.replace("{", "").replace("}", ""))
    twice = guarded(once.text)
    assert (twice.text, twice.kinds) == (once.text, once.kinds)


@pytest.mark.parametrize(
    "unit", ["a", "1", "1 ", "a.", "ik ", "NL91 ", "@", "0 6", "9711 LM ", "- "]
)
def test_a_hostile_length_costs_little(unit: str):
    started = time.process_time()
    guarded(unit * (10_000 // len(unit)))
    assert time.process_time() - started < 4.0
