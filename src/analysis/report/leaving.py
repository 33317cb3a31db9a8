"""The files that leave the house: customers.xlsx with the lists, and all customers as csv and parquet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.display import formats
from analysis.display.cells import Note, Table
from analysis.display.language import joined, later, listed, sentence, sentences
from analysis.display.names import beside
from analysis.questions import room
from analysis.report.choice import Chosen
from analysis.report.customers import Customers
from analysis.report.definitions import definitions
from analysis.report.notes import notes_table

if TYPE_CHECKING:
    from analysis.run.run import Run

ORDER = tuple(map(later, ("Actions", "Key accounts", "Unprofitable", "Movers", "Segments")))
"""Lists that come first, in this order; others follow as their rooms do."""


@dataclass(frozen=True)
class Leaving:
    """What a report of some chapters hands over beside its page."""

    run: Run
    chapters: Sequence[Chosen]

    @cached_property
    def customers(self) -> Customers:
        """All customers, with the scores of what these chapters print."""
        sections = {section for name in self._rooms for section in room(name).prints}
        return Customers(self.run, sections)

    @property
    def _rooms(self) -> list[str]:
        return [one.name for one in self.chapters if not one.is_own]

    @property
    def fits(self) -> bool:
        """Whether all customers stand in the workbook."""
        return len(self.customers.frame) <= self.run.client.parameters.excel_rows

    @cached_property
    def lists(self) -> list[tuple[str, Table]]:
        """The whole lists of these chapters, with names beside ids.

        Of several with one title the last room's stands, which has read the others.
        """
        offered = {title: table for name in self._rooms for title, table in room(name).sheets(self.run)}
        named = [(title, beside(self.run, table)) for title, table in offered.items()]
        order = [sentence(title) for title in ORDER]
        return sorted(named, key=lambda one: order.index(one[0]) if one[0] in order else len(order))

    def said(self) -> list[str]:
        """Return what the report says of these files."""
        return [self._which(), self._who(), *self._left_out()]

    def _which(self) -> str:
        titles = [title for title, _ in self.lists]
        if not titles:
            return sentence("**customers.xlsx** lies beside this report.")
        return sentence(
            "**customers.xlsx** lies beside this report; its lists are whole: {titles}.", titles=listed(titles)
        )

    def _who(self) -> str:
        n, limit = len(self.customers.frame), self.run.client.parameters.excel_rows
        counted = formats.count(n)
        if self.fits:
            return sentences(
                n,
                "Its sheet “Customers” has {n} row, as have **customers.csv** and **customers.parquet**.",
                "Its sheet “Customers” has {n} rows, as have **customers.csv** and **customers.parquet**.",
                n=counted,
            )
        return sentence(
            "All {n} customers stand in **customers.parquet** and **customers.csv** only: they are more than the "
            "{limit} that the workbook is to hold.",
            n=counted,
            limit=formats.count(limit),
        )

    def _left_out(self) -> list[str]:
        private = self.customers.private
        if not private:
            return []
        return [
            sentence(
                "Left out of all three, because their names speak of religion, health, family, origin or politics: "
                "{names}.",
                names=listed([f"“{name}”" for name in private]),
            )
        ]

    def write(self, folder: Path) -> None:
        """Write the three files into a folder."""
        from analysis.report.excel import Workbook

        title = joined(self.run.client.client, self.run.period())
        book = Workbook(folder / "customers.xlsx", title, self.run.observation_end)
        sheets = [(sentence("Customers"), self.customers.table())] if self.fits else []
        sheets += self.lists
        for name, table in sheets:
            book.add(name, table)
        plain = [repr(Note(text)) for text in self.said()]
        book.add(sentence("Data notes"), notes_table(self.run, plain, book.changed, self.customers.unspoken))
        book.add(sentence("Parameters and definitions"), definitions(self.run, self.customers, sheets))
        book.close()
        self.customers.write_csv(folder / "customers.csv")
        self.customers.write_parquet(folder / "customers.parquet")
