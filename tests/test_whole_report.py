"""What a newcomer does: `make`, and `make report` in a fresh copy of the repository."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make(folder, *arguments, **environment):
    """Call make as somebody does who has a Python and no virtual environment."""
    mine = os.environ | {"PATH": f"{sys.base_prefix}/bin{os.pathsep}{_path()}"}
    for name in ("VIRTUAL_ENV", "WORKBOOK_CACHE", "PYTHONPATH", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
        mine.pop(name, None)
    mine |= environment
    command = ["make", *arguments]
    return subprocess.run(command, cwd=folder, env=mine, capture_output=True, text=True, timeout=1200, check=False)


def _path():
    own = str(Path(sys.executable).parent)
    return os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep) if part != own)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """Copy the tracked files, and nothing that was built, to an empty folder."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this is no git checkout, so it cannot be told which files are tracked")
    folder = tmp_path_factory.mktemp("fresh") / "workbook"
    for name in filter(None, listed.stdout.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(PROJECT / name, folder / name)
    return folder


def test_make_alone_lists_the_targets(copy):
    done = make(copy)
    assert done.returncode == 0
    targets = set(re.findall(r"^  make (\w+) +\w", done.stdout, re.MULTILINE))
    assert {"setup", "report", "test", "lab", "lint", "bench"} <= targets
    assert not (copy / ".venv").exists()


def test_make_report_in_a_fresh_copy_ends_with_the_path_of_the_report_and_sets_nothing_up_twice(copy, cache):
    """The environment is the one that `make test` set up: that this works on a bare machine CI shows every time."""
    ready, asked = Path(sys.prefix) / ".ready", [PROJECT / "pyproject.toml", PROJECT / "constraints.txt"]
    if not ready.exists() or ready.stat().st_mtime < max(file.stat().st_mtime for file in asked):
        pytest.skip("this environment was not set up by make, or for other versions")
    client = copy / "data" / "cdnow" / "client.yml"
    client.write_text(client.read_text(encoding="utf-8") + "\nchapters: [intake]\n", encoding="utf-8")
    first = make(copy, "report", f"VENV={sys.prefix}", WORKBOOK_CACHE=str(cache))
    assert first.returncode == 0, first.stderr
    report = copy / first.stdout.splitlines()[-1]
    assert report == copy / "reports" / "cdnow" / "1998-06-30" / "report.html"
    assert "<title>CDNOW" in report.read_text(encoding="utf-8")
    assert "Setting up" not in first.stderr
    assert first.stderr.splitlines()[0] == "data/cdnow: reading the data"
