"""How customers buy: at a discount or not, in one category or in many, as members or as walk-ins."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.ledger.habits import breadth_of, different, discounted_share, product_lines
from analysis.ledger.ledger import Ledger
from analysis.segments.price_layers import layers_of
from analysis.shares import in_words

HABITS = ("never", "sometimes", "mostly")
MOSTLY = 0.50
"""Share of the revenue bought at a discount from which a customer mostly buys so."""
BREADTH = ("many", "few", "one")
MANY = 4


def habits(ledger: Ledger, customers: pd.Index, stretch_days: int | None) -> pd.DataFrame:
    """Return discount habit, breadth and price layer of each customer, as far as the ledger has columns for them.

    Parameters
    ----------
    customers : Index
        Their ids.
    stretch_days : int or None
        Of each of the two stretches, up to the observation end, whose price layers are compared; None for none.

    Returns
    -------
    DataFrame indexed by customer_id
        discount_habit: never, sometimes (of less than half of what was bought), mostly at a discount. categories (of
        products, where there are no categories) and breadth: one, few (2 or 3), many. What `price_layers.layers_of`
        returns.
    """
    table = pd.DataFrame(index=customers)
    if "discount" in ledger.columns and ledger.has_amounts:
        share = discounted_share(ledger.rows).reindex(customers).fillna(0.0)
        table["discount_habit"] = in_words(np.select([share <= 0, share < MOSTLY], [0, 1], 2), HABITS)
    lines = product_lines(ledger.rows) if "product" in ledger.columns else None
    number = _breadth(ledger, lines)
    if number is not None:
        number = number.reindex(customers).fillna(0)
        table["categories"] = number
        table["breadth"] = in_words(np.select([number <= 0, number < 2, number < MANY], [-1, 2, 1], 0), BREADTH)
    if lines is not None and ledger.has_amounts:
        table = table.join(layers_of(lines, ledger.observation_end, stretch_days))
    return table


def _breadth(ledger: Ledger, lines: pd.DataFrame | None) -> pd.Series | None:
    """Return how many categories, else products, each customer has bought."""
    if "category" in ledger.columns:
        return breadth_of(ledger.rows, "category")
    return None if lines is None else different(lines, "product")


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
