"""The demo's real report in a real browser, and a client whose customers are called what attackers type."""

import re
import shutil

import pytest

from analysis.report.choice import READING_ORDER
from analysis.report.render import render_report

pytestmark = pytest.mark.skipif(
    not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), reason="no Chromium is installed"
)

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>document.title='hacked'</script>",
    "<b>bold</b>",
    "$\\alpha$ & Sons",
    "javascript:alert(2)",
]


@pytest.fixture
def report(demo, open_page):
    """Open the demo's report: ``report(width=390)``."""
    return lambda **how: open_page(demo.folder / "report.html", **how)


def test_loads_nothing_and_says_nothing_on_the_console(report):
    opened = report()
    opened.page.mouse.wheel(0, 100_000)
    opened.page.wait_for_timeout(200)
    assert (opened.requests, opened.errors, opened.dialogs) == ([], [], [])


def test_every_part_is_reached_from_the_contents(report):
    page = report().page
    parts = [*READING_ORDER, "appendix", "notes", "manifest"]
    for part in parts:
        page.locator(f"nav.contents > ol > li > a[href='#{part}']").click()
        assert page.evaluate("location.hash") == f"#{part}"
        # The part's heading stands in the window, below the bar.
        top = page.locator(f"[id='{part}'] h1").first.bounding_box()["y"]
        assert 0 <= top < 900
    assert page.locator("nav.contents > ol > li").count() == len(parts)


def test_every_section_of_a_chapter_is_reached_from_the_contents(report):
    page = report().page
    links = page.locator("nav.contents li li a")
    assert links.count() >= 10
    for target in links.evaluate_all("links => links.map(link => link.hash.slice(1))"):
        assert page.evaluate("id => document.getElementById(decodeURIComponent(id))?.tagName", target) == "H2"


def test_links_of_the_summary_lead_to_chapters(report):
    page = report().page
    links = page.locator("#summary .see a")
    assert links.count() >= 4
    for link in links.all():
        link.click()
        assert page.locator(page.evaluate("location.hash")).is_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_code_is_hidden_until_the_switch_shows_it(report, javascript):
    page = report(javascript=javascript).page
    code = page.get_by_text("views.dependence").first
    assert not code.is_visible()
    page.locator("label[for=show-code]").click()
    assert code.is_visible()
    page.locator("label[for=show-code]").click()
    assert not code.is_visible()


@pytest.mark.parametrize("width", [320, 390, 768, 1200])
def test_nothing_is_wider_than_the_window_with_and_without_the_code(report, width):
    opened = report(width=width)
    assert opened.overflow <= 0
    opened.page.locator("label[for=show-code]").click()
    assert opened.overflow <= 0


def test_every_figure_has_a_size_and_lies_within_the_page(report):
    page = report(width=1200).page
    boxes = [figure.bounding_box() for figure in page.locator("figure svg").all()]
    assert len(boxes) >= 10
    for box in boxes:
        assert box["width"] > 100
        assert box["height"] > 50
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1200


def test_a_click_on_a_header_sorts_the_league_table(report):
    page = report().page
    table = page.locator("#appendix table", has=page.get_by_text("Root mean squared error")).first
    table.get_by_role("button", name="Root mean squared error", exact=True).click()
    cells = table.locator("tbody tr td:nth-child(3)").all_inner_texts()
    values = [float(text) for text in cells if text != "–"]
    assert len(values) >= 6
    assert values in (sorted(values), sorted(values, reverse=True))


def test_a_dark_page_is_dark_and_readable(report):
    page = report(dark=True).page
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    ink, paper = (sum(map(int, colour[4:-1].split(","))) for colour in colours)
    assert ink > 500 > 200 > paper


def test_the_printed_report_is_a4_and_its_summary_and_what_to_do_can_be_handed_out_alone(report):
    page = report().page
    page.emulate_media(media="print")
    begins = "id => getComputedStyle(document.getElementById(id)).breakBefore"
    on_new_sheets = [part for part in READING_ORDER if page.evaluate(begins, part) == "page"]
    assert on_new_sheets == ["summary", READING_ORDER[1], READING_ORDER[-1]]
    printed = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 594" in printed or b"/MediaBox [0 0 595" in printed
    # It is mailed and printed: cover and summary, a sheet and a half for each of nine chapters, sixteen behind.
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) <= 2 + 1.5 * (len(READING_ORDER) - 1) + 16


def test_the_head_of_a_long_table_is_printed_again_on_the_next_page(report):
    page = report().page
    page.emulate_media(media="print")
    shown = "selector => { const style = getComputedStyle(document.querySelector(selector)); return [%s] }"
    # Chromium repeats a head that cannot break, and prints it blank where a button makes a box in it.
    head = page.evaluate(shown % "style.display, style.breakInside", ".table thead")
    assert head == ["table-header-group", "avoid"]
    assert page.evaluate(shown % "style.display", ".table thead button") == ["contents"]


def test_names_that_attackers_type_are_printed_and_do_not_run(small_client, open_page, tmp_path, server):
    rows = "".join(f'"{name}",2023-01-0{day},{100 - day}\n' for day, name in enumerate(HOSTILE, start=1))
    client = small_client(f"id,day,value\n{rows}", client="Acme <img src=x onerror=alert(3)> & Sons")
    done = render_report(client, output=tmp_path, chapters=["concentration"], server=server)
    opened = open_page(done.page)
    opened.page.wait_for_timeout(200)
    assert (opened.dialogs, opened.errors, opened.requests) == ([], [], [])
    assert opened.page.title() == "Acme <img src=x onerror=alert(3)> & Sons – Customer diagnostics"
    assert opened.page.locator("img").count() == 0
    assert opened.page.locator("script").count() == 1
    for name in HOSTILE:
        assert opened.page.get_by_text(name, exact=True).count() > 0
