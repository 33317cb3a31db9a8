"""A client -> its report: read, run the chapters, make the page, and put it in place when all of it is whole."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis import places
from analysis.client.client import read_client
from analysis.codebook import results_schema
from analysis.display.language import sentence
from analysis.plan.exported import actions_csv
from analysis.questions import open_client, results
from analysis.report import sweep
from analysis.report.choice import Chosen, choose, refused, suffix
from analysis.report.execute import Tell, execute
from analysis.report.folder import NOTEBOOKS, claim, not_another_clients, put_in_place, workshop, writing
from analysis.report.fonts import list_fonts
from analysis.report.forkserver import fork_server
from analysis.report.kernel import private_environment
from analysis.report.leaving import Leaving
from analysis.report.manifest import cover_of, data_notes, manifest_rows, run_record
from analysis.report.own import facts_left
from analysis.report.page import Chapter, render_page
from analysis.report.pdf import find_browser, print_pdf
from analysis.run.run import Run
from analysis.run.snapshot import VARIABLE as SNAPSHOT
from analysis.run.snapshot import snapshot_of
from analysis.schema import DataError


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
    run = open_client(client)
    _ready(run)
    folder = output.absolute() / client.slug / f"{run.observation_end.isoformat()}{suffix(client, wanted)}"
    report = Report(folder, seconds={"intake": {"compute": time.monotonic() - began}})
    claim(folder.parent, client.folder)
    not_another_clients(folder, client.client)
    with workshop(folder) as shop:
        environment = private_environment(file, parameters, shop)
        environment[SNAPSHOT] = snapshot_of(client, run.base.read)
        if tried:
            environment[sweep.VARIABLE] = json.dumps(tried)
        replace = {str(file): client.slug, str(shop): ""}
        with fork_server(environment, [chosen.name for chosen in wanted if not chosen.is_own]) as server:
            cjk = list_fonts(environment) if server is None else server.cjk()
            executed = execute(
                wanted, environment, jobs=jobs or os.cpu_count() or 1, server=server, replace=replace, tell=tell
            )
        began = time.monotonic()
        with writing(folder):
            new = _write(shop / "report", run, wanted, {name: done.notebook for name, done in executed.items()}, cjk)
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
        raise DataError(sentence("No customer is left to analyse."))
    if run.observation_end > run.first_day:
        assert run.calibration_end


def _write(new: Path, run: Run, wanted: Sequence[Chosen], notebooks: Mapping[str, Any], cjk: bool) -> Path:
    """Write everything that a report holds into a new folder, and return that."""
    import nbformat

    (new / NOTEBOOKS).mkdir(parents=True)
    for chosen in wanted:
        nbformat.write(notebooks[chosen.name], new / NOTEBOOKS / f"{chosen.name}.ipynb")
    record = run_record(run, wanted)
    printed = results(run, [chosen.name for chosen in wanted if not chosen.is_own])
    own = {chosen.name: facts_left(notebooks[chosen.name], chosen.name) for chosen in wanted if chosen.is_own}
    _write_json(new / "results.json", printed | own)
    _write_json(new / "results.schema.json", results_schema())
    _write_json(new / "run.json", record)
    leaving = Leaving(run, wanted)
    leaving.write(new)
    actions = actions_csv(run) if "plan" in notebooks else None
    if actions is not None:
        (new / "actions.csv").write_bytes(actions)
    page = render_page(
        cover=cover_of(run),
        summary=notebooks.get("summary"),
        chapters=[Chapter(chosen.name, notebooks[chosen.name]) for chosen in wanted if chosen.name != "summary"],
        notes=[
            (sentence("Files beside this report"), leaving.said()),
            *data_notes(run, with_data="intake" not in notebooks, cjk=cjk),
        ],
        manifest=manifest_rows(record),
    )
    (new / "report.html").write_text(page, encoding="utf-8", newline="\n")
    return new


def _write_json(path: Path, record: Mapping[str, Any]) -> None:
    text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False, default=str)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
