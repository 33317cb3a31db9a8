"""Repeat purchases over time: what came against what a model expects of the customers' days of birth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.btyd import PurchaseModel


def repeats_up_to_each_day(
    model: PurchaseModel, births: pd.Series, repeats: pd.Series, first: pd.Timestamp, days: int
) -> pd.DataFrame:
    """Return actual and expected repeat purchases of one group of customers, cumulated day by day.

    `births`: Customers by day of first purchase (index: days).
    `repeats`: Repeat purchase days of these customers by day.
    `first`: Day 0.
    `days`: The last day's number.
    DataFrame indexed by day, from `first` on: actual, expected: from day 0 up to and including the day.

    Expected by day d = sum over days of birth b of births(b) x E[X(d - b)] (Fader, Hardie & Lee 2005, figure 6).
    """
    axis = pd.RangeIndex(days + 1)
    born = births.set_axis((births.index - first).days).reindex(axis, fill_value=0).to_numpy(float)
    bought = repeats.set_axis((repeats.index - first).days).reindex(axis, fill_value=0).to_numpy(float)
    curve = model.expected_purchases_new(np.arange(days + 1) / 7)
    expected = np.convolve(born, curve)[: days + 1]
    index = pd.date_range(first, periods=days + 1, freq="D", name="date")
    return pd.DataFrame({"actual": np.cumsum(bought), "expected": expected}, index=index)


def lifted(daily: pd.DataFrame, origin: pd.Timestamp, total: float) -> pd.DataFrame:
    """Return the same with what is expected after a day scaled to a total; as it is where nothing is expected.

    `daily`: From `repeats_up_to_each_day`.
    `origin`: The last day that the forecast knew.
    `total`: Purchases that it expected of all later days.
    """
    at = daily["expected"].asof(origin)
    own = float(daily["expected"].iloc[-1] - at)
    if not own > 0:
        return daily
    later = at + (daily["expected"] - at) * total / own
    return daily.assign(expected=daily["expected"].where(daily.index <= origin, later))


def weekly(daily: pd.DataFrame) -> pd.DataFrame:
    """Return actual and expected repeat purchases week by week.

    `daily`: From `repeats_up_to_each_day`.
    DataFrame: week, date (its last day), actual, expected (in the week), actual_cumulative, expected_cumulative.
    """
    ends = daily.iloc[6::7].reset_index()
    table = pd.DataFrame(
        {
            "week": np.arange(1, len(ends) + 1),
            "date": ends["date"],
            "actual_cumulative": ends["actual"],
            "expected_cumulative": ends["expected"],
        }
    )
    table["actual"] = table["actual_cumulative"].diff().fillna(table["actual_cumulative"])
    table["expected"] = table["expected_cumulative"].diff().fillna(table["expected_cumulative"])
    return table
