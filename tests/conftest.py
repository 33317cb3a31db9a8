"""What the tests share: the demo rendered once, a cache outside the repository, the installed command line."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from filelock import FileLock
from hypothesis import settings

from analysis.client.client import read_client
from analysis.display.language import use_language
from analysis.questions import ROOM_NAMES, open_client
from analysis.report.forkserver import ForkServer
from analysis.run.run import Run

settings.register_profile("suite", deadline=None, max_examples=25)  # a busy machine is no failure
settings.register_profile("quick", deadline=None, max_examples=10)
settings.load_profile("suite")

PROJECT = Path(__file__).parents[1]
DEMO = PROJECT / "data" / "cdnow"
COMMAND = Path(sys.executable).with_name("workbook")
SIX_ROWS = (
    "id,day,value\nA,2023-01-01,60\nA,2023-03-01,20\nB,2023-01-05,10\nC,2023-02-01,10\nD,2023-02-02,0\nD,2023-04-01,5\n"
)


SLOW_FIXTURES = {"demo", "demo_run", "moved", "installed", "workbook", "browser", "server"}
"""They render a report, or start the installed command or a browser."""
SLOW_MODULES = re.compile(
    r"test_(btyd_\w+|cli|lab|language|notebooks|own_chapters|places|render|toy_room|whole_report|catalogue"
    r"|accounts_in_value|average|backtest|holdout|map_fit|outlook|reference|scenario|screening|seasonality|simulation"
    r"|run|snapshot|chapters|customers|tables|meaning_corpus|intake_(?!facts|proposals)\w+|without_amounts|groups"
    r"|control_totals|customer_level|dert|page|pdf|fonts|origins|leaving|segments|accounts_beside|appendix|buying|codebook"
    r"|accounts|churn_rivals|cohorts|contracts|lenses|loyalty|migration|movement|own_groups|plan_targets|renewals|run_rate)"
)
"""They do the same, or fit many models, or read many files."""


def pytest_configure() -> None:
    """Let tests of interrupts mean something where the suite was started in the background, which ignores them."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_ignore_collect(collection_path: Path, config: Any) -> bool | None:
    """Do not even import what `make check` leaves out: that alone takes its time."""
    return True if config.option.markexpr == "not slow" and SLOW_MODULES.fullmatch(collection_path.stem) else None


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Mark what `make check` leaves out."""
    for item in items:
        if SLOW_FIXTURES & set(getattr(item, "fixturenames", ())) or SLOW_MODULES.fullmatch(item.path.stem):
            item.add_marker("slow")


@dataclass(frozen=True)
class Demo:
    """The demo client's whole report, as `workbook report data/cdnow` left it, and what the command said."""

    folder: Path
    stdout: str
    stderr: str

    @property
    def page(self) -> str:
        return (self.folder / "report.html").read_text(encoding="utf-8")

    @property
    def results(self) -> dict[str, Any]:
        return json.loads((self.folder / "results.json").read_text(encoding="utf-8"))

    @property
    def record(self) -> dict[str, Any]:
        return json.loads((self.folder / "run.json").read_text(encoding="utf-8"))


def call(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Call the installed `workbook`; a variable of "" is taken away."""
    settings = {name: value for name, value in (os.environ | environment).items() if value}
    command = [str(COMMAND), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=settings, capture_output=True, text=True, timeout=900, check=False)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, hidden ones too."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of this test session that all of its workers share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session", autouse=True)
def cache(shared: Path) -> Any:
    """Keep every stop that a test computes out of the repository."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBOOK_CACHE", str(shared / "cache"))
        for name in ("WORKBOOK_CLIENT", "WORKBOOK_PARAMETERS"):
            patch.delenv(name, raising=False)
        yield shared / "cache"


@pytest.fixture(autouse=True)
def english() -> Any:
    """Speak English again after a test that spoke another language."""
    yield
    use_language("en")


@pytest.fixture(scope="session")
def demo(shared: Path, cache: Path) -> Demo:
    """Return the demo's report, rendered once for all tests of this session."""
    said = shared / "demo.json"
    with FileLock(shared / "demo.lock"):
        if not said.exists():
            done = call("report", DEMO, "--output", shared / "reports", cwd=shared)
            said.write_text(json.dumps([done.returncode, done.stdout, done.stderr]))
    code, stdout, stderr = json.loads(said.read_text())
    assert code == 0, stderr
    return Demo(shared / "reports" / "cdnow" / "1998-06-30", stdout, stderr)


@pytest.fixture(scope="session")
def demo_run(demo: Demo) -> Run:
    """Return the demo's run; its stops are there already."""
    return open_client(read_client(DEMO))


@pytest.fixture(scope="session")
def server(cache: Path) -> Any:
    """Return the process that kernels are forked from, one for all reports that tests render."""
    with ForkServer() as started:
        started.start(ROOM_NAMES)
        yield started


@pytest.fixture
def command(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> Callable[..., Any]:
    """Call the command line as ``workbook`` does, but in this process, with the session's `server`: it is quick."""
    from analysis import cli, outcome
    from analysis.report import forkserver

    (tmp_path / "here").mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(outcome, "_end_on_signals", lambda: None)
    monkeypatch.setattr(forkserver, "ForkServer", lambda: nullcontext(request.getfixturevalue("server")))

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        given = [*map(str, arguments)]
        monkeypatch.setattr(sys, "argv", ["workbook", *given])
        code = outcome.finish(lambda: cli.app(given, standalone_mode=False))
        out, err = capfd.readouterr()
        return subprocess.CompletedProcess(given, code, out, err)

    return run


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Call the installed command line in an empty folder: ``workbook("report", folder, LC_ALL="C")``."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "here").mkdir(exist_ok=True)
        return call(*arguments, cwd=tmp_path / "here", **environment)

    return run


@pytest.fixture
def small_client(tmp_path: Path) -> Callable[..., Path]:
    """Write a client of a few rows: ``small_client("id,day,value\\n…", parameters={…})`` returns its folder."""

    def write(rows: str = SIX_ROWS, **settings: Any) -> Path:
        columns = {"customer_id": "id", "date": "day", "amount": "value"} | settings.pop("columns", {})
        source = {"path": "orders.csv", "columns": columns}
        keys = {"client": "Acme", "currency": "EUR", "today": "2026-01-01", "sources": [source], **settings}
        folder = tmp_path / "acme"
        folder.mkdir(exist_ok=True)
        (folder / "orders.csv").write_text(rows, encoding="utf-8")
        (folder / "client.yml").write_text(yaml.safe_dump(keys, allow_unicode=True), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def small_run(
    small_client: Callable[..., Path], tmp_path: Path, shared: Path, request: pytest.FixtureRequest
) -> Callable[..., Run]:
    """Return the run of a client of a few rows, with a cache of its own; that of six rows is computed once for all."""

    def open_small(rows: str = SIX_ROWS, **settings: Any) -> Run:
        same = rows == SIX_ROWS and not settings and "only_read" not in request.fixturenames
        cache = shared / "six rows" if same else tmp_path / "cache"
        return open_client(read_client(small_client(rows, **settings)), cache=cache)

    return open_small


@pytest.fixture
def only_read(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Read cells as ever, but do not weigh what rows mean, unless a test is marked so: it takes longer than to read."""
    from analysis.intake.account import pipeline

    if request.node.get_closest_marker("weighed"):
        return
    for check in ("tell_second_tables", "refuse_split_numbers", "weigh", "check_magnitude", "check_lines"):
        monkeypatch.setattr(pipeline, check, lambda *_: None)
    monkeypatch.setattr(pipeline, "say_verdict", lambda *_: SimpleNamespace(as_dict=dict))


@pytest.fixture
def ax() -> Any:
    """Return Axes in the report's style; the figure is closed after the test."""
    from matplotlib import pyplot as plt

    from analysis.display.style import REPORT

    with plt.rc_context(REPORT):
        figure, ax = plt.subplots()
        yield ax
    plt.close(figure)
