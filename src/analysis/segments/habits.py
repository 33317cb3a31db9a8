"""How customers buy: at a discount or not, in one category or in many."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.coded import in_words
from analysis.ledger.habits import breadth_of, discounted_share, spent_by_product
from analysis.ledger.ledger import Ledger

HABITS = ("never", "sometimes", "mostly")
MOSTLY = 0.50
"""Share of the revenue bought at a discount from which a customer mostly buys so."""
LAYERS = ("high", "middle", "low")
BREADTH = ("many", "few", "one")
MANY = 4


def habits(ledger: Ledger, customers: pd.Index) -> pd.DataFrame:
    """Return discount habit and breadth of each customer, as far as the ledger has columns for them.

    Returns
    -------
    DataFrame indexed by customer_id
        discount_habit: never, sometimes (of less than half of what was bought), mostly at a discount. categories (of
        products, where there are no categories) and breadth: one, few (2 or 3), many.
    """
    table = pd.DataFrame(index=customers)
    if "discount" in ledger.columns and ledger.has_amounts:
        share = discounted_share(ledger.rows).reindex(customers).fillna(0.0)
        table["discount_habit"] = in_words(np.select([share <= 0, share < MOSTLY], [0, 1], 2), HABITS)
    spent = spent_by_product(ledger.rows) if "product" in ledger.columns else None
    number = _breadth(ledger, spent)
    if number is not None:
        number = number.reindex(customers).fillna(0)
        table["categories"] = number
        table["breadth"] = in_words(np.select([number <= 0, number < 2, number < MANY], [-1, 2, 1], 0), BREADTH)
    if spent is not None and ledger.has_amounts:
        table["price_layer"] = price_layers(spent).reindex(customers)
    return table


def _breadth(ledger: Ledger, spent: pd.DataFrame | None) -> pd.Series | None:
    """Return how many categories, else products, each customer has bought."""
    if "category" in ledger.columns:
        return breadth_of(ledger.rows, "category")
    if spent is None:
        return None
    customer, ids = pd.factorize(spent["customer_id"])
    return pd.Series(np.bincount(customer, minlength=len(ids)), ids.astype("str"))


def price_layers(spent: pd.DataFrame) -> pd.Series:
    """Return the price layer in which each customer spends most.

    Parameters
    ----------
    spent : DataFrame
        customer_id, product, amount, lines: what each customer bought of each product, returns aside.

    Returns
    -------
    Series of str indexed by customer_id
        high, middle or low. Products are sorted by what a line of theirs costs on average, over all customers, and cut
        so that each layer brings about a third of the revenue; products of one price are in one layer.

    Examples
    --------
    >>> spent = pd.DataFrame({"customer_id": ["a", "a", "b", "c"], "product": ["x", "y", "y", "z"],
    ...                       "amount": [30.0, 10.0, 20.0, 30.0], "lines": [30, 1, 2, 1]})
    >>> price_layers(spent).to_dict()
    {'a': 'low', 'b': 'middle', 'c': 'high'}
    """
    products = spent.groupby("product", observed=True)[["amount", "lines"]].sum()
    price = products["amount"] / products["lines"]
    by_price = products["amount"].groupby(price).sum()
    middle = (by_price.cumsum() - by_price / 2) / by_price.sum()
    layer = price.map(pd.Series(np.select([middle < 1 / 3, middle < 2 / 3], [2, 1], 0), by_price.index))
    customer, ids = pd.factorize(spent["customer_id"])
    cell = customer * len(LAYERS) + spent["product"].map(layer).to_numpy(np.int64)
    sums = np.bincount(cell, spent["amount"], len(ids) * len(LAYERS)).reshape(-1, len(LAYERS))
    return pd.Series(in_words(sums.argmax(axis=1), LAYERS), ids.astype("str"))
