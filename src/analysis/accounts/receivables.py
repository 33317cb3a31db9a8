"""What customers owe: days outstanding, ageing of what is open, and what the credit costs."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

YEAR = 365
LONG_OVERDUE = 90
"""Days past due from which on an invoice is a matter of its own."""
BUCKETS = ("not_due", "to_30", "to_60", "to_90", "over_90")
ENDS = (0, 30, 60, LONG_OVERDUE)
"""Days past due at which the buckets end; the last has no end."""


def invoices_at(receivables: pd.DataFrame, until: dt.date) -> pd.DataFrame:
    """Return the invoices written by a day, as they stood then.

    Parameters
    ----------
    receivables : DataFrame
        customer_id, invoice (day), amount; due and paid (days) where known: without a due day it is due at once, and
        without a day of payment it is open.

    Returns
    -------
    DataFrame
        customer_id, invoice, due, amount, is_open, days_past_due (0 or less: not due), bucket (one of `BUCKETS`),
        days_of_year (for which it was outstanding within the last 365 days).
    """
    end = pd.Timestamp(until)
    table = receivables[receivables["invoice"] <= end].reset_index(drop=True)
    nothing = pd.Series(pd.NaT, table.index)
    due = table.get("due", nothing).fillna(table["invoice"])
    paid = table.get("paid", nothing)
    is_open = paid.isna() | (paid > end)
    past = (end - due).dt.days
    bucket = np.array(BUCKETS, dtype=object)[np.searchsorted(ENDS, past, side="left")]
    since = table["invoice"].clip(lower=end - pd.Timedelta(days=YEAR))
    outstanding = (paid.where(~is_open, end) - since).dt.days.clip(lower=0)
    return table[["customer_id", "invoice", "amount"]].assign(
        due=due, is_open=is_open, days_past_due=past, bucket=bucket, days_of_year=outstanding
    )


def owed_by(invoices: pd.DataFrame, until: dt.date, annual_rate: float) -> pd.DataFrame:
    """Return what each customer owes.

    `invoices`: From `invoices_at`.
    `annual_rate`: Of the money that is tied up, fraction per year.
    Returns DataFrame indexed by customer_id: open, past_due, one column per bucket of what is open (money), invoiced
    (in the last 365 days), days_outstanding (open / invoiced x 365; missing where nothing was invoiced), oldest (days
    past due of the oldest open invoice, 0 if none), long_past_due (is that more than 90), credit_cost (money a year).

    Days sales outstanding by the balance method. The cost of credit is amount x days outstanding in the last 365 x
    rate / 365, whether paid since or not.
    """
    amount, is_open = invoices["amount"], invoices["is_open"]
    left = amount.where(is_open, 0.0)
    recent = invoices["invoice"] > pd.Timestamp(until) - pd.Timedelta(days=YEAR)
    parts = {name: left.where(invoices["bucket"] == name, 0.0) for name in BUCKETS}
    rows = pd.DataFrame(
        {
            "customer_id": invoices["customer_id"],
            "open": left,
            "past_due": left.where(invoices["days_past_due"] > 0, 0.0),
            **parts,
            "invoiced": amount.where(recent, 0.0),
            "credit_cost": amount * invoices["days_of_year"] * annual_rate / YEAR,
        }
    )
    table = rows.groupby("customer_id").sum()
    oldest = invoices["days_past_due"].where(is_open).clip(lower=0).groupby(invoices["customer_id"]).max()
    table["days_outstanding"] = (table["open"] / table["invoiced"] * YEAR).where(table["invoiced"] > 0)
    table["oldest"] = oldest.reindex(table.index).fillna(0).astype("int64")
    return table.assign(long_past_due=table["oldest"] > LONG_OVERDUE)
