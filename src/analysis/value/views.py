"""What the customers will bring: in all, by class, by customer, and who is late."""

from __future__ import annotations

from typing import Any

from analysis import findings, plots
from analysis.chapters import finished, refusable, source_of
from analysis.chapters.names import named
from analysis.display import formats
from analysis.display.cells import Cards, Column, Finding, Note, Stack, Table
from analysis.findings import acquisition, outlook
from analysis.run.run import Run

OVERDUE_LISTED = 8


@refusable("value", speaks=True)
def total(run: Run) -> Finding:
    """Say what the customers are worth."""
    return Finding(findings.total_value(run.value.numbers, run.data["currency"]))


@refusable("value")
def key_numbers(run: Run) -> Cards:
    """Show the total, its interval and what it rests on."""
    v, currency = run.value.numbers, run.data["currency"]
    if not run.client.has_amounts:
        return Cards(_purchase_cards(run))
    worth, (low, high) = findings.worth_total(v)

    def cash(amount: float | None) -> str:
        return formats.compact_money(amount, currency)

    return Cards(
        [
            (findings.worth_name(v).capitalize(), cash(worth), f"95\u202f%: {formats.interval(low, high, cash)}"),
            ("Expected revenue", cash(v["expected_revenue_total"]), f"{v['horizon_days']} days, discounted"),
            *_purchase_cards(run),
        ]
    )


def _purchase_cards(run: Run) -> list[tuple[str, str, str]]:
    v = run.value.numbers
    purchases, by = formats.count(v["expected_purchases_total"]), f"by {formats.count(v['customers'])} customers"
    still = f"on average, by {v['lifetime_model'] or 'no model'}"
    return [("Expected purchases", purchases, by), ("Still customers", formats.share(v["still_customer_mean"]), still)]


@refusable("value")
def method(run: Run) -> Note | Stack:
    """Say what the interval is, and its limits; without amounts, who is expected to buy most often."""
    v = run.value.numbers
    flags = "; ".join(v["flags"])
    if not run.client.has_amounts:
        note = Note(f"Each row counts as a purchase, several on one day as one. {flags}.")
        return Stack([note, _busiest_table(run)])
    return Note(
        "The interval is predictive: parameters, lifetimes, purchases and spend are simulated 1,000 times, so it "
        f"holds what the model leaves open and chance; whether the model is right, the test below says. {flags}. "
        f"{outlook.margins(v, run.data['currency'])}"
    )


@refusable("value")
def costs(run: Run) -> Note | None:
    """Say which stated costs of customers were taken off."""
    text = acquisition.costs(run.value.numbers, run.data["currency"])
    return Note(text) if text else None


@refusable("value", money=True)
def classes(run: Run) -> Finding:
    """Say what the classes will bring."""
    return Finding(outlook.value_by_class(run.value.numbers, run.data["currency"]))


@refusable("value", money=True)
def classes_figure(run: Run) -> Any:
    """Draw the value to come by class, with intervals."""
    v, currency = run.value.numbers, run.data["currency"]
    rows = [row for row in v["value_by_class"] if row["value"] > 0]
    if not rows:
        return None
    best = max(rows, key=lambda row: row["value"])
    share = best["value"] / sum(row["value"] for row in rows)
    name = findings.worth_name(v)
    label = f"{name}, next {formats.count(v['horizon_days'])} days, discounted"
    ax = plots.plot_value_by_class(run.value.tables["value_by_class"], currency, label=label)
    title = f"Class {best['abc_class']} of the past will bring {formats.share(share)} of the {name} to come"
    return finished(ax, title, source_of(run, f"{v['model']}; lines: 95\u202f% of what chance and doubt allow"))


@refusable("value", money=True)
def holders(run: Run) -> Finding:
    """Say who holds the future value."""
    return Finding(findings.holders(run.value.numbers))


@refusable("value", money=True)
def moves(run: Run) -> Finding:
    """Say whom the past over- and underrates."""
    return Finding(findings.risers_and_fallers(run.value.tables["classes"].to_dict("records")))


@refusable("value", money=True)
def moves_figure(run: Run) -> Any:
    """Draw past against future class."""
    v, table = run.value.numbers, run.value.tables["classes"]
    above = table[table["value"] > 0]
    if above.empty:
        return None
    stay = above[(above["historic"] == "A") & (above["forward"] == "A")]["value"].sum() / above["value"].sum()
    ax = plots.plot_class_moves(table, run.data["currency"])
    title = f"Customers who are and stay in class A hold {formats.share(stay)} of the {findings.worth_name(v)} to come"
    return finished(ax, title, source_of(run, f"{v['model']}, {v['horizon_days']} days ahead"))


@refusable("value", money=True)
@named
def top_table(run: Run) -> Table:
    """Show the customers worth most from now on."""
    v, currency = run.value.numbers, run.data["currency"]
    worth = "expected_revenue" if v["clv_total"] is None else "clv"
    frame = run.value.tables["scores"].sort_values(worth, ascending=False, kind="stable")
    columns = {
        "customer_id": Column("Customer"),
        "abc_class": Column("Class so far"),
        "forward_class": Column("Class ahead"),
        "still_customer": Column("Still a customer", "share"),
        "expected_purchases": Column("Purchases expected", "number", digits=1),
        "expected_spend": Column("Spend per purchase", "money", currency=currency),
        "next_purchase_by": Column("Next purchase by", "day"),
        worth: Column(findings.worth_name(v).capitalize(), "money", currency=currency, digits=0, bar=True),
    }
    return Table(
        frame,
        columns,
        top=10,
        total={worth: frame[worth].sum(), "expected_purchases": frame["expected_purchases"].sum()},
        caption="The ten customers worth most from now on",
        sort_note=(
            f"Sorted by discounted {findings.worth_name(v)}, {v['horizon_days']} days ahead. Next purchase by: the day "
            "by which half of such customers buy again, if they stay."
        ),
    )


def _busiest_table(run: Run) -> Table:
    columns = {
        "customer_id": Column("Customer"),
        "last_purchase": Column("Last purchase", "day"),
        "still_customer": Column("Still a customer", "share"),
        "next_purchase_by": Column("Next purchase by", "day"),
        "expected_purchases": Column("Purchases expected", "number", digits=1, bar=True),
    }
    frame = run.value.tables["scores"].sort_values("expected_purchases", ascending=False, kind="stable")
    return Table(
        frame,
        columns,
        top=10,
        total={"expected_purchases": frame["expected_purchases"].sum()},
        caption="The ten customers expected to buy most often",
        sort_note=f"Sorted by purchases expected in {formats.count(run.value.numbers['horizon_days'])} days.",
    )


@refusable("value")
def overdue(run: Run) -> Finding:
    """Say how many class A customers are late."""
    return Finding(outlook.overdue(run.value.numbers))


@refusable("value", money=True)
@named
def overdue_table(run: Run) -> Table | None:
    """Show the overdue customers of class A who are worth most."""
    v, currency, scores = run.value.numbers, run.data["currency"], run.value.tables["scores"]
    worth = "expected_revenue" if v["clv_total"] is None else "clv"
    late = scores[scores["overdue_since"].notna() & (scores["abc_class"] == "A") & (scores[worth] > 0)]
    if late.empty:
        return None
    frame = late.sort_values(worth, ascending=False, kind="stable")
    columns = {
        "customer_id": Column("Customer"),
        "last_purchase": Column("Last purchase", "day"),
        "overdue_since": Column("Overdue since", "day"),
        "still_customer": Column("Still a customer", "share"),
        worth: Column(findings.worth_name(v).capitalize(), "money", currency=currency, digits=0, bar=True),
    }
    return Table(
        frame,
        columns,
        top=OVERDUE_LISTED,
        total={worth: frame[worth].sum()},
        caption="Class A customers who are overdue",
        sort_note=(
            f"Sorted by discounted {findings.worth_name(v)} still expected. Overdue since: the day by which nine of "
            "ten customers with their history would have bought again, had they stayed."
        ),
    )
