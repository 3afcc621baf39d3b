"""A language model's words: what is good is shown, and of what is bad nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from assistant.generate.writer import Writer
from assistant.wording.compose import Draft
from corpus.text import fold
from tests.assistant.generate.behaviours import SPOILT, Case, cases, key_of, replied, says
from tests.assistant.generate.conftest import Drafts
from tests.openai_server import Behaviour, OpenAIServer, Reply

CASES = cases()
SPOILABLE = [CASES[at] for at in (0, 2, 9, 12)]
"""A sentence, a table, orders to a model in the passage; and English."""


def pairs(name: str) -> Iterable[Any]:
    """Yield a parameter for each thing that may be said, or may not."""
    for case in CASES:
        said = case.bad if name == "bad" else {text[:50]: text for text in case.good}
        yield from (
            pytest.param(case, text, id=f"{case.question[:40]} {kind}")
            for kind, text in said.items()
        )


def spoilt() -> Iterable[Any]:
    for case in SPOILABLE:
        yield from (pytest.param(case, name, id=f"{case.question[:40]} {name}") for name in SPOILT)


Write = Callable[..., Draft | None]


@pytest.fixture
def write(writer: Writer, chat_server: OpenAIServer, drafts: Drafts) -> Write:
    """Let the model answer a question by these behaviours, one a request."""

    def written(question: str, *behaviours: Behaviour) -> Draft | None:
        draft, language = drafts.of(question)
        chat_server.script.plays(*behaviours)
        return writer.write(question, (), language, draft, time.monotonic() + writer.seconds)

    return written


def texts(draft: Draft | None) -> list[str]:
    return [sentence.text for sentence in draft.sentences] if draft else []


def bare(text: str) -> str:
    """Return a good text as it is shown: without the 'nee' in front."""
    return text.replace("Nee, z", "Z")


def test_there_are_two_hundred_bad_cases_and_more() -> None:
    assert len(list(pairs("bad"))) + len(list(spoilt())) >= 300


@pytest.mark.parametrize(("case", "text"), pairs("good"))
def test_what_the_passage_carries_is_shown_in_the_models_words(
    write: Write, drafts: Drafts, case: Case, text: str
) -> None:
    draft = write(case.question, says(case.words, text))
    assert draft
    assert texts(draft) == [bare(text)]
    (source,) = draft.sources
    assert source.quote in {each.quote for each in drafts.of(case.question)[0].sources}
    said, marked = fold(case.words), [fold(source.quote[low:high]) for low, high in source.marks]
    assert marked
    assert all(each in said or said in each for each in marked)


@pytest.mark.parametrize(("case", "text"), pairs("bad"))
def test_a_false_sentence_is_not_shown(write: Write, case: Case, text: str) -> None:
    assert write(case.question, says(case.words, text)) is None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
def test_beside_good_sentences_a_false_one_is_dropped(write: Write, case: Case) -> None:
    false = list(case.bad.values())
    for at in range(0, len(false), 2):
        draft = write(case.question, says(case.words, *case.good, *false[at : at + len(case.good)]))
        assert texts(draft) == list(dict.fromkeys(bare(text) for text in case.good))


@pytest.mark.parametrize(("case", "name"), spoilt())
def test_a_spoilt_reply_is_tried_once_more_and_then_left(
    write: Write, chat_server: OpenAIServer, case: Case, name: str
) -> None:
    assert write(case.question, SPOILT[name](case)) is None
    assert len(chat_server.script.asked) == 2


@pytest.mark.parametrize("name", ["server error", "malformed", "cut off", "refuses", "hacked"])
def test_the_second_attempt_may_be_good(write: Write, name: str) -> None:
    case = CASES[0]
    draft = write(case.question, SPOILT[name](case), says(case.words, case.good[0]))
    assert texts(draft) == [case.good[0]]


def test_a_reply_that_is_mostly_false_is_not_trusted(write: Write) -> None:
    case = CASES[0]
    false = list(case.bad.values())[:3]
    assert write(case.question, says(case.words, case.good[0], *false)) is None


def test_a_key_of_the_first_attempt_is_worth_nothing_in_the_second(write: Write) -> None:
    case, seen = CASES[0], list[str]()

    def first(material: dict[str, Any]) -> Reply:
        seen.append(key_of(material, case.words))
        return Reply(status=500)

    def second(material: dict[str, Any]) -> Reply:
        assert seen[0] not in {passage["key"] for passage in material["passages"]}
        return Reply(text=replied([(case.good[0], [(seen[0], case.words)])]))

    assert write(case.question, first, second) is None


def test_a_fence_around_the_reply_and_bullets_are_no_fault(write: Write) -> None:
    case = CASES[0]

    def fenced(material: dict[str, Any]) -> Reply:
        told = [(f"- {case.good[0]}", [(key_of(material, case.words), case.words)])]
        return Reply(text=f"```json\n{replied(told)}\n```")

    assert texts(write(case.question, fenced)) == [case.good[0]]


def test_sentences_of_one_passage_share_a_source_and_repeats_go(write: Write) -> None:
    case = next(case for case in CASES if case.question == "Wie betaalt mijn salaris?")
    draft = write(case.question, says(case.words, case.good[0], case.good[0], case.good[2]))
    assert draft
    assert texts(draft) == [case.good[0], case.good[2]]
    assert {sentence.citations for sentence in draft.sentences} == {(1,)}
    assert len(draft.sources) == 1


def test_orders_in_a_passage_are_not_shown_to_the_model(
    write: Write, chat_server: OpenAIServer
) -> None:
    case = next(case for case in CASES if case.question == "Wie wijst de mentor aan?")
    write(case.question, says(case.words, case.good[0]))
    sent = str(chat_server.script.asked[0].body)
    assert "BANAAN" not in sent
    assert "schoolleider" in sent


def test_the_model_sees_the_passages_of_the_draft_and_nothing_else(
    write: Write, chat_server: OpenAIServer, drafts: Drafts
) -> None:
    case = CASES[0]
    write(case.question, says(case.words, case.good[0]))
    (asked,) = chat_server.script.asked
    quotes = [" ".join(each.quote.split()) for each in drafts.of(case.question)[0].sources]
    told = [" ".join(each["text"].split()) for each in asked.material["passages"]]
    assert told == quotes
    assert asked.material["question"] == case.question
    assert asked.body["temperature"] == 0
    assert asked.headers["authorization"] == "Bearer sleutel"
    assert case.question not in asked.body["messages"][0]["content"], "instructions hold no data"


def test_what_is_out_of_force_stays_as_it_stands(
    writer: Writer, chat_server: OpenAIServer, drafts: Drafts
) -> None:
    draft, language = drafts.of(CASES[0].question)
    old = replace(draft, sources=tuple(replace(each, expired=True) for each in draft.sources))
    chat_server.script.plays(lambda material: Reply(status=500))
    assert writer.write(CASES[0].question, (), language, old, time.monotonic() + 9) is None
    assert chat_server.script.asked == []


def test_a_language_without_checks_stays_as_it_stands(
    writer: Writer, chat_server: OpenAIServer, drafts: Drafts
) -> None:
    draft, _ = drafts.of(CASES[0].question)
    chat_server.script.plays(lambda material: Reply(status=500))
    assert writer.write("Ile to trwa?", (), "pl", draft, time.monotonic() + 9) is None
    assert chat_server.script.asked == []


def test_without_time_nothing_is_asked(
    writer: Writer, chat_server: OpenAIServer, drafts: Drafts
) -> None:
    draft, language = drafts.of(CASES[0].question)
    chat_server.script.plays(lambda material: Reply(status=500))
    assert writer.write(CASES[0].question, (), language, draft, time.monotonic() - 1) is None
    assert chat_server.script.asked == []
