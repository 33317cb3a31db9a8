"""What winning customers cost, and what it brought: payback of a new customer, value to cost by source."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.value.acquisition import payback, value_to_cost
from analysis.value.prospects import possibly_old

if TYPE_CHECKING:
    from analysis.run.run import Run
    from analysis.value.margins import Margins
    from analysis.value.prospects import NewCustomer

Numbers = dict[str, Any]


def acquisition(
    run: Run, scores: pd.DataFrame, margins: Margins | None, new: NewCustomer | None, burn_in: int | None
) -> Numbers | None:
    """Return payback and value : cost of customers whose acquisition cost is stated; None where none is.

    Parameters
    ----------
    run : Run
    scores : DataFrame
        customer_id, clv.
    margins : Margins or None
    new : NewCustomer or None
        None where what a new customer brings cannot be said.
    burn_in : int or None
        Days from the first day within which a first purchase may not have been the first.

    Returns
    -------
    dict or None
        refusal; known, customers with a stated cost; customers, those of them won within the data: acquired_on is, or
        where it is unknown the first purchase lies after the burn-in; bought, those who did; cost, the sum spent on
        all of them, and cac, that sum per customer who bought; payback_month, payback_interval (None: not within the
        horizon), ratio, ratio_interval of a new customer's value over the horizon to cac, None without `new`; sources,
        the rows of `acquisition.value_to_cost` on margin to date + clv, None without sources.
    """
    cost = _stated(run)
    if cost is None:
        return None
    found: Numbers = {"refusal": None, "known": int(cost["acquisition_cost"].notna().sum())}
    if margins is None:
        return found | {
            "refusal": "What customers cost to win is stated but held against nothing, because no margin is known: "
            "set against revenue it would flatter every source. Give margin_rate, or a cost column in the sources."
        }
    won = _won_within_the_data(run, cost, burn_in)
    bought = int(won["customer_id"].isin(scores["customer_id"]).sum())
    found |= {"customers": len(won), "bought": bought, "cost": math.fsum(won["acquisition_cost"])}
    if not bought:
        return found | {
            "refusal": "What winning a customer costs is stated, but for nobody who is known to be won within the "
            "data and bought: old customers cannot say what new ones bring back."
        }
    cac = found["cost"] / bought
    found |= {"cac": cac} | dict.fromkeys(("payback_month", "payback_interval", "ratio", "ratio_interval", "sources"))
    if new is not None:
        rate = margins.overall
        paid = payback(new.first_purchase * rate, new.cumulative * rate, new.drawn * rate, cac)
        found |= {"payback_month": paid.month, "payback_interval": [paid.low, paid.high]}
    if new is not None and cac > 0:
        ends = (new.revenue_interval.low * rate / cac, new.revenue_interval.high * rate / cac)
        found |= {"ratio": new.revenue * rate / cac, "ratio_interval": sorted(ends)}
    if won["acquisition_source"].notna().any():
        worth = _to_date(run, margins).add(scores.set_index("customer_id")["clv"], fill_value=0)
        table = pd.DataFrame({"source": won["acquisition_source"], "cost": won["acquisition_cost"]})
        table["value"] = won["customer_id"].map(worth).fillna(0.0)  # who never bought brought nothing
        found["sources"] = value_to_cost(table).to_dict("records")
    return found


def _stated(run: Run) -> pd.DataFrame | None:
    """Return customers whose acquisition cost is stated; None if there is none."""
    accounts = run.accounts
    if accounts is None or "acquisition_cost" not in accounts:
        return None
    columns = ["acquisition_cost", "acquisition_source", "acquired_on"]
    known = accounts[accounts["acquisition_cost"].notna()].reindex(columns=columns)
    return known.reset_index() if len(known) else None


def _won_within_the_data(run: Run, cost: pd.DataFrame, burn_in: int | None) -> pd.DataFrame:
    """Return those won from the first day on: by the day that is stated, else by a first purchase after the burn-in."""
    first = run.customers.set_index("customer_id")["first_purchase"]
    table = cost.assign(first_purchase=cost["customer_id"].map(first))
    acquired = table.set_index("customer_id")["acquired_on"].astype("datetime64[ns]")
    start, end = pd.Timestamp(run.first_day), pd.Timestamp(run.observation_end)
    unseen = table["first_purchase"].isna()
    new = ~possibly_old(table, run.first_day, burn_in or 0, acquired) & ~unseen
    silent = unseen & acquired.between(start, end).to_numpy()
    return table[new | silent].reset_index(drop=True)


def _to_date(run: Run, margins: Margins) -> pd.Series:
    """Return the margin that each customer has left so far; at the client's rate where no cost of theirs is known."""
    table = run.customers.set_index("customer_id")
    return table["margin"].fillna(table["revenue"] * margins.overall)
