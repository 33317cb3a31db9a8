"""Sentences on the forecast: they conclude no more than the numbers carry."""

import datetime as dt
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.backtest.backtest import MISREAD
from analysis.backtest.candidates import average_name
from analysis.backtest.facts import Absent, LeagueRow, Rivalry, Seasonality
from analysis.backtest.naive import naive_forecasts
from analysis.backtest.names import NAMES, called, is_average
from analysis.backtest.supervised import BOOSTER
from analysis.btyd import PURCHASE_MODELS
from analysis.btyd.facts import Crosscheck, FittedModel, SpendContest, SpendModel
from analysis.display.language import PSEUDO, use_language
from analysis.facts import refused
from analysis.forecast import say, say_checks, say_models, say_season
from analysis.forecast.facts import HoldoutFacts, TrustFacts
from analysis.forecast.verdict import judge
from analysis.words.forecast import forecast_quality

LEAGUE = {
    "BG/NBD": {"naive": False, "rmse": 1.61, "brier": 0.161, "auc": 0.76, "total_error": -0.12},
    "x / T": {"naive": True, "rmse": 1.94, "brier": 0.221, "auc": 0.75, "total_error": 0.5},
}
FLAT = [{"reason": {"code": "flat", "facts": {}}, "models": ["BG/NBD"]}]


def plain(text):
    """Narrow spaces are an ordinary space here."""
    return text.replace("\u202f", " ")


def rows_of(league):
    scores = ("mae", "rmse", "total_error", "auc", "brier", "top_decile_revenue", "revenue_error")
    empty = dict.fromkeys((*scores, "revenue_total_error"))
    return [LeagueRow(**empty | {"model": name} | row) for name, row in league.items()]


def holdout(league=LEAGUE, outcomes=None, chosen="BG/NBD", ranking=("BG/NBD",), **more):
    """Return what a holdout found; `outcomes` by loss, of the chosen forecast."""
    losses = {"brier": (0.161, 0.221), "squared error": (2.5921, 3.7636)}
    compared = [
        Rivalry(chosen=chosen, rival="x / T", loss=loss, chosen_loss=losses[loss][0], rival_loss=losses[loss][1],
                low=0.0, high=0.0, outcome=outcome)
        for loss, outcome in (outcomes or {}).items()
    ]  # fmt: skip
    rows = rows_of(league)
    table = pd.DataFrame([row.model_dump() for row in rows])
    verdict = judge(table, chosen, next(iter(ranking), None), compared)
    known = {"days": 273, "purchases": 1000, "revenue": 5.0, "calibration_end": dt.date(1997, 9, 30), "absent": []}
    known |= {"untrusted": None, "league": rows, "chosen": chosen, "ranking": list(ranking), "comparisons": compared}
    return HoldoutFacts.sketch(**known | {"verdict": verdict} | more)


def compared(brier="beats", counts="beats"):
    return holdout(outcomes={"brier": brier, "squared error": counts})


# ---------------------------------------------------------------- does the forecast deserve trust


def test_verdict_names_the_rival_and_both_errors():
    assert plain(say.holdout_verdict(compared())) == (
        "BG/NBD was chosen to say who buys before the 273 test days were looked at. It beats the best simple "
        "rule on who buys at all (Brier score 0.161 against 0.221 of “x / T”). It beats the best simple rule on how "
        "often they buy (root mean squared error 1.61 against 1.94 of “x / T”). It forecast **12 % fewer** purchases "
        "in total than came."
    )


@pytest.mark.parametrize(
    ("brier", "counts", "code", "said"),
    [
        ("beats", "beats", "beats_all", "beat every simple rule of thumb on who buys and how often."),
        ("beats", "loses to", "loses", "did **not** beat the best simple rule"),
        ("loses to", "cannot be told from", "loses", "did **not** beat the best simple rule"),
        ("beats", "cannot be told from", "cannot_be_told", "could not be told from the best simple rule"),
    ],
)
def test_a_forecast_that_does_not_beat_every_rule_is_not_said_to(brier, counts, code, said):
    h = compared(brier, counts)
    assert h.verdict.code == code
    assert said in forecast_quality(h)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [("loses to", "It loses to the best simple rule"), ("cannot be told from", "It cannot be told from the best")],
)
def test_a_rule_that_wins_is_said_to_win(outcome, said):
    assert f"{said}" in say.holdout_verdict(holdout(outcomes={"brier": outcome}))
    assert f"{said}" in say.holdout_verdict(holdout(outcomes={"squared error": outcome}))


def test_without_a_rule_there_was_nothing_to_compare_with():
    assert "There was no simple rule to compare it with." in say.holdout_verdict(holdout())
    assert holdout().verdict.code == "no_rival"
    assert "had no simple rule to be compared with." in forecast_quality(holdout())


def test_nothing_chosen_leaves_no_verdict():
    nothing = holdout(chosen=None, ranking=())
    assert nothing.verdict is None
    assert say.holdout_verdict(nothing) is None


@pytest.mark.parametrize(("error", "said"), [(-0.12, "12 % too low"), (0.3, "30 % too high")])
def test_the_error_of_the_total_is_said_with_its_direction(error, said):
    h = holdout({"BG/NBD": LEAGUE["BG/NBD"] | {"total_error": error}})
    assert said in plain(forecast_quality(h))
    assert said in plain(say_checks.tracking(h, "BG/NBD"))
    assert plain(say_checks.total_off(h, "BG/NBD")) == f"After 30 September 1997 the forecast was {said}"


def test_where_another_forecast_says_who_buys_the_money_rests_on_the_purchase_model():
    name = f"average of BG/NBD and {BOOSTER}"
    average = {name: LEAGUE["BG/NBD"] | {"total_error": -0.03, "auc": 0.78}}
    both = holdout(average | LEAGUE, chosen=name)
    assert "The total of the best purchase model was **12 % too low**" in plain(forecast_quality(both))
    said = say.holdout_verdict(both)
    assert said.startswith(f"The {name} was chosen")
    assert "Sums of money need a purchase model, and the best of those, chosen at the same days, is BG/NBD." in said
    assert "Totals need a purchase model" in say.holdout_verdict(both.model_copy(update={"revenue": None}))


def test_a_simple_rule_that_ranks_better_is_named_and_one_that_does_not_is_not():
    better = holdout(LEAGUE | {"x / T": LEAGUE["x / T"] | {"auc": 0.77}})
    assert better.verdict.ranks_better == "x / T"
    assert say.ranked_better(better) == (
        "In ranking customers a simple rule does better: “x / T” (AUC 0.770 against 0.760)."
    )
    assert holdout().verdict.ranks_better is None
    assert say.ranked_better(holdout()) == ""


def test_test_days_without_any_purchase_are_said_and_no_percentage_is_made_of_them():
    empty = holdout({"BG/NBD": LEAGUE["BG/NBD"] | {"total_error": None, "auc": None}}, purchases=0)
    assert forecast_quality(empty).endswith("Nobody bought in these days.")
    assert say_checks.tracking(empty, "BG/NBD").endswith("nobody bought.")
    assert say_checks.total_off(empty, "BG/NBD").endswith("nobody bought")
    for said in (say.holdout_verdict(empty), forecast_quality(empty), say_checks.tracking(empty, "BG/NBD")):
        assert "%" not in said


def test_days_at_which_gradient_boosting_had_nothing_to_learn_from_are_counted_and_the_first_is_explained():
    days = [
        Absent(origin=dt.date(1997, 3, n), days=90, reason=refused("few_bought", days=90, customers=7, needed=30))
        for n in (1, 2)
    ]
    said = say.holdout_verdict(holdout(absent=days))
    assert said.endswith(
        "Gradient boosting could not be trained at 2 of the days at which forecasts were made. On 1 March 1997: Not "
        "computed, because in the 90 days of the earlier window only 7 customers bought, and 30 are needed."
    )


# ---------------------------------------------------------------- where no purchase model can be trusted


def modelless(chosen, outcome):
    league = {
        BOOSTER: {"naive": False, "rmse": None, "brier": 0.23, "total_error": 0.37, "auc": 0.78},
        "RFM cells": {"naive": True, "rmse": None, "brier": 0.26, "total_error": None, "auc": 0.77},
    }
    untrusted = refused("untested", by="2010-12-05", reasons=FLAT, whole=[])
    return holdout(league, {"brier": outcome}, chosen, (), untrusted=untrusted)


def test_the_verdict_says_that_no_purchase_model_stands_why_and_what_does():
    said = say.holdout_verdict(modelless(BOOSTER, "beats"))
    assert said.startswith(
        "No purchase model can be trusted on the days up to 5 December 2010. BG/NBD: Not fitted, because many "
        "different parameters fit the data equally well. So no value is said; what was tested is the "
        "forecast of who buys, which needs no such model. Gradient boosting was chosen"
    )
    assert "It beats the best simple rule on who buys" in said
    assert "Sums of money need a purchase model" not in said


def test_quality_without_a_model_speaks_of_who_buys_only():
    said = forecast_quality(modelless(BOOSTER, "loses to"))
    assert said.startswith("No purchase model can be trusted here; who buys is forecast without one.")
    assert "did **not** beat the best simple rule of thumb on who buys." in said


def test_a_simple_rule_that_was_chosen_is_compared_with_the_others_and_forecasts_no_total():
    said = forecast_quality(modelless("RFM cells", "beats"))
    assert "beat every other simple rule of thumb on who buys." in said
    assert said.endswith("It says who buys, not how often.")
    assert "the best other simple rule" in say.holdout_verdict(modelless("RFM cells", "beats"))


# ---------------------------------------------------------------- the league


def test_the_title_of_the_league_says_how_many_forecasts_had_a_smaller_error():
    assert say.smallest_error(holdout()) == (
        "The predictor chosen beforehand has the smallest error of 2 forecasts of purchases"
    )
    worse = holdout(LEAGUE | {"x / T": LEAGUE["x / T"] | {"rmse": 1.5}})
    assert (worse.verdict.rank, worse.verdict.of) == (2, 2)
    assert say.smallest_error(worse).startswith("1 of 1 other forecasts of purchases had a smaller error")
    uncounted = modelless("RFM cells", "loses to")
    assert say.smallest_error(uncounted).startswith("1 of 1 other forecasts of who buys had a smaller error")


def test_the_table_marks_what_was_chosen_and_the_best_purchase_model():
    both = holdout(LEAGUE | {BOOSTER: LEAGUE["BG/NBD"]}, chosen=BOOSTER)
    marked = [say.in_the_league(both, name) for name in (BOOSTER, "BG/NBD", "x / T")]
    assert marked == ["gradient boosting (chosen)", "BG/NBD (best purchase model)", "x / T"]
    assert say.in_the_league(holdout(), "BG/NBD") == "BG/NBD (chosen, best purchase model)"


def test_every_forecast_has_a_name_in_every_language_but_models_and_x_over_t():
    seen = {"frequency": [0, 3], "recency": [0, 90], "T": [100, 100], "purchase_amount": 5.0, "revenue": 5.0}
    customers, none = pd.DataFrame(seen), pd.Series([0, 1])
    rules = naive_forecasts(customers, none, 90, (customers, none, 90))
    names = {*rules, BOOSTER, MISREAD, *PURCHASE_MODELS, *map(average_name, PURCHASE_MODELS)}
    assert {name for name in names if not is_average(name)} - NAMES.keys() == {*PURCHASE_MODELS, "x / T"}
    assert NAMES.keys() <= names
    use_language(PSEUDO)
    try:
        assert {name for name in names if called(name) == name} == {"x / T", *PURCHASE_MODELS}
        assert "BG/NBD" in called(average_name("BG/NBD"))
    finally:
        use_language("en")


# ---------------------------------------------------------------- the checks


def test_tracking_says_what_was_expected_and_what_came():
    assert plain(say_checks.tracking(holdout(), "BG/NBD")) == (
        "In the 273 days after 30 September 1997 BG/NBD expected **880** repeat purchases; **1,000** came: "
        "the forecast was 12 % too low."
    )


def test_where_every_group_lies_within_chance_none_is_called_furthest_off():
    t = TrustFacts(groups=8, groups_within_chance=8)
    assert say_checks.by_frequency(t) == (
        "In **8 of 8** groups by earlier repeat purchases the forecast lies within what chance allows."
    )


@pytest.mark.parametrize(
    ("label", "gap", "said"),
    [("1", 41.2, "1 week: 41 purchases more expected"), ("9–20", -74.0, "9–20 weeks: 74 purchases fewer expected")],
)
def test_the_silence_after_which_most_is_missed_is_named_with_what_is_missed(label, gap, said):
    t = TrustFacts.sketch(silence={"label": label, "expected": 1.0, "actual": 2.0, "gap": gap})
    assert said in say_checks.most_missed(t)


def test_one_unseen_week_is_a_week():
    assert say_checks.weeks_above(TrustFacts(weeks=1, weeks_above=0)).startswith("In 0 of the 1 unseen week more")


def drift(change, low=None, high=None):
    return SimpleNamespace(change=change, low=change - 0.1 if low is None else low, high=high or change + 0.1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (drift(0.001), "brought as much as in the earlier (−10 % to 10 %)."),
        (drift(-0.05), "brought 5 % less than in the earlier (−15 % to 5 %), which chance alone could explain."),
        (drift(-0.25), "brought 25 % less than in the earlier (−35 % to −15 %)."),
        (drift(0.05), "brought 5 % more than in the earlier (−5 % to 15 %), which chance alone could explain."),
        (drift(0.25), "brought 25 % more than in the earlier (15–35 %)."),
    ],
)
def test_a_change_is_said_with_its_direction_and_whether_chance_could_explain_it(change, said):
    v = SimpleNamespace(
        spend=SpendModel.sketch(spearman=None, contest=None),
        spend_drift=SimpleNamespace(all=change, same_customers=None),
    )
    assert plain(say_checks.spend_tested(v)) == f"A purchase in the later half of the period {said}"


def test_spend_that_falls_with_frequency_is_said_to_and_a_contest_that_chance_could_explain():
    contest = SpendContest(product=0.05, means=0.12, low=-0.1, high=0.1, product_holds=True)
    v = SimpleNamespace(spend=SpendModel.sketch(spearman=-0.2, contest=contest), spend_drift=None)
    assert plain(say_checks.spend_tested(v)) == (
        "Frequent buyers spend less per purchase (rank correlation −0.20). On earlier days the forecast missed the "
        "spend of a frequency band by 5 %, the plain mean of each band by 12 %, which chance alone could explain."
    )


def test_nothing_known_of_spend_leaves_nothing_to_say():
    v = SimpleNamespace(spend=SpendModel.sketch(spearman=None, contest=None), spend_drift=None)
    assert say_checks.spend_tested(v) == ""


# ---------------------------------------------------------------- seasons


def season(**of):
    known = {"refusal": None, "full_months": 36, "needed": 24, "untested_months": [], "factor": 1.0, "tested": None}
    return Seasonality.sketch(**known | {"worth_correcting": True} | of)


def test_a_season_that_is_not_identified_says_why_and_which_months_were_never_tested():
    short = season(refusal=refused("few_months", months=18), untested_months=[7])
    v = SimpleNamespace(seasonality=short, horizon_days=365, tested_days=273)
    assert say_season.season(v, dt.date(1997, 9, 30)) == (
        "Whether purchases have a season is not identified, because the data cover 18 full calendar months; 24 are "
        "needed. The forecast was tested on 273 days, of which none is in July."
    )


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ({"ahead": 1.0}, "Over 90 days, whole years, it evens out: the forecast is not corrected for it."),
        ({"ahead": 0.8, "known_months": 1}, "only 1 full month lies before the unseen days, and 24 are needed."),
        ({"ahead": 0.8, "known_months": 30}, "because the days up to 31 December 2022 showed no season yet."),
        (
            {"ahead": 0.8, "tested": {"months": 1, "error_without": 0.05, "error_with": 0.06}},
            "The forecast is not corrected for it: with the season known by 31 December 2022, the forecast of an "
            "unseen month was off by 6 %, without by 5 %.",
        ),
    ],
)
def test_a_forecast_that_is_not_corrected_for_the_season_says_why(of, said):
    assert plain(say_season.used(season(**of), 90, dt.date(2022, 12, 31))).endswith(said)


# ---------------------------------------------------------------- models


def fitted(**of):
    known = {"parameters": {"r": 0.25}, "log_likelihood": -9582.4, "status": "fitted", "reasons": []}
    return FittedModel.sketch(**known | of)


def value(**more):
    known = {"model": "BG/NBD", "lifetime_model": "BG/NBD", "models": {"BG/NBD": fitted()}}
    known |= {"spend": SpendModel.sketch(status="fitted"), "crosscheck": None}
    return SimpleNamespace(**known | more)


def test_a_model_that_was_not_fitted_is_named_with_its_reason():
    failed = fitted(status="not fitted", reasons=[refused("runaway", parameters={"r": "infinity"})])
    said = say_models.models(value(models={"BG/NBD": fitted(), "Pareto/NBD": failed}))
    assert said.endswith("Pareto/NBD: Not fitted, because r has no finite estimate (it runs to infinity).")


def test_another_model_that_says_who_is_still_a_customer_is_named():
    assert "is said by MBG/NBD, because BG/NBD takes" in say_models.models(value(lifetime_model="MBG/NBD"))
    assert "is said by" not in say_models.models(value())


def test_spend_without_a_model_says_what_is_used_instead():
    few = SpendModel.sketch(status="not fitted", reasons=[refused("few_spenders", customers=3, needed=30)])
    assert say_models.spend(few) == (
        "The Gamma-Gamma model of spend: Not fitted, because only 3 customers have repeat purchases above 0, and 30 "
        "are needed. The mean purchase of customers who buy as often is used."
    )
    beaten = SpendModel.sketch(status="not used", reasons=[refused("means_better", means=0.04, product=0.1)])
    assert "Not used, because on earlier days the mean purchase by frequency" in say_models.spend(beaten)
    assert say_models.spend(None) == "Spend is not modelled, because the data hold no amounts."


def test_crosscheck_says_the_largest_difference_or_why_there_is_none():
    found = Crosscheck(parameters={"r": 0.2501}, log_likelihood=-9582.4, difference=0.0, furthest=0.0004)
    said = plain(say_models.crosscheck(value(crosscheck=found)))
    assert "finds a log-likelihood of −9,582.400 against −9,582.400 here" in said
    assert said.endswith("differ by at most 0.04 %.")
    left_out = Crosscheck(refusal=refused("too_many_histories", most=20_000))
    assert say_models.crosscheck(value(crosscheck=left_out)).endswith("above 20,000 different purchase histories.")
