"""`workbook`: progress on stderr, results on stdout; how a command ends is in `outcome`."""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis.display.language import data_error, sentence, unguarded
from analysis.outcome import checked, finish


def _example(*lines: str) -> str:
    """Return examples as the end of a help text; each keeps its line."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"workbook {version('customer-diagnostics-workbook')}")
        raise typer.Exit


app = typer.Typer(
    help="From a client's transaction export to a management report that can be defended line by line.",
    epilog=_example("workbook report demo", "workbook new ACME orders.csv", "workbook report data/acme --pdf"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

ClientPath = Annotated[str, typer.Argument(help="a client.yml or its folder; demo: the demo", show_default=False)]
Debug = Annotated[bool, typer.Option("--debug", help="show the traceback of an error")]


@app.callback()
def workbook(
    version: Annotated[
        bool, typer.Option("--version", help="print the version and exit", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    """Hold the options that go before a command."""


@app.command(
    epilog=_example(
        "workbook report demo",
        "workbook report data/acme data/bolt --output /reports",
        "workbook report data/acme --only value,churn -p horizon_days=180",
    )
)
def report(
    clients: Annotated[list[str], typer.Argument(help="client.yml files or their folders", show_default=False)],
    only: Annotated[str, typer.Option(help="CHAPTER,…: render only these, beside the full report")] = "",
    parameter: Annotated[
        list[str] | None, typer.Option("-p", help="KEY=VALUE: override a parameter; KEY=V1,V2,…: compare them")
    ] = None,
    output: Annotated[Path, typer.Option(help="folder of all reports")] = Path("reports"),
    pdf: Annotated[bool, typer.Option("--pdf", help="print it as PDF too, with an installed Chromium")] = False,
    jobs: Annotated[int | None, typer.Option(min=1, help="chapters at once; default: the machine's cores")] = None,
    debug: Debug = False,
) -> None:
    """Render the report of one or more clients and print where it is."""
    from analysis.progress import Progress
    from analysis.report.forkserver import ForkServer
    from analysis.report.render import render_report

    chapters = [name.strip() for name in only.split(",") if name.strip()]
    overrides = _overrides(parameter or [])
    with ForkServer() as server:  # one for all: it sees none of their data
        for client in clients:
            with Progress(client) as progress:
                done = render_report(
                    client,
                    output=output,
                    chapters=chapters,
                    parameters=overrides,
                    jobs=jobs,
                    pdf=pdf,
                    tell=progress.tell,
                    server=server,
                )
            typer.echo(done.page)
            for reason in done.refused:
                typer.echo(reason, err=True)


@app.command(epilog=_example("workbook check data/acme", "workbook check data/acme --json > check.json"))
def check(
    client: ClientPath,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object, also of an error")] = False,
    debug: Debug = False,
) -> None:
    """Read the client's data only: what was read, used, left out and why."""
    from analysis import places
    from analysis.client.client import read_client
    from analysis.display.language import use_language
    from analysis.intake import read_transactions
    from analysis.progress import Steps

    if "duckdb" not in sys.modules:  # whose types have to be collected; what else is imported goes with the process
        gc.freeze()
    with Steps(client) as steps:
        settings = read_client(places.client_file(client))
        use_language(settings.language)
        intake = read_transactions(settings, None, steps.tell)
    steps.done(intake.facts["rows"] + sum(line["rows"] for line in intake.ledger))
    warned = any(finding["level"] == "warning" for finding in intake.findings)
    told = checked("warning" if warned else "ok", intake.facts, intake.ledger, intake.findings)
    shown = json.dumps(told, ensure_ascii=False, default=str) if as_json else _account(told, intake.currency)
    typer.echo(unguarded(shown))


@app.command(epilog=_example("workbook new ACME exports/orders.csv", "workbook new 'Bolt & Co' 2023.xlsx 2024.xlsx"))
def new(
    name: Annotated[str, typer.Argument(help="the client's name, as on the cover", show_default=False)],
    files: Annotated[list[Path], typer.Argument(help="the exports", show_default=False)],
    folder: Annotated[Path, typer.Option(help="folder of all clients")] = Path("data"),
    debug: Debug = False,
) -> None:
    """Propose a client.yml from the exports; what it is unsure of is marked with "?"."""
    from analysis.client.client import slug_of
    from analysis.intake import propose_client

    target = (folder / slug_of(name)).resolve() / "client.yml"
    if target.exists():
        raise data_error("'{file}' exists already; edit it, or give the client another name.", file=target)
    text = propose_client(name, [file.resolve() for file in files], target.parent)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise data_error(
            "'{file}' cannot be written: {reason}. Choose another --folder.", file=target, reason=error.strerror
        ) from None
    typer.echo(target)


@app.command(epilog=_example("workbook params", "workbook params data/acme"))
def params(
    client: Annotated[
        str | None, typer.Argument(help="a client: what holds for it, and where that comes from", show_default=False)
    ] = None,
    debug: Debug = False,
) -> None:
    """List every parameter: default, unit, range, meaning; for a client, what holds and where it comes from."""
    from analysis import places
    from analysis.client.client import read_client
    from analysis.client.described import aligned, described, effective

    typer.echo(aligned(effective(read_client(places.client_file(client))) if client else described()))


@app.command(epilog=_example("workbook lab data/acme", "workbook lab data/acme -- --no-browser --port 9000"))
def lab(
    client: ClientPath,
    options: Annotated[
        list[str] | None, typer.Argument(help="after --: options of jupyter lab, as --no-browser", show_default=False)
    ] = None,
    debug: Debug = False,
) -> None:
    """Open JupyterLab on this client's own copies of the notebooks."""
    from analysis import places
    from analysis.client.client import read_client
    from analysis.lab import run_lab
    from analysis.lab.copies import advice, copy_chapters

    file = places.client_file(client)
    folder = copy_chapters(read_client(file))
    for said in advice(folder):
        typer.echo(said, err=True)
    run_lab(folder, file, options or [])


@app.command("new-chapter", epilog=_example("workbook new-chapter data/acme regions"))
def new_chapter(
    client: ClientPath,
    name: Annotated[str, typer.Argument(help="a word; the notebook's name and its key in results.json")],
    debug: Debug = False,
) -> None:
    """Write a chapter of one's own from a template, into the client's folder `chapters`, and print where it is."""
    from analysis import places
    from analysis.client.client import read_client
    from analysis.report import own

    typer.echo(own.new_chapter(read_client(places.client_file(client)), name))
    typer.echo(
        sentence("To have it in the report, put '{name}' where it belongs in `chapters` of client.yml.", name=name),
        err=True,
    )


def _overrides(given: list[str]) -> dict[str, Any]:
    import yaml

    overrides = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise data_error("A parameter is given as -p KEY=VALUE; got '-p {text}'.", text=text)
        try:
            several = value.split(",") if "," in value and not value.lstrip().startswith("[") else None
            overrides[name.strip()] = [yaml.safe_load(part) for part in several] if several else yaml.safe_load(value)
        except yaml.YAMLError:
            overrides[name.strip()] = value
        except (RecursionError, ValueError):
            raise data_error(
                "-p {name}: the value is nested too deeply, or is a number or a day that cannot be.", name=name.strip()
            ) from None
    return overrides


def _account(told: dict[str, Any], currency: str | None) -> str:
    from analysis.display import formats
    from analysis.intake.say.account import used

    read, *left_out = used(told["facts"], told["ledger"], currency)
    said = [f"{finding['level']}: {formats.text(finding['message'])}" for finding in told["findings"]]
    return "\n  ".join([read, *left_out, *said])


def main() -> None:
    """Run the command line; every error is a sentence."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # to look for them takes longer than to read settings
    gc.set_threshold(50_000)  # nothing that is imported is to be collected
    sys.exit(finish(lambda: app(standalone_mode=False)))
