"""What is ahead where the data hold no amounts: purchases and who is still a customer, without any money."""

from __future__ import annotations

import pandas as pd

from analysis.backtest import forecast_checks
from analysis.backtest.fits import p_alive
from analysis.btyd import PurchaseModel


def count_ahead(
    model: PurchaseModel, lifetime: PurchaseModel | None, customers: pd.DataFrame, horizon_days: int, factor: float
) -> pd.DataFrame:
    """Return the expected purchases of every customer; nobody has a class by money."""
    ahead = forecast_checks.expected_purchases(model, customers, horizon_days)
    scores = pd.DataFrame(
        {
            "customer_id": customers["customer_id"].to_numpy(),
            "p_alive": float("nan") if lifetime is None else p_alive(lifetime, customers),
            "expected_purchases": ahead * factor,
        }
    )
    return scores.assign(abc_class="N", forward_class="N")
