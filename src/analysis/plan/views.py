"""What the plan notebook shows of the list, of win-back and of its measurement: one function per cell."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from analysis.display.cells import Column, Finding, Note, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.language import joined, sentence, sentences
from analysis.display.names import in_one, names_of
from analysis.plan import draw, say, say_measured, tables
from analysis.plan.summed import LISTED
from analysis.run.run import Run
from analysis.words import plan as words


@refusable("plan", speaks=True)
def first(run: Run) -> Finding:
    """Say whom to contact, and what that brings."""
    p = run.plan.facts
    return Finding(joined(words.act_first(p, run.currency), words.ask_why(p, partial(names_of, run))))


@refusable("plan")
def actions_table(run: Run) -> Table | None:
    """Show the first of the list."""
    if not run.plan.facts.listed:
        return None
    return in_one(run, tables.action_list(run, top=LISTED))


@refusable("plan")
def how(run: Run) -> Note:
    """Say what stake and gain are."""
    return Note(say.how(run.plan.facts, run.currency))


@refusable("plan")
def break_even(run: Run) -> Note | None:
    """Say how many must buy for a contact to pay."""
    return Note.of(say.break_even(run.plan.facts, run.currency))


@refusable("plan")
def states_table(run: Run) -> Table:
    """Show how many customers are in each state, and on the list."""
    return tables.by_state(run)


@refusable("plan")
def win_back(run: Run) -> Finding:
    """Say how many of the lost to contact."""
    p = run.plan.facts
    return Finding(say.win_back(p.winback, p, run.currency))


@refusable("plan", money=True)
def win_back_figure(run: Run) -> Any:
    """Draw the expected profit over the number contacted."""
    w = run.plan.facts.winback
    if not w.contacted:
        return None
    n = w.candidates
    counted = sentences(n, "{n} lost customer", "{n} lost customers")
    ax = draw.plot_profit_curve(run.plan["curve"], run.currency)
    return finished(ax, say.win_back_title(w, run.currency), source_of(run, counted))


@refusable("plan")
def groups_table(run: Run) -> Table | None:
    """Show the four groups of who is lost."""
    rows = pd.DataFrame([group.model_dump() for group in run.plan.facts.winback.groups])
    rows = rows[rows["customers"] > 0].reset_index(drop=True)
    if rows.empty:
        return None
    columns = {"label": Column(sentence("Group")), "customers": Column(sentence("Customers"), "count")}
    if run.client.has_amounts:
        columns |= {
            "revenue": tables.stake_column(run, sentence("Revenue so far")),
            "stake": tables.stake_column(run, sentence("At stake")),
            "smallest": tables.stake_column(run, sentence("Smallest stake")),
        }
    return Table(
        rows.assign(label=rows["group"].map(tables.group_names())),
        columns,
        total={name: rows[name].sum() for name in ("customers", "revenue") if name in columns},
        caption=sentence("Who is lost or gone, in four groups"),
        sort_note=say.lines(run.plan.facts.winback, run.currency),
    )


@refusable("plan", money=True)
def let_go(run: Run) -> Finding | None:
    """Name the large customers who are let go."""
    w = run.plan.facts.winback
    return Finding(say.let_go(names_of(run, w.large), w.large_share)) if w.large else None


@refusable("plan")
def causes_table(run: Run) -> Table | None:
    """Show why the lost left, and what answers it."""
    return tables.causes_table(run)


@refusable("plan")
def hold_back(run: Run) -> Finding:
    """Say who is held back, and what that can show."""
    p = run.plan.facts
    return Finding(say_measured.hold_back(p.holdback, run.currency))


@refusable("plan")
def measured(run: Run) -> Finding | None:
    """Say what an earlier list brought."""
    p = run.plan.facts
    text = say_measured.measured(p.measured, run.currency)
    return Finding(joined(text, say_measured.pooled(p, run.currency) or "")) if text else None
