"""Two runs in pairs: the tests against values worked out by hand, and what is told."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.answer import Answer
from evals.compare import Comparison, compare, paired_test
from evals.errors import EvalError
from evals.score import Scored, score_run
from evals.suites import Item
from tests.evals.samples import make_answer, make_item, make_refused, run_of

MANY = 12
ITEMS = [make_item(id=f"Q{number}") for number in range(MANY)]


def scored(answers: list[Answer], items: list[Item] = ITEMS) -> Scored:
    return score_run(run_of(items, *answers), items)


def rights(count: int) -> list[Answer]:
    """So many right answers, then refusals."""
    return [make_answer()] * count + [make_refused()] * (MANY - count)


def figure(found: Comparison, name: str):
    return next(each for each in found.differences if each.figure == name)


def test_mcnemar_is_exact() -> None:
    first = np.array([0, 0, 0, 0, 0, 0, 1, 1.0])
    second = np.array([1, 1, 1, 1, 1, 0, 0, 1.0])
    p, test = paired_test(first, second)
    # Six items differ, one of them the other way: 2 * (C(6,0) + C(6,1)) / 2**6.
    assert p == pytest.approx(2 * 7 / 64)
    assert test == "McNemar, exact"


def test_randomisation_over_all_signs() -> None:
    first, second = np.zeros(4), np.array([0.1, 0.2, 0.3, 0.4])
    p, test = paired_test(first, second)
    # All four in one direction: two of the sixteen choices of signs are as far out.
    assert p == pytest.approx(2 / 16)
    assert test == "randomisation"


def test_one_item_that_differs_proves_nothing() -> None:
    assert paired_test(np.array([0.5, 1.0]), np.array([0.7, 1.0])) == (1.0, "randomisation")


def test_equal_runs_differ_in_nothing() -> None:
    found = compare(scored(rights(6)), scored(rights(6)))
    assert {each.p for each in found.differences} == {1.0}
    assert {each.better for each in found.differences} == {None}
    assert found.changed == []
    assert found.worse == []


def test_a_run_that_is_plainly_better() -> None:
    found = compare(scored(rights(0)), scored(rights(MANY)))
    evidence = figure(found, "evidence_recall")
    assert (evidence.first, evidence.second, evidence.change.value) == (0.0, 1.0, 1.0)
    assert evidence.p == pytest.approx(2 / 2**MANY)
    assert evidence.adjusted >= evidence.p
    assert evidence.better
    assert evidence.significant
    assert figure(found, "false_refusals").better, "less is better there"
    assert [each.better for each in found.changed] == [True] * MANY
    assert found.worse == []


def test_a_run_that_is_plainly_worse() -> None:
    found = compare(scored(rights(MANY)), scored(rights(0)))
    assert {"evidence_recall", "false_refusals"} <= {each.figure for each in found.worse}
    assert not any(each.better for each in found.changed)


def test_only_common_questions_are_compared() -> None:
    more = [*ITEMS, make_item(id="extra")]
    found = compare(scored(rights(6)), scored([*rights(6), make_answer()], more))
    assert found.common == MANY
    other = scored([make_answer()], [make_item(id="elders")])
    with pytest.raises(EvalError, match="no questions in common"):
        compare(scored(rights(6)), other)
