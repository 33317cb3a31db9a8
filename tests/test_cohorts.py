"""Cohorts: who came together, how many still buy, how soon they buy again, and whether later ones return as well."""

import datetime as dt
import re
from types import SimpleNamespace

import matplotlib as mpl
import narwhals as nw
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.client.client import Client
from analysis.ledger.cohorts import Since, cohort_periods, times_between
from analysis.ledger.customer_days import read_days
from analysis.movement import cohort_list, cohorts, comparison, draw_cohorts, newcomers, returning, say_cohorts
from analysis.movement import views_cohorts as views
from analysis.movement.facts_cohorts import CohortFacts
from analysis.questions import open_client
from tests.figures import marks, texts

mpl.use("Agg")
DAY, MONTH = dt.date, pd.Timestamp
FIRST, END = DAY(2020, 1, 1), DAY(2020, 3, 31)
SIX = [
    ("A", "2020-01-10", 10.0),
    ("B", "2020-01-20", 20.0),
    ("A", "2020-02-10", 5.0),
    ("C", "2020-02-15", 8.0),
    ("B", "2020-03-05", 7.0),
    ("C", "2020-03-06", -8.0),
]


def ledger(rows):
    table = pd.DataFrame(rows, columns=["customer_id", "date", "amount"])
    return nw.from_native(table.assign(date=pd.to_datetime(table["date"]).dt.date)).lazy("duckdb")


def periods(rows=SIX, since=FIRST, **asked):
    return cohort_periods(read_days(ledger(rows)), since if isinstance(since, Since) else Since(since), **asked)


def plain(table, *columns):
    return [tuple(row) for row in table[list(columns)].itertuples(index=False)]


# ---------------------------------------------------------------- what cohorts did


def test_a_cohort_is_who_first_bought_in_a_month_and_its_periods_hold_who_bought_and_what_it_brought():
    jan, feb, mar = (MONTH(2020, month, 1) for month in (1, 2, 3))
    assert plain(periods(), "cohort", "date", "customers", "purchases", "revenue") == [
        (jan, jan, 2, 2, 30.0),
        (jan, feb, 1, 1, 5.0),
        (jan, mar, 1, 1, 7.0),
        (feb, feb, 1, 1, 8.0),
        (feb, mar, 0, 0, -8.0),
    ]


def test_who_may_be_older_than_the_data_has_no_cohort_unless_the_client_says_otherwise():
    assert set(periods(since=DAY(2020, 2, 1))["cohort"].dropna()) == {MONTH(2020, 2, 1)}
    told = periods(since=Since(DAY(2020, 2, 1), new=["A"], old=["C"]))
    assert cohorts.sizes(told).to_dict() == {MONTH(2020, 1, 1): 1}
    assert told["revenue"].sum() == 42.0


def test_spans_hold_what_of_the_revenue_or_of_the_purchases_lies_in_them():
    spans = (DAY(2020, 1, 15), DAY(2020, 2, 14)), (DAY(2020, 2, 15), DAY(2020, 3, 5))
    assert periods(spans=spans)[["before", "period"]].sum().tolist() == [25.0, 15.0]
    assert periods(spans=spans, paid=False)[["before", "period"]].sum().tolist() == [2.0, 2.0]


def test_quarters_count_a_customer_once():
    assert plain(periods(grain="quarter"), "customers", "purchases", "revenue") == [(3, 5, 42.0)]


@given(st.permutations("ABC"))
def test_names_of_customers_change_nothing(names):
    renamed = [(dict(zip("ABC", names, strict=True))[customer], day, amount) for customer, day, amount in SIX]
    pd.testing.assert_frame_equal(periods(renamed), periods())


# ---------------------------------------------------------------- retention


def test_retention_is_the_share_of_the_cohort_that_bought_in_each_whole_month_since():
    assert plain(cohorts.retention(periods(), "month", END), "age", "size", "share") == [
        (0, 2, 1.0),
        (1, 2, 0.5),
        (2, 2, 0.5),
        (0, 1, 1.0),
        (1, 1, 0.0),
    ]


def test_a_month_that_the_data_cut_is_no_age():
    assert cohorts.retention(periods(), "month", DAY(2020, 3, 30))["age"].max() == 1


@pytest.mark.parametrize(("months", "grain"), [([40] * 25, "quarter"), ([40] * 24, "month"), ([29] * 12, "quarter")])
def test_cohorts_are_as_fine_as_30_customers_and_24_rows_allow(months, grain):
    sizes = pd.Series(months, pd.date_range("2020-01-01", periods=len(months), freq="MS"))
    assert cohorts.grain_of(sizes) == grain


def test_the_list_of_cohorts_holds_all_customers_and_all_revenue_those_without_a_cohort_first():
    since = Since(DAY(2020, 2, 1))
    times = times_between(read_days(ledger(SIX)), since, END)
    listed = cohort_list.listed(periods(since=since), times, "month", None, END)
    assert plain(listed.fillna({"cohort": ""}), "cohort", "customers", "revenue") == [
        ("", 2, 42.0),
        ("2020-02", 1, 0.0),
    ]


# ---------------------------------------------------------------- from purchase to purchase


def test_times_are_counted_to_the_next_purchase_or_to_the_end():
    times = times_between(read_days(ledger(SIX)), Since(DAY(2020, 1, 1)), END)
    first = times[times["nth"] == 1]
    assert sorted(plain(first, "days", "again", "customers")) == [(31, True, 1), (45, False, 1), (45, True, 1)]
    assert plain(returning.came_by(first), "days", "at_risk", "share") == [
        (31, 3, pytest.approx(1 / 3)),
        (45, 2, pytest.approx(2 / 3)),
    ]


@settings(max_examples=10)
@given(st.lists(st.tuples(st.integers(1, 9), st.booleans(), st.integers(1, 5)), min_size=1, max_size=12))
def test_the_curve_is_that_of_statsmodels(rows):
    from statsmodels.duration.survfunc import SurvfuncRight

    times = pd.DataFrame(rows, columns=["days", "again", "customers"])
    curve = returning.came_by(times)
    whole = times.loc[np.repeat(times.index, times["customers"])]
    oracle = (
        SurvfuncRight(whole["days"].to_numpy(), whole["again"].astype(int).to_numpy()) if whole["again"].any() else None
    )
    expected = (
        [] if oracle is None else [(time, 1 - s) for time, s in zip(oracle.surv_times, oracle.surv_prob, strict=True)]
    )
    assert plain(curve, "days", "share") == [(time, pytest.approx(share)) for time, share in expected]


def test_half_of_those_who_come_back_by_a_day_have_come_by_an_earlier_one():
    curve = pd.DataFrame({"days": [10, 20, 90], "share": [0.2, 0.3, 0.6]})
    assert [returning.day_of_half(curve, within) for within in (5, 30, 365)] == [None, 10, 20]


# ---------------------------------------------------------------- later against earlier


def months(customers, again, first="2020-01-01"):
    index = pd.date_range(first, periods=len(customers), freq="MS")
    return pd.DataFrame({"customers": customers, "again": again}, index)


def test_halves_are_compared_with_students_interval():
    found = comparison.compare(months([50] * 4, [25, 25, 10, 10]))
    half = 4.302653 * np.sqrt(0.25 / 100 + 0.16 / 100)
    assert (found.earlier.share, found.later.share, found.dispersion) == (0.5, 0.2, 1.0)
    assert (found.low, found.high) == (pytest.approx(-0.3 - half, abs=1e-6), pytest.approx(-0.3 + half, abs=1e-6))
    assert (found.outcome, found.same_seasons) == ("worse", False)


def test_months_that_differ_within_a_half_widen_the_interval():
    calm, restless = (comparison.compare(months([50] * 6, again)) for again in ([25] * 6, [5, 25, 45, 5, 25, 45]))
    assert restless.dispersion > 10
    assert restless.high - restless.low > 3 * (calm.high - calm.low)


def test_a_season_is_no_fall_where_each_month_is_held_against_the_same_a_year_before():
    season = [10, 15, 20, 25, 30, 35, 40, 35, 30, 25, 20, 15]
    found = comparison.compare(months([50] * 24, season * 2))
    assert (found.same_seasons, found.outcome, found.difference, found.dispersion) == (True, "alike", 0.0, 1.0)
    fallen = comparison.compare(months([50] * 24, [*season, *(n - 9 for n in season)]))
    assert (fallen.outcome, fallen.difference) == ("worse", pytest.approx(-0.18))


def test_earlier_and_later_customers_of_other_sizes_weigh_alike_in_both_shares():
    found = comparison.compare(months([100] * 12 + [30] * 12, [50] * 12 + [15] * 12))
    by_month = (
        found.weight * [100] * 12 if len(found.weight) == 12 else found.weight.to_numpy() * ([100] * 12 + [30] * 12)
    )
    assert by_month == pytest.approx([1 / 12] * 24)


@pytest.mark.parametrize("few", [months([50] * 3, [25] * 3), months([9] * 4, [5] * 4)])
def test_too_few_months_or_customers_are_not_compared(few):
    assert comparison.compare(few) is None


def test_only_months_of_which_everybody_was_seen_long_enough_are_compared():
    times = times_between(read_days(ledger(SIX)), Since(DAY(2020, 1, 1)), END)
    assert cohorts.bought_again(times, 40, END).to_dict("index") == {MONTH(2020, 1, 1): {"customers": 2, "again": 1}}


# ---------------------------------------------------------------- one intake, or nobody known to be new


def people(*days):
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(len(days))], "first_purchase": pd.to_datetime(days)})


def test_customers_who_all_came_at_the_start_are_one_intake():
    early = people(*["2020-01-05"] * 19, "2020-11-01")
    assert newcomers.intake_of(early, DAY(2020, 1, 1), DAY(2020, 12, 31), 30).one
    spread = people("2020-01-05", "2020-03-01", "2020-06-01", "2020-09-01")
    assert not newcomers.intake_of(spread, DAY(2020, 1, 1), DAY(2020, 12, 31), 30).one


def test_cohorts_begin_with_the_first_whole_month_after_the_burn_in():
    found = newcomers.intake_of(
        people("2020-01-05", "2020-02-05", "2020-03-05", "2020-09-01"), DAY(2020, 1, 1), DAY(2020, 12, 31), 31
    )
    assert (found.since, found.new, found.old) == (Since(DAY(2020, 3, 1)), 2, 2)


def test_days_of_acquisition_say_who_is_new_and_who_is_old():
    seen = people("2020-01-05", "2020-03-05", "2020-06-01", "2020-09-01")
    acquired = pd.Series(pd.to_datetime(["2020-01-02", "2019-05-01", None, None]), [f"c{i}" for i in range(4)])
    found = newcomers.intake_of(seen, DAY(2020, 1, 1), DAY(2020, 12, 31), 31, acquired)
    assert (found.since.new, found.since.old, found.new, found.old, found.dated) == (["c0"], ["c1"], 3, 1, True)


# ---------------------------------------------------------------- whole clients


def test_cdnow_is_one_intake_and_said_to_be(demo_run):
    c = demo_run.cohorts.facts
    assert (c.one_intake, c.new_customers, c.months) == (True, 2357, 18)
    assert {name: values[0] for name, values in c.retention.items()} == dict.fromkeys(
        ["1997-01", "1997-02", "1997-03"], 1.0
    )
    assert sum(map(sum, c.revenue.values())) == pytest.approx(244_091.94, abs=0.005)
    said = repr(views.coming_back(demo_run)).replace("\u202f", " ")
    assert said.startswith(
        "The customers came in one intake: of 2,357, 95 % made their first purchase from 1 January 1997"
    )
    assert views.retention_figure(demo_run) is None
    assert views.cohorts_table(demo_run) is None


@pytest.fixture(scope="module")
def visitors(tmp_path_factory):
    """Return the run of a client without amounts: 40 new customers in each of 14 months, half of whom come back."""
    folder = tmp_path_factory.mktemp("visitors")
    first = [MONTH(2021, 1, 5) + pd.DateOffset(months=m) for m in range(14) for _ in range(40)]
    rows = [(f"c{i}", day) for i, day in enumerate(first)]
    rows += [(f"c{i}", day + pd.Timedelta(days=10 + i % 25)) for i, day in enumerate(first) if i % 2]
    pd.DataFrame(rows, columns=["id", "day"]).to_csv(folder / "visits.csv", index=False)
    source = {"path": "visits.csv", "columns": {"customer_id": "id", "date": "day"}}
    settings = {"client": "Acme", "today": "2026-01-01", "observation_end": "2022-03-31", "folder": folder}
    return open_client(Client.model_validate(settings | {"sources": [source]}), cache=folder / "cache")


@pytest.mark.slow
def test_without_amounts_cohorts_are_of_purchases_and_no_money_is_shown(visitors):
    c = visitors.cohorts.facts
    assert (c.grain, c.returning.outcome, c.returning.later.share) == ("month", "alike", 0.5)
    assert (c.revenue, c.old_revenue) == (None, None)
    table = views.cohorts_table(visitors)
    assert set(table.columns) == {"cohort", "customers", "again_share"}
    assert "Later customers come back as often as earlier ones" in repr(views.coming_back(visitors))


@pytest.mark.slow
def test_a_client_of_40_accounts_is_told_that_its_cohorts_are_too_small(small_run):
    rows = "".join(f"c{i},2021-{1 + i // 4:02}-03,5\nc{i},2021-12-{1 + i % 28:02},5\n" for i in range(40))
    run = small_run("id,day,value\n" + rows)
    assert "Cohorts are not compared, because only" in repr(views.coming_back(run))
    for view in (views.retention_figure, views.cohorts_table, views.cohorts_note):
        assert view(run) is None


# ---------------------------------------------------------------- words and figures


def test_seasons_are_named_as_a_reason_where_the_two_groups_came_in_different_ones():
    half = {"first": DAY(2020, 5, 1), "last": DAY(2020, 9, 30), "months": 5, "customers": 900, "share": 0.57}
    same = {"months": 1, "one": 5, "was": 0.58, "now": 0.56, "customers": 300}
    found = {"difference": -0.1, "interval": (-0.18, -0.03), "outcome": "worse", "same_seasons": False}
    halves = {"earlier": half, "later": half | {"share": 0.47}}
    c = CohortFacts.sketch(
        one_intake=False,
        new_customers=2000,
        equal_age_days=180,
        one_and_done_share=None,
        returning=found | halves | {"same_months": same},
    )
    said = say_cohorts.coming_back(c).replace("\u202f", " ")
    assert said.startswith("Later customers came back **less** than earlier ones.")
    assert "(difference −10 points, 95 % interval −18 to −3)" in said
    assert said.endswith(
        "of the customers of May, the one month that is there in two years, 58 % and then 56 % bought again."
    )


def test_the_heat_map_writes_every_share_and_colours_only_cohorts_of_30_and_more(ax):
    table = pd.DataFrame(
        {"cohort": [MONTH(2020, 1, 1)] * 2 + [MONTH(2020, 2, 1)] * 2, "size": [40, 40, 9, 9], "age": [0, 1] * 2}
    ).assign(share=[1.0, 0.25, 1.0, 0.1])
    draw_cohorts.plot_retention(table, "month", ax=ax)
    assert {"25", "10"} <= set(texts(ax))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Jan 2020  (40)", "Feb 2020  (9)"]
    large, small = (patch.get_facecolor() for patch in ax.patches)
    assert mpl.colors.to_hex(small) == draw_cohorts.palette.SHADE != mpl.colors.to_hex(large)


def test_the_largest_heat_map_holds_no_more_marks_than_a_page_can_carry(ax):
    firsts = pd.date_range("2020-01-01", periods=cohorts.MOST_COHORTS, freq="MS")
    rows = [(first, 50, age, 0.3) for i, first in enumerate(firsts) for age in range(len(firsts) - i)]
    draw_cohorts.plot_retention(pd.DataFrame(rows, columns=["cohort", "size", "age", "share"]), "month", ax=ax)
    assert marks(ax) <= 2_000
    assert not re.search("nan", " ".join(texts(ax)))


def test_curves_end_with_their_name_and_share(ax):
    curves = pd.DataFrame({"half": ["earlier"] * 2 + ["later"] * 2, "days": [0, 90] * 2, "share": [0, 0.5, 0, 0.4]})
    draw_cohorts.plot_second_purchase(curves, ax=ax)
    assert {text.strip().replace("\u202f", " ") for text in texts(ax)} >= {
        "earlier customers 50 %",
        "later customers 40 %",
    }


def test_no_history_is_a_refusal():
    from analysis.movement.step_cohorts import _why_not

    data = SimpleNamespace(facts=SimpleNamespace(router=SimpleNamespace(verdict="customer_level")))
    assert _why_not(SimpleNamespace(data=data, ledger=SimpleNamespace(has_days=True))).code == "no_history"
