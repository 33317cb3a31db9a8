"""Which forecast of spend holds inside the calibration window, and what it says of each customer."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.backtest import holdout, spend_checks
from analysis.btyd import SpendFit, fit_spend
from analysis.btyd.facts import SpendContest
from analysis.facts import refused

if TYPE_CHECKING:
    from analysis.backtest.past import Past

BANDS = (0, 1, 3, np.inf)

Array = NDArray[np.float64]


def expected_spend(spend: SpendFit, customers: pd.DataFrame) -> Array:
    """Return the expected net amount of a customer's next purchase.

    Gamma-Gamma where it is trusted, else the mean amount of a purchase day within bands of frequency
    (0, 1, 2-3, more repeat purchases). Both are scaled by revenue / sum of purchase days, because goods that
    come back on a later day stand in revenue only.
    """
    kept = customers["revenue"].sum() / customers["purchase_amount"].sum()
    if spend.model is not None:
        amount = spend.model.expected_spend(
            customers["frequency"].to_numpy(float), customers["monetary_value"].to_numpy(float)
        )
    else:
        band = np.searchsorted(BANDS, customers["frequency"].to_numpy(float))
        days = customers["frequency"] + 1
        sums = pd.DataFrame({"amount": customers["purchase_amount"], "days": days}).groupby(band).transform("sum")
        amount = (sums["amount"] / sums["days"]).to_numpy(float)
    return amount * kept


def no_spend(_: SpendFit, customers: pd.DataFrame) -> Array:
    """Return 0 for every customer: what a purchase brings where the data hold no amounts."""
    return np.zeros(len(customers))


def fit_spend_to(customers: pd.DataFrame) -> SpendFit:
    """Fit the spend model to the customers as seen at one day."""
    return fit_spend(customers["frequency"], customers["monetary_value"])


def judged_spend(contest: SpendContest | None, customers: pd.DataFrame) -> SpendFit:
    """Return the same, without its model where past spend by frequency band speaks against it."""
    spend = fit_spend_to(customers)
    if contest is None or contest.product_holds or spend.model is None:
        return spend
    reason = refused("means_better", means=contest.means, product=contest.product)
    return replace(spend, model=None, status="not used", reasons=(reason,))


def compare_spend(past: Past, calibration_end: dt.date) -> SpendContest | None:
    """Say which spend forecast was closer by frequency band inside the calibration window; None if it is unknown."""
    windows = []
    for split in holdout.inner_splits(past.first, calibration_end):
        customers = past.customers_at(split.origin)
        fit = fit_spend_to(customers) if len(customers) and split.days > 0 else None
        if fit is not None and fit.trusted:
            spends = (expected_spend(kind, customers) for kind in (fit, replace(fit, model=None)))
            windows.append((customers, *spends, past.observe(split.origin, split.end)))
    contest = spend_checks.compare_spend(windows)
    return None if contest is None else SpendContest(**asdict(contest), product_holds=contest.product_holds)
