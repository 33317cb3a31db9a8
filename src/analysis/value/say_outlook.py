"""Numbers -> sentences about what lies ahead: classes, dates, new customers, less churn, checks of the forecast.

As in `findings`: finished numbers in, one or two sentences out, `**bold**` for what to take away.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from analysis.display.formats import compact_money, count, interval, money, number, share
from analysis.findings.words import Numbers, customers, worth_name


def margins(v: Numbers, currency: str | None) -> str:
    """Say where the margins come from.

    Examples
    --------
    >>> margins({"margins": {"own": True, "overall": 0.21, "half_revenue": 1200.0, "low": -0.03, "high": 0.4}},
    ...         "EUR").replace("\u202f", " ")
    "Margins are each customer's own, from the costs in the data, drawn to the client's 21 % by how little a customer \
has bought: at €1,200 of revenue their own margin counts half. Nine of ten customers lie between −3 % and 40 %."
    """
    m = v["margins"]
    if m is None:
        return "Without a margin rate or costs the figures are revenue."
    if not m["own"]:
        return f"The margin is {share(m['overall'])} of revenue for every customer."
    if m["half_revenue"] is None:
        return (
            f"Margins differ between customers by no more than chance, so all get the client's {share(m['overall'])}."
        )
    spread = interval(m["low"], m["high"], share)
    between = f"{share(m['low'])} and {share(m['high'])}" if "–" not in spread else spread.replace("–", " and ")
    return (
        f"Margins are each customer's own, from the costs in the data, drawn to the client's {share(m['overall'])} by "
        f"how little a customer has bought: at {money(m['half_revenue'], currency)} of revenue their own margin counts "
        f"half. Nine of ten customers lie between {between}."
    )


def value_by_class(v: Numbers, currency: str | None) -> str:
    """Say what the classes will bring, and how sure that is.

    Examples
    --------
    >>> rows = [{"abc_class": "A", "customers": 7, "value": 900.0, "low": 800.0, "high": 990.0},
    ...         {"abc_class": "B", "customers": 9, "value": 90.0, "low": 60.0, "high": 130.0}]
    >>> value_by_class({"value_by_class": rows, "clv_total": 990.0}, "USD")
    'Class A of the past will bring **$900** ($800–990) of value; surest is class A, least sure class B.'
    """
    rows = [row for row in v["value_by_class"] if row["abc_class"] != "N" and row["value"] > 0]
    if not rows:
        return f"No class is expected to bring {worth_name(v)} above 0."
    cash = partial(compact_money, currency=currency)
    first = rows[0]
    text = (
        f"Class {first['abc_class']} of the past will bring **{cash(first['value'])}** "
        f"({interval(first['low'], first['high'], cash)}) of {worth_name(v)}"
    )
    spread = {row["abc_class"]: (row["high"] - row["low"]) / row["value"] for row in rows}
    sure, unsure = min(spread, key=lambda name: spread[name]), max(spread, key=lambda name: spread[name])
    return f"{text}; surest is class {sure}, least sure class {unsure}." if len(rows) > 1 else f"{text}."


def overdue(v: Numbers) -> str:
    """Say how many class A customers are later than they should be.

    Examples
    --------
    >>> overdue({"overdue": {"customers": 353, "class_a": 212}})
    '**212 customers** of class A are overdue: nine of ten customers with their history would have bought again by \
now, had they stayed.'
    """
    n, whom = v["overdue"]["class_a"], " of class A"
    if n is None:
        n, whom = v["overdue"]["customers"], ""
    if n == 0:
        return f"No customer{whom} is overdue."
    verb = "is" if n == 1 else "are"
    return (
        f"**{customers(n)}**{whom} {verb} overdue: nine of ten customers with their history would have bought "
        "again by now, had they stayed."
    )


def new_customer(v: Numbers, currency: str | None) -> str:
    """Say what a new customer is worth and how many replace a lost one of class A, or why that cannot be said.

    Examples
    --------
    >>> new_customer({"clv_total": 1.0, "horizon_days": 365, "new_customer": {"refusal": None, "value": 25.0,
    ...     "interval": [22.0, 29.0], "class_a_value": 80.0, "replacement_ratio": 3.2,
    ...     "replacement_interval": [2.75, 3.6]}}, "USD")
    'A new customer is worth **$25** ($22–29) in the first 365 days, the first purchase included. It takes **3.2** \
(2.8–3.6) of them to replace one class A customer who leaves, worth $80 over the same time.'
    """
    n, cash = v["new_customer"], partial(money, currency=currency, digits=0)
    if n["refusal"]:
        return str(n["refusal"])
    verb = "is worth" if v["clv_total"] is not None else "is expected to bring"
    text = (
        f"A new customer {verb} **{cash(n['value'])}** ({_spread(n['interval'], cash)}) in the first "
        f"{count(v['horizon_days'])} days, the first purchase included."
    )
    if n["replacement_ratio"] is None:
        return f"{text} What replaces a lost class A customer cannot be said, because one of the two brings nothing."
    spread = _spread(n["replacement_interval"], partial(number, digits=1))
    return (
        f"{text} It takes **{number(n['replacement_ratio'], 1)}** ({spread}) of them to replace one class A customer "
        f"who leaves, worth {cash(n['class_a_value'])} over the same time."
    )


def known_newcomers(n: Numbers) -> str:
    """Say whose history the worth of a new customer rests on.

    Examples
    --------
    >>> known_newcomers({"customers": 310, "burn_in_days": 90, "dated": True})
    'From the 310 customers known to be won within the data: by their day of acquisition, or where it is unknown by a \
first purchase after the first 90 days, because one in ten gaps between two purchases is longer.'
    """
    who = f"From the {customers(n['customers'])}"
    longer = f"the first {count(n['burn_in_days'])} days, because one in ten gaps between two purchases is longer"
    if n["dated"]:
        return (
            f"{who} known to be won within the data: by their day of acquisition, or where it is unknown by a first "
            f"purchase after {longer}."
        )
    return f"{who} first seen after {longer}: who is first seen earlier may be an old customer coming back."


def less_churn(v: Numbers, currency: str | None) -> str:
    """Say what 5 % less churn would bring, in both readings.

    Examples
    --------
    >>> less_churn({"clv_total": 1.0, "horizon_days": 365, "churn_minus_5": {"percent": 0.0054,
    ...     "percent_interval": [0.0044, 0.0068], "percent_gain": 112.0, "points": 0.0932,
    ...     "points_interval": [0.0823, 0.1063], "points_gain": 1931.0, "survival": 0.927, "points_survival": 0.977}},
    ...     "USD").replace("\u202f", " ")
    'If customers left at a rate 5 % lower, the next 365 days would bring **0.5 %** more value (0.4–0.7 %): $112. If \
5 points more of them stayed a year (98 % instead of 93 %), **9.3 %** (8.2–10.6 %): $1.93 k.'
    """
    c, cash = v["churn_minus_5"], partial(compact_money, currency=currency)
    tenth = partial(share, digits=1)
    if c["percent"] is None:
        return "What less churn would bring is not computed, because the customers are not expected to bring anything."
    text = (
        f"If customers left at a rate {share(0.05)} lower, the next {count(v['horizon_days'])} days would bring "
        f"**{tenth(c['percent'])}** more {worth_name(v)} ({_spread(c['percent_interval'], tenth)}): "
        f"{cash(c['percent_gain'])}."
    )
    if c["points"] is None:
        return f"{text} Fewer than 5 points leave within a year, so 5 points more cannot stay."
    return (
        f"{text} If 5 points more of them stayed a year ({share(c['points_survival'])} instead of "
        f"{share(c['survival'])}), **{tenth(c['points'])}** ({_spread(c['points_interval'], tenth)}): "
        f"{cash(c['points_gain'])}."
    )


def literature_on_churn(v: Numbers) -> str:
    """Say why the figure of the literature is larger, with the textbook case worked out."""
    from analysis.value.scenario import steady_value

    before, points_more, percent_less = (steady_value(1, kept, 0.10) for kept in (0.90, 0.95, 0.905))
    c = v["churn_minus_5"]
    ever = ""
    if c.get("percent_ever") is not None and c.get("points_ever") is not None:
        ever = (
            f" Over the whole rest of their lives it would be {share(c['percent_ever'], 1)} and "
            f"{share(c['points_ever'], 1)} here."
        )
    return (
        f"The {interval(0.25, 0.85, share)} of the literature (Reichheld & Sasser 1990) are for points of retention, "
        "and are the net present value of a customer over all years, not what today's customers bring within "
        f"{count(v['horizon_days'])} days. In the textbook case of 1 a year, discounted at {share(0.10)}, a retention "
        f"of 0.95 instead of 0.90 raises the value of a customer from {number(before)} to {number(points_more)} "
        f"({share(points_more / before - 1)} more), but {share(0.05)} less churn only to {number(percent_less)} "
        f"({share(percent_less / before - 1)} more).{ever}"
    )


def residual(v: Numbers, currency: str | None) -> str:
    """Say what the customers bring without a horizon, and how much of it nobody has tested.

    Examples
    --------
    >>> residual({"clv_total": 1.0, "residual": {"total": 5000.0, "interval": [4000.0, 6500.0],
    ...     "within_horizon": 1000.0}, "horizon_days": 365, "tested_days": 273}, "USD").replace("\u202f", " ")
    'Without a horizon, over the whole rest of their lives, the customers are worth **$5.00 k** ($4.00–6.50 k; \
Pareto/NBD, doubt about its parameters only). 80 % of that lies beyond 365 days, and only 273 days were tested: read \
it as what would follow if nothing ever changed.'
    """
    r = v["residual"]
    if r is None:
        return "Not computed, because only Pareto/NBD knows a life without an end, and it is not trusted here."
    if not r["total"] > 0:
        return "Without a horizon the customers are not expected to bring anything either."
    cash = partial(compact_money, currency=currency)
    verb = "are worth" if v["clv_total"] is not None else "would bring"
    return (
        f"Without a horizon, over the whole rest of their lives, the customers {verb} **{cash(r['total'])}** "
        f"({_spread(r['interval'], cash)}; Pareto/NBD, doubt about its parameters only). "
        f"{share(1 - r['within_horizon'] / r['total'])} of that lies beyond {count(v['horizon_days'])} days, and only "
        f"{count(v['tested_days'])} days were tested: read it as what would follow if nothing ever changed."
    )


def _spread(ends: list[float], fmt: Callable[[float | None], str]) -> str:
    low, high = ends
    return interval(low, high, fmt)
