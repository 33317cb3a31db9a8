"""The management summary: at most six findings on one page, each with its figure and a link to its chapter."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from analysis import drawings
from analysis.display.cells import Column, Finding, Note, Table
from analysis.display.chapter import refusable, small
from analysis.display.language import joined, sentence
from analysis.display.names import called
from analysis.run.run import Run
from analysis.summary import say
from analysis.words import churn, concentration, forecast, intake, run_rate
from analysis.words import value as worth

FIRST = 3
"""Customers of each list that the summary names."""


@dataclass(frozen=True)
class Item:
    """One finding of the summary with the way to its chapter."""

    text: str
    chapter: str
    label: str

    def _repr_html_(self) -> str:
        see = f'<p class="see"><a href="#{self.chapter}">{escape(self.label)}</a></p>'
        return f'<div class="item">{Finding(self.text)._repr_html_()}{see}</div>'

    def __repr__(self) -> str:
        return repr(Finding(self.text))


def dependence(run: Run) -> Item:
    """Say how few bring half, or why that is not said."""
    if (why := run.concentration.why) is not None:
        return Item(say.no_dependence(why), "concentration", sentence("Why"))
    c = run.concentration.facts
    losing = concentration.unprofitable(c, run.currency) if c.unprofitable.customers else None
    return Item(joined(concentration.dependence(c), losing or ""), "concentration", sentence("Who they are"))


@refusable("concentration")
def dependence_figure(run: Run) -> Any:
    """Draw the layers."""
    return small(drawings.plot_pyramid, run.concentration.tables["classes"])


@refusable("concentration")
def eighty_twenty(run: Run) -> Item:
    """Test the 80/20 rule."""
    return Item(concentration.eighty_twenty(run.concentration.facts), "concentration", sentence("The test"))


@refusable("concentration")
def eighty_twenty_figure(run: Run) -> Any:
    """Draw the Lorenz curve."""
    return small(drawings.plot_lorenz_small, run.concentration.tables["lorenz"])


def value(run: Run) -> Item:
    """Say what the customers are worth, or in plain words why not."""
    v = run.value.facts
    if v.refusal:
        few = run.run_rate.facts
        said = run_rate.run_rate(few, run.currency) if few.needed else ""
        return Item(joined(said, worth.no_value(v)), "value", sentence("Why"))
    if not run.client.has_amounts:
        return Item(worth.total_value(v, None), "value", sentence("Who they are"))
    text = joined(worth.total_value(v, run.currency), worth.holders(v))
    return Item(text, "value", sentence("Who holds it"))


@refusable("value", money=True)
def value_figure(run: Run) -> Any:
    """Draw who holds the future value."""
    v = run.value.facts
    rows = [(name, v.customer_share_by_class.get(name, 0.0), v.held_by_class.get(name, 0.0)) for name in "ABCN"]
    table = pd.DataFrame(rows, columns=["abc_class", "customer_share", "revenue_share"])
    label = sentence("of the {worth} to come", worth=worth.worth_name(v))
    return small(drawings.plot_pyramid, table, value_label=label)


def leavers(run: Run) -> Item | None:
    """Say how many will not buy, or of few customers who has been silent for longer than ever."""
    if run.run_rate.facts.needed:
        return Item(run_rate.late(run.run_rate.facts, run.currency), "churn", sentence("Who they are"))
    if run.churn.refusal:
        return None
    return Item(churn.leavers(run.churn.facts), "churn", sentence("How this was tested"))


@refusable("churn", money=True)
def leavers_figure(run: Run) -> Any:
    """Draw how many will not buy, by class."""
    table = pd.DataFrame(run.churn.facts.by_class.items(), columns=["abc_class", "share"])
    return small(drawings.plot_share_by_class, table, label=sentence("will not buy"))


@refusable("churn", money=True)
def act(run: Run) -> Item:
    """Say what to do first."""
    c = run.churn.facts
    if c.at_risk:
        return Item(churn.at_risk(c, run.currency), "churn", sentence("The list"))
    text = churn.act_first(c, run.currency, worth.worth_name(run.value.facts))
    return Item(text, "churn", sentence("Both lists"))


@refusable("churn", money=True)
@called
def act_table(run: Run) -> Table | None:
    """Show the first to call and the first to win back."""
    lists = {"call": "slipping_value", "win back": "lost_value"}
    if run.churn.facts.at_risk:
        lists = {"at risk": "revenue_at_risk"}
    scores = run.churn.tables["scores"]
    parts = [
        scores[scores["list"] == todo].nlargest(FIRST, measure).assign(at_stake=lambda t, m=measure: t[m])
        for todo, measure in lists.items()
    ]
    first = pd.concat(parts, ignore_index=True)
    if first.empty:
        return None
    columns = {
        "list": Column(sentence("Do")),
        "customer_id": Column(sentence("Customer")),
        "at_stake": Column(sentence("At stake"), "money", currency=run.currency, digits=0),
    }
    return Table(first.assign(list=first["list"].map(say.whom())), columns)


@refusable("holdout")
def trust(run: Run) -> Item:
    """Say how far the forecast can be trusted."""
    return Item(forecast.forecast_quality(run.holdout.facts), "forecast", sentence("The league table"))


@refusable("trust")
def trust_figure(run: Run) -> Any:
    """Draw forecast and actual."""
    return small(drawings.plot_tracking_small, run.trust.tables["tracking"], pd.Timestamp(run.calibration_end))


def basis(run: Run) -> Note:
    """Say what all of this rests on."""
    observed = say.observed(run.observation_end, run.currency, has_amounts=run.client.has_amounts)
    return Note(joined(intake.ledger(run.data.facts, run.currency), observed))
