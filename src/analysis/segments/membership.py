"""Walk-in customers against members, where a column of the client's says who is one."""

from __future__ import annotations

import pandas as pd

MEMBERSHIP = ("member", "walk-in")
YES = {"1", "true", "yes", "y", "member", "是", "会员"}
"""What the column `member` holds of a member; anything else is none, and an empty cell too."""


def membership(member: pd.Series) -> pd.Series:
    """Return who is a member and who a walk-in customer.

    Examples
    --------
    >>> membership(pd.Series(["Yes", None, "0", "会员"])).tolist()
    ['member', 'walk-in', 'walk-in', 'member']
    """
    yes = [value for value in member.dropna().unique() if _text(value) in YES]
    return member.isin(yes).map({True: "member", False: "walk-in"}).rename("membership")


def _text(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value).strip().casefold()
