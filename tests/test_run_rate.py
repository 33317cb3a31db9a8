"""What is said of customers too few for a forecast: their run rate, who came back, who is unusually silent."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.backtest.holdout import wilson
from analysis.client.client import read_client
from analysis.ledger.customer_days import Days
from analysis.questions import open_client
from analysis.value.facts_rate import SCORES, RunRateFacts
from analysis.value.run_rate import silent_longer_than_ever
from analysis.words import run_rate as words

FIRST = dt.date(2023, 1, 1)


def days_of(**bought):
    """Return days of customers who bought on these days after the first."""
    rows = [(name, day) for name, when in sorted(bought.items()) for day in sorted(when)]
    names = np.array(sorted(bought), dtype=object)
    customer = np.array([list(names).index(name) for name, _ in rows])
    day = np.array([day for _, day in rows])
    return Days(names, customer, day, np.ones(len(rows)), np.ones(len(rows), dtype=bool), FIRST)


def silent(end, **bought):
    return silent_longer_than_ever(days_of(**bought), FIRST + dt.timedelta(days=end)).set_index("customer_id")


def test_who_is_silent_for_longer_than_every_gap_before_is_named():
    found = silent(100, late=[0, 20, 50], usual=[0, 30, 70], new=[60], twice=[0, 10])
    assert found["silent_longer_than_ever"].to_dict() == {"late": True, "new": False, "twice": False, "usual": False}
    assert found.loc["late", ["gaps", "usual_gap", "longest_gap", "days_since_last"]].tolist() == [2, 25, 30, 50]


def test_a_silence_as_long_as_the_longest_gap_is_not_longer():
    assert not silent(90, a=[0, 30, 60])["silent_longer_than_ever"].any()
    assert silent(91, a=[0, 30, 60])["silent_longer_than_ever"].all()


def test_days_after_the_last_one_looked_at_are_not_known():
    assert silent(90, a=[0, 10, 30, 95])["silent_longer_than_ever"].all()


@given(st.integers(0, 60), st.integers(1, 60))
def test_the_interval_of_a_share_holds_the_share_and_stays_within_0_and_1(hits, more):
    low, high = wilson(hits / (hits + more), hits + more)
    assert 0 <= low <= hits / (hits + more) <= high <= 1


def few_shops(years):
    rows = [f"S{i},{FIRST + dt.timedelta(days=day)},10" for i in range(12) for day in range(i, 365 * years, 30 + i)]
    return "\n".join(["id,day,value", *rows, "gone,2023-01-05,10", "gone,2023-01-15,10", "gone,2023-01-25,10"]) + "\n"


@pytest.fixture
def few(small_client):
    def opened(years, **settings):
        folder = small_client(few_shops(years), **settings)
        return open_client(read_client(folder), folder / "cache")

    return opened


def test_of_few_customers_the_run_rate_is_said_and_who_is_silent(few):
    run = few(3)
    r = run.run_rate.facts
    assert run.value.facts.refusal.code == "too_little"
    assert (r.customers, r.came_back, r.days) == (13, 13, 365)
    assert (
        r.revenue
        == run.ledger.observe(run.observation_end - dt.timedelta(days=365), run.observation_end)["revenue"].sum()
    )
    assert r.revenue_before > 0
    assert "gone" in run.run_rate["scores"].query("silent_longer_than_ever").index
    assert set(run.run_rate["scores"].columns) == set(SCORES)


def test_of_less_than_a_year_all_days_count_and_nothing_is_compared(few):
    r = few(1).run_rate.facts
    assert (r.days, r.revenue_before) == (361, None)
    assert words.run_rate(r, "EUR").startswith("The 13 customers brought **€")
    assert "before" not in words.run_rate(r, "EUR")


def test_where_a_value_is_said_nothing_is_computed(demo_run):
    assert demo_run.run_rate.facts.needed is False
    assert demo_run.run_rate.tables == {}


def test_what_chance_alone_would_show_stands_beside_it():
    one = RunRateFacts.sketch(with_rhythm=3, late=1, late_by_chance=1.0, late_revenue=None)
    assert words.late(one, None) == (
        "**1 of 3 customers** with three purchase days or more has been silent for longer than ever before. Chance "
        "alone would show up to 1."
    )
    nobody = RunRateFacts.sketch(with_rhythm=0, late=0)
    assert "nobody has a rhythm" in words.late(nobody, None)


def test_at_the_end_of_a_gap_chance_shows_about_as_many():
    rng, late, expected = np.random.default_rng(3), 0, 0.0
    for _ in range(200):
        gaps = rng.exponential(20, 8)
        day = np.unique(np.cumsum(gaps).astype(int))
        found = silent(int(day[-1] + rng.exponential(20)), a=day) if len(day) > 3 else None
        if found is not None:
            late += int(found["silent_longer_than_ever"].iloc[0])
            expected += 1 / (found["gaps"].iloc[0] + 1)
    assert 0.5 * expected < late < 1.5 * expected
