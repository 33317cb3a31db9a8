"""Spend: a customer's own mean, trusted as far as their purchases carry it."""

import numpy as np
import pandas as pd
import pytest

from analysis.backtest.credibility import credibility_spend


def customers(*rows):
    """Return customers of (frequency, first amount, mean of the later ones)."""
    table = pd.DataFrame(rows, columns=["frequency", "first", "monetary_value"]).astype(float)
    bought = table["first"] + table["frequency"] * table["monetary_value"]
    return table.assign(purchase_amount=bought, revenue=bought)


def test_who_bought_often_keeps_the_own_mean_and_who_bought_once_is_drawn_to_all():
    found = credibility_spend(customers((50, 90, 100), (50, 11, 10), (0, 100, 0), (0, 10, 0), (2, 40, 60)))
    often, rarely = found.spend[:2], found.spend[2:4]
    assert often == pytest.approx([100, 10], abs=2.5)
    assert 10 < rarely[1] < found.overall < rarely[0] < 100


def test_half_the_trust_comes_at_half_purchases():
    """Within variance 200 (first against later), from which the half follows: 1 / (1 + half) of the way."""
    table = customers((1, 90, 110), (1, 10, 30), (0, 300, 0))
    found = credibility_spend(table)
    expected = found.overall + (300 - found.overall) / (1 + found.half)
    assert found.spend[2] == pytest.approx(expected)


def test_customers_who_differ_by_chance_alone_all_get_the_mean_of_purchases():
    found = credibility_spend(customers((1, 10, 90), (1, 90, 10), (1, 50, 50)))
    assert found.half == np.inf
    assert found.spend == pytest.approx(50)


def test_the_currency_does_not_matter():
    table = customers((3, 10, 12), (0, 40, 0), (1, 5, 9))
    cents = table.assign(**{name: table[name] * 100 for name in ("monetary_value", "purchase_amount", "revenue")})
    assert credibility_spend(cents).spend == pytest.approx(credibility_spend(table).spend * 100)


def test_what_came_back_later_lowers_everybody():
    table = customers((1, 50, 50), (0, 50, 0))
    assert credibility_spend(table.assign(revenue=table["revenue"] * 0.9)).spend == pytest.approx(45)


@pytest.mark.parametrize("rows", [[(0, 0, 0)], [(0, 7, 0)], [(4, 7, 7)], [(0, 0, 0), (0, 0, 0)]])
def test_it_always_exists(rows):
    spend = credibility_spend(customers(*rows)).spend
    assert np.isfinite(spend).all()
    assert (spend >= 0).all()
