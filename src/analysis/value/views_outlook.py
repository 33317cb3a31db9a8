"""What the customers are expected to bring, in the cells of a value that is refused; nothing where value stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import pandas as pd

from analysis.display import formats
from analysis.display.cells import Cards, Column, Finding, Note, Refusal, Table
from analysis.display.chapter import finished, source_of
from analysis.display.language import sentence, sentences
from analysis.display.names import named
from analysis.run.run import Run
from analysis.value import draw, say_expected
from analysis.words import outlook as words

View = Callable[[Run], Any]
LISTED = 10


def _where_it_stands(view: View) -> View:
    @wraps(view)
    def guarded(run: Run) -> Any:
        return view(run) if run.outlook.facts.stands else None

    return guarded


def outlook(run: Run) -> Finding | Refusal | None:
    """Say what the customers are expected to bring, or why not even that is said."""
    o = run.outlook.facts
    if o.refusal:
        return Refusal(run.outlook.why)
    return Finding(words.expected(o, run.currency)) if o.stands else None


@_where_it_stands
def outlook_numbers(run: Run) -> Cards:
    """Show the totals with their ranges, and what they are to be compared with."""
    o = run.outlook.facts
    days = sentence("{days} days", days=formats.count(o.horizon_days))
    cash = partial(formats.compact_money, currency=run.currency)
    purchases = _card(
        sentence("Expected purchases"),
        o.expected_purchases_total if o.point_shown else None,
        (o.expected_purchases_interval, o.expected_purchases_interval_80),
        formats.count,
    )
    if o.expected_revenue_total is None:
        return Cards([purchases])
    revenue = _card(
        sentence("Expected revenue"),
        o.expected_revenue_total if o.point_shown else None,
        (o.expected_revenue_interval, o.expected_revenue_interval_80),
        cash,
    )
    before = [] if o.last_revenue is None else [(sentence("Revenue of the days before"), cash(o.last_revenue), days)]
    return Cards([revenue, *before, purchases])


def _card(label: str, total: float | None, ends: Any, fmt: Callable[[float | None], str]) -> tuple[str, str, str]:
    """Return a card: the total with its range, or without a point the ranges of 95 % and of 80 %."""
    wide, narrow = (formats.interval(low, high, fmt) for low, high in ends)
    nominal = formats.share(0.95) if total is not None else formats.share(0.8)
    shown = fmt(total) if total is not None else wide
    return label, shown, sentence("{nominal}: {range}", nominal=nominal, range=wide if total is not None else narrow)


@_where_it_stands
def outlook_note(run: Run) -> Note:
    """Say what the forecast is made of, and what it leaves unsaid."""
    return Note(say_expected.note(run.outlook.facts))


@_where_it_stands
def outlook_classes(run: Run) -> Finding | None:
    """Say what the class that matters most is expected to bring."""
    text = say_expected.classes(run.outlook.facts, run.currency)
    return Finding(text) if text else None


@_where_it_stands
def outlook_classes_figure(run: Run) -> Any:
    """Draw expected revenue by class with its ranges; without single figures there is nothing to draw."""
    o = run.outlook.facts
    if not o.by_class or not o.point_shown:
        return None
    rows = [(row.abc_class, row.customers, row.expected_revenue, *row.interval) for row in o.by_class]
    table = pd.DataFrame(rows, columns=["abc_class", "customers", "value", "low", "high"])
    label = sentence("expected revenue, next {days} days", days=formats.count(o.horizon_days))
    ax = draw.plot_value_by_class(table, run.currency, label=label)
    counted = sentences(
        o.customers,
        "{n} customer; lines: {nominal} ranges",
        "{n} customers; lines: {nominal} ranges",
        n=formats.count(o.customers),
        nominal=formats.share(0.95),
    )
    return finished(ax, say_expected.best_class(o), source_of(run, counted))


@_where_it_stands
@named
def outlook_table(run: Run) -> Table:
    """Show who is expected to bring most; without single figures, their order and ranges."""
    o, paid = run.outlook.facts, run.client.has_amounts
    by = "revenue" if paid else "purchases"
    frame = run.outlook.tables["scores"].sort_values(f"expected_{by}", ascending=False, kind="stable")
    columns = {"customer_id": Column(sentence("Customer"))}
    if paid:
        columns |= {"abc_class": Column(sentence("Class so far"))}
    if o.point_shown:
        columns |= {"expected_purchases": Column(sentence("Purchases expected"), "number", digits=1)}
    if paid:
        columns |= _money_columns(run.currency, points=o.point_shown)
    else:
        columns |= {
            "purchases_low_80": Column(sentence("{nominal} from", nominal=formats.share(0.8)), "count"),
            "purchases_high_80": Column(sentence("to"), "count"),
        }
    return Table(
        frame,
        columns,
        top=LISTED,
        total={f"expected_{by}": frame[f"expected_{by}"].sum()} if o.point_shown else None,
        caption=sentence("The customers expected to bring most") if paid else sentence("Who is expected to buy most"),
        sort_note=_sorted(o.horizon_days, paid=paid),
    )


def _money_columns(currency: str | None, *, points: bool) -> dict[str, Column]:
    money = partial(Column, kind="money", currency=currency, digits=0)
    shown = {
        "expected_spend": money(sentence("Spend per purchase")),
        "expected_revenue": money(sentence("Expected revenue"), bar=True),
    }
    ends = {
        "revenue_low_80": money(sentence("{nominal} from", nominal=formats.share(0.8))),
        "revenue_high_80": money(sentence("to")),
    }
    return shown | ends if points else ends


def _sorted(horizon_days: int, *, paid: bool) -> str:
    days = formats.count(horizon_days)
    if paid:
        return sentence("Sorted by expected revenue, {days} days ahead, not discounted.", days=days)
    return sentence("Sorted by purchases expected in {days} days.", days=days)
