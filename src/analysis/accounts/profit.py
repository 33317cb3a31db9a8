"""Who makes money and who costs it: the whale curve, what would turn a loss, and two ABC classes side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.schema import DAYS_PER_YEAR

CURVE_POINTS = 400


def account_margin(margin: pd.Series, recency: pd.Series, attributes: pd.DataFrame | None) -> pd.DataFrame:
    """Return what each account leaves after what is stated beside the ledger.

    Parameters
    ----------
    margin : Series indexed by customer_id
        Missing where unknown.
    recency : Series, same index
        Days from the first purchase to the last.
    attributes : DataFrame indexed by customer_id, or None
        cost_to_serve (money a year), rebate (money paid back, in all); both optional.

    Returns
    -------
    DataFrame, same index
        served (cost to serve x years from the first purchase to the last, at least one; 0 where not stated), rebate
        (0 where not stated), account_margin (margin less both).
    """
    stated = pd.DataFrame(index=margin.index) if attributes is None else attributes.reindex(margin.index)
    years = (recency.fillna(0) / DAYS_PER_YEAR).clip(lower=1)

    def known(name: str) -> pd.Series:
        return stated[name].astype(float).fillna(0.0) if name in stated else pd.Series(0.0, margin.index)

    served, rebate = known("cost_to_serve") * years, known("rebate")
    return pd.DataFrame(
        {"served": served, "rebate": rebate, "account_margin": margin - served - rebate},
        index=margin.index,
    )


def whale_curve(margin: pd.Series) -> pd.DataFrame:
    """Return the cumulative margin over customers, the most profitable first.

    `margin` (Series of float, one per customer): Missing ones are left out.
    Returns DataFrame: customers (0 to n), cumulative (money, from 0): at most about `CURVE_POINTS` rows, the peak and
    both ends among them.

    Examples
    --------
    >>> whale_curve(pd.Series([5.0, -3.0, 1.0]))["cumulative"].tolist()
    [0.0, 5.0, 6.0, 3.0]
    """
    ordered = np.sort(margin.dropna().to_numpy(float))[::-1]
    cumulative = np.concatenate([[0.0], np.cumsum(ordered)])
    # Half of the points evenly over the customers, half where the money is: the steep ends need them.
    even = np.linspace(0, ordered.size, CURVE_POINTS // 2)
    path = np.concatenate([[0.0], np.cumsum(np.abs(ordered))])
    steep = np.searchsorted(path, np.linspace(0, path[-1], CURVE_POINTS // 2))
    peak = int((ordered > 0).sum())
    at = np.unique(np.clip(np.concatenate([even.round(), steep, [0, peak, ordered.size]]), 0, ordered.size).astype(int))
    return pd.DataFrame({"customers": at, "cumulative": cumulative[at]})


def turned(losses: pd.DataFrame) -> pd.DataFrame:
    """Return what would bring each unprofitable account to a margin of 0.

    `losses`: revenue, account_margin (< 0), served, rebate, discount_given (money; missing where not known).
    Returns DataFrame, same rows: price_rise (fraction of the prices, at the same quantities; missing without revenue),
    and turn: the code of the mildest thing that suffices: "cost_to_serve" and "rebate" (profitable before it),
    "discount" (given back), else "price"; "none" without revenue.
    """
    short = -losses["account_margin"]
    price = (short / losses["revenue"]).where(losses["revenue"] > 0)
    choices = [
        losses["rebate"] >= short,
        losses["served"] >= short,
        losses["discount_given"] >= short,
        price.notna(),
    ]
    turn = np.select(
        [choice.to_numpy(bool) for choice in choices],
        ["rebate", "cost_to_serve", "discount", "price"],
        "none",
    )
    return losses.assign(price_rise=price, turn=turn)


def cross_classes(by_revenue: pd.Series, by_margin: pd.Series, margin: pd.Series) -> pd.DataFrame:
    """Return how many customers each pair of classes holds, and their margin.

    Returns DataFrame: revenue_class, margin_class, customers, margin; only pairs that occur.
    """
    table = pd.DataFrame({"revenue_class": by_revenue, "margin_class": by_margin, "margin": margin})
    groups = table.groupby(["revenue_class", "margin_class"])["margin"].agg(customers="size", margin="sum")
    return groups.reset_index()
