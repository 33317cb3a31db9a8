"""What an earlier list brought: who was contacted against who was held back, once the window is over."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.client.register import CONTACT
from analysis.plan.facts import Measured, Pooled
from analysis.plan.known import MARGIN

if TYPE_CHECKING:
    from analysis.run.step import Inputs


def measured(given: Inputs, measure: str) -> dict[str, Any]:
    """Return what the latest list brought, and all that are over taken together; nothing without a register.

    Key accounts, of whom none is held back, have nobody to be compared with and are left out.
    """
    register = given.register
    if register is None:
        return {}
    compared = register[register["key"] != "yes"]
    lists = [_of(given, measure, rows) for _, rows in compared.groupby("as_of", sort=True)]
    if not lists:
        return {}
    known = [one.interval + (one.effect,) for one in lists if one.interval is not None and one.effect is not None]
    return {"measured": lists[-1], "pooled": pooled(known) if len(known) > 1 else None}


def pooled(effects: list[tuple[float, float, float]]) -> Pooled | None:
    """Return the effect of several lists taken together, each weighted by how sure it is.

    `effects`: 95 % intervals and means.

    Examples
    --------
    >>> found = pooled([(0.0, 4.0, 2.0), (2.0, 6.0, 4.0)])
    >>> round(found.effect, 6), round(found.interval[1] - found.interval[0], 3)
    (3.0, 2.828)
    """
    weights = [1 / (high - low) ** 2 for low, high, _ in effects if high > low]
    if len(weights) < len(effects):
        return None
    mean = sum(w * mean for w, (_, _, mean) in zip(weights, effects, strict=True)) / sum(weights)
    half = 0.5 / math.sqrt(sum(weights))
    return Pooled(lists=len(effects), effect=mean, interval=(mean - half, mean + half), called=abs(mean) > half)


def _of(given: Inputs, measure: str, listed: pd.DataFrame) -> Measured:
    as_of, days = listed["as_of"].iloc[0].date(), int(listed["window_days"].iloc[0])
    until = as_of + dt.timedelta(days=days)
    treated = (listed["group"] == CONTACT).to_numpy()
    said = listed.loc[treated & (listed["done"] != "").to_numpy(), "done"]
    found: dict[str, Any] = {
        "as_of": as_of,
        "window_days": days,
        "complete": until <= given.ledger.observation_end,
        "contacted": int(treated.sum()),
        "held_back": int((~treated).sum()),
        "done": int((said == "yes").sum()) if len(said) else None,
    }
    if not found["complete"]:
        return Measured(**found)
    seen = given.ledger.observe(as_of, until)
    brought = seen["revenue"] if given.ledger.has_amounts else seen["purchases"]
    outcome = listed["customer_id"].map(brought).fillna(0.0).astype(float)
    if measure == MARGIN:
        outcome = outcome * listed["customer_id"].map(_rates(given)).fillna(0.0)
    effect = effect_of(outcome.to_numpy(), treated, listed["expected_unprompted"].to_numpy(float))
    if effect is None:
        return Measured(**found)
    stake = float(listed.loc[treated, "stake"].mean())
    won = [end / stake for end in (effect.mean, effect.low, effect.high)] if stake > 0 else None
    return Measured(
        **found,
        won=won[0] if won else None,
        won_interval=(won[1], won[2]) if won else None,
        effect=effect.mean,
        interval=(effect.low, effect.high),
        total=effect.mean * effect.contacted,
        called=not effect.low <= 0 <= effect.high,
    )


def _rates(given: Inputs) -> pd.Series:
    """Return margin per unit of revenue by customer; the client's where the customer's own is not known."""
    overall = given.ledger.own_margin_rate or given.parameters.margin_rate
    ids, valued = given.customers["customer_id"], given.value.tables.get("scores")
    rates = pd.Series(overall, pd.Index(ids), dtype=float)
    if valued is not None and "margin_rate" in valued:
        rates = valued.set_index("customer_id")["margin_rate"].reindex(rates.index).fillna(rates)
    return rates


Array = NDArray[np.float64]
LEAST = 3
"""In each group, without which nothing is measured."""


@dataclass(frozen=True)
class Effect:
    """A mean effect per customer contacted, with its interval.

    `mean`, `low`, `high`: In the unit of the outcome; 95 %.
    `contacted`, `held_back`: Customers in each group.
    """

    mean: float
    low: float
    high: float
    contacted: int
    held_back: int


def effect_of(outcome: Array, contacted: NDArray[np.bool_], forecast: Array) -> Effect | None:
    """Return the mean effect of being on the list to contact, whether reached or not.

    `outcome` (array, shape (n,)): What each customer brought in the window.
    `contacted` (array of bool, shape (n,)): Drawn by lot.
    `forecast` (array, shape (n,)): What each was expected to bring unprompted: it takes out what was known before.
    Returns Effect or None: None where a group has fewer than `LEAST` customers.

    Analysis of covariance: a line of outcome on forecast, the same slope in both groups, least squares; the spread is
    pooled. A group held back is small, and most of its customers buy nothing: a spread taken from it alone (HC3, Welch)
    is too small exactly when its mean is too low, and 95 % ranges then held 87 % of simulated effects; pooled, 95-98 %.
    """
    from scipy.special import stdtrit

    n1, n0 = int(contacted.sum()), int((~contacted).sum())
    if min(n1, n0) < LEAST:
        return None
    x = forecast - forecast.mean()
    columns = [np.ones(x.size), contacted.astype(float), *([x] if np.ptp(x) > 0 else [])]
    design = np.column_stack(columns)
    inverse = np.linalg.pinv(design.T @ design)
    beta = inverse @ design.T @ outcome
    residual, df = outcome - design @ beta, x.size - design.shape[1]
    half = float(stdtrit(df, 0.975) * np.sqrt(inverse[1, 1] * (residual @ residual) / df))
    mean = float(beta[1])
    return Effect(mean, mean - half, mean + half, n1, n0)
