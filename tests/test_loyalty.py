"""What customers say and how they are looked after, held against what they bring and will do."""

from __future__ import annotations

import datetime as dt

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from analysis.churn.facts import ChurnFacts
from analysis.client.client import read_client
from analysis.facts import refused
from analysis.forecast.facts import HoldoutFacts
from analysis.questions import open_client
from analysis.run.stop import Stop
from analysis.segments import views_loyalty, views_own_groups, views_service
from analysis.segments.loyalty import by_item, latest, share_of
from analysis.segments.risers import matched, strongest
from analysis.segments.service import contact_sums, fifths, served
from analysis.segments.sheets import sheets
from analysis.value.facts import ValueFacts
from tests.shops import START, ledger

mpl.use("Agg")


def survey(*rows):
    """Return answers of (customer, day, item, satisfaction, expectation)."""
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "item", "satisfaction", "expectation"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


# ---------------------------------------------------------------- answers


def test_the_last_answer_on_the_whole_counts_and_of_items_the_middle_one():
    found = latest(
        survey(
            ("a", "2023-01-01", None, 5, None), ("a", "2023-02-01", None, 2, None), ("b", "2023-01-01", "price", 1, 4),
            ("b", "2023-01-01", "advice", 4, 4), ("b", "2023-01-01", "parcel", 5, 4),
            ("b", "2022-01-01", "price", 5, 5),
        )
    )  # fmt: skip
    assert found["satisfaction"].to_dict() == {"a": 2, "b": 4}


def test_an_item_says_how_many_got_less_than_they_expected():
    rows = survey(
        ("a", "2023-01-01", "price", 2, 4), ("b", "2023-01-01", "price", 5, None), ("a", "2023-01-01", "it", 4, 4)
    )
    price, other = by_item(rows, 4)
    assert (price["item"], price["top_two"]["n"], price["top_two"]["share"]) == ("price", 2, 0.5)
    assert (price["below_expectation"]["n"], price["below_expectation"]["share"]) == (1, 1.0)
    assert other["below_expectation"]["share"] == 0.0


def test_a_share_of_few_answers_has_a_wide_interval():
    few, many = share_of(pd.Series([True, False])), share_of(pd.Series([True, False] * 100))
    assert many["high"] - many["low"] < few["high"] - few["low"]


# ---------------------------------------------------------------- attention


def test_equal_customers_get_equal_fifths():
    assert fifths(pd.Series([1, 1, 1, 1, 9])).tolist() == [
        3,
        3,
        3,
        3,
        5,
    ]


def test_of_whom_attention_is_unknown_nothing_is_said():
    found = served(pd.Series([5.0, 4, 3, 2, 1, 9]), pd.Series([1.0, 2, 3, 4, 5, None]))
    assert found.fillna("").tolist() == ["under-served", "under-served", "fits", "over-served", "over-served", ""]


def test_contacts_are_summed_as_far_as_they_are_told():
    found = contact_sums(pd.DataFrame({"customer_id": ["a", "a"], "minutes": [30.0, 10.0], "kind": ["Visit", "call"]}))
    assert found.loc["a"].to_dict() == {"contacts": 2.0, "contact_minutes": 40.0, "visits": 1.0}


# ---------------------------------------------------------------- risers


def test_a_difference_between_cells_is_none_within_them():
    """Large customers rise more often and buy more products, but among equals nobody differs."""
    rng = np.random.default_rng(3)
    cell = pd.Series(["large"] * 100 + ["small"] * 100)
    rose = pd.Series([True] * 70 + [False] * 30 + [True] * 30 + [False] * 70)
    habit = pd.Series(np.where(cell == "large", 10.0, 2.0) + rng.choice([-1.0, 1.0], 200))
    found = matched(cell, rose, habit)
    assert habit[rose].mean() - habit[~rose].mean() > 2
    assert found["low"] < 0 < found["high"]
    assert strongest({"categories": found}) == ("categories", False)


def test_under_thirty_risers_are_not_compared():
    assert matched(pd.Series([1] * 60), pd.Series([True] * 29 + [False] * 31), pd.Series(range(60))) is None


def test_of_several_habits_the_strongest_must_be_beyond_the_chance_of_all():
    assert strongest({"a": {"p": 0.03}, "b": {"p": 0.5}}) == ("a", False)
    assert strongest({"a": {"p": 0.02}, "b": {"p": 0.5}}) == ("a", True)


# ---------------------------------------------------------------- a client of whom all is known


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Return a shop of 150 customers of whom 40 % were asked, with contacts, levels, 10 prospects, a given forecast."""
    folder = tmp_path_factory.mktemp("asked")
    table, rng = ledger(150, 600, seed=7), np.random.default_rng(7)
    table["date"] = [START + dt.timedelta(days=int(day)) for day in table["day"]]
    table["product"], table["customer"] = rng.choice(list("abcdef"), len(table)), table["customer"] + 1
    table.to_csv(folder / "orders.csv", index=False)
    levels = ["basic", "reactive", "accountable", "proactive", "partner"]
    accounts = pd.DataFrame({"customer": range(1, 161)})
    accounts["level"] = [levels[i % 5] for i in accounts["customer"]]
    accounts.assign(kind=[f"kind {i % 2}" for i in accounts["customer"]]).to_csv(folder / "accounts.csv", index=False)
    asked = pd.DataFrame({"customer": range(1, 61), "day": "2023-07-01"})
    words = asked["customer"].map(lambda i: ["很不满意", "不满意", "一般", "满意", "很满意"][i % 5])
    asked.assign(sat=words, rec=asked["customer"] % 11).to_csv(folder / "survey.csv", index=False)
    calls = pd.DataFrame({"customer": [*range(3, 151, 3), 155], "day": "2023-06-01", "minutes": 30, "kind": "visit"})
    calls.to_csv(folder / "contacts.csv", index=False)
    (folder / "client.yml").write_text(
        """client: Asked
currency: EUR
today: 2026-01-01
sources: [{path: orders.csv, columns: {customer_id: customer, date: date, amount: amount, product: product}}]
customers: {path: accounts.csv, columns: {customer_id: customer, relationship_level: level, segment: kind}}
surveys:
  path: survey.csv
  columns: {customer_id: customer, date: day, satisfaction: sat, recommend: rec}
  levels: [很满意, 满意, 一般, 不满意, 很不满意]
contacts: {path: contacts.csv, columns: {customer_id: customer, date: day, minutes: minutes, kind: kind}}
"""
    )
    run = open_client(read_client(folder), cache=folder / "cache")
    ids = run.customers.index
    scores = pd.DataFrame({"customer_id": ids, "churn_probability": np.arange(len(ids)) % 10 / 10})
    # A forecast is not what is tested, and would be most of the time.
    run._stops["holdout"] = Stop("holdout", HoldoutFacts.sketch(refusal=refused("nobody_twice")), {})
    run._stops["value"] = Stop("value", ValueFacts.sketch(refusal=refused("nobody_twice")), {})
    run._stops["churn"] = Stop("churn", ChurnFacts.sketch(refusal=None, window_days=90), {"scores": scores})
    return run


def test_the_unasked_are_unknown_and_the_coverage_is_said(run):
    s = run.loyalty.facts
    assert (s.asked, s.customers) == (60, 150)
    assert s.classes["not asked"].customers == 90
    assert sum(group.customers for group in s.classes.values()) == 150
    assert (s.satisfied.n, s.satisfied.share) == (60, 0.4)
    assert repr(views_loyalty.loyalty(run)).startswith("60 customers (40")
    assert run.loyalty["loyalty"]["loyalty_class"].notna().all()
    assert "they chose “很满意” or “满意” of 5 levels" in repr(views_loyalty.loyalty(run))
    assert views_loyalty.levels_table(run).frame["customers"].tolist() == [12] * 5
    assert views_loyalty.loyalty_figure(run) is not None


def test_loyal_takes_more_than_satisfaction_and_purchases(run):
    table = run.loyalty["loyalty"].join(run.churn["scores"]["churn_probability"])
    satisfied = table[(table["satisfaction"].isin(["很满意", "满意"])) & (table["churn_probability"] < 0.3)]
    recommend = satisfied["recommendation"] == "promoter"
    assert {*satisfied.loc[recommend, "loyalty_class"]} == {"loyal"}
    assert {*satisfied.loc[~recommend, "loyalty_class"]} == {"steady"}


def test_over_and_under_served_customers_stand_by_name_in_a_sheet_of_their_own(run):
    s = run.attention.facts
    assert s.by == "contact_minutes"
    assert s.without_contact == 100
    assert sum(group.customers for group in s.served.values()) == 150
    offered = dict(sheets(run))
    assert len(offered["Own groups"].frame) == 2
    listed = offered["Over- and under-served"].frame
    assert len(listed) == s.served["under-served"].customers + s.served["over-served"].customers
    assert set(views_service.under_served(run).frame["customer_id"]) <= set(listed["customer_id"])


def test_prospects_are_the_base_of_the_pyramid_with_the_time_that_they_got(run):
    s = run.attention.facts
    assert (s.prospects.customers, s.prospects.minutes) == (10, 30.0)
    assert sum(layer.customers for layer in s.layers.values()) == 150
    assert sum(layer.minutes for layer in s.layers.values()) == 50 * 30
    assert views_service.layers_figure(run) is not None
    assert sum(sum(row.values()) for row in s.levels.values()) == 150


def test_what_risers_did_before_is_said_with_its_limits(run):
    assert (views_own_groups.risers(run) is None) == (not run.risers.facts.known)


def test_a_client_who_tells_nothing_of_it_reads_nothing_of_it(small_run):
    plain = small_run()
    for module in (views_loyalty, views_service, views_own_groups):
        names = [n for n, f in vars(module).items() if callable(f) and getattr(f, "__module__", "") == module.__name__]
        assert {getattr(module, name)(plain) for name in names if not name.startswith("_")} == {None}
