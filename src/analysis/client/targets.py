"""Where targets by manager or customer and period stand."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from analysis.client.strict import Strict
from analysis.display.language import sentence


class Targets(Strict):
    """Where the targets are, and what their columns are called: manager or customer_id, period, amount."""

    path: str
    columns: dict[Literal["manager", "customer_id", "period", "amount"], str] = Field(
        description="period is a year (2024) or a month (2024-05)"
    )

    @model_validator(mode="after")
    def _says_whose(self) -> Targets:
        if ("manager" in self.columns) == ("customer_id" in self.columns):
            raise ValueError(sentence("columns must say which column is the manager, or the customer_id"))
        for ours in ("period", "amount"):
            if ours not in self.columns:
                raise ValueError(sentence("columns must say which column is the {ours}", ours=ours))
        return self
