"""Facts of a table with one row per customer that marks who left."""

from __future__ import annotations

import pandas as pd

from analysis.backtest.holdout import wilson
from analysis.churn import stated
from analysis.churn.facts_contracts import ContractFacts, SignLeftOut, Stated, StatedRate
from analysis.churn.leakage import screen
from analysis.classes.leaving import read_flag
from analysis.facts import refused
from analysis.run.step import Answer

MOST = 60
"""Rates in the facts; the table holds all."""


def stated_facts(customers: pd.DataFrame, attributes: pd.DataFrame) -> Answer:
    """Return what the mark says, by attribute and by tenure.

    Parameters
    ----------
    customers : DataFrame
        stated_churned; optionally stated_tenure, revenue.
    attributes : DataFrame
        The client's own, in the order of the customers.
    """
    flag = read_flag(customers["stated_churned"])
    known = flag.notna().to_numpy()
    if not known.any() or not flag[known].any() or flag[known].all():
        return ContractFacts(refusal=refused("nobody_marked", customers=len(customers), marked=int(known.sum()))), {}
    left = flag[known].to_numpy(bool)
    kept, out = screen(attributes[known], left)
    table = stated.by_attribute(attributes[known][kept], left)
    tenure = _by_tenure(customers[known], left)
    low, high = wilson(left.mean(), left.size)
    money = customers.loc[known, "revenue"].clip(lower=0)
    record = Stated(
        customers=int(left.size),
        left=int(left.sum()),
        share=float(left.mean()),
        low=float(low),
        high=float(high),
        amount_share=float(money[left].sum() / money.sum()) if money.sum() > 0 else None,
        by_tenure=_rows(tenure),
        by_attribute=_rows(table.head(MOST)),
    )
    left_out = [SignLeftOut(feature=one.feature, why=one.why, auc=one.auc) for one in out]
    facts = ContractFacts(stated=record, left_out=left_out or None)
    return facts, {"by_attribute": table, "by_tenure": tenure}


def _by_tenure(customers: pd.DataFrame, left: object) -> pd.DataFrame:
    if "stated_tenure" not in customers:
        return pd.DataFrame(columns=["attribute", "value", "customers", "left", "share", "low", "high"])
    tenure = pd.to_numeric(customers["stated_tenure"], errors="coerce")
    band, order = stated.banded(tenure.dropna())
    table = stated.rates(band, left[tenure.notna().to_numpy()], order)  # type: ignore[index]
    return table.assign(attribute="tenure")


def _rows(table: pd.DataFrame) -> list[StatedRate]:
    columns = ["attribute", "value", "customers", "left", "share", "low", "high"]
    return [StatedRate(**row) for row in table[columns].to_dict("records")]
