"""Chapters: one function per cell of a notebook; what the data cannot carry shows its reason instead."""

import ast
import importlib
import inspect
import json
import re
from functools import cache

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from analysis.chapters import finished, refusable, source_of
from matplotlib.figure import Figure

from analysis.client.client import read_client
from analysis.display.cells import Cards, Finding, Note, Refusal, Table
from analysis.display.style import SOURCE, TAKEAWAY, use_report_style
from analysis.report.render import READING_ORDER
from analysis.run.run import Run
from analysis.run.store import Stop
from tests.conftest import PROJECT, SIX_ROWS

mpl.use("Agg")


def views_in(chapter):
    """Return the names of the functions that a chapter's notebook calls, in the order of its cells."""
    cells = json.loads((PROJECT / "notebooks" / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    calls = [node.func for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [f.attr for f in calls if isinstance(f, ast.Attribute) and getattr(f.value, "id", "") == "chapter"]


TOO_LITTLE = "Not computed, because only 1 of 4 customers bought again; 30 repeat buyers, and 2 % of all, are needed."
VIEWS = [(chapter, view) for chapter in READING_ORDER for view in views_in(chapter)]
every_view = pytest.mark.parametrize(("chapter", "view"), VIEWS, ids=[" ".join(pair) for pair in VIEWS])


def module_of(chapter):
    return importlib.import_module(f"analysis.chapters.{chapter}")


@cache
def show(chapter, view, run):
    return getattr(module_of(chapter), view)(run)


@pytest.fixture(scope="module", autouse=True)
def style():
    with mpl.rc_context():
        use_report_style()
        yield


# ---------------------------------------------------------------- every cell


@pytest.mark.parametrize("chapter", READING_ORDER)
def test_every_public_function_of_a_chapter_is_a_cell_of_its_notebook(chapter):
    module = module_of(chapter)
    public = {
        name
        for name, f in vars(module).items()
        if inspect.isfunction(f)
        and f.__module__.startswith(module.__name__)
        and [*inspect.signature(f).parameters][:1] == ["run"]
    }
    assert {name for name in public if not name.startswith("_")} - {"action_list"} == set(views_in(chapter))


@every_view
def test_shows_something_a_reader_can_see(chapter, view, demo_run):
    shown = show(chapter, view, demo_run)
    assert shown is None or isinstance(shown, Figure) or hasattr(shown, "_repr_html_")
    if shown is not None and not isinstance(shown, Figure):
        text = repr(shown)
        assert len(text) > 20
        assert not re.search(r"\bnan\b|\bNone\b|\bNaT\b|\{\w*\}", text)


@every_view
def test_is_titled_by_a_takeaway_with_a_number_and_says_its_source_where_it_is_a_figure(chapter, view, demo_run):
    shown = show(chapter, view, demo_run)
    if not isinstance(shown, Figure) or chapter == "summary":
        return
    said = {
        text.get_gid().partition(":")[0] + ":": text.get_gid()
        for text in shown.findobj(mpl.text.Text)
        if text.get_gid()
    }
    assert re.search(r"\d", said[TAKEAWAY])
    assert "**" not in said[TAKEAWAY]
    assert said[SOURCE].startswith(f"{SOURCE}Source: CDNOW, 1 January 1997 to ")
    assert said[SOURCE].endswith(".")


def test_the_demo_leaves_few_cells_empty(demo_run):
    """Nothing was left out of the demo and nobody of it cost money less than nothing: only such cells are silent."""
    silent = [(chapter, view) for chapter, view in VIEWS if show(chapter, view, demo_run) is None]
    of_tables = {("intake", "books"), ("intake", "coverage"), ("concentration", "branches")}
    assert of_tables <= set(silent)  # what a client file need not give leaves no trace
    assert len(silent) - len(of_tables) <= len(VIEWS) // 10
    assert ("concentration", "left_out") in silent


# ---------------------------------------------------------------- what the data cannot carry


@pytest.fixture(scope="module")
def small_views(tmp_path_factory):
    """Return what every cell shows of a client of six rows."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "orders.csv").write_text(SIX_ROWS)
    source = "sources: [{path: orders.csv, columns: {customer_id: id, date: day, amount: value}}]"
    (folder / "client.yml").write_text(f"client: Acme\ncurrency: EUR\ntoday: 2026-01-01\n{source}\n")
    run = Run(read_client(folder), cache=folder / "cache")
    return {(chapter, view): show(chapter, view, run) for chapter, view in VIEWS}


def test_no_cell_fails_where_six_rows_cannot_carry_a_model_and_none_leaves_a_figure_open(small_views):
    assert len(small_views) == len(VIEWS)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("chapter", ["value", "churn"])
def test_a_reason_is_said_where_a_number_would_stand(chapter, small_views):
    reasons = {
        repr(shown) for (name, _), shown in small_views.items() if name == chapter and isinstance(shown, Refusal)
    }
    assert {reason.replace("\u202f", " ") for reason in reasons} == {TOO_LITTLE}


def test_the_summary_says_in_one_of_its_findings_why_no_value_is_given(small_views):
    said = repr(small_views[("summary", "value")]).replace("\u202f", " ")
    reason = TOO_LITTLE.removeprefix("Not computed, because ")
    assert said == f"What the customers are worth is not said: {reason}"


class Refused:
    """A run of which one section was refused."""

    def __init__(self, refusal):
        self.value = Stop({"refusal": refusal})


@pytest.mark.parametrize(("speaks", "shown"), [(True, "Not computed, because …."), (False, "None")])
def test_one_cell_of_a_section_speaks_its_refusal_and_the_others_are_silent(speaks, shown):
    view = refusable("value", speaks=speaks)(lambda run: Finding("a number"))
    assert repr(view(Refused("Not computed, because …."))) == shown
    assert repr(view(Refused(None))) == "a number"


# ---------------------------------------------------------------- title and source of a figure


def test_a_finished_figure_is_titled_without_marks_and_closed():
    figure, ax = plt.subplots()
    assert finished(ax, "**3 customers** decide", "Source: x.") is figure
    gids = {text.get_gid() for text in figure.findobj(mpl.text.Text)}
    assert {f"{TAKEAWAY}3 customers decide", f"{SOURCE}Source: x."} <= gids
    assert plt.get_fignums() == []


def test_the_source_line_says_data_period_count_and_what_was_left_out(small_run):
    run = small_run(SIX_ROWS + ",2023-04-02,7\n")
    assert source_of(run) == (
        "Source: Acme, 1 January 2023 to 1 April 2023; 4 customers; 1 row left out (see the data notes)."
    )
    assert source_of(small_run(), "4 visits") == "Source: Acme, 1 January 2023 to 1 April 2023; 4 visits."


# ---------------------------------------------------------------- totals that add up


def test_tables_of_classes_and_lists_add_up_to_their_totals(demo_run):
    for chapter, view in VIEWS:
        shown = show(chapter, view, demo_run)
        if isinstance(shown, Table) and shown.total:
            for column, total in shown.total.items():
                if column in shown.frame and not isinstance(total, str):
                    assert shown.frame[column].sum() == pytest.approx(total), (chapter, view, column)


def test_the_class_table_holds_all_customers_and_all_revenue(demo_run):
    table = module_of("concentration").class_table(demo_run)
    assert table.total["customers"] == 2357
    assert table.total["revenue"] == pytest.approx(244091.94)


def test_a_customer_stands_on_one_action_list_only_and_most_at_stake_comes_first(demo_run):
    churn = module_of("churn")
    call, win = (
        churn.action_list(demo_run, "call", "slipping_value"),
        churn.action_list(demo_run, "win back", "lost_value"),
    )
    assert set(call["customer_id"]) & set(win["customer_id"]) == set()
    assert call["slipping_value"].is_monotonic_decreasing
    assert win["lost_value"].is_monotonic_decreasing
    assert len(call) == demo_run.churn.numbers["call"]["customers"]


def test_key_numbers_are_cards_with_their_range(demo_run):
    cards = module_of("concentration").key_numbers(demo_run)
    assert isinstance(cards, Cards)
    assert repr(cards).replace("\u202f", " ").splitlines()[2].startswith("Top 20 % bring: 67.5 % (")


def test_what_the_summary_rests_on_is_said_last(demo_run):
    assert views_in("summary")[-1] == "basis"
    basis = module_of("summary").basis(demo_run)
    assert isinstance(basis, Note)
    assert "Observed up to 30 June 1998; currency USD." in repr(basis)
