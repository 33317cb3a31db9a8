"""Chapters: one function per cell of a notebook; what the data cannot carry shows its reason instead."""

import ast
import importlib
import inspect
import json
import re
from functools import cache
from types import SimpleNamespace

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

from analysis.client.client import read_client
from analysis.display.cells import Finding, Refusal, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.style import SOURCE, TAKEAWAY, use_report_style
from analysis.facts import refused
from analysis.questions import open_client
from analysis.report.choice import READING_ORDER
from analysis.run.stop import Stop
from analysis.value.facts import ValueFacts
from tests.conftest import PROJECT, SIX_ROWS

mpl.use("Agg")


@cache
def views_in(chapter):
    """Return the functions that a chapter's notebook calls, in the order of its cells: name -> module."""
    cells = json.loads((PROJECT / "notebooks" / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    calls = [node.func for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = [(f.attr, f.value.id) for f in calls if isinstance(f, ast.Attribute) and isinstance(f.value, ast.Name)]
    return {
        name: importlib.import_module(f"analysis.{chapter}.{module}") for name, module in named if "views" in module
    }


TOO_LITTLE = "Not computed, because only 1 of 4 customers bought again; 30 repeat buyers are needed."
VIEWS = [(chapter, view) for chapter in READING_ORDER for view in views_in(chapter)]
every_view = pytest.mark.parametrize(("chapter", "view"), VIEWS, ids=[" ".join(pair) for pair in VIEWS])


@cache
def show(chapter, view, run):
    """Return what a cell shows of a run."""
    return getattr(views_in(chapter)[view], view)(run)


@pytest.fixture(scope="module", autouse=True)
def style():
    with mpl.rc_context():
        use_report_style()
        yield


# ---------------------------------------------------------------- every cell


@pytest.mark.parametrize("chapter", READING_ORDER)
def test_every_public_function_of_a_chapter_is_a_cell_of_its_notebook(chapter):
    public = {
        name
        for module in views_in(chapter).values()
        for name, f in vars(module).items()
        if inspect.isfunction(f)
        and f.__module__ == module.__name__
        and [*inspect.signature(f).parameters][:1] == ["run"]
    }
    assert {name for name in public if not name.startswith("_")} == set(views_in(chapter))


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
    of_tables |= {
        ("accounts", view)
        for view, module in views_in("accounts").items()
        if module.__name__.endswith(("beside", "groups"))
    }
    of_costs = {("accounts", view) for view, module in views_in("accounts").items() if "profit" in module.__name__}
    of_costs -= {("accounts", "losses")}  # it says that one margin rate tells nobody apart
    of_tables |= {("churn", "signs"), ("churn", "signs_table")}
    of_tables |= {("plan", name) for name in ("measured", "served", "service_table", "managers_table", "targets_table")}
    of_tables |= {("plan", name) for name in ("causes_table", "manager_pages")}
    of_tables |= {("segments", name) for name in ("idle_rules", "graded_table", "own", "plum")}
    of_tables |= {
        ("segments", view) for view, module in views_in("segments").items() if module.__name__[-5:] != "views"
    }
    of_few = {("value", "run_rate"), ("churn", "silent"), ("churn", "silent_table")}  # a value is said instead
    of_cohorts = {"retention_figure", "cohorts_note", "cohorts_table", "many_cohorts", "ages_figure", "base_figure"}
    of_demand = {"season_figure", "mix", "mix_table", "mix_by_class_table"}  # 18 months, and no categories
    of_one_intake = {("movement", view) for view in of_cohorts | of_demand}
    of_contracts = {("churn", view) for view, module in views_in("churn").items() if "contracts" in module.__name__}
    known = of_tables | of_few | of_costs | of_one_intake | of_contracts
    assert known <= set(silent)  # what a client file need not give leaves no trace
    assert len(silent) - len(known) <= len(VIEWS) // 10
    assert ("concentration", "left_out") in silent


# ---------------------------------------------------------------- what the data cannot carry


@pytest.fixture(scope="module")
def small_views(tmp_path_factory):
    """Return what every cell shows of a client of six rows."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "orders.csv").write_text(SIX_ROWS)
    source = "sources: [{path: orders.csv, columns: {customer_id: id, date: day, amount: value}}]"
    (folder / "client.yml").write_text(f"client: Acme\ncurrency: EUR\ntoday: 2026-01-01\n{source}\n")
    run = open_client(read_client(folder), cache=folder / "cache")
    return {(chapter, view): show(chapter, view, run) for chapter, view in VIEWS}


def test_no_cell_fails_where_six_rows_cannot_carry_a_model_and_none_leaves_a_figure_open(small_views):
    assert len(small_views) == len(VIEWS)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("chapter", ["value", "forecast", "churn"])
def test_a_reason_is_said_where_a_number_would_stand(chapter, small_views):
    reasons = {
        repr(shown) for (name, _), shown in small_views.items() if name == chapter and isinstance(shown, Refusal)
    }
    assert {reason.replace("\u202f", " ") for reason in reasons} == {TOO_LITTLE}


class Refused:
    """A run of which one section was refused."""

    client = SimpleNamespace(has_amounts=True)

    def __init__(self, refusal):
        self.refusal = refusal

    def stop(self, name):
        return Stop(name, ValueFacts.sketch(refusal=self.refusal))


@pytest.mark.parametrize(("speaks", "shown"), [(True, "Not computed, because nobody bought twice."), (False, "None")])
def test_one_cell_of_a_section_speaks_its_refusal_and_the_others_are_silent(speaks, shown):
    view = refusable("value", speaks=speaks)(lambda run: Finding("a number"))
    assert repr(view(Refused(refused("nobody_twice")))) == shown
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
