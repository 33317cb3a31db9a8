"""Rows and columns of the lists of movers, on the page and in the workbook."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.display.cells import Column
from analysis.display.language import sentence
from analysis.movement import say
from analysis.run.run import Run


def ranked(movers: pd.DataFrame, measure: str, kinds: list[str]) -> pd.DataFrame:
    """Return the customers of some kinds, kind after kind, those who moved most first: before, period, change."""
    before, period = movers[f"{measure}_before"], movers[f"{measure}_period"]
    frame = movers.assign(before=before, period=period, change=(period - before).round(6))
    frame = frame[frame["mover"].isin(kinds)]
    frame = frame.assign(order=frame["mover"].map(kinds.index), size=-frame["change"].abs())
    return frame.sort_values(["order", "size", "customer_id"], ignore_index=True).drop(columns=["order", "size"])


def moved(run: Run) -> dict[str, Column]:
    """Return the columns that say what a customer brought in both periods."""
    p = run.movement.facts.periods
    if run.client.has_amounts:
        column = partial(Column, kind="money", currency=run.currency, digits=0)
    else:
        column = partial(Column, kind="count")
    return {
        "before": column(say.column_of(p.before, p.months)),
        "period": column(say.column_of(p.period, p.months)),
        "change": column(sentence("Change"), bar=True),
    }
