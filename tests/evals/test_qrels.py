"""Judgements by phrase: the same whatever way documents are cut; values checked by hand."""

from __future__ import annotations

from math import log2

import pytest

from evals.qrels import judgements, relevant, retrieval
from evals.runfile import Retrieved
from evals.suites import Evidence, Item
from tests.evals.samples import make_item, make_refusal

ONE = Evidence(document="a", section="1", contains="eerste zin")
TWO = Evidence(document="b", section="2", contains="tweede zin")


def hit(document: str, text: str) -> Retrieved:
    return Retrieved(document=document, text=text)


RIGHT_A, RIGHT_B = hit("a", "Hier staat de eerste zin."), hit("b", "En de tweede zin.")
WRONG = hit("a", "Iets anders.")
BOTH = make_item(evidence=(ONE, TWO))
ANY = make_item(evidence=(ONE, TWO), any_evidence=True)


def values(item: Item, *hits: Retrieved) -> dict[str, float]:
    return retrieval({item.id: hits}, [item])[item.id]


def test_both_are_needed() -> None:
    found = values(BOTH, RIGHT_A, WRONG, RIGHT_B)
    assert (found["R@1"], found["R@5"], found["RR@10"]) == (0.5, 1.0, 1.0)
    assert found["nDCG@10"] == pytest.approx((1 + 1 / log2(4)) / (1 + 1 / log2(3)))


def test_of_several_passages_that_say_the_same_one_is_enough() -> None:
    found = values(ANY, WRONG, RIGHT_B, RIGHT_A)
    assert (found["R@1"], found["R@5"], found["RR@10"]) == (0.0, 1.0, 0.5)
    assert found["nDCG@10"] == pytest.approx(1 / log2(3))


def test_one_passage_that_holds_all_is_all() -> None:
    both = make_item(evidence=(ONE, Evidence(document="a", section="1", contains="ook dit")))
    found = values(both, hit("a", "De eerste zin, en ook dit."))
    assert set(found.values()) == {1.0}


def test_finding_it_twice_earns_nothing() -> None:
    twice, once = values(BOTH, RIGHT_A, RIGHT_A, RIGHT_B), values(BOTH, RIGHT_A, WRONG, RIGHT_B)
    assert twice == once


def test_the_phrase_in_another_document_is_not_it() -> None:
    other = hit("b", "Hier staat de eerste zin.")
    assert not relevant(BOTH, other)
    assert values(BOTH, other) == dict.fromkeys(values(BOTH, other), 0.0)


def test_nothing_found_is_zero_and_stays_in() -> None:
    second = make_item(id="Q2", evidence=(ONE,))
    found = retrieval({"Q1": (RIGHT_A, RIGHT_B)}, [BOTH, second])
    assert set(found["Q2"].values()) == {0.0}
    assert set(found["Q1"].values()) == {0.5, 1.0}


def test_a_question_without_an_answer_has_no_judgements() -> None:
    assert retrieval({"N1": (RIGHT_A,)}, [make_refusal()]) == {}


def test_a_judgement_is_named_by_document_and_section() -> None:
    same = Evidence(document="a", section="1", contains="nog iets")
    assert list(judgements(make_item(evidence=(ONE, TWO, same)))) == [
        "a › 1",
        "b › 2",
        "a › 1 (3)",
    ]
