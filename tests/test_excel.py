"""customers.xlsx: native types and formats, no text a formula, Excel's limits kept and said, the same bytes."""

import datetime as dt

import openpyxl
import pandas as pd
import pytest

from analysis.display.cells import Column, Table
from analysis.report.excel import Workbook
from analysis.report.excel_look import number_format
from analysis.report.plain import CELL

pytestmark = pytest.mark.filterwarnings("ignore:.*not supported and will be removed")

EVIL = ['=HYPERLINK("http://x")', "+1", "-2+3", "@sum", "<img src=x onerror=alert(1)>", "<r><t>x</t></r>", "北京公司"]
FRAME = pd.DataFrame(
    {
        "customer_id": ["007", "12", "x"],
        "n": [1, 2, 30000],
        "revenue": [10.5, -3.25, None],
        "share": [0.5, 0.25, float("inf")],
        "since": pd.to_datetime(["1998-06-30", None, "2020-02-29"]),
        "flag": [True, False, True],
    }
)
COLUMNS = {
    "customer_id": Column("Customer"),
    "n": Column("Count", "count"),
    "revenue": Column("Revenue", "money", currency="EUR", bar=True),
    "share": Column("Share", "share"),
    "since": Column("Since", "day"),
    "flag": Column("Flag"),
}


def written(path, *sheets):
    """Write sheets and return the writer; each is (title, table)."""
    book = Workbook(path, "Acme", dt.date(2023, 4, 1))
    for title, table in sheets:
        book.add(title, table)
    book.close()
    return book


def opened(path, *sheets):
    written(path, *sheets)
    return openpyxl.load_workbook(path)


def of_texts(*texts):
    return Table(pd.DataFrame({"customer_id": list(texts)}), {"customer_id": Column("Customer")})


def names_in(sheet):
    return [row[0].value for row in sheet.iter_rows(min_row=2)]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("book") / "a.xlsx", ("Customers", Table(FRAME, COLUMNS, top=1)))["Customers"]


def test_numbers_days_and_flags_are_excels_own_and_ids_stay_texts(sheet):
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows == [
        ["007", 1, 10.5, 0.5, dt.datetime(1998, 6, 30), True],
        ["12", 2, -3.25, 0.25, None, False],
        ["x", 30000, None, None, dt.datetime(2020, 2, 29), True],
    ]


def test_formats_are_those_of_the_columns_kinds(sheet):
    assert [cell.number_format for cell in sheet[2]][:5] == ["@", "#,##0", "[$€]#,##0.00", "0.0%", "yyyy-mm-dd"]


@pytest.mark.parametrize(
    ("currency", "expected"),
    [("JPY", "[$¥]#,##0"), ("KWD", "[$KWD ]#,##0.000"), ("CNY", "[$CN¥]#,##0.00"), (None, "#,##0.00")],
)
def test_money_has_its_currency_with_as_many_decimals_as_that_has(currency, expected):
    assert number_format(Column("Revenue", "money", digits=0, currency=currency)) == expected


def test_the_header_stays_in_sight_and_filters_as_do_the_ids(sheet):
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:F4"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width >= 9


def test_names_stay_in_sight_beside_their_ids(tmp_path):
    columns = {"customer_id": Column("Customer"), "name": Column("Name"), "n": Column("Count", "count")}
    frame = FRAME.assign(name=["a", "b", "c"])
    assert opened(tmp_path / "a.xlsx", ("Customers", Table(frame, columns)))["Customers"].freeze_panes == "C2"


def test_negative_amounts_are_red_and_a_column_with_bars_in_the_report_has_them_here(sheet):
    rules = {str(cells.sqref): [rule.type for rule in found] for cells, found in
             sheet.conditional_formatting._cf_rules.items()}  # fmt: skip
    assert rules == {"C2:C4": ["cellIs", "dataBar"]}


@pytest.mark.parametrize("name", EVIL)
def test_no_text_is_a_formula_or_markup(tmp_path, name):
    sheet = opened(tmp_path / "a.xlsx", ("Customers", of_texts(name)))["Customers"]
    assert sheet["A2"].value.strip() == name
    assert sheet["A2"].data_type == "s"


def test_a_column_of_numbers_may_hold_a_word(tmp_path):
    table = Table(pd.DataFrame({"n": [5, "–", 7.5]}), {"n": Column("Count", "count")})
    assert names_in(opened(tmp_path / "a.xlsx", ("Sums", table))["Sums"]) == [5, "–", 7.5]


def test_a_flag_that_is_neither_yes_nor_no_is_an_empty_cell(tmp_path):
    frame = pd.DataFrame({"flag": pd.array([True, None, False], "boolean")})
    assert names_in(opened(tmp_path / "a.xlsx", ("T", Table(frame, {"flag": Column("Flag")})))["T"]) == [
        True,
        None,
        False,
    ]


def test_a_name_of_300_signs_is_kept_and_one_that_no_cell_holds_is_cut_and_counted(tmp_path):
    book = written(tmp_path / "a.xlsx", ("Customers", of_texts("n" * 300, "x" * 40_000, "𝒳" * 20_000)))
    long, cut, pairs = names_in(openpyxl.load_workbook(tmp_path / "a.xlsx")["Customers"])
    assert long == "n" * 300
    assert (len(cut), cut[-1]) == (CELL, "…")
    assert len(pairs.encode("utf-16-le")) // 2 <= CELL
    assert book.changed["cut"] == 2


def test_line_breaks_and_control_characters_are_replaced_and_counted(tmp_path):
    book = written(tmp_path / "a.xlsx", ("Customers", of_texts("Smith\n& Sons", "bell\x07", "plain 5 %")))
    assert names_in(openpyxl.load_workbook(tmp_path / "a.xlsx")["Customers"]) == ["Smith & Sons", "bell�", "plain 5 %"]
    assert book.changed["cleaned"] == 2


def test_titles_are_brought_within_excels_rules_and_never_twice_the_same(tmp_path):
    table = of_texts("a")
    given = ["Key [accounts]: all/none?", "x" * 40, "X" * 40, "History", "'"]
    book = written(tmp_path / "a.xlsx", *((title, table) for title in given))
    titles = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    assert titles[0] == "Key  accounts   all none"
    assert titles[1:] == ["x" * 31, "X" * 27 + " (2)", "History (2)", "Sheet"]
    assert book.changed["titles"] == 5


def test_a_day_before_excels_calendar_is_a_text(tmp_path):
    table = Table(pd.DataFrame({"day": pd.to_datetime(["1899-05-01"])}), {"day": Column("Day", "day")})
    assert opened(tmp_path / "a.xlsx", ("Days", table))["Days"]["A2"].value == "1899-05-01"


def test_a_table_without_rows_is_a_header(tmp_path):
    sheet = opened(tmp_path / "a.xlsx", ("Customers", Table(FRAME.head(0), COLUMNS)))["Customers"]
    assert [cell.value for cell in sheet[1]][:2] == ["Customer", "Count"]


def test_the_same_tables_make_the_same_bytes_and_nothing_else_is_left(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        written(tmp_path / name / "customers.xlsx", ("Customers", Table(FRAME, COLUMNS)))
    assert (tmp_path / "a" / "customers.xlsx").read_bytes() == (tmp_path / "b" / "customers.xlsx").read_bytes()
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["customers.xlsx"]


def test_beside_the_classes_stand_two_charts_of_excels_own(tmp_path):
    frame = pd.DataFrame({"abc_class": ["A", "B"], "revenue": [80.0, 20.0], "share": [0.8, 0.2], "up": [0.8, 1.0]})
    frame = frame.rename(columns={"share": "revenue_share", "up": "cumulative_share"})
    columns = {name: Column(name, "number") for name in frame} | {"abc_class": Column("Class")}
    sheet = opened(tmp_path / "a.xlsx", ("Classes", Table(frame, columns)))["Classes"]
    assert len(sheet._charts) == 2
    assert sheet._charts[0].series[0].val.numRef.f == "Classes!$B$2:$B$3"
    assert [point.v for point in sheet._charts[0].series[0].val.numRef.numCache.pt] == [80, 20]
