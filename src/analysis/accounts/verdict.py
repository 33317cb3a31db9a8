"""What an account is to the client: key, develop, one-off, unprofitable, watch or other, and for which reason."""

from __future__ import annotations

import numpy as np
import pandas as pd

LARGEST_SHARE = 0.10
FEWEST, MOST = 10, 100
"""The largest tenth of the customers are large accounts, but at least and at most so many."""
SUSTAINED = 0.50
RARE = 0.25
"""Share of the quarters since the first purchase in which an account buys steadily, or hardly ever."""
NEEDED_QUARTERS = 4
"""Fewer say nothing of how steadily an account buys."""
ONE_PURCHASE = 0.50
"""Of all that an account bought, on one day: it was won once."""
FALL = -0.25
"""Of the last 365 days on the 365 before."""
WALLET = 0.50
"""Below this share of what a customer buys in all, there is more to win than to keep."""
VERDICTS = ("key", "watch", "develop", "one_off", "unprofitable", "other")


def large_number(customers: int) -> int:
    """Return how many of so many customers are large accounts.

    Examples
    --------
    >>> [large_number(n) for n in (4, 40, 632, 100_000)]
    [4, 10, 64, 100]
    """
    return min(customers, MOST, max(FEWEST, int(np.ceil(LARGEST_SHARE * customers - 1e-9))))


def among_largest(value: pd.Series, number: int) -> pd.Series:
    """Return who is among the `number` largest by a value above 0; who equals the last of them is, too.

    Examples
    --------
    >>> among_largest(pd.Series([5.0, 3.0, 3.0, 1.0]), 2).tolist()
    [True, True, True, False]
    """
    return (value.rank(method="min", ascending=False) <= number) & (value > 0)


def judged(accounts: pd.DataFrame) -> pd.DataFrame:
    """Return the verdict on each account, the first that holds.

    Parameters
    ----------
    accounts : DataFrame, one row per customer
        size, purchases, quarters, active_quarter_share, largest_purchase_share, last_year, change (missing where not
        known: `history.buying_history`), still_buys; account_margin, strategic, wallet_share, long_past_due, has_left
        (missing or False where not given).

    Returns
    -------
    DataFrame, same index
        is_large, account_verdict (one of `VERDICTS`), account_reason (code).

    Notes
    -----
    A large account is one of the largest by size (`large_number`), or as many by margin if theirs is at least the mean
    of the margins above 0. An unprofitable one is unprofitable
    whatever its size. Of the large ones, those bought at once are one-off; those with invoices long overdue, gone,
    late, falling or buying now and then are to watch; too young ones are to develop; the others are key. Of the rest,
    those are to develop who still buy and are strategic, rank among the largest of the last year, or buy less than
    half of their needs here though the whole of them would rank there.
    """
    number = large_number(int((accounts["size"] > 0).sum()))
    margin, year = accounts["account_margin"], accounts["last_year"]
    earning = margin[margin > 0]
    large = among_largest(accounts["size"], number) | (among_largest(margin, number) & (margin >= earning.mean()))
    rising = among_largest(year, number)
    line = year[rising].min() if rising.any() else np.inf
    share, quarters = accounts["active_quarter_share"], accounts["quarters"]
    old, buys = quarters >= NEEDED_QUARTERS, accounts["still_buys"]
    wallet = year / accounts["wallet_share"].where(accounts["wallet_share"] > 0)
    here = buys.eq("yes") & ~large
    rules = [
        (margin < 0, "unprofitable", "negative_margin"),
        (large & accounts["purchases"].eq(1), "one_off", "one_purchase"),
        (large & accounts["largest_purchase_share"].ge(ONE_PURCHASE), "one_off", "largest_purchase"),
        (large & old & share.lt(RARE), "one_off", "few_quarters"),
        (large & accounts["long_past_due"], "watch", "past_due"),
        (large & accounts["has_left"], "watch", "left"),
        (large & buys.eq("gone"), "watch", "gone"),
        (large & buys.eq("late"), "watch", "late"),
        (large & accounts["change"].le(FALL), "watch", "falling"),
        (large & old & share.lt(SUSTAINED), "watch", "irregular"),
        (large & quarters.lt(NEEDED_QUARTERS), "develop", "young"),
        (large & accounts["purchases"].notna(), "key", "sustained"),
        (here & accounts["strategic"], "develop", "strategic"),
        (here & rising, "develop", "rising"),
        (here & accounts["wallet_share"].lt(WALLET) & wallet.ge(line), "develop", "wallet"),
        (large, "key", "large"),
    ]
    conditions = [rule.fillna(False).to_numpy(bool) for rule, _, _ in rules]
    first = np.select(conditions, range(len(rules)), len(rules))
    verdict, reason = ([rule[k] for rule in rules] + [rest] for k, rest in ((1, "other"), (2, "small")))
    return pd.DataFrame(
        {
            "is_large": large,
            "account_verdict": pd.array(np.array(verdict, dtype=object)[first], dtype="str"),
            "account_reason": pd.array(np.array(reason, dtype=object)[first], dtype="str"),
        },
        index=accounts.index,
    )
