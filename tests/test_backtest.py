"""Backtest: forecasts are chosen inside the calibration window and scored once on the days after it."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.backtest import past as pasts
from analysis.backtest.backtest import MISREAD, run_backtest
from analysis.backtest.candidates import average_name, fit_models, forecast, probability_of_buying, without_model
from analysis.backtest.holdout import Split
from analysis.backtest.naive import RATES
from analysis.backtest.supervised import BOOSTER, MODELLESS_STRETCHES
from analysis.btyd import BGNBD, MBGNBD, ParetoNBD, fit_purchases, fit_spend, group_triples
from analysis.value.clv import expected_spend

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
        return run_backtest(pasts.Past(self.customers_at, observe or self.observe, FIRST), split=SPLIT, **spend)


@pytest.fixture(scope="module")
def past():
    return Past(purchases_of(700))


@pytest.fixture(scope="module")
def tested(past):
    return past.test()


# ---------------------------------------------------------------- choosing


def test_both_choices_have_the_lowest_mean_brier_score_inside_the_calibration_window(tested):
    means = tested.inner.groupby("model")["brier"].mean()
    assert tested.chosen == means.idxmin()
    assert tested.ranking == means[list(tested.fits)].sort_values().index.tolist()
    assert (tested.inner["origin"] < SPLIT.origin).all()


def test_the_booster_and_its_average_with_the_best_purchase_model_are_candidates_for_who_buys_only(tested):
    learned = {BOOSTER, average_name(tested.ranking[0])}
    assert set(tested.inner["model"]) == {*tested.fits, *learned}
    assert set(tested.ranking) == set(tested.fits)


def test_every_candidate_is_scored_at_all_three_days(tested):
    assert set(tested.inner.groupby("model")["origin"].nunique()) == {3}
    assert tested.absent.empty


def test_where_nothing_can_be_learnt_the_booster_is_no_candidate_and_the_reason_is_kept(past, monkeypatch):
    monkeypatch.setattr("analysis.backtest.supervised.ENOUGH", 10_000)
    tested = past.test()
    assert BOOSTER not in set(tested.league["model"]) | set(tested.inner["model"])
    assert tested.chosen == tested.ranking[0]
    assert tested.absent["origin"].tolist() == [*sorted(set(tested.inner["origin"])), SPLIT.origin]
    assert tested.absent["reason"].str.contains("10000 are needed").all()


def test_a_lesson_ends_before_the_day_of_the_forecast_and_knows_nothing_of_what_came_later(past):
    asked = []

    def watching(after, until):
        asked.append(until)
        return past.observe(after, until)

    lessons = pasts.Past(past.customers_at, watching, FIRST).lessons(SPLIT)
    assert lessons
    assert max(asked) <= SPLIT.origin
    assert all(lesson.customers["T"].max() + lesson.days <= 360 for lesson in lessons)


def test_how_probabilities_are_stretched_is_settled_by_the_brier_score_at_the_inner_days(past, tested, monkeypatch):
    other = {"model": "time", "time": "model"}[tested.stretch]
    monkeypatch.setattr("analysis.backtest.choice.STRETCHES", (other,))
    again = past.test()
    best = tested.inner.groupby("model")["brier"].mean()[[BOOSTER, average_name(tested.ranking[0])]].min()
    assert best <= again.inner.groupby("model")["brier"].mean()[[BOOSTER, average_name(again.ranking[0])]].min()


def test_nothing_that_happens_in_the_holdout_changes_the_choice_or_the_fits(past, tested):
    def another_future(after, until):
        seen = past.observe(after, until)
        return seen if until <= SPLIT.origin else seen.assign(purchases=(seen["purchases"] * 5) % 7, revenue=1.0)

    other = past.test(another_future)
    assert (other.ranking, other.chosen, other.stretch) == (tested.ranking, tested.chosen, tested.stretch)
    assert {n: f.parameters for n, f in other.fits.items()} == {n: f.parameters for n, f in tested.fits.items()}
    assert not other.league.equals(tested.league)


def test_models_are_fitted_on_nothing_after_the_calibration_end(past, tested):
    shorter = Past(past.log[past.log["date"] <= pd.Timestamp(SPLIT.origin)][["customer_id", "day", "amount"]])
    refitted = fit_models(shorter.customers_at(SPLIT.origin))
    assert {n: f.parameters for n, f in refitted.items()} == {n: f.parameters for n, f in tested.fits.items()}


# ---------------------------------------------------------------- where no purchase model can be trusted


@pytest.fixture(scope="module")
def modelless(past):
    """Return the backtest of the same log as if every purchase model had been flagged."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.backtest.candidates.fit_purchases", lambda *of: replace(fit_purchases(*of), model=None))
        return past.test()


def test_without_a_purchase_model_the_booster_competes_with_the_rules_that_learn_a_rate(modelless):
    means = modelless.inner.groupby("model")["brier"].mean()
    assert set(means.index) == {BOOSTER, *RATES}
    assert modelless.chosen == modelless.without_model == means.idxmin()
    assert modelless.stretch in MODELLESS_STRETCHES


def test_the_league_is_held_without_a_purchase_model_and_says_how_the_chosen_one_did(modelless):
    assert modelless.ranking == []
    assert set(modelless.league.loc[~modelless.league["naive"], "model"]) == {BOOSTER}
    assert {c.chosen for c in modelless.comparisons} == {modelless.chosen}
    assert "chosen_probability" in modelless.forecasts
    assert "expected_purchases" not in modelless.forecasts


def test_with_a_purchase_model_the_booster_is_what_to_fall_back_on(tested):
    assert tested.without_model == BOOSTER


def test_without_a_model_only_the_longest_earlier_window_is_learnt_from(past):
    known = pasts.Past(past.customers_at, past.observe, FIRST)
    lessons = known.lessons(SPLIT)
    assert [days for days, _ in known.boosts(SPLIT, counts=False, longest=True)] == [max(x.days for x in lessons)]


@pytest.mark.parametrize("name", [BOOSTER, *sorted(RATES)])
def test_a_predictor_without_a_model_says_of_the_same_days_what_the_league_scored(past, modelless, name):
    known = pasts.Past(past.customers_at, past.observe, FIRST)
    probability = without_model(known, SPLIT, name, modelless.stretch)
    bought = (modelless.forecasts["purchases"] > 0).to_numpy()
    scored = modelless.league.set_index("model").loc[name, "brier"]
    assert ((probability - bought) ** 2).mean() == pytest.approx(scored)


def test_a_predictor_that_can_learn_nothing_says_nothing():
    few = Past(purchases_of(12))
    known = pasts.Past(few.customers_at, few.observe, FIRST)
    assert without_model(known, SPLIT, BOOSTER, "time") is None


# ---------------------------------------------------------------- the league


def test_league_holds_every_model_every_naive_rule_and_the_common_mistake(tested):
    assert set(tested.league["model"]) == {
        "BG/NBD",
        "MBG/NBD",
        "Pareto/NBD",
        BOOSTER,
        average_name(tested.ranking[0]),
        MISREAD,
        "same as last period",
        "x / T",
        "no purchase for 8 weeks = gone",
        "sum of RFM scores",
        "RFM cells",
        "base rate for everyone",
    }
    models = {"BG/NBD", "MBG/NBD", "Pareto/NBD", BOOSTER, average_name(tested.ranking[0]), MISREAD}
    assert set(tested.league.loc[~tested.league["naive"], "model"]) == models


def test_the_average_lies_half_way_between_the_model_and_the_booster(tested):
    totals = tested.league.set_index("model")["total_error"]
    best = tested.ranking[0]
    assert totals[average_name(best)] == pytest.approx((totals[best] + totals[BOOSTER]) / 2)


def test_the_common_mistake_is_never_compared_nor_chosen(tested):
    assert MISREAD not in {*tested.ranking, tested.chosen}
    assert MISREAD not in {comparison.rival for comparison in tested.comparisons}


def test_the_chosen_predictor_and_the_best_model_are_compared_on_who_buys_and_on_how_often(tested):
    picked = dict.fromkeys([tested.chosen, tested.ranking[0]])
    losses = ("brier", "squared error")
    assert [(c.chosen, c.loss) for c in tested.comparisons] == [(name, loss) for name in picked for loss in losses]


def test_every_customer_known_by_the_calibration_end_is_scored_and_no_purchase_is_lost(past, tested):
    known = past.customers_at(SPLIT.origin)["customer_id"]
    seen = past.observe(SPLIT.origin, SPLIT.end)
    assert tested.forecasts["customer_id"].tolist() == known.tolist()
    assert tested.forecasts["purchases"].sum() == seen.reindex(known)["purchases"].sum()


def test_forecasts_kept_are_those_of_the_best_model_and_of_the_chosen_predictor(tested):
    league = tested.league.set_index("model")
    for name, column in ((tested.ranking[0], "expected_purchases"), (tested.chosen, "chosen_purchases")):
        error = tested.forecasts[column] - tested.forecasts["purchases"]
        assert (error**2).mean() ** 0.5 == pytest.approx(league.loc[name, "rmse"])
    bought = tested.forecasts["purchases"] > 0
    brier = ((tested.forecasts["chosen_probability"] - bought) ** 2).mean()
    assert brier == pytest.approx(league.loc[tested.chosen, "brier"])


def test_with_too_few_repeat_buyers_only_the_naive_rules_are_scored_and_nothing_is_chosen():
    few = Past(purchases_of(12)).test()
    assert (few.ranking, few.chosen, few.comparisons) == ([], None, [])
    assert few.league["naive"].all()
    assert {fit.status for fit in few.fits.values()} == {"not fitted"}
    assert {fit.reasons[0].code for fit in few.fits.values()} == {"few_repeat_buyers"}
    assert "expected_purchases" not in few.forecasts


def test_the_last_period_counts_repeats_only_and_only_as_far_back_as_is_scored_ahead(past):
    log = pd.DataFrame(
        [("A", 0, 1.0), ("A", 179, 1.0), ("A", 180, 1.0), ("A", 181, 1.0), ("A", 360, 1.0), ("B", 300, 1.0)],
        columns=["customer_id", "day", "amount"],
    )
    past = Past(log)
    assert pasts.Past(past.customers_at, past.observe, FIRST).last_period(SPLIT).tolist() == [2, 0]


# ---------------------------------------------------------------- what a model says


SIX = [[0, 0, 1, 5, 40, 2], [0, 0, 7, 100, 260, 20], [0, 250, 7, 200, 260, 250]]


def six(order=range(6)):
    """Six histories (frequency, recency, T in days), in an order."""
    return group_triples(*np.array(SIX)[:, list(order)])


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
@pytest.mark.parametrize("days", [1, 56, 273, 3650])
def test_nobody_is_likelier_to_buy_than_the_purchases_expected_of_them(model, days):
    expected = forecast(model, six(), days, np.ones(6))
    assert (expected.probability >= 0).all()
    assert (expected.probability <= np.minimum(expected.purchases, 1) + 1e-12).all()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_a_longer_window_makes_buying_likelier(model):
    windows = np.stack([probability_of_buying(model, six(), days) for days in (7, 70, 700)])
    assert (np.diff(windows, axis=0) > 0).all()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_equal_customers_get_equal_forecasts_in_any_order(model):
    order = [5, 4, 3, 2, 1, 0, 0]
    again = forecast(model, six(order), 90, np.ones(7)).purchases
    assert again.tolist() == forecast(model, six(), 90, np.ones(6)).purchases[order].tolist()


def test_value_of_a_forecast_is_purchases_times_spend():
    spend = np.array([1.0, 2, 3, 4, 5, 6])
    found = forecast(MODELS[0], six(), 90, spend)
    assert found.value.tolist() == (found.purchases * spend).tolist()
    assert not found.naive


def test_bg_nbd_takes_every_one_time_buyer_for_a_customer_and_the_league_says_how_wrong_that_is(tested):
    one_time = tested.fits["BG/NBD"].model.p_alive(np.zeros(3), np.zeros(3), np.array([0.0, 10, 100]))
    assert one_time.tolist() == [1, 1, 1]
    scores = tested.league.set_index("model")["brier"]
    assert scores[MISREAD] > scores["BG/NBD"]
