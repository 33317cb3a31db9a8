"""Sentences on the forecast: they conclude no more than the numbers carry."""

import datetime as dt
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.backtest.backtest import MISREAD, PRIOR
from analysis.backtest.facts import LeagueRow, Rivalry, Seasonality, YearAgo
from analysis.backtest.holdout import SCORES, Split
from analysis.backtest.learners import BOOSTING, RIDGE
from analysis.backtest.made import AVERAGE
from analysis.backtest.names import NAMES, called
from analysis.backtest.rules_of_thumb import rules_of_thumb
from analysis.btyd import PURCHASE_MODELS
from analysis.btyd.facts import Crosscheck, FittedModel, SpendModel
from analysis.btyd.regular import MBGCNBDk
from analysis.display.language import PSEUDO, use_language
from analysis.facts import refused
from analysis.forecast import say, say_checks, say_models, say_season
from analysis.forecast.facts import HoldoutFacts, TrustFacts
from analysis.forecast.verdict import MEASURES, judge
from analysis.words.forecast import corrected, forecast_quality
from tests.shops import day, past_of

LEAGUE = {
    AVERAGE: {"naive": False, "rmse": 1.61, "brier": 0.161, "auc": 0.76, "total_error": -0.12},
    "x / T": {"naive": True, "rmse": 1.94, "brier": 0.221, "auc": 0.75, "total_error": 0.5},
}
LOSSES = {"brier": (0.161, 0.221), "squared error": (2.5921, 3.7636), "squared error of revenue": (900.0, 1600.0)}


def plain(text):
    """Narrow spaces are an ordinary space here."""
    return text.replace("\u202f", " ")


def holdout(league=LEAGUE, outcomes=(), chosen=AVERAGE, *, in_range=True, **more):
    """Return what a holdout found; `outcomes` in the order of `LOSSES`."""
    rows = [LeagueRow(**dict.fromkeys(SCORES) | {"model": name} | row) for name, row in league.items()]
    compared = [
        Rivalry(chosen=AVERAGE, rival="x / T", loss=loss, chosen_loss=own, rival_loss=other, low=0.0, high=0.0,
                outcome=outcome)
        for (loss, (own, other)), outcome in zip(LOSSES.items(), outcomes, strict=False)
    ]  # fmt: skip
    verdict = judge(pd.DataFrame([row.model_dump() for row in rows]), chosen, compared, in_range=in_range)
    known = {"days": 273, "purchases": 1000, "calibration_end": dt.date(1997, 9, 30), "league": rows}
    known |= {"chosen": chosen, "comparisons": compared, "verdict": verdict}
    known |= {"forecasts": ["Pareto/NBD", BOOSTING, RIDGE], "expected_purchases_total": 880.0}
    return HoldoutFacts.sketch(**known | {"expected_purchases_interval": (800.0, 1010.0)} | more)


WINS, TIES, LOSES = "beats", "cannot be told from", "loses to"


# ---------------------------------------------------------------- does the forecast deserve trust


def test_verdict_says_what_is_averaged_the_rival_and_both_errors_on_each_measure():
    assert plain(say.holdout_verdict(holdout(outcomes=(WINS, TIES, LOSES)), "EUR")) == (
        "What feeds every figure was settled before the 273 test days were looked at: the average of Pareto/NBD, "
        "gradient boosting and ridge regression. It beats the best simple rule on who buys at all (Brier score 0.161 "
        "against 0.221 of “own pace so far”). It cannot be told from the best simple rule on how often they buy (root "
        "mean squared error 1.61 against 1.94 of “own pace so far”). It loses to the best simple rule on how much they "
        "bring (root mean squared error €30 against €40 of “own pace so far”). It forecast **12 % fewer** purchases in "
        "total than came."
    )


@pytest.mark.parametrize(
    ("outcomes", "code", "told"),
    [
        ((WINS, WINS, WINS), "beats_all", (["who_buys", "how_often", "how_much"], [], [])),
        ((WINS, WINS), "beats_all", (["who_buys", "how_often"], [], [])),
        ((WINS, TIES, WINS), "cannot_be_told", (["who_buys", "how_much"], ["how_often"], [])),
        ((TIES, TIES, LOSES), "loses", ([], ["who_buys", "how_often"], ["how_much"])),
        ((LOSES, WINS, WINS), "loses", (["how_often", "how_much"], [], ["who_buys"])),
        ((), "no_rival", ([], [], [])),
    ],
)
def test_one_loss_makes_a_verdict_lose_and_one_tie_keeps_it_from_beating_all(outcomes, code, told):
    verdict = holdout(outcomes=outcomes).verdict
    assert (verdict.code, (verdict.wins, verdict.ties, verdict.losses)) == (code, told)


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        ((WINS, WINS), "the forecast beat every simple rule of thumb on who buys and how often. Its total"),
        (
            (WINS, TIES),
            "beat the best simple rule of thumb on who buys. It could not be told from the best rule on how",
        ),
        (
            (WINS, LOSES),
            "beat the best simple rule of thumb on who buys. It did **not** beat the best rule on how often.",
        ),
        ((TIES, TIES), "could not be told from the best simple rule of thumb on who buys and how often. Its total"),
        (
            (TIES, LOSES),
            "not be told from the best simple rule of thumb on who buys. It did **not** beat the best rule",
        ),
        ((LOSES, LOSES), "did **not** beat the best simple rule of thumb on who buys and how often. Its total"),
        ((), "had no simple rule to be compared with. Its total"),
    ],
)
def test_a_forecast_that_does_not_beat_every_rule_is_not_said_to(outcomes, said):
    h = holdout(outcomes=outcomes)
    assert said in forecast_quality(h)
    assert forecast_quality(h).startswith("Tested on 273 days it had not seen, the forecast ")
    assert ("every" in forecast_quality(h)) == (h.verdict.code == "beats_all")


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize(
    ("outcome", "said"), [(LOSES, "It loses to the best"), (TIES, "It cannot be told from the best")]
)
def test_a_rule_that_wins_is_said_to_win(outcome, said, place):
    outcomes = [WINS] * 3
    outcomes[place] = outcome
    assert say.holdout_verdict(holdout(outcomes=outcomes), "EUR").count(said) == 1


def test_without_a_rule_there_was_nothing_to_compare_with():
    assert "There was no simple rule to compare it with." in say.holdout_verdict(holdout(), "EUR")


def test_nothing_forecast_leaves_no_verdict():
    nothing = holdout(chosen=None)
    assert nothing.verdict is None
    assert say.holdout_verdict(nothing, "EUR") is None


def test_every_comparison_is_of_a_measure_that_has_a_name():
    assert set(MEASURES) == set(LOSSES)


# ---------------------------------------------------------------- the total


def of_total(error, **more):
    return holdout(LEAGUE | {AVERAGE: LEAGUE[AVERAGE] | {"total_error": error}}, **more)


@pytest.mark.parametrize(("error", "said"), [(-0.12, "12 % too low"), (0.3, "30 % too high")])
def test_the_error_of_the_total_is_said_with_its_direction(error, said):
    h = of_total(error)
    assert f"Its total was **{said}**" in plain(forecast_quality(h))
    assert said in plain(say_checks.tracking(h))
    assert plain(say_checks.total_off(h)) == f"After 30 September 1997 the forecast was {said}"


def test_whether_the_total_lay_in_its_range_is_said():
    inside, outside = holdout(in_range=True), holdout(in_range=False)
    assert (inside.verdict.in_range, outside.verdict.in_range) == (True, False)
    assert forecast_quality(inside).endswith(", within the range that was given.")
    assert forecast_quality(outside).endswith(", outside the range that was given.")
    assert say_checks.tracking(outside) == f"{say_checks.tracking(inside)} That lies outside the range."


def test_tracking_says_what_was_expected_in_what_range_and_what_came():
    assert plain(say_checks.tracking(holdout())) == (
        "In the 273 days after 30 September 1997 **880** purchases (800–1,010) of the customers known by then were "
        "expected; **1,000** came: the forecast was 12 % too low."
    )


def test_test_days_without_any_purchase_are_said_and_no_percentage_is_made_of_them():
    empty = of_total(None, purchases=0)
    assert forecast_quality(empty).endswith("Nobody bought in these days.")
    assert say_checks.tracking(empty).endswith("nobody bought.")
    assert say_checks.total_off(empty).endswith("nobody bought")
    for said in (say.holdout_verdict(empty, "EUR"), forecast_quality(empty), say_checks.tracking(empty)):
        assert "%" not in said


# ---------------------------------------------------------------- the league


def test_a_simple_rule_that_ranks_better_is_named_and_one_that_does_not_is_not():
    better = holdout(LEAGUE | {"x / T": LEAGUE["x / T"] | {"auc": 0.77}})
    assert better.verdict.ranks_better == "x / T"
    assert say.ranked_better(better) == (
        "In ranking customers a simple rule does better: “own pace so far” (AUC 0.770 against 0.760)."
    )
    assert holdout().verdict.ranks_better is None
    assert say.ranked_better(holdout()) == ""


def test_the_title_of_the_league_says_how_many_forecasts_had_a_smaller_error():
    assert say.smallest_error(holdout()) == "The average has the smallest error of 2 forecasts of purchases"
    worse = holdout(LEAGUE | {"x / T": LEAGUE["x / T"] | {"rmse": 1.5}, MISREAD: {"naive": False, "brier": 0.5}})
    assert (worse.verdict.rank, worse.verdict.of) == (2, 2)
    assert say.smallest_error(worse) == "1 of 1 other forecasts of purchases had a smaller error than the average"


def test_the_table_marks_what_feeds_all_figures_and_nothing_else():
    marked = [say.in_the_league(holdout(), name) for name in (AVERAGE, BOOSTING, "x / T")]
    assert marked == ["average of the forecasts (feeds all figures)", "gradient boosting", "own pace so far"]


def test_every_forecast_has_a_name_in_every_language_but_models():
    rows = [(n, when, 5.0) for n in range(2) for when in (0, 500)]
    rules = rules_of_thumb(
        past_of(pd.DataFrame(rows, columns=["customer", "day", "amount"])), Split(day(600), day(690))
    )
    models = {*PURCHASE_MODELS, MBGCNBDk.name}
    names = {*rules, AVERAGE, BOOSTING, RIDGE, MISREAD, PRIOR, *models}
    assert names - NAMES.keys() == models
    assert NAMES.keys() <= names
    use_language(PSEUDO)
    try:
        assert {name for name in names if called(name) == name} == models
    finally:
        use_language("en")


# ---------------------------------------------------------------- the checks


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
        (drift(-0.05), "brought 5 % less than in the earlier (−15 % to 5 %). Chance alone could explain that."),
        (drift(-0.25), "brought 25 % less than in the earlier (−35 % to −15 %)."),
        (drift(0.05), "brought 5 % more than in the earlier (−5 % to 15 %). Chance alone could explain that."),
        (drift(0.25), "brought 25 % more than in the earlier (15–35 %)."),
    ],
)
def test_a_change_is_said_with_its_direction_and_whether_chance_could_explain_it(change, said):
    v = SimpleNamespace(
        spend=SpendModel.sketch(spearman=None),
        spend_drift=SimpleNamespace(all=change, same_customers=None),
    )
    assert plain(say_checks.spend_tested(v)) == f"A purchase in the later half of the period {said}"


def test_spend_that_falls_with_frequency_is_said_to():
    v = SimpleNamespace(spend=SpendModel.sketch(spearman=-0.2), spend_drift=None)
    assert plain(say_checks.spend_tested(v)) == "Frequent buyers spend less per purchase (rank correlation −0.20)."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (0.001, "it brought as much (−10 % to 10 %)."),
        (0.2, "20 % more (10–30 %)."),
        (-0.2, "20 % less (−30 % to −10 %)."),
    ],
)
def test_a_change_of_customers_who_stayed_is_said_apart(change, said):
    both = SimpleNamespace(all=drift(0.25), same_customers=drift(change))
    v = SimpleNamespace(spend=SpendModel.sketch(spearman=None), spend_drift=both)
    assert plain(say_checks.spend_tested(v)).endswith(said)


def test_nothing_known_of_spend_leaves_nothing_to_say():
    v = SimpleNamespace(spend=SpendModel.sketch(spearman=None), spend_drift=None)
    assert say_checks.spend_tested(v) == ""


# ---------------------------------------------------------------- seasons


def season(year_ago=None, **of):
    months = [{"month": n, "index": 1 + (n == 12), "low": 0.9, "high": 2.2} for n in range(1, 13)]
    known = {"refusal": None, "full_months": 36, "needed": 24, "untested_months": [], "worth_correcting": True}
    of = {"seasonality": Seasonality.sketch(**known | {"index": months} | of), "year_ago": year_ago}
    return plain(say_season.season(SimpleNamespace(**of, horizon_days=90, tested_days=273)))


def test_a_season_that_is_not_identified_says_why_and_which_months_were_never_tested():
    assert season(refusal=refused("few_months", months=18), untested_months=[7]) == (
        "Whether purchases have a season is not identified, because the data cover 18 full calendar months; 24 are "
        "needed. The forecast is not corrected by the same days a year ago: the data do not reach back far enough. The "
        "forecast was tested on 273 days, of which none is in July."
    )


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (1.0, "Over 90 days, whole years, it evens out."),
        (0.8, "The 90 days ahead bring 0.80 of what as many average days do."),
    ],
)
def test_a_season_names_its_best_month_and_what_the_days_ahead_bring(ahead, said):
    found = season(ahead=ahead)
    assert "buy **2.00 times** as much in December as in an average month (0.90–2.20)" in found
    assert said in found


@pytest.mark.parametrize(
    ("actual", "came"), [(1.0, "a year ago 1 purchase came where"), (300.0, "a year ago 300 purchases came where")]
)
def test_the_same_days_a_year_ago_are_said_with_their_factor(actual, came):
    then = YearAgo(expected=200.0, actual=actual, factor=1.45)
    assert came in corrected(then)
    assert corrected(then).endswith("expected 200; so all expectations are multiplied by 1.45.")
    assert corrected(then) in season(then, worth_correcting=False)
    assert "is not corrected" not in season(then)


# ---------------------------------------------------------------- models


def fitted(**of):
    known = {"parameters": {"r": 0.25}, "log_likelihood": -9582.4, "status": "fitted", "reasons": []}
    return FittedModel.sketch(**known | of)


def value(**more):
    known = {"lifetime_model": "BG/NBD", "models": {"BG/NBD": fitted()}}
    known |= {"spend": SpendModel.sketch(status="fitted"), "crosscheck": None}
    return SimpleNamespace(**known | more)


def test_a_model_that_was_not_fitted_is_named_with_its_reason():
    failed = fitted(status="not fitted", reasons=[refused("runaway", parameters={"r": "infinity"})])
    said = say_models.models(value(models={"BG/NBD": fitted(), "Pareto/NBD": failed}))
    assert said.endswith("Pareto/NBD: Not fitted, because r has no finite estimate (it runs to infinity).")


def test_the_model_that_says_who_is_still_a_customer_is_named_and_where_there_is_none_the_reason():
    assert "Who is still a customer is said by **MBG/NBD**" in say_models.models(value(lifetime_model="MBG/NBD"))
    unknown = say_models.models(value(lifetime_model=None))
    assert unknown == (
        "Who is still a customer, and what longer lives would bring, is not said: these data do not determine how long "
        "customers stay."
    )


def test_spend_is_by_credibility_whatever_became_of_the_model_of_spend():
    used = (
        "A purchase counts the customer's own mean, drawn to the client's by how few purchases there were "
        "(credibility)."
    )
    assert say_models.spend(SpendModel.sketch(status="fitted")) == (
        f"{used} The Gamma-Gamma model of spend is fitted for comparison only."
    )
    few = SpendModel.sketch(status="not fitted", reasons=[refused("few_spenders", customers=3, needed=30)])
    assert say_models.spend(few) == (
        f"{used} The Gamma-Gamma model of spend: Not fitted, because only 3 customers have repeat purchases above 0, "
        "and 30 are needed."
    )
    assert say_models.spend(None) == "Spend is not modelled, because the data hold no amounts."


def test_crosscheck_says_the_largest_difference_or_why_there_is_none():
    own = {"own_log_likelihood": -9582.4}
    found = Crosscheck(**own, parameters={"r": 0.2501}, log_likelihood=-9582.4, furthest=0.0004)
    said = plain(say_models.crosscheck(value(crosscheck=found)))
    assert "finds a log-likelihood of −9,582.400 against −9,582.400 here" in said
    assert said.endswith("differ by at most 0.04 %.")
    left_out = Crosscheck(refusal=refused("too_many_histories", most=20_000))
    assert say_models.crosscheck(value(crosscheck=left_out)).endswith("above 20,000 different purchase histories.")
