"""Whose contract is up for renewal: the list of the chapter, and whole for Excel."""

from __future__ import annotations

import pandas as pd

from analysis.display.cells import Column, Table
from analysis.display.formats import count
from analysis.display.language import sentence
from analysis.run.run import Run


def contract_sheets(run: Run) -> list[tuple[str, Table]]:
    """Return the sheet of the contracts whose renewal is due; none where contracts are not known."""
    c = run.contracts
    if c.refusal or not c.facts.listed or c.facts.stated or c.facts.renewals.refusal:
        return []
    table = due(run)
    return [(sentence("Renewals"), table)] if table is not None else []


def due(run: Run, top: int | None = None) -> Table | None:
    """Return the contracts whose next renewal is due, most money at risk first; without amounts the least likely first.

    Parameters
    ----------
    run : Run
        Of a client whose renewals are modelled.
    top : int, optional
        Rows to show; by default all.
    """
    r, scores = run.contracts.facts.renewals, run.contracts.tables["scores"]
    last = pd.Timestamp(run.observation_end) + pd.Timedelta(days=r.due_days)
    frame = scores[scores["next_renewal_day"] <= last]
    if frame.empty:
        return None
    columns = {
        "customer_id": Column(sentence("Customer")),
        "contract_start": Column(sentence("Customer since"), "day"),
        "next_renewal_day": Column(sentence("Next renewal"), "day"),
        "renewal_probability": Column(sentence("Will renew"), "share"),
    }
    total, by, ascending = {}, ["renewal_probability", "customer_id"], [True, True]
    note = sentence("Sorted by the probability to renew, the lowest first.")
    if run.client.has_amounts:
        columns["contract_monthly_revenue"] = Column(sentence("Brings a month"), "money", currency=run.currency)
        at_risk = Column(sentence("At risk a month"), "money", currency=run.currency, bar=True)
        columns["renewal_revenue_at_risk"] = at_risk
        total = {name: frame[name].sum() for name in ("contract_monthly_revenue", "renewal_revenue_at_risk")}
        by, ascending = ["renewal_revenue_at_risk", "customer_id"], [False, True]
        note = sentence("Sorted by revenue a month times the probability that it is not renewed.")
    return Table(
        frame.sort_values(by, ascending=ascending, kind="stable", ignore_index=True),
        columns,
        top=top,
        total=total or None,
        sheet=sentence("Renewals"),
        caption=sentence("Contracts up for renewal in the next {days} days", days=count(r.due_days)),
        sort_note=note,
    )
