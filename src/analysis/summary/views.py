"""The management summary: at most six findings on one page, each with its figure and a link to its chapter."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from analysis import drawings
from analysis.display.cells import Column, Note, Table
from analysis.display.chapter import refusable, small
from analysis.display.language import joined, sentence
from analysis.display.names import called, names_of
from analysis.run.run import Run
from analysis.summary import say
from analysis.summary.ranked import Item, ranked
from analysis.words import contracts, forecast, intake, plan, run_rate
from analysis.words import value as worth

FIRST = 3
"""Customers of the action list that the summary names."""


def first(run: Run) -> Item:
    """Say what is about most money."""
    return ranked(run)[0].item()


def first_figure(run: Run) -> Any:
    """Draw it."""
    return ranked(run)[0].figure()


def second(run: Run) -> Item | None:
    """Say what comes next by money."""
    return _nth(run, 1, "item")


def second_figure(run: Run) -> Any:
    """Draw it."""
    return _nth(run, 1, "figure")


def third(run: Run) -> Item | None:
    """Say what comes third."""
    return _nth(run, 2, "item")


def third_figure(run: Run) -> Any:
    """Draw it."""
    return _nth(run, 2, "figure")


def _nth(run: Run, n: int, part: str) -> Any:
    topics = ranked(run)
    return getattr(topics[n], part)() if n < len(topics) else None


def value(run: Run) -> Item:
    """Say what the customers are worth, or in plain words why not."""
    v = run.value.facts
    known = run.contracts.facts
    if v.refusal and known.takes_over and (left := contracts.value_left(known, run.currency)):
        return Item(left, "churn", sentence("Who is under contract"))
    if v.refusal:
        few = run.run_rate.facts
        said = run_rate.run_rate(few, run.currency) if few.needed else ""
        return Item(joined(said, worth.no_value(v)), "value", sentence("Why"))
    if not run.client.has_amounts:
        return Item(worth.total_value(v, None), "value", sentence("Who they are"))
    text = joined(worth.total_value(v, run.currency), worth.holders(v), intake.gap(run.data.facts))
    return Item(text, "value", sentence("Who holds it"))


@refusable("value", money=True)
def value_figure(run: Run) -> Any:
    """Draw who holds the future value."""
    v = run.value.facts
    rows = [(name, v.customer_share_by_class.get(name, 0.0), v.held_by_class.get(name, 0.0)) for name in "ABCN"]
    table = pd.DataFrame(rows, columns=["abc_class", "customer_share", "revenue_share"])
    label = sentence("of expected revenue") if v.clv_total is None else sentence("of the value to come")
    return small(drawings.plot_pyramid, table, value_label=label)


def act(run: Run) -> Item | None:
    """Say how many will not buy, who has been silent for longer than ever or who left, and what to do first."""
    leaving = _leaving(run)
    todo = "" if run.plan.refusal else _todo(run)
    text = joined(leaving, todo)
    if not text:
        return None
    return Item(text, "plan", sentence("The list")) if todo else Item(text, "churn", sentence("Who is leaving"))


def _todo(run: Run) -> str:
    p = run.plan.facts
    return joined(plan.act_first(p, run.currency), plan.ask_why(p, partial(names_of, run)))


def _leaving(run: Run) -> str:
    known = run.contracts.facts
    if known.takes_over and run.churn.refusal:
        if known.stated:
            return joined(contracts.marked(known), contracts.apart(known))
        return contracts.leaving(known, run.currency)
    if run.run_rate.facts.needed:
        return run_rate.late(run.run_rate.facts, run.currency)
    return "" if run.churn.refusal else contracts.leavers(run.churn.facts)


@refusable("plan")
@called
def act_table(run: Run) -> Table | None:
    """Show the first of the action list, the same as in its chapter and in the workbook."""
    first_of_list = run.plan.tables["actions"].head(FIRST)
    if first_of_list.empty:
        return None
    paid = run.plan.facts.measure != "purchases"
    columns = {
        "customer_id": Column(sentence("Customer")),
        "action": Column(sentence("Do")),
        "stake": Column(sentence("At stake"), "money" if paid else "number", currency=run.currency, digits=0),
    }
    return Table(first_of_list.assign(action=first_of_list["action"].map(plan.action_name)), columns)


@refusable("holdout")
def trust(run: Run) -> Item:
    """Say how far the forecast can be trusted."""
    said = joined(forecast.forecast_quality(run.holdout.facts), intake.gap(run.data.facts))
    return Item(said, "forecast", sentence("The league table"))


@refusable("trust")
def trust_figure(run: Run) -> Any:
    """Draw forecast and actual."""
    return small(drawings.plot_tracking_small, run.trust.tables["tracking"], pd.Timestamp(run.calibration_end))


def basis(run: Run) -> Note:
    """Say what all of this rests on."""
    observed = say.observed(run.observation_end, run.currency, has_amounts=run.client.has_amounts)
    return Note(joined(intake.ledger(run.data.facts, run.currency), observed))
