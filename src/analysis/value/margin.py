"""The margins of the customers that are valued: their own, the client file's, or none."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.ledger.ledger import Ledger
from analysis.value import facts
from analysis.value.margins import Margins, one_rate, shrink_margins


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
