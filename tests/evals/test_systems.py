"""The systems, each behind its real protocol on this machine; only a paid model is a fake."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import uvicorn

from assistant.answer import Answer, Ask
from assistant.local import build_service
from assistant.pipeline import Pipeline
from assistant.serving import LocalService
from assistant.settings import Settings
from assistant.web.app import create_app
from evals.errors import EvalError
from evals.judged import Judged, judge
from evals.run import run_suite
from evals.suites import Evidence
from evals.systems.base import System
from evals.systems.langchain_retriever import LangChainRetriever
from evals.systems.local import LocalSystem
from evals.systems.loket_http import LoketHttp
from evals.systems.openai_endpoint import OpenAIEndpoint, as_answer
from retrieval.embedding.base import Embedder
from retrieval.index import open_index
from retrieval.langchain import LoketRetriever
from retrieval.search import Retriever
from tests.evals.samples import make_item, make_refusal
from tests.openai_server import OpenAIServer, Reply, serving

ITEMS = [
    make_item(
        turns=("Wat heb je nodig voor zij-instroom?",),
        facts=("diploma",),
        evidence=(
            Evidence(document="zij-instroom", section="Wat heb je nodig?", contains="drie dingen"),
        ),
    ),
    make_item(
        id="Q2",
        kind="follow_up",
        turns=("Wat kost het geschiktheidsonderzoek?", "En wie betaalt dat?"),
        facts=("de school",),
        evidence=(
            Evidence(document="zij-instroom", section="", contains="Geschiktheidsonderzoek"),
        ),
    ),
    make_refusal(turns=("Hoe bak ik pannenkoeken met spek?",)),
]


@pytest.fixture(scope="module")
def service(small_settings: Settings) -> LocalService:
    return build_service(small_settings)


@pytest.fixture(scope="module")
def address(service: LocalService) -> Iterator[str]:
    """The address of a real server over the small index."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        running = uvicorn.Server(uvicorn.Config(create_app(service), log_level="warning"))
        thread = threading.Thread(target=running.run, args=([listener],), daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        running.should_exit = True
        thread.join(10)


def asked(system: System, repeats: int = 1) -> Judged:
    return judge(run_suite(system, "mine", "dev", ITEMS, repeats=repeats), ITEMS, [])


@pytest.fixture(scope="module")
def here(service: LocalService) -> Judged:
    """Our pipeline, asked in this process."""
    return asked(LocalSystem(service), repeats=2)


def test_our_pipeline_answers_and_gives_the_same_again(here: Judged) -> None:
    assert [score.error for score in here.scores] == [None] * 3
    assert here.figures["evidence_recall"].value == 1.0
    assert here.figures["same_again"].value == 1.0
    assert here.figures["literal_quotes"].value == 1.0
    assert here.figures["R@10"].value == 1.0
    assert here.header.index_version


def test_asking_twice_makes_the_answer_twice(
    small_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    real = Pipeline.answer

    def counted(pipeline: Pipeline, ask: Ask, on: date) -> Answer:
        answer = real(pipeline, ask, on)
        made.append(ask.question)
        return replace(answer, text=f"{answer.text} {len(made)}") if ask.earlier else answer

    monkeypatch.setattr(Pipeline, "answer", counted)
    fresh = build_service(small_settings)
    found = asked(LocalSystem(fresh, forget=fresh.forget), repeats=2)
    assert len(made) == 2 * len(ITEMS)
    assert [score.same for score in found.scores] == [True, False, True]


def test_over_http_it_is_the_same(here: Judged, address: str) -> None:
    there = asked(LoketHttp(address), repeats=2)
    names = ("evidence_recall", "fact_recall", "literal_quotes", "nDCG@10", "same_again", "failed")
    for name in names:
        assert there.figures[name].value == here.figures[name].value, name
    answers = [
        [outcome.answer["text"] for outcome in judged.run.outcomes if outcome.answer]
        for judged in (here, there)
    ]
    assert answers[0] == answers[1]
    assert there.header.index_version == here.header.index_version


def test_a_server_that_is_gone_is_a_wrong_answer() -> None:
    class Gone(LoketHttp):
        def described(self) -> dict[str, Any]:
            return {}

    found = asked(Gone("http://127.0.0.1:9"))
    assert found.figures["failed"].value == 3
    assert found.figures["evidence_recall"].value == 0.0


def test_our_own_chat_endpoint_is_scored_as_the_answers_that_it_carries(
    here: Judged, address: str
) -> None:
    found = asked(OpenAIEndpoint(f"{address}/v1", "loketwijzer"))
    assert found.figures["fact_recall"].value == here.figures["fact_recall"].value
    assert found.figures["failed"].value == 0
    assert found.figures["R@1"].value is None, "it does not search"


def test_a_langchain_retriever_is_scored_on_its_search(
    here: Judged, small_settings: Settings, embedder: Embedder
) -> None:
    index = open_index(small_settings.index, here.header.model or "")
    ours = LoketRetriever(search=Retriever(index, embedder))
    found = asked(LangChainRetriever(ours))
    for name in ("nDCG@10", "R@1", "RR@10"):
        assert found.figures[name].value == here.figures[name].value, name
    assert found.figures["fact_recall"].value is None, "it does not answer"
    assert found.figures["failed"].value == 0


# A model without an Answer object


@pytest.fixture
def chat() -> Iterator[OpenAIServer]:
    says = ("Je hebt een diploma nodig. [1]", "De school betaalt.", "Dat weet ik niet.")
    with serving() as server:
        server.script.plays(*(lambda _, text=text: Reply(text=text) for text in says))
        yield server


def test_a_plain_model_is_asked_and_scored(chat: OpenAIServer) -> None:
    found = asked(OpenAIEndpoint(chat.url, "model-x", key="geheim"))
    assert found.figures["fact_recall"].value == 1.0
    assert found.figures["refusals"].value == 1.0
    assert found.figures["evidence_recall"].value == 0.0, "it shows no source"
    second = chat.script.asked[1]
    body = second.body
    assert second.path == "/v1/chat/completions"
    assert [message["content"] for message in body["messages"]] == list(ITEMS[1].turns)
    assert (body["model"], body["temperature"]) == ("model-x", 0)
    assert second.headers["authorization"] == "Bearer geheim"
    assert "geheim" not in json.dumps(found.header.settings)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Dat weet ik niet.", "not_found"),
        ("Goede vraag! Daarover vind ik geen tekst in de bronnen.", "not_found"),
        ("I don't know the answer to that.", "not_found"),
        ("", "not_found"),
        ("Je hebt een diploma nodig.", "answered"),
        ("Een vog is nodig. Vraag die aan. Welke school dat wordt: dat weet ik niet.", "answered"),
    ],
)
def test_a_refusal_is_read_from_the_opening_words(text: str, status: str) -> None:
    assert as_answer("?", text)["status"] == status


def test_plain_text_is_cut_in_sentences_with_their_citations() -> None:
    answer = as_answer("?", "Neem een diploma mee. [2]\nEen verklaring [1, 3] is nodig. Succes!")
    assert [(each["text"], each["citations"]) for each in answer["sentences"]] == [
        ("Neem een diploma mee [2].", [2]),
        ("Een verklaring [1, 3] is nodig.", [1, 3]),
        ("Succes!", []),
    ]


# Importing a retriever


class Empty:
    """A retriever that finds nothing."""

    def invoke(self, query: str) -> list[Any]:
        """Return nothing."""
        return []


RETRIEVER = Empty()
NOTHING = 3


@pytest.mark.parametrize("name", ["RETRIEVER", "Empty"])
def test_loads_a_retriever_or_what_makes_one(name: str) -> None:
    system = LangChainRetriever.load(f"{__name__}:{name}")
    assert system.search(make_item()) == []


@pytest.mark.parametrize(
    "path", ["nergens.te:vinden", f"{__name__}:niets", f"{__name__}:NOTHING", "json", ":x"]
)
def test_what_is_no_retriever_is_one_clear_line(path: str) -> None:
    with pytest.raises(EvalError):
        LangChainRetriever.load(path)
