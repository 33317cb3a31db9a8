"""What new customers bring and cost."""

from __future__ import annotations

import pandas as pd

from analysis.display.cells import Column, Finding, Note, Table
from analysis.display.chapter import refusable
from analysis.display.formats import share
from analysis.display.language import joined, sentence
from analysis.run.run import Run
from analysis.value import say_acquisition, say_outlook
from analysis.value.facts_beyond import SourceOfCustomers


@refusable("value", money=True)
def new_customer(run: Run) -> Finding:
    """Say what a new customer is worth, and how many replace a lost one."""
    return Finding(say_outlook.new_customer(run.value.facts, run.currency))


@refusable("value", money=True)
def new_customer_note(run: Run) -> Note | None:
    """Say whose history that rests on."""
    v = run.value.facts
    return None if v.new_customer.refusal else Note(say_outlook.basis_of_new_customer(v, run.currency))


@refusable("value")
def payback(run: Run) -> Finding | None:
    """Say when a new customer has brought back what winning them cost."""
    v = run.value.facts
    return Finding(say_acquisition.payback(v, run.currency)) if v.acquisition else None


@refusable("value")
def payback_note(run: Run) -> Note | None:
    """Say whose costs of acquisition that rests on."""
    v = run.value.facts
    return Note(say_acquisition.whose_cost(v)) if v.acquisition and not v.acquisition.refusal else None


@refusable("value")
def sources(run: Run) -> Finding | None:
    """Say which source of customers brings most for what it costs."""
    v = run.value.facts
    return Finding(say_acquisition.sources(v)) if v.acquisition and v.acquisition.sources else None


@refusable("value")
def sources_table(run: Run) -> Table | None:
    """Show value against cost by source of customers."""
    v, currency = run.value.facts, run.currency
    if not v.acquisition or not v.acquisition.sources:
        return None
    rows = [row.model_dump() | {"source": _shown(row)} for row in v.acquisition.sources]
    columns = {
        "source": Column(sentence("Source")),
        "customers": Column(sentence("Customers"), "count"),
        "cost": Column(sentence("Cost of winning one"), "money", currency=currency),
        "value": Column(sentence("Value of one, to date and ahead"), "money", currency=currency),
        "ratio": Column(sentence("Value : cost"), "number", digits=1),
        "low": Column(sentence("{share} from", share=share(0.95)), "number", digits=1),
        "high": Column(sentence("to"), "number", digits=1),
    }
    return Table(
        pd.DataFrame(rows),
        columns,
        caption=sentence("What customers bring for what winning them cost, by source"),
        sort_note=joined(
            sentence("Sorted by value : cost."),
            sentence(
                "Value: margin to date plus value ahead; sources that began early have had more time. Intervals take a "
                "source's customers for a sample of those it brings."
            ),
            sentence("Indicative: fewer than 30."),
        ),
    )


def _shown(row: SourceOfCustomers) -> str:
    name = say_acquisition.source_name(row)
    return sentence("{source} (indicative)", source=name) if row.indicative else name
