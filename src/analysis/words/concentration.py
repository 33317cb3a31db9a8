"""Sentences on concentration that more than one room says; records are read by attribute."""

from __future__ import annotations

from typing import Any

from analysis.display.formats import count, interval, money, share
from analysis.display.language import joined, sentence, sentences


def dependence(c: Any) -> str:
    """Say how few customers bring half of the revenue, and what the three largest account for.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> dependence(SimpleNamespace(customers=200, customers_for_50=20, customers_for_50_interval=(16, 24),
    ...                            largest_three_share=0.12)).replace("\u202f", " ")
    '**20 customers (10 %, 8–12 %)** bring half of the revenue; the three largest account for 12 %.'
    """
    n, few, three = c.customers, c.customers_for_50, c.largest_three_share
    low, high = (limit / n for limit in c.customers_for_50_interval)
    said = sentences(
        few,
        "**{few} customer ({share}, {range})** brings half of the revenue; the three largest account for {three}.",
        "**{few} customers ({share}, {range})** bring half of the revenue; the three largest account for {three}.",
        few=count(few),
        share=share(few / n),
        range=interval(low, high, share),
        three=share(three),
    )
    if three < 0.10:
        return joined(said, sentence("No single customer decides."))
    return joined(said, sentence("Each of these is a risk of its own.") if three > 0.30 else "")


def eighty_twenty(c: Any) -> str:
    """Test the 80/20 rule on the client's own revenue.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> eighty_twenty(SimpleNamespace(customers=2357, top_share={"0.2": 0.6746}, customers_for_80=777,
    ...                               top_share_interval={"0.2": (0.65, 0.69)})).replace("\u202f", " ")
    'The 80/20 rule does not hold here. The top 20 % of customers bring **67 %** (65–69 %) of the revenue, and it \
takes 777 customers (33 %) to reach 80 %.'
    """
    low, high = c.top_share_interval["0.2"]
    if high < 0.80:
        rule = sentence("The 80/20 rule does not hold here.")
    elif low > 0.80:
        rule = sentence("Revenue is more concentrated than the 80/20 rule says.")
    else:
        rule = sentence("The 80/20 rule holds here.")
    found = sentences(
        c.customers_for_80,
        "The top 20 % of customers bring **{own}** ({range}) of the revenue, and it takes {n} customer ({of}) to reach "
        "80 %.",
        "The top 20 % of customers bring **{own}** ({range}) of the revenue, and it takes {n} customers ({of}) to "
        "reach 80 %.",
        own=share(c.top_share["0.2"]),
        range=interval(low, high, share),
        of=share(c.customers_for_80 / c.customers),
    )
    return joined(rule, found)


def unprofitable(c: Any, currency: str | None) -> str | None:
    """Say how many customers have cost money; None where no margin is known."""
    loss = c.unprofitable
    if loss.customers is None:
        return None
    if loss.customers == 0:
        return sentence("No customer has a negative margin.")
    return sentences(
        loss.customers,
        "**{n} customer** cost more than it brought: {loss} of margin.",
        "**{n} customers** cost more than they brought: {loss} of margin.",
        loss=money(loss.margin, currency),
    )
