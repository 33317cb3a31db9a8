"""Value: expected purchases x expected spend x margin, discounted."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.backtest.spend import expected_spend
from analysis.btyd import BGNBD, MBGNBD, GammaGamma, ParetoNBD, fit_spend
from analysis.schema import FitError
from analysis.value.clv import Horizon, discount_factors, forward_classes, score_customers

MODELS = [BGNBD(0.243, 4.414, 0.793, 2.426), MBGNBD(0.525, 6.183, 0.891, 1.614), ParetoNBD(0.553, 10.58, 0.606, 11.67)]
NO_SPEND_MODEL = fit_spend([1.0], [10.0])
SPEND = replace(NO_SPEND_MODEL, model=GammaGamma(6.25, 3.74, 15.44), status="fitted", reasons=())
SIX = pd.DataFrame(
    {
        "customer_id": list("ABCDEF"),
        "frequency": [0, 0, 1, 5, 40, 2],
        "recency": [0, 0, 7, 100, 260, 20],
        "T": [0, 250, 7, 200, 260, 250],
        "monetary_value": [0.0, 0.0, 20.0, 35.0, 10.0, 90.0],
        "purchase_amount": [30.0, 10.0, 40.0, 210.0, 410.0, 270.0],
        "revenue": [30.0, 10.0, 40.0, 210.0, 410.0, 270.0],
    }
)


def scores(model=MODELS[0], spend=SPEND, table=SIX, *, horizon_days=365, annual_discount_rate=0.10, margin_rate=0.3):
    return score_customers(model, spend, table, Horizon(horizon_days, annual_discount_rate), margin_rate)


# ---------------------------------------------------------------- discounting


@given(st.integers(1, 3650), st.floats(0, 1))
def test_slices_are_equal_at_most_a_month_long_and_end_with_the_horizon(days, rate):
    ends, _ = discount_factors(days, rate)
    lengths = np.diff(ends, prepend=0)
    assert ends[-1] == pytest.approx(days)
    assert lengths == pytest.approx(np.full(ends.size, days / ends.size))
    assert lengths.max() <= 365.25 / 12 + 1e-9


@given(st.integers(1, 3650), st.floats(0.001, 1))
def test_later_money_is_worth_less_and_none_more_than_now(days, rate):
    _, factors = discount_factors(days, rate)
    assert (np.diff(factors) < 0).all()
    assert (factors < 1).all()


def test_a_slice_is_discounted_at_its_middle_in_years_of_365_and_a_quarter_days():
    ends, factors = discount_factors(20, 0.10)
    assert (ends.tolist(), factors.tolist()) == ([20], [pytest.approx(1.1 ** -(10 / 365.25))])


def test_a_rate_of_0_discounts_nothing():
    assert discount_factors(365, 0.0)[1].tolist() == [1.0] * 12


# ---------------------------------------------------------------- spend per purchase


def test_spend_follows_the_spend_model_where_there_is_one():
    expected = SPEND.model.expected_spend(SIX["frequency"].to_numpy(float), SIX["monetary_value"].to_numpy(float))
    assert expected_spend(SPEND, SIX).tolist() == expected.tolist()


def test_without_a_spend_model_the_mean_purchase_of_those_who_buy_as_often_is_used():
    # One-time buyers: (30 + 10) / 2 days; one repeat: 40 / 2; two or three: 270 / 3; more: (210 + 410) / (6 + 41).
    assert expected_spend(NO_SPEND_MODEL, SIX) == pytest.approx([20, 20, 20, 620 / 47, 620 / 47, 90])


@pytest.mark.parametrize("spend", [SPEND, NO_SPEND_MODEL], ids=["Gamma-Gamma", "means"])
def test_goods_that_came_back_on_a_later_day_lower_every_expected_purchase(spend):
    returned = SIX.assign(revenue=SIX["revenue"] * 0.9)
    assert expected_spend(spend, returned) == pytest.approx(expected_spend(spend, SIX) * 0.9)


# ---------------------------------------------------------------- clv


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_clv_is_the_sum_over_slices_of_purchases_times_spend_times_margin_discounted(model):
    ends, factors = discount_factors(365, 0.10)
    x, t_x, age = 5.0, 100 / 7, 200 / 7
    total, before = 0.0, 0.0
    for end, factor in zip(ends, factors, strict=True):
        by_then = float(model.expected_purchases(end / 7, x, t_x, age))
        total += (by_then - before) * factor
        before = by_then
    row = scores(model).iloc[3]
    assert row["expected_purchases"] == pytest.approx(before)
    assert row["clv"] == pytest.approx(0.3 * total * row["expected_spend"])


def test_without_a_margin_there_is_no_clv_but_expected_revenue():
    found = scores(margin_rate=None)
    assert found["clv"].isna().all()
    assert found["expected_revenue"].tolist() == scores()["expected_revenue"].tolist()


def test_clv_is_the_margin_rate_of_expected_revenue():
    found = scores()
    assert found["clv"].to_numpy() == pytest.approx(0.3 * found["expected_revenue"].to_numpy())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_expected_revenue_is_what_it_would_be_if_alive_times_the_chance_of_that(model):
    found = scores(model)
    product = found["alive_in_value_model"] * found["revenue_if_alive"]
    assert found["expected_revenue"].to_numpy() == pytest.approx(product.to_numpy(), rel=1e-9)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_expected_purchases_are_the_models_own_for_the_whole_horizon(model):
    history = (SIX["frequency"].to_numpy(float), SIX["recency"].to_numpy() / 7, SIX["T"].to_numpy() / 7)
    own = model.expected_purchases(365 / 7, *history)
    assert scores(model)["expected_purchases"].to_numpy() == pytest.approx(own, rel=1e-9)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_a_longer_horizon_is_worth_more_and_a_higher_rate_less(model):
    base = scores(model)["expected_revenue"]
    assert (scores(model, horizon_days=366)["expected_revenue"] > base).all()
    assert (scores(model, annual_discount_rate=0.2)["expected_revenue"] < base).all()


def test_a_rate_of_0_leaves_purchases_times_spend():
    found = scores(annual_discount_rate=0.0)
    assert found["discount"].tolist() == pytest.approx([1.0] * 6)
    expected = found["expected_purchases"] * found["expected_spend"]
    assert found["expected_revenue"].to_numpy() == pytest.approx(expected.to_numpy())


def test_every_customer_is_valued_once_in_the_order_in_which_they_came():
    shuffled = SIX.iloc[[5, 0, 3, 1, 4, 2]]
    found = scores(table=shuffled)
    assert found["customer_id"].tolist() == shuffled["customer_id"].tolist()
    expected = scores().set_index("customer_id").loc[shuffled["customer_id"], "clv"]
    assert found["clv"].tolist() == expected.tolist()


def test_valuing_customers_leaves_the_table_as_it_is():
    before = SIX.copy()
    scores()
    pd.testing.assert_frame_equal(SIX, before)


def test_a_forecast_that_is_no_finite_number_is_refused_by_name():
    broken = replace(SPEND, model=GammaGamma(6.25, 3.74, float("nan")))
    with pytest.raises(FitError, match="BG/NBD forecasts no finite number for some customers"):
        scores(spend=broken)


# ---------------------------------------------------------------- past and future class


def test_moves_between_classes_count_every_customer_and_all_value_once():
    table = forward_classes(pd.Series(list("AABC")), pd.Series(list("ABAC")), pd.Series([5.0, 3.0, 2.0, 1.0]))
    rows = {(r.historic, r.forward): (r.customers, r.value) for r in table.itertuples()}
    assert rows == {("A", "A"): (1, 5.0), ("A", "B"): (1, 3.0), ("B", "A"): (1, 2.0), ("C", "C"): (1, 1.0)}
