"""What the notebook on accounts shows of profit and loss: one function per cell."""

from __future__ import annotations

from typing import Any

from analysis.accounts import draw, say_profit, tables
from analysis.display import formats
from analysis.display.cells import Column, Finding, Note, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.language import joined, sentence
from analysis.display.names import called
from analysis.run.run import Run
from analysis.words import accounts as words

TOP = 6


@refusable("profitability", speaks=True)
def losses(run: Run) -> Finding:
    """Say how many customers cost money, and how much."""
    return Finding(words.losses(run.profitability.facts, run.currency))


@refusable("profitability")
def whale_figure(run: Run) -> Any:
    """Draw the whale curve; where nobody costs money the sentence says all."""
    p = run.profitability
    if not p.facts.unprofitable:
        return None
    ax = draw.plot_whale(p.tables["whale"], peak_customers=p.facts.peak_customers, currency=run.currency)
    return finished(ax, say_profit.whale_title(p.facts, run.currency), source_of(run))


@refusable("profitability")
@called
def unprofitable_table(run: Run) -> Table | None:
    """Show who costs most, with what would turn it."""
    if not run.profitability.facts.unprofitable:
        return None
    whole = tables.unprofitable(run)
    short = ("customer_id", "revenue", "account_margin", "turned", "last_year")
    return tables.shortened(whole, short, top=TOP, sheet=sentence("Unprofitable"))


@refusable("profitability")
def turns(run: Run) -> Note | None:
    """Say what would turn the losses."""
    p = run.profitability.facts
    return Note.of(joined(say_profit.below_cost(p, run.currency) or "", say_profit.turns(p) or ""))


@refusable("profitability")
def classes(run: Run) -> Finding:
    """Say how the classes by margin differ from those by revenue."""
    return Finding(say_profit.classes(run.profitability.facts))


@refusable("profitability")
def class_table(run: Run) -> Table | None:
    """Show the classes by revenue against those by margin, if they differ for more than a few."""
    if run.profitability.facts.same_class >= say_profit.NEARLY * run.profitability.facts.customers:
        return None
    pairs = run.profitability.tables["classes"]
    wide = pairs.pivot_table(index="revenue_class", columns="margin_class", values="customers", aggfunc="sum")
    frame = wide.reindex(columns=list("ABCN")).fillna(0).astype(int).reset_index()
    margin = pairs.groupby("revenue_class")["margin"].sum()
    frame["margin"] = frame["revenue_class"].map(margin)
    columns = {
        "revenue_class": Column(sentence("By revenue")),
        **{name: Column(sentence("{name} by margin", name=name), "count") for name in "ABC"},
        "N": Column(sentence("No margin (N)"), "count"),
        "margin": Column(sentence("Margin"), "money", currency=run.currency, digits=0),
    }
    total = {key: frame[key].sum() for key in columns if key != "revenue_class"}
    a = run.client.parameters.abc
    return Table(
        frame,
        columns,
        total=total,
        caption=sentence("Customers by class of revenue and class of margin"),
        sort_note=sentence(
            "A brings the first {a} of the revenue or margin above 0, B up to {b}, C the rest; N nothing or less.",
            a=formats.share(a.a),
            b=formats.share(a.b),
        ),
    )
