"""The process that kernels are forked from: it has loaded the libraries, and has never seen anybody's data.

Started as ``python -m analysis.report.forked MODULE…`` by `analysis.report.forkserver`. It says on stdout that it is
ready and whether figures can show Chinese signs; then it forks for every line that it reads on stdin, and ends with it.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import signal
import sys
from collections.abc import Mapping
from typing import Any

PR_SET_PDEATHSIG = 1
"""Of Linux' ``prctl``: the signal that a process gets when its parent ends."""


def serve(modules: list[str]) -> Mapping[str, Any] | None:
    """Load modules and fork when asked; return in each child what was asked for, and None at the end."""
    for name in modules:
        importlib.import_module(name)
    from analysis.display.style import cjk_font

    _say({"cjk": bool(cjk_font())})
    gc.freeze()  # what is shared with the children is not touched by their garbage collection
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended children leave nothing behind
    for line in sys.stdin:
        asked: Mapping[str, Any] = json.loads(line)
        pid = os.fork()
        if pid == 0:
            return asked
        _say({"pid": pid})
    return None


def become_kernel(asked: Mapping[str, Any]) -> None:
    """Turn this process into the kernel that was asked for: its environment, folder and arguments."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # it ends with the process that it was forked from
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    sys.argv = ["ipykernel_launcher", *asked["arguments"]]
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance()


def _say(what: Mapping[str, Any]) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    wanted = serve(sys.argv[1:])
    if wanted is not None:
        become_kernel(wanted)
