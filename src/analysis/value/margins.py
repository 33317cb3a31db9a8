"""What a customer leaves per unit of revenue: their own margin, trusted as far as their purchases carry it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.ledger.ledger import Ledger
from analysis.value import facts

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Margins:
    """Margin rates of customers, one row each.

    Attributes
    ----------
    rate : array
        Expected margin per unit of future revenue; may be below 0: such a customer costs money.
    doubt : array
        Standard deviation of what is not known of `rate`; 0 where it is given.
    noise : float
        Variance of the margin per unit of revenue from purchase to purchase: the margin of an amount R varies by
        noise x R around rate x R.
    overall : float
        The client's rate, to which little evidence shrinks.
    half : float or None
        Costed revenue at which a customer's own rate counts half; infinite where customers do not differ by more
        than chance; None where the rate is one for all.
    own : int
        Customers with costed purchases of their own.
    """

    rate: Array
    doubt: Array
    noise: float
    overall: float
    half: float | None
    own: int


def margins_of(ledger: Ledger, margin_rate: float | None, customers: pd.DataFrame) -> Margins | None:
    """Return the margin rate of each customer: their own where the ledger has costs, else the client file's, else None.

    Costs in the ledger go before a rate in the client file, as they do in the customer table.
    """
    if "margin" in ledger.columns:
        evidence = ledger.margin_evidence()
        if len(evidence):
            overall = float(evidence["margin"].sum() / evidence["amount"].sum())
            return shrink_margins(customers["customer_id"], evidence, overall)
    return None if margin_rate is None else one_rate(margin_rate, len(customers))


def describe_margins(margins: Margins | None) -> facts.Margins | None:
    """Return where the margin rates come from; None without a margin."""
    if margins is None:
        return None
    lowest, highest = (float(end) for end in np.quantile(margins.rate, [0.05, 0.95]))
    half = None if margins.half is None or not np.isfinite(margins.half) else margins.half
    own = margins.half is not None
    return facts.Margins(own=own, overall=margins.overall, half_revenue=half, low=lowest, high=highest)


def effective_rate(margins: Margins, worth: float, revenue: float) -> float:
    """Return the margin per unit of the expected revenue: the one rate, or the mean that own rates come to."""
    return margins.overall if margins.half is None else worth / revenue


def one_rate(rate: float, customers: int) -> Margins:
    """Return the margins of customers of whom only one common rate is known."""
    return Margins(np.full(customers, rate), np.zeros(customers), 0.0, rate, None, 0)


def shrink_margins(customer_id: pd.Series, evidence: pd.DataFrame, overall: float) -> Margins:
    """Return each customer's margin rate, drawn to the client's rate by how little evidence there is.

    `customer_id`: The customers, in the order of the answer.
    `evidence`: From `margin_evidence`.
    `overall`: The client's margin per unit of revenue.

    Credibility after Bühlmann & Straub (1970): rate = z x own + (1 - z) x overall, z = W / (W + s2 / a), with W the
    customer's costed revenue, s2 the variance of a day's rate within customers (times the day's amount) and a the
    variance of true rates between customers, both estimated without bias from sums of squares. If a <= 0, customers
    differ by no more than chance, and all get the client's rate.

    Examples
    --------
    Two days of 100 each. A's left 40 and 50, B's -20 and -10: the days of one customer differ little, A and B much,
    so that each keeps nearly the own rate, B's below 0.

    >>> days = pd.DataFrame({"days": 2.0, "amount": 200.0, "margin": [90.0, -30.0], "square": [41.0, 5.0]}, list("AB"))
    >>> shrink_margins(pd.Series(["B", "A", "new"]), days, overall=0.15).rate.round(3).tolist()
    [-0.146, 0.446, 0.15]
    """
    within, between = _variances(evidence, overall)
    mine = evidence.reindex(customer_id)
    weight = mine["amount"].fillna(0).to_numpy(float)
    own = (mine["margin"] / mine["amount"]).fillna(overall).to_numpy(float)
    half = within / between if between > 0 else np.inf
    with np.errstate(invalid="ignore"):
        trust = np.where(weight > 0, weight / (weight + half), 0.0)
    return Margins(
        rate=overall + trust * (own - overall),
        doubt=np.sqrt(max(between, 0.0) * (1 - trust)),
        noise=within,
        overall=overall,
        half=float(half),
        own=int((weight > 0).sum()),
    )


def _variances(evidence: pd.DataFrame, overall: float) -> tuple[float, float]:
    """Return the variance of rates within customers, per unit of revenue, and between them."""
    amount, margin = evidence["amount"].to_numpy(float), evidence["margin"].to_numpy(float)
    repeats = (evidence["days"] - 1).sum()
    if repeats <= 0:
        return 0.0, 0.0
    # Rounding can leave a customer whose days all have one rate a hair below 0.
    within = float(np.maximum(evidence["square"].to_numpy(float) - margin**2 / amount, 0).sum() / repeats)
    total = amount.sum()
    spread = (amount * (margin / amount - margin.sum() / total) ** 2).sum()
    between = (spread - (amount.size - 1) * within) / (total - (amount**2).sum() / total) if amount.size > 1 else 0.0
    return within, float(between)
