"""What new customers bring and cost, and what fewer lost ones would bring."""

from __future__ import annotations

import pandas as pd

from analysis.chapters import refusable
from analysis.display import formats
from analysis.display.cells import Column, Finding, Note, Table
from analysis.findings import acquisition, outlook
from analysis.run.run import Run


@refusable("value", money=True)
def new_customer(run: Run) -> Finding:
    """Say what a new customer is worth, and how many replace a lost one."""
    return Finding(outlook.new_customer(run.value.numbers, run.data["currency"]))


@refusable("value", money=True)
def new_customer_note(run: Run) -> Note | None:
    """Say whose history that rests on."""
    n, v = run.value.numbers["new_customer"], run.value.numbers
    if n["refusal"]:
        return None
    change = n["change_without_old"]
    return Note(
        f"{outlook.known_newcomers(n)} Expected are "
        f"{formats.number(n['repeat_purchases'])} repeat purchases of "
        f"{formats.money(n['repeat_spend'], run.data['currency'])} after a first one of "
        f"{formats.money(n['first_purchase'], run.data['currency'])}; the interval is the doubt about the model's "
        f"parameters, not chance. Fitted to these customers only, {v['model']} expects "
        f"{formats.share(abs(change))} {'more' if change > 0 else 'fewer'} purchases of all customers."
        f"{acquisition.before_costs(v)}"
    )


@refusable("value")
def payback(run: Run) -> Finding | None:
    """Say when a new customer has brought back what winning them cost."""
    v = run.value.numbers
    return Finding(acquisition.payback(v, run.data["currency"])) if v["acquisition"] else None


@refusable("value")
def payback_note(run: Run) -> Note | None:
    """Say whose costs of acquisition that rests on."""
    v = run.value.numbers
    return None if not v["acquisition"] or v["acquisition"]["refusal"] else Note(acquisition.whose_cost(v))


@refusable("value")
def sources(run: Run) -> Finding | None:
    """Say which source of customers brings most for what it costs."""
    v = run.value.numbers
    return Finding(acquisition.sources(v)) if v["acquisition"] and v["acquisition"].get("sources") else None


@refusable("value")
def sources_table(run: Run) -> Table | None:
    """Show value against cost by source of customers."""
    v, currency = run.value.numbers, run.data["currency"]
    if not v["acquisition"] or not v["acquisition"].get("sources"):
        return None
    rows = pd.DataFrame(v["acquisition"]["sources"])
    names = [acquisition.source_name(row) for row in v["acquisition"]["sources"]]
    few = rows["indicative"].map({True: " (indicative)", False: ""})
    columns = {
        "source": Column("Source"),
        "customers": Column("Customers", "count"),
        "cost": Column("Cost of winning one", "money", currency=currency),
        "value": Column("Value of one, to date and ahead", "money", currency=currency),
        "ratio": Column("Value : cost", "number", digits=1),
        "low": Column("95\u202f% from", "number", digits=1),
        "high": Column("to", "number", digits=1),
    }
    return Table(
        rows.assign(source=pd.Series(names, dtype=object) + few),
        columns,
        caption="What customers bring for what winning them cost, by source",
        sort_note=(
            "Sorted by value : cost. Value: margin to date plus value ahead; sources that began early have had more "
            "time. Intervals take a source's customers for a sample of those it brings. Indicative: fewer than 30."
        ),
    )


@refusable("value", money=True)
def less_churn(run: Run) -> Finding:
    """Say what 5 % less churn would bring."""
    return Finding(outlook.less_churn(run.value.numbers, run.data["currency"]))


@refusable("value", money=True)
def less_churn_note(run: Run) -> Note | None:
    """Say why the literature promises more."""
    v = run.value.numbers
    if v["churn_minus_5"]["percent"] is None:
        return None
    return Note(
        f"{outlook.literature_on_churn(v)} Here only what lies ahead changes: who has left stays away. "
        f"{v['model']}; intervals: doubt about its parameters.{acquisition.before_costs(v)}"
    )
