"""Demand: months of several years, Spring Festival, and the mix of categories."""

import datetime as dt

import matplotlib as mpl
import narwhals as nw
import pandas as pd
import pytest

from analysis.ledger.customer_days import read_days
from analysis.ledger.demand import category_sums, purchases_by_day
from analysis.movement import demand, draw_demand, say_demand
from analysis.movement.facts_demand import DemandFacts
from analysis.movement.step_demand import _season
from analysis.refusals import why
from tests.figures import texts

mpl.use("Agg")
DAY = dt.date


def ledger(*rows):
    table = pd.DataFrame(rows, columns=["customer_id", "date", "amount", "category"])
    return nw.from_native(table.assign(date=pd.to_datetime(table["date"]).dt.date)).lazy("duckdb")


SIX = [
    ("A", "2020-05-01", 10.0, "wine"),
    ("A", "2020-05-01", 4.0, "beer"),
    ("B", "2020-06-01", 6.0, "beer"),
    ("A", "2021-05-01", 5.0, "wine"),
    ("B", "2021-06-01", 15.0, "beer"),
    ("B", "2021-06-02", -1.0, None),
]
YEARS = (DAY(2020, 1, 1), DAY(2020, 12, 31)), (DAY(2021, 1, 1), DAY(2021, 12, 31))


# ---------------------------------------------------------------- months


def test_purchase_days_are_counted_by_day():
    assert purchases_by_day(read_days(ledger(*SIX))).to_dict() == {
        pd.Timestamp(day): 1 for day in ("2020-05-01", "2020-06-01", "2021-05-01", "2021-06-01")
    }


@pytest.fixture(scope="module")
def daily():
    """Return four purchases on each day of three years, ten in November."""
    days = pd.date_range("2020-01-01", "2022-12-31", freq="D")
    return pd.Series([10 if day.month == 11 else 4 for day in days], days)


@pytest.mark.parametrize(("end", "months"), [(DAY(2021, 12, 31), 24), (DAY(2021, 12, 30), 23)])
def test_only_whole_months_count_and_23_with_a_day_are_not_24(daily, end, months):
    found = demand.whole_months(daily, DAY(2020, 1, 1), end)
    assert len(found) == months
    season, tables = _season(found)
    if months < 24:
        assert tables == {}
        assert why(season.refusal).endswith("because the data cover 23 full calendar months; 24 are needed.")
    else:
        best = max(season.months, key=lambda month: month.index)
        assert (best.month, season.shown) == (11, True)
        assert best.index == pytest.approx(10 / (4 + 6 / 12), rel=0.02)


def test_january_and_february_are_spread_over_their_days_where_spring_festival_is_kept(daily):
    moved = daily.astype(float)
    moved[:31], moved[31:60] = 1, 4 + 3 * 31 / 29
    apart, together = (
        demand.whole_months(moved, DAY(2020, 1, 1), DAY(2022, 12, 31), together=t) for t in (False, True)
    )
    assert apart["actual"].sum() == pytest.approx(together["actual"].sum())
    assert (together["actual"] / together.index.days_in_month).iloc[:2].tolist() == pytest.approx([4.0, 4.0])


def test_spring_festival_is_seen_in_the_rows_not_in_the_country(daily):
    kept = daily.copy()
    for first in ("2020-01-23", "2021-02-10", "2022-01-30"):
        kept[pd.date_range(first, periods=8)] = 0
    span = DAY(2020, 1, 1), DAY(2022, 12, 31)
    assert demand.keeps_festival(kept, *span)
    assert not demand.keeps_festival(daily, *span)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"compared_months": 12}, None),
        ({"compared_months": 6}, "The two periods are different parts of the year, and 18 full months do not show"),
        (
            {"compared_months": 12, "keeps_spring_festival": True, "festivals_period": [DAY(2023, 1, 22)]},
            "Spring Festival fell into the later period (22 January 2023) and not into the earlier",
        ),
    ],
)
def test_the_calendar_is_spoken_of_where_it_changes_the_comparison(facts, said):
    season = {"refusal": {"code": "few_months", "facts": {"months": 18}}, "full_months": 18}
    given = {"keeps_spring_festival": False, "festivals_before": [], "festivals_period": [], "season": season} | facts
    found = say_demand.calendar(DemandFacts.model_validate(given))
    assert found is said if said is None else found.startswith(said)


# ---------------------------------------------------------------- categories


def test_categories_are_summed_by_customer_and_period_rows_without_one_too():
    sums = category_sums(ledger(*SIX), *YEARS, paid=True)
    assert sums[["before", "period"]].sum().tolist() == [20.0, 19.0]
    counted = category_sums(ledger(*SIX), *YEARS, paid=False)
    assert counted[["before", "period"]].sum().tolist() == [3.0, 3.0]


def test_the_mix_holds_every_category_and_adds_up():
    mix = demand.category_mix(category_sums(ledger(*SIX), *YEARS, paid=True))
    assert mix[["category", "before", "period", "change"]].to_numpy().tolist() == [
        ["beer", 10.0, 15.0, 5.0],
        ["wine", 10.0, 5.0, -5.0],
        ["", 0.0, -1.0, -1.0],
    ]
    assert mix["share"].sum() == pytest.approx(1)
    assert mix["share_change"].sum() == pytest.approx(0)


def test_within_a_class_shares_are_of_the_class():
    sums = category_sums(ledger(*SIX), *YEARS, paid=True)
    by_class = demand.mix_by_class(sums, pd.Series({"A": "A", "B": "C"}))
    of = by_class.set_index(["class", "category"])["share"]
    assert (of["A", "wine"], of["C", "beer"]) == (1.0, pytest.approx(15 / 14))


def test_the_mix_is_said_with_who_gained_and_who_lost():
    rows = [
        {"category": "beer", "before": 10.0, "period": 15.0, "share": 0.75, "share_change": 0.25},
        {"category": "wine", "before": 10.0, "period": 5.0, "share": 0.25, "share_change": -0.25},
    ]
    d = DemandFacts.sketch(measure="revenue", categories=rows, number=2, most_up=rows[0], most_down=rows[1])
    assert say_demand.mix(d).replace("\u202f", " ") == (
        "Of 2 categories **beer** brings most, 75 % of the revenue. Against the period before, beer gained most "
        "(+25.0 points) and wine lost most (−25.0 points)."
    )


def test_months_are_drawn_with_their_index(ax):
    table = pd.DataFrame({"month": range(1, 13), "index": [1.5] + [0.95] * 11, "low": 0.8, "high": 1.2})
    draw_demand.plot_months(table, ax=ax)
    assert texts(ax).count("1.50") == 1
