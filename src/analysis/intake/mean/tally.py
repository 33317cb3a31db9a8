"""The lines in a few numbers, each asked once: by reason, by day and by customer; most checks need no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from analysis.intake.mean.words import sql_list
from analysis.intake.rules.reasons import NOBODY
from analysis.intake.workspace import Workspace

COUNTED = f"(reason IS NULL OR reason IN {sql_list(NOBODY)})"
"""The lines that count as sales, whoever bought."""


class Sums(NamedTuple):
    """Lines of one reason: rows and money, those above and below 0, the extremes, and what rounding took."""

    rows: int = 0
    amount: Decimal = Decimal(0)
    n_positive: int = 0
    positive: Decimal = Decimal(0)
    n_negative: int = 0
    negative: Decimal = Decimal(0)
    largest: Decimal = Decimal(0)
    smallest: Decimal = Decimal(0)
    n_rounded: int = 0
    residue: Decimal = Decimal(0)


class Day(NamedTuple):
    """A day on which something was sold: rows that are used, and with those that nobody in particular bought."""

    day: dt.date
    used: int
    sold: int


@dataclass(frozen=True)
class Tally:
    """The lines by the reason why they are left out, and the days of those that count as sales.

    Attributes
    ----------
    used
        The lines that enter the analysis.
    left_out
        The others by reason, in the order of the alphabet.
    sold
        Every day with sales, in order.
    """

    used: Sums
    left_out: Mapping[str, Sums]
    sold: list[Day]

    @property
    def days(self) -> list[Day]:
        """The days with used lines."""
        return [each for each in self.sold if each.used]


class People(NamedTuple):
    """The customers of the used lines.

    repeaters bought on several days, on ``repeats`` days after their first; bought and most are the sum and the
    largest of the positive revenues, busiest the most repeats of one customer; in_debt have a revenue below 0.
    """

    customers: int
    rows: int
    net: Decimal
    bought: Decimal | None
    most: Decimal | None
    repeaters: int
    repeats: int
    busiest: int
    in_debt: int
    debt: Decimal


def tally_lines(bench: Workspace) -> Tally:
    """Create ``tally``, the lines counted and summed by reason (NULL: used) and day, and return what it adds up to."""
    bench.con.execute(
        "CREATE TABLE tally AS SELECT reason, day, count(*) AS n, sum(amount) AS amount, "
        "count(*) FILTER (amount > 0) AS n_positive, sum(amount) FILTER (amount > 0) AS positive, "
        "count(*) FILTER (amount < 0) AS n_negative, sum(amount) FILTER (amount < 0) AS negative, "
        "max(amount) AS largest, min(amount) AS smallest, "
        "count(*) FILTER (residue <> 0) AS n_rounded, sum(residue) AS residue FROM lines GROUP BY reason, day"
    )
    sums = bench.rows(
        "SELECT reason::VARCHAR AS r, sum(n)::BIGINT, coalesce(sum(amount), 0), sum(n_positive)::BIGINT, "
        "coalesce(sum(positive), 0), sum(n_negative)::BIGINT, coalesce(sum(negative), 0), max(largest), min(smallest), "
        "sum(n_rounded)::BIGINT, coalesce(sum(residue), 0) FROM tally GROUP BY r ORDER BY r"
    )
    by_reason = {reason: Sums(*each) for reason, *each in sums}
    used = by_reason.pop(None, Sums())
    sold = bench.rows(
        f"SELECT day, coalesce(sum(n) FILTER (reason IS NULL), 0)::BIGINT, sum(n)::BIGINT FROM tally WHERE {COUNTED} "
        f"GROUP BY day ORDER BY day"
    )
    return Tally(used, by_reason, [Day(*each) for each in sold])


def count_people(bench: Workspace) -> People:
    """Return what the table ``people`` adds up to."""
    return People(
        *bench.row(
            "SELECT count(*), coalesce(sum(n), 0)::BIGINT, coalesce(sum(net), 0), sum(net) FILTER (net > 0), max(net), "
            "count(*) FILTER (purchase_days > 1), "
            "coalesce(sum(purchase_days - 1) FILTER (purchase_days > 0), 0)::BIGINT, "
            "coalesce(max(purchase_days) - 1, 0), count(*) FILTER (net < 0), coalesce(sum(net) FILTER (net < 0), 0) "
            "FROM people"
        )
    )
