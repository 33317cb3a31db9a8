"""The tables of the people who act: their calendar, their contacts, their books."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.display.cells import Column, Table
from analysis.display.formats import count
from analysis.display.language import sentence
from analysis.plan.tables import stake_column
from analysis.words import plan as words

if TYPE_CHECKING:
    from analysis.run.run import Run


def calendar(run: Run) -> Table:
    """Return a year of visits and calls."""
    frame = run.plan.tables["calendar"]
    columns = {"date": Column(sentence("Day"), "day"), "customer_id": Column(sentence("Customer"))}
    if frame["manager"].notna().any():
        columns["manager"] = Column(sentence("Manager"))
    columns |= {"abc_class": Column(sentence("Class")), "do": Column(sentence("Contact"))}
    return Table(
        frame.assign(do=frame["channel"].map(words.channel_name)), columns, caption=sentence("A year of contacts")
    )


def managers(run: Run, top: int | None = None) -> Table:
    """Return each manager's book: what it brings, what is to be done, what of the target and the last list is done.

    Where only the first are shown, what a page has no room for is left out.
    """
    p = run.plan.facts
    unknown = sentence("nobody") if run.branches is None else sentence("nobody, or several for a group")
    frame = pd.DataFrame([one.model_dump() for one in p.managers]).fillna({"manager": unknown})
    compared = count(p.compared_days)
    frame["attained"] = frame["reached"].astype(float) / frame["due"].astype(float)
    columns = {
        "manager": Column(sentence("Manager")),
        "customers": Column(sentence("Customers"), "count"),
        "class_a": Column(sentence("of class A"), "count"),
        "recent": stake_column(run, sentence("Last {days} days", days=compared)),
        "before": stake_column(run, sentence("{days} before", days=compared)),
    }
    if frame["worth"].notna().any():
        columns["worth"] = Column(sentence("Leaves with them at most"), "money", currency=run.currency, digits=0)
    if frame["attained"].notna().any():
        columns["attained"] = Column(sentence("Target attained"), "share")
    columns["listed"] = Column(sentence("On the list"), "count")
    if frame["asked"].any():
        columns |= {
            "asked": Column(sentence("On the last one"), "count"),
            "done": Column(sentence("of these done"), "count"),
            "not_done": Column(sentence("not done"), "count"),
            "bought": Column(sentence("bought since"), "count"),
        }
    if top is not None:
        columns = {name: column for name, column in columns.items() if name not in ("class_a", "not_done", "bought")}
    return Table(
        frame,
        columns,
        total={name: frame[name].sum() for name in columns if name not in ("manager", "attained")},
        top=top,
        caption=sentence("Who looks after whom"),
        sort_note=sentence("Sorted by what the customers brought lately."),
        sheet=sentence("Managers"),
    )


def served(run: Run) -> Table:
    """Return who had how many contacts, against those planned."""
    frame = run.plan.tables["served"]
    columns = {"customer_id": Column(sentence("Customer")), "abc_class": Column(sentence("Class"))}
    if frame["manager"].notna().any():
        columns["manager"] = Column(sentence("Manager"))
    columns |= {
        "planned": Column(sentence("Contacts planned a year"), "count"),
        "had": Column(sentence("In the last year"), "count"),
        "stake": stake_column(run, sentence("At stake")),
    }
    return Table(frame, columns, caption=sentence("Contacts of the last year against the plan"))
