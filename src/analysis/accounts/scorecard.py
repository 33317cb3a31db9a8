"""The client's scorecard: each criterion as 0 to 100 points, weighed as the client says."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.client.faults import nearest
from analysis.client.scorecard import Criterion
from analysis.display.language import data_error, sentence
from analysis.schema import DataError

LEFT_OUT = (
    "is_large",
    "account_verdict",
    "account_reason",
    "long_past_due",
    "size",
    "margin",
    "served",
    "largest_purchase",
)


def fields(accounts: pd.DataFrame, attributes: pd.DataFrame | None) -> pd.DataFrame:
    """Return what a criterion can name: the measures of the accounts, and the columns of the table of customers."""
    measured = accounts.drop(columns=[c for c in LEFT_OUT if c in accounts]).rename(columns={"change": "year_change"})
    if attributes is None:
        return measured
    return measured.join(attributes[[c for c in attributes if c not in measured]])


def score(table: pd.DataFrame, criteria: Sequence[Criterion]) -> pd.DataFrame:
    """Return each account's score.

    `table` (DataFrame, one row per account): The fields that criteria name.
    `criteria`: sequence of Criterion.
    Returns DataFrame, same index: account_score (0 to 100: the weighted mean of the points of the criteria that are
    known; missing if none is), known_share (of the weights, whose criterion is known).
    Raises DataError if a criterion names what there is not, a text without points, or points for no value that occurs.

    Points of a number: 100 x the share of the other accounts that are worse, ties counting half.
    """
    points = pd.DataFrame({k: _points(table, each) for k, each in enumerate(criteria)}, index=table.index)
    weights = pd.Series([each.weight for each in criteria])
    known = points.notna().mul(weights, axis=1).sum(axis=1)
    total = points.mul(weights, axis=1).sum(axis=1)
    return pd.DataFrame({"account_score": (total / known).where(known > 0), "known_share": known / weights.sum()})


def _points(table: pd.DataFrame, criterion: Criterion) -> pd.Series:
    name = criterion.field
    if name not in table:
        near = nearest(name, list(table.columns))
        raise DataError(
            sentence("scorecard: there is no field '{field}'.", field=name)
            if near is None
            else sentence("scorecard: there is no field '{field}'; did you mean '{near}'?", field=name, near=near)
        )
    values = table[name]
    if criterion.points is not None:
        points = (
            values.astype("object")
            .where(values.notna())
            .map(lambda v: criterion.points.get(str(v)), na_action="ignore")
        )
        if points.notna().any():
            return points.astype(float)
        there = ", ".join(sorted({str(v) for v in values.dropna()})[:5])
        raise data_error(
            "scorecard: none of the values that have points for '{field}' occurs; it holds {there}.",
            field=name,
            there=there or "–",
        )
    numbers = pd.to_numeric(values, errors="coerce") if values.dtype != bool else values.astype(float)
    if values.notna().any() and (pd.api.types.is_datetime64_any_dtype(values) or numbers.isna().all()):
        raise data_error("scorecard: '{field}' holds no numbers; give the points of its values.", field=name)
    rank = numbers.rank(ascending=criterion.best == "high")
    others = numbers.notna().sum() - 1
    return (rank - 1) / others * 100 if others > 0 else numbers.where(numbers.isna(), 100.0)
