"""The used lines summed up once: per customer and day, and per customer; most checks need no more."""

from __future__ import annotations

from analysis.intake.mean.tally import People, Sums, count_people
from analysis.intake.workspace import Workspace

SAMPLED_CUSTOMERS = 20_000


def number_customers(bench: Workspace, maps: list[str]) -> None:
    """Create ``numbered`` (source, v, kind, customer, id) from the maps of the sources, and ``customers`` of it.

    Ids get numbers in their order, which are grouped much faster than text.
    """
    every = " UNION ALL ".join(
        f"SELECT {source} AS source, v, kind, id FROM {table}" for source, table in enumerate(maps)
    )
    bench.con.execute(
        f"CREATE TABLE numbered AS SELECT *, (dense_rank() OVER (ORDER BY id) - 1)::INTEGER AS customer FROM ({every})"
    )
    bench.con.execute("CREATE TABLE customers AS SELECT DISTINCT customer, id FROM numbered")


def sum_up(bench: Workspace, used: Sums, digits: int, *, zero_is_purchase: bool) -> People:
    """Create ``days`` (customer, day, n, net), ``people`` (one row per customer) and ``gaps`` from the used lines.

    ``used`` is what they add up to, with so many digits: narrow numbers are summed faster, where no sum exceeds them.
    ``gaps`` holds the positive days of a sample of the customers: customer, net, and the days since the one before
    (gap) with its net (before); both are NULL on the first.
    """
    width = 18 if used.positive - used.negative < 10 ** (18 - digits) else 38
    bought = "net >= 0" if zero_is_purchase else "net > 0"
    bench.con.execute(
        f"CREATE TABLE days AS SELECT customer, day, count(*)::INTEGER AS n, "
        f"sum(amount)::DECIMAL({width}, {digits}) AS net FROM lines WHERE reason IS NULL GROUP BY ALL"
    )
    bench.con.execute(
        "CREATE TABLE people AS SELECT customer, sum(n)::BIGINT AS n, sum(net) AS net, "
        f"count(*) FILTER ({bought}) AS purchase_days, min(day) AS first_day FROM days GROUP BY customer"
    )
    people = count_people(bench)
    one_in = max(people.customers // SAMPLED_CUSTOMERS, 1)
    bench.con.execute(  # one window over all is much faster than one per customer
        "CREATE TABLE gaps AS SELECT customer, net, CASE WHEN same THEN gap END AS gap, CASE WHEN same THEN before END "
        "AS before FROM (SELECT customer, net, customer = lag(customer) OVER w AS same, day - lag(day) OVER w AS gap, "
        f"lag(net) OVER w AS before FROM days WHERE net > 0 AND hash(customer) % {one_in} = 0 "
        "WINDOW w AS (ORDER BY customer, day))"
    )
    return people
