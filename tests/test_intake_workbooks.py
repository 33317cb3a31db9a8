"""Workbooks, Parquet and SQLite: the table that is meant is found; what programs hide is said."""

from __future__ import annotations

import datetime as dt
import io
import sqlite3
import struct
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from analysis.intake.read import parquet_trial
from tests.strategies import COLUMNS, codes, days, ids, left_out, message, refusal, take

pytestmark = pytest.mark.usefixtures("only_read")

HEADER = ["id", "day", "value"]
ROWS = [["A", dt.datetime(2023, 5, 1), 10], ["B", dt.datetime(2023, 6, 2), 20.5], ["A", dt.datetime(2023, 7, 3), -1.25]]


def workbook(**sheets: list[list[object]]) -> openpyxl.Workbook:
    """Return a workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    """Return the bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_is_read_whatever_its_name_says(tmp_path):
    intake = take(tmp_path, saved(workbook(Sheet=[HEADER, *ROWS])), name="orders.csv")
    assert intake.facts["total"] == 29.25
    assert days(tmp_path) == ["2023-05-01", "2023-06-02", "2023-07-03"]


def test_numbers_as_ids_have_no_decimals_and_text_keeps_its_zeros(tmp_path):
    take(tmp_path, saved(workbook(Sheet=[HEADER, [123, *ROWS[0][1:]], ["0077", *ROWS[1][1:]]])))
    assert ids(tmp_path) == ["123", "0077"]


def test_ids_of_more_digits_than_excel_keeps_are_an_error(tmp_path):
    said = refusal(tmp_path, saved(workbook(Sheet=[HEADER, [12345678901234567, *ROWS[0][1:]]])))
    assert "15 digits" in said


def test_dates_that_count_from_1904_are_the_days_that_excel_shows(tmp_path):
    book = workbook(Sheet=[HEADER, *ROWS])
    book.epoch = CALENDAR_MAC_1904
    take(tmp_path, saved(book))
    assert days(tmp_path) == ["2023-05-01", "2023-06-02", "2023-07-03"]


def test_serial_numbers_count_from_1904_in_such_a_workbook(tmp_path):
    book = workbook(Sheet=[HEADER, ["A", 43585, 10]])
    book.epoch = CALENDAR_MAC_1904
    intake = take(tmp_path, saved(book))
    assert days(tmp_path) == ["2023-05-01"]
    assert "1904" in message(intake, "date_serial")


def test_true_dates_beside_text_dates_are_an_error(tmp_path):
    rows = [["A", dt.datetime(2023, 2, 1), 10], ["B", "13/02/2023", 20]]
    assert "mixed" in refusal(tmp_path, saved(workbook(Sheet=[HEADER, *rows])))


def test_two_sheets_with_the_columns_are_an_error_that_names_them(tmp_path):
    said = refusal(tmp_path, saved(workbook(Notes=[["ACME"]], **{"2022": [HEADER, ROWS[0]], "2023": [HEADER, *ROWS]})))
    assert "'2022' (1 rows)" in said
    assert "'2023' (3 rows)" in said


def test_a_stated_sheet_is_read(tmp_path):
    book = workbook(**{"2022": [HEADER, ROWS[0]], "2023": [HEADER, *ROWS]})
    intake = take(tmp_path, saved(book), sheet="2023")
    assert intake.facts["rows"] == 3
    assert (intake.inputs[0]["name"], intake.inputs[0]["sheet"]) == ("orders.csv", "2023")


def test_a_stated_sheet_that_is_not_there_is_an_error(tmp_path):
    assert "the sheets are 'Sheet'" in refusal(tmp_path, saved(workbook(Sheet=[HEADER, *ROWS])), sheet="2023")


def test_a_sheet_with_other_columns_is_left_and_said(tmp_path):
    other = [["when", "who", "how much"], *[["2023-01-01", "X", 1]] * 9]
    intake = take(tmp_path, saved(workbook(Sales=[HEADER, *ROWS], More=other)))
    assert "'More' (10 rows)" in message(intake, "sheet")
    assert "sheet" in codes(intake)


def test_a_hidden_sheet_is_not_read_and_said(tmp_path):
    book = workbook(Sales=[HEADER, *ROWS], Old=[HEADER, *ROWS])
    book["Old"].sheet_state = "hidden"
    intake = take(tmp_path, saved(book))
    assert intake.facts["rows"] == 3
    assert "hidden sheet 'Old' (3 rows)" in message(intake, "sheet_hidden")


def test_hidden_rows_are_read_and_said(tmp_path):
    book = workbook(Sheet=[HEADER, *ROWS])
    book["Sheet"].row_dimensions[3].hidden = True
    intake = take(tmp_path, saved(book))
    assert intake.facts["rows"] == 3
    assert message(intake, "excel_hidden_rows").startswith("orders.csv: 1 rows are hidden")


def test_error_cells_are_missing_and_said(tmp_path):
    book = workbook(Sheet=[HEADER, *ROWS])
    book["Sheet"]["C3"] = "#N/A"
    book["Sheet"]["C3"].data_type = "e"
    intake = take(tmp_path, saved(book))
    assert left_out(intake) == {"missing_amount": (1, 0.0)}
    assert "1 cells of column 'value'" in message(intake, "excel_error_cells")


def test_formulas_without_values_are_an_error(tmp_path):
    book = workbook(Sheet=[HEADER, *ROWS])
    book["Sheet"]["C3"] = "=1+1"
    assert "formula without a stored value" in refusal(tmp_path, saved(book))


def test_a_header_of_merged_cells_is_read_across_its_two_lines(tmp_path):
    book = workbook(Sheet=[["id", "Sales", None], [None, "day", "value"], *ROWS])
    book["Sheet"].merge_cells("A1:A2")
    book["Sheet"].merge_cells("B1:C1")
    intake = take(tmp_path, saved(book))
    assert intake.facts["rows"] == 3
    assert "merged" in message(intake, "header")


def test_a_title_above_the_header_is_skipped_and_said(tmp_path):
    intake = take(tmp_path, saved(workbook(Sheet=[["Sales 2023"], [], HEADER, *ROWS])))
    assert "line 3" in message(intake, "header")


def test_empty_rows_and_columns_are_nothing(tmp_path):
    rows = [[None, *HEADER], [None, *ROWS[0]], [None] * 4, [None, *ROWS[1]], [None] * 4]
    assert take(tmp_path, saved(workbook(Sheet=rows))).facts["rows"] == 2


def test_a_missing_column_in_a_workbook_lists_those_present(tmp_path):
    said = refusal(tmp_path, saved(workbook(Sheet=[["id", "day", "amount"], *ROWS])))
    assert "'value'" in said
    assert "id, day, amount" in said


def test_an_empty_workbook_is_an_error(tmp_path):
    assert "empty" in refusal(tmp_path, saved(workbook(Sheet=[])))


def test_a_damaged_workbook_is_an_error(tmp_path):
    assert "damaged" in refusal(tmp_path, saved(workbook(Sheet=[HEADER, *ROWS]))[:-400])


def test_a_protected_workbook_is_an_error(tmp_path):
    import msoffcrypto.format.ooxml

    locked = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(saved(workbook(Sheet=[HEADER, *ROWS])))).encrypt("secret", locked)
    assert "password" in refusal(tmp_path, locked.getvalue())


def test_a_web_page_named_xls_is_an_error(tmp_path):
    assert "web page" in refusal(tmp_path, "<html><table><tr><td>id</td></tr></table></html>", name="orders.xls")


def parquet(**columns: list[object]) -> bytes:
    """Return a Parquet file of these columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


def test_parquet_keeps_days_money_and_ids(tmp_path):
    data = parquet(id=["007", "B"], day=[dt.date(2023, 5, 1), dt.date(2023, 6, 2)], value=[1234.5, 1.125])
    intake = take(tmp_path, data, name="orders.parquet")
    assert intake.facts["total"] == 1235.63
    assert ids(tmp_path) == ["007", "B"]


def test_parquet_numbers_are_never_ambiguous(tmp_path):
    data = parquet(id=["A", "B"], day=[dt.datetime(2023, 5, 1, 23, 59)] * 2, value=[1.125, 2.25])
    assert take(tmp_path, data).facts["total"] == 3.38


def test_truncated_parquet_is_an_error(tmp_path):
    assert "Parquet file is damaged" in refusal(tmp_path, parquet(id=["A"], day=["2023-05-01"], value=[1.0])[:-50])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (struct.pack("<d", 20.5), struct.pack("<d", 2050.0)),  # the footer says that the greatest is 20.5
        (struct.pack("<d", 20.5), struct.pack("<d", -20.5)),
        (b"Betty", b"Bett\xff"),
    ],
)
def test_parquet_whose_pages_do_not_hold_what_its_footer_says_is_damaged(tmp_path, before, after):
    data = parquet(id=["A", "Betty", "A"], day=["2023-05-01"] * 3, value=[10.0, 20.5, 10.0])
    place = data.index(before)
    data = data[:place] + after + data[place + len(before) :]
    assert "orders.csv: the Parquet file is damaged" in refusal(tmp_path, data)


def test_parquet_of_values_that_are_no_numbers_or_are_missing_is_whole(tmp_path):
    data = parquet(
        id=["A", "B", "A"], day=[dt.datetime(2023, 5, 1)] * 3, value=[1.0, 2.0, -0.0], more=[float("nan"), None, 1.0],
        each=[[1], [], None], nothing=[None] * 3,
    )  # fmt: skip
    assert take(tmp_path, data).facts["rows"] == 3


def test_a_reader_that_dies_of_a_parquet_file_takes_no_sentence_with_it(tmp_path, monkeypatch):
    dying = tmp_path / "dying.py"
    dying.write_text("import os\nos.abort()\n")
    monkeypatch.setattr(parquet_trial, "__file__", str(dying))
    assert "damaged" in refusal(tmp_path, parquet(id=["A"], day=["2023-05-01"], value=[1.0]))


def database(folder: Path, *tables: str) -> bytes:
    """Return a SQLite file with these tables, each with two rows."""
    file = folder / "made.db"
    with sqlite3.connect(file) as db:
        for table in tables:
            db.execute(f'CREATE TABLE "{table}" (id TEXT, day TEXT, value REAL)')
            db.execute(f"INSERT INTO \"{table}\" VALUES ('A', '2023-05-01', 10.5), ('B', '2023-05-02', NULL)")
    db.close()
    return file.read_bytes()


def test_the_only_table_of_a_database_is_read(tmp_path):
    intake = take(tmp_path, database(tmp_path, "sales"))
    assert intake.facts["total"] == 10.5
    assert left_out(intake) == {"missing_amount": (1, 0.0)}


def test_of_two_tables_one_must_be_named(tmp_path):
    data = database(tmp_path, "sales", "old sales")
    assert "old sales, sales" in refusal(tmp_path, data)
    assert take(tmp_path, data, table="old sales").facts["rows"] == 1


def test_a_table_name_is_a_name_and_no_statement(tmp_path):
    data = database(tmp_path, "sales")
    assert "no table" in refusal(tmp_path, data, table="sales; DROP TABLE sales;--")
    assert take(tmp_path, (tmp_path / "orders.csv").read_bytes()).facts["rows"] == 1


def test_a_query_reads_and_does_not_write(tmp_path):
    data = database(tmp_path, "sales")
    assert take(tmp_path, data, query="SELECT id, day, 2 * value AS value FROM sales").facts["total"] == 21.0
    assert "SELECT" in refusal(tmp_path, data, query="DELETE FROM sales")
    assert "query" in refusal(tmp_path, data, query="SELECT nothing FROM nowhere")


def test_a_database_url_comes_from_the_environment_and_is_never_shown(tmp_path, monkeypatch):
    from analysis.intake import read_transactions
    from analysis.schema import DataError
    from tests.strategies import client_of

    client = client_of(tmp_path, [{"url_env": "ACME_DB", "table": "sales", "columns": COLUMNS}])
    monkeypatch.delenv("ACME_DB", raising=False)
    with pytest.raises(DataError, match="'ACME_DB' is not set"):
        read_transactions(client, tmp_path / "out.parquet")
    monkeypatch.setenv("ACME_DB", "postgresql://user:secret@host/db")
    with pytest.raises(DataError, match="'ACME_DB'") as caught:
        read_transactions(client, tmp_path / "out.parquet")
    assert "secret" not in str(caught.value)
    database(tmp_path, "sales")
    monkeypatch.setenv("ACME_DB", f"sqlite:///{tmp_path / 'made.db'}")
    assert read_transactions(client, tmp_path / "out.parquet").facts["rows"] == 1
