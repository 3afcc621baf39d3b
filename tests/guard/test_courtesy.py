"""Courtesies are no part of a question; alone they get a kind word, and nothing is searched."""

from __future__ import annotations

import pytest

from assistant.answer import Ask, Status
from assistant.guard.concerns import Concern
from assistant.guard.screen import guarded
from assistant.guard.texts import texts_in
from assistant.local import build_service
from assistant.settings import Settings
from tests.conftest import eval_questions

LEFT = {
    "hoi, hoe word ik leraar?": "hoe word ik leraar?",
    "hey hoe lang duurt de pabo": "hoe lang duurt de pabo",
    "Goedemiddag, ik heb een vraag: wat kost de pabo?": "wat kost de pabo?",
    "Beste mevrouw, mag ik met mbo 4 lesgeven? Alvast bedankt!": "mag ik met mbo 4 lesgeven?",
    "Wat kost een VOG?\n\nMet vriendelijke groet,\n[naam]": "Wat kost een VOG?",
    "ok, en in het vo?": "en in het vo?",
    "het mailadres van het loket aub": "het mailadres van het loket",
    "Hello, can I teach in English? Thanks in advance.": "can I teach in English?",
    "Merhaba, öğretmen olmak istiyorum": "öğretmen olmak istiyorum",
    "مرحبا، كيف أصبح معلما؟": "كيف أصبح معلما؟",
    "Привіт! Як стати вчителем?": "Як стати вчителем?",
}
ALONE = {
    "hallo": (Concern.GREETING, "nl"),
    "Goedemorgen, ik heb een vraag.": (Concern.GREETING, "nl"),
    "help": (Concern.GREETING, "nl"),
    "Good morning": (Concern.GREETING, "en"),
    "merhaba": (Concern.GREETING, "tr"),
    "Dank je wel!": (Concern.THANKS, "nl"),
    "top, super bedankt": (Concern.THANKS, "nl"),
    "thank you so much!": (Concern.THANKS, "en"),
    "wat kan dit": None,
    "Wie ben jij eigenlijk?": (Concern.ABOUT, "nl"),
    "Hallo, ben je een robot?": (Concern.ABOUT, "nl"),
    "Are you a human or a bot?": (Concern.ABOUT, "en"),
}
QUESTIONS = [
    "Dag meelopen, kan dat?",
    "Beste route naar leraar?",
    "Hoe groet je leerlingen op de basisschool",
    "Is werken in het onderwijs fijn",
    "Ik heb een vraag over de lerarenbeurs",
    "Help, ik ben gezakt voor de rekentoets",
    "Wie bent u verplicht te melden?",
    "Hoe heet de penvoerder?",
    "Wat doe je met de dank van ouders?",
]


@pytest.mark.parametrize(("text", "left"), LEFT.items())
def test_what_is_searched_is_the_question(text: str, left: str):
    found = guarded(text)
    assert (found.search, found.concern) == (left, None)
    assert found.text == text


@pytest.mark.parametrize(("text", "expected"), ALONE.items())
def test_a_courtesy_alone_is_known(text: str, expected: tuple[Concern, str] | None):
    found = guarded(text)
    assert ((found.concern, found.language) if found.concern else None) == expected


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_stays_whole(text: str):
    found = guarded(text)
    assert (found.search, found.concern) == (text, None)


def test_no_question_of_the_suites_is_a_courtesy():
    questions = eval_questions()
    alone = [q for q in questions if guarded(q).concern in (Concern.GREETING, Concern.THANKS)]
    assert len(questions) > 1000
    assert alone == []


@pytest.mark.parametrize("language", ["nl", "en", "de", "fr", "uk", "ar", "tr"])
def test_every_language_has_the_words(language: str):
    texts = texts_in(language)
    assert all(texts[each] for each in ("greeting", "thanks", "about"))
    assert "{contact}" in texts["about"]


def test_a_greeting_is_answered_and_is_no_turn(small_settings: Settings):
    service = build_service(small_settings)
    hello = service.answer(Ask(question="Hoi!"))
    assert hello.status == Status.CLARIFY
    assert hello.text == texts_in("nl")["greeting"]
    assert hello.sentences == ()
    again = service.answer(Ask(question="En wat kost dat?", conversation_id=hello.conversation_id))
    assert again.read_as is None
    about = service.answer(Ask(question="ben je een robot?"))
    assert "geen mens" in about.text
    assert about.contact.name in about.text
