"""How unequal the customers are: Lorenz curve, Gini, top shares, HHI, ABC classes.

All measures take one value per customer; shares are over customers with value >= 0 (zeros count).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.schema import DataError

TOP_SHARES = (0.01, 0.05, 0.10, 0.20, 0.50)
CLASSES = ("A", "B", "C", "N")
RESAMPLES = 300


@dataclass(frozen=True)
class Band:
    """Where a figure lies in 95 % of the resamples of the customers.

    The ledger is a census of what was sold, so this is no sampling error: it says how much the figure hangs on
    which customers happened to be there (bootstrap percentiles, Efron 1979).
    """

    low: float
    high: float


@dataclass(frozen=True)
class Concentration:
    """The concentration of a value over customers; shares are fractions, `hhi` runs to 10,000."""

    customers: int
    total: float
    left_out: int
    left_out_total: float
    gini: float
    gini_band: Band
    top_shares: dict[float, float]
    top_share_bands: dict[float, Band]
    customers_for_80: int
    customers_for_50: int
    customers_for_50_band: Band
    largest_three_share: float
    hhi: float
    effective_customers: float


def _descending(value: ArrayLike) -> NDArray[np.float64]:
    values = np.asarray(value, dtype=float)
    values = np.sort(values[values >= 0])[::-1]
    if values.size == 0 or values.sum() <= 0:
        raise DataError(
            f"Concentration needs at least one customer with a value above 0; "
            f"{np.size(value)} customers came, none of them above 0. Check the sign of the amounts."
        )
    return values


def gini(value: ArrayLike) -> float:
    """Return the Gini coefficient of a value over customers.

    Parameters
    ----------
    value : array-like of float, one per customer
        Negative values are left out.

    Returns
    -------
    float
        0 if all are the same, (n - 1) / n if one customer brings all.

    Raises
    ------
    DataError
        If no value is above 0.

    Notes
    -----
    G = 2 sum(i x_i) / (n sum x) - (n + 1) / n, x ascending.

    Examples
    --------
    >>> gini([0, 0, 0, 4])
    0.75
    """
    ascending = _descending(value)[::-1]
    return _gini(ascending, np.ones(ascending.size))


def _gini(ascending: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    money, count = ascending * weight, weight
    behind = np.cumsum(count) - count
    ranks = behind + (count + 1) / 2
    n, total = count.sum(), money.sum()
    return float(2 * (ranks @ money) / (n * total) - (n + 1) / n)


def lorenz(value: ArrayLike) -> pd.DataFrame:
    """Return the Lorenz curve: the share of value that the smallest customers bring.

    Returns
    -------
    DataFrame
        customer_share and value_share, both ascending from 0 to 1.
    """
    ascending = _descending(value)[::-1]
    n = ascending.size
    return pd.DataFrame(
        {
            "customer_share": np.arange(n + 1) / n,
            "value_share": np.concatenate([[0.0], np.cumsum(ascending) / ascending.sum()]),
        }
    )


def top_share(value: ArrayLike, share: float) -> float:
    """Return what the largest `share` of customers bring, as a fraction; takes the first ceil(share * n).

    Examples
    --------
    >>> top_share([6, 2, 1, 1], 0.25)
    0.6
    """
    descending = _descending(value)
    return float(descending[: _ceil(share * descending.size)].sum() / descending.sum())


def customers_for(value: ArrayLike, share: float) -> int:
    """Return how many of the largest customers it takes to reach `share` of the total.

    Examples
    --------
    >>> customers_for([6, 2, 1, 1], 0.80)
    2
    """
    descending = _descending(value)
    return _first_reaching(np.cumsum(descending) / descending.sum(), share)


def _ceil(count: float) -> int:
    return int(np.ceil(count - 1e-9))


def _first_reaching(cumulative: NDArray[np.float64], share: float) -> int:
    return int(np.searchsorted(cumulative, share - 1e-12) + 1)


def summarise_concentration(value: pd.Series, *, seed: int = 1) -> Concentration:
    """Measure the concentration of `value` over customers.

    Parameters
    ----------
    value : Series of float, one per customer
        Report currency. Customers below 0 are counted and summed beside it.
    seed : int
        Of the resampling behind the bands.

    Raises
    ------
    DataError
        If no customer has a value above 0.

    Notes
    -----
    hhi = 10,000 * sum(share^2) (Herfindahl-Hirschman); the effective number of customers, 1 / sum(share^2),
    is how many equal customers would be as concentrated.
    """
    descending = _descending(value)
    shares = descending / descending.sum()
    cumulative = np.cumsum(shares)
    bands = _bands(descending, np.random.default_rng(seed))
    below = value[value < 0]
    return Concentration(
        customers=descending.size,
        total=float(descending.sum()),
        left_out=int(below.size),
        left_out_total=float(below.sum()),
        gini=_gini(descending[::-1], np.ones(descending.size)),
        gini_band=bands["gini"],
        top_shares={q: float(cumulative[_ceil(q * descending.size) - 1]) for q in TOP_SHARES},
        top_share_bands={q: bands[str(q)] for q in TOP_SHARES},
        customers_for_80=_first_reaching(cumulative, 0.80),
        customers_for_50=_first_reaching(cumulative, 0.50),
        customers_for_50_band=bands["half"],
        largest_three_share=float(cumulative[min(3, descending.size) - 1]),
        hhi=float(10_000 * (shares**2).sum()),
        effective_customers=float(1 / (shares**2).sum()),
    )


def _bands(descending: NDArray[np.float64], rng: np.random.Generator) -> dict[str, Band]:
    """Resample the customers; the values stay sorted, only their counts change, so nothing is sorted twice."""
    n = descending.size
    drawn: dict[str, list[float]] = {key: [] for key in ("gini", "half", *map(str, TOP_SHARES))}
    for _ in range(RESAMPLES):
        weight = np.bincount(rng.integers(0, n, n), minlength=n).astype(float)
        # From nobody on: the largest customer, drawn more often than there is room for, counts for the room only.
        people, money = (np.append(0.0, np.cumsum(part)) for part in (weight, weight * descending))
        if money[-1] <= 0:
            continue
        drawn["gini"].append(_gini(descending[::-1], weight[::-1]))
        drawn["half"].append(_ceil(float(np.interp(0.5 * money[-1], money, people))))
        for q in TOP_SHARES:
            drawn[str(q)].append(float(np.interp(_ceil(q * n), people, money)) / money[-1])
    limits = {key: np.quantile(values, [0.025, 0.975]) for key, values in drawn.items()}
    return {key: Band(float(low), float(high)) for key, (low, high) in limits.items()}


def abc_class(value: pd.Series, *, a: float = 0.80, b: float = 0.95) -> pd.Series:
    """Return the class of each customer: A brings the first `a` of the total, B up to `b`, C the rest.

    Parameters
    ----------
    value : Series of float, one per customer
    a, b : float
        Cumulative shares at which A and B end; a < b.

    Returns
    -------
    Series of str, same index
        "A", "B", "C", or "N" for a value of 0 or less.

    Notes
    -----
    A customer is above a line if the cumulative share before its tie group is below it: equal customers get
    equal classes, and who crosses a line is above it.

    Examples
    --------
    >>> abc_class(pd.Series([70.0, 15.0, 10.0, 5.0, 0.0])).tolist()
    ['A', 'A', 'B', 'C', 'N']
    """
    positive = value[value > 0]
    groups = positive.groupby(positive).sum().sort_index(ascending=False)
    before = (groups.cumsum() - groups) / groups.sum() if len(groups) else groups
    of_group = pd.Series(np.select([before < a - 1e-12, before < b - 1e-12], ["A", "B"], "C"), index=groups.index)
    return value.map(of_group).where(value > 0, "N").astype("str").rename("abc_class")


def summarise_classes(customers: pd.DataFrame, classes: pd.Series) -> pd.DataFrame:
    """Return customers, revenue and margin of each class, with shares; every class stands in the table.

    Parameters
    ----------
    customers : DataFrame
        revenue and margin (NaN where unknown), one row per customer.
    classes : Series of str
        From `abc_class`, same index.

    Returns
    -------
    DataFrame indexed by class
        customers, revenue, margin (NaN where no customer has one), customer_share, revenue_share (of the revenue of
        customers above 0, as in all measures here; what returns leave below 0 stands beside it, as N's share).
    """
    grouped = customers.groupby(classes)
    table = pd.DataFrame(
        {
            "customers": grouped.size(),
            "revenue": grouped["revenue"].sum(),
            "margin": grouped["margin"].sum(min_count=1),
        }
    ).reindex(CLASSES)
    table[["customers", "revenue"]] = table[["customers", "revenue"]].fillna(0)
    table["customers"] = table["customers"].astype("int64")
    table["customer_share"] = table["customers"] / table["customers"].sum()
    table["revenue_share"] = table["revenue"] / customers["revenue"].clip(lower=0).sum()
    table.index.name = "abc_class"
    return table
