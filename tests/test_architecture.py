"""Architecture: which room may import what, and what is loaded only where it is used."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

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


def test_papermill_is_imported_where_chapters_are_executed_only():
    assert who_imports("papermill") == {"report.execute"}


def test_nbconvert_is_imported_by_the_page_only():
    assert who_imports("nbconvert") == {"report.shown"}


@pytest.mark.parametrize("library", ["matplotlib", "seaborn"])
def test_figures_are_drawn_where_figures_are_drawn(library):
    rooms = {name.removesuffix(".__init__") for name in who_imports(library)}
    assert {room for room in rooms if not room.startswith("plots.")} <= {
        "display.axes",
        "display.style",
        "chapters",
        "chapters.summary",
    }


def test_the_command_line_is_imported_by_nobody():
    assert who_imports("analysis.cli") == set()


def test_lower_rooms_never_import_chapters_or_report():
    below = [m for m in MODULES if name_of(m).split(".")[0] not in {"chapters", "report", "cli"}]
    upper = ("analysis.chapters", "analysis.report")
    assert len(below) > 30
    assert {name_of(m) for m in below if any(i.startswith(upper) for i in imported_by(m))} == set()


@pytest.mark.parametrize("measure", ["concentration", "customers", "holdout", "findings", "plots", "value", "churn"])
def test_modules_that_compute_know_neither_run_nor_store_nor_client(measure):
    known = set().union(*(imported_by(m) for m in MODULES if name_of(m).split(".")[0] == measure))
    assert known
    assert not {
        name for name in known if name.startswith(("analysis.run.run", "analysis.run.store", "analysis.client.client"))
    }


def test_imports_point_one_way():
    names = {name_of(module): module for module in MODULES}

    def target(imported: str) -> str:
        parts = imported.split(".")[1:]
        return next((n for n in (".".join(parts[:k]) for k in range(len(parts), 0, -1)) if n in names), "")

    graph = {name: {target(i) for i in module_level(m) if i.startswith("analysis.")} for name, m in names.items()}
    assert set(TopologicalSorter(graph).static_order()) >= set(names)  # a circle would raise
    assert reached_from("schema", graph) == set()
    assert "schema" in reached_from("run", graph) <= reached_from("report.render", graph)
    for upper in ("chapters", "report", "cli"):
        assert not {name for name in reached_from("run", graph) if name.split(".")[0] == upper}


def reached_from(name: str, graph: dict[str, set[str]]) -> set[str]:
    """Return all that a module needs, however far away."""
    found, ahead = set(), set(graph[name])
    while ahead:
        found |= ahead
        ahead = set().union(*(graph.get(one, set()) for one in ahead)) - found
    return found


def module_level(module: Path) -> set[str]:
    """Return what is imported when a module is: not within functions, not for the type checker only."""
    body = ast.parse(module.read_text(encoding="utf-8")).body
    return set(imports(ast.Module([node for node in body if isinstance(node, ast.Import | ast.ImportFrom)], [])))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_import_nothing_but_analysis(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    source = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert {name.split(".")[0] for name in imports(ast.parse(source))} == {"analysis"}


# ---------------------------------------------------------------- loaded only where used


@pytest.mark.parametrize(
    "module",
    ["analysis.cli", "analysis.run.run", "analysis.client.client", "analysis.findings", "analysis.display.style"],
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
