"""Price layers: whether customers buy what is dear or what is cheap, and who has moved to another layer."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.shares import in_words

LAYERS = ("high", "middle", "low")
MOVES = ("up", "same", "down")
Places = NDArray[np.int64]


def layers_of(lines: pd.DataFrame, end: dt.date, stretch_days: int | None) -> pd.DataFrame:
    """Return the price layer in which each customer spends most.

    `lines`: customer_id, product (categories), date, amount, units, from `ledger.habits.product_lines`.
    `end`: The observation end.
    `stretch_days`: Of each of the two stretches up to then that are compared; None for none.
    Returns DataFrame indexed by customer_id: price_layer: high, middle or low. Products are sorted by what a unit of
    theirs costs on average, over all customers and days, and cut so that each layer brings about a third of the
    revenue; products of one price are in one layer. Of who bought in both stretches also price_layer_before,
    price_layer_now, price_layer_move (up, same, down), spent_before and spent_now (money on products).

    Examples
    --------
    >>> lines = pd.DataFrame({"customer_id": ["a", "a", "b", "c"], "product": ["x", "y", "y", "z"],
    ...                       "amount": [30.0, 10.0, 20.0, 30.0], "units": [30.0, 1, 2, 1]})
    >>> layers_of(lines.astype({"customer_id": "category", "product": "category"}), dt.date(2023, 12, 31), None)[
    ...     "price_layer"].to_dict()
    {'a': 'low', 'b': 'middle', 'c': 'high'}
    """
    ids, amount = lines["customer_id"].cat.categories.astype("str"), lines["amount"].to_numpy()
    product = lines["product"].cat.codes.to_numpy()
    cell = lines["customer_id"].cat.codes.to_numpy(np.int64) * len(LAYERS)
    cell += _layer_of_products(product, amount, lines["units"].to_numpy())[product]

    def spent(inside: NDArray[np.bool_] | slice) -> NDArray[np.float64]:
        sums = np.bincount(cell[inside], amount[inside], len(ids) * len(LAYERS))
        return sums.reshape(-1, len(LAYERS)).astype(float)

    table = pd.DataFrame(index=pd.Index(ids, name="customer_id"))
    table["price_layer"] = in_words(spent(slice(None)).argmax(axis=1), LAYERS)
    if stretch_days is None:
        return table
    age = (np.datetime64(end) - lines["date"].to_numpy().astype("datetime64[D]")).astype(int)
    now, before = spent((age >= 0) & (age < stretch_days)), spent((age >= stretch_days) & (age < 2 * stretch_days))
    both = (before.sum(axis=1) > 0) & (now.sum(axis=1) > 0)
    was, is_now = before.argmax(axis=1), now.argmax(axis=1)
    table["price_layer_before"] = in_words(np.where(both, was, -1), LAYERS)
    table["price_layer_now"] = in_words(np.where(both, is_now, -1), LAYERS)
    table["price_layer_move"] = in_words(np.where(both, 1 + np.sign(is_now - was), -1), MOVES)
    table["spent_before"] = np.where(both, before.sum(axis=1), np.nan)
    table["spent_now"] = np.where(both, now.sum(axis=1), np.nan)
    return table


def _layer_of_products(product: Places, amount: NDArray[np.float64], units: NDArray[np.float64]) -> Places:
    """Return the layer of each product, as a place in `LAYERS`."""
    sold = np.bincount(product, amount)
    price, at = np.unique(sold / np.bincount(product, units), return_inverse=True)
    by_price = np.bincount(at, sold, price.size)
    middle = (by_price.cumsum() - by_price / 2) / max(by_price.sum(), np.finfo(float).tiny)
    return np.select([middle < 1 / 3, middle < 2 / 3], [2, 1], 0)[at]
