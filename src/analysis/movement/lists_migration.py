"""Moves between classes as they are printed, in the chapter and in customers.xlsx."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.display.cells import Column
from analysis.display.formats import count, interval
from analysis.display.language import sentence
from analysis.movement import say_migration
from analysis.run.run import Run


def against_chance(cells: pd.DataFrame) -> pd.DataFrame:
    """Return a matrix as it is printed: classes by name, the band of chance, and the verdict in words."""
    codes = cells["verdict"].tolist()  # none where nothing was drawn
    return cells.assign(
        before=cells["from"].map(say_migration.named),
        after=cells["to"].map(say_migration.named),
        band=[interval(low, high, count) for low, high in zip(cells["low"], cells["high"], strict=True)],
        said=[sentence(say_migration.VERDICTS[code]) if code in say_migration.VERDICTS else "" for code in codes],
    )


def matrix_columns(run: Run) -> dict[str, Column]:
    """Return the columns of a matrix."""
    cash = partial(Column, kind="money", currency=run.currency, digits=0)
    columns = {
        "before": Column(sentence("Class before")),
        "after": Column(sentence("Class after")),
        "customers": Column(sentence("Customers"), "count"),
        "band": Column(sentence("By chance alone")),
        "said": Column(sentence("Verdict")),
    }
    if run.client.has_amounts:
        columns |= {"revenue_from": cash(sentence("Revenue before")), "revenue_to": cash(sentence("Revenue after"))}
    return columns


def changed(run: Run, rows: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Column]]:
    """Return customers whose class changed as they are printed, and the columns of such a list."""
    cash = partial(Column, kind="money", currency=run.currency, digits=0)
    frame = rows.assign(
        before=rows["before"].map(say_migration.named),
        after=rows["after"].map(say_migration.named),
        close=[sentence("close to a line") if close else "" for close in rows["close"]],
    )
    columns = {
        "customer_id": Column(sentence("Customer")),
        "before": Column(sentence("Class before")),
        "after": Column(sentence("Class after")),
    }
    if run.client.has_amounts:
        columns |= {
            "revenue_before": cash(sentence("Revenue before")),
            "revenue_after": cash(sentence("Revenue after")),
            "revenue_change": cash(sentence("Change")),
            "close": Column(sentence("Remark")),
        }
    return frame, columns
