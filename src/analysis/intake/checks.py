"""What a careful analyst would notice about customers and calendar in the rows that are used."""

from __future__ import annotations

import datetime as dt
import math

from analysis.intake.ids import say_twins
from analysis.intake.lines import Source
from analysis.intake.money_checks import check_money
from analysis.intake.workspace import Workspace

FEW_REPEATERS = 30  # STATISTICS.md §4.5
FEW_SHARE = 0.02
SAMPLED_CUSTOMERS = 50_000


def check_lines(
    bench: Workspace, sources: list[Source], end: dt.date, columns: list[str], currency: str | None
) -> None:
    """Note everything about the used rows that the reader of a report has to know."""
    check_money(bench, sources, columns, currency)
    _say_too_little(bench)
    _say_domination(bench)
    _say_returns_first(bench)
    say_twins(bench)
    _say_gaps(bench, end)
    _say_left_edge(bench)


def _say_too_little(bench: Workspace) -> None:
    rows, days = bench.row("SELECT sum(n), count(DISTINCT day) FROM days")
    customers, repeaters = bench.row("SELECT count(*), count(*) FILTER (purchase_days > 1) FROM people")
    if rows == 1:
        bench.warn("one_transaction", "There is one transaction only (1 row): too few to analyse anything.", 1)
    elif customers == 1:
        bench.warn(
            "one_customer",
            f"All {rows:,} rows belong to one customer (1 customer): shares and models say nothing about too few customers.",
            rows,
        )
    if days == 1 and rows > 1:
        bench.warn(
            "one_day",
            "All rows fall on one day (the same day, a period of 0 days): nothing can be said about repeat purchases; "
            "check the date column.",
            rows,
        )
    elif repeaters == 0 and rows > 1:
        bench.warn(
            "no_repeat",
            "No customer has a repeat purchase (a second purchase day): purchase models have nothing to learn from; "
            "concentration still holds.",
        )
    elif rows > 1 and customers > 1 and (repeaters < FEW_REPEATERS or repeaters < FEW_SHARE * customers):
        bench.warn(
            "few_repeat",
            f"Only {repeaters:,} of {customers:,} customers have a repeat purchase: too few for purchase models; "
            f"concentration still holds.",
        )


def _say_domination(bench: Workspace) -> None:
    customers, total = bench.row("SELECT count(*), sum(net) FILTER (net > 0) FROM people")
    if customers < 2 or not total:
        return
    customer, revenue, rows = bench.row(
        "SELECT id, net, n FROM people JOIN customers USING (customer) ORDER BY net DESC, id LIMIT 1"
    )
    if revenue > total / 5 and revenue > 3 * total / customers:
        bench.warn(
            "dominating_customer",
            f"One customer dominates: '{customer}' accounts for {revenue / total:.0%} of revenue. Shares and models "
            f"stand or fall with this largest customer; check that it is a real one.".replace("%", " %"),
            rows,
            float(revenue),
        )
    busiest, most, all_days = bench.row(
        "SELECT first(id), max(repeats), any_value(every) FROM (SELECT customer, purchase_days - 1 AS repeats, "
        "(SELECT sum(purchase_days - 1) FROM people WHERE purchase_days > 0) AS every FROM people "
        "ORDER BY repeats DESC, customer LIMIT 1) JOIN customers USING (customer)"
    )
    if all_days and all_days > 50 and most > all_days / 5 and most > 3 * all_days / customers:
        bench.warn(
            "busiest_customer",
            f"One customer, '{busiest}', makes {most / all_days:.0%} of all repeat purchases (a dominating customer, "
            f"or a collective account): purchase models bend towards it.".replace("%", " %"),
        )


def _say_returns_first(bench: Workspace) -> None:
    customers, money, example = bench.row(
        "SELECT count(*), coalesce(sum(d.net), 0), min(id) FROM (FROM days WHERE net < 0) d JOIN people p "
        "ON p.customer = d.customer AND p.first_day = d.day JOIN customers c ON c.customer = d.customer"
    )
    if customers:
        bench.warn(
            "return_before_purchase",
            f"{customers:,} customers begin with a return (a negative day before any purchase, as '{example}'): what they "
            f"bought lies before the data. Their first purchase is the first day with a positive net amount.",
            customers,
            float(money),
        )


def _say_gaps(bench: Workspace, end: dt.date) -> None:
    """Say months without rows, a last month that is visibly incomplete, and silence before the end."""
    found = dict(bench.rows("SELECT date_trunc('month', day)::DATE AS m, sum(n) FROM days GROUP BY m ORDER BY m"))
    first, last = min(found), max(found)
    months = [first]
    while months[-1] < last:
        months.append((months[-1] + dt.timedelta(days=32)).replace(day=1))
    counts = [found.get(month, 0) for month in months]
    empty = []
    for k, count in enumerate(counts):
        around = [n for n in counts[max(k - 3, 0) : k] + counts[k + 1 : k + 4] if n]
        if count == 0 and around and sum(around) / len(around) >= 6:
            empty.append(months[k])
    if empty:
        shown = ", ".join(f"{month:%Y-%m}" for month in empty[:6])
        bench.warn(
            "calendar_gap",
            f"There is a gap in the calendar: no rows in {len(empty)} month{'s' * (len(empty) > 1)} ({shown}). Is an "
            f"export missing? Silence that did not happen looks like lost customers.",
        )
    _say_long_gap(bench)
    _say_last_month(bench, months, counts, end)


def _say_long_gap(bench: Workspace) -> None:
    before, after, rows = bench.row(
        "SELECT arg_max(day, gap), arg_max(day, gap) + max(gap)::INT, max(gap) FROM (SELECT day, "
        "lead(day) OVER (ORDER BY day) - day AS gap FROM (SELECT DISTINCT day FROM days))"
    )
    if rows and rows > 365:
        few = bench.row("SELECT count(*) FROM days WHERE day <= ?", before)[0]
        bench.warn(
            "isolated_dates",
            f"There is a gap of {rows:,} days without a row between {before} and {after} ({few:,} customer days before "
            f"it): are the dates right, or is an export missing?",
        )


def _say_last_month(bench: Workspace, months: list[dt.date], counts: list[int], end: dt.date) -> None:
    def days_in(month: dt.date) -> int:
        following = (month + dt.timedelta(days=32)).replace(day=1)
        return (min(following - dt.timedelta(days=1), end) - month).days + 1

    candidates = [len(months) - 1]
    if days_in(months[-1]) <= 7 and len(months) > 4:
        candidates.append(len(months) - 2)
    for k in candidates:
        before = range(max(k - 3, 0), k)
        if len(before) < 3:
            continue
        expected = sum(counts[j] / days_in(months[j]) for j in before) / len(before) * days_in(months[k])
        if expected >= 6 and counts[k] < 0.5 * expected and _poisson_below(counts[k], expected) < 0.02:
            bench.warn(
                "last_month_incomplete",
                f"The last month, {months[k]:%Y-%m}, is visibly incomplete: {counts[k]:,} rows up to {end}, where the "
                f"months before suggest {expected:,.0f} (late posting?). Set observation_end to the last complete day.",
                counts[k],
            )
    silence = (end - bench.row("SELECT max(day) FROM days")[0]).days
    if silence > 31:
        bench.warn(
            "silence_before_end",
            f"The last row is {silence:,} days before the observation end {end}: an export that ends early would look "
            f"like lost customers. Set observation_end to the last day that the exports cover.",
        )


def _poisson_below(count: int, mean: float) -> float:
    """Return the chance of at most so many, if the mean is right."""
    if mean > 500:
        return 0.0
    return sum(math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(count + 1))


def _say_left_edge(bench: Workspace) -> None:
    """Say how many customers may be older than the data (STATISTICS.md §4.8)."""
    customers = bench.row("SELECT count(*) FROM people")[0]
    share = max(customers // SAMPLED_CUSTOMERS, 1)
    burn_in = bench.row(
        f"SELECT quantile_disc(gap, 0.9) FROM (SELECT day - lag(day) OVER (PARTITION BY customer ORDER BY day) AS gap "
        f"FROM days WHERE net > 0 AND hash(customer) % {share} = 0) WHERE gap IS NOT NULL"
    )[0]
    if not burn_in:
        return
    edge, known = bench.row(
        "SELECT count(*) FILTER (first_day < (SELECT min(first_day) FROM people) + ?::INT), count(*) FROM people "
        "WHERE purchase_days > 0",
        int(burn_in),
    )
    bench.info(
        "left_edge",
        f"{edge:,} of {known:,} customers are first seen within {burn_in:,} days of the first row (the 90th percentile "
        f"of the gaps between purchases): they may be older than the data, history unknown.",
        edge,
    )
