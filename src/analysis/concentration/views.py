"""What the concentration notebook shows: one function per cell."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.concentration import draw, say
from analysis.concentration.concentration import largest_branches
from analysis.display import formats
from analysis.display.cells import Cards, Column, Finding, Note, Stack, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.language import sentence, sentences
from analysis.display.names import named
from analysis.drawings import plot_pyramid
from analysis.run.run import Run
from analysis.words import concentration as words


@refusable("concentration", speaks=True)
def dependence(run: Run) -> Finding:
    """Say how few customers bring half of the revenue."""
    return Finding(words.dependence(run.concentration.facts))


@refusable("concentration")
def key_numbers(run: Run) -> Cards:
    """Show what a few customers account for."""
    c = run.concentration.facts
    shares = {q: formats.share(c.top_share[q], 1) for q in ("0.01", "0.1", "0.2")}
    band = {q: formats.interval(low, high, formats.share) for q, (low, high) in c.top_share_interval.items()}
    low, high = c.gini_interval
    return Cards(
        [
            (sentence("Top 1 % bring"), shares["0.01"], band["0.01"]),
            (sentence("Top 10 % bring"), shares["0.1"], band["0.1"]),
            (sentence("Top 20 % bring"), shares["0.2"], band["0.2"]),
            (sentence("Gini coefficient"), formats.number(c.gini), formats.interval(low, high, formats.number)),
        ]
    )


@refusable("concentration")
def stability(run: Run) -> Note:
    """Say what the ranges are."""
    return Note(say.stability())


@refusable("concentration")
def eighty_twenty(run: Run) -> Finding:
    """Test the 80/20 rule."""
    return Finding(words.eighty_twenty(run.concentration.facts))


@refusable("concentration")
def lorenz_figure(run: Run) -> Any:
    """Draw the Lorenz curve."""
    shares = run.concentration
    n = shares.facts.customers
    counted = sentences(n, "{n} customer with revenue of 0 or more", "{n} customers with revenue of 0 or more")
    return finished(draw.plot_lorenz(shares["lorenz"]), say.top_fifth(shares.facts), source_of(run, counted))


@refusable("concentration")
def inequality(run: Run) -> Note:
    """Say what Gini and Herfindahl mean here."""
    return Note(say.inequality(run.concentration.facts))


@refusable("concentration")
def classes(run: Run) -> Finding:
    """Say what the ABC classes hold."""
    return Finding(say.classes(run.concentration.facts))


@refusable("concentration")
def pareto_figure(run: Run) -> Any:
    """Draw the Pareto curve with the classes."""
    shares = run.concentration
    return finished(
        draw.plot_pareto(shares["lorenz"], shares["classes"], count=shares.facts.customers),
        say.most_of_it(shares.facts),
        source_of(run),
    )


@refusable("concentration")
def pyramid_figure(run: Run) -> Any:
    """Draw the customer pyramid."""
    shares = run.concentration
    return finished(plot_pyramid(shares["classes"]), say.layers(shares.facts), source_of(run))


@refusable("concentration")
def class_table(run: Run) -> Table:
    """Show the classes."""
    frame = run.concentration["classes"]
    cash = partial(Column, kind="money", currency=run.currency, digits=0)
    columns = {
        "abc_class": Column(sentence("Class")),
        "customers": Column(sentence("Customers"), "count"),
        "customer_share": Column(sentence("Share of customers"), "share"),
        "revenue": cash(sentence("Revenue")),
        "revenue_share": Column(sentence("Share of revenue"), "share", bar=True),
    }
    if frame["margin"].notna().any():
        columns["margin"] = cash(sentence("Margin"))
    return Table(
        frame,
        columns,
        total={name: frame[name].sum() for name in columns if name != "abc_class"},
        caption=sentence("What each class of customers brings"),
        sort_note=say.rule(run.concentration.facts),
    )


@refusable("concentration")
@named
def largest_table(run: Run) -> Table:
    """Show the largest customers."""
    shares = run.concentration
    frame = shares.tables["largest"].assign(share=lambda t: t["revenue"] / shares.facts.revenue)
    columns = {
        "customer_id": Column(sentence("Customer")),
        "revenue": Column(sentence("Revenue"), "money", currency=run.currency, digits=0),
        "share": Column(sentence("Share"), "share", digits=1, bar=True),
    }
    if run.client.has_days:
        columns |= {
            "first_purchase": Column(sentence("First purchase"), "day"),
            "last_purchase": Column(sentence("Last purchase"), "day"),
        }
    return Table(
        frame.head(10),
        columns,
        caption=sentence("The ten largest customers"),
        sort_note=sentence("Sorted by revenue."),
    )


@refusable("concentration")
def branches(run: Run) -> Stack | None:
    """Say who stands behind the largest customers, where ids have parents."""
    branches, data = run.branches, run.data.facts
    if branches is None:
        return None
    said = Finding(say.branches(data.groups, data.revenue, run.currency))
    if branches.empty:
        return Stack([said])
    columns = {
        "customer_id": Column(sentence("Customer")),
        "branch_id": Column(sentence("Branch")),
        "name": Column(sentence("Branch's name")),
        "revenue": Column(sentence("Revenue"), "money", currency=run.currency, digits=0),
        "share": Column(sentence("Share of the customer"), "share", bar=True),
        "last_day": Column(sentence("Last day"), "day"),
    }
    shown = [key for key in columns if not (key == "name" and branches["name"].isna().all())]
    table = Table(
        largest_branches(branches),
        {key: columns[key] for key in shown},
        caption=sentence("Who stands behind the largest customers?"),
        sort_note=sentence(
            "The ten largest customers with several branches, each with its largest branches. Sorted by revenue."
        ),
    )
    return Stack([said, table])


@refusable("concentration")
def unprofitable(run: Run) -> Finding | None:
    """Say who costs money, where a margin is known; by one rate for all nobody can, so that nobody does is no news."""
    if not run.concentration.facts.unprofitable.customers and "margin" not in run.intake.columns:
        return None
    return Finding.of(words.unprofitable(run.concentration.facts, run.currency))


@refusable("concentration")
def left_out(run: Run) -> Note | None:
    """Say which customers stand beside the shares."""
    return Note.of(say.left_out_below_zero(run.concentration.facts, run.currency))
