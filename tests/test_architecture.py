"""Architecture: which room may import what, and what is loaded only where it is used."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from analysis.questions import ROOMS

PROJECT = Path(__file__).parents[1]
PACKAGE = PROJECT / "src" / "analysis"
MODULES = sorted(PACKAGE.rglob("*.py"))
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
HEAVY = {"matplotlib", "seaborn", "scipy", "lifetimes", "papermill", "nbconvert", "duckdb", "pandas"}


def name_of(module: Path) -> str:
    """Return a module's name below `analysis`, such as "report.render"."""
    parts = module.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(tree: ast.AST) -> Iterator[str]:
    """Return the full names of all that is imported anywhere in a source, functions included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide who depends on whom"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def imported_by(module: Path) -> set[str]:
    return set(imports(ast.parse(module.read_text(encoding="utf-8"))))


def who_imports(library: str) -> set[str]:
    return {
        name_of(module)
        for module in MODULES
        if any(name == library or name.startswith(f"{library}.") for name in imported_by(module))
    }


# ---------------------------------------------------------------- walls


def test_lifetimes_is_walled_off_in_one_module():
    assert who_imports("lifetimes") == {"btyd.crosscheck"}


def test_papermill_is_imported_by_the_renderer_only():
    assert {name.split(".")[0] for name in who_imports("papermill")} == {"report"}


def test_nbconvert_is_imported_by_the_page_only():
    assert who_imports("nbconvert") == {"report.shown"}


@pytest.mark.parametrize("library", ["matplotlib", "seaborn"])
def test_figures_are_drawn_where_figures_are_drawn(library):
    places = {name for name in who_imports(library) if not name.split(".")[-1].startswith("draw")}
    assert places <= {"drawings", "display.axes", "display.palette", "display.style", "display.chapter", "report.fonts"}


def test_the_command_line_is_imported_by_nobody():
    assert who_imports("analysis.cli") == set()


# ---------------------------------------------------------------- one question, one room

ROOM_NAMES = [room.name for room in ROOMS]


def folder_of(name: str) -> str:
    """Return the folder, or the module at the top, that a full name such as "analysis.run.store.Store" lies in."""
    return name.split(".")[1]


def folder_graph() -> dict[str, set[str]]:
    """Return what each folder imports of the others, within functions and for the type checker too."""
    known = {name_of(module).split(".")[0] for module in MODULES}
    graph: dict[str, set[str]] = {name: set() for name in known if name}
    for module in MODULES:
        own = name_of(module).split(".")[0]
        if own:
            found = {folder_of(name) for name in imported_by(module) if name.startswith("analysis.")}
            graph[own] |= (found & known) - {own}
    return graph


def test_folders_form_no_circle():
    assert set(TopologicalSorter(folder_graph()).static_order()) >= set(ROOM_NAMES)  # a circle would raise


def test_rooms_import_none_of_each_other():
    graph = folder_graph()
    assert {name: graph[name] & (set(ROOM_NAMES) - {name}) for name in ROOM_NAMES} == {
        name: set() for name in ROOM_NAMES
    }


def test_rules_on_typed_values_hold_no_sql_and_know_no_engine():
    for module in (PACKAGE / "intake" / "rules").glob("*.py"):
        texts = [
            node.value for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if type(node) is ast.Constant
        ]
        sql = [
            text for text in texts if re.search(r"\b(SELECT|FROM|WHERE|GROUP BY|FILTER|CASE WHEN|OVER)\b", str(text))
        ]
        assert sql == [], name_of(module)
        assert not {"duckdb", "pandas", "polars"} & {name.split(".")[0] for name in imported_by(module)}


@pytest.mark.parametrize("below", ["run", "display", "btyd", "backtest", "ledger", "client", "refusals"])
def test_what_lies_below_the_rooms_knows_none(below):
    assert folder_graph()[below] & {*ROOM_NAMES, "questions", "report", "cli"} == set()


def test_the_list_of_rooms_is_known_to_commands_only():
    knowing = {name for name, imported in folder_graph().items() if "questions" in imported}
    assert knowing <= {"cli", "report", "lab", "codebook"}


@pytest.mark.parametrize("room", ROOM_NAMES)
def test_every_room_has_a_notebook_of_its_name_and_views(room):
    assert (PROJECT / "notebooks" / f"{room}.ipynb").is_file()
    assert (PACKAGE / room / "views.py").is_file()


def test_there_is_no_notebook_without_a_room():
    assert {notebook.stem for notebook in NOTEBOOKS} == set(ROOM_NAMES)


@pytest.mark.parametrize("face", ["draw", "facts"])
def test_what_draws_and_what_is_shown_as_facts_computes_nothing(face):
    allowed = {"display", "facts", "backtest", "btyd", "drawings"}
    for module in MODULES:
        if re.fullmatch(rf"{face}(_\w+)?", name_of(module).split(".")[-1]):
            own = name_of(module).split(".")[0]
            found = {folder_of(name) for name in imported_by(module) if name.startswith("analysis.")}
            assert found <= allowed | {own}, name_of(module)


def test_no_module_is_longer_than_a_page_or_two():
    lengths = {name_of(m): len(m.read_text(encoding="utf-8").splitlines()) for m in MODULES}
    assert {name: n for name, n in lengths.items() if n > 250} == {}


def test_imports_point_one_way():
    names = {name_of(module): module for module in MODULES}

    def target(imported: str) -> str:
        parts = imported.split(".")[1:]
        return next((n for n in (".".join(parts[:k]) for k in range(len(parts), 0, -1)) if n in names), "")

    graph = {
        name: {target(i) for i in imported_by(m) if i.startswith("analysis.")} - {name, ""}
        for name, m in names.items()
        if name
    }
    assert set(TopologicalSorter(graph).static_order()) >= set(graph)  # a circle would raise


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_import_nothing_but_analysis(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    source = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert {name.split(".")[0] for name in imports(ast.parse(source))} == {"analysis"}


# ---------------------------------------------------------------- loaded only where used


@pytest.mark.parametrize(
    "module",
    ["analysis.cli", "analysis.run.run", "analysis.client.client", "analysis.questions", "analysis.display.style"],
)
def test_importing_it_loads_no_heavy_library(module):
    code = f"import sys, {module}; print(*sorted({{n.split('.')[0] for n in sys.modules}}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "analysis" in loaded
    assert HEAVY & set(loaded) == set()


# ---------------------------------------------------------------- what is installed


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> set[str]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {canonical(re.match(r"[\w.-]+", line)[0]) for line in project["dependencies"]}


def pinned() -> dict[str, str]:
    lines = (PROJECT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonical(name): version for name, version in pairs}


def test_every_third_party_import_is_a_declared_dependency_and_pinned():
    tops = {name.split(".")[0] for module in MODULES for name in imported_by(module)}
    third = tops - set(sys.stdlib_module_names) - {"analysis"}
    of = packages_distributions()
    undeclared = {top for top in third if not {canonical(d) for d in of.get(top, [])} & declared()}
    # Asked for inside a notebook's kernel only, which cannot be without them; elsewhere they may be missing.
    assert undeclared == {"IPython", "matplotlib_inline"}
    unpinned = {top for top in third if not {canonical(d) for d in of.get(top, [])} & set(pinned())}
    assert unpinned == set()


def test_every_declared_dependency_is_pinned_to_one_exact_version():
    assert declared() - set(pinned()) == set()
    assert all(re.fullmatch(r"\d[\w.+!]*", version) for version in pinned().values())


def test_constraints_hold_names_and_versions_and_no_address():
    text = (PROJECT / "constraints.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        assert line.startswith("#") or re.fullmatch(r"[A-Za-z0-9._-]+==[\w.+!]+", line), line
    assert not re.search(r"https?:|git\+|file:|@|--", text)
