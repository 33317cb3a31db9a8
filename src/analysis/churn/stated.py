"""One row per customer with a flag of who left: churn by attribute and by tenure, as far as the flag says."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.backtest.holdout import wilson

MOST_VALUES = 12
BANDS = 5


def rates(group: pd.Series, left: NDArray[np.bool_], names: Iterable[str] | None = None) -> pd.DataFrame:
    """Return customers, left, share, low, high (95 %, Wilson) by group, the largest share first, or in given order."""
    table = pd.DataFrame({"left": left.astype(float)}).groupby(group.to_numpy(), observed=True)["left"]
    found = pd.DataFrame({"customers": table.size(), "left": table.sum().astype(int)})
    found["share"] = found["left"] / found["customers"]
    found["low"], found["high"] = wilson(found["share"], found["customers"])
    found = found.rename_axis("value").reset_index()
    if names is not None:
        order = {name: place for place, name in enumerate(names)}
        return found.sort_values("value", key=lambda v: v.map(order), ignore_index=True)
    return found.sort_values(["share", "value"], ascending=[False, True], kind="stable", ignore_index=True)


def banded(values: pd.Series) -> tuple[pd.Series, list[str]]:
    """Return numbers as up to five bands of like many customers, "low–high", and the bands in order."""
    ranks = pd.qcut(values, BANDS, duplicates="drop")
    ends = pd.DataFrame({"v": values, "band": ranks.cat.codes}).groupby("band")["v"].agg(["min", "max"])
    names = {code: f"{low:g}–{high:g}" if low < high else f"{low:g}" for code, low, high in ends.itertuples()}
    return pd.Series(ranks.cat.codes, values.index).map(names), list(names.values())


def by_attribute(signs: pd.DataFrame, left: NDArray[np.bool_]) -> pd.DataFrame:
    """Return the rates of every attribute, the one that parts the customers most first.

    Returns
    -------
    DataFrame
        attribute, value, customers, left, share, low, high, chi2 (of the attribute, per degree of freedom).
    """
    tables = []
    for name in signs:
        sign = signs[name]
        numeric = pd.api.types.is_numeric_dtype(sign) and sign.nunique() > MOST_VALUES
        if numeric:
            group, order = banded(sign.dropna())
            table = rates(group, left[sign.notna().to_numpy()], order)
        elif 1 < sign.nunique() <= MOST_VALUES:
            known = sign.notna().to_numpy()
            table = rates(sign[known].astype("str"), left[known])
        else:
            continue
        mean = table["left"].sum() / table["customers"].sum()
        spread = ((table["left"] - table["customers"] * mean) ** 2 / (table["customers"] * mean * (1 - mean))).sum()
        tables.append(table.assign(attribute=str(name), chi2=float(spread) / max(len(table) - 1, 1)))
    if not tables:
        return pd.DataFrame(columns=["attribute", "value", "customers", "left", "share", "low", "high", "chi2"])
    tables.sort(key=lambda one: (-one["chi2"].iloc[0], one["attribute"].iloc[0]))
    return pd.concat(tables, ignore_index=True)
