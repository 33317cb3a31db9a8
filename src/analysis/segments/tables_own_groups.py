"""Tables of the groups that the client itself tells apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.display.cells import Column, Table
from analysis.display.formats import count
from analysis.display.language import sentence
from analysis.run.run import Run
from analysis.segments.facts_own_groups import ComparedAttribute, GroupsComparedFacts
from analysis.segments.say import spelled

TOP = 15
FOR_EXCEL = ("attribute", "difference", "low", "high", "median_wait")


def told_apart(run: Run) -> list[ComparedAttribute]:
    """Return the attributes to speak of first: with most differences beyond chance."""
    return sorted(run.groups_compared.facts.attributes, key=lambda a: (-a.beyond, -a.tested))


def difference_rows(a: ComparedAttribute, measure: str) -> pd.DataFrame:
    """Return the groups of an attribute with their difference, the largest first."""
    found = [(group.value, getattr(group, measure)) for group in a.groups]
    rows = [{"value": value, **each.plain()} for value, each in found if each is not None]
    if not rows:
        return pd.DataFrame()
    return pd.DataFrame(rows).sort_values(["difference", "value"], ascending=[False, True], ignore_index=True)


def groups_shown(run: Run) -> Table | None:
    """Return the groups of the attribute that tells most apart, as the chapter shows them; None without any."""
    found = told_apart(run)
    if not found:
        return None
    whole = table_of_groups(run, found[:1], sentence("By {what}", what=spelled(found[0].attribute)))
    columns = {name: column for name, column in whole.columns.items() if name not in FOR_EXCEL}
    return replace(whole, columns=columns, top=TOP, sheet=sentence("Own groups"))


def table_of_groups(run: Run, shown: list[ComparedAttribute], caption: str) -> Table:
    """Return a table of groups: size, money, and what they did at equal age."""
    frame = pd.DataFrame([_row(a, group) for a in shown for group in a.groups])
    columns = _columns(run, run.groups_compared.facts)
    if run.groups_compared.facts.age_days is None:
        columns.pop("of_age")
    return Table(frame, {name: c for name, c in columns.items() if frame[name].notna().any()}, caption=caption)


def _row(a: ComparedAttribute, group: Any) -> dict[str, Any]:
    at_age, active, again = group.at_age, group.active, group.again
    return {
        "attribute": spelled(a.attribute),
        **group.plain(),
        "at_age": at_age and at_age.level,
        "difference": at_age and at_age.difference,
        "low": at_age and at_age.low,
        "high": at_age and at_age.high,
        "active": active and active.level,
        "again": again and again.level,
        "apart": _apart(group),
    }


def _apart(group: Any) -> str | None:
    tests = [
        (sentence("revenue"), group.at_age),
        (sentence("still active"), group.active),
        (sentence("second purchase"), group.again),
    ]
    if all(test is None for _, test in tests):
        return None
    beyond = [name for name, test in tests if test is not None and test.beyond]
    return ", ".join(beyond) if beyond else sentence("within chance")


def _columns(run: Run, g: GroupsComparedFacts) -> dict[str, Column]:
    def cash(label: str) -> Column:
        return Column(label, "money", currency=run.currency, digits=0)

    age, window = count(g.age_days), count(g.window_days)
    return {
        "attribute": Column(sentence("By")),
        "value": Column(sentence("Group")),
        "customers": Column(sentence("Customers"), "count"),
        "revenue": cash(sentence("Revenue so far")),
        "margin": cash(sentence("Margin so far")),
        "of_age": Column(sentence("Known for {days} days", days=age), "count"),
        "at_age": cash(sentence("Revenue each in {days} days", days=age)),
        "difference": cash(sentence("Difference to the others")),
        "low": cash(sentence("At least (95 %)")),
        "high": cash(sentence("At most (95 %)")),
        "active": Column(sentence("Bought in the last {n} of {days} days", n=window, days=age), "share"),
        "again": Column(sentence("Bought again by then"), "share"),
        "median_wait": Column(sentence("Days until half did"), "count"),
        "apart": Column(sentence("Beyond chance")),
    }
