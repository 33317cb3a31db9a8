"""Values of a class of customers that are almost the same word: perhaps one class, counted as two."""

from __future__ import annotations

from analysis.client.tables import CustomerTable
from analysis.intake.join.tables import Typed
from analysis.intake.workspace import Workspace, name

CLASSES = {column for column, kind in CustomerTable.KINDS.items() if kind == "text"} - {"name", "wallet"}
"""Columns whose values name classes."""


def say_value_twins(bench: Workspace, customers: Typed) -> None:
    """Report values that differ in nothing but case, blanks and punctuation, as 'Warehouse' and 'Ware House'."""
    for column in (each for each in customers.columns if each in CLASSES - customers.private):
        value = name(column)
        alike = f"regexp_replace(lower(nfc_normalize({value})), '[^\\p{{L}}\\p{{N}}]', '', 'g')"
        twins = bench.rows(
            f"SELECT list(value ORDER BY n DESC, value), list(n ORDER BY n DESC, value), sum(n) FROM (SELECT {value} "
            f"AS value, {alike} AS k, count(*) AS n FROM {customers.table} WHERE {value} IS NOT NULL GROUP BY ALL) "
            "WHERE k <> '' GROUP BY k HAVING count(*) > 1 ORDER BY sum(n) DESC, min(value)"
        )
        if twins:
            bench.warn(
                "value_twins",
                sum(rows for *_, rows in twins),
                file=customers.place,
                column=column,
                values=[
                    [{"value": value, "customers": n} for value, n in zip(values, numbers, strict=True)]
                    for values, numbers, _ in twins
                ],
            )
