"""The desk's own answers: an editor's answer, the stop, and that neither breaks the promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Ask, Status
from assistant.desk import house
from assistant.desk.curated import NO_PASSAGE, NO_SUCH_NUMBER, NOT_CARRIED, Refused, draft_of
from assistant.desk.desk import Desk
from assistant.desk.matching import is_specific, matches
from assistant.desk.service import DeskService
from assistant.local import build_service
from assistant.records.database import Database
from assistant.records.decisions import Curated
from assistant.serving import LocalService
from assistant.settings import Settings
from assistant.wording.compose import Draft
from corpus.errors import RecordsProblem

QUESTION = "Wat kost het geschiktheidsonderzoek?"


@pytest.fixture(scope="module")
def inner(small_settings: Settings) -> LocalService:
    return build_service(small_settings)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk.over(Database(tmp_path, retention_days=90))
    yield made
    made.close()


@pytest.fixture
def service(inner: LocalService, desk: Desk) -> DeskService:
    return DeskService(inner, desk, inner.remember)


def passage_of(inner: LocalService, words: str, document: str = "zij-instroom") -> str:
    found = inner.document(document)
    assert found is not None
    return next(passage.id for passage in found[1] if words in passage.text)


@pytest.fixture
def costs(inner: LocalService) -> Curated:
    return Curated(
        id=0,
        questions=(QUESTION, "hoeveel * onderzoek betalen*"),
        sentences=("Het geschiktheidsonderzoek kost € 800. De school betaalt.",),
        passages=(passage_of(inner, "€ 800"),),
    )


def keep(desk: Desk, curated: Curated) -> None:
    desk.decisions.keep_curated(curated)
    desk.house.refresh()


def test_an_editors_answer_wins_and_cites_its_passage(service, desk, inner, costs):
    before = service.answer(Ask(question=QUESTION))
    assert before.model == "extractive"
    keep(desk, costs)
    for question in (
        QUESTION,
        "wat kost dan het Geschiktheids-onderzoek",
        "Hoeveel moet ik voor het onderzoek betalen aan de school?",
    ):
        answer = service.answer(Ask(question=question))
        assert (answer.model, answer.status) == ("curated", Status.ANSWERED)
        assert answer.text == "Het geschiktheidsonderzoek kost € 800. De school betaalt. [1]"
        [source] = answer.sources
        document = inner.document(source.document_id)
        assert document is not None
        assert source.quote in document[0].text
        assert answer.contact.name
        assert answer.index_version == inner.status().version
    logged = desk.log.get(answer.id)
    assert logged is not None
    assert logged[0].model == "curated"
    assert [place.cited for place in logged[1]] == [True]


def test_a_follow_up_knows_what_the_editor_answered(service, desk, inner, costs):
    keep(desk, costs)
    first = service.answer(Ask(question=QUESTION))
    follow = service.answer(
        Ask(question="En wie betaalt dat?", conversation_id=first.conversation_id)
    )
    told = inner.answer(Ask(question="En wie betaalt dat?", earlier=(QUESTION,)))
    assert follow.text == told.text


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2025, 6, 1), ["1-6-2025"]),
        (date(2026, 6, 1), ["1-6-2026", "31-12-2025"]),
        (date(2023, 6, 1), ["1-6-2023", "1-1-2024"]),
    ],
)
def test_an_editors_answer_tells_what_is_not_in_force(service, desk, inner, on, told):
    question = "Hoeveel reiskosten krijg ik?"
    amount = Curated(
        id=0,
        questions=(question,),
        sentences=("De tegemoetkoming bedraagt € 350.",),
        passages=(passage_of(inner, "€ 350", "regeling"),),
    )
    keep(desk, amount)
    answer = service.answer(Ask(question=question, on=on))
    assert answer.model == "curated"
    assert len(answer.notes) == len(told)
    assert all(day in note for day, note in zip(told, answer.notes, strict=True))


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ("Wat kost het geschiktheidsonderzoek?", True),
        ("wat kosten de geschiktheidsonderzoeken", True),
        ("Wat kost eigenlijk het geschiktheids-onderzoek nu?", True),
        ("Wat kost het geschiktheidsonderzoek niet?", False),
        ("Wat kost het geschiktheidsonderzoek in het mbo?", False),
        ("Wie betaalt het geschiktheidsonderzoek?", False),
        ("", False),
    ],
)
def test_only_the_same_question_matches(question: str, same: bool):
    assert matches(QUESTION, question) is same


def test_a_star_stands_for_any_words():
    assert matches("wat kost * pabo*", "Wat kost een jaar pabo in deeltijd?")
    assert matches("wat kost * pabo*", "Wat kost de pabo?")
    assert not matches("wat kost * pabo", "Wat kost een jaar pabo in deeltijd?")
    assert not matches("* pabo", "Wat kost de kopopleiding?")
    assert [is_specific(each) for each in ("*", "wat is *", "* pabo", "kosten pabo *")] == [
        *(False, False, False, True)
    ]


def test_an_answer_that_its_passage_does_not_carry_is_refused(inner, costs):
    today = inner.today()
    assert isinstance(draft_of(costs, inner, today), Draft)
    for changes, why in (
        ({"sentences": ("Het kost € 900.",)}, NOT_CARRIED),
        ({"sentences": ("Het kost € 800.", "DUO betaalt het terug.")}, NOT_CARRIED),
        ({"sentences": ("Het kost € 800. [2]",)}, NO_SUCH_NUMBER),
        ({"passages": ("zij-instroom-weg",)}, NO_PASSAGE),
    ):
        refused = draft_of(replace(costs, **changes), inner, today)
        assert isinstance(refused, Refused)
        assert refused.why == why


def test_an_answer_whose_passage_is_gone_gives_way(service, desk, costs):
    keep(desk, replace(costs, passages=("gone",)))
    assert service.answer(Ask(question=QUESTION)).model == "extractive"


def test_an_answer_that_is_off_gives_way(service, desk, costs):
    keep(desk, replace(costs, active=False))
    assert service.answer(Ask(question=QUESTION)).model == "extractive"


def test_the_stop_wins_names_a_person_and_ends(service, desk, costs):
    keep(desk, costs)
    desk.decisions.stop("Fout in de regeling")
    desk.house.refresh()
    answer = service.answer(Ask(question="Wat is zij-instroom in Groningen?"))
    assert (answer.status, answer.sources, answer.sentences) == (Status.BLOCKED, (), ())
    assert answer.contact.name in answer.text
    assert "Fout in de regeling" not in answer.text
    assert service.answer(Ask(question=QUESTION)).status == Status.BLOCKED
    desk.decisions.resume()
    desk.house.refresh()
    assert service.answer(Ask(question=QUESTION)).model == "curated"
    assert [event.what for event in desk.decisions.events()] == [
        *("antwoorden hervat", "antwoorden gestopt", "vast antwoord bewaard")
    ]


def test_a_stop_holds_though_it_could_not_be_read_at_once(service, desk, monkeypatch):
    assert service.answer(Ask(question=QUESTION)).status == Status.ANSWERED
    monkeypatch.setattr(house, "RETRY_SECONDS", 0.0)
    stopped = desk.decisions.stopped
    with monkeypatch.context() as broken:
        broken.setattr(type(desk.decisions), "stopped", unreadable)
        with pytest.raises(RecordsProblem), desk.house.changing() as decisions:
            decisions.stop("Fout in de regeling")
        assert service.answer(Ask(question=QUESTION)).status == Status.ANSWERED
    assert stopped() is not None
    assert service.answer(Ask(question=QUESTION)).status == Status.BLOCKED


def unreadable(_decisions):
    raise RecordsProblem("the records are too slow to write")


def test_a_stop_does_not_keep_help_from_who_is_in_need(service, desk):
    desk.decisions.stop("Onderhoud")
    desk.house.refresh()
    need = service.answer(Ask(question="Ik wil niet meer leven"))
    assert "113" in need.text
    masked = service.answer(Ask(question="Mijn BSN is 111222333, wat is zij-instroom?"))
    assert "111222333" not in masked.question
    assert masked.notes


def test_the_rules_hold_after_a_restart(inner, desk, costs, tmp_path):
    desk.decisions.keep_curated(costs)
    desk.decisions.stop("Onderhoud")
    again = Desk.over(Database(tmp_path, retention_days=90))
    assert DeskService(inner, again).answer(Ask(question=QUESTION)).status == Status.BLOCKED
    again.close()


def test_records_that_cannot_be_read_stop_no_answer(inner, tmp_path):
    (tmp_path / "data").write_text("no folder")
    desk = Desk.over(Database(tmp_path / "data", retention_days=90))
    assert DeskService(inner, desk).answer(Ask(question=QUESTION)).status == Status.ANSWERED
    desk.close()
