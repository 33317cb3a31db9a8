"""Findings: the sentences of the report are computed, and conclude no more than the numbers carry."""

import pytest

from analysis import findings

A_TEST = {
    "days": 273,
    "chosen": "BG/NBD",
    "ranking": ["BG/NBD"],
    "untrusted": None,
    "absent": [],
    "calibration_end": "1997-09-30",
    "purchases": 1000,
    "league": [
        {"model": "BG/NBD", "naive": False, "total_error": -0.12, "auc": 0.76},
        {"model": "x / T", "naive": True, "total_error": 0.5, "auc": 0.75},
    ],
    "comparisons": [],
}


def plain(text):
    """Narrow spaces are an ordinary space here."""
    return text.replace("\u202f", " ")


def compared(brier="beats", counts="beats"):
    losses = {"brier": (brier, 0.161, 0.221), "squared error": (counts, 2.5921, 3.7636)}
    return A_TEST | {
        "comparisons": [
            {"chosen": "BG/NBD", "loss": loss, "outcome": outcome, "chosen_loss": own}
            | {"rival_loss": other, "rival": "x / T"}
            for loss, (outcome, own, other) in losses.items()
        ]
    }


# ---------------------------------------------------------------- does the forecast deserve trust


def test_verdict_names_the_rival_and_both_errors():
    assert plain(findings.holdout_verdict(compared())) == (
        "BG/NBD was chosen to say who buys before the 273 test days were looked at; there it beats the best simple "
        "rule on who buys at all (Brier score 0.161 against 0.221 of “x / T”) and it beats the best simple rule on how "
        "often they buy (root mean squared error 1.61 against 1.94 of “x / T”). It forecast **12 % fewer** purchases "
        "in total than came."
    )


@pytest.mark.parametrize(
    ("brier", "counts", "said"),
    [
        ("beats", "beats", "beat every simple rule of thumb on who buys and how often"),
        ("beats", "loses to", "did **not** beat the best simple rule"),
        ("loses to", "cannot be told from", "did **not** beat the best simple rule"),
        ("beats", "cannot be told from", "could not be told from the best simple rule"),
    ],
)
def test_a_forecast_that_does_not_beat_every_rule_is_not_said_to(brier, counts, said):
    assert said in findings.forecast_quality(compared(brier, counts))


def test_a_rule_that_wins_is_said_to_win():
    assert "it loses to the best simple rule on who buys" in findings.holdout_verdict(compared("loses to"))


def test_without_a_rule_there_was_nothing_to_compare_with():
    assert "there was no simple rule to compare it with" in findings.holdout_verdict(A_TEST)
    assert "had no simple rule to be compared with" in findings.forecast_quality(A_TEST)


def test_nothing_chosen_leaves_no_verdict():
    assert findings.holdout_verdict(A_TEST | {"chosen": None}) is None


@pytest.mark.parametrize(("error", "said"), [(-0.12, "12 % too low"), (0.3, "30 % too high")])
def test_the_error_of_the_total_is_said_with_its_direction(error, said):
    test = A_TEST | {"league": [{"model": "BG/NBD", "naive": False, "total_error": error, "auc": 0.76}]}
    assert said in plain(findings.forecast_quality(test))
    assert said in plain(findings.tracking(test, "BG/NBD"))


def test_where_another_forecast_says_who_buys_the_money_rests_on_the_purchase_model():
    average = {"model": "average", "naive": False, "total_error": -0.03, "auc": 0.78}
    both = A_TEST | {"chosen": "average", "league": [average, *A_TEST["league"]]}
    said = plain(findings.forecast_quality(both))
    assert "the total of the best purchase model was **12 % too low**" in said
    assert "Sums of money need a purchase model" in findings.holdout_verdict(both)


def test_a_simple_rule_that_ranks_better_is_named_and_one_that_does_not_is_not():
    better = A_TEST | {"league": [A_TEST["league"][0], A_TEST["league"][1] | {"auc": 0.77}]}
    assert "“x / T” (AUC 0.770 against 0.760)" in findings.ranked_better(better)
    assert findings.ranked_better(A_TEST) == ""


def test_test_days_without_any_purchase_are_said_and_no_percentage_is_made_of_them():
    empty = A_TEST | {"purchases": 0, "league": [A_TEST["league"][0] | {"total_error": None, "auc": None}]}
    assert findings.forecast_quality(empty).endswith("nobody bought in them.")
    assert findings.tracking(empty, "BG/NBD").endswith("nobody bought.")
    for said in (findings.holdout_verdict(empty), findings.forecast_quality(empty), findings.tracking(empty, "BG/NBD")):
        assert "%" not in said


def test_tracking_says_what_was_expected_and_what_came():
    assert plain(findings.tracking(A_TEST, "BG/NBD")) == (
        "In the 273 days after 30 September 1997 BG/NBD expected **880** repeat purchases; **1,000** came: "
        "the forecast was 12 % too low."
    )


# ---------------------------------------------------------------- value

WORTH = {
    "customers": 200,
    "clv_total": 20714.1,
    "clv_interval": [18512.9, 23141.9],
    "expected_revenue_total": 69047.0,
    "expected_revenue_interval": [61709.6, 77139.5],
    "horizon_days": 365,
    "annual_discount_rate": 0.1,
    "margin_rate": 0.3,
    "top_decile_share": 0.63,
    "held_by_class": {"A": 0.84},
    "model": "BG/NBD",
    "lifetime_model": "BG/NBD",
    "models": {"BG/NBD": {"status": "fitted", "parameters": {"r": 0.25}, "log_likelihood": -9582.4}},
    "spend": {"status": "fitted"},
    "crosscheck": {"status": "left out above 20,000 different purchase histories"},
}
NO_MARGIN = WORTH | {"clv_total": None, "clv_interval": None, "margin_rate": None}


def test_value_is_said_with_interval_horizon_and_rate():
    assert plain(findings.total_value(WORTH, "USD")) == (
        "The 200 customers of today are worth **$20.7 k** of margin ($18.5–23.1 k) over the next 365 days, "
        "discounted at 10 % a year. That is a margin of 30 % on $69.0 k of revenue."
    )


def test_without_a_margin_it_is_revenue_and_never_value():
    said = plain(findings.total_value(NO_MARGIN, "USD"))
    assert "are expected to bring **$69.0 k** of revenue ($61.7–77.1 k)" in said
    assert said.endswith("Without a margin this is revenue, not customer value.")
    assert "expected revenue to come" in findings.holders(NO_MARGIN)


def test_moves_count_who_matters_less_and_more_and_who_falls_out_of_class_a():
    moves = [
        {"historic": historic, "forward": forward, "customers": n}
        for historic, forward, n in (("A", "A", 50), ("A", "C", 10), ("B", "A", 30), ("C", "N", 10))
    ]
    assert plain(findings.risers_and_fallers(moves)) == (
        "**20 customers** (20 %) matter less from now on than their past revenue says, 30 (30 %) matter more; "
        "10 of today's class A fall out of it."
    )


def test_a_model_that_was_not_fitted_is_named_with_its_reason():
    failed = WORTH["models"] | {"Pareto/NBD": {"status": "not fitted, because r runs to infinity"}}
    assert findings.models(WORTH | {"models": failed}).endswith("Pareto/NBD is not fitted, because r runs to infinity.")


def test_another_model_that_says_who_is_still_a_customer_is_named():
    assert "is said by MBG/NBD, because BG/NBD takes" in findings.models(WORTH | {"lifetime_model": "MBG/NBD"})
    assert "is said by" not in findings.models(WORTH)


def test_spend_without_a_model_says_what_is_used_instead():
    refused = WORTH | {"spend": {"status": "not fitted, because its mean is infinite"}}
    assert "is not fitted, because its mean is infinite; the mean purchase" in findings.spend(refused)


def test_crosscheck_says_the_largest_difference_or_why_there_is_none():
    found = WORTH | {"crosscheck": {"parameters": {"r": 0.2501}, "log_likelihood": -9582.4}}
    assert "differ by at most 0.04 %" in plain(findings.crosscheck(found))
    assert findings.crosscheck(WORTH).endswith("left out above 20,000 different purchase histories.")


# ---------------------------------------------------------------- data


def test_management_is_not_told_names_of_models_where_no_value_is_given():
    refused = {
        "refusal": "Not computed, because no purchase model can be trusted (BG/NBD: a flat ridge).",
        "model": None,
    }
    said = findings.no_value(refused, None)
    assert said.startswith("What the customers are worth is **not said**: no forecast of their purchases")
    assert "NBD" not in said


def test_management_is_told_what_stands_in_the_way_of_a_value():
    too_far = {"refusal": "Not computed, because a horizon of 900 days is too far.", "model": "BG/NBD"}
    assert findings.no_value(too_far, None).endswith("a horizon of 900 days is too far.")
    too_little = "Not computed, because only 2 of 90 customers bought again."
    assert findings.no_value(too_far | {"model": None}, too_little).endswith("only 2 of 90 customers bought again.")
