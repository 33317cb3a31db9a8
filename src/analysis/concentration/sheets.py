"""The whole lists of the chapter, for customers.xlsx."""

from __future__ import annotations

from dataclasses import replace

from analysis.concentration import views
from analysis.display.cells import Column, Table
from analysis.display.language import sentence
from analysis.run.run import Run


def sheets(run: Run) -> list[tuple[str, Table]]:
    """Return what each class brings, and who costs money; nothing where the chapter is refused."""
    if run.concentration.refusal is not None:
        return []
    unprofitable = _unprofitable(run)
    classes = [(sentence("Classes"), _classes(run))]
    return classes if unprofitable.frame.empty else [(sentence("Unprofitable"), unprofitable), *classes]


def _classes(run: Run) -> Table:
    table = views.class_table(run)
    columns: dict[str, Column] = {}
    for name, column in table.columns.items():
        columns[name] = column
        if name == "revenue_share":
            columns["cumulative_share"] = Column(sentence("Share of revenue, added up"), "share")
    return replace(
        table, frame=table.frame.assign(cumulative_share=lambda t: t["revenue_share"].cumsum()), columns=columns
    )


def _unprofitable(run: Run) -> Table:
    """Return the customers with a margin below 0, the costliest first."""
    customers = run.customers.reset_index()
    costly = customers[customers["margin"] < 0].sort_values(["margin", "customer_id"], kind="stable")
    costly = costly.assign(margin_share=(costly["margin"] / costly["revenue"]).where(costly["revenue"] > 0))
    columns = {
        "customer_id": Column(sentence("Customer")),
        "abc_class": Column(sentence("Class")),
        "revenue": Column(sentence("Revenue"), "money", currency=run.currency),
        "margin": Column(sentence("Margin"), "money", currency=run.currency, bar=True),
        "margin_share": Column(sentence("Margin, share of revenue"), "share"),
    }
    if run.client.has_days:
        columns["last_purchase"] = Column(sentence("Last purchase"), "day")
    return Table(
        costly,
        columns,
        caption=sentence("Customers whose margin is below 0"),
        sort_note=sentence("Sorted by margin, the costliest first."),
    )
