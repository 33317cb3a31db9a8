"""The folder of a report: whose it is, what in it is ours, and what dead runs have left beside it.

``reports/<slug>/`` holds one folder per report, ``.owner`` (the folder of the client whose reports these are), and,
while a run works, a hidden folder of its own, which it holds by a lock: what nobody holds was left by a run that died,
and the next one sweeps it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.display.language import data_error
from analysis.report.exchange import exchange, restore
from analysis.schema import DataError
from analysis.scratch import held

OURS = {
    "report.html",
    "report.pdf",
    "results.json",
    "run.json",
    "customers.xlsx",
    "customers.csv",
    "customers.parquet",
    "actions.csv",
}
NOTEBOOKS = "notebooks"
_RUN = ".run-"


def claim(folder: Path, client: Path) -> None:
    """Make the folder of a client's reports, or make sure that it is this client's.

    Raises DataError if it cannot be written, or holds the reports of a client in another folder.
    """
    owner = folder / ".owner"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not owner.exists():
            owner.write_text(f"{client}\n", encoding="utf-8")
        other = Path(owner.read_text(encoding="utf-8").strip())
    except OSError as error:
        raise _unwritable(folder, error) from error
    if other == client or _same(other, client):
        return
    if (other / "client.yml").exists():
        raise data_error(
            "The folder '{folder}' holds the reports of another client, the one in '{other}'. Give one of the two "
            "a different name in its client.yml, or choose another --output.",
            folder=folder,
            other=other,
        )
    raise data_error(
        "The reports in '{folder}' are of the client in '{other}', which is no longer there. If it was moved to "
        "'{client}', remove '{owner}' and try again; else choose another --output.",
        folder=folder,
        other=other,
        client=client,
        owner=owner,
    )


def not_another_clients(folder: Path, client: str) -> None:
    """Refuse to replace the report of a client of another name."""
    record = folder / "run.json"
    other = None
    with contextlib.suppress(OSError, ValueError, AttributeError):
        other = json.loads(record.read_text(encoding="utf-8")).get("client")
    if other not in (None, client):
        raise data_error(
            "The folder '{folder}' holds the report of another client, '{other}'. Give one of the two a different "
            "name in its client.yml, or choose another --output.",
            folder=folder,
            other=other,
        )


@contextmanager
def workshop(final: Path) -> Iterator[Path]:
    """Give a hidden folder beside a report for the time of a run; sweep what dead runs have left there.

    Raises DataError if nothing can be written there.
    """
    with contextlib.ExitStack() as stack:
        with writing(final):
            restore(final)
            folder = stack.enter_context(held(final.parent, _RUN))
        yield folder


@contextmanager
def writing(final: Path) -> Iterator[None]:
    """Say in a sentence that a report cannot be written, as where the disk is full."""
    try:
        yield
    except OSError as error:
        raise _unwritable(final.parent, error) from error


def put_in_place(new: Path, final: Path) -> None:
    """Put a finished report in its place; what is not ours in the old one's folder stays there.

    Files of others are links to the same file in both folders before one takes the place of the other, so that none is
    ever missing; the old folder is removed only when the new one stands.

    Raises OSError if it cannot be done; the earlier report is then as it was.
    """
    new.chmod(0o755)
    if final.exists():
        _carry(final, new)
    exchange(new, final)
    if new.exists():  # the old one now; what came into it meanwhile is carried too
        _carry(new, final)


def _carry(old: Path, new: Path) -> None:
    ours = {*OURS, *(f"{NOTEBOOKS}/{name}.ipynb" for name in _chapters(old))}
    for file in sorted(old.rglob("*")):
        name = file.relative_to(old)
        target = new / name
        if name.as_posix() in ours or os.path.lexists(target) or (file.is_dir() and not file.is_symlink()):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(file, target, follow_symlinks=False)
        except (OSError, NotImplementedError):
            shutil.copy2(file, target, follow_symlinks=False)


def _chapters(report: Path) -> list[str]:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return [str(name) for name in json.loads((report / "run.json").read_text(encoding="utf-8"))["chapters"]]
    return []


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _unwritable(folder: Path, error: OSError) -> DataError:
    return data_error(
        "The report goes to '{folder}', which cannot be written: {reason}. Choose another folder with --output.",
        folder=folder,
        reason=error.strerror or error,
    )
