"""Survival of customers under contract: by hand, against published tables, and with customers older than the record."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.churn.contracts import enter_record, is_involuntary, spells
from analysis.churn.survival import cox, cumulative_incidence, kaplan_meier, log_rank, median_days, share_at

# Freireich et al. (1963), remission of leukaemia in weeks; the tables are those of R's survival and of every textbook.
TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
WEEKS = np.array(TREATED + PLACEBO, float)
RELAPSED = np.array([True] * 9 + [False] * 12 + [True] * 21)
NONE = np.zeros(42)


def day(text):
    return pd.Timestamp(text)


def table(*rows):
    frame = pd.DataFrame(rows, columns=["customer_id", "start", "end", "reason"])
    return frame.assign(start=pd.to_datetime(frame["start"]), end=pd.to_datetime(frame["end"]))


# ---------------------------------------------------------------- stretches of being a customer


def test_a_contract_that_begins_soon_after_the_last_one_ended_renews_it():
    found = spells(
        table(("A", "2020-01-01", "2020-12-31", "price"), ("A", "2021-01-20", None, None)), day("2021-06-30")
    )
    assert found[["contracts", "left", "tenure_days"]].to_numpy().tolist() == [[2, False, 546]]


def test_who_comes_back_later_has_a_second_stretch():
    found = spells(table(("A", "2020-01-01", "2020-06-30", "price"), ("A", "2021-01-01", None, "")), day("2021-06-30"))
    assert found["left"].tolist() == [True, False]
    assert found["reason"].tolist() == ["price", ""]


def test_what_ends_after_the_last_day_still_runs_and_its_end_is_known():
    found = spells(table(("A", "2020-01-01", "2022-01-01", "price")), day("2021-01-01"))
    assert found.loc[0, ["left", "notice", "reason"]].tolist() == [False, True, ""]
    assert pd.isna(found.loc[0, "end"])


def test_what_begins_after_the_last_day_is_not_there():
    assert spells(table(("A", "2022-01-01", None, None)), day("2021-01-01")).empty


def test_who_is_older_than_the_record_counts_from_its_first_day_on():
    found = spells(table(("A", "2019-01-01", None, None), ("B", "2020-06-01", "2020-07-01", "")), day("2020-12-31"))
    entered = enter_record(found, day("2020-01-01"))
    assert entered["entry_days"].tolist() == [365, 0]


@pytest.mark.parametrize("reason", ["Involuntary", "payment failed", "deceased", "欠费", "declined payment"])
def test_money_that_failed_death_and_moving_leave_no_choice(reason):
    assert is_involuntary(pd.Series([reason])).item()


@pytest.mark.parametrize("reason", ["price", "competition", "left by choice", "payment terms too short", ""])
def test_what_customers_decide_is_their_choice(reason):
    assert not is_involuntary(pd.Series([reason])).item()


# ---------------------------------------------------------------- curves


def test_kaplan_meier_gives_the_published_curve():
    curve = kaplan_meier(WEEKS[:21], RELAPSED[:21], NONE[:21]).set_index("days")
    published = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert curve["share"].iloc[1:].to_dict() == pytest.approx(published, abs=5e-4)
    assert curve.loc[[6, 23], "at_risk"].tolist() == [21, 6]
    assert (curve["low"] <= curve["share"]).all()
    assert (curve["high"] >= curve["share"]).all()
    assert median_days(curve.reset_index()) == 23


def test_who_came_under_observation_late_is_not_at_risk_before():
    tenure, left, entry = np.array([2.0, 4.0, 6.0]), np.array([True, True, False]), np.array([0.0, 0.0, 3.0])
    curve = kaplan_meier(tenure, left, entry)
    assert curve["share"].tolist() == pytest.approx([1, 1 / 2, 1 / 4])  # at 2 of two, at 4 of two: the third is older


def test_old_customers_alone_would_make_staying_look_better_than_it_is():
    rng = np.random.default_rng(1)
    life, age = rng.exponential(400, 6000), rng.uniform(0, 1500, 6000)
    seen = life > age  # the others had left before the record began
    tenure, entry = np.minimum(life, age + 365)[seen], age[seen]
    left = (life < age + 365)[seen]
    late = share_at(kaplan_meier(tenure, left, entry), 366)["share"]
    naive = share_at(kaplan_meier(tenure, left, np.zeros(tenure.size)), 366)["share"]
    assert late == pytest.approx(np.exp(-366 / 400), abs=0.05)
    assert naive > late + 0.2


def test_the_curve_begins_where_ten_are_observed():
    tenure, entry = np.full(12, 900.0), np.arange(300.0, 900.0, 50.0)
    curve = kaplan_meier(tenure, np.ones(12, bool), entry)
    assert curve["days"].iloc[0] == 750
    assert share_at(curve, 400) is None


def test_cox_gives_the_published_hazard_ratio():
    sign = pd.DataFrame({"placebo": [0.0] * 21 + [1.0] * 21})
    row = cox(WEEKS, RELAPSED, NONE, sign).iloc[0]
    assert np.log(row["hazard_ratio"]) == pytest.approx(1.572, abs=1e-3)  # Efron
    assert (row["low"], row["high"]) == pytest.approx((2.147, 10.81), abs=0.01)


def test_the_log_rank_test_tells_the_published_curves_apart():
    group = np.array(["treated"] * 21 + ["placebo"] * 21, dtype=object)
    assert log_rank(WEEKS, RELAPSED, NONE, group) == pytest.approx(4.17e-5, rel=0.01)  # chi squared 16.79


# ---------------------------------------------------------------- ways of leaving


lives = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 2)), min_size=10, max_size=40)


@given(lives)
def test_the_ways_of_leaving_add_up_to_those_who_left(pairs):
    tenure = np.array([t for t, _ in pairs], float)
    cause = np.array([k for _, k in pairs])
    ways = cumulative_incidence(tenure, cause, np.zeros(tenure.size))
    curve = kaplan_meier(tenure, cause > 0, np.zeros(tenure.size))
    assert ways.drop(columns="days").sum(axis=1).to_numpy() == pytest.approx(1 - curve["share"].to_numpy())


def test_cumulative_incidence_is_that_of_statsmodels():
    from statsmodels.duration.survfunc import CumIncidenceRight

    rng = np.random.default_rng(3)
    tenure, cause = rng.integers(1, 60, 300).astype(float), rng.integers(0, 3, 300)
    ways, theirs = cumulative_incidence(tenure, cause, np.zeros(300)), CumIncidenceRight(tenure, cause)
    place = np.searchsorted(ways["days"], theirs.times, "right") - 1
    for k in (1, 2):
        assert ways[k].to_numpy()[place] == pytest.approx(theirs.cinc[k - 1])
