"""Notebooks -> report: every chapter in a fresh kernel, side by side, put in place in one move when all is whole."""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.client.client import read_client
from analysis.report.manifest import cover_of, data_notes, manifest_rows, run_record
from analysis.report.page import Chapter, render_page, warm_up
from analysis.report.pdf import find_browser, print_pdf
from analysis.report.tidy import tidy
from analysis.run.run import PROJECT, SECTIONS, Run
from analysis.schema import DataError, RunError

NOTEBOOKS = PROJECT / "notebooks"
READING_ORDER = ("summary", "intake", "concentration", "value", "churn")
# The longest first, so that nothing waits for it at the end; the summary reads what the others have stored.
RUNNING_ORDER = ("value", "concentration", "churn", "intake", "summary")
EPOCH = "315532800"  # 1980-01-01: tools that stamp their output stamp the same day always

Tell = Callable[[str, str, float], None]
"""(chapter, "starts" | "done", seconds so far)"""


@dataclass
class Report:
    """Where a report is, and where its time went (seconds by chapter and phase)."""

    folder: Path
    seconds: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def page(self) -> Path:
        """The report itself."""
        return self.folder / "report.html"


def render_report(
    client_path: str | Path,
    *,
    output: Path,
    chapters: Sequence[str] = (),
    parameters: Mapping[str, object] | None = None,
    jobs: int | None = None,
    pdf: bool = False,
    tell: Tell = lambda *_: None,
) -> Report:
    """Render a client's report.

    Parameters
    ----------
    client_path : path
        A client.yml or its folder.
    output : Path
        Folder of all reports; this one goes to ``<slug>/<observation_end>[-<chapters>]``.
    chapters : sequence of str
        Which ones; empty: all. Some chapters only give a report beside the full one.
    parameters : mapping
        Overrides of the client file's parameters.
    jobs : int, optional
        Chapters at once; default: the machine's cores.
    pdf : bool
        Print the page to report.pdf too; needs an installed Chromium.
    tell : callable
        Is told what starts and what is done.

    Raises
    ------
    DataError
        If the input or the parameters are at fault. An earlier report stays as it is.
    RunError
        If a chapter itself failed.
    """
    started = time.monotonic()
    unknown = [name for name in chapters if name not in READING_ORDER]
    if unknown:
        raise DataError(f"There is no chapter '{unknown[0]}'; chapters are {', '.join(READING_ORDER)}.")
    wanted = [name for name in READING_ORDER if name in chapters] if chapters else list(READING_ORDER)
    client = read_client(client_path, parameters)
    if pdf:
        find_browser()
    run = Run(client)
    _ready(run)
    report = Report(_place(run, output, wanted))
    report.seconds["intake"] = {"compute": time.monotonic() - started}
    _not_another_clients(report.folder, client.client)
    report.folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{report.folder.name}-", dir=report.folder.parent))
    try:
        (staging / "notebooks").mkdir()
        notebooks = _execute(client_path, wanted, parameters or {}, jobs or os.cpu_count() or 1, run, report, tell)
        began = time.monotonic()
        _write(staging, run, wanted, notebooks)
        if pdf:
            print_pdf(staging.resolve() / "report.html", staging / "report.pdf")
        report.seconds["page"] = {"HTML": time.monotonic() - began}
        staging.chmod(0o755)
        _swap(staging, report.folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return report


def _ready(run: Run) -> None:
    """Meet every fault of the input before a kernel starts."""
    if len(run.customers) == 0:
        raise DataError("No customer is left to analyse.")
    if run.observation_end > run.first_day:
        assert run.calibration_end


def _place(run: Run, output: Path, wanted: Sequence[str]) -> Path:
    part = "" if len(wanted) == len(READING_ORDER) else "-" + "-".join(wanted)
    return output / run.client.slug / f"{run.observation_end.isoformat()}{part}"


def _not_another_clients(folder: Path, client: str) -> None:
    record = folder / "run.json"
    if record.is_file():
        other = json.loads(record.read_text(encoding="utf-8")).get("client")
        if other != client:
            raise DataError(
                f"The folder '{folder}' holds the report of another client, '{other}'. Give one of the two a different "
                "name in its client.yml, or choose another --output."
            )


def _execute(
    client_path: str | Path,
    wanted: Sequence[str],
    parameters: Mapping[str, object],
    jobs: int,
    run: Run,
    report: Report,
    tell: Tell,
) -> dict[str, Any]:
    client_file = Path(client_path).resolve()
    done: dict[str, Any] = {}
    with _environment(parameters), tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(jobs) as pool:

        def one(name: str) -> Any:
            begin = time.monotonic()
            tell(name, "starts", 0.0)
            notebook = _execute_one(name, client_file, Path(scratch))
            report.seconds[name] = _phases(notebook, time.monotonic() - begin)
            tell(name, "done", time.monotonic() - begin)
            return tidy(notebook, replace={str(client_file): run.client.slug, scratch: ""})

        threading.Thread(target=warm_up, daemon=True).start()
        tasks = {pool.submit(one, name): name for name in RUNNING_ORDER if name in wanted}
        try:
            for task in as_completed(tasks):
                done[tasks[task]] = task.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            while any(task.running() for task in tasks):  # a kernel may only now be starting
                _stop_kernels()
                time.sleep(0.05)
            raise
    return done


def _execute_one(name: str, client_file: Path, scratch: Path) -> Any:
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from analysis.report.kernel import PrivateKernelManager

    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what failed is said in one sentence, by the caller
    try:
        return papermill.execute_notebook(
            NOTEBOOKS / f"{name}.ipynb",
            scratch / f"{name}.ipynb",
            parameters={"client": str(client_file)},
            progress_bar=False,
            log_output=False,
            cwd=str(PROJECT),
            kernel_manager_class=PrivateKernelManager,
            extra_arguments=["--log-level=CRITICAL"],
        )
    except PapermillExecutionError as error:
        if error.ename == DataError.__name__:
            raise DataError(error.evalue) from error
        raise RunError(f"Chapter '{name}' failed in cell {error.exec_count}: {error.ename}: {error.evalue}") from error


@contextmanager
def _environment(parameters: Mapping[str, object]) -> Iterator[None]:
    """Hand the overrides to the kernels, and take from them what differs between two machines."""
    settings = {
        "WORKBOOK_PARAMETERS": json.dumps(dict(parameters), default=str),
        "SOURCE_DATE_EPOCH": EPOCH,
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
    }
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _stop_kernels() -> None:
    import psutil

    for child in psutil.Process().children(recursive=True):
        child.terminate()


def _phases(notebook: Any, total: float) -> dict[str, float]:
    """Part the time of a chapter: before the first cell, its imports, the cell that computes, the cells that show."""
    phases = {"start-up": total, "imports": 0.0, "compute": 0.0, "figures": 0.0}
    for cell in notebook.cells:
        seconds = cell.metadata.get("papermill", {}).get("duration") or 0.0
        phases["start-up"] -= seconds
        if cell.cell_type != "code":
            continue
        if "import " in cell.source:
            phases["imports"] += seconds
        elif "open_run(" in cell.source:
            phases["compute"] += seconds
        else:
            phases["figures"] += seconds
    return phases


def _write(staging: Path, run: Run, wanted: Sequence[str], notebooks: Mapping[str, Any]) -> None:
    import nbformat

    for name in wanted:
        nbformat.write(notebooks[name], staging / "notebooks" / f"{name}.ipynb")
    record = run_record(run, wanted, NOTEBOOKS)
    _write_json(staging / "results.json", run.results(wanted))
    _write_json(staging / "run.json", record)
    page = render_page(
        cover=cover_of(run),
        summary=notebooks.get("summary"),
        chapters=[Chapter(name, notebooks[name]) for name in wanted if name != "summary"],
        notes=data_notes(run, with_data="intake" not in wanted),
        manifest=manifest_rows(record),
    )
    (staging / "report.html").write_text(page, encoding="utf-8", newline="\n")


def _write_json(path: Path, record: Mapping[str, Any]) -> None:
    text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False, default=str)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _swap(staging: Path, final: Path) -> None:
    """Put the new report in the old one's place; should that fail, the old one goes back."""
    if not final.exists():
        os.replace(staging, final)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{final.name}-old-", dir=final.parent))
    os.replace(final, old / "report")
    try:
        os.replace(staging, final)
    except OSError:
        os.replace(old / "report", final)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


assert set(READING_ORDER) == set(RUNNING_ORDER) == set(SECTIONS)
