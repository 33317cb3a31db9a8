"""How much attention customers get, held against what they bring."""

from __future__ import annotations

import numpy as np
import pandas as pd

LEVELS = ("basic", "reactive", "accountable", "proactive", "partner")
IN_CHINESE = dict(zip(("基本型", "被动型", "负责型", "能动型", "伙伴型"), LEVELS, strict=True))
FIFTHS_APART = 2
SERVED = ("under-served", "fits", "over-served")


def levels(texts: pd.Series) -> pd.Series:
    """Return the five levels of a relationship as a code; missing where a text is none of them.

    Examples
    --------
    >>> levels(pd.Series(["Partner", "伙伴型", "friend"])).tolist()
    ['partner', 'partner', nan]
    """
    words = texts.astype("str").str.strip().str.lower().str.removesuffix(" marketing")
    codes = words.map(lambda word: IN_CHINESE.get(word, IN_CHINESE.get(f"{word}型", word)))
    return codes.where(codes.isin(LEVELS))


def fifths(values: pd.Series) -> pd.Series:
    """Return 1 (least) to 5 by rank; equal customers get the fifth in which the middle of their group lies.

    Examples
    --------
    >>> fifths(pd.Series([10, 20, 30, 40, 50])).tolist(), fifths(pd.Series([0, 0, 0])).tolist()
    ([1, 2, 3, 4, 5], [3, 3, 3])
    """
    middle = (values.rank(method="average") - 0.5) / max(len(values), 1)
    return (np.floor(middle * 5 + 1e-9).clip(0, 4) + 1).astype(int)


def contact_sums(contacts: pd.DataFrame) -> pd.DataFrame:
    """Return contacts, minutes, cost and visits of each customer, as far as the table tells them.

    Returns DataFrame indexed by customer_id: contacts, and of contact_minutes, contact_cost, visits those that are
    known.
    """
    table = contacts.assign(contacts=1)
    names = {"minutes": "contact_minutes", "cost": "contact_cost"}
    table = table.rename(columns={old: new for old, new in names.items() if old in table and table[old].notna().any()})
    if "kind" in table:
        table["visits"] = (
            table["kind"].astype("str").str.strip().str.lower().isin(["visit", "拜访", "上门"]).astype(int)
        )
    wanted = [name for name in ("contacts", "contact_minutes", "contact_cost", "visits") if name in table]
    return table.groupby("customer_id")[wanted].sum()


def served(value: pd.Series, attention: pd.Series) -> pd.Series:
    """Return who is served two fifths or more above or below what they bring.

    `value`: What a customer brings in a year.
    `attention` (Series, same index): What they get: time or money, or the level of the relationship (1 to 5).
    Returns Series of str, same index: Missing where the attention is unknown. Ranks are taken among those of whom it is
    known.

    Examples
    --------
    >>> served(pd.Series([500, 400, 300, 200, 100]), pd.Series([0, 40, 30, 20, 90])).tolist()
    ['under-served', 'fits', 'fits', 'fits', 'over-served']
    """
    known = attention.notna()
    gap = fifths(attention[known]) - fifths(value[known])
    found = np.select([gap >= FIFTHS_APART, gap <= -FIFTHS_APART], ["over-served", "under-served"], "fits")
    return pd.Series(found, gap.index, dtype="str").reindex(value.index)
