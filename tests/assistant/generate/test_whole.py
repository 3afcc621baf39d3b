"""A service with a language model: when it is asked, and what is left when it fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Answer, Ask, Status
from assistant.local import build_service
from assistant.service import Service
from assistant.serving import LocalService
from assistant.settings import Settings
from tests.assistant.conftest import SECRET
from tests.assistant.generate.behaviours import cases, says
from tests.openai_server import Behaviour, OpenAIServer, Reply

CASE = cases()[0]
GOOD = says(CASE.words, CASE.good[0])


@pytest.fixture(scope="module")
def service(chat_index: Settings, chat_server: OpenAIServer) -> Service:
    return build_service(
        replace(chat_index, chat_model="openai:fake", chat_url=chat_server.url, chat_timeout=30)
    )


@pytest.fixture(scope="module")
def plain(chat_index: Settings) -> LocalService:
    return build_service(chat_index)


def broken(material: object) -> Reply:
    return Reply(status=500)


def asked(service: Service, server: OpenAIServer, question: str, *behaviours: Behaviour) -> Answer:
    server.script.plays(*behaviours)
    return service.answer(Ask(question=question, audience="public"))


def test_the_answer_is_in_the_models_words_and_says_so(
    service: Service, plain: LocalService, chat_server: OpenAIServer
) -> None:
    answer = asked(service, chat_server, CASE.question, GOOD)
    literal = plain.answer(Ask(question=CASE.question, audience="public"))
    assert (answer.model, answer.status) == ("openai:fake", Status.ANSWERED)
    assert answer.text == f"{CASE.good[0]} [1]"
    assert literal.model == "extractive"
    assert literal.text.startswith("In “")
    assert [source.quote for source in answer.sources] == [literal.sources[0].quote]
    assert (answer.contact, answer.phase) == (literal.contact, literal.phase)
    assert answer.follow_ups == literal.follow_ups


def test_a_failing_model_leaves_the_answer_as_it_is_without_one(
    service: Service, plain: LocalService, chat_server: OpenAIServer
) -> None:
    answer = asked(service, chat_server, CASE.question, broken)
    literal = plain.answer(Ask(question=CASE.question, audience="public"))
    own = {"id": "", "conversation_id": "", "timings_ms": {}}
    assert replace(answer, **own) == replace(literal, **own)
    assert len(chat_server.script.asked) == 2


def test_where_we_decline_no_model_is_asked(service: Service, chat_server: OpenAIServer) -> None:
    for question in ("Hoeveel melk gaat er in pannenkoeken?", "Wie is de penvoerder van Mars?"):
        answer = asked(service, chat_server, question, broken)
        assert answer.status in (Status.NOT_FOUND, Status.OUT_OF_SCOPE)
        assert answer.model == "extractive"
        assert chat_server.script.asked == []


def test_what_is_for_staff_is_not_sent_for_a_visitor(
    service: Service, chat_server: OpenAIServer
) -> None:
    asked(service, chat_server, "Wat doet de mentor bij een storing van de noodlijn?", broken)
    assert SECRET not in str([each.body for each in chat_server.script.asked])


def test_of_two_questions_each_is_worded_by_itself(
    service: Service, chat_server: OpenAIServer
) -> None:
    other = next(case for case in cases() if case.question.startswith("Hoeveel uur"))
    answer = asked(
        service,
        chat_server,
        f"{CASE.question} {other.question}",
        GOOD,
        says(other.words, other.good[0]),
    )
    assert [sentence.text for sentence in answer.sentences] == [CASE.good[0], other.good[0]]
    assert [sentence.citations for sentence in answer.sentences] == [(1,), (2,)]
    assert len(chat_server.script.asked) == 2


def test_earlier_questions_are_told(service: Service, chat_server: OpenAIServer) -> None:
    chat_server.script.plays(GOOD)
    earlier = ("Wat is zij-instroom?",)
    service.answer(Ask(question=CASE.question, earlier=earlier, audience="public"))
    assert chat_server.script.asked[0].material["earlier_questions"] == list(earlier)
