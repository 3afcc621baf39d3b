"""No front, store or log holds what the guard takes out."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Ask
from assistant.local import build_service
from assistant.loket import build_site
from assistant.serving import LocalService
from assistant.settings import Settings
from assistant.web.app import create_app
from tests.conftest import Loket, parsed

SECRETS = ("111222333", "0612345678", "jan@example.org", "Kerkstraat 15", "Jansen")
TOLD = (
    "Ik heet Piet Jansen, bsn 111222333, tel 0612345678, jan@example.org, en ik woon op "
    "Kerkstraat 15. Wat heb je nodig voor zij-instroom?"
)
PLAIN = "Wat heb je nodig voor zij-instroom?"


def clear(held: str) -> bool:
    return not any(secret in held for secret in SECRETS)


@pytest.fixture
def service(small_settings: Settings) -> LocalService:
    return build_service(small_settings)


def test_the_answer_is_that_to_the_plain_question(service: LocalService):
    told, plain = service.answer(Ask(question=TOLD)), service.answer(Ask(question=PLAIN))
    assert (told.text, told.sources, told.status) == (plain.text, plain.sources, plain.status)
    assert "[burgerservicenummer]" in told.question
    assert clear(json.dumps(told.to_json()))
    assert len(told.notes) == 1
    assert "burgerservicenummer" in told.notes[0]
    assert plain.notes == ()


def test_the_note_is_in_the_language_of_the_question(service: LocalService):
    english = service.answer(Ask(question="My name is John Smith. What do I need to teach?"))
    hidden, *others = english.notes
    assert hidden == "I have hidden a name in your question and do not keep it."
    assert not any("name" in note or "John" in note for note in others)
    arabic = service.answer(Ask(question="اسمي محمد علي، كيف أصبح معلما؟"))
    assert "اسمًا" in arabic.notes[0]


def test_a_conversation_remembers_none_of_it(service: LocalService):
    first = service.answer(Ask(question=TOLD))
    kept = service._conversations.turns(first.conversation_id)
    assert kept == (PLAIN,)
    later = service.answer(Ask(question="En wat kost het?", conversation_id=first.conversation_id))
    assert later.text == service.answer(Ask(question="En wat kost het?", earlier=(PLAIN,))).text
    given = service.answer(Ask(question="En wat kost het?", earlier=(TOLD,)))
    assert given.text == later.text
    assert clear(json.dumps(given.to_json()))


def test_http_the_log_and_the_store_hold_none_of_it(
    small_settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("DEBUG", logger="loket")
    settings = dataclasses.replace(small_settings, data=tmp_path)
    service, desk = build_site(settings)
    with TestClient(create_app(service, desk=desk)) as client:
        answer = client.post("/v1/answers", json={"question": TOLD})
        stream = client.post(
            "/v1/answers", json={"question": TOLD}, headers={"Accept": "text/event-stream"}
        )
        chat = client.post(
            "/v1/chat/completions",
            json={
                "model": "loketwijzer",
                "messages": [
                    {"role": "user", "content": TOLD},
                    {"role": "user", "content": "En wat kost het?"},
                ],
            },
        )
        found = client.get("/v1/search", params={"q": TOLD})
        shown = client.get("/vraag", params={"vraag": TOLD})
        pieces = client.post("/vraag/stroom", data={"vraag": TOLD})
        refused = client.get("/vraag", params={"vraag": TOLD + "x" * 2000})
        place = client.get("/v1/regions", params={"place": "9711 LM 12"})
        given = client.post(
            f"/v1/answers/{answer.json()['id']}/feedback",
            json={"helpful": False, "comment": f"Bel mij: {SECRETS[1]}"},
        )
    desk.close()
    for response in (answer, stream, chat, found, shown, pieces, refused, given):
        assert clear(response.text), response.url
    assert "9711 LM" not in place.text
    assert "verborgen" in shown.text
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"zij-instroom" in stored
    assert clear(stored.decode("utf-8", "replace"))
    assert clear(caplog.text)


def test_the_command_line_prints_none_of_it(loket: Loket):
    answer = parsed(loket("ask", TOLD, "--json"))
    assert clear(json.dumps(answer))
    assert clear(loket("ask", TOLD).stdout)
    assert clear(json.dumps(parsed(loket("search", TOLD, "--json"))))
