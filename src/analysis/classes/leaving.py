"""Who has left by what the client states, where silence need not be read: contracts that ended, or a mark."""

from __future__ import annotations

import datetime as dt

import pandas as pd

YES = {"1", "1.0", "true", "yes", "y", "ja", "x", "t", "是", "churned", "lost", "left", "exited", "流失"}
NO = {"0", "0.0", "false", "no", "n", "nein", "f", "否", "active", "retained", "stayed", "existing", "在网", "活跃"}


def read_flag(stated: pd.Series) -> pd.Series:
    """Return who left as nullable booleans; a text that says neither yes nor no is missing.

    Examples
    --------
    >>> read_flag(pd.Series(["Yes", "no", "?", 1])).tolist()
    [True, False, <NA>, True]
    """
    text = stated.astype("str").str.strip().str.casefold()
    found = text.map(lambda word: True if word in YES else False if word in NO else pd.NA)
    return found.astype("boolean")


def left_by(contracts: pd.DataFrame, until: dt.date) -> pd.Series:
    """Return who has no contract left at the end of a day, by customer_id; who never had one by then is not in it.

    Examples
    --------
    >>> days = pd.to_datetime(["2020-01-01", "2021-01-01", "2021-06-01"])
    >>> two = pd.DataFrame({"customer_id": list("AAB"), "start": days[[0, 2, 0]], "end": [days[1], pd.NaT, days[1]]})
    >>> left_by(two, dt.date(2021, 12, 31)).to_dict()
    {'A': False, 'B': True}
    """
    day = pd.Timestamp(until)
    begun = contracts[contracts["start"] <= day]
    running = begun["end"].isna() | (begun["end"] > day) if "end" in begun else pd.Series(True, begun.index)
    return ~running.groupby(begun["customer_id"]).any()
