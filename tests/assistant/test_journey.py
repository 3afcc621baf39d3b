"""Where a question stands on the journey, and what is suggested next."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from assistant.answer import Answer, Ask, Status
from assistant.journey import FOLLOW_UPS, follow_ups, phase_of
from assistant.pipeline import Pipeline
from assistant.settings import Settings
from corpus.journey import PHASES, load_journey
from retrieval.embedding.base import Embedder
from retrieval.index import open_index
from retrieval.search import Retriever

ON = date(2026, 11, 22)
QUESTIONS = [(phase, each) for phase in load_journey().phases for each in phase.questions]
ALL = {document for phase in load_journey().phases for document in phase.documents}
BY_PHASE = {
    phase.id: [each.question for each in phase.questions] for phase in load_journey().phases
}


@pytest.mark.parametrize(
    ("question", "phase"),
    [
        ("Ik twijfel of lesgeven bij me past, hoe kom ik daarachter?", "orienteren"),
        ("Mag ik een dagje meelopen op een school?", "orienteren"),
        ("is er ook een zelftest?", "orienteren"),
        ("Met wie kan ik praten over mijn situatie?", "orienteren"),
        ("Welke route past bij mijn diploma?", "kiezen"),
        ("Kan ik met havo naar de pabo?", "kiezen"),
        ("Word ik toegelaten met een BUITENLANDSE bachelor?", "kiezen"),
        ("mag ik met 21+ zonder havo naar de pabo", "kiezen"),
        ("Ik heb al 20 keer gesolliciteerd", "matchen"),
        ("Wat heb ik nodig voor het geschiktheidsonderzoek?", "matchen"),
        ("Ik heb een school gevonden, en nu?", "matchen"),
        ("Hoe oud mag mijn VOG zijn?", "matchen"),
        ("Wie betaalt het collegegeld?", "opleiden"),
        ("Hoeveel dagen per week ben ik kwijt?", "opleiden"),
        ("waarom krijg ik geen zibsubsidie???", "opleiden"),
        ("Wat is inductie?", "begeleiden"),
        ("Hoe lang worden starters begeleid?", "begeleiden"),
        ("Hoe word ik schoolleider?", "professionaliseren"),
        ("Ik wil een tweede vak gaan geven", "professionaliseren"),
        ("Ik ben lang weg geweest, kan ik terugkeren?", "professionaliseren"),
    ],
)
def test_the_words_of_a_question_tell_its_phase(question: str, phase: str) -> None:
    assert phase_of(question, ()) == phase


@pytest.mark.parametrize("question", ["", "Hoe werkt dat precies?", "Wie wint de Tour?"])
def test_without_a_sign_there_is_no_phase(question: str) -> None:
    assert phase_of(question, ()) is None
    assert phase_of(question, ("regios-hak",)) is None


def test_a_keyword_only_counts_at_the_beginning_of_a_word() -> None:
    assert phase_of("Wat is een uitvergroting?", ()) is None  # 'vog' is a keyword, 'ver' is not
    assert phase_of("Is er een televog?", ()) is None


def test_the_cited_documents_tell_the_phase_where_the_words_do_not() -> None:
    for phase in load_journey().phases:
        assert phase_of("Hoe werkt dat precies?", phase.documents[:1]) == phase.id


def test_documents_can_outweigh_a_word() -> None:
    cited = (
        "werken-in-het-onderwijs-begeleiding-van-startende-leraren",
        "klantreis-fase-begeleiden",
    )
    assert phase_of("Wat staat er in mijn contract?", ()) == "matchen"
    assert phase_of("Wat staat er in mijn contract?", cited) == "begeleiden"


def test_citing_a_document_more_often_changes_nothing() -> None:
    many = ("klantreis-fase-begeleiden",) * 5
    assert phase_of("contract en VOG", many) == phase_of("contract en VOG", many[:1]) == "matchen"


def test_every_question_of_the_journey_finds_its_own_phase() -> None:
    wrong = [
        (each.question, found)
        for phase, each in QUESTIONS
        if (found := phase_of(each.question, (each.document,))) != phase.id
    ]
    assert wrong == []


def test_suggestions_come_from_the_phase_and_the_next_one() -> None:
    for here, after in pairwise(PHASES):
        first, second = follow_ups(here, ("Hoe werkt dat?",), (), ALL)
        assert first in BY_PHASE[here]
        assert second in BY_PHASE[after]


def test_the_last_phase_suggests_two_of_its_own() -> None:
    found = follow_ups(PHASES[-1], ("Hoe werkt dat?",), (), ALL)
    assert len(found) == FOLLOW_UPS
    assert set(found) <= set(BY_PHASE[PHASES[-1]])


def test_what_was_asked_is_never_suggested() -> None:
    for phase, each in QUESTIONS:
        found = follow_ups(phase.id, (each.question,), (each.document,), ALL)
        assert each.question not in found
        assert len(set(found)) == FOLLOW_UPS


def test_what_was_asked_in_other_words_or_earlier_is_not_suggested() -> None:
    earlier = "hoe regel ik op een school een dagje meelopen"
    cited = ("klantreis-orienteren-en-hulp-van-een-loket",)
    asked = (earlier, "Is de hulp van een loket gratis?")
    found = follow_ups("orienteren", asked, cited, ALL)
    assert "Hoe regel ik een dag meelopen op een school?" not in found
    assert "Is hulp van een loket gratis?" not in found
    assert len(found) == FOLLOW_UPS


def test_the_suggestion_nearest_to_the_question_comes_first() -> None:
    cited = ("werken-in-het-onderwijs-vog-voor-werken-op-school",)
    assert follow_ups("matchen", ("Wat kost dat?",), cited, ALL)[0] == "Hoe oud mag mijn VOG zijn?"
    near = follow_ups("matchen", ("Is het geschiktheidsonderzoek zwaar?",), (), ALL)[0]
    assert "geschiktheidsonderzoek" in near


def test_only_what_the_index_can_answer_is_suggested() -> None:
    assert follow_ups("orienteren", (), (), ()) == ()
    assert follow_ups("orienteren", (), (), {"klantreis-fase-kiezen"}) == (
        "Welke gegevens heb ik nodig om een route te kiezen?",
        "Wie beslist of ik word toegelaten?",
    )


@pytest.mark.parametrize("phase", [None, "elders"])
def test_without_a_phase_nothing_is_suggested(phase: str | None) -> None:
    assert follow_ups(phase, (), (), ALL) == ()


def test_an_index_without_our_documents_gets_a_phase_but_no_suggestions(pipeline: Pipeline) -> None:
    answer = pipeline.answer(Ask(question="Wat kost de scholing?"), ON)
    assert (answer.status, answer.phase, answer.follow_ups) == (Status.ANSWERED, "opleiden", ())


def test_a_follow_up_is_placed_with_the_question_before_it(pipeline: Pipeline) -> None:
    asked = Ask(question="En daarna?", earlier=("Hoe lang duurt de opleiding en wat kost die?",))
    assert pipeline.answer(asked, ON).phase == "opleiden"


def test_a_question_that_is_not_ours_has_no_place_on_the_journey(pipeline: Pipeline) -> None:
    question = "Hoeveel kost een kilo kaas?"
    assert phase_of(question, ()) == "opleiden"
    answer = pipeline.answer(Ask(question=question), ON)
    assert (answer.status, answer.phase, answer.follow_ups) == (Status.OUT_OF_SCOPE, None, ())


# Over the real documents.


@pytest.fixture(scope="module")
def ours(corpus_settings: Settings, embedder: Embedder) -> Pipeline:
    return Pipeline(Retriever(open_index(corpus_settings.index), embedder))


@pytest.fixture(scope="module")
def answers(ours: Pipeline) -> dict[str, Answer]:
    return {each.question: ours.answer(Ask(question=each.question), ON) for _, each in QUESTIONS}


def test_every_question_of_the_journey_is_answered(answers: dict[str, Answer]) -> None:
    refused = [text for text, answer in answers.items() if answer.status != Status.ANSWERED]
    assert refused == []


def test_nearly_every_question_is_answered_from_its_document(answers: dict[str, Answer]) -> None:
    elsewhere = [
        each.question
        for _, each in QUESTIONS
        if each.document not in {source.document_id for source in answers[each.question].sources}
    ]
    assert len(elsewhere) <= len(QUESTIONS) // 10, elsewhere


def test_every_answer_stands_on_the_journey_and_leads_on(answers: dict[str, Answer]) -> None:
    for _, each in QUESTIONS:
        answer = answers[each.question]
        assert answer.phase in PHASES
        assert len(answer.follow_ups) == FOLLOW_UPS
        assert each.question not in answer.follow_ups
    right = sum(answers[each.question].phase == phase.id for phase, each in QUESTIONS)
    assert right >= 0.9 * len(QUESTIONS)


def test_every_suggestion_is_itself_answered(answers: dict[str, Answer]) -> None:
    suggested = {text for answer in answers.values() for text in answer.follow_ups}
    assert suggested <= answers.keys()


def test_a_question_in_english_gets_no_suggestions_in_dutch(ours: Pipeline) -> None:
    answer = ours.answer(Ask(question="Is there a programme for internationals in Brabant?"), ON)
    assert answer.status == Status.ANSWERED
    assert (answer.phase, answer.follow_ups) == ("kiezen", ())
