"""Churn: who will not buy, what slips away lately and what has gone already."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.backtest.candidates import probability_of_buying
from analysis.btyd import BGNBD, MBGNBD, ParetoNBD, group_triples
from analysis.churn.churn import score_churn
from analysis.ledger.rhythm import churn_window

BG = BGNBD(0.243, 4.414, 0.793, 2.426)
PARETO = ParetoNBD(0.553, 10.58, 0.606, 11.67)
MBG = MBGNBD(0.525, 6.183, 0.891, 1.614)
NOW = pd.DataFrame(
    {
        "customer_id": ["new", "once", "busy", "lately silent", "long silent"],
        "frequency": [0, 0, 12, 12, 12],
        "recency": [0, 0, 395, 340, 150],
        "T": [5, 400, 400, 400, 400],
    }
)
BEFORE = pd.DataFrame(
    {
        "customer_id": ["once", "busy", "lately silent", "long silent"],
        "frequency": [0, 10, 12, 12],
        "recency": [0, 330, 340, 150],
        "T": [344, 344, 344, 344],
    }
)
WORTH = pd.Series([10.0, 20.0, 300.0, 300.0, 300.0])


def scored(lifetime=PARETO, model=BG, worth=WORTH, now=NOW, before=BEFORE, days=56):
    leaving = 1 - probability_of_buying(model, group_triples(now["frequency"], now["recency"], now["T"]), days)
    return score_churn(leaving, lifetime, now, before, worth).set_index("customer_id")


# ---------------------------------------------------------------- the window


def test_the_window_is_the_90th_percentile_of_the_clients_own_gaps():
    assert churn_window(pd.Series(range(1, 12))) == 10


def test_the_window_is_at_least_a_day():
    assert churn_window(pd.Series([0, 0, 0])) == 1


def test_without_a_gap_there_is_no_window():
    assert churn_window(pd.Series([], dtype="int64")) is None


@given(st.lists(st.integers(1, 900), min_size=1, max_size=30), st.randoms())
def test_nine_of_ten_gaps_fit_into_the_window_whatever_their_order(gaps, random):
    shuffled = list(gaps)
    random.shuffle(shuffled)
    window = churn_window(pd.Series(gaps))
    assert window == churn_window(pd.Series(shuffled))
    assert min(gaps) <= window <= max(gaps)
    assert np.mean([gap <= window for gap in gaps]) >= 0.9 - 1 / len(gaps) - 1e-9


# ---------------------------------------------------------------- who will not buy


@pytest.mark.parametrize("model", [BG, MBG, PARETO], ids=lambda model: model.name)
def test_churn_probability_is_that_of_no_purchase_in_the_window_and_not_1_minus_p_alive(model):
    found = scored(model=model, lifetime=PARETO)
    history = (NOW["frequency"].to_numpy(float), NOW["recency"].to_numpy() / 7, NOW["T"].to_numpy() / 7)
    no_purchase = 1 - model.probability_of_purchase(56 / 7, *history)
    assert found["churn_probability"].to_numpy() == pytest.approx(no_purchase)
    assert (found["churn_probability"] > 1 - model.p_alive(*history)).all()


def test_a_longer_window_leaves_fewer_who_will_not_buy():
    assert (scored(days=200)["churn_probability"] < scored(days=56)["churn_probability"]).all()


def test_who_has_not_bought_for_longer_is_less_likely_to():
    found = scored()["churn_probability"]
    assert found["busy"] < found["lately silent"] < found["long silent"]


def test_days_since_last_is_age_less_recency():
    assert scored()["days_since_last"].tolist() == [5, 400, 5, 60, 250]


# ---------------------------------------------------------------- slipping and lost value


def test_lost_value_is_worth_if_alive_times_the_chance_that_they_have_gone():
    found = scored()
    assert found["lost_value"].to_numpy() == pytest.approx(WORTH.to_numpy() * (1 - found["p_alive"].to_numpy()))


def test_slipping_value_is_worth_if_alive_times_the_fall_of_p_alive_within_the_window():
    row = scored().loc["lately silent"]
    assert row["slipping_value"] == pytest.approx(300 * (row["p_alive_before"] - row["p_alive"]))
    assert row["slipping_value"] > 0


def test_nothing_slips_where_p_alive_rose():
    found = scored()
    assert found.loc["busy", "p_alive"] > found.loc["busy", "p_alive_before"]
    assert found.loc["busy", "slipping_value"] == 0


def test_who_came_within_the_window_cannot_have_slipped_in_it():
    row = scored().loc["new"]
    assert np.isnan(row["p_alive_before"])
    assert row["slipping_value"] == 0


@given(st.lists(st.tuples(st.integers(0, 20), st.floats(0, 1), st.integers(60, 800)), min_size=1, max_size=6))
def test_no_more_slips_than_is_lost_and_nothing_below_0(histories):
    rows = [(x, round(at * age) or 1 if x else 0, age) for x, at, age in histories]
    now = pd.DataFrame(rows, columns=["frequency", "recency", "T"])
    now.insert(0, "customer_id", [str(i) for i in range(len(rows))])
    silent = now[now["T"] - now["recency"] >= 56]
    found = scored(now=now, before=silent.assign(T=silent["T"] - 56), worth=pd.Series([7.0] * len(rows)))
    assert (found["slipping_value"] <= found["lost_value"] + 1e-9).all()
    assert found["slipping_value"].ge(0).all()
    assert found["lost_value"].between(0, 7).all()


def test_without_a_model_in_which_one_time_buyers_can_be_gone_nothing_is_lost_nor_slips():
    found = scored(lifetime=None)
    assert found[["lost_value", "slipping_value", "p_alive"]].isna().all(axis=None)
    assert found["churn_probability"].between(0, 1).all()


def test_with_nobody_known_one_window_ago_nothing_has_slipped():
    found = scored(before=BEFORE.iloc[:0])
    assert found["slipping_value"].tolist() == [0] * 5
    assert found["lost_value"].gt(0).all()


def test_few_who_buy_daily_do_not_set_the_rhythm_of_the_many_who_come_once_a_year():
    agents, guests = [1] * 300, [300 + 5 * n for n in range(10)]
    whose = ["A"] * 150 + ["B"] * 150 + [f"G{n}" for n in range(10)]
    assert churn_window(pd.Series(agents + guests, index=whose)) == 340
    assert churn_window(pd.Series(agents + [3] * 10, index=whose)) == 1  # not far longer: the gaps themselves
    assert churn_window(pd.Series(agents + [900] * 10, index=whose)) == 365  # at most a year
