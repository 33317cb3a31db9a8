"""What a client's files say of each customer by a day, beside how often and how lately they bought."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.churn.early_warning import COMPLAINTS

if TYPE_CHECKING:
    from analysis.ledger.ledger import Ledger

DATED = frozenset({"category", "channel", "discounted", "returned", "satisfaction", "contacts", "complaints"})
"""Signs that carry a day: what was known only afterwards cannot be among them."""
LEAST = 30
"""Customers of whom a sign must be known."""
CONTACT_DAYS = 365


@dataclass(frozen=True, eq=False)
class Sources:
    """Where signs come from: the ledger, optional tables, attributes indexed by customer_id."""

    ledger: Ledger
    surveys: pd.DataFrame | None
    contacts: pd.DataFrame | None
    attributes: pd.DataFrame


def signs_by(of: Sources, day: dt.date, ids: pd.Series) -> pd.DataFrame:
    """Return what was known by the end of a day of each customer, in their order; no column where nothing is given.

    Returns
    -------
    DataFrame
        category, channel (where most of their lines are), discounted, returned (shares of what they bought, in
        money), satisfaction (their last answer), contacts, complaints (within 365 days), and the client's attributes,
        which have no day.
    """
    found = {**_of_lines(of, day), **_of_tables(of, pd.Timestamp(day))}
    table = pd.DataFrame({name: sign.reindex(ids).to_numpy() for name, sign in found.items()}, index=range(len(ids)))
    more = of.attributes.reindex(ids).reset_index(drop=True)
    table = table.join(more[[name for name in more if name not in table]])
    known = [name for name in table if table[name].notna().sum() >= LEAST]
    return table[[name for name in known if len(table[name].dropna().unique()) > 1]]


def _of_lines(of: Sources, day: dt.date) -> dict[str, pd.Series]:
    import narwhals as nw

    from analysis.ledger.habits import discounted_share

    columns, rows = of.ledger.columns, of.ledger.rows.filter(nw.col("date") <= day)
    named = ("category", "channel")
    found: dict[str, pd.Series] = {name: _most(rows, name) for name in named if name in columns}
    if "discount" in columns:
        found["discounted"] = discounted_share(rows)
    sums, customers = of.ledger.by_day
    seen = (sums["day"] <= (day - dt.date(1970, 1, 1)).days).to_numpy()
    who, net, returned = (sums[name].to_numpy()[seen] for name in ("customer", "net", "returned"))
    if returned.any():
        back, sold = (np.bincount(who, value, len(customers)) for value in (-returned, net - returned))
        share = np.divide(back, sold, out=np.full(len(customers), np.nan), where=sold > 0)
        found["returned"] = pd.Series(np.minimum(share, 1.0), customers["customer_id"].to_numpy(object))
    return found


def _most(rows: Any, column: str) -> pd.Series:
    """Return the value that most of a customer's lines have; of equals the first by name."""
    import narwhals as nw

    lines = rows.filter(~nw.col(column).is_null()).group_by("customer_id", column).agg(n=nw.len())
    table = lines.collect("pandas").to_native().sort_values(["n", column], ascending=[False, True], kind="stable")
    return table.drop_duplicates("customer_id").set_index("customer_id")[column].astype("str")


def _of_tables(of: Sources, day: pd.Timestamp) -> dict[str, pd.Series]:
    found = {}
    if of.surveys is not None and "satisfaction" in of.surveys:
        asked = of.surveys[(of.surveys["date"] <= day) & of.surveys["satisfaction"].notna()]
        found["satisfaction"] = asked.sort_values("date", kind="stable").groupby("customer_id")["satisfaction"].last()
    if of.contacts is not None and len(of.contacts):
        lately = of.contacts[of.contacts["date"].between(day - pd.Timedelta(days=CONTACT_DAYS), day)]
        everybody = pd.Index(of.contacts["customer_id"].unique())
        found["contacts"] = np.log1p(lately.groupby("customer_id").size().reindex(everybody, fill_value=0))
        if "kind" in lately:
            complaint = lately["kind"].fillna("").astype(str).str.contains(COMPLAINTS)
            found["complaints"] = complaint.groupby(lately["customer_id"]).any().reindex(everybody, fill_value=False)
            found["complaints"] = found["complaints"].astype(float)
    return {name: sign.astype("float64") for name, sign in found.items()}
