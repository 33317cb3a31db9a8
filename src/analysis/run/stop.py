"""What one step leaves: typed facts and tables, stored once and read by every chapter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.display.language import data_error
from analysis.facts import Refusal
from analysis.refusals import why
from analysis.schema import DataError

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 12


@dataclass(frozen=True, eq=False)
class Stop:
    """The facts and the tables of one step; ``stop["scores"]`` is a table, ``stop.facts.gini`` a fact.

    `name`: The step's, and its section's in results.json.
    `facts`: Every number that is printed, with unit and meaning (``help(type(stop.facts))``).
    `tables` (mapping of str to DataFrame): For figures and lists; empty where the step was refused.
    """

    name: str
    facts: Any
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def refusal(self) -> Refusal | None:
        """Why nothing was computed; None if it was."""
        return getattr(self.facts, "refusal", None)

    @property
    def why(self) -> str | None:
        """The sentence of the refusal; None if there is none."""
        return None if self.refusal is None else why(self.refusal)

    @property
    def numbers(self) -> dict[str, Any]:
        """The facts as results.json holds them."""
        plain: dict[str, Any] = self.facts.plain()
        return plain

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Return a copy of a table: nothing that is written into it reaches the stored step.

        One row per customer is indexed by customer_id, as `Run.customers` is.
        """
        if table in self.tables:
            copied = self.tables[table].copy()
            per_customer = "customer_id" in copied and copied["customer_id"].is_unique
            return copied.set_index("customer_id") if per_customer else copied
        if self.refusal is not None:
            raise DataError(why(self.refusal))
        raise data_error(
            "'{step}' has no table '{table}'; it has {tables}.",
            step=self.name,
            table=table,
            tables=", ".join(self.tables),
        )

    def __repr__(self) -> str:
        if self.refusal is not None:
            return f"{self.name}: {why(self.refusal)}"
        shown = [f"  {name} = {value!r}"[:100] for name, value in self.numbers.items() if not isinstance(value, dict)]
        more = [f"  … and {len(self.numbers) - SHOWN} more facts"] if len(self.numbers) > SHOWN else []
        tables = [f"  [{name!r}]: {len(table):,} rows × {table.shape[1]}" for name, table in self.tables.items()]
        return "\n".join([f"{self.name}: facts and tables", *shown[:SHOWN], *more, *tables])
