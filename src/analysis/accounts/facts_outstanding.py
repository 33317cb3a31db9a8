"""What the chapter on accounts prints of receivables."""

from __future__ import annotations

from analysis.facts import Facts, fact


class OutstandingFacts(Facts):
    """What customers owe, for how long, and what the credit costs."""

    known: bool = fact(
        "yes/no", "is there an invoice of a table of receivables by the observation end; else all is null"
    )
    invoices: int | None = fact("invoices", "written by the observation end", None)
    customers: int | None = fact("customers", "with an invoice", None)
    open: float | None = fact("money", "not paid yet", None, headline=True)
    past_due: float | None = fact("money", "of it, past due", None, headline=True)
    ageing: dict[str, float] = fact("money", "open, by days past due", default_factory=dict)
    invoiced: float | None = fact("money", "in the last 365 days", None)
    days_outstanding: float | None = fact("days", "open / invoiced x 365; null where nothing was invoiced", None)
    annual_rate: float | None = fact("fraction per year", "that tied up money costs", None)
    credit_cost: float | None = fact("money", "a year, of all that was outstanding in the last 365 days", None)
    long_past_due: int | None = fact("customers", "with an invoice more than 90 days past due", None)
    long_past_due_amount: float | None = fact("money", "of theirs, more than 90 days past due", None)
