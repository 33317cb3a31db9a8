"""Each customer's own rhythm: the gaps between their purchases, and the silence since the last."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.ledger.customer_days import Days

LEAST_GAPS = 2
"""Of a customer, without which there is no rhythm to be behind."""


def silent_longer_than_ever(days: Days, end: dt.date) -> pd.DataFrame:
    """Return each customer's own rhythm, and whether today's silence is longer than every gap before it.

    `end`: The last day that is looked at.
    DataFrame: customer_id, last_purchase, days_since_last, gaps (number), usual_gap (median, days), longest_gap (days),
    silent_longer_than_ever (never with fewer than two gaps).

    Were the n gaps of a customer and the one that is running alike, the running one, ended today, would be the longest
    of all with probability 1 / (n + 1): so many are to be expected by chance at most, because it is not ended.
    """
    rows = np.flatnonzero(days.bought & (days.day <= (end - days.first).days))
    who, when = days.customer[rows], days.day[rows]
    gap = np.diff(when, prepend=-1)[np.diff(who, prepend=-1) == 0]
    of = who[np.diff(who, prepend=-1) == 0]
    last = pd.Series(when).groupby(who).max()
    gaps = pd.Series(gap).groupby(of).agg(["size", "median", "max"]).reindex(last.index)
    silence = (end - days.first).days - last
    number = gaps["size"].fillna(0).astype(int)
    return pd.DataFrame(
        {
            "customer_id": pd.array(days.customer_id[last.index], dtype="str"),
            "last_purchase": pd.Timestamp(days.first) + pd.to_timedelta(last.to_numpy(), unit="D"),
            "days_since_last": silence.to_numpy(),
            "gaps": number.to_numpy(),
            "usual_gap": gaps["median"].to_numpy(),
            "longest_gap": gaps["max"].to_numpy(),
            "silent_longer_than_ever": ((number >= LEAST_GAPS) & (silence > gaps["max"])).to_numpy(),
        }
    )
