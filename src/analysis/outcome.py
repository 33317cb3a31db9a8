"""How a command ends: its exit code, and one sentence for an error. 0 done, 2 input, 3 run, 130 interrupted."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from analysis.display.language import sentence, unguarded
from analysis.schema import DataError, RunError


def finish(command: Callable[[], Any]) -> int:
    """Run a command to its end, say what went wrong in one sentence on stderr, and return the exit code.

    With ``--json`` an error is an object on stdout as well.
    """
    if "--debug" in sys.argv:
        logging.basicConfig(format="%(message)s")
        logging.getLogger("analysis").setLevel(logging.DEBUG)
    _end_on_signals()
    code, error = _outcome(command)
    said = unguarded(error)
    if said:
        import typer

        print(unguarded(sentence("Error: {said}", said=_line(said))), file=sys.stderr)
        if "--json" in sys.argv:
            typer.echo(json.dumps(checked("error", error=said), ensure_ascii=False))  # in any encoding of the terminal
    return code


def checked(status: str, facts: Any = None, ledger: Any = (), findings: Any = (), error: str | None = None) -> dict:
    """Return what ``check --json`` prints; each finding has its sentence."""
    from analysis.intake.say import message

    said = [{**finding, "message": message(finding)} for finding in findings]
    return {"status": status, "facts": facts, "ledger": list(ledger), "findings": said, "error": error}


def _outcome(command: Callable[[], Any]) -> tuple[int, str]:
    """Return the exit code and what to say; the error itself is let go, and with it what its frames hold."""
    import typer
    from typer.exceptions import TyperException

    try:
        code = command()
        if code == 130:  # typer turns the interrupt into this
            raise KeyboardInterrupt
        return (code if isinstance(code, int) else 0), ""
    except (typer.Abort, KeyboardInterrupt):
        return _interrupted()
    except TyperException as error:
        if "--json" in sys.argv:
            return 2, error.format_message()
        error.show()  # type: ignore[attr-defined]
        return 2, ""
    except DataError as error:
        _trace()
        return 2, str(error)
    except RunError as error:
        _trace()
        return 3, str(error)
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 (the last line of defence, against a library's panic too)
        if str(error) == "Query interrupted":  # what DuckDB makes of an interrupt while it works
            return _interrupted()
        _trace()
        return 3, sentence(
            "The run failed: {error}. An earlier report is as it was; --debug shows where.",
            error=f"{type(error).__name__}: {error}".rstrip("."),
        )


def _interrupted() -> tuple[int, str]:
    return 130, sentence("Interrupted; an earlier report is as it was.")


def _line(said: str) -> str:
    """Return a sentence as one line that a terminal prints and does not obey, whatever names are in it."""
    from analysis.display import formats

    return formats.text(said)


def _trace() -> None:
    if "--debug" in sys.argv:
        import traceback

        traceback.print_exc()


def _end_on_signals() -> None:
    """Treat an end that is asked for in any way as an interrupt: everything is cleaned up. The second ends at once."""
    asked = 0

    def end(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise KeyboardInterrupt
        _kill_children()
        print(sentence("Error: {said}", said=_interrupted()[1]), file=sys.stderr, flush=True)
        os._exit(130)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN:  # as under nohup
            signal.signal(getattr(signal, name), end)


def _kill_children() -> None:
    import psutil

    for child in psutil.Process().children(recursive=True):
        child.kill()
