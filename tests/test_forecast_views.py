"""The chapter of the forecast says why something is missing, and says it once."""

import datetime as dt
from types import SimpleNamespace

import pandas as pd

from analysis.backtest.facts import Seasonality
from analysis.backtest.holdout import SCORES
from analysis.backtest.made import AVERAGE
from analysis.btyd.facts import FittedModel
from analysis.facts import Refusal, refused
from analysis.forecast import views
from analysis.forecast.facts import HoldoutFacts, OriginsFacts, TrustFacts
from analysis.run.stop import Stop
from analysis.value.facts import ValueFacts

NOBODY = refused("nobody_bought")
CALIBRATED = dt.date(1997, 9, 30)


def run_of(holdout=None, trust=None, value=None, origins=None, *, tables=None, has_amounts=True):
    """Return a run whose parts have these facts, or were refused."""
    given = {
        "holdout": (HoldoutFacts, holdout, {"days": 273, "calibration_end": CALIBRATED, "chosen": AVERAGE}),
        "trust": (TrustFacts, trust, {"groups": 8, "groups_within_chance": 8}),
        "value": (ValueFacts, value, {}),
        "origins": (OriginsFacts, origins, {}),
    }
    stops = {}
    for name, (kind, more, known) in given.items():
        more = {"refusal": more} if isinstance(more, Refusal) else more or {}
        stops[name] = Stop(name, kind.sketch(**known | {"refusal": None} | more), tables or {})
    return SimpleNamespace(**stops, stop=stops.get, client=SimpleNamespace(has_amounts=has_amounts))


def cells():
    return [view for view in vars(views).values() if getattr(view, "__module__", "") == views.__name__]


def test_the_holdouts_own_refusal_is_said_first_and_leaves_nothing_else_to_show():
    run = run_of(NOBODY, NOBODY, NOBODY, NOBODY)
    assert repr(views.verdict(run)) == "Not fitted, because nobody has bought."
    others = [view for view in cells() if view is not views.verdict]
    assert [view(run) for view in others] == [None] * len(others)
    assert len(others) > 10


def test_a_reason_that_was_given_already_is_not_given_again():
    run = run_of(holdout=NOBODY, trust=NOBODY)
    assert [view(run) for view in (views.tracking, views.groups, views.histogram_figure)] == [None] * 3


def test_season_and_models_are_shown_where_nothing_could_be_tested_but_all_days_carry_a_forecast():
    alike = Seasonality.sketch(refusal=None, full_months=36, worth_correcting=False, untested_months=[])
    known = {"seasonality": alike, "year_ago": None, "horizon_days": 365, "tested_days": 273}
    known |= {"models": {}, "lifetime_model": "MBG/NBD", "spend": None, "crosscheck": None}
    run = run_of(holdout=NOBODY, trust=NOBODY, value=known)
    assert "Purchases have no season of their own" in repr(views.season(run))
    assert "Who is still a customer is said by MBG/NBD" in repr(views.models(run))
    assert views.season_figure(run) is None


def test_where_the_days_ahead_were_refused_the_unseen_days_are_told_of():
    run = run_of(value=NOBODY)
    assert "In 8 of 8 groups" in repr(views.groups(run))
    assert views.season(run) is None


def test_where_no_model_was_fitted_there_is_no_table_of_parameters():
    failed = FittedModel.sketch(status="not fitted", parameters={"r": None}, reasons=[NOBODY])
    assert views.model_table(run_of(value={"models": {"BG/NBD": failed}})) is None


def test_the_league_shows_no_column_of_money_where_there_are_no_amounts():
    league = pd.DataFrame([dict.fromkeys(SCORES, 0.5) | {"model": AVERAGE, "naive": False}])
    paid, unpaid = (
        views.league_table(run_of(tables={"league": league}, has_amounts=known)).columns for known in (True, False)
    )
    assert paid.keys() - unpaid.keys() == {"top_decile_revenue", "revenue_error"}
