"""Loyalty: satisfaction as it was answered, crossed with the forecast of buying again and with recommendation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

HIGH, LOW = 0.70, 0.30
WALLET = 0.50
LOYALTY = ("loyal", "steady", "undecided", "drifting", "captive", "wavering", "leaving", "not asked")
Z = 1.959964


def latest(surveys: pd.DataFrame) -> pd.DataFrame:
    """Return what each customer answered last.

    Parameters
    ----------
    surveys : DataFrame
        customer_id, date, and of satisfaction (its level, 1 the worst), recommend (promoter, passive, detractor), item
        those there are.

    Returns
    -------
    DataFrame indexed by customer_id
        satisfaction: the last answer on the whole; where only items were asked, the lower median of the last answer on
        each. recommendation: the last. Missing where not asked.
    """
    rows = surveys.sort_values("date", kind="stable")
    found = pd.DataFrame(index=pd.Index(sorted(rows["customer_id"].unique()), name="customer_id"))
    if "satisfaction" in rows:
        asked = rows[rows["satisfaction"].notna()]
        item = asked["item"] if "item" in asked else pd.Series(None, asked.index, dtype=object)
        whole = asked[item.isna()].groupby("customer_id")["satisfaction"].last()
        parts = asked[item.notna()].assign(item=item).groupby(["customer_id", "item"])["satisfaction"].last()
        middle = parts.groupby("customer_id").quantile(0.5, interpolation="lower")
        found["satisfaction"] = whole.combine_first(middle).reindex(found.index)
    if "recommend" in rows:
        found["recommendation"] = rows.dropna(subset=["recommend"]).groupby("customer_id")["recommend"].last()
    return found


def loyalty_class(table: pd.DataFrame, line: int) -> pd.Series:
    """Return each customer's class of loyalty.

    Parameters
    ----------
    table : DataFrame
        satisfaction, recommendation, buys (probability of buying within the window), wallet_share; missing if unknown.
    line : int
        The lowest level that counts as satisfied.

    Returns
    -------
    Series of str, same index
        Satisfied and buying with more than 70 %: loyal if they recommend, or half of what they could spend is
        ours, else steady; with 30 to 70 %: undecided; with less: drifting. Not satisfied: captive, wavering, leaving.
        Whose satisfaction is unknown is "not asked"; missing where there is no forecast.

    Examples
    --------
    >>> asked = pd.DataFrame({"satisfaction": [5, 4, 4, 2, 1, None], "buys": [0.9, 0.9, 0.2, 0.9, 0.1, 0.9],
    ...                       "recommendation": ["promoter", None, None, None, None, "promoter"], "wallet_share": None})
    >>> loyalty_class(asked, 4).tolist()
    ['loyal', 'steady', 'drifting', 'captive', 'leaving', 'not asked']
    """
    buys, unknown = table["buys"].astype(float), table["satisfaction"].isna()
    satisfied = table["satisfaction"].astype(float) >= line
    much, little = buys > HIGH, buys < LOW
    ours = table["recommendation"].eq("promoter") | (table["wallet_share"].astype(float) >= WALLET)
    tests = [
        unknown, satisfied & much & ours, satisfied & much, satisfied & little, satisfied,
        much, little,
    ]  # fmt: skip
    codes = ["not asked", "loyal", "steady", "drifting", "undecided", "captive", "leaving"]
    found = pd.Series(np.select(tests, codes, "wavering"), table.index, dtype="str")
    return found.where(buys.notna())


def share_of(yes: pd.Series) -> dict[str, Any]:
    """Return the share of yes, with the number of answers and Wilson's 95 % interval (1927).

    Examples
    --------
    >>> found = share_of(pd.Series([True, True, False, False]))
    >>> found["n"], found["share"], round(found["low"], 2), round(found["high"], 2)
    (4, 0.5, 0.15, 0.85)
    """
    n, part = len(yes), float(yes.mean())
    middle, half = part + Z**2 / (2 * n), Z * np.sqrt(part * (1 - part) / n + Z**2 / (4 * n**2))
    low, high = (middle - half) / (1 + Z**2 / n), (middle + half) / (1 + Z**2 / n)
    return {"n": n, "share": part, "low": max(float(low), 0.0), "high": min(float(high), 1.0)}


def by_item(surveys: pd.DataFrame, line: int) -> list[dict[str, Any]]:
    """Return, of each item, its top-two share, and how many expected more than they got, where that was asked.

    Each customer's last answer counts; the item of the lowest share comes first.
    """
    if "item" not in surveys or "satisfaction" not in surveys:
        return []
    rows = surveys.dropna(subset=["item", "satisfaction"]).sort_values("date", kind="stable")
    rows = rows.groupby(["customer_id", "item"]).tail(1)
    found = []
    for item, answers in rows.groupby("item"):
        record: dict[str, Any] = {"item": str(item), "top_two": share_of(answers["satisfaction"] >= line)}
        if "expectation" in answers:
            both = answers.dropna(subset=["expectation"])
            if len(both):
                record["below_expectation"] = share_of(both["satisfaction"] < both["expectation"])
        found.append(record)
    return sorted(found, key=lambda record: (record["top_two"]["share"], record["item"]))
