"""What could mislead a forecast: customers older than the data, one who buys as much as all others; and its flags."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.btyd import ParetoNBD, group_triples
from analysis.btyd.facts import DominantCustomer, LeftTruncation, Regularity
from analysis.btyd.map_fit import fit_map
from analysis.schema import FEW_REPEATERS
from analysis.value.facts import Flag
from analysis.value.prospects import possibly_old

DOMINANT_SHARE = 0.2


def left_truncation(
    model: ParetoNBD,
    customers: pd.DataFrame,
    first: dt.date,
    burn_in: int | None,
    acquired_on: pd.Series | None = None,
) -> LeftTruncation:
    """Fit without the customers who may be older than the data, and say how far the expected purchases move.

    Parameters
    ----------
    model : ParetoNBD
        Of all customers, by maximum a posteriori.
    customers : DataFrame
        first_purchase, frequency, recency, T.
    first : date
        First day of the data.
    burn_in : int or None
        Days from then within which a first purchase may not have been the first.
    acquired_on : Series of days indexed by customer_id, optional
        Settles it where it is known.

    Returns
    -------
    LeftTruncation
        Its change is None where the others cannot carry the model.
    """
    if burn_in is None:
        return LeftTruncation(burn_in_days=burn_in, customers=None, dated=False, change=None)
    old = possibly_old(customers, first, burn_in, acquired_on)
    dated = acquired_on is not None and bool(acquired_on.notna().any())
    other = _fitted(customers[~old], near=model) if old.any() else None
    change = None if other is None else _yearly(other, customers) / _yearly(model, customers) - 1
    return LeftTruncation(burn_in_days=burn_in, customers=int(old.sum()), dated=dated, change=change)


def dominant_customer(model: ParetoNBD, customers: pd.DataFrame) -> DominantCustomer | None:
    """Fit without one customer who holds over a fifth of the repeat purchases or of the revenue; None without such one.

    DominantCustomer or None: Its change is None where the model cannot be fitted then.
    """
    repeats, revenue = customers["frequency"].to_numpy(float), customers["revenue"].clip(lower=0).to_numpy(float)
    shares = [part / part.sum() if part.sum() > 0 else np.zeros(len(part)) for part in (repeats, revenue)]
    row = int(np.argmax(np.maximum(*shares))) if len(customers) else 0
    if not len(customers) or max(share[row] for share in shares) <= DOMINANT_SHARE:
        return None
    others = customers.drop(index=customers.index[row])
    other = _fitted(others, near=model)
    return DominantCustomer(
        customer_id=str(customers["customer_id"].iloc[row]),
        purchases_share=float(shares[0][row]),
        revenue_share=float(shares[1][row]),
        change=None if other is None else _yearly(other, others) / _yearly(model, others) - 1,
    )


def _fitted(customers: pd.DataFrame, *, near: ParetoNBD) -> ParetoNBD | None:
    """Return the model of these customers alone; None if too few of them bought again to teach one."""
    if int((customers["frequency"] > 0).sum()) < FEW_REPEATERS:
        return None
    return fit_map(group_triples(customers["frequency"], customers["recency"], customers["T"]), near=near)


def _yearly(model: ParetoNBD, customers: pd.DataFrame) -> float:
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    expected = model.expected_purchases(365.25 / 7, triples.frequency, triples.recency, triples.T)
    return float(triples.weight @ expected)


TOO_REGULAR = 1.5
MOVED = 0.10


def flags_of(
    *,
    customers: int,
    horizon_days: int,
    tested_days: int,
    regularity: Regularity | None,
    left_truncation: LeftTruncation,
    dominant: DominantCustomer | None,
) -> list[Flag]:
    """Return what must be known beside a total: how far it looks, and what could mislead it."""
    found = [Flag(code="horizon", facts={"horizon_days": horizon_days, "tested_days": tested_days})]
    if regularity is not None and regularity.low > TOO_REGULAR:
        found.append(Flag(code="regular", facts=regularity.plain()))
    if left_truncation.customers:
        everyone = left_truncation.customers == customers
        found.append(Flag(code="left_truncation", facts=left_truncation.plain() | {"everyone": everyone}))
    if dominant is not None and (dominant.change is None or abs(dominant.change) > MOVED):
        found.append(Flag(code="dominant_customer", facts=dominant.plain()))
    return found
