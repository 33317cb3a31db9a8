"""Whoever adds a question adds a folder, a notebook and one line: tried with a room of three small files."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[1]
ROOM = '    Room("toy", ("toy",)),\n'
FACTS = '''"""What the toy chapter prints."""

from analysis.facts import Facts, fact


class ToyFacts(Facts):
    """A number of rows."""

    rows: int = fact("rows", "in the ledger")
'''
STEP = '''"""Count the rows."""

from analysis.run.step import step
from analysis.toy.facts import ToyFacts


@step("toy", ToyFacts, needs=("customers",))
def compute(given):
    """Count."""
    customers = given.customers
    return ToyFacts(rows=int(customers["rows"].sum())), {"rows": customers[["customer_id", "rows"]].head(3)}


STEPS = (compute,)
'''
VIEWS = '''"""What the toy notebook shows."""

from analysis import axes, finished, source_of


def bars(run):
    """Draw three customers."""
    table = run.toy["rows"]
    ax = axes(None, height=2)
    ax.bar(table.index, table["rows"])
    return finished(ax, f"The toy counts {run.toy.facts.rows} rows", source_of(run))
'''


def cell(kind: str, source: str, **more: object) -> dict[str, object]:
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": str(abs(hash(source)))[:8], "metadata": more, "source": source} | code


def add_toy_room(project: Path) -> None:
    room = project / "src" / "analysis" / "toy"
    room.mkdir()
    for name, text in {"__init__": '"""A toy."""\n', "facts": FACTS, "step": STEP, "views": VIEWS}.items():
        (room / f"{name}.py").write_text(text)
    questions = project / "src" / "analysis" / "questions.py"
    text = questions.read_text(encoding="utf-8")
    questions.write_text(text.replace('    Room("churn"', f'{ROOM}    Room("churn"'), encoding="utf-8")
    notebook = json.loads((PROJECT / "notebooks" / "concentration.ipynb").read_text(encoding="utf-8"))
    notebook["cells"] = [
        cell("markdown", "# How many rows has a toy?"),
        cell("code", "client = None", tags=["parameters"]),
        cell("code", "from analysis import open_run, use_report_style\nfrom analysis.toy import views"),
        cell("code", "use_report_style()\nrun = open_run(client)"),
        cell("markdown", "## How many are there?\nIt counts."),
        cell("code", "views.bars(run)"),
    ]
    (project / "notebooks" / "toy.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def test_a_room_is_a_folder_a_notebook_and_one_line(tmp_path):
    project = tmp_path / "project"
    for part in ("src", "notebooks", "data/cdnow"):
        shutil.copytree(PROJECT / part, project / part, ignore=shutil.ignore_patterns("*.egg-info"))
    add_toy_room(project)
    environment = os.environ | {"PYTHONPATH": str(project / "src"), "WORKBOOK_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-c", "from analysis.cli import main; main()"]
    arguments = ["report", "demo", "--only", "toy", "--output", str(tmp_path / "reports")]
    done = subprocess.run(
        [*command, *arguments], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    folder = Path(done.stdout.strip()).parent
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert '<a href="#toy">How many rows has a toy?</a>' in page
    assert "The toy counts 6,919 rows" in page or "The toy counts 6919 rows" in page
    assert json.loads((folder / "results.json").read_text(encoding="utf-8"))["toy"] == {"rows": 6919}
