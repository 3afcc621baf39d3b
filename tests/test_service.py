"""The local service: reading the index, switching versions under load, conversations."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant import days, serving
from assistant.answer import Ask
from assistant.conversations import TURNS_KEPT, Conversations
from assistant.local import Opening, build_service
from assistant.loket import run_ingest
from assistant.serving import LocalService, Serving
from assistant.settings import Settings
from corpus.errors import EngineUnavailable, IndexProblem
from ingest.progress import Silent
from retrieval import manifest as layout
from retrieval.embedding.engines import EXACT
from retrieval.filters import Filters
from tests.conftest import write_documents

NEW = {"nieuw.md": "# Proefles\n\nEen proefles geef je op een school in Assen.\n"}
QUESTION = Ask(question="Waar geef je een proefles?")


@pytest.fixture
def service(own_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> LocalService:
    """A service over an index of its own, which looks for a new version all the time."""
    monkeypatch.setattr(serving, "CHECK_SECONDS", 0.02)
    run_ingest(own_settings, [], Silent())
    return build_service(own_settings)


def until(condition, seconds: float = 20.0) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@contextmanager
def asking(service: LocalService, threads: int = 4) -> Iterator[list[str]]:
    """Keep asking from threads; yields the versions that answered. Fails on any failure."""
    versions: list[str] = []
    failures: list[BaseException] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                versions.append(service.answer(QUESTION).index_version)
                service.search("zij-instroom", Filters(), 3)
                service.documents()
            except BaseException as failure:  # noqa: BLE001  whatever it is, the test must tell
                failures.append(failure)

    workers = [threading.Thread(target=ask) for _ in range(threads)]
    for worker in workers:
        worker.start()
    yield versions
    stop.set()
    for worker in workers:
        worker.join(20)
    assert failures == []


def test_it_reads_documents_and_passages(small_settings: Settings):
    service = build_service(small_settings)
    titles = [document.title for document in service.documents()]
    assert titles == sorted(titles, key=str.casefold)
    assert len(titles) == 3
    found = service.document("zij-instroom")
    assert found is not None
    document, passages = found
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    assert service.passage(passages[0].id) == (document, passages[0], passages[1:2])
    middle = service.passage(passages[1].id)
    assert middle is not None
    assert middle[2] == [passages[0], passages[2]]
    assert service.document("nope") is None
    assert service.passage("nope") is None


def test_search_pages_through_one_order(small_settings: Settings):
    service = build_service(small_settings)
    whole = [hit.passage.id for hit in service.search("school", Filters(), 5)]
    paged = [hit.passage.id for n in range(5) for hit in service.search("school", Filters(), 1, n)]
    assert paged == whole


def test_today_can_be_set(small_settings: Settings):
    assert build_service(small_settings).today() == days.today()
    assert build_service(Settings(today=date(2020, 1, 2))).today() == date(2020, 1, 2)


def test_answers_are_the_same_but_for_their_ids(small_settings: Settings):
    def plain(service: LocalService) -> dict:
        answer = service.answer(Ask(question="Wat heb je nodig voor zij-instroom?")).to_json()
        ids.append((answer.pop("id"), answer.pop("conversation_id")))
        answer.pop("timings_ms")
        return answer

    ids: list[tuple[str, str]] = []
    one = build_service(small_settings)
    assert plain(one) == plain(one) == plain(build_service(small_settings))
    assert len(set(ids)) == 3
    assert len({conversation for _, conversation in ids}) == 3


def test_given_ids_are_kept(small_settings: Settings):
    answer = build_service(small_settings).answer(
        Ask(question="Wat is zij-instroom?", id="q1", conversation_id="c1")
    )
    assert (answer.id, answer.conversation_id) == ("q1", "c1")


def test_a_conversation_is_read_as_its_turns(small_settings: Settings):
    service = build_service(small_settings)
    first, second = "Wat is zij-instroom?", "En wat kost het?"
    service.answer(Ask(question=first, conversation_id="c"))
    remembered = service.answer(Ask(question=second, conversation_id="c"))
    told = build_service(small_settings).answer(Ask(question=second, earlier=(first,)))
    assert (remembered.text, remembered.sources) == (told.text, told.sources)


def test_a_page_that_is_loaded_again_asks_the_same_question(small_settings: Settings):
    service = build_service(small_settings)
    turns = "Wat is zij-instroom?", "En wat kost het?"
    once, again = [
        [service.answer(Ask(question=turn, conversation_id=name)).text for turn in asked]
        for name, asked in (("once", turns), ("again", (*turns, turns[-1])))
    ]
    assert again == [*once, once[-1]]


def test_an_earlier_page_that_is_opened_again_shows_what_it_showed(small_settings: Settings):
    service = build_service(small_settings)
    turns = "Wat is zij-instroom?", "En wat kost het?", "Wat is een penvoerder?"
    shown = [service.answer(Ask(question=turn, conversation_id="c")).read_as for turn in turns]
    assert shown[1]

    def back(turn: str, *, reopened: bool) -> str | None:
        return service.answer(Ask(question=turn, conversation_id="c", reopened=reopened)).read_as

    assert back(turns[1], reopened=True) == shown[1]
    assert back(turns[2], reopened=True) == shown[2]
    assert back(turns[1], reopened=False) != shown[1]


def test_what_is_opened_again_is_no_new_turn():
    kept = Conversations()
    for question in ("a", "b", "a", "c"):
        kept.add("x", question)
    assert kept.before("x", "a", reopened=True) == ("a", "b")
    assert kept.before("x", "a") == ("a", "b", "a", "c")
    assert kept.before("x", "new", reopened=True) == ("a", "b", "a", "c")
    kept.add("x", "b", reopened=True)
    assert kept.turns("x") == ("a", "b", "a", "c")
    kept.add("x", "new", reopened=True)
    assert kept.turns("x") == ("a", "b", "a", "c", "new")


def test_conversations_keep_the_last_turns_and_the_latest_used():
    kept = Conversations(most=2)
    for number in range(TURNS_KEPT + 2):
        kept.add("a", str(number))
    assert kept.turns("a") == tuple(str(number) for number in range(2, TURNS_KEPT + 2))
    kept.add("b", "x")
    kept.add("a", "last")
    kept.add("c", "y")
    assert kept.turns("b") == ()
    assert kept.turns("a")[-1] == "last"


def test_conversations_lose_nothing_between_threads():
    kept = Conversations(most=50)

    def fill(name: int) -> None:
        for number in range(200):
            kept.add(str((name + number) % 40), f"vraag {name} {number}")

    workers = [threading.Thread(target=fill, args=(name,)) for name in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    turns = [len(kept.turns(str(name))) for name in range(40)]
    assert turns == [40] * 40


def test_without_an_index_it_says_so_and_notices_one(own_settings: Settings):
    service = build_service(own_settings)
    status = service.status()
    assert (status.ready, status.version, status.documents) == (False, None, 0)
    assert "loket ingest" in (status.problem or "")
    with pytest.raises(IndexProblem):
        service.answer(QUESTION)
    run_ingest(own_settings, [], Silent())
    assert service.status().ready
    assert service.status().problem is None


def test_a_new_version_is_seen_while_requests_run(service: LocalService, own_settings: Settings):
    before = service.status().version
    assert service.document("nieuw") is None
    with asking(service) as versions:
        until(lambda: len(versions) > 20)
        write_documents(own_settings.corpus, NEW)
        after = run_ingest(own_settings, [], Silent()).version
        until(lambda: service.status().version == after)
        until(lambda: versions[-1] == after)
    assert set(versions) == {before, after}
    switched = versions.index(after)
    assert set(versions[: switched - 4]) == {before}
    assert service.document("nieuw") is not None
    assert service.answer(QUESTION).index_version == after


def test_the_memory_of_a_version_that_was_replaced_is_given_back(
    service: LocalService, own_settings: Settings
):
    first = service.status().version
    old = weakref.ref(service._current().index)
    write_documents(own_settings.corpus, NEW)
    run_ingest(own_settings, [], Silent())
    until(lambda: service.status().version != first)
    until(lambda: old() is None)


def test_many_versions_in_a_row_never_fail_a_request(service: LocalService, own_settings: Settings):
    with asking(service, threads=2):
        for number in range(4):
            text = f"# Proefles {number}\n\nProefles {number} geef je in Assen.\n"
            write_documents(own_settings.corpus, {"nieuw.md": text})
            last = run_ingest(own_settings, [], Silent()).version
        until(lambda: service.status().version == last)


def test_a_damaged_new_version_leaves_the_old_one(
    service: LocalService, own_settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    before = service.status().version
    write_documents(own_settings.corpus, NEW)
    monkeypatch.setattr(serving, "CHECK_SECONDS", 1000.0)  # not before the damage is done
    service.status()
    with asking(service):
        version = run_ingest(own_settings, [], Silent()).version
        damage(own_settings.index, version)
        service._next_check = 0.0
        until(lambda: service.status().problem)
        assert service.status().ready
        assert service.status().version == before
    monkeypatch.setattr(serving, "CHECK_SECONDS", 0.02)
    service._next_check = 0.0
    assert run_ingest(own_settings, [], Silent()).version == version
    until(lambda: service.status().version == version)
    assert service.status().problem is None


def damage(index: Path, version: str) -> None:
    (index / layout.VERSIONS / version / layout.PASSAGES).write_text("{}\n")


def test_an_index_of_another_model_is_not_opened(small_settings: Settings):
    other = Settings(
        index=small_settings.index, embedding="st", embedding_model="another", cache=Path("/x")
    )
    status = build_service(other).status()
    assert not status.ready
    assert "another" in (status.problem or "")


def test_an_engine_that_comes_back_is_tried_again(
    small_settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(serving, "RETRY_SECONDS", 0.0)
    opening, faults = Opening(small_settings), [EngineUnavailable("the endpoint is down")]

    def open_version(index: Path) -> Serving:
        if faults:
            raise faults.pop()
        return opening(index)

    service = LocalService(small_settings.index, open_version)
    assert service.status().problem == "the endpoint is down"
    assert service.status().ready
    assert service.status().problem is None


def test_a_version_is_opened_once_however_many_ask(small_settings: Settings):
    opening, opened = Opening(small_settings), list[Path]()

    def open_version(index: Path) -> Serving:
        opened.append(index)
        return opening(index)

    service = LocalService(small_settings.index, open_version)
    with asking(service) as versions:
        until(lambda: len(versions) > 20)
    assert opened == [small_settings.index]


def test_versions_of_one_engine_share_what_is_loaded(own_settings: Settings):
    run_ingest(own_settings, [], Silent())
    opening = Opening(own_settings)
    before = opening(own_settings.index)
    write_documents(own_settings.corpus, NEW)
    run_ingest(own_settings, [], Silent())
    after = opening(own_settings.index)
    assert before.index.manifest.version != after.index.manifest.version
    assert before.retriever.embedder is after.retriever.embedder


def test_an_index_is_asked_with_the_engine_that_made_it(
    own_settings: Settings, cache: Path, tmp_path: Path
):
    exact = replace(own_settings, embedding="e5-q4")
    run_ingest(exact, [], Silent())
    made = layout.engine_of(exact.index)
    if made != EXACT:
        pytest.skip("the engine with two precisions cannot run here")
    opened = build_service(own_settings)
    assert opened.answer(Ask(question="Wat is zij-instroom?")).sources
    assert opened._serving is not None
    assert opened._serving.retriever.embedder.name == EXACT
    (own_settings.corpus / "nieuw.md").write_text("# Nieuw\n\nDe open dag is in november.\n")
    run_ingest(own_settings, [], Silent())
    assert layout.engine_of(own_settings.index) == EXACT
    fresh = replace(own_settings, index=tmp_path / "fresh")
    assert layout.engine_of(fresh.index) is None
    run_ingest(fresh, [], Silent())
    assert layout.engine_of(fresh.index) == f"{EXACT}-int8"


def test_a_repeated_question_gets_the_same_answer_from_memory(small_settings: Settings):
    service = build_service(small_settings)
    first = service.answer(Ask(question="Wat is zij-instroom?"))
    again = service.answer(Ask(question="Wat is zij-instroom?"))
    assert first.sentences
    assert again.id != first.id
    assert again.conversation_id != first.conversation_id
    same = [replace(each, id="", conversation_id="", timings_ms={}) for each in (first, again)]
    assert same[0] == same[1]
    assert again.timings_ms["total"] < first.timings_ms["total"] / 2
