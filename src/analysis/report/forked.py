"""The process that kernels are forked from: it has loaded the libraries, and has never seen anybody's data.

Started as ``python -m analysis.report.forked MODULE…`` by `analysis.report.forkserver`. It says on stdout that it is
ready and whether figures can show Chinese signs; then it forks for every line that it reads on stdin, and ends with it.
A line asks for a kernel, by the arguments of its command, or for the call of a function, whose answer goes to a file.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
"""Of Linux' ``prctl``: the signal that a process gets when its parent ends."""


def serve(modules: list[str]) -> Mapping[str, Any] | None:
    """Load modules and fork when asked; return in each child what was asked for, and None at the end."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # nobody debugs a kernel of a report; it is slow to load
    for name in modules:
        with suppress(ModuleNotFoundError):  # other versions of a library have other parts
            importlib.import_module(name)
    from analysis.display.style import cjk_font

    _say({"cjk": bool(cjk_font())})
    gc.freeze()  # what is shared with the children is not touched by their garbage collection
    gc.set_threshold(50_000)  # 700 by default: a figure makes so many objects that a tenth of a chapter went into it
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended children leave nothing behind
    mine = os.getpid()
    for line in sys.stdin:
        asked: Mapping[str, Any] = json.loads(line)
        pid = os.fork()
        if pid == 0:
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # it ends with the process it was forked from
            if os.getppid() != mine:  # which has ended before that was said
                os._exit(1)
            return asked
        _say({"pid": pid})
    return None


def become(asked: Mapping[str, Any]) -> None:
    """Do in this process what was asked for, in the environment and the folder that were."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    if "call" in asked:
        _answer(asked)
        return
    sys.argv = ["ipykernel_launcher", *asked["arguments"]]
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance()


def called(function: str, arguments: Mapping[str, Any]) -> Any:
    """Return what ``module:function`` returns."""
    module, _, name = function.partition(":")
    return getattr(importlib.import_module(module), name)(**arguments)


def _answer(asked: Mapping[str, Any]) -> None:
    try:
        said = {"value": called(asked["call"], asked["with"])}
    except Exception as error:
        said = {"error": type(error).__name__, "said": str(error)}
        traceback.print_exc()  # for --debug
    draft = Path(asked["answer"]).with_suffix(".draft")
    draft.write_text(json.dumps(said), encoding="utf-8")
    os.replace(draft, asked["answer"])
    os._exit(0)  # what libraries do at the end of a process takes a while and is of no use


def _say(what: Mapping[str, Any]) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    wanted = serve(sys.argv[1:])
    if wanted is not None:
        become(wanted)
