"""What is heard while a language model still writes, and what follows where it breaks off."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.answer import Answer, Ask
from assistant.generate.reply import complete
from assistant.generate.writer import Writer
from assistant.local import build_service
from assistant.serving import LocalService
from assistant.settings import Settings
from assistant.web.sse import answer_events, answers_of
from assistant.wording.compose import Draft
from tests.assistant.generate.behaviours import SPOILT, Case, cases, key_of, replied, says
from tests.assistant.generate.conftest import Drafts
from tests.openai_server import Behaviour, OpenAIServer, Reply

CASES = cases()
LIST = next(case for case in CASES if len(case.good) > 2)
Hear = Callable[..., tuple[Draft | None, list[Draft]]]


@pytest.fixture
def hear(writer: Writer, chat_server: OpenAIServer, drafts: Drafts) -> Hear:
    """Let the model answer a question, and keep what is heard on the way."""

    def written(question: str, *behaviours: Behaviour) -> tuple[Draft | None, list[Draft]]:
        draft, language = drafts.of(question)
        chat_server.script.plays(*behaviours)
        heard: list[Draft] = []
        until = time.monotonic() + writer.seconds
        return writer.write(question, (), language, draft, until, heard.append), heard

    return written


def texts(draft: Draft | None) -> list[str]:
    return [sentence.text for sentence in draft.sentences] if draft else []


def then(case: Case, *texts: str, end: str = "", **reply: object) -> Behaviour:
    """Say what is good, then more that is no whole sentence, and end as told."""

    def spoken(material: dict) -> Reply:
        whole = replied((text, [(key_of(material, case.words), case.words)]) for text in texts)
        return Reply(text=whole.removesuffix("]}") + end, **reply)  # type: ignore[arg-type]

    return spoken


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
def test_what_is_heard_is_the_beginning_of_what_is_returned(hear: Hear, case: Case) -> None:
    false = list(case.bad.values())[:2]
    draft, heard = hear(case.question, says(case.words, *case.good, *false))
    assert heard
    for each in heard:
        assert texts(draft)[: len(each.sentences)] == texts(each)
        assert draft is not None
        assert draft.sentences[: len(each.sentences)] == each.sentences


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
def test_nothing_false_is_heard_whatever_follows(hear: Hear, case: Case) -> None:
    draft, heard = hear(case.question, says(case.words, *case.bad.values()))
    assert (draft, heard) == (None, [])


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_reply_lets_nothing_through_but_good_sentences(hear: Hear, name: str) -> None:
    case = CASES[0]
    draft, heard = hear(case.question, SPOILT[name](case))
    said = {text for each in heard for text in texts(each)}
    assert said <= {text.replace("Nee, z", "Z") for text in case.good}
    if draft:
        assert texts(draft)[: len(heard[-1].sentences)] == texts(heard[-1])


@pytest.mark.parametrize(
    "broken",
    [
        {"finish": "length"},
        {"finish": "content_filter"},
        {"finish": None},
        {"end": ',{"text": "Half een z'},
        {"end": ',{"tekst": 1}]}'},
        {"end": "]} en nog wat"},
    ],
    ids=str,
)
def test_a_reply_that_breaks_off_is_finished_with_the_quotations(
    hear: Hear, drafts: Drafts, chat_server: OpenAIServer, broken: dict
) -> None:
    literal, _ = drafts.of(LIST.question)
    draft, heard = hear(LIST.question, then(LIST, LIST.good[0], **broken))
    assert texts(heard[-1]) == [LIST.good[0]]
    assert texts(draft)[0] == LIST.good[0]
    assert texts(draft)[1:] == texts(literal)
    assert draft
    assert {n for each in draft.sentences for n in each.citations} == {
        source.number for source in draft.sources
    }
    assert len(chat_server.script.asked) == 1


def test_a_list_of_sentences_that_is_given_twice_keeps_what_was_heard(hear: Hear) -> None:
    case = LIST

    def twice(material: dict) -> Reply:
        key = key_of(material, case.words)
        first, second = (json.loads(replied([(t, [(key, case.words)])])) for t in case.good[:2])
        return Reply(
            text=f'{json.dumps(first)[:-1]}, "sentences": {json.dumps(second["sentences"])}}}'
        )

    draft, heard = hear(case.question, twice)
    assert texts(heard[0]) == [case.good[0]]
    assert texts(draft) == [case.good[0], case.good[1]]


def test_half_a_sentence_is_none() -> None:
    whole = replied([("Een zin.", [("k", "w")]), ("Nog een.", [("k", "w")])])
    found = [len(complete(whole[:at])) for at in range(len(whole) + 1)]
    assert found == sorted(found)
    assert {0, 1, 2} == set(found)
    assert complete(whole[: whole.index("Nog")])[0].text == "Een zin."
    assert complete('{"iets": 1}') == complete("geen json") == []


@pytest.fixture(scope="module")
def service(chat_index: Settings, chat_server: OpenAIServer) -> LocalService:
    return build_service(
        replace(chat_index, chat_model="openai:fake", chat_url=chat_server.url, chat_timeout=30)
    )


def test_over_http_a_sentence_comes_before_the_reply_is_whole(
    service: LocalService, chat_server: OpenAIServer
) -> None:
    chat_server.script.plays(then(LIST, *LIST.good, end="]}" + " " * 1200, pause=0.25))
    ask = Ask(question=LIST.question, audience="public")
    arrived: list[tuple[float, str]] = []
    for sent in answer_events(answers_of(service, ask)):
        arrived.append((time.monotonic(), sent.decode().split("\n")[0].removeprefix("event: ")))
    names = [name for _, name in arrived]
    assert names == ["status", *["sentence"] * len(LIST.good), "sources", "done"]
    first = next(at for at, name in arrived if name == "sentence")
    assert arrived[-1][0] - first > 0.5


def test_what_streams_is_what_the_answer_holds_at_last(
    service: LocalService, chat_server: OpenAIServer
) -> None:
    chat_server.script.plays(then(LIST, LIST.good[0], finish="length"))
    grown: list[Answer] = list(
        answers_of(service, Ask(question=LIST.question, audience="public", conversation_id="c"))
    )
    last = grown[-1]
    assert len(grown) > 1
    assert last.notes == service.answer(Ask(question=LIST.question, audience="public")).notes
    for each in grown:
        assert (each.id, each.conversation_id, each.phase) == (last.id, "c", last.phase)
        assert (each.language, each.model) == (last.language, last.model)
        assert last.text.startswith(each.text)
        assert last.sentences[: len(each.sentences)] == each.sentences
