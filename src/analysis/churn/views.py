"""Chapter churn: who will not buy, whom to call before they are gone, whom to win back."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import findings, plots
from analysis.chapters import finished, refusable, source_of
from analysis.chapters.names import named
from analysis.display import formats
from analysis.display.cells import Column, Finding, Note, Refusal, Stack, Table
from analysis.run.run import Run

LISTED = 15
NO_LIFETIME_MODEL = (
    "The models in which a one-time buyer can be gone (Pareto/NBD, MBG/NBD) could not be fitted on this data."
)


@refusable("churn", speaks=True)
def leavers(run: Run) -> Finding:
    """Say how many will not buy."""
    return Finding(findings.leavers(run.churn.numbers))


@refusable("churn")
def window(run: Run) -> Note:
    """Say what the window is and what the probability is not."""
    return Note(
        f"{findings.window(run.churn.numbers)} “Will not buy” is not the same as “is no longer a customer”: someone "
        "who is still a customer may simply not buy within the window. Only the first can be checked, and is, below."
    )


@refusable("churn", money=True)
def risk_figure(run: Run) -> Any:
    """Draw value against risk."""
    c, scores = run.churn.numbers, run.churn.tables["scores"]
    in_a = scores.loc[scores["abc_class"] == "A", "revenue"]
    border = float(in_a.min()) if len(in_a) else float(scores["revenue"].median())
    leaving = int(((scores["abc_class"] == "A") & (scores["churn_probability"] > 0.5)).sum())
    ax = plots.plot_value_risk(scores, run.data["currency"], worth="revenue so far (logarithmic)", border=border)
    title = (
        f"{formats.count(leaving)} of {formats.count(len(in_a))} class A customers "
        f"will probably not buy in the next {c['window_days']} days"
    )
    counted = f"{formats.count(len(scores))} customers, darker = more; horizontal line: smallest class A customer"
    return finished(ax, title, source_of(run, counted))


@refusable("churn")
def calibration(run: Run) -> Finding:
    """Say whether the probabilities came true."""
    return Finding(findings.calibration(run.churn.numbers))


@refusable("churn")
def calibration_figure(run: Run) -> Any:
    """Draw forecast against outcome."""
    c = run.churn.numbers
    rows = c["calibration"]
    gap = max(rows, key=lambda row: abs(row["predicted"] - row["observed"]))
    title = (
        f"Where the forecast was furthest off it said {formats.share(gap['predicted'])}, "
        f"and {formats.share(gap['observed'])} did not buy"
    )
    ax = plots.plot_reliability(run.churn.tables["calibration"])
    unseen = f"{c['calibration_days']} unseen days after {findings.day_of(c['calibration_from'])}"
    return finished(ax, title, source_of(run, f"{unseen}; numbers: customers; bars: 95\u202f%"))


@refusable("churn", money=True)
def slipping(run: Run) -> Finding | Stack:
    """Say what is slipping away, or whose past revenue is at risk where value is not known."""
    c = run.churn.numbers
    if c["at_risk"]:
        return Stack([Finding(findings.at_risk(c, run.data["currency"])), Note(findings.how_at_risk(c))])
    return Finding(findings.slipping(c, run.data["currency"], findings.worth_name(run.value.numbers)))


@refusable("churn", money=True)
@named
def slipping_table(run: Run) -> Table | None:
    """Show whom to call."""
    if run.churn.numbers["at_risk"]:
        return _at_risk_table(run)
    return _list(run, "call", "slipping_value", "Slipping value", "Whom to call before they are gone")


@refusable("churn")
def lost(run: Run) -> Finding | Refusal:
    """Say what has gone."""
    c = run.churn.numbers
    if c["lost_value"] is None:
        return Refusal(_no_value(run))
    return Finding(findings.lost(c, run.data["currency"], findings.worth_name(run.value.numbers)))


@refusable("churn", money=True)
@named
def lost_table(run: Run) -> Table | None:
    """Show whom to win back."""
    return _list(run, "win back", "lost_value", "Lost value", "Whom to win back")


@refusable("churn", money=True)
def how(run: Run) -> Note | None:
    """Say how the two values are made."""
    c = run.churn.numbers
    if c["lost_value"] is None:
        return None
    name = findings.worth_name(run.value.numbers)
    return Note(
        f"Lost value: the {name} a customer would bring were it certain that they still are one, times the "
        f"probability that they are not ({c['lifetime_model']}). Slipping value: the same {name} times the fall of the "
        f"probability that they still are one within the last {formats.count(c['window_days'])} days. "
        f"Over all customers {formats.money(c['lost_value'], run.data['currency'])} is lost, of which "
        f"{formats.money(c['slipping_value'], run.data['currency'])} slipped within the window. Each customer stands "
        "on one list at most: the first if at least half of their loss came within the window, else the second if "
        "they have more likely left than not. "
        "Both are estimates from silence, not knowledge of the single customer: a call is the test."
    )


def _list(run: Run, todo: str, value: str, label: str, caption: str) -> Table | None:
    currency = run.data["currency"]
    frame = action_list(run, todo, value)
    if frame.empty:
        return None
    columns = {
        "customer_id": Column("Customer"),
        "abc_class": Column("Class"),
        "last_purchase": Column("Last purchase", "day"),
        "revenue": Column("Revenue so far", "money", currency=currency, digits=0),
    }
    if value == "slipping_value":
        columns["p_alive_before"] = Column("Still a customer, one window ago", "share")
    columns |= {
        "p_alive": Column("Still a customer, now", "share"),
        value: Column(label, "money", currency=currency, digits=0, bar=True),
    }
    return Table(
        frame,
        columns,
        top=LISTED,
        total={value: frame[value].sum(), "revenue": frame["revenue"].sum()},
        caption=caption,
        sort_note=f"Sorted by {label.lower()}.",
    )


def _at_risk_table(run: Run) -> Table | None:
    currency, risk = run.data["currency"], run.churn.numbers["at_risk"]
    frame = action_list(run, "at risk", "revenue_at_risk")
    if frame.empty:
        return None
    recent = f"Revenue of the last {risk['days']} days"
    columns = {
        "customer_id": Column("Customer"),
        "abc_class": Column("Class"),
        "last_purchase": Column("Last purchase", "day"),
        "recent_revenue": Column(recent, "money", currency=currency, digits=0),
        "churn_probability": Column("Will not buy", "share"),
        "revenue_at_risk": Column("Revenue at risk", "money", currency=currency, digits=0, bar=True),
    }
    return Table(
        frame,
        columns,
        top=LISTED,
        total={"revenue_at_risk": risk["value"], "recent_revenue": risk["revenue"]},
        caption="Whom to call before they are gone",
        sort_note=f"Sorted by revenue at risk: {recent.lower()} times the probability of no purchase.",
    )


def _no_value(run: Run) -> str:
    reason = run.churn.numbers["without_value"] or NO_LIFETIME_MODEL
    return f"Who has gone for good, and what goes with them, only a model of who is still a customer can say. {reason}"


def action_list(run: Run, todo: str, value: str) -> pd.DataFrame:
    """Return the customers of one list, most at stake first."""
    scores = run.churn.tables["scores"]
    return scores[scores["list"] == todo].sort_values(value, ascending=False, kind="stable", ignore_index=True)
