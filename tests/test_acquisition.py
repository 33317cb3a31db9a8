"""Acquisition: when a new customer has paid back what winning them cost, and which source is worth its money."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.facts import refused
from analysis.value import say_acquisition as said
from analysis.value.acquisition import acquisition, payback, value_to_cost
from analysis.value.facts import ValueFacts
from analysis.value.facts_beyond import SourceOfCustomers
from analysis.value.margins import one_rate
from analysis.value.prospects import NewCustomer

NAN, NAT = float("nan"), pd.NaT
CURVE = np.array([10.0, 18.0, 24.0, 28.0])
DRAWN = CURVE * np.linspace(0.8, 1.2, 401)[:, None]


# ---------------------------------------------------------------- payback


def test_payback_is_the_first_month_by_whose_end_the_cost_has_come_back():
    assert [payback(4.0, CURVE, DRAWN, cost)[0] for cost in (9.9, 10.0, 10.1, 24.0, 28.1)] == [1, 1, 2, 3, None]


def test_a_first_purchase_can_pay_all_of_it():
    assert payback(9.0, CURVE, DRAWN, 9.0) == (0, 0, 0)


def test_the_interval_of_payback_may_end_beyond_the_horizon():
    assert payback(4.0, CURVE, DRAWN, 24.0) == (3, 3, None)


@given(st.floats(5, 40), st.floats(0.01, 100))
def test_payback_does_not_depend_on_the_currency(cost, k):
    assert payback(4.0, CURVE, DRAWN, cost) == payback(4.0 * 1024, CURVE * 1024, DRAWN * 1024, cost * 1024)


# ---------------------------------------------------------------- value to cost


def sources(n=40, seed=1):
    rng = np.random.default_rng(seed)
    cost = rng.gamma(8, 5, 2 * n)
    value = np.repeat([3.0, 0.5], n) * 40 * rng.gamma(2, 0.5, 2 * n)
    return pd.DataFrame({"source": np.repeat(["web", "fair"], n), "cost": cost, "value": value})


def test_the_ratio_is_of_sums_so_that_totals_add_up_and_the_best_source_comes_first():
    table = sources()
    found = value_to_cost(table)
    assert found["source"].tolist() == ["web", "fair"]
    sums = table.groupby("source")[["cost", "value"]].sum()
    assert found["ratio"].tolist() == pytest.approx((sums["value"] / sums["cost"])[["web", "fair"]].tolist())
    assert (found["customers"] * found["value"]).sum() == pytest.approx(table["value"].sum())


def test_the_interval_of_the_ratio_covers_the_true_one_19_times_of_20():
    covered = [
        (found["low"] <= true) & (true <= found["high"])
        for seed in range(200)
        for found, true in zip(value_to_cost(sources(60, seed)).to_dict("records"), (3.0, 0.5), strict=True)
    ]
    assert 0.90 <= np.mean(covered) <= 0.98


def test_customers_without_a_source_are_a_group_of_their_own():
    found = value_to_cost(pd.DataFrame({"source": ["web", None], "cost": [1.0, 1.0], "value": [2.0, 1.0]}))
    assert found["source"].tolist() == ["web", None]
    assert said.source_name(SourceOfCustomers.sketch(**found.to_dict("records")[1])) == "no stated source"


def test_few_customers_are_indicative_and_one_has_no_interval():
    found = value_to_cost(pd.DataFrame({"source": ["web"], "cost": [2.0], "value": [6.0]})).iloc[0]
    assert found["indicative"]
    assert (found["ratio"], pd.isna(found["low"])) == (3, True)
    assert "indicative only" in said.sources(ValueFacts.sketch(acquisition={"sources": [found.to_dict()]}))


def test_a_source_that_costs_nothing_has_no_ratio():
    found = value_to_cost(pd.DataFrame({"source": ["friends"] * 2, "cost": [0.0, 0.0], "value": [6.0, 5.0]}))
    assert found["ratio"].isna().all()


# ---------------------------------------------------------------- of a client

CUSTOMERS = pd.DataFrame(
    {
        "customer_id": list("ABCD"),
        "first_purchase": pd.to_datetime(["2023-01-05", "2023-06-01", "2023-07-01", "2023-08-01"]),
        "revenue": [100.0, 50.0, 40.0, 30.0],
        "margin": [30.0, 15.0, NAN, 9.0],
    }
)
SCORES = pd.DataFrame({"customer_id": list("ABCD"), "clv": [20.0, 10.0, 5.0, 1.0]})
RATE = one_rate(0.3, 4)
NEW = NewCustomer(None, 1.0, 20.0, 15.0, 140.0, (120.0, 160.0), np.array([60.0, 140.0]), np.array([[50.0, 120.0]]))


DAYS = dt.date(2023, 1, 1), dt.date(2023, 12, 31)


def accounts_of(ids="ABCD", **columns):
    index = pd.Index(list(ids), name="customer_id")
    return pd.DataFrame(columns, index=index) if columns else None


def found_of(accounts, margins=RATE, new=NEW, burn_in=30):
    return acquisition(accounts, CUSTOMERS, SCORES, margins, new, days=DAYS, burn_in=burn_in)


def test_without_stated_costs_there_is_nothing_to_say():
    assert found_of(accounts_of()) is None
    assert found_of(accounts_of(acquisition_cost=[NAN] * 4)) is None


def test_without_a_margin_cost_is_not_held_against_revenue():
    found = found_of(accounts_of(acquisition_cost=[5.0] * 4), margins=None)
    assert found.refusal.code == "winning_without_margin"
    assert "no margin is known" in said.payback(ValueFacts.sketch(acquisition=found), "EUR")


def test_costs_of_customers_who_may_be_older_than_the_data_are_left_out():
    found = found_of(accounts_of(acquisition_cost=[99.0, 10.0, 20.0, 30.0]))
    assert (found.known, found.customers, found.bought, found.cac) == (4, 3, 3, 20)


def test_a_day_of_acquisition_says_who_was_won_within_the_data():
    days = pd.to_datetime(["2023-01-02", "2022-05-01", NAT, NAT])
    found = found_of(accounts_of(acquisition_cost=[99.0, 10.0, 20.0, NAN], acquired_on=days))
    assert (found.known, found.customers, found.cac) == (3, 2, (99 + 20) / 2)


def test_who_was_won_and_never_bought_costs_as_well():
    days = pd.to_datetime([NAT, NAT, "2023-05-01", "2021-05-01"])
    ids = ["B", "C", "silent", "earlier"]
    found = found_of(accounts_of(ids, acquisition_cost=[10.0, 20.0, 30.0, 99.0], acquired_on=days))
    assert (found.customers, found.bought, found.cac) == (3, 2, 30)
    assert "1 of them never bought" in said.whose_cost(ValueFacts.sketch(acquisition=found))


def test_a_new_customer_pays_back_at_the_clients_margin():
    found = found_of(accounts_of(acquisition_cost=[NAN, 20.0, 20.0, 20.0]))
    assert (found.payback_month, found.payback_interval) == (2, (2, 2))
    assert found.ratio == pytest.approx(140 * 0.3 / 20)
    assert found.ratio_interval == pytest.approx((120 * 0.3 / 20, 160 * 0.3 / 20))


def test_where_a_new_customers_worth_cannot_be_said_neither_can_the_payback():
    found = found_of(accounts_of(acquisition_cost=[NAN, 20.0, 20.0, 20.0]), new=None)
    unknown = {"refusal": refused("new_nobody_twice")}
    text = said.payback(ValueFacts.sketch(acquisition=found, new_customer=unknown, horizon_days=365), "EUR")
    assert text.startswith("Winning a customer costs **€20.00**. When that comes back cannot be said")


def test_value_of_a_source_is_margin_to_date_and_clv_of_all_it_won():
    accounts = accounts_of(
        ["B", "C", "silent"],
        acquisition_cost=[10.0, 20.0, 30.0],
        acquisition_source=["web", "fair", "fair"],
        acquired_on=pd.to_datetime([NAT, NAT, "2023-05-01"]),
    )
    rows = {row.source: row for row in found_of(accounts).sources}
    assert rows["web"].value == 15 + 10
    assert rows["fair"].value == (40 * 0.3 + 5 + 0) / 2
    assert rows["fair"].ratio == pytest.approx(17 / 50)


def test_a_cost_of_0_is_paid_back_at_once_and_has_no_ratio():
    found = found_of(accounts_of(acquisition_cost=[NAN, 0.0, 0.0, 0.0]))
    assert (found.payback_month, found.ratio) == (0, None)
