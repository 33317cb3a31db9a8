"""What the customers will bring: in all, by class, by customer, who is late, and what comes after the horizon."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from analysis.display import formats
from analysis.display.cells import Cards, Column, Finding, Note, Stack, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.language import joined, sentence
from analysis.display.names import named
from analysis.display.printed import all_customers
from analysis.run.run import Run
from analysis.value import draw, say, say_acquisition, say_outlook
from analysis.words import intake
from analysis.words import run_rate as words_of_few
from analysis.words import value as words


@refusable("value", speaks=True)
def total(run: Run) -> Finding:
    """Say what the customers are worth, or why not."""
    gap = "" if run.value.refusal else intake.gap(run.data.facts)
    return Finding(joined(words.total_value(run.value.facts, run.currency), gap))


def run_rate(run: Run) -> Finding | None:
    """Say what customers too few for a forecast bring in a year."""
    r = run.run_rate.facts
    return Finding(words_of_few.run_rate(r, run.currency)) if r.needed else None


@refusable("value")
def key_numbers(run: Run) -> Cards:
    """Show the totals with their ranges, and what they are to be compared with."""
    v = run.value.facts
    if not run.client.has_amounts:
        return Cards(_purchase_cards(run))
    cash = partial(formats.compact_money, currency=run.currency)
    shown = [
        _card(say.worth_title(v), v.worth_total, (v.worth_interval, v.worth_interval_80), cash, point=v.point_shown)
    ]
    if v.last_revenue is not None:
        days = sentence("{days} days", days=formats.count(v.horizon_days))
        shown.append((sentence("Revenue of the days before"), cash(v.last_revenue), days))
    return Cards([*shown, *_purchase_cards(run)])


def _card(
    label: str, total: float, ends: Any, fmt: Callable[[float | None], str], *, point: bool
) -> tuple[str, str, str]:
    """Return a card: the total with its range, or without a point the ranges of 95 % and of 80 %."""
    wide, narrow = (formats.interval(low, high, fmt) for low, high in ends)
    nominal = formats.share(0.95) if point else formats.share(0.8)
    return (
        label,
        fmt(total) if point else wide,
        sentence("{nominal}: {range}", nominal=nominal, range=wide if point else narrow),
    )


def _purchase_cards(run: Run) -> list[tuple[str, str, str]]:
    v = run.value.facts
    ends = v.expected_purchases_interval, v.expected_purchases_interval_80
    purchases = _card(
        sentence("Expected purchases"), v.expected_purchases_total, ends, formats.count, point=v.point_shown
    )
    if v.lifetime_model is None:
        return [purchases]
    still = sentence("on average, by {model}", model=v.lifetime_model)
    return [purchases, (sentence("Still customers"), formats.share(v.p_alive_mean), still)]


@refusable("value")
def method(run: Run) -> Note | Stack:
    """Say what the interval is, and its limits; without amounts, who is expected to buy most often."""
    note = Note(say.method(run.value.facts, run.currency))
    return note if run.client.has_amounts else Stack([note, _busiest_table(run)])


@refusable("value")
def costs(run: Run) -> Note | None:
    """Say which stated costs of customers were taken off."""
    return Note.of(say_acquisition.costs(run.value.facts, run.currency))


@refusable("value", money=True)
def classes(run: Run) -> Finding:
    """Say what the classes will bring."""
    return Finding(say.value_by_class(run.value.facts, run.currency))


@refusable("value", money=True)
def classes_figure(run: Run) -> Any:
    """Draw the value to come by class, with intervals."""
    v = run.value.facts
    title = say.best_class(v)
    if title is None or not v.point_shown:
        return None
    ax = draw.plot_value_by_class(run.value["value_by_class"], run.currency, label=say.worth_ahead(v))
    counted = sentence(
        "{n} customers; lines: {nominal} ranges", n=formats.count(v.customers), nominal=formats.share(0.95)
    )
    return finished(ax, title, source_of(run, counted))


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
    if title is None or not v.point_shown:
        return None
    ahead = sentence("{days} days ahead", days=formats.count(v.horizon_days))
    return finished(draw.plot_class_moves(run.value["classes"], run.currency), title, source_of(run, ahead))


@refusable("value", money=True)
@named
def top_table(run: Run) -> Table:
    """Show the customers worth most from now on."""
    v, money = run.value.facts, partial(Column, kind="money", currency=run.currency)
    frame = run.value.tables["scores"].sort_values("worth", ascending=False, kind="stable")
    columns = {"customer_id": Column(sentence("Customer"))}
    if v.lifetime_model:
        columns["p_alive"] = Column(sentence("Still a customer"), "share")
    columns["next_purchase_by"] = Column(sentence("Next purchase by"), "day")
    if v.point_shown:
        columns |= {
            "expected_purchases": Column(sentence("Purchases expected"), "number", digits=1),
            "expected_spend": money(sentence("Spend per purchase")),
            "worth": money(say.worth_title(v), digits=0, bar=True),
        }
    else:
        columns |= {
            "revenue_low_80": money(sentence("Revenue, {nominal} from", nominal=formats.share(0.8)), digits=0),
            "revenue_high_80": money(sentence("to"), digits=0),
        }
    return Table(
        frame,
        columns,
        top=10,
        sheet=all_customers(run),
        total={name: frame[name].sum() for name in ("worth", "expected_purchases")} if v.point_shown else None,
        caption=sentence("The ten customers worth most from now on"),
        sort_note=say.sorted_by_worth(v),
    )


def _busiest_table(run: Run) -> Table:
    columns = {
        "customer_id": Column(sentence("Customer")),
        "last_purchase": Column(sentence("Last purchase"), "day"),
    }
    if run.value.facts.lifetime_model:
        columns["p_alive"] = Column(sentence("Still a customer"), "share")
    columns |= {
        "next_purchase_by": Column(sentence("Next purchase by"), "day"),
        "expected_purchases": Column(sentence("Purchases expected"), "number", digits=1, bar=True),
    }
    frame = run.value.tables["scores"].sort_values("expected_purchases", ascending=False, kind="stable")
    days = formats.count(run.value.facts.horizon_days)
    return Table(
        frame,
        columns,
        top=10,
        sheet=all_customers(run),
        total={"expected_purchases": frame["expected_purchases"].sum()},
        caption=sentence("The ten customers expected to buy most often"),
        sort_note=sentence("Sorted by purchases expected in {days} days.", days=days),
    )


@refusable("value")
def overdue(run: Run) -> Finding:
    """Say how many class A customers are late."""
    return Finding(say.overdue(run.value.facts))


@refusable("value", money=True)
def residual(run: Run) -> Note:
    """Say what the customers bring without a horizon."""
    return Note(say_outlook.residual(run.value.facts, run.currency))
