"""customers.xlsx for 100,000 customers against XlsxWriter alone with the same cells, side by side in one run.

Both are measured in processor time, several times in turn, so that what else the machine does counts for neither.
"""

import argparse
import datetime as dt
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

from analysis.display.cells import Column, Table
from analysis.report.excel import Workbook

LIMIT = 2.0


def customers(n: int, seed: int = 1) -> Table:
    """Return as many customers with the columns of a usual report: ids, names, classes, days, money and shares."""
    rng = np.random.default_rng(seed)
    columns: dict[str, Column] = {
        "customer_id": Column("Customer"),
        "name": Column("Name"),
        "abc_class": Column("Class"),
    }
    data: dict[str, object] = {
        "customer_id": [f"{number:07}" for number in range(n)],
        "name": [f"Customer & Sons No. {number}" for number in range(n)],
        "abc_class": rng.choice(["A", "B", "C"], n),
    }
    for number in range(3):
        data[f"day_{number}"] = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 1000, n), unit="D")
        columns[f"day_{number}"] = Column(f"Day {number}", "day")
    for kind, count in (("count", 8), ("money", 18), ("share", 6), ("number", 4)):
        for number in range(count):
            name = f"{kind}_{number}"
            data[name] = rng.integers(0, 500, n) if kind == "count" else rng.gamma(1.0, 100.0, n)
            columns[name] = Column(name, kind, currency="EUR" if kind == "money" else None)
    return Table(pd.DataFrame(data), columns)


def ours(table: Table, path: Path) -> None:
    book = Workbook(path, "Acme", dt.date(2023, 1, 1))
    book.add("Customers", table)
    book.close()


def bare(table: Table, path: Path) -> None:
    """Write the same values in the same formats by XlsxWriter's own calls, with nothing around them."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Customers")
    formats = {"text": "@", "count": "#,##0", "money": "[$€]#,##0.00", "share": "0.0%", "day": "yyyy-mm-dd"}
    shown = [book.add_format({"num_format": formats.get(c.kind, "#,##0.00")}) for c in table.columns.values()]
    sheet.write_row(0, 0, [column.label for column in table.columns.values()])
    values = [
        list(table.frame[name].dt.to_pydatetime()) if column.kind == "day" else table.frame[name].tolist()
        for name, column in table.columns.items()
    ]
    write = {"text": sheet.write_string, "day": sheet.write_datetime}
    calls = [write.get(column.kind, sheet.write_number) for column in table.columns.values()]
    for row, cells in enumerate(zip(*values, strict=True), start=1):
        for position, cell in enumerate(cells):
            calls[position](row, position, cell, shown[position])
    book.close()


def seconds(write: object, table: Table, path: Path) -> float:
    began = time.process_time()
    write(table, path)  # type: ignore[operator]
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    table = customers(given.customers)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.xlsx"
        pairs = [(seconds(ours, table, path), seconds(bare, table, path)) for _ in range(given.rounds)]
    own, alone = (min(times) for times in zip(*pairs, strict=True))
    cells = given.customers * len(table.columns)
    print(f"{given.customers:,} customers, {cells:,} cells: {own:.1f} s, XlsxWriter alone {alone:.1f} s")
    print(f"{own / alone:.2f} × XlsxWriter's time (at most {LIMIT})")
    assert own <= LIMIT * alone


if __name__ == "__main__":
    main()
