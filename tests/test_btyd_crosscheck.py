"""lifetimes as a second opinion: never better than ours, never a guest that leaves a mess."""

import sys
import warnings
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.btyd import PURCHASE_MODELS, GammaGamma, crosscheck_with_lifetimes, fit_purchases, group_triples
from analysis.btyd.crosscheck import FITTERS, contained
from analysis.facts import refused
from analysis.refusals import why
from analysis.value.clv import purchases_if_alive


@pytest.fixture(scope="module")
def triples():
    """600 customers observed for a year; r .6, alpha 8 weeks, s .7, beta 15 weeks."""
    rng = np.random.default_rng(21)
    end = np.minimum(rng.exponential(1 / rng.gamma(0.7, 1 / 105, 600)), 365)
    rate = rng.gamma(0.6, 1 / 56, 600)
    days = [np.unique(np.ceil(rng.uniform(0, e, rng.poisson(r * e)))) for r, e in zip(rate, end, strict=True)]
    return group_triples([d.size for d in days], [d[-1] if d.size else 0 for d in days], np.full(600, 365))


@pytest.mark.parametrize("name", PURCHASE_MODELS)
def test_lifetimes_finds_the_same_optimum_and_no_better_one(name, triples):
    fit = fit_purchases(name, triples)
    second = crosscheck_with_lifetimes(fit, triples)
    assert list(second) == ["parameters", "log_likelihood"]
    assert second["parameters"] == pytest.approx(fit.parameters, rel=0.01)
    assert -1e-6 * abs(fit.log_likelihood) <= fit.log_likelihood - second["log_likelihood"] < 0.01


def chained_assignment():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pd.get_option("mode.chained_assignment")


def test_pandas_warnings_and_stdout_stay_as_they_were(triples, capsys):
    """lifetimes sets the option to None and a warning filter when it is imported."""
    filters = list(warnings.filters)
    for module in [module for module in sys.modules if module.split(".")[0] == "lifetimes"]:
        del sys.modules[module]
    crosscheck_with_lifetimes(fit_purchases("BG/NBD", triples), triples)
    assert chained_assignment() == "warn"
    assert list(warnings.filters) == filters
    assert capsys.readouterr().out == ""


def test_a_failure_of_lifetimes_is_a_sentence(capsys):
    """Nobody leaves: it prints the optimiser's object and raises."""
    n = 60
    clockwork = group_triples(np.full(n, 30), np.full(n, 300), np.full(n, 309))
    second = crosscheck_with_lifetimes(fit_purchases("BG/NBD", clockwork), clockwork)
    assert list(second) == ["refusal"]
    assert second["refusal"].code == "lifetimes_failed"
    assert why(second["refusal"]).startswith("The lifetimes package did not converge on the same customers: ")
    assert capsys.readouterr().out == ""


def test_a_parameter_of_zero_counts_as_no_convergence(monkeypatch, triples):
    """What lifetimes' Pareto/NBD returns without a word when nobody leaves."""
    zero = {"r": 0.5, "alpha": 8.0, "s": 0.0, "beta": 0.0}
    fitter = SimpleNamespace(fit=lambda *args, **kwargs: None, params_=zero)
    monkeypatch.setitem(sys.modules, "lifetimes", SimpleNamespace(ParetoNBDFitter=lambda: fitter))
    second = crosscheck_with_lifetimes(fit_purchases("Pareto/NBD", triples), triples)
    assert second == {"refusal": refused("lifetimes_degenerate")}
    assert why(second["refusal"]).endswith("a parameter is zero or not finite.")


def test_a_fit_of_ours_that_failed_still_gets_its_second_opinion(triples):
    few = group_triples([1, 0], [3, 0], [9, 9])
    second = crosscheck_with_lifetimes(fit_purchases("BG/NBD", few), triples)
    assert np.isfinite(second["log_likelihood"])


def test_every_model_has_its_counterpart():
    assert set(FITTERS) == set(PURCHASE_MODELS)


@pytest.mark.parametrize("name", PURCHASE_MODELS)
def test_clv_is_that_of_lifetimes_where_its_month_length_is_copied(name, triples):
    """It counts a month as 30 days, discounts at its end, at a monthly rate."""
    fit, spend = fit_purchases(name, triples), GammaGamma(6.25, 3.74, 15.44)
    amount = np.where(triples.frequency > 0, 20 + 10 * np.sin(triples.T + triples.recency), 0)
    months = np.arange(1, 13)
    _, discounted = purchases_if_alive(fit.model, triples, 30.0 * months, 1.01**-months)
    alive = fit.model.p_alive(triples.frequency, triples.recency, triples.T)
    ours = alive * discounted * spend.expected_spend(triples.frequency, amount)
    with contained():
        import lifetimes

        theirs = lifetimes.GammaGammaFitter()
        theirs.params_ = pd.Series({"p": spend.p, "q": spend.q, "v": spend.gamma})
        purchases = getattr(lifetimes, FITTERS[name])()
        in_days = {"alpha": 7, "beta": 7}
        purchases.params_ = pd.Series({key: value * in_days.get(key, 1) for key, value in fit.parameters.items()})
        purchases.predict = purchases.conditional_expected_number_of_purchases_up_to_time
        days = (pd.Series(column) for column in (triples.frequency, triples.recency * 7, triples.T * 7, amount))
        clv = theirs.customer_lifetime_value(purchases, *days, time=12, discount_rate=0.01, freq="D")
    np.testing.assert_allclose(ours, clv, rtol=1e-6)
