"""`workbook`: progress on stderr, results on stdout, exit codes 0, 2 (input), 3 (run), 130 (interrupted)."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis.schema import DataError, RunError

app = typer.Typer(
    help="From a client's transaction export to a management report that can be defended line by line.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

ClientPath = Annotated[str, typer.Argument(help="a client.yml or its folder", show_default=False)]
INTERRUPTED = 130, "Interrupted; an earlier report is as it was."
Debug = Annotated[bool, typer.Option("--debug", help="show the traceback of an error")]


@app.command()
def report(
    clients: Annotated[list[str], typer.Argument(help="client.yml files or their folders", show_default=False)],
    only: Annotated[str, typer.Option(help="CHAPTER,…: render only these, beside the full report")] = "",
    parameter: Annotated[list[str] | None, typer.Option("-p", help="KEY=VALUE: override a parameter")] = None,
    output: Annotated[Path, typer.Option(help="folder of all reports")] = Path("reports"),
    pdf: Annotated[bool, typer.Option("--pdf", help="print it as PDF too, with an installed Chromium")] = False,
    jobs: Annotated[int | None, typer.Option(min=1, help="chapters at once; default: the machine's cores")] = None,
    debug: Debug = False,
) -> None:
    """Render the report of one or more clients and print where it is."""
    from analysis.progress import Progress
    from analysis.report.render import render_report

    chapters = [name.strip() for name in only.split(",") if name.strip()]
    for client in clients:
        with Progress(client) as progress:
            done = render_report(
                client,
                output=output,
                chapters=chapters,
                parameters=_overrides(parameter or []),
                jobs=jobs,
                pdf=pdf,
                tell=progress.tell,
            )
        typer.echo(done.page)


@app.command()
def check(
    client: ClientPath,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
    debug: Debug = False,
) -> None:
    """Read the client's data only: what was read, used, left out and why."""
    from analysis.client.client import read_client
    from analysis.intake import read_transactions
    from analysis.progress import Steps

    try:
        with Steps(client) as steps:
            intake = read_transactions(read_client(client), None, steps.tell)
    except DataError as error:
        if as_json:
            typer.echo(json.dumps(_checked("error", error=str(error)), ensure_ascii=False))
        raise
    steps.done(intake.facts["rows"] + sum(line["rows"] for line in intake.ledger))
    warned = any(finding["level"] == "warning" for finding in intake.findings)
    told = _checked("warning" if warned else "ok", intake.facts, intake.ledger, intake.findings)
    typer.echo(json.dumps(told, ensure_ascii=False, default=str) if as_json else _account(told, intake.currency))


@app.command()
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
        raise DataError(f"'{target}' exists already; edit it, or give the client another name.")
    text = propose_client(name, [file.resolve() for file in files])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text.replace(f"{target.parent}{os.sep}", ""), encoding="utf-8")
    typer.echo(target)


@app.command()
def params() -> None:
    """List every parameter: default, unit, range, meaning."""
    from analysis.client.parameters import Parameters

    rows = [("parameter", "default", "unit", "range", "meaning"), *_described(Parameters)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for *cells, meaning in rows:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + f"  {meaning}")


@app.command()
def lab(
    client: ClientPath,
    options: Annotated[
        list[str] | None, typer.Argument(help="after --: options of jupyter lab, as --no-browser", show_default=False)
    ] = None,
    debug: Debug = False,
) -> None:
    """Open JupyterLab on this client's own copies of the notebooks."""
    from analysis.client.client import read_client
    from analysis.lab import copy_chapters, differing, run_lab

    folder = copy_chapters(read_client(client))
    for name in differing(folder):
        typer.echo(f"'{folder / name}' is not the chapter as it is now; remove it to get a new copy.", err=True)
    run_lab(folder, client, options or [])


def _described(model: Any, prefix: str = "") -> list[tuple[str, str, str, str, str]]:
    """Return name, default, unit, range and meaning of each parameter; parts of a parameter have dotted names."""
    rows = []
    for name, field in model.model_fields.items():
        if hasattr(field.annotation, "model_fields"):
            rows += _described(field.annotation, f"{name}.")
            continue
        signs = {"ge": ">= ", "gt": "> ", "le": "<= ", "lt": "< "}
        limits = [(sign, getattr(limit, kind, None)) for limit in field.metadata for kind, sign in signs.items()]
        said = ", ".join(f"{sign}{bound}" for sign, bound in limits if bound is not None)
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        default = "–" if field.default is None else str(field.default)
        rows.append((prefix + name, default, str(extra.get("unit", "")), said, field.description or ""))
    return rows


def _overrides(given: list[str]) -> dict[str, Any]:
    import yaml

    overrides = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise DataError(f"A parameter is given as -p KEY=VALUE; got '-p {text}'.")
        try:
            overrides[name.strip()] = yaml.safe_load(value)
        except yaml.YAMLError:
            overrides[name.strip()] = value
    return overrides


def _checked(status: str, facts: Any = None, ledger: Any = (), findings: Any = (), error: str | None = None) -> dict:
    from analysis.intake.say import message

    findings = [{**finding, "message": message(finding)} for finding in findings]
    return {"status": status, "facts": facts, "ledger": list(ledger), "findings": findings, "error": error}


def _account(told: dict[str, Any], currency: str | None) -> str:
    from analysis.intake.say.account import used

    read, *left_out = used(told["facts"], told["ledger"], currency)
    said = [f"{finding['level']}: {finding['message']}" for finding in told["findings"]]
    return "\n  ".join([read, *left_out, *said])


def main() -> None:
    """Run the command line; every error is a sentence."""
    code, sentence = _outcome()
    if sentence:
        print(f"Error: {sentence}", file=sys.stderr)
    sys.exit(code)


def _outcome() -> tuple[int, str]:
    """Return the exit code and what to say; the error itself is let go, and with it what its frames hold."""
    from typer.exceptions import TyperException

    try:
        code = app(standalone_mode=False)
        if code == 130:  # typer turns the interrupt into this
            raise KeyboardInterrupt
        return (code if isinstance(code, int) else 0), ""
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except TyperException as error:
        error.show()  # type: ignore[attr-defined]
        return 2, ""
    except DataError as error:
        _trace()
        return 2, str(error)
    except RunError as error:
        _trace()
        return 3, str(error)
    except Exception as error:  # noqa: BLE001 (the last line of defence: no traceback reaches a consultant)
        if str(error) == "Query interrupted":  # what DuckDB makes of an interrupt while it works
            return INTERRUPTED
        _trace()
        said = f"{type(error).__name__}: {error}"
        return 3, f"The run failed: {said}. An earlier report is as it was; --debug shows where."


def _trace() -> None:
    if "--debug" in sys.argv:
        import traceback

        traceback.print_exc()
