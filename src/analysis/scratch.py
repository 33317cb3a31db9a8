"""Folders for the time of a run, held by a lock: what nobody holds was left by a run that died, and the next sweeps it.

They hold client data (unpacked exports, executed notebooks), so none may stay behind, whatever ended its run.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import FileLock

_LOCK = "lock"
_PREFIX = ".workbook-"


@contextmanager
def held(beside: Path, prefix: str) -> Iterator[Path]:
    """Give a new folder for the time of a run; sweep those of the same prefix that dead runs have left beside it.

    Raises
    ------
    OSError
        If nothing can be written there.
    """
    _sweep(beside, prefix)
    folder, lock = _new(beside, prefix)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()


@cache
def scratch() -> Path:
    """Return this process's own folder among the system's temporary ones; it goes with the process."""
    stack, mine = ExitStack(), os.getpid()
    folder = stack.enter_context(held(Path(tempfile.gettempdir()), _PREFIX))
    atexit.register(lambda: stack.close() if os.getpid() == mine else None)  # a forked child does not own it
    return folder


def _new(beside: Path, prefix: str) -> tuple[Path, FileLock]:
    """Return a new folder and the lock by which this process holds it."""
    from filelock import FileLock

    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=beside))
        lock = FileLock(folder / _LOCK)
        lock.acquire()
        if (folder / _LOCK).exists():  # else another run has swept it in the moment before it was held
            return folder, lock
        lock.release()


def _sweep(beside: Path, prefix: str) -> None:
    from filelock import FileLock, Timeout

    for left in beside.glob(f"{prefix}*/{_LOCK}"):
        lock = FileLock(left)
        with suppress(Timeout, OSError):
            lock.acquire(timeout=0)
            shutil.rmtree(left.parent, ignore_errors=True)
            lock.release()
