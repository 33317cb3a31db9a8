"""Backtest: a purchase model is chosen inside the calibration window and scored once on the days after it."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from analysis.backtest import MISREAD, _last_period, fit_models, forecast, probability_of_buying, run_backtest
from analysis.btyd import BGNBD, MBGNBD, ParetoNBD, fit_spend
from analysis.holdout import Split
from analysis.value import expected_spend

FIRST = dt.date(2022, 1, 1)
SPLIT = Split(FIRST + dt.timedelta(days=360), FIRST + dt.timedelta(days=540))
MODELS = [BGNBD(0.243, 4.414, 0.793, 2.426), MBGNBD(0.525, 6.183, 0.891, 1.614), ParetoNBD(0.553, 10.58, 0.606, 11.67)]


def purchases_of(n, seed=4):
    """Return purchase days of n customers: purchases at unequal rates until an end of life at unequal rates."""
    rng = np.random.default_rng(seed)
    rows = []
    for customer in range(n):
        age, rate, life = rng.integers(0, 80), rng.gamma(0.8, 1 / 60), rng.exponential(1 / rng.gamma(0.7, 1 / 90))
        gaps = rng.exponential(1 / rate, 60) if rate > 0 else np.array([])
        days = np.unique(np.concatenate([[0], np.floor(np.cumsum(gaps)[np.cumsum(gaps) < life])])) + age
        rows += [(f"{customer:04d}", int(day), 10.0 + customer % 7) for day in days if day <= 540]
    return pd.DataFrame(rows, columns=["customer_id", "day", "amount"])


class Past:
    """A log of purchase days; stands in for a run, and can be told another future."""

    def __init__(self, log):
        self.log = log.assign(date=pd.Timestamp(FIRST) + pd.to_timedelta(log["day"], unit="D"))

    def customers_at(self, until):
        log = self.log[self.log["date"] <= pd.Timestamp(until)]
        log = log.assign(first=log.groupby("customer_id")["date"].transform("min"))
        by = log.groupby("customer_id")
        repeat = log[log["date"] > log["first"]].groupby("customer_id")["amount"].mean()
        table = by.agg(
            first_purchase=("first", "min"), last=("date", "max"), days=("date", "size"), revenue=("amount", "sum")
        )
        table["frequency"] = table["days"] - 1
        table["recency"] = (table["last"] - table["first_purchase"]).dt.days
        table["T"] = (pd.Timestamp(until) - table["first_purchase"]).dt.days
        table["monetary_value"] = repeat.reindex(table.index).fillna(0.0)
        return table.assign(purchase_amount=table["revenue"]).reset_index()

    def observe(self, after, until):
        window = self.log[(self.log["date"] > pd.Timestamp(after)) & (self.log["date"] <= pd.Timestamp(until))]
        return window.groupby("customer_id").agg(purchases=("date", "size"), revenue=("amount", "sum"))

    def test(self, observe=None):
        spend = {"fit_spend_of": lambda t: fit_spend(t["frequency"], t["monetary_value"]), "spend_of": expected_spend}
        return run_backtest(self.customers_at, observe or self.observe, first=FIRST, split=SPLIT, **spend)


@pytest.fixture(scope="module")
def past():
    return Past(purchases_of(700))


@pytest.fixture(scope="module")
def tested(past):
    return past.test()


# ---------------------------------------------------------------- choosing


def test_the_chosen_model_has_the_lowest_mean_brier_score_inside_the_calibration_window(tested):
    means = tested.inner.groupby("model")["brier"].mean()
    assert tested.ranking == means.sort_values().index.tolist()
    assert (tested.inner["origin"] < SPLIT.origin).all()


def test_nothing_that_happens_in_the_holdout_changes_the_choice_or_the_fits(past, tested):
    def another_future(after, until):
        seen = past.observe(after, until)
        return seen if until <= SPLIT.origin else seen.assign(purchases=(seen["purchases"] * 5) % 7, revenue=1.0)

    other = past.test(another_future)
    assert other.ranking == tested.ranking
    assert {n: f.parameters for n, f in other.fits.items()} == {n: f.parameters for n, f in tested.fits.items()}
    assert not other.league.equals(tested.league)


def test_models_are_fitted_on_nothing_after_the_calibration_end(past, tested):
    shorter = Past(past.log[past.log["date"] <= pd.Timestamp(SPLIT.origin)][["customer_id", "day", "amount"]])
    refitted = fit_models(shorter.customers_at(SPLIT.origin))
    assert {n: f.parameters for n, f in refitted.items()} == {n: f.parameters for n, f in tested.fits.items()}


# ---------------------------------------------------------------- the league


def test_league_holds_every_model_every_naive_rule_and_the_common_mistake(tested):
    assert set(tested.league["model"]) == {
        "BG/NBD",
        "MBG/NBD",
        "Pareto/NBD",
        MISREAD,
        "same as last period",
        "x / T",
        "no purchase for 8 weeks = gone",
        "sum of RFM scores",
        "RFM cells",
        "base rate for everyone",
    }
    assert set(tested.league.loc[~tested.league["naive"], "model"]) == {"BG/NBD", "MBG/NBD", "Pareto/NBD", MISREAD}


def test_the_common_mistake_is_never_compared_nor_chosen(tested):
    assert MISREAD not in tested.ranking
    assert MISREAD not in {comparison.rival for comparison in tested.comparisons}


def test_the_chosen_model_is_compared_on_who_buys_and_on_how_often(tested):
    assert [(c.chosen, c.loss) for c in tested.comparisons] == [
        (tested.ranking[0], "brier"),
        (tested.ranking[0], "squared error"),
    ]


def test_every_customer_known_by_the_calibration_end_is_scored_and_no_purchase_is_lost(past, tested):
    known = past.customers_at(SPLIT.origin)["customer_id"]
    seen = past.observe(SPLIT.origin, SPLIT.end)
    assert tested.forecasts["customer_id"].tolist() == known.tolist()
    assert tested.forecasts["purchases"].sum() == seen.reindex(known)["purchases"].sum()


def test_forecasts_kept_are_those_of_the_chosen_model(tested):
    row = tested.league.set_index("model").loc[tested.ranking[0]]
    error = tested.forecasts["expected_purchases"] - tested.forecasts["purchases"]
    assert (error**2).mean() ** 0.5 == pytest.approx(row["rmse"])


def test_with_too_few_repeat_buyers_only_the_naive_rules_are_scored_and_nothing_is_chosen():
    few = Past(purchases_of(12)).test()
    assert (few.ranking, few.comparisons) == ([], [])
    assert few.league["naive"].all()
    assert all(fit.status.startswith("not fitted, because") for fit in few.fits.values())
    assert "expected_purchases" not in few.forecasts


def test_the_last_period_counts_repeats_only_and_only_as_far_back_as_is_scored_ahead(past):
    log = pd.DataFrame(
        [("A", 0, 1.0), ("A", 179, 1.0), ("A", 180, 1.0), ("A", 181, 1.0), ("A", 360, 1.0), ("B", 300, 1.0)],
        columns=["customer_id", "day", "amount"],
    )
    past = Past(log)
    assert _last_period(SPLIT, past.customers_at(SPLIT.origin), past.observe).tolist() == [2, 0]


# ---------------------------------------------------------------- what a model says


SIX = pd.DataFrame(
    {"frequency": [0, 0, 1, 5, 40, 2], "recency": [0, 0, 7, 100, 260, 20], "T": [0, 250, 7, 200, 260, 250]}
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
@pytest.mark.parametrize("days", [1, 56, 273, 3650])
def test_nobody_is_likelier_to_buy_than_the_purchases_expected_of_them(model, days):
    expected = forecast(model, SIX, days, np.ones(6))
    assert (expected.probability >= 0).all()
    assert (expected.probability <= np.minimum(expected.purchases, 1) + 1e-12).all()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_a_longer_window_makes_buying_likelier(model):
    windows = np.stack([probability_of_buying(model, SIX, days) for days in (7, 70, 700)])
    assert (np.diff(windows, axis=0) > 0).all()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_equal_customers_get_equal_forecasts_in_any_order(model):
    order = [5, 4, 3, 2, 1, 0, 0]
    again = forecast(model, SIX.iloc[order], 90, np.ones(7)).purchases
    assert again.tolist() == forecast(model, SIX, 90, np.ones(6)).purchases[order].tolist()


def test_value_of_a_forecast_is_purchases_times_spend():
    spend = np.array([1.0, 2, 3, 4, 5, 6])
    found = forecast(MODELS[0], SIX, 90, spend)
    assert found.value.tolist() == (found.purchases * spend).tolist()
    assert not found.naive


def test_bg_nbd_takes_every_one_time_buyer_for_a_customer_and_the_league_says_how_wrong_that_is(tested):
    one_time = tested.fits["BG/NBD"].model.p_alive(np.zeros(3), np.zeros(3), np.array([0.0, 10, 100]))
    assert one_time.tolist() == [1, 1, 1]
    scores = tested.league.set_index("model")["brier"]
    assert scores[MISREAD] > scores["BG/NBD"]
