"""A client -> its report: read, run the chapters, make the page, and put it in place when all of it is whole."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import places
from analysis.client.client import read_client
from analysis.display.language import data_error
from analysis.questions import open_client
from analysis.report import sweep
from analysis.report.choice import choose, refused, suffix
from analysis.report.environment import private_environment
from analysis.report.folder import claim, not_another_clients, put_in_place, workshop, writing
from analysis.report.forkserver import ForkServer
from analysis.report.pdf import find_browser, print_pdf
from analysis.run.snapshot import VARIABLE as SNAPSHOT
from analysis.run.snapshot import snapshot_of

if TYPE_CHECKING:
    from analysis.report.execute import Tell
    from analysis.run.run import Run


WRITE_FILES = "analysis.report.written:write_files"


@dataclass
class Report:
    """Where a report is, what could not be computed, and where its time went (seconds by chapter and phase)."""

    folder: Path
    refused: list[str] = field(default_factory=list)
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
    server: ForkServer | None = None,
) -> Report:
    """Render a client's report.

    Parameters
    ----------
    client_path : path
        A client.yml or its folder; "demo" for the demo.
    output : Path
        Folder of all reports; this one goes to ``<slug>/<observation_end>[-<chapters>]``.
    chapters : sequence of str
        Which ones; empty: those of the client file, else all. Some only give a report beside the full one.
    parameters : mapping
        Overrides of the client file's parameters; one may be a list: then the report shows what changes with it.
    jobs : int, optional
        Chapters at once; default: the machine's cores.
    pdf : bool
        Print the page to report.pdf too; needs an installed Chromium.
    tell : callable
        Is told what starts and what is done.
    server : ForkServer, optional
        Shared with other reports; else this one starts one of its own.

    Raises
    ------
    DataError
        If the input, the parameters or the output are at fault. An earlier report stays as it is.
    RunError
        If a chapter itself failed.
    """
    began = time.monotonic()
    file = places.client_file(client_path)
    tried = sweep.swept(parameters or {})
    parameters = {name: value for name, value in (parameters or {}).items() if not isinstance(value, list)}
    client = read_client(file, parameters)
    wanted = [sweep.chapter()] if tried else choose(client, chapters)
    if pdf:
        find_browser()
    with ExitStack() as stack:
        server = server or stack.enter_context(ForkServer())
        server.start([chosen.name for chosen in wanted if not chosen.is_own])  # libraries load while the data are read
        from analysis.report.execute import execute
        from analysis.report.written import write_report

        run = open_client(client)
        _ready(run)
        folder = output.absolute() / client.slug / f"{run.observation_end.isoformat()}{suffix(client, wanted)}"
        report = Report(folder, seconds={"intake": {"compute": time.monotonic() - began}})
        claim(folder.parent, client.folder)
        not_another_clients(folder, client.client)
        shop = stack.enter_context(workshop(folder))
        began_with = snapshot_of(client, run.base.read)
        environment = private_environment(file, parameters, shop) | {SNAPSHOT: began_with, **sweep.variable(tried)}
        new, said = shop / "report", list[str]()
        names = [chosen.name for chosen in wanted]
        leaving = {"folder": str(new), "final": str(folder), "chapters": names, "snapshot": began_with}
        cjk = server.cjk(environment)
        executed = execute(
            wanted,
            environment,
            jobs=jobs or os.cpu_count() or 1,
            server=server,
            replace={str(file): client.slug, str(shop): ""},
            last=lambda: said.extend(server.call(WRITE_FILES, leaving, environment, shop)),
            tell=tell,
        )
        began = time.monotonic()
        with writing(folder):
            write_report(new, run, wanted, executed, said=said, cjk=cjk)
            if pdf:
                print_pdf(new / "report.html", new / "report.pdf")
            run.base.refuse_changed_inputs()
            put_in_place(new, folder)
    report.seconds |= {name: done.seconds for name, done in executed.items()}
    report.seconds["page"] = {"HTML": time.monotonic() - began}
    report.refused = refused(run, wanted)
    return report


def _ready(run: Run) -> None:
    """Meet every fault of the input before a kernel starts."""
    if len(run.customers) == 0:
        raise data_error("No customer is left to analyse.")
    if run.observation_end > run.first_day:
        assert run.calibration_end
