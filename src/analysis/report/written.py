"""What a report consists of, written into a new folder: page, numbers, record, and the files that are handed over."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.codebook import results_schema
from analysis.display.cells import Note
from analysis.display.language import sentence
from analysis.plan.exported import actions_csv
from analysis.questions import open_client, results
from analysis.report.choice import Chosen
from analysis.report.folder import NOTEBOOKS, writing
from analysis.report.leaving import Leaving
from analysis.report.manifest import cover_of, data_notes, manifest_rows, run_record
from analysis.report.own import facts_left
from analysis.report.page import render_page
from analysis.run.snapshot import opened
from analysis.run.store import of_this_version

if TYPE_CHECKING:
    from analysis.report.execute import Executed
    from analysis.run.run import Run


def write_files(folder: str, final: str, chapters: Sequence[str], snapshot: str) -> list[str]:
    """Write what is handed over beside the page, and return what the report says of it; plain, for `ForkServer.call`.

    `folder`, `final`: Where they are written, and where they are to stand.
    `chapters` (sequence of str): Of the report.
    `snapshot`: What the report was begun with (`analysis.run.snapshot`).
    """
    client, read = opened(snapshot)
    run = open_client(client, read=read)
    leaving = Leaving(run, [Chosen(name, Path()) for name in chapters])
    with writing(Path(final)):
        Path(folder).mkdir(exist_ok=True)
        leaving.write(Path(folder))
        actions = actions_csv(run) if "plan" in chapters else None
        if actions is not None:
            (Path(folder) / "actions.csv").write_bytes(actions)
    return leaving.said()


def write_report(
    new: Path, run: Run, wanted: Sequence[Chosen], executed: Mapping[str, Executed], *, said: Sequence[str], cjk: bool
) -> None:
    """Write everything else into the new folder; ``said`` is what the page says of the files beside it."""
    import nbformat

    (new / NOTEBOOKS).mkdir()
    for name, done in executed.items():
        nbformat.write(done.notebook, new / NOTEBOOKS / f"{name}.ipynb")
    record = run_record(run, wanted)
    printed = results(run, [chosen.name for chosen in wanted if not chosen.is_own])
    own = {chosen.name: facts_left(executed[chosen.name].notebook, chosen.name) for chosen in wanted if chosen.is_own}
    _write_json(new / "results.json", printed | own)
    _write_json(new / "results.schema.json", of_this_version("schema", results_schema))
    _write_json(new / "run.json", record)
    page = render_page(
        cover=cover_of(run),
        summary=executed["summary"].notebook if "summary" in executed else None,
        chapters=[executed[chosen.name].chapter for chosen in wanted if chosen.name != "summary"],
        notes=[
            (sentence("Files beside this report"), [Note(text) for text in said]),
            *data_notes(run, with_data="intake" not in executed, cjk=cjk),
        ],
        manifest=manifest_rows(record),
    )
    (new / "report.html").write_text(page, encoding="utf-8", newline="\n")


def _write_json(path: Path, record: Mapping[str, Any]) -> None:
    text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False, default=str)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
