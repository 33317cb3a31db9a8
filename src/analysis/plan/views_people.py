"""What the plan notebook shows of managers: a short table, and a page for each."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from analysis.display.cells import Column, Finding, Leaf, Note, Stack, Table
from analysis.display.chapter import refusable
from analysis.display.formats import count
from analysis.display.language import joined, sentence
from analysis.display.names import in_one
from analysis.display.printed import all_customers
from analysis.plan import say_people, tables, tables_people
from analysis.plan.facts_more import Manager
from analysis.run.run import Run
from analysis.words import plan as words

SHORT, PAGES, FIRST = 5, 12, 5


@refusable("plan")
def managers_table(run: Run) -> Table | None:
    """Show each manager's book."""
    if not any(one.manager for one in run.plan.facts.managers):
        return None
    return tables_people.managers(run, top=SHORT)


@refusable("plan")
def manager_pages(run: Run) -> Stack | None:
    """Show a page for each manager, the largest books first."""
    named = [one for one in run.plan.facts.managers if one.manager]
    if not named:
        return None
    more = sentence(
        "The books of {n} more managers: sheet “{sheet}” of customers.xlsx.",
        n=count(len(named) - PAGES),
        sheet=sentence("Managers"),
    )
    pages = [_page(run, one) for one in named[:PAGES]]
    return Stack([*pages, *([Note(more)] if len(named) > PAGES else [])])


def _page(run: Run, one: Manager) -> Leaf:
    p = run.plan.facts
    parts: list[Any] = [Finding(joined(say_people.book(one, p, run.currency), say_people.moves(one)))]
    reached = joined(say_people.target(one, run.currency), say_people.done(one, p, run.currency))
    parts += [Finding(reached)] if reached else []
    everyone = run.plan.tables["customers"]
    listed = tables.action_list(run, of=one.manager)
    if len(listed.frame):
        shown = replace(listed, top=FIRST, caption=sentence("Whom {manager} contacts first", manager=one.manager))
        parts.append(in_one(run, shown))
    parts.append(in_one(run, _largest(run, everyone[everyone["manager"] == one.manager])))
    return Leaf(str(one.manager), parts)


def _largest(run: Run, book: pd.DataFrame) -> Table:
    days = count(run.plan.facts.compared_days)
    brought = partial(tables.stake_column, run)
    frame = book.sort_values(["recent", "customer_id"], ascending=[False, True], kind="stable", ignore_index=True)
    columns = {
        "customer_id": Column(sentence("Customer")),
        "abc_class": Column(sentence("Class")),
        "state": Column(sentence("State")),
        "recent": brought(sentence("Last {days} days", days=days)),
        "before": brought(sentence("{days} before", days=days)),
    }
    coming = run.plan.tables["calendar"].drop_duplicates("customer_id").set_index("customer_id")["date"]
    frame["next"] = coming.reindex(frame["customer_id"]).to_numpy()  # none of no days is a day
    if frame["next"].notna().any():
        columns["next"] = Column(sentence("Next contact"), "day")
    return Table(
        frame.assign(state=frame["customer_state"].map(words.state_name)),
        columns,
        top=FIRST,
        total={name: frame[name].sum() for name in ("recent", "before")},
        caption=sentence("The largest customers of the book"),
        sheet=all_customers(run),
    )
