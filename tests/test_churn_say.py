"""What is said of churn: expected numbers as expected, counts above a line as such, and lists with their stake."""

import datetime as dt

import pandas as pd

from analysis.churn import say
from analysis.churn.facts import SCORES, ChurnFacts
from analysis.churn.views import action_list
from analysis.facts import refused
from analysis.words.churn import act_first, at_risk, leavers


def silence(**differs):
    """Return the facts of a client many of whose customers fall silent."""
    facts = {
        "customers": 2357,
        "mean_probability": 0.796,
        "expected_leavers": 1875.8,
        "revenue_at_leavers": 0.577,
        "class_a": 777,
        "class_a_leavers": 478,
        "window_days": 196,
        "window_from": "gaps",
        "model": "average",
        "call": {"customers": 173, "value": 2620.0, "customers_for_half": 25},
        "win_back": {"customers": 900, "value": 11949.0, "customers_for_half": 1},
        "calibration_from": dt.date(1997, 9, 30),
        "calibration_days": 196,
        "tested": {
            "predicted": 0.725,
            "observed": 0.5875,
            "groups": 2,
            "groups_within_chance": 1,
            "furthest_predicted": 0.9,
            "furthest_observed": 0.7,
        },
        "without_value": None,
    }
    return ChurnFacts.sketch(**facts | differs)


def plain(text):
    """Narrow spaces are an ordinary space here."""
    return text.replace("\u202f", " ")


# ---------------------------------------------------------------- who will not buy


def test_who_will_not_buy_is_said_as_share_as_an_expected_number_and_as_revenue():
    assert plain(leavers(silence())) == (
        "**80 % of the customers** (1,876 expected, of 2,357) will probably not buy in the next 196 days; "
        "they brought 58 % of the revenue so far."
    )


def test_without_amounts_nothing_is_said_of_what_they_brought():
    assert leavers(silence(revenue_at_leavers=None)).endswith("will probably not buy in the next 196 days.")


def test_customers_beyond_one_half_are_said_to_be_likelier_not_to_buy_than_to_buy():
    assert say.large_at_risk(silence()) == (
        "478 of 777 class A customers will more likely not buy than buy in the next 196 days"
    )


def test_without_a_class_a_the_title_speaks_of_all_customers_and_no_line_is_explained():
    nobody = silence(class_a=0, class_a_leavers=0)
    assert plain(say.large_at_risk(nobody)) == "80 % of the customers will probably not buy in the next 196 days"
    assert say.counted(nobody) == "2,357 customers, darker = more"
    assert say.counted(silence()).endswith("; horizontal line: smallest class A customer")


def test_the_window_says_where_it_comes_from():
    assert "is the client's own" in say.window(silence())
    assert "is set in the client file" in say.window(silence(window_from="parameter"))


def test_calibration_compares_what_was_said_with_what_came_over_all_customers():
    assert plain(say.calibration(silence())) == (
        "Tested on 196 unseen days, the forecast said that 73 % would not buy; **59 % did not** (+14 points). "
        "In 1 of 2 groups the forecast lies within what chance allows."
    )


def test_without_earlier_days_nobody_can_say_whether_it_comes_true():
    assert say.calibration(silence(tested=None)).startswith("Nobody can say yet: the data hold no earlier days")


def test_the_figure_of_the_test_is_titled_by_the_group_furthest_off_and_says_its_days():
    assert (
        plain(say.furthest_off(silence())) == "Where the forecast was furthest off it said 90 %, and 70 % did not buy"
    )
    assert plain(say.unseen(silence())) == ("196 unseen days after 30 September 1997; numbers: customers; bars: 95 %")


# ---------------------------------------------------------------- whom to call, whom to win back


def test_call_and_win_back_are_said_with_money_and_the_customers_who_hold_half_of_it():
    assert plain(act_first(silence(), "USD", "value")) == (
        "Call first: **$2.62 k** of value is slipping away, half of it with 25 customers. "
        "Then win back: **$11.9 k** of value has probably gone, half of it with 1 customer."
    )


def test_one_list_stands_alone_where_nobody_is_on_the_other():
    assert act_first(silence(call=None), "USD", "value").startswith("Then win back: ")
    assert act_first(silence(win_back=None), "USD", "value").endswith("half of it with 25 customers.")


def test_nobody_to_call_and_nobody_to_win_back_is_said():
    nobody = silence(call=None, win_back=None)
    assert act_first(nobody, "USD", "value") == "Nobody is slipping away and nobody is lost."
    assert say.lost(nobody, "USD", "value") == "No customer is lost."
    assert say.slipping(nobody, "USD", "value") == "No customer went quiet within the last 196 days."


def test_where_nobody_can_be_called_lost_the_reason_is_said():
    said = say.without_value(silence(without_value=refused("lifetimes_unknown")))
    assert said.startswith("Who has gone for good, and what goes with them, only a model")
    assert said.endswith("these data do not determine how long customers stay.")


RISK = {"days": 365, "customers": 40, "customers_for_half": 7, "value": 900.0, "revenue": 1200.0}


def test_revenue_at_risk_is_said_with_its_customers_its_days_and_its_share():
    assert plain(at_risk(silence(at_risk=RISK | {"revenue_of_all": 4800.0}), "EUR")) == (
        "40 customers with **€1.20 k** of revenue in the last 365 days (25 % of all) will more likely not buy than "
        "buy in the next 196. Weighted by that probability **€900** is at risk, half of it with 7 customers: call "
        "them first."
    )


def test_nobody_at_risk_is_said():
    nobody = silence(window_days=90, at_risk={"customers": 0, "days": 365})
    assert at_risk(nobody, "EUR").startswith("Nobody who brought revenue in the last 365 days")


def test_revenue_at_risk_is_explained_as_past_revenue_times_the_probability_not_to_buy():
    said = say.how_at_risk(silence(at_risk=RISK))
    assert "in the last 365 days, net of returns, times the probability that they do not buy in the next 196." in said
    assert "It is past revenue, not value" in said


# ---------------------------------------------------------------- on the demo


def test_a_customer_stands_on_one_action_list_only_and_most_at_stake_comes_first(demo_run):
    call = action_list(demo_run, "call", "slipping_value")
    win = action_list(demo_run, "win back", "lost_value")
    assert set(call["customer_id"]) & set(win["customer_id"]) == set()
    assert call["slipping_value"].is_monotonic_decreasing
    assert win["lost_value"].is_monotonic_decreasing
    assert len(call) == demo_run.churn.facts.call.customers


def test_the_codebook_declares_the_columns_of_the_scores_in_their_order(demo_run):
    assert list(demo_run.churn.tables["scores"].columns.drop("customer_id")) == [*SCORES]


def test_columns_that_other_tables_hold_too_are_the_same_there(demo_run):
    stops = (demo_run.churn, demo_run.value)
    scores, worth = (stop.tables["scores"].set_index("customer_id") for stop in stops)
    elsewhere = {name for name, (_, meaning) in SCORES.items() if "as in" in meaning}
    assert elsewhere == {"p_alive", "revenue", "frequency", "last_purchase", "abc_class", "worth"}
    for name in elsewhere:
        there = (worth if name in worth else demo_run.customers)[name].reindex(scores.index)
        pd.testing.assert_series_equal(there, scores[name], check_dtype=False)
