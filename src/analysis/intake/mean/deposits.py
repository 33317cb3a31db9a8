"""Deposits beside a final invoice that contains them: each is the same share, to the cent, of a later row.

Prices are shares of other prices as well, but then as often of earlier rows as of later ones: what stands before its
whole is compared with what stands behind it.
"""

from __future__ import annotations

from collections import Counter

from analysis.intake.mean.divisions import divisions
from analysis.intake.mean.neighbours import Seen
from analysis.intake.rules.sums import parts_of_others
from analysis.intake.workspace import name

SHARES = (0.1, 0.15, 0.2, 0.25, 0.3, 1 / 3, 0.35, 0.4, 0.5, 0.6, 0.7)
FEWEST = 5  # deposits of as many different amounts
BEHIND = 0.1  # of so many may be such a share of an earlier row
SOME = 0.05  # of the rows are deposits


def say_deposits(seen: Seen) -> None:
    """Say which rows are one share of a later row of their customer again and again: they may count twice."""
    if not seen.complete:
        return
    sold = seen.bench.frame(
        f"SELECT row, customer, day, (amount * 100)::BIGINT AS cents FROM {seen.table} "
        f"WHERE counted AND amount > 0 AND day IS NOT NULL AND customer IS NOT NULL"
    )
    pairs = seen.bench.fetch(parts_of_others(sold, SHARES))
    before, behind = (Counter(share for share, *_, first in pairs if first == side) for side in (1, 0))
    if not before:
        return
    share = max(before, key=lambda one: (before[one] - behind[one], -one))
    found = {row: cents for one, row, cents, first in pairs if one == share and first}
    every = int(str(seen.rows("count(*)")[0][0]))
    if len(set(found.values())) < FEWEST or behind[share] > BEHIND * len(found) or len(found) < SOME * every:
        return
    column, word = _called(seen, list(found))
    money = sum(found.values()) / 100
    seen.bench.warn("deposits_in_wholes", len(found), money, file=seen.label, share=share, column=column, word=word)


def _called(seen: Seen, rows: list[int]) -> tuple[str, str]:
    """Return the column and the value that all these rows have, and few others; blank if there is none."""
    there = f"row IN ({', '.join(map(str, rows))})"
    for division in divisions(seen):
        cell = f"trim({name(division.column)})"
        values = seen.rows(f"{cell} AS v, count(*), count(*) FILTER ({there}) GROUP BY v") if division.few else []
        for value, every, here in values:
            if value and here == len(rows) and int(str(every)) <= 2 * len(rows):
                return division.title, str(value)[:40]
    return "", ""
