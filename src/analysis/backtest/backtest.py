"""How every forecast would have done: all of them made at the end of calibration, scored once on the days after.

The holdout is looked at once, for the league table; nothing is chosen by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.backtest import holdout
from analysis.backtest.average import forecast_average
from analysis.backtest.candidates import Fits, fit_triples, model_forecasts, rank_inside
from analysis.backtest.comparison import LOSSES, compare_with_best_naive
from analysis.backtest.facts import Rivalry
from analysis.backtest.holdout import Array, Forecast, Split
from analysis.backtest.made import AVERAGE, Average, as_forecast
from analysis.backtest.past import Past
from analysis.backtest.rules_of_thumb import rules_of_thumb
from analysis.backtest.shapes import RegularityAt
from analysis.backtest.spend_level import spend_at
from analysis.btyd import ParetoNBD

PRIOR = "Pareto/NBD with a prior"
MISREAD = "BG/NBD, P(alive) read as P(buy)"


@dataclass(frozen=True)
class Backtest:
    """What the past says of the forecasts.

    fits: purchase models, fitted up to `split.origin`; inner, ranking: as from `rank_inside`; average: the
    forecast that feeds money, or why there is none; league, comparisons: on the holdout; forecasts: one row per
    customer (customer_id, purchases, revenue, and expected_purchases, expected_revenue, probability by the average).
    """

    split: Split
    fits: Fits
    inner: pd.DataFrame
    ranking: list[str]
    average: Average
    league: pd.DataFrame
    comparisons: list[Rivalry]
    forecasts: pd.DataFrame


def run_backtest(past: Past, split: Split, regularity_at: RegularityAt | None = None, *, paid: bool = True) -> Backtest:
    """Fit, forecast and score.

    `past`: What could be known on any day of the data.
    `split`: Calibration end and observation end.
    `regularity_at`: Day -> Wheat & Morrison's k, or None.
    `paid`: Whether amounts are known; else no forecast is judged by money.
    """
    customers, triples = past.customers_at(split.origin), past.triples_at(split.origin)
    fits = fit_triples(triples)
    inner_splits = [
        s for s in holdout.inner_splits(past.first, split.origin) if s.days and len(past.customers_at(s.origin))
    ]
    inner, ranking = rank_inside(past, inner_splits, fits)
    spend = spend_at(past, split.origin).spend
    average = forecast_average(past, split, regularity_at=regularity_at)
    forecasts = model_forecasts(fits, triples, split.days, spend) | _parts(average, spend, fits)
    forecasts |= _misread(fits, customers) | rules_of_thumb(past, split)
    table = past.outcome(split).assign(customer_id=customers["customer_id"])[["customer_id", "purchases", "revenue"]]
    purchases, revenue = table["purchases"].to_numpy(float), table["revenue"].to_numpy(float)
    league = holdout.league(forecasts, purchases, revenue)
    losses = LOSSES if paid else LOSSES[:2]
    compared = (compare_with_best_naive(forecasts, AVERAGE, purchases, revenue, loss) for loss in losses)
    if average.made:
        made = average.made.customers
        table = table.assign(**{name: made[name] for name in ("expected_purchases", "expected_revenue", "probability")})
    return Backtest(
        split=split,
        fits=fits,
        inner=inner,
        ranking=ranking,
        average=average,
        league=league if paid else league.assign(**dict.fromkeys(holdout.OF_MONEY, np.nan)),
        comparisons=[comparison for comparison in compared if comparison],
        forecasts=table,
    )


def _parts(average: Average, spend: Array, fits: Fits) -> dict[str, Forecast]:
    """Return the average and the forecasts that it is made of; a trusted fit of Pareto/NBD has a row of its own."""
    if average.made is None:
        return {}
    parts = {
        PRIOR if name == ParetoNBD.name else name: Forecast(purchases=each, value=each * spend, naive=False, money=True)
        for name, each in average.made.parts.items()
        if name != ParetoNBD.name or not fits[name].trusted
    }
    return {AVERAGE: as_forecast(average.made)} | parts


def _misread(fits: Fits, customers: pd.DataFrame) -> dict[str, Forecast]:
    """Return the common mistake, shown for what it is: P(alive) of BG/NBD is 1 for every one-time buyer."""
    fit = fits["BG/NBD"]
    if fit.model is None:
        return {}
    history = (customers["frequency"], customers["recency"] / 7, customers["T"] / 7)
    alive = fit.model.p_alive(*(column.to_numpy(float) for column in history))
    return {MISREAD: Forecast(probability=np.asarray(alive), naive=False)}
