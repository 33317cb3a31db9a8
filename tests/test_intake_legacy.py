"""Workbooks of older and other programs (.xls, .ods): what they hide is said, and nothing of it is misread."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile

import openpyxl
import pytest
import xlwt

from analysis.intake.read import biff, second_look, workbook_trial
from analysis.intake.read.biff import DIMENSIONS
from tests.strategies import amounts, codes, days, ids, left_out, message, refusal, take

pytestmark = pytest.mark.usefixtures("only_read")

DAY = xlwt.easyxf(num_format_str="YYYY-MM-DD")
ROWS = [("A", dt.date(2023, 5, 1), 10), ("B", dt.date(2023, 6, 2), 20.5), ("A", dt.date(2023, 7, 3), -1.25)]


def xls(**settings: bool) -> tuple[xlwt.Workbook, xlwt.Worksheet]:
    """Return an .xls with three rows, and its sheet; settings are those of the book."""
    book = xlwt.Workbook()
    for key, value in settings.items():
        setattr(book, key, value)
    return book, sheet_of(book, "Sales")


def sheet_of(book: xlwt.Workbook, title: str) -> xlwt.Worksheet:
    """Add a sheet with the three rows."""
    sheet = book.add_sheet(title, cell_overwrite_ok=True)
    for k, name in enumerate(("id", "day", "value")):
        sheet.write(0, k, name)
    for row, (who, day, value) in enumerate(ROWS, 1):
        sheet.write(row, 0, who)
        sheet.write(row, 1, day, DAY)
        sheet.write(row, 2, value)
    return sheet


def saved(book: xlwt.Workbook) -> bytes:
    """Return the bytes of an .xls."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# --- .xls ----------------------------------------------------------------------------------------------------------
def test_an_xls_is_read_whatever_its_name_says(tmp_path):
    intake = take(tmp_path, saved(xls()[0]))
    assert (ids(tmp_path), days(tmp_path)) == (["A", "B", "A"], ["2023-05-01", "2023-06-02", "2023-07-03"])
    assert amounts(tmp_path) == [10.0, 20.5, -1.25]
    assert not {code for code in codes(intake) if code.startswith("excel")}


def test_an_xls_that_counts_from_1904_has_the_days_that_excel_shows(tmp_path):
    intake = take(tmp_path, saved(xls(dates_1904=True)[0]))
    assert days(tmp_path) == ["2023-05-01", "2023-06-02", "2023-07-03"]
    assert intake.inputs[0]["dates_from"] == "1904"


def test_serials_without_a_format_count_from_1904_in_such_an_xls(tmp_path):
    book, sheet = xls(dates_1904=True)
    for row, (_, day, _) in enumerate(ROWS, 1):
        sheet.write(row, 1, (day - dt.date(1904, 1, 1)).days)
    take(tmp_path, saved(book))
    assert days(tmp_path) == ["2023-05-01", "2023-06-02", "2023-07-03"]


def test_hidden_rows_of_an_xls_are_read_and_said(tmp_path):
    book, sheet = xls()
    sheet.row(2).hidden = True
    assert message(take(tmp_path, saved(book)), "excel_hidden_rows").startswith("orders.csv: 1 rows are hidden")


def test_a_hidden_sheet_of_an_xls_is_not_read_and_said(tmp_path):
    book, _ = xls()
    sheet_of(book, "Old").visibility = 1
    intake = take(tmp_path, saved(book))
    assert intake.facts["rows"] == 3
    assert "hidden sheet 'Old' (3 rows)" in message(intake, "sheet_hidden")


def test_error_cells_of_an_xls_are_missing_and_said(tmp_path):
    book, sheet = xls()
    sheet.row(2).set_cell_error(2, 0x07)
    intake = take(tmp_path, saved(book))
    assert left_out(intake) == {"missing_amount": (1, 0.0)}
    assert "1 cells of column 'value'" in message(intake, "excel_error_cells")


def test_formulas_that_no_program_has_calculated_are_an_error_in_an_xls(tmp_path):
    book, sheet = xls()
    sheet.write(2, 2, xlwt.Formula("10.25*2"))
    assert "1 cells of column 'value' hold a formula without a stored value" in refusal(tmp_path, saved(book))


def test_an_xls_with_a_password_says_so(tmp_path):
    content = saved(xls()[0])
    stream = biff.workbook_stream(_file(tmp_path, content))
    place = content.index(stream[:64])
    length = struct.unpack_from("<H", stream, 2)[0]
    record = place + 4 + length  # the record after the first becomes FILEPASS
    content = content[:record] + struct.pack("<H", biff.FILEPASS) + content[record + 2 :]
    assert "password" in refusal(tmp_path, content)


def test_a_truncated_xls_is_damaged(tmp_path):
    assert "damaged" in refusal(tmp_path, saved(xls()[0])[:3000])


def patched(record: int, place: int, data: bytes) -> bytes:
    """Return the .xls of three rows in which the first record of a kind is changed at a place."""
    content, kind = saved(xls()[0]), struct.pack("<H", record)
    at = content.index(kind, content.index(struct.pack("<HH", DIMENSIONS, 14))) + 4 + place
    return content[:at] + data + content[at + len(data) :]


@pytest.mark.parametrize(
    ("record", "place", "data"),
    [
        (DIMENSIONS, 4, struct.pack("<I", 400)),  # 400 rows are announced, four are there
        (biff.ROW, -4, bytes(16)),  # a run of zeros where a record was
        (0xFD, -2, struct.pack("<H", 12)),  # a cell of another size
        (0xFD, 2, struct.pack("<H", 50_000)),  # a cell in column 50,000: 26 GB between it and the others
    ],
)
def test_an_xls_whose_records_do_not_hold_together_is_damaged(tmp_path, record, place, data):
    assert "the Excel workbook is damaged" in refusal(tmp_path, patched(record, place, data))


def test_a_reader_that_dies_of_a_workbook_takes_no_sentence_with_it(tmp_path, monkeypatch):
    dying = tmp_path / "dying.py"
    dying.write_text("import os\nos.abort()\n")
    monkeypatch.setattr(workbook_trial, "__file__", str(dying))
    assert "the Excel workbook is damaged or of an unknown kind" in refusal(tmp_path, saved(xls()[0]))


def test_a_sheet_filled_to_the_last_row_may_be_cut_off(tmp_path, monkeypatch):
    monkeypatch.setattr(second_look, "FULL", (4,))
    said = message(take(tmp_path, saved(xls()[0])), "excel_full_sheet")
    assert "filled to its last row (4): what did not fit may be missing" in said


def test_merged_customers_of_an_xls_hold_for_all_their_rows(tmp_path):
    book, sheet = xls()
    sheet.write_merge(1, 3, 0, 0, "A")
    intake = take(tmp_path, saved(book))
    assert ids(tmp_path) == ["A", "A", "A"]
    assert "2 rows lie under merged cells of column 'id'" in message(intake, "excel_merged_cells")


def _file(folder, content: bytes):
    path = folder / "book.xls"
    path.write_bytes(content)
    return path


# --- xlsx ----------------------------------------------------------------------------------------------------------
def xlsx() -> tuple[openpyxl.Workbook, openpyxl.worksheet.worksheet.Worksheet]:
    """Return an xlsx with the three rows, and its sheet."""
    book = openpyxl.Workbook()
    for row in [("id", "day", "value"), *ROWS]:
        book.active.append(row)
    return book, book.active


def test_merged_customers_and_days_hold_for_all_their_rows_but_money_does_not(tmp_path):
    book, sheet = xlsx()
    for cells in ("A2:A3", "B2:B3", "C3:C4"):
        sheet.merge_cells(cells)
    intake = take(tmp_path, saved(book))
    assert (ids(tmp_path), days(tmp_path)) == (["A", "A"], ["2023-05-01", "2023-05-01"])
    assert left_out(intake) == {"missing_amount": (1, 0.0)}


def test_a_stray_cell_far_from_the_table_is_refused_before_it_fills_the_memory(tmp_path):
    book, sheet = xlsx()
    sheet["XFD1048576"] = "x"
    said = refusal(tmp_path, saved(book))
    assert "column XFD and row 1,048,576" in said
    assert "delete the rows and columns" in said


def test_a_stray_cell_makes_a_sheet_of_empty_cells_that_would_take_gigabytes(tmp_path):
    book, sheet = xlsx()
    sheet["AZ1048576"] = "x"
    assert "column AZ and row 1,048,576" in refusal(tmp_path, saved(book))


def test_formats_without_content_far_from_the_table_are_nothing(tmp_path):
    book, sheet = xlsx()
    sheet["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    assert take(tmp_path, saved(book)).facts["rows"] == 3


def test_a_formula_whose_result_is_an_empty_text_has_a_value(tmp_path):
    book, sheet = xlsx()
    sheet["C3"] = '=IF(1,"","")'
    content = _patched(saved(book), b"</f><v />", b"</f><v></v>", b'<c r="C3">', b'<c r="C3" t="str">')
    assert left_out(take(tmp_path, content)) == {"missing_amount": (1, 0.0)}


def test_an_xlsx_whose_tags_have_a_prefix_is_looked_at_too(tmp_path):
    book, sheet = xlsx()
    sheet.row_dimensions[3].hidden = True
    content = _patched(
        saved(book),
        b"<row ",
        b"<x:row ",
        b"</row>",
        b"</x:row>",
        b"<worksheet ",
        b'<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ',
    )
    assert "excel_hidden_rows" in codes(take(tmp_path, content))


def _patched(content: bytes, *pairs: bytes, member: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Return a workbook whose first sheet, or another member, has pieces of its XML replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for each in old.namelist():
            data = old.read(each)
            if each == member:
                for before, after in zip(pairs[::2], pairs[1::2], strict=True):
                    assert before in data
                    data = data.replace(before, after)
            new.writestr(each, data)
    return target.getvalue()


# --- .ods ----------------------------------------------------------------------------------------------------------
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text", "style")
)
STYLES = (
    '<office:automatic-styles><style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)
EXTENSION = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
ERROR = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
    'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
)


def cell(value: object, more: str = "") -> str:
    """Return a cell of a table; text that begins with ``<`` is one already."""
    if isinstance(value, str) and value.startswith("<"):
        return value
    if isinstance(value, dt.date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value}" {more}/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}" {more}/>'
    return f'<table:table-cell office:value-type="string" {more}><text:p>{value}</text:p></table:table-cell>'


def row(*cells: object, more: str = "") -> str:
    """Return a row of a table."""
    return f"<table:table-row {more}>{''.join(map(cell, cells))}</table:table-row>"


HEAD = row("id", "day", "value")


def ods(*rows: str, others: str = "", manifest: str = "<x/>", before: str = "") -> bytes:
    """Return an .ods with one sheet of these rows."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?>{before}<office:document-content {SPACES} {EXTENSION}>{STYLES}<office:body>'
            f'<office:spreadsheet><table:table table:name="Sales">{"".join(rows)}</table:table>{others}'
            f"</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


def test_an_ods_is_read(tmp_path):
    intake = take(tmp_path, ods(HEAD, *(row(*r) for r in ROWS), row("", more='table:number-rows-repeated="9"')))
    assert (ids(tmp_path), amounts(tmp_path)) == (["A", "B", "A"], [10.0, 20.5, -1.25])
    assert days(tmp_path) == ["2023-05-01", "2023-06-02", "2023-07-03"]
    assert not {code for code in codes(intake) if code.startswith("excel")}


@pytest.mark.parametrize("visibility", ["collapse", "filter"])
def test_hidden_rows_of_an_ods_are_read_and_said(tmp_path, visibility):
    hidden = row(*ROWS[1], more=f'table:visibility="{visibility}" table:number-rows-repeated="2"')
    intake = take(tmp_path, ods(HEAD, row(*ROWS[0]), hidden))
    assert message(intake, "excel_hidden_rows").startswith("orders.csv: 2 rows are hidden")


def test_a_hidden_sheet_of_an_ods_is_not_read_and_said(tmp_path):
    other = f'<table:table table:name="Old" table:style-name="hidden">{HEAD}{row(*ROWS[0])}</table:table>'
    intake = take(tmp_path, ods(HEAD, *(row(*r) for r in ROWS), others=other))
    assert intake.facts["rows"] == 3
    assert "hidden sheet 'Old' (1 rows)" in message(intake, "sheet_hidden")


def test_error_cells_of_an_ods_are_missing_and_said(tmp_path):
    intake = take(tmp_path, ods(HEAD, row(*ROWS[0]), row("B", dt.date(2023, 6, 2), ERROR)))
    assert left_out(intake) == {"missing_amount": (1, 0.0)}
    assert "1 cells of column 'value'" in message(intake, "excel_error_cells")


def test_formulas_without_values_are_an_error_in_an_ods(tmp_path):
    formula = '<table:table-cell table:formula="of:=1+1"/>'
    said = refusal(tmp_path, ods(HEAD, row(*ROWS[0]), row("B", dt.date(2023, 6, 2), formula)))
    assert "hold a formula without a stored value" in said


def test_merged_customers_of_an_ods_hold_for_all_their_rows(tmp_path):
    top = row(cell("A", 'table:number-rows-spanned="2" table:number-columns-spanned="1"'), *ROWS[0][1:])
    intake = take(tmp_path, ods(HEAD, top, row("<table:covered-table-cell/>", *ROWS[1][1:]), row(*ROWS[2])))
    assert ids(tmp_path) == ["A", "A", "A"]
    assert "1 rows lie under merged cells" in message(intake, "excel_merged_cells")


def test_an_ods_with_a_password_says_so(tmp_path):
    assert "password" in refusal(tmp_path, ods(HEAD, row(*ROWS[0]), manifest="<m><encryption-data/></m>"))


def test_an_ods_whose_table_has_no_end_is_damaged_and_not_waited_for(tmp_path):
    content = ods(HEAD, row("A", dt.date(2023, 5, 1), 10))
    content = _patched(content, b"</table:table>", b"</tablg:table>", member="content.xml")
    assert "the OpenDocument file is damaged" in refusal(tmp_path, content)


def test_an_ods_that_repeats_cells_without_end_is_refused(tmp_path):
    cells = row("A", cell(1, 'table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1048576"')
    assert "too far" in refusal(tmp_path, ods(HEAD, cells), name="orders.ods")


def test_an_ods_with_entities_is_refused(tmp_path):
    entity = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    assert "entities" in refusal(tmp_path, ods(HEAD, *(row(*r) for r in ROWS), before=entity))


# --- workbooks that hide what they hide ----------------------------------------------------------------------------
def test_what_cannot_be_looked_into_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(biff, "BIFF8", 0x700)  # as if the file were of another version
    said = message(take(tmp_path, saved(xls()[0])), "excel_not_checked")
    assert "hidden rows, error cells and formulas without values cannot be checked" in said
