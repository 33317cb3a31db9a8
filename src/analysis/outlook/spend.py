"""Which forecast of spend holds inside the calibration window, and whether purchases change in size."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.backtest import holdout, spend_checks
from analysis.btyd import SpendFit
from analysis.value import clv as value

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from analysis.backtest.past import Past
    from analysis.run.run import Run

Numbers = dict[str, Any]


def compare_spend(
    past: Past, calibration_end: dt.date, fit_spend_of: Callable[[pd.DataFrame], SpendFit]
) -> Numbers | None:
    """Say which spend forecast was closer by frequency band inside the calibration window; None if it is unknown."""
    windows = []
    for split in holdout.inner_splits(past.first, calibration_end):
        customers = past.customers_at(split.origin)
        fit = fit_spend_of(customers) if len(customers) and split.days > 0 else None
        if fit is not None and fit.trusted:
            spends = (value.expected_spend(kind, customers) for kind in (fit, replace(fit, model=None)))
            windows.append((customers, *spends, past.observe(split.origin, split.end)))
    contest = spend_checks.compare_spend(windows)
    return None if contest is None else asdict(contest) | {"product_holds": contest.product_holds}


def accepted(spend: SpendFit, contest: Numbers | None) -> SpendFit:
    """Return the spend fit, or one without its model where the backtest by frequency band speaks against it."""
    if contest is None or contest["product_holds"] or spend.model is None:
        return spend
    reason = (
        f"on earlier days the mean purchase by frequency forecast the spend of each frequency band better "
        f"({contest['means']:.1%} off against {contest['product']:.1%})"
    )
    return replace(spend, model=None, status=f"not used, because {reason}", reasons=(reason,))


def spend_drift(run: Run) -> Numbers | None:
    """Return how the mean purchase of the later half of the period differs from the earlier half's."""
    middle = run.first_day + (run.observation_end - run.first_day) // 2
    zero = run.client.parameters.zero_is_purchase
    halves = spend_checks.purchases_by_half(run.transactions, middle, zero_is_purchase=zero)
    everyone = spend_checks.drift_of_spend(halves)
    both = spend_checks.drift_of_spend(halves[(halves["earlier"] > 0) & (halves["later"] > 0)])
    return None if everyone is None else {"middle": middle.isoformat(), "all": everyone, "same_customers": both}
