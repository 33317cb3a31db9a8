"""The work of serving each class, against the hours there are; who had fewer contacts than planned."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from analysis.client.plan import Channel
from analysis.plan.actions import BAD_DEBT, INVOLUNTARY
from analysis.plan.chosen import chosen
from analysis.plan.facts_more import CapacityFacts, ClassWork, Served, ServiceFacts
from analysis.plan.holdback import lot
from analysis.plan.states import GONE, LOST

if TYPE_CHECKING:
    from analysis.client.plan import Capacity, ContactCost, Plan
    from analysis.run.step import Inputs

YEAR = 365
NINE = 9
"""Key accounts a manager, by the literature: shown, never reckoned with."""
PERSONAL: tuple[Channel, ...] = ("visit", "call")
"""Channels that stand in a manager's calendar."""


def looked_after(table: pd.DataFrame) -> pd.DataFrame:
    """Return the customers for whom contacts are planned: who is lost, gone, does not pay or had to go is none.

    Examples
    --------
    >>> rows = {"customer_id": list("abc"), "customer_state": ["steady", "lost", "new"]}
    >>> looked_after(pd.DataFrame(rows | {"excluded": ["", "", "bad_debt"]}))["customer_id"].tolist()
    ['a']
    """
    away = table["customer_state"].isin([LOST, GONE]) | table["excluded"].isin([BAD_DEBT, INVOLUNTARY])
    return table[~away]


def capacity(given: Inputs, table: pd.DataFrame) -> CapacityFacts | None:
    """Return the work of all classes; None where the client names no contacts."""
    plan: Plan | None = given.plan_settings
    planned = plan.capacity if plan else None
    if plan is None or planned is None or planned.contacts is None:
        return None
    classes = table["abc_class"].value_counts()
    work = class_work(classes.to_dict(), planned, plan.contact_cost)
    hours, budget = _sum([one.hours for one in work]), _sum([one.budget for one in work])
    in_a, each = int(classes.get("A", 0)), planned.accounts_per_manager
    return CapacityFacts(
        classes=work,
        hours=hours,
        budget=budget,
        managers_needed=math.ceil(hours / planned.hours_per_manager) if hours and planned.hours_per_manager else None,
        in_a=in_a,
        managers_by_accounts=math.ceil(in_a / each) if each else None,
        managers_by_nine=math.ceil(in_a / NINE),
        managers=planned.managers,
        served=count_served(served(given, table)),
    )


def class_work(customers: Mapping[str, int], planned: Capacity, cost: ContactCost) -> list[ClassWork]:
    """Return contacts, hours and budget of each class in a year.

    `customers`: mapping of class to number of customers.
    `planned`: Contacts per customer and year by class and channel, and minutes of one.

    Examples
    --------
    >>> from analysis.client.plan import Capacity, ContactCost
    >>> planned = Capacity(minutes={"visit": 90}, contacts={"A": {"visit": 12}})
    >>> work = class_work({"A": 10, "B": 5}, planned, ContactCost(visit=60))[0]
    >>> work.contacts, work.hours, work.budget
    (120.0, 180.0, 7200.0)
    """
    found = []
    for name, per_year in (planned.contacts or {}).items():
        if not customers.get(name):
            continue
        n, minutes = customers[name], planned.minutes or {}
        costs = [getattr(cost, channel) for channel in per_year]
        timed = all(channel in minutes for channel in per_year)
        found.append(
            ClassWork(
                abc_class=name,
                customers=n,
                contacts=float(n * sum(per_year.values())),
                hours=n * sum(times * minutes[c] for c, times in per_year.items()) / 60 if timed else None,
                budget=None
                if None in costs
                else float(n * sum(times * each for times, each in zip(per_year.values(), costs, strict=True))),
            )
        )
    return found


def _sum(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def served(given: Inputs, table: pd.DataFrame) -> pd.DataFrame:
    """Return the contacts of each customer in the last year against those planned for their class.

    Returns DataFrame: customer_id, manager, abc_class, stake, planned, had, the fewest against the plan first; empty
    where contacts are not recorded, or none are planned.
    """
    plan, contacts = given.plan_settings, given.contacts
    columns = ["customer_id", "manager", "abc_class", "stake"]
    planned = (plan.capacity.contacts if plan and plan.capacity else None) or {}
    if contacts is None or contacts.empty or not planned:
        return table.iloc[:0][columns].assign(planned=0.0, had=0)
    end = pd.Timestamp(given.ledger.observation_end)
    rows = contacts.reset_index()
    day = pd.to_datetime(rows["date"])
    had = rows.loc[(day > end - pd.Timedelta(days=YEAR)) & (day <= end), "customer_id"].value_counts()
    due = table["abc_class"].map({name: float(sum(per_year.values())) for name, per_year in planned.items()})
    found = table[columns].assign(planned=due, had=table["customer_id"].map(had).fillna(0).astype(int))[due.notna()]
    order = (found["had"] - found["planned"]).sort_values(kind="stable").index
    return found.loc[order].reset_index(drop=True)


def count_served(table: pd.DataFrame) -> Served | None:
    """Return how many had fewer or more contacts than planned; None where that is not known."""
    if table.empty:
        return None
    gap = table["had"] - table["planned"]
    return Served(
        customers=len(table),
        under=int((gap < 0).sum()),
        over=int((gap > 0).sum()),
        under_a=int(((gap < 0) & (table["abc_class"] == "A")).sum()),
    )


def calendar(table: pd.DataFrame, planned: Capacity | None, end: dt.date) -> pd.DataFrame:
    """Return a year of visits and calls, spread evenly over each customer's year and over the customers.

    `table`: customer_id, abc_class, manager.
    `end`: The day before the first.
    Returns DataFrame sorted by date, then customer: date, customer_id, manager, abc_class, channel.
    """
    rows = []
    for name, per_year in ((planned.contacts if planned else None) or {}).items():
        inside = table[table["abc_class"] == name]
        for channel in PERSONAL:
            times = int(per_year.get(channel, 0))
            for customer, manager in zip(inside["customer_id"], inside["manager"], strict=True):
                start = lot(customer, f"calendar {channel}")
                for k in range(times):
                    date = end + dt.timedelta(days=1 + int((k + start) * YEAR / times))
                    rows.append((date, customer, manager, name, channel))
    found = pd.DataFrame(rows, columns=["date", "customer_id", "manager", "abc_class", "channel"])
    found["date"] = pd.to_datetime(found["date"])
    return found.sort_values(["date", "customer_id", "channel"], kind="stable", ignore_index=True)


def services(given: Inputs, table: pd.DataFrame) -> list[ServiceFacts]:
    """Return what each class, grade or segment gets, as stated, with its customers, revenue and cost."""
    plan: Plan | None = given.plan_settings
    found = []
    for name, words in ((plan.service if plan else None) or {}).items():
        inside = chosen(table, name, "plan.service")
        found.append(
            ServiceFacts(
                abc_class=name,
                customers=len(inside),
                revenue=float(inside["revenue"].sum()) if given.ledger.has_amounts else None,
                **words.model_dump(exclude={"cost"}),
                cost=None if words.cost is None else words.cost * len(inside),
            )
        )
    return found
