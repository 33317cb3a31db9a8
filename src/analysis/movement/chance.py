"""The moves that chance alone would make: every customer keeps a pace of their own, and only the days differ.

What a customer bought is spread at random over the days since the first purchase, amounts and all. That is what is
left of a Poisson process once its number of events is known, whatever the customer's rate: no model is fitted, and
customers may differ as they like.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.classes.history import History

Places = NDArray[np.int64]
COLUMNS = ("net", "bought", "returned", "margin", "rows")
DRAWS, LEAST_DRAWS = 100, 2
CUSTOMERS_DRAWN, IN_ONE_DRAW = 120_000, 25_000
"""In all draws together, and in one; many customers need few draws: a band is made of what differs from draw to draw
customer by customer (`band`), and not of how far a few sums lie apart."""


def spread(history: History, until: dt.date, rng: np.random.Generator) -> History:
    """Return a history with each customer's days after the first purchase put at random between it and `until`.

    `until`: The last day that they may fall on; later ones keep their place.
    Returns History: The first purchase, and what was before it, keep their days; so do customers without a purchase.
    """
    end, nobody = (until - history.first).days, history.day.size
    opening = np.append(history.day, end)[np.minimum(history.opening, nobody)]
    first = np.repeat(opening, history.stop - history.start)
    moves = (history.day > first) & (history.day <= end)
    day = history.day.copy()
    day[moves] = first[moves] + 1 + (rng.random(int(moves.sum())) * (end - first[moves])).astype(np.int64)
    order = np.argsort(history.customer * (int(day.max()) + 1) + day)
    return replace(history, day=day[order], **{name: getattr(history, name)[order] for name in COLUMNS})


@dataclass(frozen=True, eq=False)
class Drawn:
    """Several such histories as one, each with customers of its own.

    `history`: Of ``draws * customers`` customers: those of the first draw, then those of the second.
    `draws`, `customers`, `of`: How many draws, of how many customers; and of how many these are a sample.
    """

    history: History
    draws: int
    customers: int
    of: int


def draw(history: History, until: dt.date, *, seed: int = 1) -> Drawn:
    """Return histories that chance alone would make; of many customers a sample, which says as much.

    `until`: The last day that is looked at.
    """
    rng, n = np.random.default_rng(seed), history.customer_id.size
    draws = int(np.clip(CUSTOMERS_DRAWN // n, LEAST_DRAWS, DRAWS))
    drawn = min(n, IN_ONE_DRAW)
    who = np.sort(rng.choice(n, drawn, replace=False)) if drawn < n else np.arange(n)
    kept = np.isin(history.customer, who) if drawn < n else np.ones(history.day.size, dtype=bool)
    place = np.searchsorted(who, history.customer[kept])
    copies: dict[str, Any] = {name: np.tile(getattr(history, name)[kept], draws) for name in ("day", *COLUMNS)}
    copies["customer"] = np.concatenate([place + drawn * k for k in range(draws)])
    stacked = replace(history, customer_id=np.tile(history.customer_id[who], draws), **copies)
    return Drawn(spread(stacked, until, rng), draws, drawn, n)


def band(labels: Places, drawn: Drawn) -> pd.DataFrame:
    """Return how often each label would come by chance, and between which counts in 95 % of the cases.

    Parameters
    ----------
    labels : array of int, shape (draws, customers)
        Small whole numbers, one per customer of each draw; the customers always in the same order.

    Returns
    -------
    DataFrame indexed by label
        expected, low, high, of all customers.

    Notes
    -----
    mean +- 1.96 sqrt(v (1 + 1 / draws) + s), outwards to whole customers. v is the sum over customers of p (1 - p),
    estimated without bias by half of those whose label differs between one draw and the next; s = n^2 / m (1 - m / n)
    q (1 - q) is what a sample of m of n customers adds, q being the label's share.
    """
    width = int(labels.max()) + 1
    mean = np.mean([np.bincount(one, minlength=width) for one in labels], axis=0)
    apart = [one != other for one, other in zip(labels, labels[1:], strict=False)]
    changed = [
        np.bincount(np.concatenate([one[a], other[a]]), minlength=width)
        for a, one, other in zip(apart, labels, labels[1:], strict=False)
    ]
    scale, share = drawn.of / drawn.customers, mean / labels.shape[1]
    within = np.mean(changed, axis=0) / 2 * scale
    sampled = drawn.of * (scale - 1) * share * (1 - share)
    reach = 1.96 * np.sqrt(within * (1 + 1 / drawn.draws) + sampled)
    low, high = np.floor(np.maximum(mean * scale - reach, 0) + 1e-9), np.ceil(mean * scale + reach - 1e-9)
    table = pd.DataFrame({"expected": mean * scale, "low": low, "high": high})
    return table[mean > 0]
