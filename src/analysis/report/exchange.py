"""Put a new folder in the place of an old one, so that at every moment one of the two stands there whole."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

_OLD = "-old"


def exchange(new: Path, final: Path) -> None:
    """Put `new` where `final` is; the old one, if there was one, lies where `new` was.

    In one step of the file system, where it has such a step. Else the old one is moved away first, and comes back
    by `restore` should the second move never happen.

    Raises OSError if it cannot be done; `final` is then as it was.
    """
    if not final.exists():
        os.replace(new, final)
    elif not _at_once(new, final):
        _in_two_moves(new, final)


def restore(final: Path) -> None:
    """Bring an old folder back that was moved away by a process that ended before it put the new one in place."""
    away = _away(final)
    if not away.exists():
        return
    if final.exists():
        shutil.rmtree(away)
    else:
        os.replace(away, final)


def _in_two_moves(new: Path, final: Path) -> None:
    away = _away(final)
    os.replace(final, away)
    try:
        os.replace(new, final)
    except BaseException:
        os.replace(away, final)
        raise
    os.replace(away, new)


def _away(final: Path) -> Path:
    return final.with_name(f".{final.name}{_OLD}")


def _at_once(one: Path, other: Path) -> bool:
    """Exchange two folders by one call to the system; say whether there is such a call here."""
    swap = _system_call()
    return swap is not None and swap(os.fsencode(one), os.fsencode(other)) == 0


def _system_call() -> Callable[[bytes, bytes], int] | None:
    with contextlib.suppress(OSError, AttributeError):
        system = ctypes.CDLL(None, use_errno=True)
        if sys.platform.startswith("linux"):
            here, both = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
            rename = system.renameat2
            rename.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
            return lambda one, other: int(rename(here, one, here, other, both))
        if sys.platform == "darwin":
            rename = system.renamex_np
            rename.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint)
            return lambda one, other: int(rename(one, other, 2))  # RENAME_SWAP
    return None
