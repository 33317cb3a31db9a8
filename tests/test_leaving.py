"""What leaves the house: which sheets, customers and columns, what is never exported, and where the rest stands."""

import ast
import csv
import io
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from analysis.client.private import is_private
from analysis.display import names, printed
from analysis.display.cells import Column, Table
from analysis.display.printed import PARQUET
from analysis.intake import read_transactions
from analysis.questions import Room, open_client
from analysis.report.choice import choose
from analysis.report.leaving import Leaving
from analysis.report.plain import safe_text
from tests.strategies import client_of

pytestmark = pytest.mark.filterwarnings("ignore:.*not supported and will be removed")

SOURCE = Path(printed.__file__).parents[1]
ROWS = (
    "id,day,value,MaritalStatus,region\n"
    "=1+1,2023-01-01,60,single,north\n=1+1,2023-03-01,20,single,north\n北京,2023-01-05,10,married,south\n"
    '"<b>x</b>",2023-02-01,10,,west\n+1,2023-02-02,5,,west\n'
)
ACCOUNTS = 'customer_id,company\n=1+1,"=HYPERLINK(""x"")"\n北京,北京公司\n+1,' + "long " * 60 + "\n"


def leave(run, folder, *chapters):
    """Write the files of a report of some chapters, and return what was handed over."""
    leaving = Leaving(run, choose(run.client, chapters))
    folder.mkdir(exist_ok=True)
    leaving.write(folder)
    return leaving


@pytest.fixture(scope="module")
def evil_run(tmp_path_factory):
    """Return runs of a client with evil names, by parameters; what is computed is stored once for all of them."""
    folder = tmp_path_factory.mktemp("evil")
    (folder / "orders.csv").write_text(ROWS, encoding="utf-8")
    (folder / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    columns = {"customer_id": "id", "date": "day", "amount": "value"}
    source = {"path": "orders.csv", "columns": columns, "attributes": {"group": "MaritalStatus", "region": "region"}}
    accounts = {"path": "accounts.csv", "columns": {"name": "company"}}
    client = client_of(folder, [source], customers=accounts)
    return lambda **parameters: open_client(client.with_parameters(parameters), cache=folder / "cache")


@pytest.fixture(scope="module")
def left(evil_run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("left")
    leave(evil_run(), folder)
    return folder


def sheets_of(folder):
    return openpyxl.load_workbook(folder / "customers.xlsx")


def rows_of(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_sheets_stand_in_their_order(left):
    titles = sheets_of(left).sheetnames
    assert (titles[0], titles[-2:]) == ("Customers", ["Data notes", "Parameters and definitions"])
    assert "Classes" in titles


def test_customers_stand_once_the_largest_first_with_their_names(left):
    head, *rows = rows_of(sheets_of(left)["Customers"])
    assert head[:3] == ["Customer", "Name", "Class"]
    assert [row[:2] for row in rows] == [
        ["=1+1", '=HYPERLINK("x")'], ["<b>x</b>", None], ["北京", "北京公司"], ["+1", ("long " * 60).strip()],
    ]  # fmt: skip


def test_attributes_are_there_but_what_is_nobodys_business_is_in_no_file_and_that_is_said(left):
    head = rows_of(sheets_of(left)["Customers"])[0]
    assert "Region" in head
    for file in ("customers.csv", "customers.parquet", "customers.xlsx"):
        assert b"married" not in (left / file).read_bytes()
    assert "group" not in pd.read_parquet(left / "customers.parquet")
    said = " ".join(str(cell) for row in rows_of(sheets_of(left)["Data notes"]) for cell in row)
    assert "politics: “group”." in said
    assert "married" not in said


@pytest.mark.parametrize(
    "name", ["religion", "Konfession", "health_status", "Familienstand", "kidhome", "ethnicity", "民族", "婚姻", "race"]
)
def test_what_is_private_is_known_by_its_name(name):
    assert is_private(name)


@pytest.mark.parametrize("name", ["region", "product_family", "customer_health_score", "kind", "segment", "terrace"])
def test_what_only_looks_like_it_is_kept(name):
    assert not is_private(name)


def test_no_finding_prints_what_is_private(tmp_path):
    faiths = ["Quaker", "quaker", "Amish"]
    rows = [f"C{i % 3},2023-01-{1 + i},{10 + i},{faiths[i % 3]},{'north' if i % 2 else 'south'}" for i in range(24)]
    (tmp_path / "orders.csv").write_text("\n".join(["id,day,value,religion,region", *rows]))
    (tmp_path / "c.csv").write_text("id,faith\n" + "\n".join(f"C{i},{faith}" for i, faith in enumerate(faiths)))
    columns = {"customer_id": "id", "date": "day", "amount": "value"}
    source = {"path": "orders.csv", "columns": columns, "attributes": ["religion", "region"]}
    customers = {"path": "c.csv", "columns": {"customer_id": "id", "segment": "faith"}}
    said = str(read_transactions(client_of(tmp_path, [source], customers=customers), tmp_path / "o.parquet").findings)
    assert "'north'" in said
    assert not re.search("quaker|amish", said, re.IGNORECASE)


def test_the_csv_begins_with_its_mark_and_no_cell_begins_a_formula(left):
    raw = (left / "customers.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [row["customer_id"] for row in rows] == ["'=1+1", "<b>x</b>", "北京", "+1"]
    assert rows[0]["name"] == '\'=HYPERLINK("x")'
    assert (float(rows[0]["revenue"]), rows[0]["first_purchase"]) == (80.0, "2023-01-01")


@pytest.mark.parametrize("text", ["=1", "@x", "-2+3", "+49 123", "\tx", "\rx", "＝1"])
def test_a_text_that_a_spreadsheet_would_run_is_told_to_be_one(text):
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+1", "-1.5e3", "x=1", ""])
def test_numbers_and_other_texts_stay_as_they_are(text):
    assert safe_text(text) == text


def test_the_parquet_file_keeps_values_and_types(left):
    frame = pd.read_parquet(left / "customers.parquet")
    assert frame["customer_id"].tolist() == ["=1+1", "<b>x</b>", "北京", "+1"]
    assert frame["revenue"].tolist() == [80.0, 10.0, 10.0, 5.0]
    assert frame["first_purchase"].dtype.kind == "M"


def test_a_second_run_leaves_the_same_bytes(left, evil_run, tmp_path):
    leave(evil_run(), tmp_path / "again")
    for file in left.iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes(), file.name


def test_of_too_many_customers_the_workbook_holds_the_lists_and_that_is_said(evil_run, tmp_path):
    leaving = leave(evil_run(excel_rows=3), tmp_path / "out")
    book = sheets_of(tmp_path / "out")
    assert "Customers" not in book.sheetnames
    assert "Classes" in book.sheetnames
    said = "All 4 customers stand in **customers.parquet** and **customers.csv** only"
    assert any(said in note for note in leaving.said())
    assert any(said.replace("**", "") in str(cell) for row in rows_of(book["Data notes"]) for cell in row)
    assert len(pd.read_parquet(tmp_path / "out" / "customers.parquet")) == 4


def test_every_column_parameter_and_word_is_defined(left):
    book = sheets_of(left)
    rows = rows_of(book["Parameters and definitions"])[1:]
    columns = {row[1]: row for row in rows if row[0] == "Column"}
    assert set(rows_of(book["Customers"])[0]) <= set(columns)
    assert columns["Revenue"][2:] == ["revenue", None, "money", "net amount of all days, returns included"]
    assert {"excel_rows", "abc.a"} <= {row[2] for row in rows if row[0] == "Parameter"}
    assert "Purchase day" in {row[1] for row in rows if row[0] == "Word"}


def test_a_report_of_some_chapters_leaves_what_these_say(evil_run, tmp_path):
    run = evil_run()
    leaving = leave(run, tmp_path / "out", "concentration")
    assert [title for title, _ in leaving.lists] == ["Classes"]
    assert "churn_probability" not in leaving.customers.frame
    assert repr(run).endswith("computed here: concentration, data")


def test_without_amounts_there_is_no_column_of_money_and_no_class(tmp_path):
    (tmp_path / "o.csv").write_text("id,day\nA,2023-01-01\nA,2023-03-01\nB,2023-01-05\n")
    client = client_of(tmp_path, [{"path": "o.csv", "columns": {"customer_id": "id", "date": "day"}}])
    leave(open_client(client, tmp_path / "cache"), tmp_path / "out")
    head, *rows = rows_of(sheets_of(tmp_path / "out")["Customers"])
    assert head[:3] == ["Customer", "First purchase", "Last purchase"]
    assert [row[0] for row in rows] == ["A", "B"]
    assert {"Revenue", "Class", "Margin"}.isdisjoint(head)


def test_of_customers_who_came_summarised_nothing_is_said_of_days(tmp_path):
    (tmp_path / "o.csv").write_text("id,spent\nA,60\nB,10\n")
    source = {"path": "o.csv", "columns": {"customer_id": "id", "monetary": "spent"}}
    client = client_of(tmp_path, [source], observation_end="2023-01-01")
    leave(open_client(client, tmp_path / "cache"), tmp_path / "out", "concentration")
    head, *rows = rows_of(sheets_of(tmp_path / "out")["Customers"])
    assert (head[:3], rows[0][:3]) == (["Customer", "Class", "Revenue"], ["A", "A", 60])


def test_who_costs_money_stands_whole_on_a_sheet(small_run, tmp_path):
    rows = "id,day,value,cost\nA,2023-01-01,60,10\nB,2023-01-05,10,30\nC,2023-02-01,10,15\n"
    run = small_run(rows, columns={"cost": "cost"})
    table = dict(leave(run, tmp_path / "out", "accounts").lists)["Unprofitable"]
    assert table.frame[["customer_id", "account_margin"]].to_numpy().tolist() == [["B", -20.0], ["C", -5.0]]


def test_of_two_lists_with_one_title_the_last_rooms_stands_and_lists_come_in_their_order(evil_run, monkeypatch):
    tables = {name: Table(pd.DataFrame({"a": [name]}), {"a": Column("A")}) for name in ("early", "late", "other")}
    offered = {"concentration": [("Movers", tables["other"]), ("Actions", tables["early"])],
               "churn": [("Further", tables["other"]), ("Actions", tables["late"])]}  # fmt: skip
    monkeypatch.setattr(Room, "sheets", lambda room, run: offered.get(room.name, []))
    run = evil_run()
    found = Leaving(run, choose(run.client)).lists
    assert [(title, table is tables["late"]) for title, table in found] == [
        ("Actions", True), ("Movers", False), ("Further", False),
    ]  # fmt: skip


# ---------------------------------------------------------------- where the rest of a table is


def test_every_table_that_is_cut_says_where_the_rest_is():
    cut = []
    for module in sorted(SOURCE.glob("*/*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Table":
                given = {keyword.arg for keyword in node.keywords}
                if "top" in given and "sheet" not in given:
                    cut.append(f"{module.parent.name}/{module.name}:{node.lineno}")
    assert cut == []


def test_where_customers_are_too_many_for_the_workbook_a_table_names_the_file(evil_run):
    from analysis.display.printed import all_customers

    assert all_customers(evil_run()) == "Customers"
    assert all_customers(evil_run(excel_rows=3)) == PARQUET
    table = Table(pd.DataFrame({"a": ["x", "y"]}), {"a": Column("A")}, top=1, sheet=PARQUET)
    assert repr(table).endswith("and 1 more: customers.parquet")


def test_names_stand_behind_ids_once(evil_run):
    run = evil_run()
    table = Table(pd.DataFrame({"customer_id": ["北京"]}), {"customer_id": Column("Customer")})
    once = names.beside(run, table)
    assert list(once.columns) == ["customer_id", "name"]
    assert names.beside(run, once) is once
