"""One row per customer, as it leaves the house: every class, score, flag and attribute but private ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.client.parameters import ATTRIBUTE
from analysis.client.private import is_private
from analysis.display.cells import Column, Table
from analysis.display.language import sentence
from analysis.report.columns import CLASSES, column_of, meanings
from analysis.report.plain import plain_cells, safe_text

if TYPE_CHECKING:
    import pandas as pd

    from analysis.run.run import Run

FIRST = ("customer_id", "name", "abc_class", "segment", "manager")
_ANY_LENGTH = 10**9


@dataclass(frozen=True)
class Customers:
    """All customers of a run with what some steps say of them.

    `steps`: Whose scores are in it.
    """

    run: Run
    steps: Collection[str]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row each, the largest first; without the attributes that are private."""
        table = self.run.table(self.steps).drop(columns=self.private)
        table = table.drop(columns=[name for name in table if name in self._empty_words])
        by = "revenue" if self.run.client.has_amounts else "frequency"
        table = table.reset_index().sort_values([by, "customer_id"], ascending=[False, True], kind="stable")
        first = [name for name in FIRST if name in table]
        return table[[*first, *(name for name in table if name not in first)]].reset_index(drop=True)

    @cached_property
    def _empty_words(self) -> set[str]:
        """The columns that say nothing of data without amounts, or without days."""
        units: set[str] = set()
        if not self.run.client.has_amounts:
            units |= {"money", CLASSES}
        if not self.run.client.has_days:
            units |= {"day", "days", "count", "rows"}
        of_days = set() if self.run.client.has_days else {"monetary_value", "purchase_amount"}
        return of_days | {name for name, (unit, _) in meanings(self.steps).items() if unit in units}

    @cached_property
    def private(self) -> list[str]:
        """The attributes that are left out: their names, here or in the export, say that they are nobody's business."""
        known, theirs = meanings(self.steps), self._theirs
        attributes = [name for name in self.run.table(()) if name not in known]
        return [name for name in attributes if any(map(is_private, {name, *theirs.get(name, ())}))]

    @property
    def unspoken(self) -> set[str]:
        """What the private attributes are called, here and in the exports."""
        return {called for name in self.private for called in (name, *self._theirs.get(name, ()))}

    @cached_property
    def _theirs(self) -> dict[str, set[str]]:
        """What the exports call an attribute."""
        called: dict[str, set[str]] = {}
        for source in self.run.client.sources:
            for ours, theirs in source.columns.items():
                if ours.startswith(ATTRIBUTE):
                    called.setdefault(ours.removeprefix(ATTRIBUTE), set()).add(str(theirs))
        return called

    @cached_property
    def meanings(self) -> dict[str, tuple[str, str]]:
        """Unit and meaning of the columns, in their order; of an attribute only that it is one."""
        known = meanings(self.steps)
        attribute = ("", sentence("as the export has it"))
        return {name: known.get(name, attribute) for name in self.frame}

    def table(self) -> Table:
        """Return them as a sheet, without the columns that hold nothing."""
        columns: dict[str, Column] = {}
        for name, (unit, _) in self.meanings.items():
            if (self.frame[name].notna() & (self.frame[name] != "")).any():
                columns[name] = column_of(name, self.frame[name], unit, self.run.currency)
        return Table(self.frame, columns, caption=sentence("All customers, the largest first"))

    def write_csv(self, path: Path) -> None:
        """Write them as UTF-8 with its mark, so that Excel sees it; no cell of text begins a formula there."""
        frame, changed = self.frame, Counter[str]()
        for name in frame.select_dtypes(exclude=["number", "datetime", "bool"]):
            texts = plain_cells(frame[name], _ANY_LENGTH, changed)
            frame = frame.assign(**{name: [safe_text(text) if isinstance(text, str) else text for text in texts]})
        frame.columns = [safe_text(plain) for plain in frame.columns]
        frame.to_csv(path, index=False, encoding="utf-8-sig", date_format="%Y-%m-%d", lineterminator="\r\n")

    def write_parquet(self, path: Path) -> None:
        """Write them with their types and their values as they are."""
        self.frame.to_parquet(path, index=False)
