"""What the few largest accounts bring, and whether they still buy."""

from __future__ import annotations

import pandas as pd

TOPS = (1, 3, 5, 10)


def top_accounts(accounts: pd.DataFrame) -> pd.DataFrame:
    """Return what the 1, 3, 5 and 10 largest accounts bring, and how many of them still buy.

    `accounts`: size, account_margin (missing where unknown), still_buys; one row per customer, the largest first.
    Returns DataFrame: accounts (1, 3, 5, 10, as far as there are more than so many), share (of the sizes above 0),
    margin_share (of all margin; missing where that is not above 0), still_buy, late, gone (accounts), gone_share (of
    the sizes above 0, that those gone brought), unprofitable (accounts).
    """
    whole, margin = accounts["size"].clip(lower=0).sum(), accounts["account_margin"].sum(min_count=1)
    rows = []
    for n in (n for n in TOPS if n < len(accounts)):
        top = accounts.head(n)
        states, gone = top["still_buys"], top[top["still_buys"].eq("gone")]
        rows.append(
            {
                "accounts": n,
                "share": top["size"].clip(lower=0).sum() / whole,
                "margin_share": top["account_margin"].sum() / margin if margin > 0 else float("nan"),
                "still_buy": int(states.eq("yes").sum()),
                "late": int(states.eq("late").sum()),
                "gone": int(states.eq("gone").sum()),
                "gone_share": gone["size"].clip(lower=0).sum() / whole,
                "unprofitable": int((top["account_margin"] < 0).sum()),
            }
        )
    return pd.DataFrame(rows)
