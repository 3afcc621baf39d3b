"""The answers of a route check in an address: what is kept, and what goes when they clash."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.web.route_answers import UNSURE, Answers, href_for, question_of
from corpus.routes import load_routes
from corpus.rules import conflict_of
from corpus.situation import values


def test_the_order_of_answering_is_kept():
    pairs = [("subject", "economics"), ("sector", "vo"), ("diploma", "hbo")]
    found = Answers.of(pairs)
    assert list(found.given.items()) == pairs
    assert found.href() == "/routecheck?subject=economics&sector=vo&diploma=hbo"
    assert found.last == "diploma"
    assert list(found.before("sector").given) == ["subject"]
    assert found.before("vog") == found


def test_what_is_no_question_or_no_choice_is_left_out():
    pairs = [("sector", "kast"), ("schoen", "po"), ("uitslag", "1"), ("diploma", "hbo")]
    assert Answers.of(pairs).given == {"diploma": "hbo"}


def test_a_question_left_open_is_kept_but_says_nothing():
    found = Answers.of([("sector", "po"), ("vog", UNSURE)])
    assert found.given["vog"] == UNSURE
    assert found.situation.known() == {"sector": "po"}


def test_the_newest_answer_wins_from_one_that_it_excludes():
    found = Answers.of([("sector", "vo"), ("level", "upper"), ("sector", "po")])
    assert found.given == {"sector": "po"}
    assert found.dropped == ("level",)


def test_an_answer_that_follows_from_two_others_can_be_dropped_too():
    facts = [("subject", "history"), ("field", "history"), ("fit", "no")]
    assert Answers.of(facts).dropped == ("field",)
    assert Answers.of([facts[0], facts[2], facts[1]]).dropped == ("fit",)


PAIRS = st.sampled_from([(fact, value) for fact, found in values().items() for value in found])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(PAIRS, min_size=1, max_size=12))
def test_no_address_holds_a_conflict_and_the_last_answer_stays(pairs):
    found = Answers.of(pairs)
    assert conflict_of(found.situation, load_routes().conflicts) is None
    fact, value = pairs[-1]
    assert found.given[fact] == value


@pytest.mark.parametrize(
    ("question", "phase", "expected"),
    [
        (
            "Ik heb een hbo-diploma en wil lesgeven in het basisonderwijs. Wat kan ik?",
            "kiezen",
            "/routecheck?sector=po&diploma=hbo",
        ),
        ("Welke route past bij mij?", "kiezen", "/routecheck"),
        ("Ik werk als onderwijsassistent. Hoe verder?", None, "/routecheck?work=support"),
        ("Wat is een onderwijsregio?", "orienteren", None),
        ("Wie vraagt mijn VOG aan?", "opleiden", None),
    ],
)
def test_a_question_about_ones_own_way_leads_to_the_check(question, phase, expected):
    assert href_for(question, phase) == expected


def test_every_question_can_be_found():
    assert all(question_of(fact) for fact in values())
    assert question_of("weg") is None
