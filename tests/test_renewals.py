"""Renewals: the published sBG rows, simulated customers, and what a promise is worth."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.churn.cohort_value import Promise, next_renewals, parted, promise, value_interval
from analysis.churn.contract_money import monthly_revenue
from analysis.churn.renewals import SBG, Term, fit_sbg, term_of
from analysis.ledger.customer_days import Days

OBSERVED = {
    "regular": [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1],
    "high-end": [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1],
}
PUBLISHED = {"regular": (0.704, 1.182), "high-end": (0.668, 3.806)}
MODEL = {
    "regular": [62.7, 47.4, 38.8, 33.2, 29.2, 26.2, 23.9, 22.0, 20.4, 19.1, 18.0, 17.0],
    "high-end": [85.1, 74.7, 67.0, 61.0, 56.2, 52.2, 48.9, 46.0, 43.6, 41.4, 39.5, 37.8],
}


def of_thousand(percent):
    """Return at which renewal each of a thousand left, and how often the others renewed."""
    there = np.round(np.array(percent) * 10).astype(int)
    return np.repeat(np.arange(1, there.size), -np.diff(there)), np.full(there[-1], there.size - 1)


# ---------------------------------------------------------------- the published rows


@pytest.mark.parametrize("name", ["regular", "high-end"])
def test_the_fit_is_the_published_one_and_so_are_its_twelve_years(name):
    model = fit_sbg(*of_thousand(OBSERVED[name]))
    assert (model.alpha, model.beta) == pytest.approx(PUBLISHED[name], abs=6e-4)
    assert 100 * model.survival(range(1, 13)) == pytest.approx(MODEL[name], abs=0.06)


@pytest.mark.parametrize(
    ("alpha", "beta", "published"),
    [(3.80, 15.20, [3.31, 3.45, 3.59, 3.72, 3.84]), (1 / 15, 4 / 15, [7.68, 9.46, 9.86, 10.06, 10.19])],
)
def test_discounted_residual_lifetimes_are_the_published_ones(alpha, beta, published):
    assert SBG(alpha, beta).derl([1, 2, 3, 4, 5], 0.10) == pytest.approx(published, abs=6e-3)


@given(st.floats(0.05, 20), st.floats(0.05, 20), st.integers(1, 30))
def test_the_renewal_rate_rises_and_is_the_ratio_of_survivals(alpha, beta, n):
    model = SBG(alpha, beta)
    assert model.renewal(n + 1) > model.renewal(n)
    assert model.renewal(n) == pytest.approx(model.survival(n) / model.survival(n - 1), rel=1e-6)


def test_the_residual_lifetime_is_the_discounted_sum_of_survivals():
    model, n, t = SBG(0.7, 3.8), 3, np.arange(0, 4000)
    expected = (model.survival(n + t) / model.survival(n - 1) / 1.1**t).sum()
    assert model.derl(n, 0.10) == pytest.approx(expected, rel=1e-6)


def test_without_a_leaver_nothing_is_determined():
    with pytest.raises(ValueError, match="nobody left"):
        fit_sbg([], [1, 2, 3])


# ---------------------------------------------------------------- simulated customers


def subscribers(n, truth, seed, *, record=0):
    """Return spells of yearly contracts over ten years; who left before the record begins is not in them."""
    rng = np.random.default_rng(seed)
    start = rng.integers(0, 3300, n)
    terms = rng.geometric(rng.beta(truth.alpha, truth.beta, n))
    end = start + np.round(terms * 365.25)
    left = end <= 3652
    tenure = np.where(left, end, 3652) - start
    found = pd.DataFrame({"tenure_days": tenure, "left": left, "entry_days": np.clip(record - start, 0, None)})
    return found[~(left & (end < record))].reset_index(drop=True)


def test_intervals_of_the_first_renewal_hold_the_truth_in_about_95_of_100_simulations_with_old_customers_too():
    truth, inside = SBG(0.668, 3.806), []
    for seed in range(40):
        made, term = promise(subscribers(600, truth, seed, record=1500))
        assert (term.name, term.kept) == ("year", True)
        low, high = made.model.renewal_interval(1)
        inside.append(low <= truth.renewal(1) <= high)
    assert np.mean(inside) >= 0.85


def test_residual_value_of_a_simulated_client_is_within_five_percent():
    truth = SBG(0.668, 3.806)
    found = subscribers(6000, truth, 5)
    made, _ = promise(found)
    running = found[~found["left"]].assign(customer_id="x", start=pd.Timestamp("2020-01-01"))
    money = pd.Series(10.0, running.index)
    ours, right = (
        next_renewals(running, one, money, pd.Timestamp("2025-01-01"), 0.10)["contract_value_left"].sum()
        for one in (made, type(made)(truth, made.term))
    )
    assert ours == pytest.approx(right, rel=0.05)


# ---------------------------------------------------------------- terms


@pytest.mark.parametrize(
    ("name", "days"), [("year", 365.25), ("half-year", 182.625), ("quarter", 91.3), ("month", 30.44)]
)
def test_the_term_is_the_longest_at_whose_ends_contracts_end(name, days):
    term = term_of(pd.Series([round(k * days) for k in (1, 2, 3, 5, 1, 7, 9, 4)]))
    assert (term.name, term.kept) == (name, True)


def test_contracts_that_end_on_any_day_are_counted_in_months():
    term = term_of(pd.Series([10, 47, 55, 101, 140, 230, 14, 77]))
    assert (term.name, term.kept) == ("month", False)
    assert term.ended_in([10, 47]).tolist() == [1, 2]


def test_the_day_of_the_next_renewal_is_the_end_of_the_term_that_runs():
    made = type(promise(subscribers(300, SBG(1, 4), 1))[0])(SBG(1, 4), Term("year", 365.25, kept=True))
    running = pd.DataFrame({"customer_id": ["A"], "start": [pd.Timestamp("2023-01-01")], "tenure_days": [730]})
    row = next_renewals(running, made, None, pd.Timestamp("2024-12-31"), 0.1).iloc[0]
    assert row["next_renewal_day"] == pd.Timestamp("2025-01-01")
    assert row[["renewal_probability", "stays_a_year"]].tolist() == pytest.approx([5 / 6, 5 / 6])  # the second renewal


# ---------------------------------------------------------------- money


def test_a_month_of_a_yearly_payer_is_a_twelfth_however_lately_they_paid():
    ids = np.array(["A", "B"], dtype=object)
    days = Days(
        ids,
        np.array([0, 0, 1]),
        np.array([0, 365, 300]),
        np.array([120.0, 240.0, 60.0]),
        np.ones(3, bool),
        pd.Timestamp("2023-01-01").date(),
    )
    found = pd.DataFrame({"customer_id": ["A", "B", "C"]})
    found["start"] = pd.to_datetime(["2023-01-01", "2023-10-28", "2023-01-01"])
    found["end"] = pd.NaT
    monthly = monthly_revenue(days, found, pd.Timestamp("2024-02-01"), 365.25)
    assert monthly == pytest.approx([20.0, 5.0, 0.0])


def test_segments_that_stay_differently_long_are_each_modelled_so_that_the_best_payers_are_not_taken_for_the_many():
    short, long = SBG(2.0, 2.0), SBG(2.0, 30.0)
    found = pd.concat([subscribers(600, short, 1), subscribers(100, long, 2)], ignore_index=True)
    segment = pd.Series(np.where(found.index < found.index[-1] + 1 - 100, "many", "few"))
    found["customer_id"], found["start"] = [str(i) for i in found.index], pd.Timestamp("2020-01-01")
    running = found[~found["left"]]
    own, day = segment[running.index], pd.Timestamp("2025-01-01")
    money = own.map({"many": 10.0, "few": 500.0})
    one, term = promise(found)
    made = parted(one, found, segment, alike=0.001)
    scores = next_renewals(running, made, money, day, 0.10, own)
    right = next_renewals(running, Promise(short, term, {"few": long}), money, day, 0.10, own)[
        "contract_value_left"
    ].sum()
    low, high = value_interval(scores, made, 0.10, own)
    assert low < right < high
    assert scores["contract_value_left"].sum() == pytest.approx(right, rel=0.35)
    pooled = next_renewals(running, one, money, day, 0.10)["contract_value_left"].sum()
    assert pooled < 0.8 * right
    assert parted(one, found, segment, alike=0.2) is one
