"""The same forecast made on other days: held against what came, and against the rule that was best in hindsight."""

import pytest

from analysis.forecast import say_checks
from analysis.forecast.facts import OriginsFacts


def test_every_row_is_a_day_within_the_history_that_ends_with_it(demo_run):
    for row in demo_run.origins.facts.rows:
        assert demo_run.first_day < row.origin < demo_run.observation_end
        assert (demo_run.observation_end - row.origin).days == row.days


def test_what_came_is_what_the_customers_known_by_then_bought(demo_run):
    for row in demo_run.origins.facts.rows:
        known = demo_run.ledger.buyers(row.origin)
        seen = demo_run.ledger.observe(row.origin, demo_run.observation_end)["purchases"]
        assert row.customers == len(known)
        assert row.actual == seen.reindex(known["customer_id"]).fillna(0).sum()


def test_wins_ties_and_losses_count_every_row_and_ranges_say_whether_they_held(demo_run):
    o = demo_run.origins.facts
    assert o.wins + o.ties + o.losses == len(o.rows) == 3
    assert o.in_range == sum(row.interval[0] <= row.actual <= row.interval[1] for row in o.rows)
    assert all(row.rmse < row.rule_rmse for row in o.rows if row.outcome == "beats")


@pytest.mark.parametrize(("wins", "said"), [(1, "**1 time**"), (0, "**0 times**")])
def test_one_other_day_is_said_in_the_singular(wins, said):
    o = OriginsFacts.sketch(rows=[{"rmse": 1.0}], wins=wins, ties=1 - wins, losses=0, in_range=1)
    assert say_checks.other_days(o).startswith(
        f"Made on 1 other day in the same way, the forecast beat the best rule of thumb {said}"
    )
