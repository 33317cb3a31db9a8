"""Screening: customers older than the data, and one who buys as much as all others."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from analysis.btyd import group_triples
from analysis.btyd.facts import DominantCustomer, LeftTruncation, Regularity
from analysis.btyd.map_fit import fit_map
from analysis.value.say_flags import flags
from analysis.value.screening import dominant_customer, flags_of, left_truncation

FIRST = dt.date(2022, 1, 1)


def customers(n=800, seed=2):
    """Return customers who start at any day of a year, buy at unequal rates and leave at unequal ones."""
    rng = np.random.default_rng(seed)
    start = rng.integers(0, 365, n)
    age = 500 - start
    life = rng.exponential(1 / rng.gamma(0.7, 1 / 90, n))
    seen = np.minimum(age, life)
    x = rng.poisson(rng.gamma(0.8, 1 / 50, n) * seen)
    recency = np.where(x > 0, np.maximum((seen * rng.random(n) ** (1 / np.maximum(x, 1))).astype(int), x), 0)
    recency = np.minimum(recency, age)
    x = np.minimum(x, recency)
    return pd.DataFrame(
        {
            "customer_id": [f"{i:04d}" for i in range(n)],
            "first_purchase": pd.Timestamp(FIRST) + pd.to_timedelta(start, unit="D"),
            "frequency": x,
            "recency": recency,
            "T": age,
            "revenue": 10.0 * (x + 1),
        }
    )


NOBODY = LeftTruncation(burn_in_days=60, customers=0, dated=False, change=None)


def said(customers=800, regularity=None, old=NOBODY, dominant=None):
    """Return what is said beside a total, but for how far it looks."""
    found = flags_of(
        customers=customers,
        horizon_days=365,
        tested_days=273,
        regularity=regularity,
        left_truncation=old,
        dominant=dominant,
    )
    return flags(found)[1:]


def fit_of(table):
    return fit_map(group_triples(table["frequency"], table["recency"], table["T"]))


@pytest.fixture(scope="module")
def base():
    table = customers()
    return fit_of(table), table


def test_those_first_seen_within_the_burn_in_are_counted_and_the_fit_without_them_is_compared(base):
    fit, table = base
    found = left_truncation(fit, table, FIRST, 60)
    young = table[table["first_purchase"] > pd.Timestamp(FIRST) + pd.Timedelta(days=60)]
    everyone = group_triples(table["frequency"], table["recency"], table["T"])

    def total(model):
        return model.expected_purchases(365.25 / 7, everyone.frequency, everyone.recency, everyone.T) @ everyone.weight

    assert found.customers == len(table) - len(young)
    assert found.change == pytest.approx(total(fit_of(young)) / total(fit) - 1, rel=1e-4)


def test_where_everybody_came_within_the_burn_in_it_cannot_be_told(base):
    found = left_truncation(*base, FIRST, 400)
    assert (found.customers, found.change) == (800, None)
    (text,) = said(old=found)
    assert text.startswith("All customers were first seen in the first 400 days")
    assert text.endswith("cannot be told from this data.")


def test_too_few_younger_customers_cannot_tell_it_either(base):
    assert left_truncation(*base, FIRST, 360).change is None


def test_nobody_within_the_burn_in_leaves_nothing_to_say(base):
    fit, table = base
    found = left_truncation(fit, table, dt.date(2021, 1, 1), 60)
    assert found.customers == 0
    assert said(old=found) == []


def test_no_customer_dominates_an_ordinary_base(base):
    assert dominant_customer(*base) is None


def test_one_who_holds_a_fifth_of_the_revenue_is_named_and_left_out_of_a_second_fit(base):
    fit, table = base
    rich = table.assign(revenue=table["revenue"].where(table["customer_id"] != "0007", table["revenue"].sum()))
    found = dominant_customer(fit, rich)
    assert (found.customer_id, found.purchases_share < 0.05) == ("0007", True)
    assert found.revenue_share == pytest.approx(0.5, abs=0.02)
    assert abs(found.change) < 0.1


def test_a_bot_moves_the_forecast_of_everybody_and_that_is_said(base):
    _, table = base
    bot = {"customer_id": "bot", "first_purchase": pd.Timestamp(FIRST), "frequency": 450, "recency": 499, "T": 500}
    both = pd.concat([table, pd.DataFrame([bot | {"revenue": 10.0}])], ignore_index=True)
    loud = both.assign(frequency=both["frequency"].where(both["customer_id"] == "bot", both["frequency"] // 2))
    loud["recency"] = loud["recency"].where(loud["frequency"] > 0, 0)
    fit = fit_of(loud)
    found = dominant_customer(fit, loud)
    assert found.customer_id == "bot"
    assert found.purchases_share > 0.2
    assert bool(said(dominant=found)) == (found.change is None or abs(found.change) > 0.1)


def test_regular_purchases_are_said_only_where_the_whole_interval_lies_above_the_line():
    def regular(low):
        return said(regularity=Regularity(k=2.0, low=low, high=2.5, customers=99))

    assert not regular(1.5)
    assert regular(1.51)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"change": None}, "and what that would change, cannot be told from this data."),
        ({"change": 0.07}, "Learnt without them, the forecast would be 7 % higher."),
        ({"change": -0.07}, "Learnt without them, the forecast would be 7 % lower."),
        ({"change": 0.07, "customers": 1}, "1 customer was first seen in the first 60 days"),
        ({"change": 0.07, "dated": True}, "40 customers were won before the data begin or, without a day"),
        ({"change": None, "dated": True, "customers": 800}, "All customers were won before the data begin or, without"),
    ],
)
def test_who_may_be_older_than_the_data_is_said_with_what_the_fit_without_them_expects(changed, words):
    old = LeftTruncation(**{"burn_in_days": 60, "customers": 40, "dated": False} | changed)
    (text,) = said(old=old)
    assert words in text.replace("\u202f", " ")


def test_a_customer_without_whom_nothing_can_be_fitted_is_named():
    alone = DominantCustomer(customer_id="X", purchases_share=0.5, revenue_share=0.4, change=None)
    (text,) = said(dominant=alone)
    assert text.endswith("Without this customer nothing can be learnt.")
