"""Who has moved to a higher or a lower price layer, at what money, and whether that is more than chance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.segments.facts import GrowthChange
from analysis.segments.price_layers import MOVES


def layer_moves(table: pd.DataFrame) -> dict[str, Any]:
    """Return how many customers moved to another price layer, and whether as many up as down as chance would move."""
    if "price_layer_move" not in table or not table["price_layer_move"].notna().any():
        return {}
    found = moves(table)
    up, down = found["up"].customers, found["down"].customers
    return {
        "layer_moves": found,
        "layer_moves_by_chance": by_chance(up, down),
    }


def moved_layers(table: pd.DataFrame) -> pd.DataFrame:
    """Return who moved to another price layer: up first, then by what they spend now."""
    columns = ["price_layer_move", "price_layer_before", "price_layer_now", "spent_before", "spent_now"]
    moved = table.loc[table["price_layer_move"].isin(["up", "down"]), columns].reset_index()
    return moved.sort_values(
        ["price_layer_move", "spent_now", "customer_id"],
        ascending=[False, False, True],
        kind="stable",
        ignore_index=True,
    )


def moves(table: pd.DataFrame) -> dict[str, GrowthChange]:
    """Return, of each move, how many customers made it and what they spent before and after.

    `table`: price_layer_move, spent_before, spent_now, from `layers_of`.
    """
    known = table[table["price_layer_move"].isin(MOVES)]
    sums = known.groupby("price_layer_move")[["spent_before", "spent_now"]].sum().reindex(MOVES, fill_value=0.0)
    counts = known["price_layer_move"].value_counts().reindex(MOVES, fill_value=0)
    return {
        str(name): GrowthChange(
            customers=int(counts[name]), before=float(row["spent_before"]), now=float(row["spent_now"])
        )
        for name, row in sums.iterrows()
    }


def by_chance(up: int, down: int) -> bool:
    """Return whether so many up and down are what even odds would do, in 95 % of the cases.

    Examples
    --------
    >>> by_chance(60, 40), by_chance(61, 39)
    (False, False)
    >>> by_chance(55, 45)
    True
    """
    return bool(abs(up - down) <= 1.96 * np.sqrt(max(up + down, 1)))
