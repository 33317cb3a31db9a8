"""The facts about the used lines that the router looks at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.backtest.gates import default_horizon
from analysis.client.parameters import ATTRIBUTE
from analysis.intake.mean.grain import grain_of, say_grain
from analysis.intake.mean.tally import People, Tally
from analysis.intake.router import Rhythm, Shape, Verdict, route
from analysis.intake.workspace import Workspace

if TYPE_CHECKING:
    from analysis.client.client import Client
    from analysis.intake.read.staging import Staged

RHYTHMS = {
    "weekly": (6, 8),
    "fortnightly": (13, 15),
    "monthly": (26, 33),
    "quarterly": (87, 95),
    "half-yearly": (178, 187),
    "yearly": (360, 371),
}
"""Days between two payments, with some room: weekends and holidays move them."""
MOSTLY = 0.8
NEARLY_EQUAL = 0.1
SUMMARY = re.compile(
    r"(n|no|nr|num|number|count|anzahl)?[ _.-]*(of|der)?[ _.-]*"
    r"(orders|purchases|transactions|invoices|visits|frequency|recency|bestellungen|käufe|einkäufe|aufträge|rechnungen)"
    r"([ _.-]*(count|number|total))?"
    r"|(order|purchase|transaction|invoice|visit)s?[ _.-]*(count|frequency)"
    r"|(first|last|latest|erste|letzte)r?s?[ _.-]*"
    r"(order|purchase|transaction|invoice|visit|bestellung|kauf|einkauf|auftrag|rechnung)([ _.-]*(date|day|datum))?"
    r"|(total|累计)?(订单|购买|交易|消费)(数|数量|次数|总数|笔数)|(首次|最近|最后|上次)(一次)?(购买|下单|订单|交易|消费)(日期|时间)?"
)
"""Headers that count orders in one row, or tell the first or last of several."""


def say_verdict(
    bench: Workspace,
    tally: Tally,
    people: People,
    client: Client,
    sources: Sequence[Staged],
    joined: Mapping[str, Any],
) -> Verdict:
    """Return what the data can answer, and note it: as a warning where something cannot be answered."""
    headers = [name for staged in sources for name in (*staged.unused, staged.headers.get("date", ""))]
    days = [each.day for each in tally.days]
    history = (days[-1] - days[0]).days
    shape = measure_shape(bench, people, history, headers, has_days=client.has_days, has_amounts=client.has_amounts)
    grain = grain_of(bench, people.rows, days) if client.has_days else None
    say_grain(bench, grain, people.rows, days)
    horizon = client.parameters.horizon_days or default_horizon(shape.history_days)
    marked = any(f"{ATTRIBUTE}stated_churned" in source.columns for source in client.sources)
    shape = replace(shape, subscribed_share=_subscribed(joined), stated_churned=marked)
    verdict = route(replace(shape, grain=grain, horizon_days=horizon))
    note = bench.info if verdict.whole else bench.warn
    note(f"router_{verdict.verdict}", reason=verdict.reason)
    return verdict


def measure_shape(
    bench: Workspace, people: People, history: int, headers: Sequence[str], *, has_days: bool, has_amounts: bool
) -> Shape:
    """Return what the router looks at.

    Parameters
    ----------
    bench : Workspace
        With the table ``gaps``.
    people : People
        The customers.
    history : int
        Days from the first to the last used line.
    headers : sequence of str
        Names of all columns but those that hold customer and money.
    has_days, has_amounts : bool
        Whether the sources have a date column, and amounts.
    """
    return Shape(
        customers=people.customers,
        repeat_buyers=people.repeaters,
        has_days=has_days,
        has_amounts=has_amounts,
        summary_columns=tuple(name for name in dict.fromkeys(headers) if SUMMARY.fullmatch(name.strip().casefold())),
        once_each=people.rows == people.customers,
        one_day=not history,
        history_days=history,
        rhythm=_rhythm(bench) if has_days and has_amounts else None,
    )


def _subscribed(joined: Mapping[str, Any]) -> float | None:
    """Return what those in the table of subscriptions bring of the revenue, or their share where none is told."""
    covered = joined.get("tables", {}).get("subscriptions")
    if covered is None:
        return None
    share: float | None = covered["revenue_share"]
    return covered["matched"] / covered["ids"] if share is None else share


def _rhythm(bench: Workspace) -> Rhythm:
    """Count who pays at one rhythm of the calendar, and of these nearly the same amount, in a sample of customers."""
    at = {name: f"gap BETWEEN {low} AND {high}" for name, (low, high) in RHYTHMS.items()}
    counted = ", ".join(f"count(*) FILTER ({test}) AS {_name(name)}" for name, test in at.items())
    steady = f"gaps >= 2 AND equal >= {MOSTLY} * gaps"
    by_rhythm = {name: f"{steady} AND {_name(name)} >= {MOSTLY} * gaps" for name in RHYTHMS}
    regular = " OR ".join(f"({test})" for test in by_rhythm.values())
    spaced = f"gaps >= 2 AND greatest({', '.join(map(_name, RHYTHMS))}) >= {MOSTLY} * gaps"
    several = ", ".join(f"count(*) FILTER ({test})" for test in by_rhythm.values())
    near = f"gaps >= 2 AND at_some >= {MOSTLY} * gaps"  # who alone can keep one rhythm; only they are counted by it
    payers, spaced_out, paying, theirs, everyones, *each = bench.row(
        f"WITH each AS MATERIALIZED (SELECT customer, sum(net) AS net, count(gap) AS gaps, count(*) FILTER (abs(net - "
        f"before) <= {NEARLY_EQUAL} * before) AS equal, count(*) FILTER ({' OR '.join(at.values())}) AS at_some "
        f"FROM gaps GROUP BY customer) "
        f"SELECT count(*) FILTER (gaps >= 2), count(*) FILTER ({spaced}), count(*) FILTER ({regular}), "
        f"coalesce(sum(net) FILTER ({regular}), 0), sum(net), {several} FROM each LEFT JOIN (SELECT customer, "
        f"{counted} FROM gaps SEMI JOIN (FROM each WHERE {near}) AS e USING (customer) GROUP BY customer) "
        "USING (customer)"
    )
    most = max(zip(each, RHYTHMS, strict=True), key=lambda pair: pair[0])[1] if paying else ""
    return Rhythm(payers, paying, float(theirs / everyones) if everyones else 0.0, most, spaced_out)


def _name(rhythm: str) -> str:
    return rhythm.replace("-", "_")
