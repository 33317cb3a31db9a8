"""Spend per purchase: the maximum, or a sentence; totals that follow from it."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.btyd import GammaGamma, fit_spend
from analysis.btyd.gammagamma import spend_objective
from analysis.refusals import why
from analysis.schema import FitError


@pytest.fixture(autouse=True)
def _no_warning_of_any_kind():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def purses(rng, n, *, p, q, gamma, most=9):
    """Return x and the mean amount of customers who spend as the model says."""
    x = rng.integers(1, most + 1, n).astype(float)
    return x, rng.gamma(p * x) / rng.gamma(q, 1 / gamma, n) / x


@pytest.fixture(scope="module")
def spend():
    return purses(np.random.default_rng(5), 1500, p=6.0, q=4.0, gamma=15.0)


@pytest.mark.parametrize("point", [[0.1, 0.2, 0.3], [2.0, 1.5, -1.0], [-2.0, -1.0, 2.0]])
def test_gradient_and_hessian_are_the_finite_differences(point, spend):
    objective = spend_objective(*spend)
    steps = 1e-5 * np.eye(3)
    ahead, behind = ([objective(point + sign * step) for step in steps] for sign in (1, -1))
    _, gradient, hessian = objective(np.array(point))
    first = [(a[0] - b[0]) / 2e-5 for a, b in zip(ahead, behind, strict=True)]
    second = [(a[1] - b[1]) / 2e-5 for a, b in zip(ahead, behind, strict=True)]
    np.testing.assert_allclose(gradient, first, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(hessian, second, rtol=1e-6, atol=1e-8)


def test_the_objective_is_the_mean_of_the_models_likelihood(spend):
    value = spend_objective(*spend)(np.log([6.0, 4.0, 15.0]))[0]
    assert -value == pytest.approx(GammaGamma(6.0, 4.0, 15.0).log_likelihood(*spend).mean(), rel=1e-12)


def test_parameters_are_found_again_within_their_errors(spend):
    fit = fit_spend(*spend)
    for name, value in {"p": 6.0, "q": 4.0, "gamma": 15.0}.items():
        assert abs(fit.parameters[name] - value) < 3 * fit.standard_errors[name]
        assert fit.standard_errors[name] < value / 2


def test_the_currency_changes_gamma_and_nothing_else(spend):
    x, mean = spend
    euros, yen = fit_spend(x, mean), fit_spend(x, mean * 160)
    assert yen.parameters == pytest.approx(euros.parameters | {"gamma": euros.parameters["gamma"] * 160}, rel=1e-6)
    assert yen.log_likelihood == pytest.approx(euros.log_likelihood - x.size * np.log(160), rel=1e-12)


def test_one_time_buyers_and_amounts_not_above_zero_are_left_out(spend):
    x, mean = spend
    more = fit_spend([*x, 0, 2, 3, 1], [*mean, 0, 0, -5, np.nan])
    assert more.customers == x.size
    assert more.as_dict() == fit_spend(x, mean).as_dict()


def test_expected_spend_shrinks_the_own_mean_towards_the_population():
    model = GammaGamma(6.25, 3.74, 15.44)
    population = 6.25 * 15.44 / 2.74
    assert model.population_mean == pytest.approx(population)
    assert model.expected_spend([0, 0], [0, np.nan]) == pytest.approx([population, population])
    few, many = model.expected_spend([1, 200], 100.0)
    assert population < few < many < 100
    weight = 2.74 / (6.25 * 200 + 2.74)
    assert many == pytest.approx(weight * population + (1 - weight) * 100)


@settings(deadline=None)
@given(st.floats(0.1, 50), st.floats(1.01, 50), st.integers(0, 50_000), st.floats(0.01, 1e9))
def test_expected_spend_is_finite_and_above_zero(p, q, x, mean):
    expected = GammaGamma(p, q, 20.0).expected_spend(x, mean)
    assert np.isfinite(expected)
    assert expected > 0


def test_an_infinite_mean_is_refused():
    with pytest.raises(FitError, match="the mean spend is infinite for q = 0.9; q > 1 is needed"):
        GammaGamma(6.0, 0.9, 15.0).expected_spend(3, 20.0)


def degenerate(kind):
    rng = np.random.default_rng(2)
    x = rng.integers(1, 8, 500)
    return {
        "nobody": ([], []),
        "eight customers": (x[:8], np.arange(1, 9)),
        "constant": (x, np.full(500, 20.0)),
        "nearly constant": (x, 20 + rng.normal(0, 1e-6, 500)),
        "no amounts": (x, np.zeros(500)),
        "heavy tails": (x, rng.pareto(0.5, 500) + 1),
        "log-normal, sigma 5": (x, np.exp(rng.normal(0, 5, 500))),
        "two prices": (x, np.where(np.arange(500) % 2, 10.0, 20.0)),
    }[kind]


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        ("nobody", "few_spenders", "only 0 customers have repeat purchases above 0, and 30 are needed"),
        ("eight customers", "few_spenders", "only 8 customers have repeat purchases above 0, and 30 are needed"),
        ("constant", "runaway", "no finite estimate"),
        ("nearly constant", "runaway", "no finite estimate"),
        ("no amounts", "few_spenders", "only 0 customers"),
        ("heavy tails", "infinite_mean", "spend is so unequal that its mean has no finite estimate (q = 0."),
        ("log-normal, sigma 5", "infinite_mean", "spend is so unequal that its mean has no finite estimate (q = 0."),
        ("two prices", "runaway", "A customer's purchases seem all of one size."),
    ],
)
def test_spend_that_cannot_carry_the_model_gives_a_reason_and_no_number(kind, code, said):
    fit = fit_spend(*degenerate(kind))
    assert fit.status == "not fitted"
    assert fit.reasons[0].code == code
    assert why(fit.reasons[0]).startswith("Not fitted, because ")
    assert said in why(fit.reasons[0])
    assert (fit.trusted, fit.model, fit.log_likelihood) == (False, None, None)
    assert set(fit.parameters.values()) == set(fit.standard_errors.values()) == {None}


def test_spend_that_goes_with_frequency_is_measured(spend):
    x, mean = spend
    assert fit_spend(x, mean * x).spearman > 0.3
