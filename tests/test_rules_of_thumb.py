"""Rules of thumb in their fairest form, and the festival that moves."""

import datetime as dt

import pandas as pd
import pytest

from analysis.backtest.holdout import Split
from analysis.backtest.rules_of_thumb import rules_of_thumb
from analysis.backtest.spring_festival import NEW_YEAR, a_year_before, keeps_spring_festival
from tests.shops import START, day, past_of


def past(*rows):
    return past_of(pd.DataFrame(rows, columns=["customer", "day", "amount"]))


def test_same_as_last_period_counts_first_purchases_too_and_their_money():
    rule = rules_of_thumb(past((1, 75, 10.0), (1, 80, 20.0), (2, 5, 7.0)), Split(day(100), day(130)))
    assert rule["same as last period"].purchases.tolist() == [2, 0]
    assert rule["same as last period"].value.tolist() == [30, 0]


def test_same_period_last_year_needs_data_of_all_of_it():
    rows = (1, 0, 5.0), (1, 380, 5.0), (1, 390, 5.0), (1, 700, 5.0)
    made = rules_of_thumb(past(*rows), Split(day(740), day(770)))
    assert made["same period last year"].purchases.tolist() == [2]
    assert "same period last year" not in rules_of_thumb(past(*rows), Split(day(300), day(330)))


def test_a_rule_does_not_look_ahead():
    rows = (1, 0, 5.0), (1, 50, 5.0), (2, 30, 9.0)
    split = Split(day(90), day(180))
    before, after = (rules_of_thumb(past(*rows, *more), split) for more in ((), ((1, 100, 9e9), (3, 120, 1.0))))
    assert before.keys() == after.keys()
    for name in before:
        assert before[name].purchases.tolist() == after[name].purchases.tolist()
        assert before[name].value.tolist() == after[name].value.tolist()


def test_spring_festival_stands_on_the_days_of_the_note():
    days = [NEW_YEAR[year] for year in (2023, 2024, 2025, 2026)]
    assert days == [dt.date(2023, 1, 22), dt.date(2024, 2, 10), dt.date(2025, 1, 29), dt.date(2026, 2, 17)]


@pytest.mark.parametrize(
    ("date", "then"),
    [
        (dt.date(2026, 2, 17), dt.date(2025, 1, 29)),
        (dt.date(2026, 2, 27), dt.date(2025, 2, 8)),
        (dt.date(2026, 6, 30), dt.date(2025, 6, 30)),
    ],
)
def test_near_the_festival_a_year_ago_is_as_far_from_the_festival(date, then):
    assert a_year_before(date, festival=True) == then
    assert a_year_before(date, festival=False) == date - dt.timedelta(days=365)


def daily(quiet):
    """Return one purchase a day by each of five customers over 800 days, fewer on the quiet days."""
    rows = [(c, d, 1.0) for d in range(800) for c in range(5) if d not in quiet or c == 0]
    return past(*rows)


def test_who_keeps_the_festival_is_seen_in_the_purchases_of_its_week():
    weeks = [(NEW_YEAR[year] - START).days for year in (2022, 2023, 2024)]
    closed = {start + k for start in weeks for k in range(-2, 7)}
    assert keeps_spring_festival(daily(closed), day(799))
    assert not keeps_spring_festival(daily(set()), day(799))
