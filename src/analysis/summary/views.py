"""The management summary: at most six findings on one page, each with its figure and a link to its chapter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import findings, plots
from analysis.chapters import refusable
from analysis.chapters.churn import action_list
from analysis.chapters.names import called
from analysis.display import formats
from analysis.display.cells import Column, Finding, Table
from analysis.run.run import Run

SMALL = (3.1, 1.3)


@dataclass(frozen=True)
class Item:
    """One finding of the summary with the way to its chapter."""

    text: str
    chapter: str
    label: str

    def _repr_html_(self) -> str:
        see = f'<p class="see"><a href="#{self.chapter}">{self.label}</a></p>'
        return f'<div class="item">{Finding(self.text)._repr_html_()}{see}</div>'

    def __repr__(self) -> str:
        return repr(Finding(self.text))


def _small(draw: Any, *args: Any, **kwargs: Any) -> Any:
    """Draw a figure small, without title and source: the finding beside it says both."""
    from matplotlib import pyplot as plt

    figure, ax = plt.subplots(figsize=SMALL)
    draw(*args, ax=ax, **kwargs)
    plt.close(figure)
    return figure


@refusable("concentration", speaks=True)
def dependence(run: Run) -> Item:
    """Say how few bring half."""
    return Item(findings.dependence(run.concentration.numbers), "concentration", "Who they are")


@refusable("concentration")
def dependence_figure(run: Run) -> Any:
    """Draw the layers."""
    return _small(plots.plot_pyramid, run.concentration.tables["classes"])


@refusable("concentration")
def eighty_twenty(run: Run) -> Item:
    """Test the 80/20 rule."""
    return Item(findings.eighty_twenty(run.concentration.numbers), "concentration", "The test")


@refusable("concentration")
def eighty_twenty_figure(run: Run) -> Any:
    """Draw the Lorenz curve."""
    return _small(plots.plot_lorenz_small, run.concentration.tables["lorenz"])


def value(run: Run) -> Item:
    """Say what the customers are worth, or in plain words why that is not said."""
    v = run.value.numbers
    if v["refusal"]:
        return Item(findings.no_value(v, run.data["router"]["chapters"]["value"]), "value", "Why")
    if not run.client.has_amounts:
        return Item(findings.total_value(v, None), "value", "Who they are")
    text = f"{findings.total_value(v, run.data['currency'])} {findings.holders(v)}"
    return Item(text, "value", "Who holds it")


@refusable("value", money=True)
def value_figure(run: Run) -> Any:
    """Draw who holds the future value."""
    scores, held = run.value.tables["scores"], run.value.numbers["held_by_class"]
    share = scores["abc_class"].value_counts(normalize=True)
    table = pd.DataFrame({"abc_class": list("ABCN")})
    table["customer_share"] = table["abc_class"].map(share).fillna(0.0)
    table["revenue_share"] = table["abc_class"].map(held).fillna(0.0)
    return _small(plots.plot_pyramid, table, value_label=f"of the {findings.worth_name(run.value.numbers)} to come")


@refusable("churn")
def leavers(run: Run) -> Item:
    """Say how many will not buy."""
    return Item(findings.leavers(run.churn.numbers), "churn", "How this was tested")


@refusable("churn", money=True)
def leavers_figure(run: Run) -> Any:
    """Draw how many will not buy, by class."""
    scores = run.churn.tables["scores"]
    table = scores.groupby("abc_class")["churn_probability"].mean().rename("share").reset_index()
    return _small(plots.plot_share_by_class, table, label="will not buy")


@refusable("churn", money=True)
def act(run: Run) -> Item:
    """Say what to do first."""
    c = run.churn.numbers
    if c["at_risk"]:
        return Item(findings.at_risk(c, run.data["currency"]), "churn", "The list")
    text = findings.act_first(c, run.data["currency"], findings.worth_name(run.value.numbers))
    return Item(text, "churn", "Both lists")


@refusable("churn", money=True)
@called
def act_table(run: Run) -> Table | None:
    """Show the first to call and the first to win back."""
    lists = [("call", "slipping_value"), ("win back", "lost_value")]
    if run.churn.numbers["at_risk"]:
        lists = [("at risk", "revenue_at_risk")]
    parts = [action_list(run, *which).head(3).rename(columns={which[1]: "at_stake"}) for which in lists]
    first, currency = pd.concat(parts, ignore_index=True), run.data["currency"]
    if first.empty:
        return None
    columns = {
        "list": Column("Do"),
        "customer_id": Column("Customer"),
        "at_stake": Column("At stake", "money", currency=currency, digits=0),
    }
    return Table(first, columns)


@refusable("holdout")
def trust(run: Run) -> Item:
    """Say how far the forecast can be trusted."""
    return Item(findings.forecast_quality(run.holdout.numbers), "value", "The league table")


@refusable("value")
def trust_figure(run: Run) -> Any:
    """Draw forecast and actual."""
    return _small(plots.plot_tracking_small, run.value.tables["tracking"], pd.Timestamp(run.calibration_end))


def basis(run: Run) -> Any:
    """Say what all of this rests on."""
    from analysis.display.cells import Note

    currency = f"; currency {run.data['currency'] or 'not stated'}" if run.client.has_amounts else ""
    read = findings.ledger(run.data, run.data["currency"])
    return Note(f"{read} Observed up to {formats.day(run.observation_end)}{currency}.")
