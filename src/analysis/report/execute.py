"""Chapters -> executed notebooks: each in a fresh kernel, side by side."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.display.language import sentence
from analysis.report.choice import Chosen, running_order
from analysis.report.forkserver import ForkServer
from analysis.report.kernel import PrivateKernelManager, kernels_of
from analysis.report.page import Chapter, warm_up
from analysis.report.tidy import tidy
from analysis.schema import DataError, RunError

Tell = Callable[[str, str, float], None]
"""(chapter, "starts" | "done", seconds so far)"""


@dataclass(frozen=True)
class Executed:
    """A chapter with its outputs, and where its time went (seconds by phase)."""

    chapter: Chapter
    seconds: dict[str, float]

    @property
    def notebook(self) -> Any:
        """Its notebook, tidied."""
        return self.chapter.notebook


def execute(
    chapters: Sequence[Chosen],
    environment: Mapping[str, str],
    *,
    jobs: int,
    server: ForkServer | None = None,
    replace: Mapping[str, str],
    last: Callable[[], object] = lambda: None,
    tell: Tell = lambda *_: None,
) -> dict[str, Executed]:
    """Run chapters side by side and return them by name.

    No thread changes the folder or the environment of this process: two of them would see each other's.

    Parameters
    ----------
    chapters : sequence of Chosen
        Notebooks to run.
    environment : mapping
        What the kernels see; they start in its ``HOME``, own notebooks in their folder, as in JupyterLab.
    jobs : int
        Kernels at once.
    server : ForkServer or None
        What they are forked from; None: each is started anew.
    replace : mapping of str to str
        Texts that differ from machine to machine, such as a path, and what stands in the notebooks instead.
    last : callable
        What else is to be done, side by side with the last of them.
    tell : callable
        Is told what starts and what is done.

    Raises
    ------
    DataError
        If a chapter says that the input is at fault.
    RunError
        If a chapter fails.
    """
    manager = kernels_of(environment, server)
    all_submitted, stopped = threading.Event(), threading.Event()

    def wait_for_all() -> None:
        all_submitted.wait()  # an interrupt while a thread starts leaves it to itself: it must not have begun
        if stopped.is_set():
            raise RunError("The report was stopped.")

    def besides() -> None:
        wait_for_all()
        last()

    def one(chosen: Chosen) -> Executed:
        wait_for_all()
        began = time.monotonic()
        tell(chosen.name, "starts", 0.0)
        folder = chosen.notebook.parent if chosen.is_own else Path(environment["HOME"])
        notebook = _run(chosen, manager, folder)
        seconds = time.monotonic() - began
        tell(chosen.name, "done", seconds)
        chapter = Chapter(chosen.name, tidy(notebook, replace=replace))
        if not chosen.is_own and chosen.name != "summary":
            chapter.parts  # noqa: B018 (made while other kernels run)
        return Executed(chapter, _phases(notebook, seconds))

    done: dict[str, Executed] = {}
    with ThreadPoolExecutor(jobs) as pool:
        threading.Thread(target=warm_up, daemon=True).start()
        at_work: list[Future[Any]] = []
        try:
            tasks = {pool.submit(one, chosen): chosen.name for chosen in running_order(chapters)}
            at_work += [*tasks, pool.submit(besides)]
            all_submitted.set()
            for task in as_completed(tasks):
                done[tasks[task]] = task.result()
            at_work[-1].result()
        except BaseException:
            stopped.set()
            all_submitted.set()
            with nullcontext() if server is None else server.stopped():
                _stop(pool, at_work)
            raise
    return done


def _run(chapter: Chosen, manager: type[PrivateKernelManager], folder: Path) -> Any:
    import nbformat
    import papermill
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what failed is said in one sentence, by the caller
    try:
        # Given paths or a `cwd`, papermill would change the folder of this process.
        return papermill.execute_notebook(
            nbformat.read(chapter.notebook, as_version=4),
            None,
            kernel_name="python3",
            progress_bar=False,
            log_output=False,
            resources={"metadata": {"path": str(folder)}},
            kernel_manager_class=manager,
            extra_arguments=["--log-level=CRITICAL"],
        )
    except PapermillExecutionError as error:
        if error.ename == DataError.__name__:
            raise DataError(error.evalue) from error
        said = sentence(
            "Chapter '{name}' failed in cell {cell}: {error}",
            name=chapter.name,
            cell=error.exec_count,
            error=f"{error.ename}: {error.evalue}",
        )
        raise RunError(said) from error
    except DeadKernelError:
        if not _lost(manager):
            raise
        return _run(
            chapter, kernels_of(manager.environment or {}, None), folder
        )  # it ended with what it was forked from


def _lost(manager: type[PrivateKernelManager]) -> bool:
    return manager.server is not None and manager.server.lost


def _stop(pool: ThreadPoolExecutor, tasks: Sequence[Future[Any]]) -> None:
    pool.shutdown(wait=False, cancel_futures=True)
    while not all(task.done() for task in tasks):  # a kernel may only now be starting
        stop_kernels()
        time.sleep(0.05)


def stop_kernels() -> None:
    """End every process that this one has started."""
    import psutil

    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # it ended with its parent
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
