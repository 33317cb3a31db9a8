"""What winning customers costs, against what they bring: the month of payback, and value to cost by source."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.facts import refused
from analysis.run.store import without_nan
from analysis.value.facts_beyond import Acquisition, SourceOfCustomers
from analysis.value.prospects import possibly_old

if TYPE_CHECKING:
    from analysis.value.margins import Margins
    from analysis.value.prospects import NewCustomer

FEW = 30

Array = NDArray[np.float64]


def acquisition(
    accounts: pd.DataFrame | None,
    customers: pd.DataFrame,
    scores: pd.DataFrame,
    margins: Margins | None,
    new: NewCustomer | None,
    *,
    days: tuple[dt.date, dt.date],
    burn_in: int | None,
) -> Acquisition | None:
    """Return payback and value : cost of customers whose acquisition cost is stated; None where none is.

    Parameters
    ----------
    accounts : DataFrame indexed by customer_id, or None
    customers : DataFrame
        All of them: customer_id, first_purchase, revenue, margin.
    scores : DataFrame
        customer_id, clv.
    new : NewCustomer or None
        None where what a new customer brings cannot be said.
    days : (date, date)
        First and last day of the data.
    burn_in : int or None
        Days from the first day within which a first purchase may not have been the first.
    """
    cost = _stated(accounts)
    if cost is None:
        return None
    known = int(cost["acquisition_cost"].notna().sum())
    if margins is None:
        return Acquisition(refusal=refused("winning_without_margin"), known=known)
    won = _won_within_the_data(customers, cost, days, burn_in)
    bought = int(won["customer_id"].isin(scores["customer_id"]).sum())
    spent = math.fsum(won["acquisition_cost"])
    found = {"known": known, "customers": len(won), "bought": bought, "cost": spent}
    if not bought:
        return Acquisition(refusal=refused("nobody_won"), **found)
    cac = spent / bought
    found["cac"] = cac
    more: dict[str, object] = {}
    if new is not None:
        rate = margins.overall
        month, *ends = payback(new.first_purchase * rate, new.cumulative * rate, new.drawn * rate, cac)
        more |= {"payback_month": month, "payback_interval": tuple(ends)}
        if cac > 0:
            ratios = sorted(end * rate / cac for end in new.revenue_interval)
            more |= {"ratio": new.revenue * rate / cac, "ratio_interval": tuple(ratios)}
    if won["acquisition_source"].notna().any():
        worth = _to_date(customers, margins).add(scores.set_index("customer_id")["clv"], fill_value=0)
        table = pd.DataFrame({"source": won["acquisition_source"], "cost": won["acquisition_cost"]})
        table["value"] = won["customer_id"].map(worth).fillna(0.0)  # who never bought brought nothing
        more["sources"] = [SourceOfCustomers(**without_nan(row)) for row in value_to_cost(table).to_dict("records")]
    return Acquisition(**found, **more)


def _stated(accounts: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return customers whose acquisition cost is stated; None if there is none."""
    if accounts is None or "acquisition_cost" not in accounts:
        return None
    columns = ["acquisition_cost", "acquisition_source", "acquired_on"]
    known = accounts[accounts["acquisition_cost"].notna()].reindex(columns=columns)
    return known.reset_index() if len(known) else None


def _won_within_the_data(
    customers: pd.DataFrame, cost: pd.DataFrame, days: tuple[dt.date, dt.date], burn_in: int | None
) -> pd.DataFrame:
    """Return those won from the first day on: by the day that is stated, else by a first purchase after the burn-in."""
    first = customers.set_index("customer_id")["first_purchase"]
    table = cost.assign(first_purchase=cost["customer_id"].map(first))
    acquired = table.set_index("customer_id")["acquired_on"].astype("datetime64[ns]")
    start, end = (pd.Timestamp(day) for day in days)
    unseen = table["first_purchase"].isna()
    new = ~possibly_old(table, days[0], burn_in or 0, acquired) & ~unseen
    silent = unseen & acquired.between(start, end).to_numpy()
    return table[new | silent].reset_index(drop=True)


def _to_date(customers: pd.DataFrame, margins: Margins) -> pd.Series:
    """Return the margin that each customer has left so far; at the client's rate where no cost of theirs is known."""
    table = customers.set_index("customer_id")
    return table["margin"].fillna(table["revenue"] * margins.overall)


def payback(first: float, cumulative: Array, drawn: Array, cost: float) -> tuple[int | None, int | None, int | None]:
    """Return the month by whose end a new customer has brought `cost`, and its 95 % interval.

    0: with the first purchase; None: not within the horizon.

    Parameters
    ----------
    first : float
        Margin of the first purchase.
    cumulative : array, shape (n_months,)
        Expected discounted margin up to the end of each month, the first purchase included.
    drawn : array, shape (n_draws, n_months)
        The same under models drawn from the uncertainty of the fit.

    Examples
    --------
    >>> payback(5.0, np.array([9.0, 12.0]), np.array([[8.0, 9.0], [9.0, 12.0], [11.0, 14.0]]), 10.0)
    (2, 1, None)
    """
    if first >= cost:
        return 0, 0, 0

    def months(curves: Array) -> Array:
        reached = curves >= cost
        return np.where(reached.any(axis=-1), reached.argmax(axis=-1) + 1.0, np.inf)

    ends = np.quantile(months(drawn), [0.025, 0.975], method="inverted_cdf")
    month, low, high = (None if np.isinf(end) else int(end) for end in (months(cumulative), *ends))
    return month, low, high


def value_to_cost(table: pd.DataFrame) -> pd.DataFrame:
    """Return the value that customers of each source bring per unit of what winning them cost.

    `table`: source (text, may be missing), cost, value: one row per customer.
    DataFrame: source, customers, cost and value (means), ratio (of the sums; missing where nothing was spent), low,
    high (95 %; missing with fewer than two customers), indicative (fewer than 30 customers); the best first.

    The interval takes the customers of a source for a sample of those it brings: the linearised variance of a ratio
    of sums (Cochran 1977, eq 6.13), s2(value - ratio x cost) / n / mean(cost)^2, with Student's t.

    Examples
    --------
    >>> rows = {"source": ["web", "web", "fair"], "cost": [10.0, 30.0, 50.0], "value": [60.0, 60.0, 40.0]}
    >>> value_to_cost(pd.DataFrame(rows))[["source", "ratio"]].to_dict("records")
    [{'source': 'web', 'ratio': 3.0}, {'source': 'fair', 'ratio': 0.8}]
    """
    groups = table.groupby("source", dropna=False)
    found = pd.DataFrame([_ratio(of["value"].to_numpy(float), of["cost"].to_numpy(float)) for _, of in groups])
    names = pd.Series([None if pd.isna(source) else source for source, _ in groups], dtype=object)
    found.insert(0, "source", names)
    return found.sort_values("ratio", ascending=False, kind="stable", ignore_index=True)


def _ratio(value: Array, cost: Array) -> dict[str, float | int | bool]:
    from scipy.special import stdtrit

    n, spent = cost.size, float(cost.mean())
    ratio = float(value.mean()) / spent if spent > 0 else np.nan
    half = np.nan
    if n > 1 and spent > 0:
        left = value - ratio * cost
        half = stdtrit(n - 1, 0.975) * float(np.sqrt((left**2).sum() / (n - 1) / n)) / spent
    measured = {"cost": spent, "value": float(value.mean()), "ratio": ratio, "low": ratio - half, "high": ratio + half}
    return {"customers": n, **measured, "indicative": n < FEW}
