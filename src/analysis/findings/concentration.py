"""Sentences on how dependent a client is on few customers."""

from __future__ import annotations

from functools import partial

from analysis.display.formats import count, interval, money, number, share
from analysis.findings.words import Numbers, customers


def dependence(c: Numbers) -> str:
    """Say how few customers bring half of the revenue, and what the three largest account for.

    Examples
    --------
    >>> dependence({"customers": 200, "customers_for_50": 20, "customers_for_50_interval": [16, 24],
    ...             "largest_three_share": 0.12}).replace("\u202f", " ")
    '**20 customers (10 %, 8–12 %)** bring half of the revenue; the three largest account for 12 %.'
    """
    n = c["customers"]
    low, high = (limit / n for limit in c["customers_for_50_interval"])
    few = f"**{customers(c['customers_for_50'])} ({share(c['customers_for_50'] / n)}, {interval(low, high, share)})**"
    verb = "brings" if c["customers_for_50"] == 1 else "bring"
    three = c["largest_three_share"]
    weight = (
        "no single customer decides" if three < 0.10 else "each of them is a risk of its own" if three > 0.30 else ""
    )
    end = f": {weight}." if weight else "."
    return f"{few} {verb} half of the revenue; the three largest account for {share(three)}{end}"


def eighty_twenty(c: Numbers) -> str:
    """Test the 80/20 rule on the client's own revenue.

    Examples
    --------
    >>> eighty_twenty({"customers": 2357, "top_share": {"0.2": 0.6746}, "top_share_interval": {"0.2": [0.65, 0.69]},
    ...                "customers_for_80": 777}).replace("\u202f", " ")
    'The 80/20 rule does not hold here: the top 20 % of customers bring **67 %** (65–69 %) of the revenue, \
and it takes 777 customers (33 %) to reach 80 %.'
    """
    own, (low, high) = c["top_share"]["0.2"], c["top_share_interval"]["0.2"]
    if high < 0.80:
        verdict = "The 80/20 rule does not hold here"
    elif low > 0.80:
        verdict = "Revenue is more concentrated than the 80/20 rule says"
    else:
        verdict = "The 80/20 rule holds here"
    reach = f"it takes {customers(c['customers_for_80'])} ({share(c['customers_for_80'] / c['customers'])}) to reach"
    return (
        f"{verdict}: the top {share(0.20)} of customers bring **{share(own)}** ({interval(low, high, share)}) "
        f"of the revenue, and {reach} {share(0.80)}."
    )


def inequality(c: Numbers) -> str:
    """Say what the Gini coefficient and the Herfindahl index mean here."""
    low, high = c["gini_interval"]
    spread = interval(low, high, partial(number, digits=2))
    return (
        f"The Gini coefficient is **{number(c['gini'])}** ({spread}; 0 = all equal, 1 = one customer brings all). "
        f"Revenue is as concentrated as if {count(c['effective_customers'])} equal customers brought it, "
        f"out of {count(c['customers'])} (Herfindahl index {count(c['hhi'])} of 10,000)."
    )


def classes(c: Numbers) -> str:
    """Say how many customers each class holds and what it brings of the revenue of customers above 0."""
    total = c["revenue"]
    people = sum(row["customers"] for row in c["abc"].values())

    def part(name: str) -> str:
        row = c["abc"][name]
        return f"{customers(row['customers'])} ({share(row['customers'] / people)}), {share(row['revenue'] / total)}"

    last = f" {customers(c['abc']['N']['customers'])} brought nothing or less." if c["abc"]["N"]["customers"] else ""
    return f"**Class A** is {part('A')} of the revenue; **class B** {part('B')}; **class C** {part('C')}.{last}"


def unprofitable(c: Numbers, currency: str | None) -> str | None:
    """Say how many customers have cost money; None where no margin is known."""
    loss = c["unprofitable"]
    if loss["customers"] is None:
        return None
    if loss["customers"] == 0:
        return "No customer has a negative margin."
    return (
        f"**{customers(loss['customers'])}** cost more than they brought: {money(loss['margin'], currency)} of margin."
    )


def left_out_below_zero(c: Numbers, currency: str | None) -> str | None:
    """Say what customers below zero there are beside the shares; None if there are none."""
    below = c["left_out"]
    if not below["customers"]:
        return None
    return (
        f"{customers(below['customers'])} with a net revenue below 0 "
        f"({money(below['revenue'], currency)} in all) stand beside these shares, not in them."
    )
