"""Balances that no word tells: opening ones, all on the day on which a year or a month begins, and sums so far."""

from __future__ import annotations

import datetime as dt

from analysis.intake.mean.divisions import divisions
from analysis.intake.mean.neighbours import Seen
from analysis.intake.rules.balances import always_growing, by_day, only_there
from analysis.intake.workspace import name

FEWEST = 10
MOST_CUSTOMERS = 0.5  # have such a row
STEPS = 3  # up, before it means something: by chance one customer in 24 has them
NEARLY_ALL = 0.95
RARE = 0.2  # of so many rows lie on any other day at most


def say_opening_balances(seen: Seen) -> None:
    """Say that the first day holds one row of most customers, as no other day does: balances carried on, no sales."""
    sold = seen.bench.frame(
        f"SELECT day, customer, amount FROM {seen.table} WHERE counted AND customer IS NOT NULL AND day IS NOT NULL "
        f"AND amount <> 0"
    )
    days = seen.bench.fetch(by_day(sold))
    if len(days) < FEWEST:
        return
    (first, rows, customers, money), *others = days
    every = int(str(seen.rows("count(DISTINCT customer)")[0][0]))
    if rows < max(FEWEST, MOST_CUSTOMERS * every) or customers < rows or not _begins(first):
        return
    if max(n for _, n, _, _ in others) > RARE * rows:
        return
    column, word = _called(seen, first, int(rows))
    seen.bench.warn(
        "opening_balances", rows, money, file=seen.label, day=first, customers=every, column=column, word=word
    )


def say_cumulated(seen: Seen) -> None:
    """Say that the amounts of nearly every customer grow from day to day, as sums so far do and sales do not."""
    sold = seen.bench.frame(
        f"SELECT customer, day, amount FROM {seen.table} WHERE counted AND customer IS NOT NULL AND amount <> 0"
    )
    customers, grow = (n or 0 for n in seen.bench.fetch(always_growing(sold, STEPS))[0])
    if customers >= FEWEST and grow >= NEARLY_ALL * customers:
        seen.bench.warn("amount_cumulated", file=seen.label, customers=customers, grow=grow)


def _begins(day: dt.date) -> bool:
    return day.day == 1 or (day + dt.timedelta(1)).day == 1


def _called(seen: Seen, day: dt.date, rows: int) -> tuple[str, str]:
    """Return the column and the value that all rows of the day have, and no other row; blank if there is none."""
    for division in divisions(seen):
        cells = f"SELECT trim({name(division.column)}) AS value, (day = DATE '{day}')::INT AS there"
        beside = seen.bench.frame(f"{cells} FROM {seen.table} WHERE counted AND value <> ''")
        found = seen.bench.fetch(only_there(beside, rows))
        if found:
            return division.title, str(found[0][0])[:40]
    return "", ""
