"""What winning customers cost, and what it brought: payback of a new customer, value to cost by source."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

import pandas as pd

from analysis.facts import refused
from analysis.run.store import without_nan
from analysis.value.acquisition import payback, value_to_cost
from analysis.value.facts_costs import Acquisition, SourceOfCustomers
from analysis.value.prospects import possibly_old

if TYPE_CHECKING:
    from analysis.value.margins import Margins
    from analysis.value.prospects import NewCustomer


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
    margins : Margins or None
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
        paid = payback(new.first_purchase * rate, new.cumulative * rate, new.drawn * rate, cac)
        more |= {"payback_month": paid.month, "payback_interval": (paid.low, paid.high)}
        if cac > 0:
            ends = (new.revenue_interval.low * rate / cac, new.revenue_interval.high * rate / cac)
            more |= {"ratio": new.revenue * rate / cac, "ratio_interval": tuple(sorted(ends))}
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
