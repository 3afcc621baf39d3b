"""The route check: what the sources say of situations, and that it cannot contradict itself."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.contacts import national
from assistant.routes.check import Fit, State, check, judge
from assistant.routes.report import RouteReport, list_routes, report
from corpus.errors import IndexProblem
from corpus.routes import Route, load_routes
from corpus.rules import Rule, conflict_of
from corpus.situation import Situation, SituationProblem, situation_of, values
from corpus.text import fold
from tests.assistant.route_situations import ROWS, Row
from tests.corpus.documents import our_documents

BOOK = load_routes()
TODAY = date(2026, 11, 22)
SETTLED = {Fit.FITS, Fit.NEARLY, Fit.NEVER}


def ids(situation: Situation, fit: Fit) -> set[str]:
    return {verdict.route.id for verdict in check(situation, BOOK).with_fit(fit)}


# What the sources say.


@pytest.mark.parametrize("row", ROWS, ids=[row.told for row in ROWS])
def test_a_described_situation_gets_what_the_sources_say(row: Row):
    situation = situation_of(row.facts)
    assert ids(situation, Fit.FITS) == row.fits, row.why
    assert ids(situation, Fit.NEARLY) == row.nearly, row.why
    assert row.never <= ids(situation, Fit.NEVER), row.why


def test_the_table_is_large_and_gives_its_reasons():
    assert len(ROWS) >= 30
    assert all(row.why for row in ROWS)
    assert len({row.told for row in ROWS}) == len(ROWS)


def test_every_route_is_in_the_table_or_cannot_be_settled():
    named = {name for row in ROWS for name in row.fits | row.nearly | row.never}
    assert {route.id for route in BOOK.routes} - named <= undecided_routes()


def test_what_is_missing_is_said_with_what_to_do():
    found = judge(route("zij-instroom-po"), told(sector="po", diploma="hbo", school="no"))
    [missing] = found.with_state(State.MISSING)
    assert missing.id == "school"
    assert missing.remedy is not None
    assert "loket" in missing.remedy.statement.say


def test_what_the_sources_leave_open_is_never_met():
    best = told(sector="po", diploma="vwo", country="nl", qualification="none")
    found = judge(route("universitaire-pabo"), best)
    assert found.fit == Fit.OPEN
    assert [condition.id for condition in found.with_state(State.UNKNOWN)] == ["admission"]


# What cannot be.


@pytest.mark.parametrize("conflict", BOOK.conflicts, ids=[each.say for each in BOOK.conflicts])
def test_facts_that_exclude_each_other_are_refused_in_one_sentence(conflict):
    alternative = conflict.when[0]
    facts = {fact: sorted(allowed)[0] for fact, allowed in alternative.items()}
    if facts.pop("same_field", None):
        facts |= {"field": "economics", "subject": "economics"}
    with pytest.raises(SituationProblem) as problem:
        check(situation_of(facts), BOOK)
    assert str(problem.value) == conflict.say


# Properties, of any situation that can be.


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Draw what someone may tell, from nothing to everything."""
    known: dict[str, str] = {}
    for fact, choices in draw(st.permutations(list(values().items()))):
        value = draw(st.sampled_from((None, *choices)))
        if value is None or conflict_of(situation_of({**known, fact: value}), BOOK.conflicts):
            continue
        known[fact] = value
    return situation_of(known)


@st.composite
def growing(draw: st.DrawFn) -> tuple[Situation, Situation]:
    """Draw a situation, and one with less of the same knowledge."""
    more = draw(situations())
    kept = draw(st.sets(st.sampled_from(sorted(values()))))
    return situation_of({k: v for k, v in more.known().items() if k in kept}), more


@settings(max_examples=100, deadline=None, derandomize=True)
@given(situations())
def test_a_route_never_both_fits_and_fails(situation: Situation):
    found = check(situation, BOOK)
    assert sorted(verdict.route.id for verdict in found.verdicts) == sorted(
        route.id for route in BOOK.routes
    )
    for verdict in found.verdicts:
        states = {reason.state for reason in verdict.reasons}
        assert len(verdict.reasons) == len(verdict.route.conditions)
        assert (verdict.fit == Fit.FITS) == (states == {State.MET})
        assert (verdict.fit == Fit.NEVER) == (State.RULED_OUT in states)
        assert verdict.fit != Fit.NEARLY or State.MISSING in states


@settings(max_examples=100, deadline=None, derandomize=True)
@given(growing())
def test_more_knowledge_never_takes_back_what_was_settled(pair: tuple[Situation, Situation]):
    less, more = pair
    if conflict_of(less, BOOK.conflicts):
        return
    for route in BOOK.routes:
        before, after = judge(route, less), judge(route, more)
        if before.fit in SETTLED:
            assert after.fit == before.fit, (route.id, less.known(), more.known())
        for earlier, later in zip(before.reasons, after.reasons, strict=True):
            if earlier.state in (State.MET, State.RULED_OUT):
                assert later.state == earlier.state


@settings(max_examples=40, deadline=None, derandomize=True)
@given(situations())
def test_the_questions_are_those_that_matter(situation: Situation):
    found = check(situation, BOOK)
    known = situation.known()
    asked = [each.question.fact for each in found.questions]
    assert len(asked) == len(set(asked))
    assert not set(asked) & known.keys()
    for each in found.questions:
        assert each.choices
        assert each.routes
        for value in each.choices:
            told_more = situation_of({**known, each.question.fact: value})
            assert conflict_of(told_more, BOOK.conflicts) is None
    if not asked:
        for verdict in found.with_fit(Fit.OPEN):
            rules = [each.when for each in verdict.with_state(State.UNKNOWN)]
            assert None in rules, "only what the sources leave open stays open"


@settings(max_examples=15, deadline=None, derandomize=True)
@given(situations(), st.randoms(use_true_random=False))
def test_whoever_answers_every_question_gets_to_the_end(situation: Situation, random):
    for _ in range(len(values()) + 1):
        found = check(situation, BOOK)
        if not found.questions:
            break
        first = found.questions[0]
        choice = random.choice(list(first.choices))
        situation = situation_of({**situation.known(), first.question.fact: choice})
    assert not check(situation, BOOK).questions
    assert ids(situation, Fit.OPEN) <= undecided_routes()


@pytest.mark.parametrize("route_id", [route.id for route in BOOK.routes])
def test_every_route_can_be_reached(route_id: str):
    """By a situation that meets every condition, but for those that the sources leave open."""
    reached = next(meeting(route(route_id)), None)
    assert reached is not None
    found = judge(route(route_id), reached)
    expected = Fit.OPEN if route_id in undecided_routes() else Fit.FITS
    assert found.fit == expected
    assert {condition.when for condition in found.with_state(State.UNKNOWN)} <= {None}


@pytest.mark.parametrize("route_id", [route.id for route in BOOK.routes])
def test_every_condition_decides_something(route_id: str):
    """Without it someone would fit better than the sources say."""
    whole = route(route_id)
    for number, condition in enumerate(whole.conditions):
        if condition.when is None:
            continue
        others = (*whole.conditions[:number], *whole.conditions[number + 1 :])
        without = dataclasses.replace(whole, conditions=others)
        decided = (
            worse(judge(whole, situation).fit, judge(without, situation).fit)
            for reached in meeting(without)
            for situation in varied(reached, condition.when)
        )
        assert any(decided), (route_id, condition.id)


def worse(fit: Fit, other: Fit) -> bool:
    return list(Fit).index(fit) > list(Fit).index(other)


def varied(situation: Situation, rule: Rule) -> Iterator[Situation]:
    """Yield the situation with every combination of values, or none, for the facts of a rule."""
    facts = sorted({fact for each in rule or () for fact in each})
    for picked in itertools.product(*((None, *values()[fact]) for fact in facts)):
        given = situation.known() | dict(zip(facts, picked, strict=True))
        changed = situation_of({fact: value for fact, value in given.items() if value is not None})
        if not conflict_of(changed, BOOK.conflicts):
            yield changed


def meeting(wanted: Route) -> Iterator[Situation]:
    """Yield situations that meet every condition of a route that can be met."""
    rules = [condition.when for condition in wanted.conditions if condition.when is not None]
    for chosen in itertools.product(*rules):
        merged = merge(chosen)
        if merged is None:
            continue
        facts = {fact: sorted(allowed) for fact, allowed in merged.items()}
        for picked in itertools.islice(itertools.product(*facts.values()), 1000):
            situation = situation_of(dict(zip(facts, picked, strict=True)))
            if not conflict_of(situation, BOOK.conflicts):
                yield situation


def merge(
    alternatives: tuple[Mapping[str, frozenset[str]], ...],
) -> dict[str, frozenset[str]] | None:
    """Return what meets all of these at once, or None where nothing does."""
    merged: dict[str, frozenset[str]] = {}
    for alternative in alternatives:
        for fact, allowed in alternative.items():
            merged[fact] = merged.get(fact, allowed) & allowed
    return merged if all(merged.values()) else None


def undecided_routes() -> set[str]:
    """Return the routes with a condition that the sources leave open."""
    rules: dict[str, list[Rule]] = {
        each.id: [condition.when for condition in each.conditions] for each in BOOK.routes
    }
    return {name for name, found in rules.items() if None in found}


def route(route_id: str) -> Route:
    return next(each for each in BOOK.routes if each.id == route_id)


def told(**facts: str) -> Situation:
    return situation_of(facts)


# The order of questions and routes.


def test_the_first_questions_are_where_and_with_what():
    first = [each.question.fact for each in check(told(), BOOK).questions[:3]]
    assert first[0] == "sector"
    assert set(first) == {"sector", "diploma", "qualification"}


def test_a_question_offers_no_answer_that_cannot_be():
    asked = check(told(qualification="foreign"), BOOK).questions
    country = next(each for each in asked if each.question.fact == "country")
    assert "nl" not in country.choices
    assert "other" in country.choices


def test_what_needs_least_comes_first():
    found = check(told(sector="vo", diploma="hbo", field="economics"), BOOK)
    opened = [verdict.route.id for verdict in found.with_fit(Fit.OPEN)]
    assert opened.index("zij-instroom-vo-tweedegraads") < opened.index("alo")
    fits = [verdict.fit for verdict in found.verdicts]
    assert fits == sorted(fits, key=list(Fit).index)


# The sources behind it.


def reported(**facts: str) -> RouteReport:
    return report(
        situation_of(facts), BOOK, our_documents().get, on=TODAY, contact=national(),
        index_version="test",
    )  # fmt: skip


def test_every_reason_has_a_source_that_quotes_its_document():
    found = reported(sector="vo", diploma="hbo", school="no")
    numbers = {source.number: source for source in found.sources}
    assert list(numbers) == list(range(1, len(numbers) + 1))
    shown = [*found.fits, *found.nearly, *found.open, *found.never]
    assert {each.id for each in shown} == {each.id for each in BOOK.routes}
    for each in shown:
        assert each.reasons
        for reason in each.reasons:
            assert reason.citations
            assert (reason.remedy is not None) == (reason.state == State.MISSING)
            for number in reason.citations:
                document, passages = our_documents()[numbers[number].document_id]
                assert numbers[number].quote in document.text
                assert numbers[number].passage_id in {passage.id for passage in passages}


def test_the_source_of_a_reason_is_the_citation_of_its_condition():
    found = reported(sector="po")
    numbers = {source.number: source for source in found.sources}
    assert found.open
    for shown in found.open:
        conditions = route(shown.id).conditions
        for reason, condition in zip(shown.reasons, conditions, strict=True):
            [number] = reason.citations
            assert fold(numbers[number].quote) == condition.statement.citation.quote


def test_what_is_ruled_out_tells_only_what_rules_it_out():
    found = reported(sector="mbo")
    against = next(each for each in found.never if each.id == "pabo-voltijd")
    assert [reason.condition for reason in against.reasons] == ["sector"]


def test_the_list_shows_every_route_with_its_conditions():
    found = list_routes(BOOK, our_documents().get, on=TODAY, index_version=None)
    assert [each.id for each in found.routes] == [each.id for each in BOOK.routes]
    assert all(each.conditions for each in found.routes)
    assert {each.fact for each in found.questions} == set(values())
    zib = next(each for each in found.routes if each.id == "zij-instroom-po")
    assert zib.conditions[0].facts == ("sector", "exams")


def test_a_route_without_its_source_is_withheld():
    def find(document_id: str):
        return None if document_id == "routes-pdg-mbo" else our_documents().get(document_id)

    found = report(told(), BOOK, find, on=TODAY, contact=national(), index_version=None)
    assert {"pdg", "instructeur-mbo"} <= set(found.withheld)
    assert not {"pdg", "instructeur-mbo"} & {each.id for each in found.open}


def test_an_index_without_our_documents_is_a_clear_problem():
    with pytest.raises(IndexProblem, match="run: loket ingest"):
        report(told(), BOOK, lambda _: None, on=TODAY, contact=national(), index_version=None)
