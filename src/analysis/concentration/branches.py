"""The branches beneath the paying groups."""

from __future__ import annotations

import pandas as pd

from analysis.display.formats import count
from analysis.display.language import sentence


def largest_branches(branches: pd.DataFrame, *, groups: int = 10, most: int = 5) -> pd.DataFrame:
    """Return the largest groups with their largest branches; the others of a group are one row with their sum.

    Parameters
    ----------
    branches : DataFrame
        customer_id (the group), branch_id, name, revenue, last_day: one row per branch, the largest group first and
        in it the largest branch first.
    groups : int
        How many groups.
    most : int
        How many branches of a group stand alone; one more stands alone if it would be the only other.

    Returns
    -------
    DataFrame
        The same columns and share (of the group's revenue; missing where that is not above 0). The row of the others
        has the text "and 7 more" as branch_id, and no name.

    Examples
    --------
    >>> shops = pd.DataFrame({"customer_id": "G", "branch_id": list("abc"), "revenue": [5.0, 3.0, 2.0]})
    >>> largest_branches(shops, most=1)[["branch_id", "revenue", "share"]].to_numpy().tolist()
    [['a', 5.0, 0.5], ['and 2 more', 5.0, 0.5]]
    """
    parts = []
    for group in branches["customer_id"].drop_duplicates().head(groups):
        rows = branches[branches["customer_id"] == group]
        shown = len(rows) if len(rows) <= most + 1 else most
        parts.append(rows.head(shown))
        if shown < len(rows):
            rest = rows.iloc[shown:]
            more = sentence("and {n} more", n=count(len(rest)))
            others = {"customer_id": group, "branch_id": more, "revenue": rest["revenue"].sum()}
            if "last_day" in rows:
                others["last_day"] = rest["last_day"].max()
            parts.append(pd.DataFrame([others]))
    table = pd.concat(parts, ignore_index=True)
    whole = table.groupby("customer_id")["revenue"].transform("sum")
    return table.assign(share=(table["revenue"] / whole).where(whole > 0))
