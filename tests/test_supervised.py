"""Supervised: what followed on the same signs at an earlier day, carried over to today."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.backtest.candidates import forecast
from analysis.backtest.holdout import Forecast
from analysis.backtest.supervised import ENOUGH, Lesson, _classifier, average, boost, features, stretched, why_not
from analysis.btyd import BGNBD, MBGNBD, ParetoNBD, group_triples
from analysis.refusals import why

MODELS = [BGNBD(0.243, 4.414, 0.793, 2.426), MBGNBD(0.525, 6.183, 0.891, 1.614), ParetoNBD(0.553, 10.58, 0.606, 11.67)]


def customers(n=600, seed=1):
    """Return customers of whom those who bought often and lately buy again."""
    rng = np.random.default_rng(seed)
    x, age = rng.poisson(1.5, n), rng.integers(50, 200, n)
    recency = np.where(x > 0, np.maximum((age * rng.random(n)).astype(int), 1), 0)
    amount = rng.gamma(2, 20, n)
    return pd.DataFrame(
        {
            "customer_id": [f"{i:04d}" for i in range(n)],
            "frequency": x,
            "recency": recency,
            "T": age,
            "monetary_value": np.where(x > 0, amount, 0.0),
            "purchase_amount": amount * (x + 1),
            "revenue": amount * (x + 1) * 0.9,
        }
    )


def lesson(n=600, seed=1, days=60):
    table = customers(n, seed)
    rate = (table["frequency"] + 0.3) * np.exp(-(table["T"] - table["recency"]) / 80)
    bought = np.random.default_rng(seed + 9).poisson(rate).astype(float)
    return Lesson(table, bought, bought * table["purchase_amount"].to_numpy() / (table["frequency"] + 1), days)


@pytest.fixture(scope="module")
def taught():
    return lesson()


@pytest.fixture(scope="module")
def said(taught):
    return boost(taught, customers(seed=2))


# ---------------------------------------------------------------- what it sees


def test_no_id_and_no_date_is_a_feature():
    renamed = customers(20).assign(customer_id="same", first_purchase=pd.Timestamp("2020-01-01"))
    pd.testing.assert_frame_equal(features(renamed), features(customers(20)))


def test_a_one_time_buyer_has_no_gap_and_what_was_returned_is_seen():
    table = pd.DataFrame(
        {
            "frequency": [0],
            "recency": [0],
            "T": [9],
            "monetary_value": [0.0],
            "purchase_amount": [10.0],
            "revenue": [4.0],
        }
    )
    row = features(table).iloc[0]
    assert np.isnan(row["gap"])
    assert (row["days_since_last"], row["amount"], row["kept_share"]) == (9.0, 10.0, 0.4)


# ---------------------------------------------------------------- when it can learn


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [
        (None, "no_lesson", "no earlier window saw at least half of the customers"),
        (
            Lesson(customers(60).assign(frequency=0), np.ones(60), np.ones(60), 30),
            "few_bought_twice",
            "only 0 customers had bought twice",
        ),
        (
            Lesson(customers(90), np.r_[np.ones(5), np.zeros(85)], np.ones(90), 30),
            "few_bought",
            "only 5 customers bought",
        ),
        (
            Lesson(customers(90), np.r_[np.zeros(5), np.ones(85)], np.ones(90), 30),
            "few_silent",
            "only 5 customers did not buy",
        ),
    ],
)
def test_too_little_to_learn_from_is_said_with_what_came_and_what_is_needed(found, code, said):
    reason = why_not(found)
    assert reason.code == code
    assert said in why(reason)
    assert found is None or f"{ENOUGH} are needed" in why(reason)


def test_enough_buyers_and_others_teach_something(taught):
    assert why_not(taught) is None


# ---------------------------------------------------------------- what it says


def test_it_finds_who_buys_and_how_often(taught, said):
    fresh = lesson(seed=2)
    assert said.probability.mean() == pytest.approx((fresh.purchases > 0).mean(), abs=0.06)
    assert np.corrcoef(said.purchases, fresh.purchases)[0, 1] > 0.4
    assert said.value.sum() == pytest.approx(fresh.revenue.sum(), rel=0.2)
    assert said.money


def test_a_longer_silence_never_makes_buying_likelier_nor_a_further_purchase_less_likely(taught):
    seen = features(taught.customers)
    fitted = _classifier(list(seen.columns)).fit(seen.to_numpy(), taught.purchases > 0)
    for sign, steps, direction in (("days_since_last", np.arange(200), -1), ("frequency", np.arange(9), 1)):
        table = pd.concat([seen.iloc[[0]]] * steps.size).assign(**{sign: steps})
        assert (direction * np.diff(fitted.predict_proba(table.to_numpy())[:, 1]) >= 0).all()


def test_the_same_lesson_gives_the_same_forecast(taught, said):
    again = boost(taught, customers(seed=2))
    assert again.probability.tolist() == said.probability.tolist()
    assert again.value.tolist() == said.value.tolist()


def test_equal_customers_are_told_the_same_in_any_order(taught, said):
    order = np.random.default_rng(3).permutation(600)
    shuffled = boost(taught, customers(seed=2).iloc[order].reset_index(drop=True))
    assert shuffled.probability.tolist() == said.probability[order].tolist()


def test_money_in_another_currency_changes_the_value_by_the_rate_and_nothing_else(taught, said):
    money = ["monetary_value", "purchase_amount", "revenue"]

    def in_other(table):
        return table.assign(**{name: table[name] * 8 for name in money})

    foreign = Lesson(in_other(taught.customers), taught.purchases, taught.revenue * 8, taught.days)
    again = boost(foreign, in_other(customers(seed=2)))
    assert again.probability == pytest.approx(said.probability)
    assert again.value == pytest.approx(8 * said.value)


def test_goods_brought_back_lower_the_value_of_everybody_alike(taught, said):
    back = Lesson(taught.customers, taught.purchases, np.where(taught.purchases > 0, taught.revenue, -1.0), taught.days)
    ratio = boost(back, customers(seed=2)).value / said.value
    assert ratio == pytest.approx(np.full(600, back.revenue.sum() / taught.revenue.sum()))


def test_without_revenue_in_the_lesson_no_value_is_made_up(taught):
    free = boost(Lesson(taught.customers, taught.purchases, np.zeros(600), 60), customers(seed=2))
    assert (free.value, free.money) == (None, False)


# ---------------------------------------------------------------- carried over to a longer window


def carried(said, days, table, model, rule):
    """Carry a forecast of 60 days over to `days`, by what a model says of the same customers."""
    triples = group_triples(table["frequency"], table["recency"], table["T"])
    own, short = (forecast(model, triples, each, np.ones(len(table))) for each in (days, 60))
    return stretched(said, 60, days, own, short, rule)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_as_long_a_window_needs_no_stretching_but_nobody_buys_less_often_than_at_all(said, model):
    same = carried(said, 60, customers(seed=2), model, "model")
    assert same.probability == pytest.approx(said.probability)
    assert same.purchases == pytest.approx(np.maximum(said.purchases, said.probability))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
@pytest.mark.parametrize("rule", ["model", "time"])
def test_a_longer_window_brings_more_but_less_than_in_proportion(said, model, rule):
    longer = carried(said, 180, customers(seed=2), model, rule)
    raw = np.maximum(said.purchases, said.probability)
    assert (longer.probability > said.probability).all()
    assert (longer.purchases <= raw * 3 + 1e-9).all()
    assert (longer.probability <= longer.purchases).all()


def test_a_models_own_forecast_is_stretched_to_its_own_forecast():
    table, model = customers(50), MODELS[2]
    triples = group_triples(table["frequency"], table["recency"], table["T"])
    short, long = (forecast(model, triples, days, np.ones(50)) for days in (60, 180))
    found = stretched(short, 60, 180, long, short, "model")
    assert found.probability == pytest.approx(long.probability)
    assert found.purchases == pytest.approx(long.purchases)


@pytest.mark.parametrize(
    ("rule", "purchases", "probability", "value"),
    [("model", 4.0, 0.9375, 40.0), ("time", 4.0, 0.9375, 40.0), ("root of time", 2.0, 0.75, 20.0)],
)
def test_without_a_model_time_or_its_root_is_what_stretches(rule, purchases, probability, value):
    raw = Forecast(np.array([1.0]), np.array([0.5]), np.array([10.0]), naive=False, money=True)
    found = stretched(raw, 60, 240, None, None, rule)
    assert (found.purchases[0], found.probability[0], found.value[0]) == (purchases, probability, value)


# ---------------------------------------------------------------- averages

numbers = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(np.array)


@given(numbers, numbers)
@settings(max_examples=20)
def test_an_average_lies_between_its_parts(one, other):
    found = average([Forecast(one, one, one, money=True), Forecast(other, other, other, money=True)])
    for mean in (found.purchases, found.probability, found.value):
        assert (mean >= np.minimum(one, other) - 1e-12).all()
        assert (mean <= np.maximum(one, other) + 1e-12).all()
    assert found.money


def test_what_one_forecast_does_not_say_the_average_does_not_say():
    found = average([Forecast(probability=np.ones(2)), Forecast(np.ones(2), np.zeros(2), np.ones(2), money=True)])
    assert (found.purchases, found.value, found.money) == (None, None, False)
    assert found.probability.tolist() == [0.5, 0.5]
