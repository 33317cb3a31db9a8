"""Where targets by manager or customer and period stand."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from analysis.client.strict import Strict
from analysis.display.language import data_error


class Targets(Strict):
    """Where the targets are, and what their columns are called: manager or customer_id, period, amount.

    A table with one column per period has an amount with a star: `M*` with M01, M02, … and a column of years as period;
    `*` alone, or `Plan *`, where the heads say the whole period.
    """

    path: str
    columns: dict[Literal["manager", "customer_id", "period", "amount"], str] = Field(
        description="period is a year, quarter or month (2024, 2024-Q1, 2024-05); "
        "amount may be one column per period (M*)"
    )
    unit: float = Field(1.0, gt=0, allow_inf_nan=False, description="money of each 1 in the file: 1000 for thousands")
    names: dict[str, str] = Field({}, description="who is called otherwise in the targets: theirs: ours")

    @property
    def is_wide(self) -> bool:
        """Whether each period has a column of its own."""
        return "*" in self.columns["amount"]

    @model_validator(mode="after")
    def _says_whose(self) -> Targets:
        if ("manager" in self.columns) == ("customer_id" in self.columns):
            raise data_error("columns must say which column is the manager, or the customer_id")
        for ours in ("amount", "period"):
            if ours not in self.columns and not (ours == "period" and self.is_wide):
                raise data_error("columns must say which column is the {ours}", ours=ours)
        return self
