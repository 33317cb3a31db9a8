"""The table of what goes with leaving, or with not buying: one row per sign, with its ratio and interval."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.churn.facts_contracts import Ratio
from analysis.display.cells import Column, Table
from analysis.display.language import sentence


def ratios_table(found: Sequence[Ratio], sign: Column, ratio: Column, *, caption: str) -> Table:
    """Return the table of ratios; the one field beyond those of `Ratio` is the ratio itself."""
    rows = pd.DataFrame([one.model_dump() for one in found])
    rows["value"] = rows["value"].fillna(sentence("per standard deviation"))
    (name,) = set(rows) - set(Ratio.model_fields)
    columns = {
        "sign": sign,
        "value": Column(sentence("Value")),
        "against": Column(sentence("Against")),
        name: ratio,
        "low": Column(sentence("from (95 %)"), "number", digits=2),
        "high": Column(sentence("to (95 %)"), "number", digits=2),
    }
    return Table(rows, columns, caption=caption)
