"""The model as judge: asked over a real server that speaks OpenAI's protocol."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.generate.chat import ChatModel, ChatSettings
from evals.agreement import Agreement, agreement
from evals.errors import EvalError
from evals.judged import Judged
from evals.model_judge import CRITERIA, RUNS, opinion
from evals.report.markdown import markdown
from evals.report.page import page
from evals.report.record import to_json
from evals.runfile import write_run
from evals.score import Scored, score_run
from tests.conftest import Loket, one_line
from tests.evals.samples import (
    make_answer,
    make_header,
    make_item,
    make_refusal,
    make_refused,
    make_source,
    run_with,
)
from tests.openai_server import Behaviour, OpenAIServer, Reply, serving

MODEL = "openai:rechter"
TWO = make_answer(sources=(make_source(), make_source(number=2, quote="Het loket helpt je.")))


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with serving() as running:
        yield running


@pytest.fixture
def chat(server: OpenAIServer) -> ChatModel:
    return ChatModel.load(ChatSettings(model=MODEL, url=server.url, timeout=10))


def says(**verdicts: bool) -> Behaviour:
    given = dict.fromkeys(CRITERIA, True) | verdicts
    return lambda _: Reply(text=json.dumps(given))


def scored_with(*answers: Any) -> Scored:
    items = [make_item(id=f"Q{number}") for number in range(len(answers))]
    return score_run(run_with(items, *answers), items)


def test_each_answer_is_judged_three_times_in_another_order(
    server: OpenAIServer, chat: ChatModel
) -> None:
    server.script.plays(says())
    found = opinion(chat, scored_with(TWO))
    shown = [each.material for each in server.script.asked]
    assert len(shown) == found.calls == RUNS
    assert {tuple(each["quotes"]) for each in shown} == {
        tuple(source.quote for source in sources) for sources in (TWO.sources, TWO.sources[::-1])
    }
    assert shown[0]["conversation"] == ["Hoeveel subsidie is er?"]
    assert shown[0]["reference"] == ["€ 20.000 per"]
    assert "[1]" not in shown[0]["answer"]
    assert [figure.value for figure in found.figures.values()] == [1.0] * len(CRITERIA)


def test_most_runs_decide_and_their_disagreement_is_told(
    server: OpenAIServer, chat: ChatModel
) -> None:
    server.script.plays(says(relevant=False), says(supported=False, relevant=False), says())
    found = opinion(chat, scored_with(TWO))
    assert {name: figure.value for name, figure in found.figures.items()} == {
        "supported": 1.0,
        "relevant": 0.0,
        "agrees": 1.0,
    }
    assert found.agreement["agrees"].pairs == 1.0
    assert found.agreement["supported"].pairs == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500),
        Reply(text="Ik vind het prima."),
        Reply(text='{"supported": true}'),
        Reply(text='{"supported": "yes", "relevant": true, "agrees": true}'),
        Reply(text="[]"),
    ],
)
def test_no_verdict_is_no_approval(server: OpenAIServer, chat: ChatModel, reply: Reply) -> None:
    server.script.plays(lambda _: reply)
    found = opinion(chat, scored_with(TWO))
    assert (found.failed, found.calls) == (RUNS, RUNS)
    assert found.figures["supported"].value == 0.0
    assert found.agreement["supported"] == Agreement(pairs=None, alpha=None, of=0)


def test_what_was_not_answered_is_not_approved_nor_asked(
    server: OpenAIServer, chat: ChatModel
) -> None:
    server.script.plays(says())
    found = opinion(chat, scored_with(TWO, make_refused(), None))
    assert found.calls == RUNS
    assert found.figures["supported"].of == 3
    assert found.figures["supported"].value == pytest.approx(1 / 3)


def test_without_answerable_questions_there_is_nothing_to_judge(chat: ChatModel) -> None:
    items = [make_refusal()]
    with pytest.raises(EvalError, match="this run has none"):
        opinion(chat, score_run(run_with(items, make_refused()), items))
    items = [make_item()]
    searching = score_run(run_with(items, None, header=make_header(answers=False)), items)
    with pytest.raises(EvalError, match="this run has none"):
        opinion(chat, searching)


def test_every_report_shows_the_verdict(server: OpenAIServer, chat: ChatModel) -> None:
    server.script.plays(says(relevant=False))
    items = [make_item()]
    run = run_with(items, TWO)
    scored = score_run(run, items)
    judged = Judged(run=run, scored=scored, verdicts=[], opinion=opinion(chat, scored))
    assert to_json(judged)["judge"]["figures"]["relevant"]["value"] == 0.0
    for shown in ("\n".join(markdown(judged)), page(judged)):
        assert "openai:rechter, 3 runs each; 0 of 3 calls gave no verdict" in shown
    assert "| relevant | 0.0% | 0.0–0.0 | 1 | 100.0% | – |" in "\n".join(markdown(judged))


def test_the_command_asks_the_judge_beside_the_figures(
    server: OpenAIServer, loket_here: Loket, tmp_path: Path
) -> None:
    server.script.plays(says())
    file = tmp_path / "run.jsonl"
    items = [make_item(id="SI01")]
    write_run(file, run_with(items, TWO, header=make_header(suite="staged", split="dev")))
    done = loket_here(
        "eval", "score", file, "--json", "--judge", MODEL, "--judge-url", server.url,
        OPENAI_API_KEY="sk-0123456789",
    )  # fmt: skip
    report = json.loads(done.stdout)["suites"][0]
    assert report["judge"]["model"] == MODEL
    assert report["judge"]["calls"] == RUNS
    assert server.script.asked[0].headers["authorization"] == "Bearer sk-0123456789"
    assert "sk-0123456789" not in done.stdout
    without = loket_here("eval", "score", file, "--json")
    plain = json.loads(without.stdout)["suites"][0]
    assert plain["judge"] is None
    assert plain["figures"] == report["figures"]


def test_a_judge_that_cannot_be_asked_is_one_line(loket_here: Loket, tmp_path: Path) -> None:
    file = tmp_path / "run.jsonl"
    items = [make_item(id="SI01")]
    write_run(file, run_with(items, TWO, header=make_header(suite="staged", split="dev")))
    assert "the judge cannot be asked" in one_line(
        loket_here("eval", "score", file, "--judge", "nergens:model")
    )
    assert "--judge-url needs --judge" in one_line(
        loket_here("eval", "score", file, "--judge-url", "http://127.0.0.1:9")
    )


# Agreement


def test_alpha_is_that_of_the_published_example() -> None:
    """Binary data of two observers, Krippendorff (2011), part A: alpha 0.095."""
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    found = agreement([[bool(a), bool(b)] for a, b in zip(first, second, strict=True)])
    assert found.alpha == pytest.approx(0.095, abs=0.001)
    assert found.pairs == pytest.approx(0.6)


def test_a_verdict_that_stands_alone_agrees_with_nothing() -> None:
    assert agreement([[True, None, None]]) == Agreement(pairs=None, alpha=None, of=0)
    assert agreement([[True, True, None], [False, False, False]]).alpha == 1.0
    assert agreement([[True, True]]) == Agreement(pairs=1.0, alpha=None, of=1)
