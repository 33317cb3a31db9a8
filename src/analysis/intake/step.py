"""The account of what was read, used and left out, as facts."""

from __future__ import annotations

from analysis.intake.facts import DataFacts, MonthsFacts, data_facts
from analysis.run.step import Answer, Inputs, step


@step("data", DataFacts, needs=("account", "client_name"))
def data(given: Inputs) -> Answer:
    """Return what the report says of the data it rests on."""
    return data_facts(given.client_name, given.account), {}


@step("months", MonthsFacts, needs=("ledger",))
def months(given: Inputs) -> Answer:
    """Sum up the revenue and the buying customers of each calendar month."""
    ledger = given.ledger
    if not ledger.has_days or not ledger.has_amounts:
        return MonthsFacts(), {}
    table = ledger.months()
    least, most = table.loc[table["revenue"].idxmin()], table.loc[table["revenue"].idxmax()]
    facts = MonthsFacts(
        months=len(table),
        least=float(least["revenue"]),
        least_month=least["month"].date(),
        most=float(most["revenue"]),
        most_month=most["month"].date(),
    )
    return facts, {"months": table}


STEPS = (data, months)
