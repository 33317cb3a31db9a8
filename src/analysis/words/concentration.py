"""Sentences on concentration that more than one room says; records are read by attribute."""

from __future__ import annotations

from typing import Any

from analysis.display.formats import count, interval, money, share
from analysis.display.language import sentence, sentences


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
    values = {
        "few": count(few),
        "share": share(few / n),
        "range": interval(low, high, share),
        "three": share(three),
    }
    if three < 0.10:
        return sentences(
            few,
            "**{few} customer ({share}, {range})** brings half of the revenue; the three largest account for {three}: "
            "no single customer decides.",
            "**{few} customers ({share}, {range})** bring half of the revenue; the three largest account for {three}: "
            "no single customer decides.",
            **values,
        )
    if three > 0.30:
        return sentences(
            few,
            "**{few} customer ({share}, {range})** brings half of the revenue; the three largest account for {three}: "
            "each of them is a risk of its own.",
            "**{few} customers ({share}, {range})** bring half of the revenue; the three largest account for {three}: "
            "each of them is a risk of its own.",
            **values,
        )
    return sentences(
        few,
        "**{few} customer ({share}, {range})** brings half of the revenue; the three largest account for {three}.",
        "**{few} customers ({share}, {range})** bring half of the revenue; the three largest account for {three}.",
        **values,
    )


def eighty_twenty(c: Any) -> str:
    """Test the 80/20 rule on the client's own revenue.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> eighty_twenty(SimpleNamespace(customers=2357, top_share={"0.2": 0.6746}, customers_for_80=777,
    ...                               top_share_interval={"0.2": (0.65, 0.69)})).replace("\u202f", " ")
    'The 80/20 rule does not hold here: the top 20 % of customers bring **67 %** (65–69 %) of the revenue, \
and it takes 777 customers (33 %) to reach 80 %.'
    """
    own, (low, high) = c.top_share["0.2"], c.top_share_interval["0.2"]
    values = {
        "own": share(own),
        "range": interval(low, high, share),
        "n": count(c.customers_for_80),
        "of": share(c.customers_for_80 / c.customers),
    }
    if high < 0.80:
        return sentences(
            c.customers_for_80,
            "The 80/20 rule does not hold here: the top 20 % of customers bring **{own}** ({range}) of the revenue, "
            "and it takes {n} customer ({of}) to reach 80 %.",
            "The 80/20 rule does not hold here: the top 20 % of customers bring **{own}** ({range}) of the revenue, "
            "and it takes {n} customers ({of}) to reach 80 %.",
            **values,
        )
    if low > 0.80:
        return sentences(
            c.customers_for_80,
            "Revenue is more concentrated than the 80/20 rule says: the top 20 % of customers bring **{own}** "
            "({range}) of the revenue, and it takes {n} customer ({of}) to reach 80 %.",
            "Revenue is more concentrated than the 80/20 rule says: the top 20 % of customers bring **{own}** "
            "({range}) of the revenue, and it takes {n} customers ({of}) to reach 80 %.",
            **values,
        )
    return sentences(
        c.customers_for_80,
        "The 80/20 rule holds here: the top 20 % of customers bring **{own}** ({range}) of the revenue, and it takes "
        "{n} customer ({of}) to reach 80 %.",
        "The 80/20 rule holds here: the top 20 % of customers bring **{own}** ({range}) of the revenue, and it takes "
        "{n} customers ({of}) to reach 80 %.",
        **values,
    )


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
        n=count(loss.customers),
        loss=money(loss.margin, currency),
    )
