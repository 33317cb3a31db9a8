"""Cells teach something that can be used again: the call that makes their table, figure or number."""

import json

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from analysis.report.choice import READING_ORDER
from tests.conftest import PROJECT

mpl.use("Agg")


def cells_of(chapter):
    cells = json.loads((PROJECT / "notebooks" / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def imports_of(chapter):
    return "\n".join(line for cell in cells_of(chapter) for line in cell.splitlines() if line.startswith("from "))


def calls_in(chapter):
    """Return what stands behind the cells of a notebook, as `views.total(run)  # run.value.facts.worth_total`."""
    return [cell.partition("  # ")[2] for cell in cells_of(chapter) if cell.startswith("views") and "  # " in cell]


CALLS = [(chapter, call) for chapter in READING_ORDER for call in calls_in(chapter)]


@pytest.mark.parametrize(("chapter", "call"), CALLS, ids=[" ".join(pair) for pair in CALLS])
def test_the_call_that_a_cell_names_runs_as_it_is_written(chapter, call, demo_run):
    scope = {"run": demo_run}
    exec(imports_of(chapter), scope)
    try:
        eval(call, scope)
    finally:
        plt.close("all")
