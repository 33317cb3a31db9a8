"""One small export in every format, damaged in a seeded way; and what may come of reading it."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import random
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import xlwt

from analysis.client.client import Client
from analysis.intake import read_transactions
from analysis.schema import DataError
from tests.strategies import COLUMNS, client_of

ROWS = 400
TITLES = ("id", "day", "value", "town")
TOWNS = ("上海", "北京", "广州", "成都")
FEW = 3
"""Rows that one damage may alter without any reader seeing it: a digit that has become another digit."""

FINE = ("right", "said", "refused", "unknowable")

Row = tuple[str, dt.date, Decimal, str]


def export() -> list[Row]:
    """Return the rows of the whole export; no row is more than half a percent of the total."""
    chosen = random.Random(7)
    start = dt.date(2022, 1, 1)
    return [
        (
            f"K{chosen.randrange(60):03d}",
            start + dt.timedelta(days=chosen.randrange(700)),
            Decimal(chosen.randrange(1000, 9999)) / 100,
            TOWNS[k % 4],
        )
        for k in range(ROWS)
    ]


def _csv(folder: Path, codec: str = "utf-8") -> Path:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([TITLES, *export()])
    (folder / "orders.csv").write_bytes(text.getvalue().encode(codec))
    return folder / "orders.csv"


def _packed(folder: Path, kind: str) -> Path:
    data, file = _csv(folder).read_bytes(), folder / f"orders.{kind}"
    if kind == "gz":
        file.write_bytes(gzip.compress(data, mtime=0))
    else:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo("orders.csv"), data)
    return file


def _xlsx(folder: Path) -> Path:
    book = openpyxl.Workbook()
    for row in (TITLES, *export()):
        book.active.append(row)
    book.save(folder / "orders.xlsx")
    return folder / "orders.xlsx"


def _xls(folder: Path) -> Path:
    book, style = xlwt.Workbook(), xlwt.easyxf(num_format_str="YYYY-MM-DD")
    sheet = book.add_sheet("Sales")
    for k, row in enumerate([TITLES, *export()]):
        for column, cell in enumerate(row):
            if isinstance(cell, dt.date):
                sheet.write(k, column, cell, style)
            else:
                sheet.write(k, column, float(cell) if isinstance(cell, Decimal) else cell)
    book.save(str(folder / "orders.xls"))
    return folder / "orders.xls"


def _ods(folder: Path) -> Path:
    def cell(value: object) -> str:
        if isinstance(value, dt.date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
        if isinstance(value, Decimal):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in [TITLES, *export()])
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name='Sales'>{rows}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(folder / "orders.ods", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(zipfile.ZipInfo("content.xml"), content)
        archive.writestr(zipfile.ZipInfo("META-INF/manifest.xml"), "<x/>")
    return folder / "orders.ods"


def _parquet(folder: Path) -> Path:
    with duckdb.connect() as con:
        _fill(con)
        con.execute(f"COPY orders TO '{folder}/orders.parquet' (FORMAT parquet)")
    return folder / "orders.parquet"


def _sqlite(folder: Path) -> Path:
    (folder / "orders.sqlite").unlink(missing_ok=True)
    with closing(sqlite3.connect(folder / "orders.sqlite")) as db:
        db.execute("CREATE TABLE orders (id TEXT, day TEXT, value REAL, town TEXT)")
        db.executemany("INSERT INTO orders VALUES (?, ?, ?, ?)", [(i, str(d), float(v), t) for i, d, v, t in export()])
        db.commit()
    return folder / "orders.sqlite"


def _duckdb(folder: Path) -> Path:
    (folder / "orders.duckdb").unlink(missing_ok=True)
    with duckdb.connect(str(folder / "orders.duckdb")) as con:
        _fill(con)
    return folder / "orders.duckdb"


def _fill(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("CREATE TABLE orders (id VARCHAR, day DATE, value DECIMAL(18, 2), town VARCHAR)")
    con.executemany("INSERT INTO orders VALUES (?, ?, ?, ?)", export())


FORMATS: dict[str, Callable[[Path], Path]] = {
    "csv": _csv,
    "gb18030": lambda folder: _csv(folder, "gb18030"),
    "xlsx": _xlsx,
    "xls": _xls,
    "parquet": _parquet,
    "sqlite": _sqlite,
    "ods": _ods,
    "duckdb": _duckdb,
    "gz": lambda folder: _packed(folder, "gz"),
    "zip": lambda folder: _packed(folder, "zip"),
}


def damaged(data: bytes, seed: str) -> bytes:
    """Return the bytes with one damage: a bit, a byte, a number, a run zeroed, lost, doubled or moved, or the end."""
    chosen = random.Random(seed)
    kind = chosen.choice(("bit", "byte", "number", "zero", "lost", "doubled", "noise", "cut"))
    place, length = chosen.randrange(len(data)), chosen.choice((1, 4, 16, 64, 512, 4096))
    before, run, after = data[:place], data[place : place + length], data[place + length :]
    if kind == "bit":
        return before + bytes([data[place] ^ (1 << chosen.randrange(8))]) + data[place + 1 :]
    if kind == "byte":
        return before + bytes([chosen.randrange(256)]) + data[place + 1 :]
    if kind == "number":
        wild = chosen.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\xff\xff", b"\x00\x80"))
        return before + wild + data[place + len(wild) :]
    if kind == "zero":
        return before + bytes(len(run)) + after
    if kind == "lost":
        return before + after
    if kind == "doubled":
        return before + run + run + after
    if kind == "noise":
        return before + chosen.randbytes(len(run)) + after
    return before


def judged(client: Client, data: bytes) -> str:
    """Return what came of reading, one of `FINE`; else what is at fault.

    A refusal is exit code 2, any other error would be 3. A total that is off by more than 1 % without a word is at
    fault, unless no reader could know (`_unknowable`).
    """
    target = client.folder / "out.parquet"
    try:
        intake = read_transactions(client, target)
    except DataError:
        return "refused"
    except Exception as error:  # noqa: BLE001 (whatever it is, it is at fault)
        return f"{type(error).__name__}: {str(error)[:150]}"
    want = float(sum(row[2] for row in export()))
    if any(finding["level"] == "warning" for finding in intake.findings):
        return "said"
    if abs(intake.facts["total"] - want) <= 0.01 * want:
        return "right"
    read = duckdb.sql(f"SELECT customer_id, date, amount FROM '{target}'").fetchall()
    if _unknowable(client.sources[0].path, data, read):
        return "unknowable"
    return f"total {intake.facts['total']:.2f} instead of {want:.2f}, {len(read)} rows instead of {ROWS}"


def _unknowable(file: str | None, data: bytes, read: list[tuple[object, ...]]) -> bool:
    """Return whether no reader could know of a damage.

    Few rows differ, a text ends with a record, or (in Parquet, whose pages carry no checksum) every amount is one of
    the export's, but not every row has its own.
    """
    differ = Counter(row[:3] for row in export())
    differ.subtract(Counter(read))  # type: ignore[arg-type]
    if sum(map(abs, differ.values())) <= 2 * FEW:
        return True
    if file == "orders.csv":
        return data.endswith(b"\n")
    return file == "orders.parquet" and len(read) == ROWS and {row[2] for row in read} <= {row[2] for row in export()}


def cases(kind: str, folder: Path, seeds: range) -> Iterator[tuple[str, str]]:
    """Yield seed and judgement of one damaged file after another."""
    whole = FORMATS[kind](folder)
    data, client = whole.read_bytes(), client_of(folder, [{"path": whole.name, "columns": COLUMNS}])
    for number in seeds:
        seed = f"{kind}-{number}"
        hurt = damaged(data, seed)
        whole.write_bytes(hurt)
        yield seed, judged(client, hurt)
