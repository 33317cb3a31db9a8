"""Sentences on what customers cost: to serve, and to win."""

from __future__ import annotations

from functools import partial

from analysis.display.formats import compact_money, count, interval, money, number
from analysis.findings.words import Numbers, customers


def costs(v: Numbers, currency: str | None) -> str:
    """Say which stated costs were taken off the value; empty where none is stated.

    Examples
    --------
    >>> known = {"refusal": None, "customers": 900, "known": {"cost_to_serve": 40, "upfront_cost": 3},
    ...          "cost_to_serve": 5200.0, "upfront_cost": 900.0, "model": "Pareto/NBD"}
    >>> costs({"costs": known, "horizon_days": 365}, "EUR").replace("\u202f", " ")
    'Costs are taken off where they are stated, and nothing is where they are not: €5.20 k of serving 40 of 900 \
customers for as long as each is expected to stay within 365 days (Pareto/NBD), discounted; €900 up front for 3 of \
them, not discounted. How long they stay to be served is not simulated: the intervals only move by what is expected.'
    """
    c = v["costs"]
    if c is None:
        return ""
    if c["refusal"]:
        return str(c["refusal"])
    cash, known, parts = partial(compact_money, currency=currency), c["known"], []
    everyone = f"{count(c['customers'])} customers"
    if known["cost_to_serve"]:
        parts.append(
            f"{cash(c['cost_to_serve'])} of serving {count(known['cost_to_serve'])} of {everyone} for as long as each "
            f"is expected to stay within {count(v['horizon_days'])} days ({c['model']}), discounted"
        )
    if known["upfront_cost"]:
        of = "them" if parts else everyone
        parts.append(f"{cash(c['upfront_cost'])} up front for {count(known['upfront_cost'])} of {of}, not discounted")
    text = f"Costs are taken off where they are stated, and nothing is where they are not: {'; '.join(parts)}."
    if known["cost_to_serve"]:
        text += " How long they stay to be served is not simulated: the intervals only move by what is expected."
    return text


def before_costs(v: Numbers) -> str:
    """Say that a figure is before the costs that were taken off the value; empty where none was."""
    return " Before the stated costs of customers." if v["costs"] and not v["costs"]["refusal"] else ""


def less_costs(v: Numbers, currency: str | None) -> str:
    """Return the clause of the total that says what was taken off; empty where nothing was."""
    c = v.get("costs")
    if not c or c["refusal"]:
        return ""
    return f", less {compact_money(c['cost_to_serve'] + c['upfront_cost'], currency)} of stated costs"


def payback(v: Numbers, currency: str | None) -> str:
    """Say what winning a customer costs, and when that has come back.

    Examples
    --------
    >>> a = {"refusal": None, "known": 500, "customers": 210, "bought": 200, "cac": 40.0, "payback_month": 5,
    ...      "payback_interval": [4, 7], "ratio": 2.1, "ratio_interval": [1.9, 2.4]}
    >>> v = {"acquisition": a, "new_customer": {"refusal": None}, "horizon_days": 365, "costs": None}
    >>> payback(v, "EUR").replace("\u202f", " ")
    'Winning a customer costs **€40.00**, which a new one is expected to have brought back within **5 months** (4–7); \
over 365 days they bring 2.1 times what they cost (1.9–2.4).'
    >>> payback(v | {"acquisition": a | {"payback_month": None, "payback_interval": [11, None], "ratio": 0.93}}, "EUR")
    'Winning a customer costs **€40.00**, which a new one is **not** expected to bring back within 365 days (at the \
earliest in month 11); over 365 days they bring 0.9 times what they cost (1.9–2.4).'
    """
    a = v["acquisition"]
    if a["refusal"]:
        return str(a["refusal"])
    text = f"Winning a customer costs **{money(a['cac'], currency)}**"
    if v["new_customer"]["refusal"]:
        return f"{text}. When that comes back cannot be said, because what a new customer is worth cannot."
    text = f"{text}, which a new one {_month(a, v['horizon_days'])}"
    if a["ratio"] is None:
        return f"{text}."
    low, high = a["ratio_interval"]
    times = f"{number(a['ratio'], 1)} times what they cost ({interval(low, high, partial(number, digits=1))})"
    return f"{text}; over {count(v['horizon_days'])} days they bring {times}.{before_costs(v)}"


def _month(a: Numbers, horizon_days: int) -> str:
    month, (low, high) = a["payback_month"], a["payback_interval"]
    within = f"within {count(horizon_days)} days"
    if month == 0:
        return "is expected to bring back **with the first purchase**"
    if month is None:
        earliest = "" if low is None else f" (at the earliest in month {low})"
        return f"is **not** expected to bring back {within}{earliest}"
    ends = f"{low} or later than {within.removeprefix('within ')}" if high is None else interval(low, high, count)
    spread = "" if low == high else f" ({ends})"
    return f"is expected to have brought back within **{month} month{'s' if month > 1 else ''}**{spread}"


def whose_cost(v: Numbers) -> str:
    """Say whose costs of acquisition that rests on.

    Examples
    --------
    >>> whose_cost({"acquisition": {"known": 500, "customers": 210, "bought": 200}})
    'From the 210 customers with a stated cost who were won within the data, by day of acquisition or by a first \
purchase after the burn-in; 10 of them never bought, and their cost is borne by those who did. 290 others with a \
stated cost are, or may be, older than the data.'
    """
    a = v["acquisition"]
    silent, older = a["customers"] - a["bought"], a["known"] - a["customers"]
    text = (
        f"From the {customers(a['customers'])} with a stated cost who were won within the data, by day of acquisition "
        "or by a first purchase after the burn-in"
    )
    if silent:
        text += f"; {count(silent)} of them never bought, and their cost is borne by those who did"
    if older:
        text += f". {count(older)} others with a stated cost are, or may be, older than the data"
    return f"{text}."


def sources(v: Numbers) -> str:
    """Say which source brings most for what it costs, and which least, of those with enough customers.

    Examples
    --------
    >>> web = {"source": "web", "customers": 90, "ratio": 3.0, "low": 2.1, "high": 3.9, "indicative": False}
    >>> fair = {"source": "fair", "customers": 40, "ratio": 0.8, "low": 0.5, "high": 1.1, "indicative": False}
    >>> sources({"acquisition": {"sources": [web, fair]}})
    'Customers from **web** bring **3.0 times** what winning them cost (2.1–3.9), from fair 0.8 times (0.5–1.1).'
    """
    rows = [row for row in v["acquisition"]["sources"] if not row["indicative"] and row["ratio"] is not None]
    if not rows:
        return "Value against cost by source is indicative only: no source has 30 customers with a stated cost."

    def times(row: Numbers) -> str:
        return f"{number(row['ratio'], 1)} times"

    def ends(row: Numbers) -> str:
        return f"({interval(row['low'], row['high'], partial(number, digits=1))})"

    best, worst = rows[0], rows[-1]
    text = f"Customers from **{source_name(best)}** bring **{times(best)}** what winning them cost {ends(best)}"
    return f"{text}, from {source_name(worst)} {times(worst)} {ends(worst)}." if len(rows) > 1 else f"{text}."


def source_name(row: Numbers) -> str:
    """Return the name of a source as it is shown."""
    return "no stated source" if row["source"] is None else str(row["source"])
