"""How unequal the customers are: Lorenz curve, Gini, top shares, HHI, ABC classes.

All measures take one value per customer; shares are over customers with value >= 0 (zeros count).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.concentration.facts import Band, Beside, ConcentrationFacts
from analysis.display.formats import count
from analysis.display.language import sentence
from analysis.shares import first_reaching, positive_first, whole_customers

TOP_SHARES = (0.01, 0.05, 0.10, 0.20, 0.50)
FIFTH = 0.20
"""Of the customers: what the 80/20 rule speaks of."""
CLASSES = ("A", "B", "C", "N")
RESAMPLES = 300


def gini(value: ArrayLike) -> float:
    """Return the Gini coefficient of a value over customers.

    `value` (array-like of float, one per customer): Negative values are left out.
    float: 0 if all are the same, (n - 1) / n if one customer brings all.
    Raises DataError if no value is above 0.

    G = 2 sum(i x_i) / (n sum x) - (n + 1) / n, x ascending.

    Examples
    --------
    >>> gini([0, 0, 0, 4])
    0.75
    """
    ascending = positive_first(value)[::-1]
    return _gini(ascending, np.ones(ascending.size))


def _gini(ascending: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    money, count = ascending * weight, weight
    behind = np.cumsum(count) - count
    ranks = behind + (count + 1) / 2
    n, total = count.sum(), money.sum()
    return float(2 * (ranks @ money) / (n * total) - (n + 1) / n)


def lorenz(value: ArrayLike) -> pd.DataFrame:
    """Return the Lorenz curve: the share of value that the smallest customers bring.

    DataFrame: customer_share and value_share, both ascending from 0 to 1.
    """
    ascending = positive_first(value)[::-1]
    n = ascending.size
    return pd.DataFrame(
        {
            "customer_share": np.arange(n + 1) / n,
            "value_share": np.concatenate([[0.0], np.cumsum(ascending) / ascending.sum()]),
        }
    )


def thinned(curve: pd.DataFrame, points: int) -> pd.DataFrame:
    """Return a Lorenz curve through some of its points: both ends, the largest fifth, and where it bends most.

    `curve`: customer_share and value_share, from `lorenz`.
    `points`: Half of them lie at equal steps of customers, half at equal steps of value.

    Examples
    --------
    >>> len(thinned(lorenz(pd.Series(range(1, 1001))), 100)) <= 102
    True
    """
    if len(curve) <= points:
        return curve
    last, steps = len(curve) - 1, np.linspace(0, 1, points // 2)
    by_customers = np.rint(steps * last).astype(int)
    by_value = np.searchsorted(curve["value_share"].to_numpy(), steps).clip(0, last)
    kept = [0, last - whole_customers(FIFTH * last), last]
    return curve.iloc[np.unique(np.concatenate([kept, by_customers, by_value]))].reset_index(drop=True)


def summarise_concentration(value: pd.Series, *, seed: int = 1) -> ConcentrationFacts:
    """Return what is measured of the concentration of `value` over customers; their classes are not in it.

    `value` (Series of float, one per customer): Report currency. Customers below 0 are counted and summed beside it.
    `seed`: Of the resampling behind the bands.
    Raises DataError if no customer has a value above 0.

    hhi = 10,000 * sum(share^2) (Herfindahl-Hirschman); the effective number of customers, 1 / sum(share^2),
    is how many equal customers would be as concentrated.
    """
    descending = positive_first(value)
    shares = descending / descending.sum()
    cumulative = np.cumsum(shares)
    bands = _bands(descending, np.random.default_rng(seed))
    below = value[value < 0]
    return ConcentrationFacts(
        customers=descending.size,
        revenue=float(descending.sum()),
        left_out=Beside(customers=int(below.size), revenue=float(below.sum())),
        gini=_gini(descending[::-1], np.ones(descending.size)),
        gini_interval=bands["gini"],
        top_share={str(q): float(cumulative[whole_customers(q * descending.size) - 1]) for q in TOP_SHARES},
        top_share_interval={str(q): bands[str(q)] for q in TOP_SHARES},
        customers_for_80=first_reaching(cumulative, 0.80),
        customers_for_50=first_reaching(cumulative, 0.50),
        customers_for_50_interval=bands["half"],
        largest_three_share=float(cumulative[min(3, descending.size) - 1]),
        hhi=float(10_000 * (shares**2).sum()),
        effective_customers=float(1 / (shares**2).sum()),
    )


def _bands(descending: NDArray[np.float64], rng: np.random.Generator) -> dict[str, Band]:
    """Return where figures lie in 95 % of the resamples of the customers (bootstrap percentiles, Efron 1979).

    The ledger is a census of what was sold, so this is no sampling error: it says how much a figure hangs on which
    customers happened to be there. The values stay sorted, only their counts change, so nothing is sorted twice.
    """
    n = descending.size
    drawn: dict[str, list[float]] = {key: [] for key in ("gini", "half", *map(str, TOP_SHARES))}
    for _ in range(RESAMPLES):
        weight = np.bincount(rng.integers(0, n, n), minlength=n).astype(float)
        # From nobody on: the largest customer, drawn more often than there is room for, counts for the room only.
        people, money = (np.append(0.0, np.cumsum(part)) for part in (weight, weight * descending))
        if money[-1] <= 0:
            continue
        drawn["gini"].append(_gini(descending[::-1], weight[::-1]))
        drawn["half"].append(whole_customers(float(np.interp(0.5 * money[-1], money, people))))
        for q in TOP_SHARES:
            drawn[str(q)].append(float(np.interp(whole_customers(q * n), people, money)) / money[-1])
    limits = {key: np.quantile(values, [0.025, 0.975]) for key, values in drawn.items()}
    return {key: (float(low), float(high)) for key, (low, high) in limits.items()}


def summarise_classes(customers: pd.DataFrame, classes: pd.Series) -> pd.DataFrame:
    """Return customers, revenue and margin of each class, with shares; every class stands in the table.

    `customers`: revenue and margin (NaN where unknown), one row per customer.
    `classes`: From `abc_class`, same index.
    DataFrame indexed by class: customers, revenue, margin (NaN where no customer has one), customer_share,
    revenue_share (of the revenue of customers above 0, as in all measures here; what returns leave below 0 stands
    beside it, as N's share).
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
