"""Value: expected purchases x expected spend x margin, discounted."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.backtest.spread import Scatter, Shared, Uncertainty
from analysis.btyd import MBGNBD, ParetoNBD
from analysis.value.clv import RANGES, Horizon, discount_factors, forward_classes, if_alive, score_customers
from analysis.value.margins import Margins, one_rate
from analysis.value.worth import value_by_class

MODEL = ParetoNBD(0.553, 10.58, 0.606, 11.67)
SIX = pd.DataFrame(
    {
        "customer_id": list("ABCDEF"),
        "frequency": [0, 0, 1, 5, 40, 2],
        "recency": [0, 0, 7, 100, 260, 20],
        "T": [0, 250, 7, 200, 260, 250],
        "expected_purchases": [0.1, 0.2, 1.0, 3.0, 30.0, 0.5],
        "expected_spend": [30.0, 10.0, 20.0, 35.0, 10.0, 90.0],
    }
)


def made(table=SIX):
    """Return a forecast as it stands before any discount."""
    money = table["expected_purchases"] * table["expected_spend"]
    ranges = {name: money * (0.5 if "low" in name else 2.0) for name in RANGES["revenue"]}
    counts = dict.fromkeys(RANGES["purchases"], table["expected_purchases"])
    each = table[["customer_id", "expected_purchases", "expected_spend"]]
    uncertainty = Uncertainty(Scatter(1.0, 0.5), Shared(0.01, 2.0), year=True, beyond=False)
    return SimpleNamespace(
        customers=each.assign(expected_revenue=money, **ranges, **counts),
        model=MODEL,
        uncertainty={"purchases": uncertainty, "revenue": uncertainty},
    )


def scores(table=SIX, *, horizon_days=365, annual_discount_rate=0.10, margin_rate=0.3):
    return score_customers(made(), table, Horizon(horizon_days, annual_discount_rate), margin_rate)


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


# ---------------------------------------------------------------- clv


def test_clv_is_purchases_times_spend_times_margin_times_what_waiting_leaves():
    row = scores().iloc[3]
    assert row["clv"] == pytest.approx(0.3 * 3.0 * 35.0 * row["discount"])
    assert row["expected_revenue"] == pytest.approx(3.0 * 35.0 * row["discount"])


def test_when_in_the_horizon_purchases_come_the_model_of_the_level_says():
    ends, factors = discount_factors(365, 0.10)
    cumulative = [float(MODEL.expected_purchases(end / 7, 5.0, 100 / 7, 200 / 7)) for end in ends]
    discounted = factors @ np.diff(cumulative, prepend=0.0)
    assert scores()["discount"].iloc[3] == pytest.approx(discounted / cumulative[-1])


def test_money_and_its_ranges_are_discounted_alike_and_purchases_are_not():
    found, plain = scores(), made().customers
    for name in RANGES["revenue"]:
        assert found[name].to_numpy() == pytest.approx((plain[name] * found["discount"]).to_numpy())
    assert found["expected_purchases"].tolist() == SIX["expected_purchases"].tolist()


def test_without_a_margin_there_is_no_clv_but_expected_revenue():
    found = scores(margin_rate=None)
    assert found["clv"].isna().all()
    assert found["expected_revenue"].tolist() == scores()["expected_revenue"].tolist()


def test_a_customer_can_cost_money_and_the_totals_still_add_up():
    rates = np.array([0.3, 0.3, -0.5, 0.2, 0.1, 0.1])
    found = scores(margin_rate=rates)
    assert (found["clv"] < 0).tolist() == [False, False, True, False, False, False]
    assert found["clv"].sum() == pytest.approx((found["expected_revenue"] * rates).sum())


def test_a_higher_rate_is_worth_less_and_a_rate_of_0_leaves_purchases_times_spend():
    assert (scores(annual_discount_rate=0.2)["expected_revenue"] < scores()["expected_revenue"]).all()
    found = scores(annual_discount_rate=0.0)
    assert found["discount"].tolist() == pytest.approx([1.0] * 6)


def test_every_customer_is_valued_once_in_the_order_in_which_they_came():
    shuffled = SIX.iloc[[5, 0, 3, 1, 4, 2]]
    found = scores(shuffled)
    assert found["customer_id"].tolist() == shuffled["customer_id"].tolist()
    expected = scores().set_index("customer_id").loc[shuffled["customer_id"], "clv"]
    assert found["clv"].tolist() == expected.tolist()


def test_valuing_customers_leaves_the_table_as_it_is():
    before = SIX.copy()
    scores()
    pd.testing.assert_frame_equal(SIX, before)


@pytest.mark.parametrize("model", [MODEL, MBGNBD(0.525, 6.183, 0.891, 1.614)], ids=lambda model: model.name)
def test_who_is_surely_a_customer_brings_what_is_expected_over_the_chance_that_they_are(model):
    bought, discounted = if_alive(model, SIX, Horizon(365, 0.1))
    history = (SIX["frequency"].to_numpy(float), SIX["recency"].to_numpy() / 7, SIX["T"].to_numpy() / 7)
    own = model.expected_purchases(365 / 7, *history) / model.p_alive(*history)
    assert bought == pytest.approx(own, rel=1e-9)
    assert (discounted < bought).all()


# ---------------------------------------------------------------- by class


def classified(margins=None):
    rate = None if margins is None else margins.rate
    found = scores(margin_rate=rate).assign(abc_class=list("CCBAAB"))
    found["expected_margin"] = found["clv"]
    return found.assign(worth=found["expected_revenue"] if margins is None else found["clv"])


def test_classes_add_up_to_the_total_and_each_lies_in_its_range():
    rows, ends = value_by_class(made(), classified(), None)
    assert sum(row.value for row in rows) == pytest.approx(classified()["worth"].sum())
    assert all(row.low < row.value < row.high for row in rows)
    assert ends == {"clv_interval": None, "clv_interval_80": None}


def test_one_margin_for_all_makes_the_range_of_revenue_that_of_value():
    rows, ends = value_by_class(made(), classified(one_rate(0.3, 6)), one_rate(0.3, 6))
    plain, _ = value_by_class(made(), classified(), None)
    assert [row.high for row in rows] == pytest.approx([0.3 * row.high for row in plain])
    low, high = ends["clv_interval"]
    inner_low, inner_high = ends["clv_interval_80"]
    assert low < inner_low < inner_high < high


def test_classes_that_cost_money_have_ranges_below_0():
    margins = Margins(np.array([-0.2, -0.2, 0.1, 0.3, 0.3, 0.1]), np.full(6, 0.01), 0.01, 0.2, 50.0, 6)
    rows, _ = value_by_class(made(), classified(margins), margins)
    worst = rows[-1]
    assert (worst.abc_class, worst.share) == ("C", None)
    assert worst.low < worst.value < 0


def test_stated_costs_move_the_range_by_as_much_as_the_value():
    before, _ = value_by_class(made(), classified(one_rate(0.3, 6)), one_rate(0.3, 6))
    table = classified(one_rate(0.3, 6))
    after, _ = value_by_class(made(), table.assign(worth=table["worth"] - 1.0), one_rate(0.3, 6))
    for one, other in zip(before, after, strict=True):
        assert other.value - one.value == pytest.approx(-one.customers)
        assert other.high - one.high == pytest.approx(-one.customers)


# ---------------------------------------------------------------- past and future class


def test_moves_between_classes_count_every_customer_and_all_value_once():
    table = forward_classes(pd.Series(list("AABC")), pd.Series(list("ABAC")), pd.Series([5.0, 3.0, 2.0, 1.0]))
    rows = {(r.historic, r.forward): (r.customers, r.value) for r in table.itertuples()}
    assert rows == {("A", "A"): (1, 5.0), ("A", "B"): (1, 3.0), ("B", "A"): (1, 2.0), ("C", "C"): (1, 1.0)}
