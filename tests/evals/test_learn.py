"""Fitting, on data small enough to know the answer."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from evals.errors import EvalError
from evals.fitting import (
    Judgements,
    Lists,
    fit_beside,
    fit_logistic,
    fit_ranking,
    hits_at,
    joined,
    moved,
    ranking_loss,
    threshold_at,
    validated_probabilities,
    validated_ranking,
)
from evals.learn import listed, main, replaced, write


def lists_of(count: int = 12, units: int = 5) -> Lists:
    """Return lists in which the first feature tells the relevant unit, and the second nothing."""
    chance = np.random.default_rng(7)
    features = chance.normal(size=(count * units, 2)) * [0.2, 3.0]
    relevant = np.arange(count * units) % units == chance.integers(units)
    features[relevant, 0] += 2.0
    return Lists(features=features, relevant=relevant, question=np.repeat(np.arange(count), units))


def judgements_of(count: int = 60) -> Judgements:
    """Return questions of which the first feature tells whether they can be answered."""
    chance = np.random.default_rng(3)
    answerable = np.arange(count) % 4 != 0
    features = chance.normal(size=(count, 2))
    features[:, 0] = np.where(answerable, 1.0, -1.0) + 0.2 * chance.normal(size=count)
    return of(features, answerable)


def of(features: np.ndarray, answerable: np.ndarray) -> Judgements:
    """Return questions of which nothing is known, and that were not read."""
    nothing = np.full((len(features), 2), np.nan)
    return Judgements(features=features, answerable=answerable, known=nothing, read=nothing[:, :1])


def test_ranking_finds_the_feature_that_tells() -> None:
    lists = lists_of()
    weights = fit_ranking(lists, steps=200)
    assert weights[0] > 5 * abs(weights[1])
    assert hits_at(weights, lists, (1, 3)).tolist() == [1.0, 1.0]
    assert hits_at(-weights, lists, (1,))[0] == 0.0


def test_ranking_on_questions_that_it_has_not_seen() -> None:
    assert validated_ranking(lists_of(), (1,), folds=3, steps=200)[0] == 1.0


def test_the_ranking_loss_prefers_the_positive() -> None:
    features = np.array([[1.0], [0.0], [0.0]])
    first, second = np.array([True, False, False]), np.array([False, True, False])
    up = np.array([2.0])
    assert ranking_loss(up, features, first) < ranking_loss(up, features, second)
    assert ranking_loss(up, features, first) < ranking_loss(-up, features, first)
    assert ranking_loss(np.zeros(1), features, first) == pytest.approx(np.log(3))
    assert ranking_loss(up, features, np.array([True] * 3)) == pytest.approx(0)


def test_fitting_lowers_the_ranking_loss() -> None:
    lists = lists_of()
    losses = [
        sum(ranking_loss(weights, *pair) for pair in lists.each())
        for weights in (np.zeros(2), fit_ranking(lists, steps=10), fit_ranking(lists, steps=200))
    ]
    assert losses == sorted(losses, reverse=True)
    assert losses[2] < 0.2 * losses[0]


def test_lists_without_a_relevant_unit_teach_nothing() -> None:
    lists = lists_of()
    none = Lists(
        features=lists.features, relevant=np.zeros(60, dtype=bool), question=lists.question
    )
    assert fit_ranking(none, steps=5).tolist() == [0.0, 0.0]
    assert hits_at(np.ones(2), none, (1,)).tolist() == [0.0]


def test_a_separable_case_ends_right() -> None:
    judgements = judgements_of()
    model = fit_logistic(judgements, steps=500)
    probabilities = model.probabilities(judgements.features)
    assert ((probabilities > 0.5) == judgements.answerable).all()
    assert model.weights[0] > 5 * abs(model.weights[1])


def test_both_classes_weigh_the_same() -> None:
    """Without a feature that tells, the probability is a half, however many can be answered."""
    judgements = of(np.zeros((40, 1)), np.arange(40) % 10 != 0)
    probabilities = fit_logistic(judgements, steps=200).probabilities(judgements.features)
    np.testing.assert_allclose(probabilities, 0.5, atol=1e-6)


def test_one_class_alone_cannot_be_fitted() -> None:
    with pytest.raises(EvalError, match="questions without one"):
        fit_logistic(of(np.zeros((4, 1)), np.ones(4, dtype=bool)))


def test_probabilities_are_of_models_that_did_not_see_the_question() -> None:
    judgements = judgements_of()
    held_out = validated_probabilities(judgements, folds=4, seeds=2, steps=200)
    assert held_out.shape == (2, 60)
    assert ((held_out > 0.5) == judgements.answerable).all()
    turned = judgements.answerable.copy()
    turned[0] = not turned[0]  # one question's own label must not help it
    changed = validated_probabilities(of(judgements.features, turned), folds=4, seeds=1, steps=200)
    assert changed[0, 0] == pytest.approx(held_out[0, 0], abs=1e-12)


def test_other_figures_move_a_first_that_does_not_tell() -> None:
    chance = np.random.default_rng(5)
    answerable = np.arange(200) % 2 == 0
    told = np.where(answerable, 0.8, 0.2) + 0.1 * chance.normal(size=200)
    figures, first = np.stack([told, chance.random(200)], axis=1), np.full(200, 0.5)
    model = fit_beside(first, figures, answerable)
    assert model.weights[0] > 5 > 2 > abs(model.weights[1])
    assert 0.3 < -(model.bias + 0.5 * model.weights[1]) / model.weights[0] < 0.7
    after = moved(first, figures, model)
    assert ((after > 0.5) == answerable).mean() > 0.95
    figures[:100, 0] = np.nan  # where there are none nothing is moved, and nothing learned
    assert fit_beside(first, figures, answerable).weights[0] > 5
    np.testing.assert_array_equal(moved(first, figures, model)[:100], 0.5)
    np.testing.assert_allclose(moved(first, figures, model)[100:], after[100:])


def test_other_figures_without_a_bearing_move_nothing() -> None:
    chance = np.random.default_rng(6)
    answerable = chance.random(400) < 0.5
    model = fit_beside(np.full(400, 0.5), chance.random((400, 1)), answerable)
    assert abs(model.weights[0]) < 1


def test_parts_are_joined_field_by_field() -> None:
    one, other = judgements_of(8), judgements_of(12)
    both = joined([one, other])
    assert both.features.shape == (20, 2)
    assert both.known.shape == (20, 2)
    assert both.read.shape == (20, 1)
    np.testing.assert_array_equal(both.answerable[8:], other.answerable)


def test_the_threshold_refuses_the_chosen_share() -> None:
    probabilities = np.r_[np.linspace(0.0, 1.0, 101), 0.01, 0.2, 0.9, 0.049]
    answerable = np.arange(105) < 101
    threshold, caught = threshold_at(probabilities, answerable, 0.05)
    assert threshold == pytest.approx(0.05)
    assert (probabilities[answerable] < threshold).mean() == pytest.approx(0.05, abs=0.01)
    assert caught == 0.5


MODULE = '''"""A module."""
FITTED = {
    "a": 1.0,
    "b": 2.0,
}
"""Their weights."""
BIAS = 1.0
BIAS_OF_OTHERS = 3.0
'''


def test_only_the_named_values_are_replaced() -> None:
    made = replaced(MODULE, {"BIAS": "-2.50", "FITTED": listed(np.array([0.126, -4]), ("a", "b"))})
    expected = MODULE.replace('"a": 1.0', '"a": 0.13').replace('"b": 2.0', '"b": -4.00')
    assert made == expected.replace("BIAS = 1.0", "BIAS = -2.50")
    ast.parse(made)


@pytest.mark.parametrize("name", ["ABSENT", "TWICE"])
def test_a_name_must_be_assigned_once(name: str) -> None:
    with pytest.raises(EvalError, match=f"'{name}' is assigned"):
        replaced("TWICE = 1\nTWICE = 2\n", {name: "3"})


def test_write_keeps_the_rest_of_the_file(tmp_path) -> None:
    path = tmp_path / "module.py"
    path.write_text(MODULE, encoding="utf-8")
    write(path, {"BIAS": "7.00"})
    assert path.read_text(encoding="utf-8") == MODULE.replace("BIAS = 1.0", "BIAS = 7.00")


@pytest.mark.parametrize("share", ["0", "1", "-0.1"])
def test_a_share_of_false_refusals_lies_between_none_and_all(share: str, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--false-refusals", share])
    assert ended.value.code == 2
    assert "above 0 and below 1" in capsys.readouterr().err


def test_without_an_index_it_says_so(tmp_path, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--index", str(tmp_path / "none")]) == 2
    assert "there is no index" in capsys.readouterr().err
