"""The finished page in a real browser: what a reader does with it, and what a hostile name may not do."""

import io
import re
import shutil

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.display import palette, style
from analysis.display.cells import Cards, Column, Finding, Table
from analysis.display.palette import CLASS_COLOURS
from analysis.display.style import source_line, takeaway
from analysis.report.page import Chapter, Cover, render_page

pytestmark = pytest.mark.skipif(
    not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), reason="no Chromium is installed"
)

EVIL = '"\'></style></script><img src=x onerror="document.title=`hacked`;alert(1)"><svg onload=alert(2)>'
LONG = "Gesellschaft" * 12


def cell(data, source="show()"):
    return new_code_cell(source, execution_count=1, outputs=[new_output("execute_result", data, execution_count=1)])


def shown(value):
    return cell({"text/html": value._repr_html_(), "text/plain": repr(value)})


def drawn():
    with plt.rc_context(style.REPORT):
        figure, ax = plt.subplots()
        ax.bar(["A", "B"], [2, 1], color=[CLASS_COLOURS["A"], CLASS_COLOURS["B"]])
        takeaway(ax, f"A brings more {EVIL}")
        source_line(ax, f"n = 2 {EVIL}")
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None})
    plt.close(figure)
    return cell({"image/svg+xml": out.getvalue()}, source="plot_secret()")


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    frame = pd.DataFrame({"name": ["Bob", EVIL, LONG, "北京"], "revenue": [5.0, 70.0, None, 100.0]})
    columns = {"name": Column("Customer"), "revenue": Column("Revenue", "money", currency="USD", bar=True)}
    wide = {f"c{i}": Column(f"Column {i}", "count") for i in range(20)}
    numbers = pd.DataFrame({name: [123456.0] for name in wide})
    raw = {"text/html": f"<table><tr><td>{EVIL}</td></tr></table>", "text/plain": "x"}
    concentration = new_notebook(
        cells=[
            new_markdown_cell(f"# How many?\n\n{EVIL}\n\n## Who?"),
            shown(Finding(f"**777** customers, and {EVIL} {LONG}")),
            shown(Table(frame, columns, total={"revenue": 175.0}, caption="Who pays")),
            drawn(),
            new_markdown_cell("## And the rest?"),
            shown(Table(numbers, wide)),
            cell(raw),
        ]
    )
    html = render_page(
        cover=Cover(f"Acme {EVIL}", "Customer diagnostics", "1997", "4 customers", "USD"),
        summary=new_notebook(cells=[shown(Cards([("Customers", "4", "")] * 4)), shown(Finding("**4** pay"))]),
        chapters=[Chapter("concentration", concentration), Chapter("value", new_notebook(cells=[drawn()]))],
        notes=[("Left out", "nothing")],
        manifest=[("sha256", "0" * 64), (EVIL, EVIL)],
    )
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html, encoding="utf-8")
    return path


def test_the_page_loads_nothing_and_says_nothing_on_the_console(open_page, report):
    opened = open_page(report)
    assert (opened.requests, opened.errors) == ([], [])


def test_a_hostile_name_does_not_run(open_page, report):
    opened = open_page(report)
    opened.page.wait_for_timeout(100)
    assert opened.dialogs == []
    assert opened.page.title().startswith("Acme \"'>")
    assert opened.page.locator("img").count() == 0


def test_the_policy_stops_a_script_that_got_into_the_page(open_page, report, tmp_path):
    broken = tmp_path / "broken.html"
    attack = "<main><img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>"
    broken.write_text(report.read_text(encoding="utf-8").replace("<main id", attack + "<main id"), encoding="utf-8")
    opened = open_page(broken)
    opened.page.wait_for_timeout(100)
    assert opened.page.title() != "hacked"
    assert any("Content Security Policy" in error for error in opened.errors)


def test_contents_lead_to_every_chapter(open_page, report):
    page = open_page(report).page
    links = page.locator("nav a")
    assert links.count() == 7
    for link in links.all():
        link.click()
        target = link.get_attribute("href").removeprefix("#")
        assert page.locator(f"[id='{target}']").is_visible()
        assert page.evaluate("decodeURIComponent(location.hash)") == f"#{target}"


@pytest.mark.parametrize("javascript", [True, False])
def test_the_code_switch_shows_and_hides_the_code(open_page, report, javascript):
    page = open_page(report, javascript=javascript).page
    code = page.get_by_text("plot_secret").first
    assert not code.is_visible()
    page.locator("label[for=show-code]").click()
    assert code.is_visible()
    page.locator("label[for=show-code]").click()
    assert not code.is_visible()


def test_the_code_switch_works_from_the_keyboard(open_page, report):
    page = open_page(report).page
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.get_by_text("plot_secret").first.is_visible()


def test_a_click_on_a_header_sorts_the_rows_and_the_total_stays_below(open_page, report):
    page = open_page(report).page
    table = page.locator(".table table").first
    amounts = table.locator("tbody td:nth-child(2)")

    def click(header):
        table.locator("th button", has_text=header).click()
        return amounts.all_inner_texts()

    assert click("Revenue") == ["$100", "$70", "$5", "–"]
    assert click("Revenue") == ["$5", "$70", "$100", "–"]
    assert table.locator("th[aria-sort=ascending]").inner_text().startswith("Revenue")
    assert click("Customer")[1] == "$5"
    assert table.locator("tfoot td").first.inner_text() == "Total"


@pytest.mark.parametrize("width", [320, 390, 768, 1200])
def test_nothing_is_wider_than_the_window(open_page, report, width):
    opened = open_page(report, width=width)
    assert opened.overflow <= 0
    opened.page.locator("label[for=show-code]").click()
    assert opened.overflow <= 0


def test_figures_follow_the_dark_mode(open_page, report):
    def colours(dark):
        page = open_page(report, dark=dark).page
        fill = "getComputedStyle(document.querySelector('.chart svg [style*=class-a]')).fill"
        return page.evaluate(fill), page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert set(colours(dark=False)).isdisjoint(colours(dark=True))


def test_the_page_is_set_in_its_own_font(open_page, report):
    page = open_page(report).page
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert any("Source Sans Pro" in family for family in loaded)


def test_the_printed_report_begins_with_a_new_page_and_shows_no_code(open_page, report):
    page = open_page(report, dark=True).page
    printed = page.pdf(prefer_css_page_size=True)
    # Cover with the contents, summary, the chapters on one to three pages, notes with the manifest.
    assert 4 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) <= 6
    page.emulate_media(media="print")
    assert not page.get_by_text("plot_secret").first.is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.chapter')).breakBefore") == "page"
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink')") == palette.INK
