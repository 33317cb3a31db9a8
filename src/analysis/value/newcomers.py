"""What a new customer is worth, and how many replace a lost one, or why that cannot be said."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from analysis.backtest import forecast_checks
from analysis.facts import Refusal, refused
from analysis.schema import FEW_REPEATERS
from analysis.value import facts_beyond, prospects
from analysis.value.margins import Margins

if TYPE_CHECKING:
    from analysis.backtest.made import Made
    from analysis.value.clv import Horizon


def acquired_on(accounts: pd.DataFrame | None) -> pd.Series | None:
    """Return the day on which customers were won, by customer_id, where the table of customers says it."""
    return None if accounts is None or "acquired_on" not in accounts else accounts["acquired_on"]


def new_customer(
    made: Made,
    customers: pd.DataFrame,
    scores: pd.DataFrame,
    margins: Margins | None,
    *,
    horizon: Horizon,
    first: dt.date,
    burn_in: int | None,
    acquired: pd.Series | None,
) -> tuple[facts_beyond.NewCustomer, prospects.NewCustomer | None]:
    """Return what a new customer is worth and how many replace a lost class A customer, or why not.

    Both sides of the replacement are before the costs of serving: what a new customer will cost is not known.
    """
    rate = 1.0 if margins is None else margins.overall
    if burn_in is None:
        return facts_beyond.NewCustomer(refusal=refused("new_nobody_twice"), burn_in_days=None), None
    dated = acquired is not None and bool(acquired.notna().any())
    old = prospects.possibly_old(customers, first, burn_in, acquired)
    newcomers = customers[~old].reset_index(drop=True)
    found = facts_beyond.NewCustomer(burn_in_days=burn_in, dated=dated, customers=len(newcomers))
    if newcomers.empty:
        return _refused(found, refused("nobody_new", burn_in_days=burn_in, dated=dated)), None
    again = int((newcomers["frequency"] > 0).sum())
    if again < FEW_REPEATERS:
        seen = {"burn_in_days": burn_in, "new": len(newcomers), "everyone": len(customers), "again": again}
        return _refused(found, refused("too_few_new", **seen, needed=FEW_REPEATERS)), None
    new = prospects.value_new_customer(newcomers, horizon=horizon, shared=made.uncertainty["revenue"].together)
    low, high = sorted(end * rate for end in new.revenue_interval)
    inner = forecast_checks.expected_purchases
    before = inner(made.model, customers, horizon.days).sum()
    update: dict[str, object] = {
        "value": new.revenue * rate,
        "interval": (low, high),
        "first_purchase": new.first_purchase,
        "repeat_purchases": new.repeat_purchases,
        "repeat_spend": new.repeat_spend,
        "change_without_old": float(inner(new.model, customers, horizon.days).sum() / before - 1),
    }
    best = scores[scores["abc_class"] == "A"]
    worth = best["expected_revenue"] if margins is None else best["expected_margin"]
    alive = best["p_alive"].fillna(1.0)
    ratio = prospects.replacement_ratio(worth, alive, new.revenue * rate)
    if ratio is not None:
        lost = float(worth.sum() / alive.sum())
        update |= {"class_a_value": lost, "replacement_ratio": ratio, "replacement_interval": (lost / high, lost / low)}
    return found.model_copy(update=update), new


def _refused(found: facts_beyond.NewCustomer, refusal: Refusal) -> facts_beyond.NewCustomer:
    return found.model_copy(update={"refusal": refusal})
