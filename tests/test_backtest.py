"""Backtest: every forecast is made at the end of calibration, and scored once on the days after it."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from analysis.backtest.backtest import MISREAD, PRIOR, run_backtest
from analysis.backtest.candidates import fit_models, forecast, probability_of_buying, rank
from analysis.backtest.comparison import LOSSES
from analysis.backtest.holdout import OF_MONEY, Split
from analysis.backtest.learners import RIDGE
from analysis.backtest.made import AVERAGE
from analysis.backtest.past import ENOUGH, Past
from analysis.btyd import BGNBD, MBGNBD, ParetoNBD, fit_purchases, group_triples
from analysis.churn import views as churn
from analysis.client.client import read_client
from analysis.facts import refused
from analysis.questions import open_client
from analysis.summary import views as summary
from tests.shops import START, day, ledger, past_of

SPLIT = Split(day(400), day(580))
MODELS = [BGNBD(0.243, 4.414, 0.793, 2.426), MBGNBD(0.525, 6.183, 0.891, 1.614), ParetoNBD(0.553, 10.58, 0.606, 11.67)]


@pytest.fixture(scope="module")
def table():
    return ledger(300, 600, seed=3)


@pytest.fixture(scope="module")
def past(table):
    return past_of(table)


@pytest.fixture(scope="module")
def tested(past):
    return run_backtest(past, SPLIT)


@pytest.fixture(scope="module")
def elsewhere(table):
    """Return the backtest of the same past with another future."""
    later = table["day"] > 400
    return run_backtest(past_of(pd.concat([table[~later], table[later].iloc[::3].assign(amount=1.0)])), SPLIT)


def log(*rows):
    return past_of(pd.DataFrame(rows, columns=["customer", "day", "amount"]))


# ---------------------------------------------------------------- nothing is chosen by the unseen days


def test_nothing_that_happens_in_the_holdout_changes_a_forecast_a_fit_or_the_ranking(tested, elsewhere):
    said = ["expected_purchases", "expected_revenue", "probability"]
    pd.testing.assert_frame_equal(elsewhere.forecasts[said], tested.forecasts[said])
    assert {n: f.parameters for n, f in elsewhere.fits.items()} == {n: f.parameters for n, f in tested.fits.items()}
    assert elsewhere.ranking == tested.ranking
    assert not elsewhere.league.equals(tested.league)


def test_models_are_fitted_on_nothing_after_the_calibration_end(table, tested):
    refitted = fit_models(past_of(table[table["day"] <= 400]).customers_at(SPLIT.origin))
    assert {n: f.parameters for n, f in refitted.items()} == {n: f.parameters for n, f in tested.fits.items()}


def test_a_lesson_ends_before_the_day_of_the_forecast_and_knows_nothing_of_what_came_later(past):
    asked = []

    def watching(after, until):
        asked.append(until)
        return past.observe(after, until)

    lessons = Past(past.customers_at, watching, START).lessons(SPLIT)
    assert lessons
    assert max(asked) <= SPLIT.origin
    assert all(lesson.customers["T"].max() + lesson.days <= 400 for lesson in lessons)


def test_the_first_lesson_is_of_the_same_length_where_enough_had_bought_again_before_it(past):
    assert past.lessons(SPLIT)[0].days == SPLIT.days
    few = log(*((n, 0, 5.0) for n in range(90)), *((n, 10, 5.0) for n in range(ENOUGH - 1)))
    assert [lesson.days for lesson in few.lessons(Split(day(90), day(120)))] == [40, 30, 20]


# ---------------------------------------------------------------- which model is believed on lifetimes


def test_purchase_models_are_scored_inside_the_calibration_window_and_only_the_trusted_are_ranked(tested):
    assert (tested.inner["origin"] < SPLIT.origin).all()
    assert [(SPLIT.origin - origin).days for origin in tested.inner["origin"]] == tested.inner["days"].tolist()
    assert set(tested.inner["model"]) <= set(tested.fits)
    assert set(tested.ranking) == {name for name, fit in tested.fits.items() if fit.trusted}


@dataclasses.dataclass
class Likely:
    log_likelihood: float


@pytest.mark.parametrize(
    ("scores", "ranking"),
    [
        ([("A", 0.2), ("A", 0.4), ("B", 0.25), ("B", 0.25)], ["B", "A"]),
        ([("A", 0.1), ("B", 0.3), ("B", 0.3)], ["B", "A"]),
        ([("A", 0.2), ("B", 0.2)], ["A", "B"]),
        ([], ["A", "B"]),
    ],
    ids=["the lower mean", "made at more days", "the likelier of equals", "the likelier untested"],
)
def test_the_better_model_has_the_lower_mean_brier_score_over_all_inner_days(scores, ranking):
    fits = {"A": Likely(-10.0), "B": Likely(-20.0)}
    assert rank(["B", "A"], pd.DataFrame(scores, columns=["model", "brier"]), fits) == ranking


# ---------------------------------------------------------------- the league


def test_league_holds_the_average_and_its_parts_every_model_every_naive_rule_and_the_common_mistake(tested):
    fitted = {name for name, fit in tested.fits.items() if fit.model}
    prior = set() if "Pareto/NBD" in fitted else {PRIOR}  # its own fit stands for it where that is trusted
    forecasts = {AVERAGE, RIDGE, MISREAD} | fitted | prior
    rules = {
        "same as last period",
        "repeat purchases of last period",
        "same period last year",
        "x / T",
        "no purchase for 8 weeks = gone",
        "sum of RFM scores",
        "RFM cells",
        "base rate for everyone",
    }
    assert set(tested.league["model"]) == forecasts | rules
    assert set(tested.league.loc[~tested.league["naive"], "model"]) == forecasts
    assert "BG/NBD" in fitted


def test_the_scores_of_the_average_are_those_of_the_forecasts_that_are_kept(tested):
    row, kept = tested.league.set_index("model").loc[AVERAGE], tested.forecasts
    bought = kept["purchases"] > 0
    assert row["brier"] == pytest.approx(((kept["probability"] - bought) ** 2).mean())
    assert row["rmse"] ** 2 == pytest.approx(((kept["expected_purchases"] - kept["purchases"]) ** 2).mean())
    assert row["revenue_error"] ** 2 == pytest.approx(((kept["expected_revenue"] - kept["revenue"]) ** 2).mean())


def test_every_customer_known_by_the_calibration_end_is_scored_and_no_purchase_is_lost(past, tested):
    known = past.customers_at(SPLIT.origin)["customer_id"]
    seen = past.observe(SPLIT.origin, SPLIT.end).reindex(known)
    assert tested.forecasts["customer_id"].tolist() == known.tolist()
    assert tested.forecasts["purchases"].sum() == seen["purchases"].sum()
    assert tested.forecasts["revenue"].sum() == pytest.approx(seen["revenue"].sum())


def test_bg_nbd_takes_every_one_time_buyer_for_a_customer_and_the_league_says_how_wrong_that_is(tested):
    one_time = tested.fits["BG/NBD"].model.p_alive(np.zeros(3), np.zeros(3), np.array([0.0, 10, 100]))
    assert one_time.tolist() == [1, 1, 1]
    scores = tested.league.set_index("model")["brier"]
    assert scores[MISREAD] > scores["BG/NBD"]


def test_with_too_few_repeat_buyers_only_the_rules_are_scored_and_the_reason_is_kept():
    few = run_backtest(past_of(ledger(12, 600, seed=1)), SPLIT)
    assert few.average.made is None
    assert few.average.refusal.code == "too_few_repeat_buyers"
    assert (few.ranking, few.comparisons) == ([], [])
    assert few.league["naive"].all()
    assert {fit.reasons[0].code for fit in few.fits.values()} == {"few_repeat_buyers"}
    assert few.forecasts.columns.tolist() == ["customer_id", "purchases", "revenue"]


# ---------------------------------------------------------------- against the best rule


def test_the_average_is_compared_on_who_buys_on_how_often_and_on_how_much(tested):
    assert [(c.chosen, c.loss) for c in tested.comparisons] == [(AVERAGE, loss) for loss in LOSSES]


def test_the_rival_is_the_naive_rule_with_the_smallest_error_on_that_measure(tested):
    rules = tested.league[tested.league["naive"]].set_index("model")
    best = [rules[column].idxmin() for column in ("brier", "rmse", "revenue_error")]
    assert [c.rival for c in tested.comparisons] == best


def test_without_amounts_nothing_is_compared_nor_scored_by_money(past, tested):
    unpaid = run_backtest(past, SPLIT, paid=False)
    assert [c.loss for c in unpaid.comparisons] == ["brier", "squared error"]
    assert unpaid.league[list(OF_MONEY)].isna().all(axis=None)
    rest = [name for name in tested.league if name not in OF_MONEY]
    pd.testing.assert_frame_equal(unpaid.league[rest], tested.league[rest])


# ---------------------------------------------------------------- as facts of the report


@pytest.fixture(scope="module")
def shop(tmp_path_factory, table):
    """Return the folder of a client with the purchases up to the end of the split."""
    folder = tmp_path_factory.mktemp("shop")
    dated = table.assign(day=pd.Timestamp(START) + pd.to_timedelta(table["day"], unit="D"), amount=table["amount"] + 1)
    dated[dated["day"] <= pd.Timestamp(SPLIT.end)].to_csv(folder / "orders.csv", index=False)
    (folder / "client.yml").write_text(
        "client: Acme\ncurrency: EUR\ntoday: 2026-01-01\n"
        "sources: [{path: orders.csv, columns: {customer_id: customer, date: day, amount: amount}}]\n"
        f"parameters: {{calibration_end: {SPLIT.origin}, churn_window_days: 90}}\n"
    )
    return folder


@pytest.fixture(scope="module")
def held(shop):
    return open_client(read_client(shop), cache=shop / "cache").holdout.facts


def test_the_forecast_that_feeds_all_figures_is_the_average_and_its_parts_are_named(held):
    assert held.chosen == AVERAGE
    assert held.forecasts == ["Pareto/NBD", RIDGE]
    assert {c.chosen for c in held.comparisons} == {AVERAGE}


def test_the_total_of_the_unseen_days_is_said_with_its_range_and_whether_what_came_lay_in_it(held):
    low, high = held.expected_purchases_interval
    assert low < held.expected_purchases_total < high
    assert held.verdict.in_range is (low <= held.purchases <= high)
    assert held.verdict.total_error == pytest.approx(held.expected_purchases_total / held.purchases - 1)


# ---------------------------------------------------------------- where no model says who is still a customer


@pytest.fixture(scope="module")
def modelless(shop):
    """Return the run of the same client as if no purchase model could be trusted."""

    def flagged(*of):
        return dataclasses.replace(fit_purchases(*of), model=None, reasons=(refused("flat"),))

    run = open_client(read_client(shop), cache=shop / "modelless")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.backtest.candidates.fit_purchases", flagged)
        assert run.churn
    return run


def test_without_a_purchase_model_the_average_still_feeds_all_figures(modelless, held):
    found = modelless.holdout.facts
    assert (found.refusal, found.chosen, found.ranking) == (None, AVERAGE, [])
    assert found.expected_purchases_total == held.expected_purchases_total
    assert modelless.value.facts.expected_revenue_total > 0
    assert modelless.churn.facts.model == AVERAGE


def test_without_a_model_of_lifetimes_nobody_is_called_lost_and_the_reason_is_said(modelless):
    c, scores = modelless.churn.facts, modelless.churn.tables["scores"]
    assert [c.lifetime_model, c.slipping_value, c.lost_value] == [None] * 3
    assert scores[["p_alive", "slipping_value", "lost_value"]].isna().all(axis=None)
    assert c.without_value.code == "lifetimes_unknown"
    assert "these data do not determine how long customers stay" in repr(churn.slipping(modelless))
    assert churn.how(modelless) is None


def test_the_summary_calls_by_the_plan_without_a_model_of_lifetimes_too(modelless):
    assert "more than is to be expected" in repr(summary.act(modelless))
    first = summary.act_table(modelless).frame["customer_id"].tolist()
    assert first == modelless.plan.tables["actions"]["customer_id"].head(3).tolist()


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
