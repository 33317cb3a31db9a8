"""Price layers: whether customers buy what is dear or what is cheap, and who has moved to another layer."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.coded import in_words

LAYERS = ("high", "middle", "low")
MOVES = ("up", "same", "down")
Places = NDArray[np.int64]


def layers_of(spent: pd.DataFrame) -> pd.DataFrame:
    """Return the price layer in which each customer spends most.

    Parameters
    ----------
    spent : DataFrame
        customer_id, product, amount, units: what each customer bought of each product, returns aside; earlier and
        later, the amount in two stretches, where they are compared.

    Returns
    -------
    DataFrame indexed by customer_id
        price_layer: high, middle or low. Products are sorted by what a unit of theirs costs on average, over all
        customers and days, and cut so that each layer brings about a third of the revenue; products of one price are
        in one layer. Of who bought in both stretches also price_layer_before, price_layer_move (up, same, down),
        spent_before and spent_now (money on products).

    Examples
    --------
    >>> spent = pd.DataFrame({"customer_id": ["a", "a", "b", "c"], "product": ["x", "y", "y", "z"],
    ...                       "amount": [30.0, 10.0, 20.0, 30.0], "units": [30, 1, 2, 1]})
    >>> layers_of(spent)["price_layer"].to_dict()
    {'a': 'low', 'b': 'middle', 'c': 'high'}
    """
    customer, ids = pd.factorize(spent["customer_id"])
    layer = spent["product"].map(_layer_of_products(spent)).to_numpy(np.int64)
    table = pd.DataFrame(index=pd.Index(ids.astype("str"), name="customer_id"))
    table["price_layer"] = in_words(_sums(spent["amount"], customer, layer, len(ids)).argmax(axis=1), LAYERS)
    if "earlier" not in spent:
        return table
    before, now = (_sums(spent[name], customer, layer, len(ids)) for name in ("earlier", "later"))
    both = (before.sum(axis=1) > 0) & (now.sum(axis=1) > 0)
    was, is_now = before.argmax(axis=1), now.argmax(axis=1)
    table["price_layer_before"] = in_words(np.where(both, was, -1), LAYERS)
    table["price_layer_now"] = in_words(np.where(both, is_now, -1), LAYERS)
    table["price_layer_move"] = in_words(np.where(both, 1 + np.sign(is_now - was), -1), MOVES)
    table["spent_before"] = np.where(both, before.sum(axis=1), np.nan)
    table["spent_now"] = np.where(both, now.sum(axis=1), np.nan)
    return table


def _layer_of_products(spent: pd.DataFrame) -> pd.Series:
    """Return the layer of each product, as a place in `LAYERS`."""
    products = spent.groupby("product", observed=True)[["amount", "units"]].sum()
    price = products["amount"] / products["units"]
    by_price = products["amount"].groupby(price).sum()
    middle = (by_price.cumsum() - by_price / 2) / by_price.sum()
    return price.map(pd.Series(np.select([middle < 1 / 3, middle < 2 / 3], [2, 1], 0), by_price.index))


def _sums(amount: pd.Series, customer: Places, layer: Places, customers: int) -> NDArray[np.float64]:
    """Return what each customer spent in each layer."""
    cells = np.bincount(customer * len(LAYERS) + layer, amount, customers * len(LAYERS))
    return cells.reshape(-1, len(LAYERS)).astype(float)
