"""What a newcomer does: `make report` in a fresh copy of the repository, with a set-up of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
TINY = "six"


def make(folder, *arguments, **environment):
    """Call make as somebody does who has a Python and no virtual environment."""
    mine = os.environ | {"PATH": f"{sys.base_prefix}/bin{os.pathsep}{_path()}"} | environment
    for name in ("VIRTUAL_ENV", "WORKBOOK_CACHE", "PYTHONPATH", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
        mine.pop(name, None)
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


def an_index_is_reached(folder):
    """Ask pip for one tiny package in its pinned version."""
    pinned = re.search(rf"^{TINY}==.*$", (PROJECT / "constraints.txt").read_text(), re.MULTILINE)[0]
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-cache-dir", "-d", folder, pinned]
    return subprocess.run(command, capture_output=True, timeout=120, check=False).returncode == 0


def test_make_alone_lists_the_targets(copy):
    done = make(copy)
    assert done.returncode == 0
    targets = set(re.findall(r"^  make (\w+) +\w", done.stdout, re.MULTILINE))
    assert {"setup", "report", "test", "lab", "lint", "bench"} <= targets
    assert not (copy / ".venv").exists()


def test_make_report_in_a_fresh_copy_sets_up_once_and_ends_with_the_path_of_the_report(copy, tmp_path):
    if not an_index_is_reached(tmp_path):
        pytest.skip("pip reaches no package index, so nothing can be set up")
    first = make(copy, "report")
    assert first.returncode == 0, first.stderr
    report = copy / first.stdout.splitlines()[-1]
    assert report == copy / "reports" / "cdnow" / "1998-06-30" / "report.html"
    assert "<title>CDNOW" in report.read_text(encoding="utf-8")
    assert first.stderr.count("Setting up .venv") == 1

    bytes_of_first = report.read_bytes()
    ready = (copy / ".venv" / ".ready").stat().st_mtime_ns
    second = make(copy, "report", PIP_NO_INDEX="1", UV_OFFLINE="1")
    assert second.returncode == 0, second.stderr
    assert second.stdout.splitlines()[-1] == first.stdout.splitlines()[-1]
    assert second.stderr.splitlines()[0] == "data/cdnow: reading the data"
    assert (copy / ".venv" / ".ready").stat().st_mtime_ns == ready
    assert report.read_bytes() == bytes_of_first
