"""Tables in a real browser: searched, sorted and copied, on a phone and on paper, with and without the script."""

import csv
import io
import shutil

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.display.cells import Column, Table
from analysis.report.page import Chapter, Cover, render_page

pytestmark = pytest.mark.skipif(
    not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), reason="no Chromium is installed"
)

LONG = "Gesellschaft " * 12


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    names = ["=1+1", 'Smith, "Bob"', LONG.strip(), *(f"Shop {number}" for number in range(12))]
    frame = pd.DataFrame({"customer_id": names, "revenue": [1234.56, -5.0, None, *range(12)]})
    frame["day"] = pd.Timestamp("1998-06-30")
    columns = {
        "customer_id": Column("Customer"),
        "revenue": Column("Revenue", "money", currency="USD"),
        "day": Column("Last day", "day"),
    }
    tables = [Table(frame, columns, top=14, total={"revenue": 1}, sheet="Movers"), Table(frame.head(3), columns)]
    cells = [
        new_code_cell("show()", outputs=[new_output("execute_result", {"text/html": table._repr_html_()})])
        for table in tables
    ]
    html = render_page(
        cover=Cover("Acme", "Customer diagnostics", "1997", "15 customers", "USD"),
        summary=None,
        chapters=[Chapter("count", new_notebook(cells=[new_markdown_cell("# Who?"), *cells]))],
        notes=[],
        manifest=[],
    )
    path = tmp_path_factory.mktemp("tables") / "report.html"
    path.write_text(html, encoding="utf-8")
    return path


def shown_rows(page):
    return page.locator(".table").first.locator("tbody tr:visible").count()


def copied(page, table):
    """Press a table's button and return the rows that lie on the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.locator(".table").nth(table).get_by_role("button", name="Copy as CSV")
    button.click()
    page.get_by_role("button", name="Copied").wait_for()
    return list(csv.reader(io.StringIO(page.evaluate("navigator.clipboard.readText()"))))


def test_a_table_of_more_than_ten_rows_can_be_searched(open_page, report):
    opened = open_page(report)
    find = opened.page.get_by_role("searchbox", name="Find in this table")
    assert find.count() == 1
    find.fill("shop 1")
    assert shown_rows(opened.page) == 2
    assert opened.page.get_by_role("status").inner_text() == "2 / 14"
    assert opened.page.locator("tfoot .rest").is_visible()
    find.fill("")
    assert shown_rows(opened.page) == 14
    assert opened.errors == []


def test_a_name_is_found_by_what_was_cut_off_it(open_page, report):
    page = open_page(report).page
    page.get_by_role("searchbox").fill(LONG.strip()[-30:])
    assert shown_rows(page) == 1


def test_a_found_table_can_be_sorted_and_copied(open_page, report):
    page = open_page(report).page
    page.get_by_role("searchbox").fill("shop")
    page.locator(".table").first.locator("th button", has_text="Revenue").click()
    rows = copied(page, 0)
    assert rows[:2] == [["Customer", "Revenue", "Last day"], ["Shop 10", "10.0", "30 Jun 1998"]]
    assert len(rows) == 12


def test_numbers_are_copied_in_full_and_no_text_becomes_a_formula(open_page, report):
    assert copied(open_page(report).page, 1)[1:] == [
        ["'=1+1", "1234.56", "30 Jun 1998"],
        ['Smith, "Bob"', "-5.0", "30 Jun 1998"],
        [LONG.strip(), "", "30 Jun 1998"],
    ]


def test_it_is_copied_where_the_clipboard_is_closed_to_scripts(open_page, report):
    page = open_page(report).page
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.evaluate("document.execCommand = (what) => { document.title = what; return true; }")
    page.locator(".table").nth(1).get_by_role("button", name="Copy as CSV").click()
    assert page.title() == "copy"
    assert page.locator("textarea").count() == 0


@pytest.mark.parametrize("dark", [False, True])
def test_the_tools_fit_a_phone_in_both_modes_and_can_be_read(open_page, report, dark):
    opened = open_page(report, width=320, dark=dark)
    assert opened.overflow <= 0
    find = opened.page.get_by_role("searchbox")
    assert find.bounding_box()["height"] >= 24
    colours = find.evaluate("box => [getComputedStyle(box).color, getComputedStyle(box).backgroundColor]")
    assert colours[0] != colours[1]


def test_on_paper_there_are_no_tools_and_all_rows(open_page, report):
    page = open_page(report).page
    page.get_by_role("searchbox").fill("shop 1")
    page.emulate_media(media="print")
    assert page.locator(".tool:visible").count() == 0
    assert shown_rows(page) == 14


def test_without_the_script_the_table_is_there_and_no_tool_is(open_page, report):
    page = open_page(report, javascript=False).page
    assert shown_rows(page) == 14
    assert page.locator(".tool").count() == 0


def test_where_the_rest_is_takes_the_room_of_the_empty_cells(open_page, report):
    rest = open_page(report).page.locator("tfoot .rest td").first
    assert rest.inner_text() == "and 1 more: sheet “Movers” of customers.xlsx"
