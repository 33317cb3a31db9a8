"""Ranges of sums that may be negative: margin by class, from joint draws of revenue and of margin rates."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.backtest.spread import LEVELS, Uncertainty
from analysis.value.margins import Margins

DRAWS = 4_000

Array = NDArray[np.float64]


def margin_totals(
    revenue: Array, margins: Margins, uncertainty: Uncertainty, classes: pd.Series | None = None, *, seed: int = 1
) -> pd.DataFrame:
    """Return the margin of all customers and of each class, with ranges that may reach below 0.

    `revenue`: Expected revenue of each customer (discounted or not), >= 0.
    `margins`: Rates of the same customers, in the same order.
    `uncertainty`: Of revenue, from the average forecast.
    `classes`: Series of str, in the order of the customers, optional.
    DataFrame: group ("all", then the classes), customers, point, low_80, high_80, low_95, high_95.

    A draw multiplies the revenue of everybody by one factor exp(s t), t Student's, s of what customers share, and of a
    class by one of its own. Customers vary around that independently: the sum over those who leave money is drawn as
    log-normal, that over those who cost money as another, each with the variance sum of rate^2 V(revenue); what is not
    known of rates, variance sum of doubt^2 (revenue^2 + V) + noise x revenue, is added as normal. The classes of a
    draw add up to its total.
    """
    rng = np.random.default_rng(seed)
    codes = pd.Series("all", range(revenue.size)) if classes is None else classes.reset_index(drop=True)
    names = sorted(codes.dropna().unique())
    common = np.exp(uncertainty.together * rng.standard_t(uncertainty.constants.freedom, DRAWS))
    own = uncertainty.wider**2 * uncertainty.scatter.variances(revenue)
    rows, total = [], np.zeros(DRAWS)
    for name in names:
        members = (codes == name).to_numpy()
        rate, some, vary = margins.rate[members], revenue[members], own[members]
        unknown = margins.doubt[members] ** 2 * (some**2 + vary) + margins.noise * some
        left = _drawn(np.maximum(rate, 0), some, vary, rng) - _drawn(np.maximum(-rate, 0), some, vary, rng)
        left += np.sqrt(unknown.sum()) * rng.standard_normal(DRAWS)
        apart = uncertainty.apart(float(some.sum() / revenue.sum()) if revenue.sum() > 0 else 1.0)
        factor = common * np.exp(apart * rng.standard_normal(DRAWS))
        total += factor * left
        rows.append(_row(str(name), int(members.sum()), float(rate @ some), factor * left))
    point = float(margins.rate @ revenue)
    whole = _row("all", revenue.size, point, total)
    return pd.DataFrame([whole] if classes is None else [whole, *rows])


def _drawn(rate: Array, revenue: Array, variance: Array, rng: np.random.Generator) -> Array:
    """Return draws of a sum of rate x revenue, all >= 0, whose median is its expectation."""
    middle = float(rate @ revenue)
    if not middle > 0:
        return np.zeros(DRAWS)
    sd = np.sqrt(np.log1p(float(rate**2 @ variance) / middle**2))
    return middle * np.exp(sd * rng.standard_normal(DRAWS))


def _row(name: str, customers: int, point: float, drawn: Array) -> dict[str, str | int | float]:
    row: dict[str, str | int | float] = {"group": name, "customers": customers, "point": point}
    for level in LEVELS:
        low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
        row |= {f"low_{level * 100:.0f}": float(low), f"high_{level * 100:.0f}": float(high)}
    return row
