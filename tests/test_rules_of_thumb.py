"""Rules of thumb in their fairest form, and the festival that moves."""

import datetime as dt

import pandas as pd
import pytest

from analysis.backtest.holdout import Split
from analysis.backtest.rules_of_thumb import rfm_scores, rules_of_thumb
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


def said_by(rule):
    numbers = rule.purchases, rule.probability, rule.value
    return [None if each is None else each.tolist() for each in numbers]


def test_a_rule_does_not_look_ahead():
    rows = (1, 0, 5.0), (1, 50, 5.0), (2, 30, 9.0)
    split = Split(day(90), day(180))
    before, after = (rules_of_thumb(past(*rows, *more), split) for more in ((), ((1, 100, 9e9), (3, 120, 1.0))))
    assert before.keys() == after.keys()
    for name in before:
        assert said_by(before[name]) == said_by(after[name])


def test_x_by_t_goes_on_at_the_pace_so_far_and_a_customer_of_today_has_none():
    rows = [(1, day, 5.0) for day in (0, 50, 100, 150)] + [(2, 100, 8.0), (3, 200, 9.0)]
    rule = rules_of_thumb(past(*rows), Split(day(200), day(300)))["x / T"]
    assert (rule.purchases.tolist(), rule.value.tolist()) == ([1.5, 0, 0], [7.5, 0, 0])


def test_eight_weeks_without_a_purchase_count_as_gone_and_eight_weeks_sharp_do_not():
    rows = (1, 0, 5.0), (1, 44, 5.0), (2, 0, 5.0), (2, 43, 5.0)
    rule = rules_of_thumb(past(*rows), Split(day(100), day(200)))["no purchase for 8 weeks = gone"]
    assert (rule.probability.tolist(), rule.purchases.tolist()) == ([1, 0], [1, 0])


def test_rfm_scores_run_from_1_to_5_and_the_most_recent_frequent_and_valuable_score_5():
    rising = range(5)
    table = pd.DataFrame({"frequency": rising, "recency": rising, "T": 100, "revenue": rising})
    assert rfm_scores(table).to_numpy().tolist() == [[n, n, n] for n in (1, 2, 3, 4, 5)]


def test_equal_customers_get_equal_rfm_scores():
    table = pd.DataFrame({"frequency": [0, 0, 0, 1], "recency": 0, "T": 100, "revenue": 10.0})
    assert rfm_scores(table)["F"].tolist() == [4, 4, 4, 5]
    assert rfm_scores(table)["R"].tolist() == [5, 5, 5, 5]


def test_the_sum_of_scores_ranks_and_is_no_money():
    rule = rules_of_thumb(past((1, 0, 5.0), (2, 9, 7.0)), Split(day(10), day(20)))["sum of RFM scores"]
    assert rule.value.tolist() == [11, 15]
    assert (rule.purchases, rule.probability, rule.money) == (None, None, False)


def test_without_an_earlier_window_that_half_of_the_customers_saw_no_rates_are_made_up():
    rule = rules_of_thumb(past((1, 9, 5.0), (2, 9, 7.0)), Split(day(10), day(20)))
    assert not {"RFM cells", "base rate for everyone"} & rule.keys()


def four(came):
    """Return four customers of day 0, told apart by what they spent; day 50 on is the earlier window of 40 days."""
    return past(*((n, 0, 10.0 * n) for n in (1, 2, 3, 4)), *came)


@pytest.mark.parametrize(("days", "stretch"), [(40, 1), (80, 2)])
def test_base_rate_is_what_came_in_the_earlier_window_for_everyone_carried_over_by_time(days, stretch):
    rule = rules_of_thumb(four([(3, 60, 5.0), (4, 60, 5.0), (4, 70, 5.0)]), Split(day(90), day(90 + days)))
    rate = rule["base rate for everyone"]
    assert rate.purchases.tolist() == pytest.approx([0.75 * stretch] * 4)
    assert rate.value.tolist() == pytest.approx([3.75 * stretch] * 4)
    assert rate.probability.tolist() == pytest.approx([1 - 0.5**stretch] * 4)


def test_rfm_cells_give_each_customer_what_the_like_of_them_did():
    """The two who had spent most share a cell; one of them came back."""
    rule = rules_of_thumb(four([(4, 60, 2.0)]), Split(day(90), day(130)))["RFM cells"]
    assert rule.purchases.tolist() == rule.probability.tolist() == [0, 0, 0.5, 0.5]
    assert rule.value.tolist() == [0, 0, 1, 1]


def test_a_cell_that_the_earlier_window_did_not_have_gets_the_base_rate():
    """A fifth customer, of day 80, makes a lesser recency of the first three."""
    rule = rules_of_thumb(four([(4, 60, 2.0), (5, 80, 50.0)]), Split(day(90), day(130)))["RFM cells"]
    assert rule.purchases.tolist() == [0.25, 0.25, 0.25, 0.5, 0.5]


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
