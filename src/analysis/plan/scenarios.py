"""What if: the largest leave, customers move up a class, the price rises."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from analysis.plan.facts_more import Largest, MoveUp, Price, Scenarios
from analysis.plan.states import GONE, LOST

if TYPE_CHECKING:
    from analysis.run.step import Inputs

RISE = 0.01
MOVED = 10
THREE = 3
CONTRACT = "contract_value_left"
YEAR = 365


def loss_of_volume(rise: float, margin_rate: float) -> float:
    """Return the loss of volume at which a higher price leaves the margin as it was: rise / (margin + rise).

    `rise`, `margin_rate`: Fractions of the price today.

    Examples
    --------
    >>> round(loss_of_volume(0.01, 0.25), 4)
    0.0385
    """
    return rise / (margin_rate + rise)


def scenarios(given: Inputs, table: pd.DataFrame) -> Scenarios:
    """Return what follows if the largest leave, ten of class B move up, or the price rises."""
    if not given.ledger.has_amounts:
        return Scenarios()
    rate = given.value.facts.margin_rate
    if rate is None:
        rate = given.ledger.own_margin_rate or given.parameters.margin_rate
    price = Price(rise=RISE, margin_rate=rate, loss=loss_of_volume(RISE, rate)) if rate and rate > 0 else None
    worth = worth_of(given)
    return Scenarios(largest=_largest(given, worth, table), move_up=_move_up(given.customers, worth), price=price)


def worth_of(given: Inputs) -> pd.Series | None:
    """Return what each customer is worth over the value's horizon, else the contract; None where nobody can say."""
    for scores, name in ((given.value.tables.get("scores"), "worth"), (given.contracts.tables.get("scores"), CONTRACT)):
        if scores is not None and name in scores and scores[name].notna().any():
            found: pd.Series = scores.set_index("customer_id")[name]
            return found
    return None


def _largest(given: Inputs, worth: pd.Series | None, table: pd.DataFrame) -> Largest | None:
    ledger = given.ledger
    days = min(YEAR, (ledger.observation_end - ledger.first).days + 1)
    seen = ledger.observe(ledger.observation_end - dt.timedelta(days=days), ledger.observation_end)["revenue"]
    if not ledger.has_days or seen.empty or not seen.sum() > 0:
        return None
    left = table.loc[table["customer_state"].isin([LOST, GONE]), "customer_id"]
    top = seen.drop(left, errors="ignore").sort_index().sort_values(ascending=False, kind="stable").head(THREE)
    if top.empty:
        return None
    total = float(worth.sum()) if worth is not None else 0.0
    ahead = None if worth is None else float(worth.reindex(top.index).sum())
    return Largest(
        customers=len(top),
        days=days,
        revenue=float(top.sum()),
        revenue_share=float(top.sum() / seen.sum()),
        worth=ahead,
        worth_share=ahead / total if ahead is not None and total > 0 else None,
    )


def _move_up(customers: pd.DataFrame, worth: pd.Series | None) -> MoveUp | None:
    """Return what ten of class B would bring if they brought what one of class A does."""
    in_a, in_b = (customers[customers["abc_class"] == name] for name in "AB")
    if worth is None or in_a.empty or in_b.empty:
        return None
    nearest = in_b.sort_values("revenue", ascending=False, kind="stable").head(MOVED)
    mean_a, mean_b = (float(worth.reindex(part["customer_id"]).mean()) for part in (in_a, in_b))
    if not mean_a > mean_b:
        return None
    now = float(worth.reindex(nearest["customer_id"]).fillna(0.0).sum())
    lacking = (float(in_a["revenue"].min()) - nearest["revenue"]).clip(lower=0)
    return MoveUp(
        customers=len(nearest),
        to_cross=float(lacking.sum()),
        each_b=mean_b,
        each_a=mean_a,
        gain=mean_a * len(nearest) - now,
    )
