"""Chapter concentration: how dependent the client is on few customers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis import findings, plots
from analysis.chapters import finished, refusable, source_of
from analysis.chapters.names import named
from analysis.concentration.branches import largest_branches
from analysis.display import formats
from analysis.display.cells import Cards, Column, Finding, Note, Stack, Table
from analysis.run.run import Run


def _numbers(run: Run) -> dict[str, Any]:
    return run.concentration.numbers


def _band(limits: list[float], fmt: Callable[[float | None], str]) -> str:
    low, high = limits
    return formats.interval(low, high, fmt)


@refusable("concentration", speaks=True)
def dependence(run: Run) -> Finding:
    """Say how few customers bring half of the revenue."""
    return Finding(findings.dependence(_numbers(run)))


@refusable("concentration")
def key_numbers(run: Run) -> Cards:
    """Show what a few customers account for."""
    c = _numbers(run)
    shares = {q: formats.share(c["top_share"][q], 1) for q in ("0.01", "0.1", "0.2")}
    band = {q: _band(c["top_share_interval"][q], formats.share) for q in shares}
    return Cards(
        [
            ("Top 1\u202f% bring", shares["0.01"], band["0.01"]),
            ("Top 10\u202f% bring", shares["0.1"], band["0.1"]),
            ("Top 20\u202f% bring", shares["0.2"], band["0.2"]),
            ("Gini coefficient", formats.number(c["gini"]), _band(c["gini_interval"], formats.number)),
        ]
    )


@refusable("concentration")
def stability(run: Run) -> Note:
    """Say what the ranges are."""
    return Note(
        "The ranges are stability bands: where the figure lies in 95\u202f% of 300 resamples of the customers. "
        "The ledger is complete, so this is no sampling error; it says how much hangs on single customers."
    )


@refusable("concentration")
def eighty_twenty(run: Run) -> Finding:
    """Test the 80/20 rule."""
    return Finding(findings.eighty_twenty(_numbers(run)))


@refusable("concentration")
def lorenz_figure(run: Run) -> Any:
    """Draw the Lorenz curve."""
    c = _numbers(run)
    ax = plots.plot_lorenz(run.concentration.tables["lorenz"])
    title = f"The top 20\u202f% of customers bring {formats.share(c['top_share']['0.2'])} of the revenue"
    return finished(ax, title, source_of(run, f"{formats.count(c['customers'])} customers with revenue of 0 or more"))


@refusable("concentration")
def inequality(run: Run) -> Note:
    """Say what Gini and Herfindahl mean here."""
    return Note(findings.inequality(_numbers(run)))


@refusable("concentration")
def classes(run: Run) -> Finding:
    """Say what the ABC classes hold."""
    return Finding(findings.classes(_numbers(run)))


@refusable("concentration")
def pareto_figure(run: Run) -> Any:
    """Draw the Pareto curve with the classes."""
    c, tables = _numbers(run), run.concentration.tables
    ax = plots.plot_pareto(tables["lorenz"], tables["classes"])
    title = f"{formats.count(c['customers_for_80'])} customers bring 80\u202f% of the revenue"
    return finished(ax, title, source_of(run))


@refusable("concentration")
def pyramid_figure(run: Run) -> Any:
    """Draw the customer pyramid."""
    table = run.concentration.tables["classes"]
    by = table.set_index("abc_class")
    title = (
        f"Class A is {formats.share(by.loc['A', 'customer_share'])} of the customers "
        f"and {formats.share(by.loc['A', 'revenue_share'])} of the revenue"
    )
    return finished(plots.plot_pyramid(table), title, source_of(run))


@refusable("concentration")
def class_table(run: Run) -> Table:
    """Show the classes."""
    c, currency = _numbers(run), run.data["currency"]
    frame = run.concentration.tables["classes"]
    columns = {
        "abc_class": Column("Class"),
        "customers": Column("Customers", "count"),
        "customer_share": Column("Share of customers", "share"),
        "revenue": Column("Revenue", "money", currency=currency, digits=0),
        "revenue_share": Column("Share of revenue", "share", bar=True),
    }
    if frame["margin"].notna().any():
        columns["margin"] = Column("Margin", "money", currency=currency, digits=0)
    sums = {name: frame[name].sum() for name in columns if name != "abc_class"}
    by = c["abc_by"]
    return Table(
        frame,
        columns,
        total=sums,
        caption="What each class of customers brings",
        sort_note=(
            f"Classes by cumulative {by['by']}: A up to {formats.share(by['a'])}, B up to {formats.share(by['b'])}, "
            "C the rest; N brought nothing or less. Equal customers get equal classes. "
            "Shares are of the revenue of customers above 0."
        ),
    )


@refusable("concentration")
@named
def largest_table(run: Run) -> Table:
    """Show the largest customers."""
    currency, c = run.data["currency"], _numbers(run)
    frame = run.concentration.tables["largest"].assign(share=lambda t: t["revenue"] / c["revenue"])
    columns = {
        "customer_id": Column("Customer"),
        "revenue": Column("Revenue", "money", currency=currency, digits=0),
        "share": Column("Share", "share", digits=1, bar=True),
    }
    if run.client.has_days:
        columns |= {
            "first_purchase": Column("First purchase", "day"),
            "last_purchase": Column("Last purchase", "day"),
        }
    return Table(frame.head(10), columns, caption="The ten largest customers", sort_note="Sorted by revenue.")


@refusable("concentration")
def branches(run: Run) -> Stack | None:
    """Say who stands behind the largest customers, where ids have parents."""
    if run.branches is None:
        return None
    currency = run.data["currency"]
    said = Finding(findings.branches(run.data, currency))
    if run.branches.empty:
        return Stack([said])
    columns = {
        "customer_id": Column("Customer"),
        "branch_id": Column("Branch"),
        "name": Column("Branch's name"),
        "revenue": Column("Revenue", "money", currency=currency, digits=0),
        "share": Column("Share of the customer", "share", bar=True),
        "last_day": Column("Last day", "day"),
    }
    shown = [key for key in columns if not (key == "name" and run.branches["name"].isna().all())]
    table = Table(
        largest_branches(run.branches),
        {key: columns[key] for key in shown},
        caption="Who stands behind the largest customers?",
        sort_note="The ten largest customers with several branches, each with its largest branches. Sorted by revenue.",
    )
    return Stack([said, table])


@refusable("concentration")
def unprofitable(run: Run) -> Finding | None:
    """Say who costs money, where a margin is known."""
    text = findings.unprofitable(_numbers(run), run.data["currency"])
    return Finding(text) if text else None


@refusable("concentration")
def left_out(run: Run) -> Note | None:
    """Say which customers stand beside the shares."""
    text = findings.left_out_below_zero(_numbers(run), run.data["currency"])
    return Note(text) if text else None
