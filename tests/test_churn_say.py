"""What is said of churn: expected numbers as expected, counts above a line as such, and what goes with them."""

import datetime as dt

import pandas as pd

from analysis.churn import say, say_tested, views
from analysis.churn.facts import SCORES, ChurnFacts
from analysis.churn.sheets import sheets
from analysis.facts import refused
from analysis.words.contracts import leavers


def silence(**differs):
    """Return the facts of a client many of whose customers fall silent."""
    facts = {
        "customers": 2357,
        "mean_probability": 0.796,
        "expected_leavers": 1875.8,
        "expected_interval": (1801.0, 1933.0),
        "revenue_at_leavers": 0.577,
        "class_a": 777,
        "class_a_leavers": 478,
        "window_days": 196,
        "window_from": "gaps",
        "model": "average",
        "slipping_value": 2620.0,
        "lost_value": 11949.0,
        "calibration_from": dt.date(1997, 9, 30),
        "calibration_days": 196,
        "tested": {
            "predicted": 0.725,
            "predicted_low": 0.66,
            "predicted_high": 0.78,
            "observed": 0.5875,
            "groups": 10,
            "groups_within_band": 9,
            "calibrated": True,
            "singles_out": True,
            "auc": 0.781,
            "slope": 1.04,
            "slope_interval": (0.94, 1.15),
            "brier": 0.146,
            "brier_of_share": 0.192,
            "recalibrated_slope": 1.01,
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
        "**1,876 of 2,357 customers** (80 %; between 1,801 and 1,933) are expected not to buy in the next 196 days; "
        "they brought 58 % of the revenue so far."
    )


def test_without_amounts_nothing_is_said_of_what_they_brought():
    assert plain(leavers(silence(revenue_at_leavers=None))).endswith("in the next 196 days.")


def test_customers_beyond_one_half_are_said_to_be_likelier_not_to_buy_than_to_buy():
    assert say.large_at_risk(silence()) == (
        "478 of 777 class A customers will more likely not buy than buy in the next 196 days"
    )


def test_without_a_class_a_the_title_speaks_of_all_customers_and_no_line_is_explained():
    nobody = silence(class_a=0, class_a_leavers=0)
    assert plain(say.large_at_risk(nobody)) == "80 % of the customers are expected not to buy in the next 196 days"
    assert say.counted(nobody) == "2,357 customers, darker = more"
    assert say.counted(silence()).endswith("; horizontal line: smallest class A customer")


def test_the_window_says_where_it_comes_from():
    assert "is the client's own" in say.window(silence())
    assert "is set in the client file" in say.window(silence(window_from="parameter"))


def test_calibration_says_the_groups_within_the_range_first_and_then_all_customers():
    assert plain(say_tested.calibration(silence())) == (
        "In **9 of 10 groups** of customers what came lies within the range that such a forecast allows. On 196 unseen "
        "days it said that 73 % (66–78 %) would not buy; 59 % did not (+14 points)."
    )


def after_test(**differs):
    return silence(tested=dict(silence().tested) | differs)


def test_where_the_probabilities_did_not_come_true_the_first_sentence_says_so():
    said = plain(say_tested.verdict(after_test(calibrated=False, groups_within_band=0)))
    assert said.startswith("**The probabilities did not come true**: what came lies within the expected range in only")
    assert "0 of 10 groups" in said
    assert said.endswith("take the order of the customers from them, not the level.")


def test_where_nobody_can_be_singled_out_that_is_the_finding():
    assert say_tested.verdict(after_test(singles_out=False, auc=0.512)) == (
        "**Nobody can be singled out**: on 196 unseen days who did not buy was ranked above who did in 51 of 100 "
        "pairs, where chance gives 50."
    )
    assert "all customers did the same" in say_tested.verdict(after_test(singles_out=False, auc=None))


def test_nothing_is_said_before_the_number_where_nothing_forbids_to_believe_it():
    assert say_tested.verdict(silence()) is None
    assert say_tested.verdict(silence(tested=None)).startswith("**Not tested**")


def test_slope_ranking_and_what_earlier_windows_taught_are_said_to_whoever_checks():
    said = say_tested.how_tested(silence())
    assert "Calibration slope 1.04 (0.94–1.15; 1 is right;" in said
    assert "in 78 of 100 pairs (chance: 50); Brier score 0.146, against 0.192" in said
    assert "a slope of 1.01" in said
    assert say_tested.how_tested(silence(tested=None)) is None


def test_windows_that_are_longer_than_the_history_say_so():
    missing = refused("window_beyond_history", days=365, history_days=200)
    assert say_tested.not_by_days(silence(not_by_days={"365": missing})) == (
        "Not said for 365 days, because the data cover 200 days only."
    )
    assert say_tested.not_by_days(silence(not_by_days={})) is None


def test_without_earlier_days_nobody_can_say_whether_it_comes_true():
    assert say_tested.calibration(silence(tested=None)).startswith("Nobody can say yet: the data hold no earlier days")


def test_the_figure_of_the_test_is_titled_by_the_groups_within_and_the_one_furthest_off_and_says_its_days():
    assert plain(say_tested.within(silence())) == (
        "9 of 10 groups came as the forecast allows; furthest off: 90 % said, 70 % came"
    )
    assert plain(say_tested.unseen(silence())) == (
        "196 unseen days after 30 September 1997; tenths of the customers; bars: range of 95 %"
    )


# ---------------------------------------------------------------- what goes with them


def test_what_has_gone_is_said_with_what_of_it_went_quiet_lately():
    assert plain(say.slipping(silence(), "USD", "value")) == (
        "**$11.9 k** of value has probably gone; **$2.62 k** of it went quiet within the last 196 days, and may still "
        "be held."
    )


def test_nobody_lost_is_said():
    assert say.slipping(silence(lost_value=0.0), "USD", "value") == "Nobody is lost, and nobody is slipping away."


def test_where_nobody_can_be_called_lost_the_reason_is_said():
    said = say.without_value(silence(without_value=refused("lifetimes_unknown")))
    assert said.startswith("Who has gone for good, and what goes with them, only a model")
    assert said.endswith("these data do not determine how long customers stay.")


# ---------------------------------------------------------------- on the demo


def test_the_chapter_names_no_customer_to_contact_but_says_where_the_list_is(demo_run):
    assert repr(views.slipping(demo_run)).endswith("The list of whom to contact is in “What do we do on Monday?”.")
    assert sheets(demo_run) == []


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


# ---------------------------------------------------------------- rivals, own rhythm


def test_the_best_rival_is_named_with_the_difference_by_customer_whichever_way_it_came_out():
    score = {"rivals": 6, "rival": "BG/NBD", "rival_brier": 0.15, "rival_low": -0.009, "rival_high": 0.001}
    said = {
        outcome: plain(say_tested.how_tested(after_test(**score, rival_outcome=outcome)))
        for outcome in ("beats", "cannot be told from", "loses to")
    }
    assert "did better than the best of 6 other models and rules, BG/NBD" in said["beats"]
    assert (
        "cannot be told from BG/NBD, in hindsight the best of 6 other models and rules" in said["cannot be told from"]
    )
    assert (
        "**BG/NBD did better**, the best of 6 other models and rules: Brier score 0.1500 against 0.1460"
        in said["loses to"]
    )


def test_silence_beyond_the_own_rhythm_is_said_to_be_believed_only_where_it_came_true():
    group = {"predicted": 0.46, "observed": 0.51, "customers": 73, "within": True}
    fair = plain(say_tested.own_rhythm(after_test(long_silent=group)))
    assert "of 73 customers silent for over three times their own mean gap 54 % were forecast to buy" in fair
    assert fair.endswith("Earlier windows taught to take nothing off for it.")
    off = plain(say_tested.own_rhythm(after_test(long_silent=group | {"within": False}, recalibrated_overdue=0.5)))
    assert "do not rely on the probability of these" in off
    assert off.endswith("six times the own gap takes the odds of buying times 0.41.")
    assert say_tested.own_rhythm(silence(tested=None)) is None
