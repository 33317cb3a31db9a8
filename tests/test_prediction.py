"""Prediction: intervals of sums of money that hold what the fit leaves open, and chance."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.btyd import fit_purchases, fit_spend, group_triples
from analysis.value.clv import Horizon, score_customers
from analysis.value.prediction import interval_of, simulate_totals


def scores(model, spend, table):
    return score_customers(model, spend, table, Horizon(365, 0.10), 0.3)


@pytest.fixture(scope="module")
def base():
    """A purchase fit, a spend fit and the customers they were fitted on, drawn from a known model."""
    rng = np.random.default_rng(2)
    n = 900
    rate, leave = rng.gamma(0.55, 1 / 10.6, n), rng.gamma(0.61, 1 / 11.7, n)
    age = rng.integers(200, 280, n)
    alive_days = np.minimum(rng.exponential(1 / leave) * 7, age)
    gaps = rng.exponential(1 / rate[:, None], (n, 150)) * 7
    times = np.floor(np.cumsum(gaps, axis=1))
    days = [np.unique(t[(t > 0) & (t <= limit)]) for t, limit in zip(times, alive_days, strict=True)]
    x = np.array([d.size for d in days])
    mean = np.where(x > 0, rng.gamma(6.0 * np.maximum(x, 1), 1) / (np.maximum(x, 1) * rng.gamma(3.7, 1 / 15.4, n)), 0)
    table = pd.DataFrame({"frequency": x, "recency": [int(d[-1]) if d.size else 0 for d in days], "T": age})
    table = table.assign(monetary_value=mean, purchase_amount=mean * x + 35.0, revenue=mean * x + 35.0)
    table.insert(0, "customer_id", [f"{i:04d}" for i in range(n)])
    fit = fit_purchases("MBG/NBD", group_triples(table["frequency"], table["recency"], table["T"]))
    spend = fit_spend(table["frequency"], table["monetary_value"])
    assert fit.trusted
    assert spend.trusted
    return fit, spend, table


def predictive_interval(fit, spend, table, valued):
    return interval_of(simulate_totals(fit, spend, table, valued, 365, np.random.default_rng(1)))


def test_predictive_interval_holds_the_total_and_is_the_same_every_time(base):
    fit, spend, table = base
    valued = scores(fit.model, spend, table)
    first, second = (predictive_interval(fit, spend, table, valued) for _ in range(2))
    assert first == second
    assert first.low < valued["expected_revenue"].sum() < first.high


def test_simulated_totals_are_on_average_the_expected_total(base):
    fit, spend, table = base
    valued = scores(fit.model, spend, table)
    known = replace(fit, covariance_log=fit.covariance_log * 1e-12)  # so that only chance is left
    totals = simulate_totals(known, spend, table, valued, 365, np.random.default_rng(1))
    error = totals.std() / len(totals) ** 0.5
    assert totals.mean() == pytest.approx(valued["expected_revenue"].sum(), abs=4 * error)


def test_what_the_fit_leaves_open_widens_the_interval(base):
    fit, spend, table = base
    valued = scores(fit.model, spend, table)
    widths = []
    for doubt in (1e-12, 1.0):
        fitted = replace(fit, covariance_log=fit.covariance_log * doubt)
        found = predictive_interval(fitted, spend, table, valued)
        widths.append(found.high - found.low)
    assert widths[0] < widths[1]


def test_a_sample_of_many_customers_gives_the_interval_of_all(base, monkeypatch):
    fit, spend, table = base
    valued = scores(fit.model, spend, table)
    whole = simulate_totals(fit, spend, table, valued, 365, np.random.default_rng(1))
    monkeypatch.setattr("analysis.value.prediction.CUSTOMERS_SIMULATED", 450)
    sampled = simulate_totals(fit, spend, table, valued, 365, np.random.default_rng(1))
    assert sampled.mean() == pytest.approx(whole.mean(), rel=0.02)
    assert sampled.std() == pytest.approx(whole.std(), rel=0.2)
