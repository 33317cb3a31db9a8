"""The client's own groups, held against all others at equal age."""

from __future__ import annotations

import datetime as dt

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from analysis.ledger.customer_days import Days
from analysis.segments import views_own_groups
from analysis.segments.equal_age import at_equal_age
from analysis.segments.own_groups import bought_again, compared, curve, groupings, median_wait
from analysis.segments.tables_own_groups import table_of_groups, told_apart

mpl.use("Agg")


def days_of(*rows):
    """Return the days of (customer, day, amount), sorted."""
    table = pd.DataFrame(rows, columns=["customer", "day", "net"])
    ids = np.array(sorted(table["customer"].unique()), dtype=object)
    place = {name: number for number, name in enumerate(ids)}
    return Days(
        ids, table["customer"].map(place).to_numpy(), table["day"].to_numpy(), table["net"].to_numpy(float),
        (table["net"] > 0).to_numpy(), dt.date(2020, 1, 1),
    )  # fmt: skip


def test_everybody_is_followed_for_the_same_days_from_the_first_purchase():
    """After day 365 nothing counts: a's 900 comes at age 390; b is too young for the age and followed to the end."""
    days = days_of(("a", 0, 10.0), ("a", 300, 5.0), ("a", 390, 900.0), ("b", 100, 7.0), ("b", 120, 1.0))
    found = at_equal_age(days, dt.date(2020, 1, 1) + dt.timedelta(days=400), burn_in=80)
    assert (found.age, found.window, found.everyone) == (180, 80, False)  # a may be older than the data
    everyone = at_equal_age(days, dt.date(2020, 1, 1) + dt.timedelta(days=400), burn_in=200)
    assert (everyone.age, everyone.window, everyone.everyone) == (365, 200, True)
    assert everyone.table.loc["a"].tolist() == [True, 15.0, True, 300.0, True]
    assert everyone.table.loc["b", ["of_age", "wait", "again"]].tolist() == [False, 20.0, True]


def test_nobody_known_for_a_month_is_followed():
    assert at_equal_age(days_of(("a", 0, 1.0)), dt.date(2020, 1, 20), burn_in=5) is None


def test_who_bought_again_is_counted_by_kaplan_and_meier():
    """Of four, one buys on day 10, one leaves on day 20, one buys on day 30: 3/4, then 3/4 x 1/2."""
    table = pd.DataFrame({"wait": [10, 20, 30, 40], "again": [True, False, True, False]})
    share, error = bought_again(table)
    assert share == pytest.approx(1 - 0.75 * 0.5)
    assert error > 0
    assert median_wait(table) == 30.0
    assert median_wait(table.assign(again=False)) is None


def test_the_curve_is_that_of_statsmodels_with_greenwoods_error():
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"wait": rng.integers(1, 90, 200).astype(float), "again": rng.random(200) < 0.6})
    known, found = SurvfuncRight(table["wait"], table["again"].astype(int)), curve(table)
    assert np.allclose(found["waiting"], known.surv_prob)
    assert np.allclose(found["error"][:-1], known.surv_prob_se[:-1])


def group(value, n, again, revenue):
    """Return labels and what n customers of a group did."""
    ids = [f"{value}{i}" for i in range(n)]
    table = pd.DataFrame(
        {
            "of_age": True,
            "revenue": [revenue + i % 5 for i in range(n)],
            "active": [i < again for i in range(n)],
            "wait": [30.0 + i if i < again else 365.0 for i in range(n)],
            "again": [i < again for i in range(n)],
        },
        index=ids,
    )
    return pd.Series(value, ids), table


def test_a_large_difference_is_beyond_chance_and_a_small_one_is_not():
    parts = [group("north", 40, 35, 100.0), group("south", 40, 10, 100.0)]
    labels = pd.DataFrame({"region": pd.concat([p[0] for p in parts])})
    found = compared(labels, pd.concat([p[1] for p in parts]), paid=True).set_index(["value", "measure"])
    assert found["beyond"].groupby("measure").all().to_dict() == {"active": True, "again": True, "revenue": False}
    assert found.loc[("north", "active"), "difference"] == pytest.approx(25 / 40)
    assert found.loc[("north", "again"), "level"] == pytest.approx(35 / 40)
    assert (found["q"] >= found["p"]).all()


def test_a_group_of_nine_is_not_compared():
    parts = [group("north", 9, 5, 1.0), group("south", 40, 10, 1.0)]
    labels = pd.DataFrame({"region": pd.concat([p[0] for p in parts])})
    assert compared(labels, pd.concat([p[1] for p in parts]), paid=True).empty


def test_of_ten_draws_by_lot_at_most_one_finds_anything():
    """Four groups by lot are twelve differences; of 300 draws 4 % find one or more, all held at 5 %."""
    labels, table = group("all", 120, 60, 100.0)
    found = []
    for seed in range(10):
        lots = np.random.default_rng(seed).choice(list("abcd"), len(labels))
        found.append(compared(pd.DataFrame({"lot": lots}, index=labels.index), table, paid=True))
    assert [len(each) for each in found] == [12] * 10
    assert sum(each["beyond"].any() for each in found) <= 1
    assert all(each["low"].le(each["high"]).all() for each in found)


def test_texts_of_few_values_tell_apart_and_names_and_numbers_do_not():
    known = pd.DataFrame(
        {
            "city": ["Ulm", "Bonn", "Ulm"],
            "name": ["a", "b", "a"],
            "seats": [1, 2, 2],
            "one": ["x", "x", None],
            "segment": ["s", "t", None],
        }
    )
    assert list(groupings(known)) == ["segment", "city"]


def orders(n):
    """Return two years of n customers whose region decides how often they buy."""
    rows = ["id,day,value,region,religion"]
    for i in range(n):
        region, steps = ("north", (0, 60, 120, 300)) if i % 2 else ("south", (0,))
        for step in steps:
            day = dt.date(2022, 1, 1) + dt.timedelta(days=3 * i + step + i * step % 11)
            rows.append(f"C{i:02d},{day},{20 + i % 7},{region},{'xy'[i % 2]}")
    return "\n".join([*rows, "C01,2023-12-30,5,north,y"])


def test_a_column_carried_from_the_sales_is_a_group_and_a_private_one_never(small_run):
    source = {"path": "orders.csv", "columns": {"customer_id": "id", "date": "day", "amount": "value"}}
    run = small_run(orders(60), sources=[{**source, "attributes": {"region": "region", "religion": "religion"}}])
    g = run.groups_compared.facts
    assert [a.attribute for a in g.attributes] == ["region"]
    assert g.attributes[0].beyond > 0
    assert sum(each.customers for each in g.attributes[0].groups) == 60
    assert "north" in repr(views_own_groups.groups(run))
    assert views_own_groups.groups_figure(run) is not None
    assert len(table_of_groups(run, told_apart(run), "Own groups").frame) == 2


def test_without_attributes_nothing_is_said(small_run):
    run = small_run(orders(12))
    assert [getattr(views_own_groups, name)(run) for name in ("groups", "groups_figure", "groups_table")] == [None] * 3
