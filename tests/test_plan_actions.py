"""The plan: one state and at most one action for every customer, and a list that pays."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.client.plan import Plan
from analysis.plan.actions import CONTACTS, choose_actions
from analysis.plan.gain import break_even, expected_gain
from analysis.plan.states import STATES, customer_states
from analysis.plan.summed import win_back
from analysis.plan.under_contract import contract_states
from analysis.plan.winback import groups, profit_curve, thinned

PLAN = {
    "contact_cost": {"call": 3.0, "offer": 0.5, "email": 0.05, "visit": 40.0},
    "actions": {
        "call": {"uplift": 0.25},
        "visit": {"uplift": 0.4},
        "offer": {"uplift": 0.1, "offer": 2.0},
        "email": {"uplift": 0.01},
        "win_back": {"channel": "offer", "uplift": 0.2, "offer": 10.0},
        "develop": {"channel": "email", "uplift": 0.01},
    },
}


def plan(**costs):
    return Plan.model_validate(PLAN | {"contact_cost": PLAN["contact_cost"] | costs})


def customers(*rows):
    """Return customers of (state, p_buy, if_buying)."""
    table = pd.DataFrame(rows, columns=["customer_state", "p_buy", "if_buying"])
    table["stake"] = (1 - table["p_buy"]) * table["if_buying"]
    return table.assign(excluded="", too_late=table["customer_state"].eq("gone for good"))


def chosen(table, settings, *, margin_known=True):
    return choose_actions(table, settings, margin_known=margin_known)


# ---------------------------------------------------------------- break-even and gain, by hand


def test_a_contact_breaks_even_at_41_per_cent_where_three_of_ten_buy_anyway_and_the_offer_takes_a_fifth():
    assert break_even(0.3, 100.0, cost=3.0, offer=20.0) == pytest.approx(0.4125)
    assert expected_gain(0.4125, 0.3, 100.0, cost=3.0, offer=20.0) == pytest.approx(0.0)


def test_an_offer_that_eats_the_margin_never_breaks_even():
    assert np.isnan(break_even(0.3, 20.0, cost=3.0, offer=20.0))


# ---------------------------------------------------------------- states


def state(**known):
    usual = {"frequency": 5, "T": 900, "days_since_last": 10, "gaps": 5, "longest_gap": 60.0, "recent": 1, "before": 1}
    return customer_states(pd.DataFrame([usual | known]), window=100, days=365).item()


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, "steady"),
        ({"recent": 70, "before": 100}, "slipping"),
        ({"recent": 130, "before": 100}, "growing"),
        ({"recent": 130, "before": 100, "T": 700}, "steady"),  # was not yet a customer in all of the days before
        ({"days_since_last": 61}, "overdue"),
        ({"days_since_last": 61, "gaps": 1}, "steady"),  # one gap is no rhythm
        ({"days_since_last": 101}, "lost"),
        ({"days_since_last": 201}, "gone for good"),
        ({"days_since_last": 201, "longest_gap": 240.0}, "steady"),  # longer than others take, but not than ever
        ({"days_since_last": 250, "longest_gap": 240.0}, "lost"),
        ({"days_since_last": 481, "longest_gap": 240.0}, "gone for good"),
        ({"frequency": 0, "gaps": 0, "days_since_last": 900}, "one-time"),
        ({"T": 100, "days_since_last": 50}, "new"),
    ],
)
def test_a_customer_is_in_the_state_that_their_own_rhythm_says(known, expected):
    assert state(**known) == expected


def test_who_bought_for_one_month_fourteen_months_ago_is_no_target_however_large_the_revenue_was():
    assert state(days_since_last=425, longest_gap=12.0, frequency=4) == "gone for good"
    table = customers(("gone for good", 0.01, 1e6))
    assert chosen(table, plan())["action"].tolist() == ["let go"]
    assert chosen(table, None)["action"].tolist() == ["let go"]


# ---------------------------------------------------------------- win-back, by hand


def lost(*margins):
    return customers(*(("lost", 0.1, m) for m in margins))


def test_win_back_contacts_those_who_bring_more_than_they_cost():
    # p1 = 0.1 + 0.2 * 0.9 = 0.28; gain = 0.28 (m - 10) - 0.1 m - 0.5 = 0.18 m - 3.3
    table = lost(100.0, 60.0, 10.0)
    found = chosen(table, plan())
    assert found["expected_gain"].tolist() == pytest.approx([14.7, 7.5, -1.5])
    assert found["action"].tolist() == ["win back", "win back", "let go"]
    assert profit_curve(found["expected_gain"])["profit"].tolist() == pytest.approx([0.0, 14.7, 22.2, 20.7])


def test_the_four_groups_are_parted_by_money():
    table = lost(100.0, 20.0, 10.0, 100.0)  # 0.18 m - 3.3: 14.7, 0.3, -1.5; the last does not pay the bills
    table.loc[3, "excluded"] = "bad_debt"
    found = table.join(chosen(table, plan()))
    found["win_back_gain"], found["win_back_cost"] = found["expected_gain"], found["contact_cost"]
    assert groups(found, a=0.8, b=0.95).tolist() == ["fight for", "case by case", "let go", "give up for good"]


def test_who_had_to_go_is_on_no_list():
    table = lost(100.0).assign(excluded="involuntary")
    assert chosen(table, plan())["action"].tolist() == [""]


def test_a_thinned_curve_keeps_its_highest_point():
    curve = profit_curve(pd.Series(np.linspace(5, -7, 4001)))
    assert len(thinned(curve)) <= 201
    assert thinned(curve)["profit"].max() == curve["profit"].max()


# ---------------------------------------------------------------- what nobody says is not made up


def test_without_costs_the_list_has_no_gain_and_no_channel():
    found = chosen(lost(100.0), None)
    assert found["action"].tolist() == ["win back"]
    assert found["contact_channel"].tolist() == [""]
    assert found[["expected_gain", "contact_cost", "break_even"]].isna().all(axis=None)


def test_a_stake_of_three_is_worth_an_e_mail_or_nothing():
    costs = Plan.model_validate({"contact_cost": PLAN["contact_cost"]})
    small, large = customers(("slipping", 0.4, 5.0)), customers(("slipping", 0.4, 5000.0))
    assert chosen(small, costs)["action"].tolist() == ["e-mail"]
    assert chosen(large, costs)["action"].tolist() == ["visit"]
    assert chosen(small.assign(stake=0.3), costs)["action"].tolist() == [""]


def test_with_costs_alone_the_break_even_stands_for_the_gain():
    costs = Plan.model_validate({"contact_cost": {"call": 3.0}, "actions": {"call": {"offer": 20.0}}})
    found = chosen(customers(("slipping", 0.3, 100.0)), costs)
    assert found["break_even"].item() == pytest.approx(0.4125)
    assert np.isnan(found["expected_gain"].item())


def test_of_revenue_no_gain_is_said():
    assert chosen(lost(100.0), plan(), margin_known=False)["expected_gain"].isna().all()


def test_who_came_once_and_longer_ago_than_others_return_takes_an_offer_that_is_known_to_pay():
    once = customers(("one-time", 0.1, 5000.0))
    assert chosen(once, None)["action"].tolist() == ["let go"]
    assert chosen(once, plan())["action"].tolist() == ["offer"]


# ---------------------------------------------------------------- properties

anybody = st.lists(
    st.tuples(st.sampled_from(STATES), st.floats(0.01, 0.99), st.floats(-50, 5000)), min_size=1, max_size=6
)


@settings(max_examples=15)
@given(anybody, st.sampled_from(["call", "offer", "email", "visit"]), st.floats(0, 100))
def test_a_dearer_contact_never_lengthens_the_list(rows, channel, more):
    table = customers(*rows)
    before = chosen(table, plan())["action"].isin(CONTACTS)
    after = chosen(table, plan(**{channel: PLAN["contact_cost"][channel] + more}))["action"].isin(CONTACTS)
    assert not (after & ~before).any()


@settings(max_examples=15)
@given(anybody)
def test_nobody_is_contacted_where_nothing_pays(rows):
    dear = plan(**dict.fromkeys(PLAN["contact_cost"], 1e6))
    assert not chosen(customers(*rows), dear)["action"].isin(CONTACTS).any()


@settings(max_examples=15)
@given(anybody)
def test_who_is_contacted_is_expected_to_bring_more_than_it_costs(rows):
    found = chosen(customers(*rows), plan())
    assert (found.loc[found["action"].isin(CONTACTS), "expected_gain"] > 0).all()


@settings(max_examples=15)
@given(anybody)
def test_a_customer_more_changes_nobody_elses_action(rows):
    table = customers(*rows, ("slipping", 0.5, 70.0))
    alone = chosen(table.iloc[:-1], plan())["action"]
    assert chosen(table, plan())["action"].iloc[:-1].tolist() == alone.tolist()


# ---------------------------------------------------------------- causes


def test_the_offer_follows_the_cause_where_the_client_prices_one():
    # price: p1 = 0.1 + 0.5 * 0.9 = 0.55; gain = 0.55 (100 - 40) - 0.1 * 100 - 3 = 20; else 0.18 * 100 - 3.3 = 14.7
    offers = {"price": {"channel": "call", "uplift": 0.5, "offer": 40.0}, "ethics": {"say": "a talk"}}
    said = Plan.model_validate(PLAN | {"offers": offers})
    found = chosen(lost(100.0, 100.0, 100.0).assign(cause=["price", "ethics", ""]), said)
    assert found["expected_gain"].tolist() == pytest.approx([20.0, 14.7, 14.7])
    assert found["contact_channel"].tolist() == ["call", "offer", "offer"]


def test_who_did_not_choose_to_leave_is_on_no_list():
    found = chosen(lost(100.0).assign(excluded="involuntary"), plan())
    assert found["action"].tolist() == [""]


# ---------------------------------------------------------------- contracts


def contracts():
    """Return what a step would receive: two stay, one left for the price in May and one four years ago."""
    day = pd.Timestamp
    subscriptions = pd.DataFrame(
        {
            "customer_id": list("abcd"),
            "start": [day("2020-01-01"), day("2023-12-15"), day("2021-01-01"), day("2018-01-01")],
            "end": [pd.NaT, pd.NaT, day("2023-05-01"), day("2019-12-31")],
        }
    )
    scores = pd.DataFrame(
        {
            "customer_id": ["a", "b"],
            "contract_tenure_days": [1461, 17],
            "next_renewal_day": [day("2024-01-31"), day("2024-12-15")],
            "stays_a_year": [0.8, 0.6],
            "contract_monthly_revenue": [10.0, 20.0],
        }
    )
    gone = pd.DataFrame({"customer_id": ["c"], "monthly_revenue": [5.0]})
    renewals = SimpleNamespace(term="year", alpha=1.0, due_days=90)
    return SimpleNamespace(
        subscriptions=subscriptions,
        ledger=SimpleNamespace(observation_end=dt.date(2024, 1, 1), has_amounts=True),
        contracts=SimpleNamespace(tables={"scores": scores, "gone": gone}, facts=SimpleNamespace(renewals=renewals)),
    )


def test_under_contract_who_left_is_lost_whose_renewal_is_due_is_called_and_the_stake_is_a_year():
    rhythm = {"frequency": 9, "T": 1461, "days_since_last": 10, "gaps": 9, "longest_gap": 40.0, "recent": 1.0}
    table = pd.DataFrame({"customer_id": list("abcde")}).assign(**rhythm, before=1.0)
    found = contract_states(contracts(), table, pd.Series([0.5] * 5), 365)
    assert found["customer_state"].tolist() == ["steady", "new", "lost", "gone for good", "steady"]
    assert found["treated_as"].tolist()[:3] == ["slipping", "new", "lost"]
    assert found["action_reason"].tolist()[:4] == ["renewal_due", "new", "left", "left"]
    assert found["if_buying"].tolist()[:3] == [60.0, 120.0, 30.0]
    assert found["stake"].tolist()[:3] == pytest.approx([12.0, 48.0, 30.0])  # nobody has ever come back
    assert found["stake"].isna().tolist()[3:] == [True, True]


def test_who_brought_much_and_is_let_go_is_named_with_its_share():
    table = pd.DataFrame({"customer_id": ["a", "b"], "revenue": [90.0, 10.0], "large": [True, False]}).assign(
        customer_state="gone for good", excluded="", action="let go", win_back_group="let go", stake=np.nan,
        win_back_gain=np.nan, left_because="", cause="",
    )  # fmt: skip
    found = win_back(table, None, "revenue")
    assert (found.large, found.large_share) == (["a"], 0.9)
