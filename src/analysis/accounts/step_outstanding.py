"""What customers owe, where the client file names a table of receivables."""

from __future__ import annotations

import datetime as dt

from analysis.accounts.facts_beside import OutstandingFacts
from analysis.accounts.receivables import BUCKETS, YEAR, invoices_at, owed_by
from analysis.run.step import Answer, Inputs, step


@step(
    "outstanding",
    OutstandingFacts,
    after=("data",),
    parameters=("annual_discount_rate",),
    needs=("ledger", "receivables"),
)
def outstanding(given: Inputs) -> Answer:
    """Sum up what is open and overdue, now and a year ago."""
    receivables, end = given.receivables, given.ledger.observation_end
    rate = given.parameters.annual_discount_rate
    if receivables is None:
        return OutstandingFacts(known=False), {}
    now = invoices_at(receivables, end)
    if now.empty:
        return OutstandingFacts(known=False), {}
    then = end - dt.timedelta(days=YEAR)
    owed, before = owed_by(now, end, rate), owed_by(invoices_at(receivables, then), then, rate)
    still, invoiced = float(owed["open"].sum()), float(owed["invoiced"].sum())
    facts = OutstandingFacts(
        known=True,
        invoices=len(now),
        customers=len(owed),
        open=still,
        past_due=float(owed["past_due"].sum()),
        ageing={name: float(owed[name].sum()) for name in BUCKETS},
        invoiced=invoiced,
        days_outstanding=still / invoiced * YEAR if invoiced > 0 else None,
        annual_rate=rate,
        credit_cost=float(owed["credit_cost"].sum()),
        long_past_due=int(owed["long_past_due"].sum()),
        long_past_due_amount=float(owed["over_90"].sum()),
    )
    ordered = owed.reset_index().sort_values(["past_due", "open", "customer_id"], ascending=[False, False, True])
    return facts, {"owed": ordered.reset_index(drop=True), "owed_before": before.reset_index()}
