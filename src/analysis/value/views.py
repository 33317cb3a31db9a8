"""What the customers will bring: in all, by class, by customer, who is late, and what comes after the horizon."""

from __future__ import annotations

from typing import Any

from analysis.display import formats
from analysis.display.cells import Cards, Column, Finding, Note, Refusal, Stack, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.language import sentence, sentences
from analysis.display.names import named
from analysis.run.run import Run
from analysis.value import draw, say, say_acquisition, say_outlook
from analysis.words import value as words

OVERDUE_LISTED = 8


def total(run: Run) -> Finding | Refusal | None:
    """Say what the customers are worth, or why not, unless what they are expected to bring is said instead."""
    if run.value.why is None:
        return Finding(words.total_value(run.value.facts, run.currency))
    return None if run.outlook.facts.stands else Refusal(run.value.why)


@refusable("value")
def key_numbers(run: Run) -> Cards:
    """Show the total, its interval and what it rests on."""
    v = run.value.facts
    if not run.client.has_amounts:
        return Cards(_purchase_cards(run))

    def cash(amount: float | None) -> str:
        return formats.compact_money(amount, run.currency)

    low, high = v.worth_interval
    band = sentence("{nominal}: {range}", nominal=formats.share(0.95), range=formats.interval(low, high, cash))
    days = sentence("{days} days, discounted", days=formats.count(v.horizon_days))
    return Cards(
        [
            (say.worth_title(v), cash(v.worth_total), band),
            (sentence("Expected revenue"), cash(v.expected_revenue_total), days),
            *_purchase_cards(run),
        ]
    )


def _purchase_cards(run: Run) -> list[tuple[str, str, str]]:
    v = run.value.facts
    by = sentences(v.customers, "by {n} customer", "by {n} customers", n=formats.count(v.customers))
    still = (
        sentence("on average, by {model}", model=v.lifetime_model)
        if v.lifetime_model
        else sentence("on average, by no model")
    )
    return [
        (sentence("Expected purchases"), formats.count(v.expected_purchases_total), by),
        (sentence("Still customers"), formats.share(v.p_alive_mean), still),
    ]


@refusable("value")
def method(run: Run) -> Note | Stack:
    """Say what the interval is, and its limits; without amounts, who is expected to buy most often."""
    note = Note(say.method(run.value.facts, run.currency))
    return note if run.client.has_amounts else Stack([note, _busiest_table(run)])


@refusable("value")
def costs(run: Run) -> Note | None:
    """Say which stated costs of customers were taken off."""
    text = say_acquisition.costs(run.value.facts, run.currency)
    return Note(text) if text else None


@refusable("value", money=True)
def classes(run: Run) -> Finding:
    """Say what the classes will bring."""
    return Finding(say.value_by_class(run.value.facts, run.currency))


@refusable("value", money=True)
def classes_figure(run: Run) -> Any:
    """Draw the value to come by class, with intervals."""
    v = run.value.facts
    title = say.best_class(v)
    if title is None:
        return None
    ax = draw.plot_value_by_class(run.value["value_by_class"], run.currency, label=say.worth_ahead(v))
    lines = sentence("{model}; lines: {share} of what chance and doubt allow", model=v.model, share=formats.share(0.95))
    return finished(ax, title, source_of(run, lines))


@refusable("value", money=True)
def holders(run: Run) -> Finding:
    """Say who holds the future value."""
    return Finding(words.holders(run.value.facts))


@refusable("value", money=True)
def moves(run: Run) -> Finding:
    """Say whom the past over- and underrates."""
    return Finding(say.risers_and_fallers(run.value.facts))


@refusable("value", money=True)
def moves_figure(run: Run) -> Any:
    """Draw past against future class."""
    v = run.value.facts
    title = say.staying(v)
    if title is None:
        return None
    ahead = sentence("{model}, {days} days ahead", model=v.model, days=formats.count(v.horizon_days))
    return finished(draw.plot_class_moves(run.value["classes"], run.currency), title, source_of(run, ahead))


@refusable("value", money=True)
@named
def top_table(run: Run) -> Table:
    """Show the customers worth most from now on."""
    v, currency = run.value.facts, run.currency
    frame = run.value.tables["scores"].sort_values("worth", ascending=False, kind="stable")
    columns = {
        "customer_id": Column(sentence("Customer")),
        "abc_class": Column(sentence("Class so far")),
        "forward_class": Column(sentence("Class ahead")),
        "p_alive": Column(sentence("Still a customer"), "share"),
        "expected_purchases": Column(sentence("Purchases expected"), "number", digits=1),
        "expected_spend": Column(sentence("Spend per purchase"), "money", currency=currency),
        "next_purchase_by": Column(sentence("Next purchase by"), "day"),
        "worth": Column(say.worth_title(v), "money", currency=currency, digits=0, bar=True),
    }
    return Table(
        frame,
        columns,
        top=10,
        total={name: frame[name].sum() for name in ("worth", "expected_purchases")},
        caption=sentence("The ten customers worth most from now on"),
        sort_note=say.sorted_by_worth(v),
    )


def _busiest_table(run: Run) -> Table:
    columns = {
        "customer_id": Column(sentence("Customer")),
        "last_purchase": Column(sentence("Last purchase"), "day"),
        "p_alive": Column(sentence("Still a customer"), "share"),
        "next_purchase_by": Column(sentence("Next purchase by"), "day"),
        "expected_purchases": Column(sentence("Purchases expected"), "number", digits=1, bar=True),
    }
    frame = run.value.tables["scores"].sort_values("expected_purchases", ascending=False, kind="stable")
    days = formats.count(run.value.facts.horizon_days)
    return Table(
        frame,
        columns,
        top=10,
        total={"expected_purchases": frame["expected_purchases"].sum()},
        caption=sentence("The ten customers expected to buy most often"),
        sort_note=sentence("Sorted by purchases expected in {days} days.", days=days),
    )


@refusable("value")
def overdue(run: Run) -> Finding:
    """Say how many class A customers are late."""
    return Finding(say.overdue(run.value.facts))


@refusable("value", money=True)
@named
def overdue_table(run: Run) -> Table | None:
    """Show the overdue customers of class A who are worth most."""
    v, scores = run.value.facts, run.value.tables["scores"]
    late = scores[scores["overdue_since"].notna() & (scores["abc_class"] == "A") & (scores["worth"] > 0)]
    if late.empty:
        return None
    frame = late.sort_values("worth", ascending=False, kind="stable")
    columns = {
        "customer_id": Column(sentence("Customer")),
        "last_purchase": Column(sentence("Last purchase"), "day"),
        "overdue_since": Column(sentence("Overdue since"), "day"),
        "p_alive": Column(sentence("Still a customer"), "share"),
        "worth": Column(say.worth_title(v), "money", currency=run.currency, digits=0, bar=True),
    }
    return Table(
        frame,
        columns,
        top=OVERDUE_LISTED,
        total={"worth": frame["worth"].sum()},
        caption=sentence("Class A customers who are overdue"),
        sort_note=say.sorted_by_loss(v),
    )


@refusable("value", money=True)
def residual(run: Run) -> Note:
    """Say what the customers bring without a horizon."""
    return Note(say_outlook.residual(run.value.facts, run.currency))
