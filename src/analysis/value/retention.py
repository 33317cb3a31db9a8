"""What longer lives would bring: 5 % less churn, and the rest of the lives without a horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.btyd import ParetoNBD, PurchaseFit, PurchaseModel, draw_models, group_triples
from analysis.btyd.dert import discounted_residual_purchases
from analysis.facts import refused
from analysis.schema import FitError
from analysis.value import clv, facts_beyond, scenario
from analysis.value.clv import interval_of
from analysis.value.margins import Margins

if TYPE_CHECKING:
    from analysis.value.clv import Horizon

RESIDUAL_DRAWS = 200
RESIDUAL_HISTORIES = 2_000


def churn_minus_5(
    fit: PurchaseFit | None, customers: pd.DataFrame, scores: pd.DataFrame, margins: Margins | None, horizon: Horizon
) -> facts_beyond.LessChurn:
    """Return what 5 % less churn would bring, in both readings: `percent` and `points` as shares of the value.

    Both before the costs of serving, which longer lives raise as well. `fit` is the best trusted model in which a
    one-time buyer can have left; None where the data determine none: nobody is then said to stay or leave.
    """
    if fit is None:
        return facts_beyond.LessChurn(refusal=refused("lifetimes_unknown"))
    each = scores["expected_spend"].to_numpy(float) * (1.0 if margins is None else margins.rate)
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    worth = np.bincount(triples.index, each).astype(float)
    total = float((scores["expected_revenue"] if margins is None else scores["expected_margin"]).sum())
    if not total > 0:
        return facts_beyond.LessChurn()
    rate = horizon.annual_discount_rate
    both = scenario.less_churn(fit, triples, worth, horizon_days=horizon.days, annual_discount_rate=rate)
    found: dict[str, object] = {}
    for name, reading in zip(("percent", "points"), both, strict=True):
        if reading is None:
            continue
        found |= {
            name: reading.share,
            f"{name}_interval": reading.share_interval,
            f"{name}_gain": reading.share * total,
        }
        if name == "points":
            found["points_survival"] = reading.survival
        if isinstance(fit.model, ParetoNBD) and rate > 0:
            found[f"{name}_ever"] = scenario.gain_without_horizon(fit.model, triples, worth, reading.scale, rate)
    history = triples.frequency, triples.recency, triples.T
    alive = triples.weight * fit.model.p_alive(*history)  # type: ignore[union-attr]
    stays = scenario.survival(fit.model, scenario.YEAR, triples.frequency, triples.T)  # type: ignore[arg-type]
    survival = float(np.average(stays, weights=alive))
    return facts_beyond.LessChurn(model=fit.name, **found, survival=survival, textbook=textbook())


def textbook() -> facts_beyond.Textbook:
    """Return the textbook case behind the figures of the literature, in both readings of "5 %".

    Examples
    --------
    >>> round(textbook().value, 2), round(textbook().points, 2), round(textbook().percent, 2)
    (4.5, 6.33, 4.64)
    """
    kept = {"value": 0.90, "points": 0.95, "percent": 0.905}
    return facts_beyond.Textbook(**{name: scenario.steady_value(1, stay, 0.10) for name, stay in kept.items()})


def residual_value(
    fit: PurchaseFit, customers: pd.DataFrame, spend_each: np.ndarray, margins: Margins | None, horizon: Horizon
) -> facts_beyond.Residual | None:
    """Return what the customers bring over the rest of their lives, by Pareto/NBD; None where it has no bound."""
    if not isinstance(fit.model, ParetoNBD):
        return None
    rng = np.random.default_rng(1)
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    worth = np.bincount(triples.index, spend_each * (1.0 if margins is None else margins.rate))
    size = triples.T.size
    some = np.arange(size) if size <= RESIDUAL_HISTORIES else rng.choice(size, RESIDUAL_HISTORIES, replace=False)
    rate = horizon.annual_discount_rate

    def total(model: PurchaseModel, rows: np.ndarray) -> float:
        assert isinstance(model, ParetoNBD)
        history = triples.frequency[rows], triples.recency[rows], triples.T[rows]
        return float(worth[rows] @ discounted_residual_purchases(model, rate, *history))

    try:
        whole, part = total(fit.model, np.arange(size)), total(fit.model, some)
    except FitError:
        return None
    drawn = [total(model, some) * whole / part for model in draw_models(fit, RESIDUAL_DRAWS, rng)]
    ends, factors = clv.discount_factors(horizon.days, rate)
    history = triples.frequency, triples.recency, triples.T
    steps = [worth @ fit.model.expected_purchases(end / 7, *history) for end in ends]
    within = float(factors @ np.diff(steps, prepend=0.0))
    return facts_beyond.Residual(total=whole, interval=interval_of(np.array(drawn)), within_horizon=within)
