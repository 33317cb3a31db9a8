"""The models chosen inside the calibration window, and the league on the days after it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from analysis import findings, outlook
from analysis.backtest import backtest
from analysis.backtest.holdout import Split
from analysis.backtest.past import Past
from analysis.run.store import Stop
from analysis.steps.fits import fit_spend_to, judged_spend, none_fitted, untrusted, why_not
from analysis.value import clv as value

if TYPE_CHECKING:
    from analysis.run.run import Run

MONEY_SCORES = ("top_decile_revenue", "revenue_error", "revenue_total_error")


def compute_holdout(run: Run) -> Stop:
    """Choose a model inside the calibration window and score everything on the days after it."""
    split = Split(run.calibration_end, run.observation_end)
    closed = run.closed("value")
    if closed:
        return Stop({"refusal": closed} | _no_holdout(split) | {"models": none_fitted(closed)})
    past = Past(run.buyers_at, run.observe, run.first_day)
    if past.customers_at(split.origin).empty:
        return Stop({"refusal": f"Not tested, because nobody had bought by {split.origin}."} | _no_holdout(split))
    paid = run.client.has_amounts
    contest = outlook.compare_spend(past, split.origin, fit_spend_to) if paid else None
    fit_judged, spend_of = partial(judged_spend, contest), value.expected_spend if paid else value.no_spend
    tested = backtest.run_backtest(past, fit_judged, spend_of, split)
    league = tested.league if paid else tested.league.assign(**dict.fromkeys(MONEY_SCORES, float("nan")))
    values: dict[str, Any] = {
        "refusal": None if tested.chosen else why_not(tested.fits),
        "untrusted": untrusted(tested.fits, split.origin) if tested.chosen and not tested.ranking else None,
        "calibration_end": split.origin,
        "days": split.days,
        "customers": len(tested.forecasts),
        "purchases": int(tested.forecasts["purchases"].sum()),
        "revenue": float(tested.forecasts["revenue"].sum()) if paid else None,
        "models": {name: fit.as_dict(intervals=False) for name, fit in tested.fits.items()},
        "spend": tested.spend.as_dict(intervals=False),
        "spend_contest": contest,
        "inner": tested.inner.to_dict("records"),
        "stretch": tested.stretch,
        "absent": tested.absent.to_dict("records"),
        "ranking": tested.ranking,
        "league": league.to_dict("records"),
        "chosen": tested.chosen,
        "without_model": tested.without_model,
        "comparisons": [vars(c) | {"outcome": c.outcome} for c in tested.comparisons],
    }
    values["verdict"] = findings.holdout_verdict(values)
    return Stop(_plain_dates(values), {"forecasts": tested.forecasts, "league": league})


def _no_holdout(split: Split) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "untrusted": None,
        "models": {},
        "inner": [],
        "absent": [],
        "ranking": [],
        "league": [],
        "chosen": None,
        "without_model": None,
        "comparisons": [],
    }
    return empty | {"calibration_end": split.origin.isoformat(), "days": split.days, "verdict": None}


def _plain_dates(values: dict[str, Any]) -> dict[str, Any]:
    values["calibration_end"] = values["calibration_end"].isoformat()
    for name in ("inner", "absent"):
        values[name] = [row | {"origin": row["origin"].isoformat()} for row in values[name]]
    return values
