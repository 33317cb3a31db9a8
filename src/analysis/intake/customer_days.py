"""The used lines summed up once: per customer and day, and per customer; most checks need no more."""

from __future__ import annotations

from analysis.intake.workspace import Workspace


def number_customers(bench: Workspace, maps: list[str]) -> None:
    """Create ``customers`` (customer, id): ids get numbers in their order, which are grouped much faster than text."""
    every = " UNION ALL ".join(f"SELECT id FROM {table}" for table in maps)
    bench.con.execute(
        f"CREATE TABLE customers AS SELECT (row_number() OVER (ORDER BY id) - 1)::INTEGER AS customer, "
        f"id FROM (SELECT DISTINCT id FROM ({every}))"
    )


def sum_up(bench: Workspace, *, zero_is_purchase: bool) -> None:
    """Create ``days`` (customer, day, net) and ``people`` (one row per customer) from the used lines."""
    bought = "net >= 0" if zero_is_purchase else "net > 0"
    bench.con.execute(
        "CREATE TABLE days AS SELECT customer, day, count(*) AS n, sum(amount) AS net FROM lines "
        "WHERE reason IS NULL GROUP BY ALL"
    )
    bench.con.execute(
        "CREATE TABLE people AS SELECT customer, sum(n)::BIGINT AS n, sum(net) AS net, "
        f"count(*) FILTER ({bought}) AS purchase_days, min(day) AS first_day FROM days GROUP BY customer"
    )
