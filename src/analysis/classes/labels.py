"""An analyst's own labels, and any classes: counted, crossed with others, and what value they explain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from analysis.display.language import data_error

Labeller = Callable[[pd.DataFrame], Any]
MOST_LABELS = 50


def labels_of(name: str, label: Labeller, customers: pd.DataFrame) -> pd.Series:
    """Return one text per customer, as a function of an analyst's own gives it.

    `name`: Of the segmentation, for messages and as the name of the column.
    `label`: Table of customers -> a label for each, in the same order or on the same index.
    `customers`: DataFrame indexed by customer_id.
    Returns Series of str, same index: Missing where the function gives nothing.
    Raises DataError if the function names a column that there is not, returns too few labels, or more than 50 different
    ones.

    Examples
    --------
    >>> two = pd.DataFrame({"revenue": [5.0, 500.0]}, index=["a", "b"])
    >>> labels_of("size", lambda c: (c["revenue"] > 100).map({True: "large", False: "small"}), two).tolist()
    ['small', 'large']
    """
    try:
        found = label(customers.copy())
    except KeyError as error:
        raise data_error(
            "The segment '{name}' asks for {column}, which is no column of the table.", name=name, column=error
        ) from error
    if isinstance(found, pd.Series) and not found.index.equals(customers.index):
        found = found.reindex(customers.index)
    if np.ndim(found) != 1 or len(found) != len(customers):
        raise data_error(
            "The segment '{name}' should give one label per customer ({n}); its function returned {what}.",
            name=name,
            n=len(customers),
            what=f"{type(found).__name__}, {np.size(found)}",
        )
    labels = pd.Series(np.asarray(found, dtype=object), customers.index, name=name)
    labels = labels.map(str, na_action="ignore").astype("str")
    if labels.nunique() > MOST_LABELS:
        raise data_error(
            "The segment '{name}' has {n} different labels; at most {most} can be read. Give ranges names.",
            name=name,
            n=labels.nunique(),
            most=MOST_LABELS,
        )
    return labels


def summarise(labels: pd.Series, table: pd.DataFrame, order: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return what each class holds.

    `labels`: One per customer; customers without one are left out.
    `table` (DataFrame, same index): revenue, margin, and where known yearly_revenue, churn_probability, worth.
    `order`: The classes, the best first; by default by revenue.
    Returns DataFrame indexed by the label: customers, revenue, margin, yearly_revenue, expected (worth to come),
    will_not_buy (mean probability); NaN where nothing says it. Only classes that hold somebody.
    """
    names = ("revenue", "margin", "yearly_revenue", "worth")
    columns = {name: table.get(name, np.nan) for name in (*names, "churn_probability")}
    grouped = pd.DataFrame(columns, table.index).groupby(labels, observed=True)
    found = grouped[list(names)].sum(min_count=1).rename(columns={"worth": "expected"})
    found.insert(0, "customers", grouped.size())
    found["will_not_buy"] = grouped["churn_probability"].mean()
    if order:
        return found.reindex([name for name in order if name in found.index])
    return found.sort_values(["revenue", "customers"], ascending=False, kind="stable")


def crossed(one: pd.Series, other: pd.Series) -> pd.DataFrame:
    """Return how many customers each pair of classes holds; rows are the classes of the first."""
    return pd.crosstab(one, other)


def value_explained(labels: pd.Series, value: pd.Series) -> float | None:
    """Return eta squared: the share of the spread of a value that lies between the classes and not within them.

    `labels`, `value` (Series, same index): Customers that miss one of the two are left out.
    Returns float or None: 0 if the classes have the same mean, 1 if nobody differs from the own class; None if nobody
    differs at all.

    Sum over classes of n (mean - overall mean)^2, by the sum of squares around the overall mean (Fisher 1925). More
    classes explain more, by chance too: k classes at random explain (k - 1) / (n - 1).

    Examples
    --------
    >>> value_explained(pd.Series(["a", "a", "b", "b"]), pd.Series([1.0, 3.0, 5.0, 7.0]))
    0.8
    """
    known = labels.notna() & value.notna()
    x, of = value[known].to_numpy(float), labels[known]
    if not x.size or not ((x - x.mean()) ** 2).sum() > 0:
        return None
    means = pd.Series(x, of.index).groupby(of).transform("mean")
    return float(((means - x.mean()) ** 2).sum() / ((x - x.mean()) ** 2).sum())


def moved(before: pd.Series, now: pd.Series) -> float | None:
    """Return the share of the customers labelled on both days whose label is another one now; None if nobody is."""
    both = pd.concat([before, now], axis=1, join="inner").dropna()
    return float((both.iloc[:, 0] != both.iloc[:, 1]).mean()) if len(both) else None
