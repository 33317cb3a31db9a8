"""What a careful analyst would notice about the calendar: gaps, unfinished ends, and the left edge."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from itertools import pairwise

from analysis.client.client import Client
from analysis.intake.mean.tally import Tally
from analysis.intake.workspace import Workspace
from analysis.ledger.rhythm import of_customers, reached

USUAL_ROWS = 6  # a month, before an empty month is a gap rather than chance
EARLY_END = 5  # days into a month, from which the month looks like a short one


def check_calendar(bench: Workspace, tally: Tally, end: dt.date, client: Client) -> None:
    """Note months without rows, an incomplete last month, silence before the end, and customers at the left edge."""
    found: Counter[dt.date] = Counter()
    for day, _, sold in tally.sold:
        found[day.replace(day=1)] += sold
    months = [min(found)]
    while months[-1] < max(found):
        months.append(_following(months[-1]))
    counts = [found[month] for month in months]
    _say_empty_months(bench, months, counts)
    days = [each.day for each in tally.days]
    _say_long_gap(bench, days)
    _say_last_month(bench, months, counts, end)
    _say_silence(bench, (end - days[-1]).days, end)
    _say_left_edge(bench, acquired=client.customers is not None and "acquired_on" in client.customers.columns)


def _following(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=32)).replace(day=1)


def _say_empty_months(bench: Workspace, months: list[dt.date], counts: list[int]) -> None:
    empty = []
    for k, count in enumerate(counts):
        around = [n for n in counts[max(k - 3, 0) : k] + counts[k + 1 : k + 4] if n]
        alike = counts[k % 12 :: 12]  # the same month of every year: as empty in the others, it is a season
        rests = len(alike) > 1 and sum(alike) < USUAL_ROWS * (len(alike) - 1)
        if count == 0 and around and sum(around) / len(around) >= USUAL_ROWS and not rests:
            empty.append(months[k])
    if empty:
        bench.warn("calendar_gap", months=empty)


def _say_long_gap(bench: Workspace, days: list[dt.date]) -> None:
    before, after = max(pairwise(days), key=lambda pair: pair[1] - pair[0], default=(days[0], days[0]))
    if (after - before).days > 365:
        few = bench.row("SELECT count(*) FROM days WHERE day <= ?", before)[0]
        bench.warn("isolated_dates", before=before, after=after, days=(after - before).days, customer_days_before=few)


def _say_last_month(bench: Workspace, months: list[dt.date], counts: list[int], end: dt.date) -> None:
    """Say a last month that lacks rows (late posting), or else one that simply ends early."""
    days = [(min(_following(month) - dt.timedelta(days=1), end) - month).days + 1 for month in months]
    candidates = [len(months) - 1]
    if days[-1] <= 7 and len(months) > 4:
        candidates.append(len(months) - 2)
    for k in candidates:
        before = range(max(k - 3, 0), k)
        if len(before) < 3:
            continue
        expected = sum(counts[j] / days[j] for j in before) / len(before) * days[k]
        if expected >= USUAL_ROWS and counts[k] < 0.5 * expected and _poisson_below(counts[k], expected) < 0.02:
            bench.warn("last_month_incomplete", counts[k], month=months[k], end=end, expected=round(expected))
            return
    left = (_following(end.replace(day=1)) - end).days - 1
    if len(months) > 3 and left > 3 and end >= months[-1]:
        note = bench.warn if end.day >= EARLY_END else bench.info
        note("last_month_partial", end=end, days=left)


def _say_silence(bench: Workspace, silence: int, end: dt.date) -> None:
    if silence > 31:
        bench.warn("silence_before_end", days=silence, end=end)


def _poisson_below(count: int, mean: float) -> float:
    """Return the chance of at most so many, if the mean is right."""
    if mean > 500:
        return 0.0
    return sum(math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(count + 1))


def _say_left_edge(bench: Workspace, *, acquired: bool) -> None:
    """Say how many customers may be older than the data (STATISTICS.md §4.8)."""
    gaps = bench.rows(
        "SELECT gap, count(*), sum(1 / (purchase_days - 1)) FROM gaps JOIN people USING (customer) "
        "WHERE gap IS NOT NULL GROUP BY gap ORDER BY gap"
    )
    if not gaps:
        return
    days, rows, weights = zip(*gaps, strict=True)
    burn_in = of_customers(reached(days, rows), days, weights)
    edge, known = bench.row(
        "SELECT count(*) FILTER (first_day < (SELECT min(first_day) FROM people) + ?::INT), count(*) FROM people "
        "WHERE purchase_days > 0",
        int(burn_in),
    )
    bench.info("left_edge", edge, customers=known, days=burn_in, acquired_on=acquired)
