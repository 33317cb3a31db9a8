"""Notebooks: thin, stored without outputs, and each of them runs alone wherever it is opened."""

import ast
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest

from analysis.report.choice import READING_ORDER
from analysis.report.render import render_report
from analysis.schema import DataError
from tests.conftest import DEMO, PROJECT

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
PAPERMILL = Path(sys.executable).with_name("papermill")
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path, kind=None):
    notebook = nbformat.read(path, as_version=4)
    return [cell for cell in notebook.cells if kind in (None, cell.cell_type)]


def errors(notebook):
    return [o for c in notebook.cells for o in c.get("outputs", []) if o.output_type == "error"]


def shown(notebook):
    """Return what the code cells show: the types of the outputs."""
    return [kind for c in notebook.cells for o in c.get("outputs", []) for kind in o.get("data", {})]


def calls(path):
    """Return what the code cells teach: the comment behind a view, a call that makes its table or figure."""
    room = path.stem
    lines = [cell.source.splitlines()[-1] for cell in cells(path, "code") if cell.source.startswith("views")]
    return [(room, line.split("  # ", 1)[1]) for line in lines if "  # " in line]


@pytest.mark.parametrize(("room", "call"), [pair for path in NOTEBOOKS for pair in calls(path)])
def test_the_call_that_a_cell_teaches_can_be_used_again_as_it_stands(room, call, demo_run):
    from importlib import import_module

    from matplotlib import pyplot as plt

    from analysis import drawings

    names = {"run": demo_run, "drawings": drawings, "views": import_module(f"analysis.{room}.views")}
    for drawing in Path(names["views"].__file__).parent.glob("draw*.py"):
        names[drawing.stem] = import_module(f"analysis.{room}.{drawing.stem}")
    with suppress(DataError):  # what the demo cannot give says why
        eval(call, names)
    plt.close("all")


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if path.stem != "summary"], ids=lambda path: path.stem)
def test_most_figures_and_tables_teach_their_call(path):
    views = [c.source for c in cells(path, "code") if c.source.startswith("views")]
    drawn = [source for source in views if "_figure(" in source or "_table(" in source]
    assert sum("  # " in source for source in drawn) >= 0.7 * len(drawn)


# ---------------------------------------------------------------- as stored


def test_every_chapter_is_a_notebook_and_every_notebook_a_chapter():
    assert {path.stem for path in NOTEBOOKS} == set(READING_ORDER)


@each
def test_is_valid_and_stored_without_outputs_and_execution_counts(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert [cell for cell in cells(path, "code") if cell.outputs or cell.execution_count] == []
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}


@each
def test_begins_with_its_question_and_then_its_parameters(path):
    title, parameters, *_ = cells(path)
    assert title.cell_type == "markdown"
    assert title.source.startswith("# ")
    assert title.source.splitlines()[0].endswith("?")
    assert parameters.metadata.tags == ["parameters"]
    assert ["parameters" in c.metadata.get("tags", []) for c in cells(path)].count(True) == 1


@each
def test_parameters_are_none_by_default_and_each_says_what_it_is(path):
    first, *lines = cells(path)[1].source.splitlines()
    assert first.startswith("# Change a value and run all cells")
    assignments = ast.parse("\n".join(lines)).body
    assert assignments[0].targets[0].id == "client"
    for node, line in zip(assignments, lines, strict=True):
        assert isinstance(node, ast.Assign)
        assert node.value.value is None
        assert "None: " in line.partition("#")[2]


@each
def test_cells_are_short_and_hold_neither_functions_nor_loops(path):
    for cell in cells(path, "code"):
        assert len([line for line in cell.source.splitlines() if not line.startswith("#")]) <= 5, cell.source
        for node in ast.walk(ast.parse(cell.source)):
            forbidden = ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.For | ast.While | ast.ListComp | ast.DictComp
            assert not isinstance(node, forbidden), cell.source


@each
def test_headings_of_sections_ask(path):
    headings = [line for cell in cells(path, "markdown") for line in cell.source.splitlines() if line.startswith("## ")]
    assert [heading for heading in headings if not heading.endswith("?")] == []


@each
def test_after_the_parameters_a_notebook_holds_no_number_of_its_own(path):
    sources = [cell.source for cell in cells(path, "code")[1:]]
    constants = [n.value for s in sources for n in ast.walk(ast.parse(s)) if isinstance(n, ast.Constant)]
    assert [value for value in constants if not isinstance(value, str)] == []


@each
def test_says_nothing_of_one_client_and_no_path(path):
    text = path.read_text(encoding="utf-8")
    assert not {"CDNOW", "cdnow", "/home", "/work", "C:\\\\"} & set(text.replace('"', " ").split())
    assert "1997" not in text


# ---------------------------------------------------------------- as run


def test_renders_alone_through_the_real_renderer_as_in_the_full_report(demo, tmp_path, server):
    chapter = "summary"  # it shows what every other room says
    folder = render_report(DEMO, output=tmp_path, chapters=[chapter], server=server).folder
    assert folder == tmp_path / "cdnow" / f"1998-06-30-{chapter}"
    assert {p.name for p in (folder / "notebooks").iterdir()} == {f"{chapter}.ipynb"}
    alone = (folder / "notebooks" / f"{chapter}.ipynb").read_bytes()
    assert alone == (demo.folder / "notebooks" / f"{chapter}.ipynb").read_bytes()
    assert json.loads((folder / "run.json").read_text())["chapters"] == [chapter]


def papermill_run(notebook, folder, out, *arguments, **settings):
    """Run a notebook as a user of plain papermill does, in a folder, and return it."""
    command = [PAPERMILL, notebook, out, "--no-progress-bar", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | settings, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "unknown parameter" not in done.stderr
    return nbformat.read(out, as_version=4)


def test_runs_through_plain_papermill_from_its_own_folder_as_in_jupyterlab(demo, tmp_path):
    client = ["-p", "client", "data/cdnow/client.yml"]  # from the project
    notebook = papermill_run("summary.ipynb", PROJECT / "notebooks", tmp_path / "out.ipynb", *client)
    assert errors(notebook) == []
    assert "text/html" in shown(notebook)


def test_opened_without_a_client_it_shows_the_one_that_the_lab_was_started_with(small_client, tmp_path):
    out = tmp_path / "out.ipynb"
    papermill_run("concentration.ipynb", PROJECT / "notebooks", out, WORKBOOK_CLIENT=str(small_client()))
    assert "4 customers with revenue of 0 or more" in out.read_text(encoding="utf-8").replace("\\u202f", " ")


def test_parameters_of_the_notebook_go_before_the_client_file(small_client, tmp_path):
    out, client = tmp_path / "out.ipynb", str(small_client())
    papermill_run("notebooks/concentration.ipynb", PROJECT, out, "-p", "client", client, "-p", "abc_a", "0.5")
    assert "A up to 50" in out.read_text(encoding="utf-8")
