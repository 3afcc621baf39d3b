"""Each measure: a case that passes, one that fails, nothing at all, and a failed item."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.answer import Answer, Sentence, Status
from evals.citations import numbers
from evals.qrels import NAMES
from evals.runfile import RunFile, Texts
from evals.score import MEANS, ItemScore, by_kind, confusion, score_run, summarise
from evals.suites import Evidence, Item, letters
from tests.evals.samples import (
    make_answer,
    make_header,
    make_item,
    make_outcome,
    make_refusal,
    make_refused,
    make_source,
)


def scored(texts: Texts, item: Item, given: Answer | None = None, /, **changes: Any) -> ItemScore:
    """Score one outcome, as it would be read from a run."""
    outcome = make_outcome(given, **{"id": item.id, **changes})
    run = RunFile(header=make_header(), outcomes=[outcome], texts=texts)
    (found,) = score_run(run, [item]).scores
    return found


def score(texts: Texts, item: Item | None = None, ms: float = 5.0, **changes: Any) -> ItemScore:
    return scored(texts, item or make_item(), make_answer(**changes), ms=ms)


def refusal(texts: Texts, item: Item | None = None, ms: float = 1.0) -> ItemScore:
    return scored(texts, item or make_refusal(), make_refused(), ms=ms)


def failed(item: Item, texts: Texts) -> ItemScore:
    return scored(texts, item, answer=None, hits=None, error="RuntimeError: broken")


def says(sentence: str, *citations: int) -> dict[str, Any]:
    return {"text": sentence, "sentences": (Sentence(text=sentence, citations=citations),)}


def test_a_right_answer_is_perfect(texts: Texts) -> None:
    right = score(texts)
    assert right.perfect
    assert (right.evidence, right.facts, right.right_status) == (1.0, 1.0, True)
    assert (right.quotes, right.literal_quotes) == (1, 1)
    assert (right.unsupported, right.faults, right.error) == ((), (), None)


# Evidence


def test_evidence_may_stand_in_the_cited_passage_outside_the_quote(texts: Texts) -> None:
    item = make_item(
        evidence=(Evidence(document="regeling", section="", contains="van 1 april tot"),)
    )
    assert score(texts, item).evidence == 1.0


def test_evidence_is_compared_on_letters_and_digits(texts: Texts) -> None:
    item = make_item(
        evidence=(Evidence(document="regeling", section="", contains="20 000 PER zij\ninstromer"),)
    )
    assert score(texts, item).evidence == 1.0


def test_evidence_in_another_document_does_not_count(texts: Texts) -> None:
    item = make_item(evidence=(Evidence(document="andere", section="", contains="€ 20.000 per"),))
    wrong = score(texts, item)
    assert wrong.evidence == 0.0
    assert wrong.missed_evidence == item.evidence


def test_evidence_elsewhere_in_the_document_does_not_count(texts: Texts) -> None:
    item = make_item(
        evidence=(Evidence(document="regeling", section="5", contains="loket helpt je"),)
    )
    assert score(texts, item).evidence == 0.0


@pytest.mark.parametrize(("any_evidence", "recall"), [(False, 0.5), (True, 1.0)])
def test_half_of_the_evidence(texts: Texts, any_evidence: bool, recall: float) -> None:
    entries = (*make_item().evidence, Evidence(document="x", section="", contains="y"))
    item = make_item(evidence=entries, any_evidence=any_evidence)
    assert score(texts, item).evidence == recall


# Facts


def test_half_of_the_facts(texts: Texts) -> None:
    half = score(texts, make_item(facts=(r"20\.000", "duo")))
    assert half.facts == 0.5
    assert half.missed_facts == ("duo",)


def test_facts_ignore_case_and_white_space(texts: Texts) -> None:
    item = make_item(facts=("^de subsidie is",))
    assert score(texts, item, **says("DE  subsidie\nis € 20.000 [1].", 1)).facts == 1.0


def test_a_marker_is_no_fact(texts: Texts) -> None:
    assert score(texts, make_item(facts=("1",)), **says("Dat staat er [1].", 1)).facts == 0.0


def test_what_may_be_noted_counts_in_a_note_too(texts: Texts) -> None:
    item = make_item(noted=("verlopen",))
    note = "De bron is verlopen."
    assert score(texts, item, notes=(note,)).facts == 1.0
    assert score(texts, item).facts == 0.5
    assert score(texts, item).missed_facts == ("verlopen",)
    elsewhere = make_item(facts=("20\\.000", "verlopen"))
    assert score(texts, elsewhere, notes=(note,)).facts == 0.5, "a fact belongs in the text"
    assert refusal(texts, item).missed_facts == (*item.facts, "verlopen")


def test_a_refusal_states_no_fact(texts: Texts) -> None:
    assert refusal(texts, make_item()).facts == 0.0


# Status


@pytest.mark.parametrize(
    ("expected", "given", "right"),
    [
        (Status.ANSWERED, Status.ANSWERED, True),
        (Status.ANSWERED, Status.PARTIAL, True),
        (Status.ANSWERED, Status.NOT_FOUND, False),
        (Status.ANSWERED, Status.CLARIFY, False),
        (Status.NOT_FOUND, Status.NOT_FOUND, True),
        (Status.NOT_FOUND, Status.OUT_OF_SCOPE, True),
        (Status.NOT_FOUND, Status.CLARIFY, True),
        (Status.NOT_FOUND, Status.BLOCKED, True),
        (Status.NOT_FOUND, Status.PARTIAL, False),
        (Status.OUT_OF_SCOPE, Status.OUT_OF_SCOPE, True),
        (Status.OUT_OF_SCOPE, Status.NOT_FOUND, True),
        (Status.OUT_OF_SCOPE, Status.CLARIFY, False),
        (Status.OUT_OF_SCOPE, Status.ANSWERED, False),
        (Status.CLARIFY, Status.NOT_FOUND, False),
        (Status.OUT_OF_SCOPE, Status.BLOCKED, True),
        (Status.BLOCKED, Status.BLOCKED, True),
        (Status.BLOCKED, Status.NOT_FOUND, True),
        (Status.BLOCKED, Status.ANSWERED, False),
    ],
)
def test_which_status_is_right(texts: Texts, expected: Status, given: Status, right: bool) -> None:
    item = make_item() if expected is Status.ANSWERED else make_refusal(status=expected)
    assert score(texts, item, status=given).right_status is right


# Quotes


def test_white_space_in_a_quote_is_folded(texts: Texts) -> None:
    source = make_source(quote="De  subsidie is\n€ 20.000 per zij-instromer.")
    assert score(texts, sources=(source,)).literal_quotes == 1


@pytest.mark.parametrize(
    "changes",
    [{"quote": "De subsidie is 20.000 euro."}, {"quote": " "}, {"document_id": "andere"}],
)
def test_a_quote_that_is_not_literal(texts: Texts, changes: dict[str, str]) -> None:
    wrong = score(texts, sources=(make_source(**changes),))
    assert (wrong.quotes, wrong.literal_quotes) == (1, 0)
    assert not wrong.perfect


# Numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("€ 20.000, 20 000, 20,000 en 20000,00", ["20000"] * 4),
        ("21,5% of 21.5%", ["21.5", "21.5"]),
        ("€ 1.234,50", ["1234.50"]),
        ("artikel 4.2 op 01-08-2027.", ["4.2", "1", "8", "2027"]),
        ("in 2026 500 plaatsen", ["2026", "500"]),
        ("1.000.000", ["1000000"]),
        ("geen getal", []),
    ],
)
def test_numbers_of_a_text(text: str, found: list[str]) -> None:
    assert numbers(text) == found


def test_a_number_in_another_spelling_is_supported(texts: Texts) -> None:
    assert score(texts, **says("Het is 20 000 euro [1].", 1)).unsupported == ()


def test_a_number_that_no_quote_holds(texts: Texts) -> None:
    assert score(texts, **says("Het is € 25.000 [1].", 1)).unsupported == ("25000",)


def test_a_part_of_a_number_is_no_support(texts: Texts) -> None:
    assert score(texts, **says("Het is € 20 [1].", 1)).unsupported == ("20",)


def test_a_number_in_a_quote_that_is_not_cited(texts: Texts) -> None:
    other = make_source(number=2, quote="De aanvraag loopt van 1 april tot en met 30 april.")
    wrong = score(texts, sources=(make_source(), other), **says("Het is € 20.000 [2].", 2))
    assert wrong.unsupported == ("20000",)


# Citations


def test_valid_citations(texts: Texts) -> None:
    assert score(texts).faults == ()
    assert refusal(texts).faults == ()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"text": "Het is € 20.000 [2]."}, "[2] in the text has no source"),
        ({"text": "Het is € 20.000 [1, 3]."}, "[3] in the text has no source"),
        (says("Zonder bron."), "no citation: 'Zonder bron.'"),
        ({"sentences": (Sentence(text="Zin.", citations=(4,)),)}, "[4] has no source: 'Zin.'"),
        ({"sentences": ()}, "an answer without sentences"),
        ({"sources": (make_source(), make_source())}, "two sources with one number"),
        ({"status": Status.NOT_FOUND}, "sources without an answer"),
    ],
)
def test_citations_that_are_not_valid(texts: Texts, changes: dict[str, Any], fault: str) -> None:
    assert fault in score(texts, **changes).faults


# Failed items and figures


@pytest.mark.parametrize("answer", [{}, {"status": "answered"}, {"status": "maybe"}, {"status": 1}])
def test_what_is_no_answer_counts_as_failed(texts: Texts, answer: dict[str, Any]) -> None:
    wrong = score_run(
        RunFile(header=make_header(), outcomes=[make_outcome(answer=answer)], texts=texts),
        [make_item()],
    ).scores[0]
    assert wrong.error is not None
    assert wrong.status is None


def test_an_item_that_was_never_asked_counts_as_failed(texts: Texts) -> None:
    run = RunFile(header=make_header(), outcomes=[make_outcome()], texts=texts)
    scores = score_run(run, [make_item(), make_item(id="Q2")]).scores
    assert [each.error for each in scores] == [None, "not asked"]
    assert summarise(scores)["evidence_recall"].value == 0.5


def test_a_failed_item_is_wrong_on_every_measure(texts: Texts) -> None:
    bad = make_refusal(forbidden=("geheim",))
    figures = summarise([failed(make_item(), texts), failed(bad, texts)])
    shares = {name: figures[name].value for name in (*MEANS, *NAMES)}
    assert shares.pop("false_refusals") == 1.0
    assert shares.pop("flesch_douma") is None, "no answer has no readability; `failed` tells"
    assert set(shares.values()) == {0.0}
    assert figures["literal_quotes"].value == 0.0
    assert figures["unsupported_digits"].value == 2
    assert figures["forbidden"].value == 1
    assert figures["failed"].value == 2


def test_a_failed_item_stays_in_the_denominator(texts: Texts) -> None:
    figures = summarise([score(texts), failed(make_item(id="Q2"), texts)])
    names = ("evidence_recall", "fact_recall", "all_facts", "false_refusals", "right_status")
    for name in (*names, "citation_recall", "citation_precision", *NAMES):
        assert (figures[name].value, figures[name].of) == (0.5, 2), name
    assert figures["literal_quotes"].value == 0.5


def test_figures_of_right_answers(texts: Texts) -> None:
    figures = summarise([score(texts), refusal(texts, ms=15.0)])
    values = {name: figure.value for name, figure in figures.items()}
    wrong = {"false_refusals", "unsupported_digits", "failed", "forbidden"}
    assert {name: value for name, value in values.items() if value == 0} == dict.fromkeys(wrong, 0)
    assert figures["evidence_recall"].of == 1
    assert figures["refusals"].of == 1
    assert values["latency_median"] == 10.0
    assert values["latency_p95"] == pytest.approx(14.5)


def test_a_false_refusal(texts: Texts) -> None:
    figures = summarise([refusal(texts, make_item())])
    assert figures["false_refusals"].value == 1.0
    assert figures["evidence_recall"].value == 0.0
    assert figures["literal_quotes"].value == 0.0, "no quotes where one was due is not perfect"


def test_a_system_that_only_searches_is_not_judged_on_answers(texts: Texts) -> None:
    header = make_header(answers=False)
    run = RunFile(header=header, outcomes=[make_outcome(answer=None)], texts=texts)
    figures = summarise(score_run(run, [make_item()]).scores, header)
    assert figures["R@1"].value == 1.0
    assert figures["evidence_recall"].value is None
    assert figures["literal_quotes"].value is None
    assert figures["failed"].value == 0


def test_a_system_that_does_not_search_is_not_judged_on_it(texts: Texts) -> None:
    run = RunFile(
        header=make_header(searches=False), outcomes=[make_outcome(hits=None)], texts=texts
    )
    figures = summarise(score_run(run, [make_item()]).scores)
    assert figures["evidence_recall"].value == 1.0
    assert figures["R@1"].value is None


def test_what_must_not_be_said_is_counted(texts: Texts) -> None:
    item = make_item(forbidden=("zij-instromer", r"20\.000"))
    wrong = score(texts, item)
    assert wrong.forbidden == (r"20\.000",)
    assert not wrong.perfect
    assert summarise([wrong])["forbidden"].value == 1


def test_the_first_source_is_scored_apart(texts: Texts) -> None:
    other = make_source(number=1, document_id="andere", passage_id="")
    second = score(texts, sources=(other, make_source(number=2)))
    assert (second.evidence, second.first) == (1.0, False)
    assert score(texts).first is True
    assert refusal(texts).first is None


def test_the_language_is_what_the_answer_says(texts: Texts) -> None:
    english = make_item(language="en")
    assert summarise([score(texts, english, language="en")])["right_language"].value == 1.0
    assert summarise([score(texts, english, language="nl")])["right_language"].value == 0.0


def test_only_a_dutch_answer_has_a_readability(texts: Texts) -> None:
    plain = score(texts, **says("De hond en de kat zijn op de mat. [1]", 1)).flesch
    hard = score(texts, **says("Onderwijsbevoegdheidserkenningsprocedures. [1]", 1)).flesch
    assert plain is not None
    assert hard is not None
    assert plain > 80 > 0 > hard
    assert score(texts, language="en").flesch is None


def test_statuses_are_counted_expected_against_given(texts: Texts) -> None:
    scores = [score(texts), refusal(texts), failed(make_item(id="Q2"), texts)]
    assert confusion(scores) == {
        "answered": {"answered": 1, "failed": 1},
        "not_found": {"not_found": 1},
    }


def test_the_worst_comes_first(texts: Texts) -> None:
    invented = score(texts, **says("Het is € 25.000 [1].", 1))
    worst_first = [failed(make_item(), texts), invented, refusal(texts, make_item()), score(texts)]
    badness = [each.badness for each in worst_first]
    assert badness == sorted(badness, reverse=True)
    assert len(set(badness)) == 4
    assert badness[-1] == 0


def test_nothing_asked_is_undefined_and_never_nan() -> None:
    assert {figure.value for figure in summarise([]).values()} == {None}
    assert by_kind([]) == {}


def test_a_kind_without_answerable_items_has_no_recall(texts: Texts) -> None:
    kinds = by_kind([score(texts), refusal(texts)])
    assert kinds["unanswerable"]["evidence_recall"].value is None
    assert kinds["unanswerable"]["literal_quotes"].value is None
    assert kinds["amount"]["evidence_recall"].value == 1.0
    assert kinds["amount"]["refusals"].value is None


def test_letters_and_digits_only() -> None:
    assert letters("Zij-instroom: € 20.000!") == "zijinstroom20000"
    assert letters("eﬃciënt") == "efficiënt"
