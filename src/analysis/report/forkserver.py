"""Kernels that need not load libraries: forked, each of its own, from a process that has loaded them.

Such a kernel is as fresh as one that is started anew, for what it is forked from has never seen anybody's data; so
reports of several clients can share it.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis.display.language import sentence
from analysis.report.environment import neutral_environment
from analysis.report.fonts import list_fonts
from analysis.schema import DataError, RunError
from analysis.scratch import scratch

LIBRARIES = (
    "ipykernel.kernelapp",
    "IPython.core.completerlib",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "psutil",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
    "matplotlib_inline.backend_inline",
    "duckdb",
    "narwhals._duckdb.dataframe",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "filelock",
    "analysis.drawings",
    "analysis.intake.join.joins",
    "analysis.questions",
)
"""What kernels load, most of them or all; what a version has not is left out."""
FACES = ("step", "draw", "views")
"""Modules of a room that its notebook imports."""
_ERRORS: Mapping[str, type[Exception]] = {error.__name__: error for error in (DataError, RunError)}
_log = logging.getLogger(__name__)


class ForkServer:
    """A process that forks kernels and tasks, once it is started; where it cannot, everything goes without it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._one_at_a_time = threading.Lock()
        self._cjk: bool | None = None
        self._stopped = False

    def start(self, rooms: Sequence[str]) -> None:
        """Start it, if it does not run, with the libraries that these rooms' chapters need; return at once."""
        if self._process is not None or sys.platform != "linux":  # elsewhere it is not safe after libraries are loaded
            return
        self._settings = tempfile.TemporaryDirectory(prefix="f", dir=scratch())
        modules = [*LIBRARIES, *(f"analysis.{room}.{face}" for room in rooms for face in FACES)]
        home = {name: os.environ[name] for name in ("HOME", "USERPROFILE") if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "analysis.report.forked", *modules],
            env=neutral_environment(Path(self._settings.name)) | home,  # fonts may lie below the user's home
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if "--debug" in sys.argv else subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def cjk(self, environment: Mapping[str, str]) -> bool:
        """Wait until it is ready, and say whether figures can show Chinese signs in kernels of this environment."""
        with self._one_at_a_time:
            ready = self._ready()
        return list_fonts(environment) if ready is None else ready

    def fork(self, asked: Mapping[str, Any]) -> Forked | None:
        """Return a new process for what is asked (`analysis.report.forked`); None where there can be none.

        Raises RunError: While it is `stopped`: nothing is to be started any more, neither here nor anew.
        """
        with self._one_at_a_time:
            if self._stopped:
                raise RunError("The report was stopped.")
            if self._ready() is None:
                return None
            answer = self._answer(json.dumps(dict(asked)))
            return None if answer is None else Forked(answer["pid"])

    def call(self, function: str, arguments: Mapping[str, Any], environment: Mapping[str, str], folder: Path) -> Any:
        """Call ``module:function`` in a process of its own, and return its answer; it has to be plain.

        ``folder`` is where it works, and leaves its answer. The function is called here where nothing can be forked.

        Raises DataError, RunError: As the function does.
        """
        answer = folder / "answer.json"
        asked = {"call": function, "with": dict(arguments), "answer": str(answer)}
        forked = self.fork({**asked, "environment": dict(environment), "folder": str(folder)})
        if forked is not None:
            forked.wait()
            said = json.loads(answer.read_text(encoding="utf-8")) if answer.exists() else {}
            if "value" in said:
                return said["value"]
            if "error" in said:
                if said["error"] in _ERRORS:
                    raise _ERRORS[said["error"]](said["said"])
                raise RunError(
                    sentence(
                        "The run failed: {error}. An earlier report is as it was; --debug shows where.",
                        error=f"{said['error']}: {said['said']}".rstrip("."),
                    )
                )
            _log.debug("%s has died; it is called again.", function)
        if self._stopped:
            raise RunError("The report was stopped.")
        from analysis.report.forked import called

        return called(function, arguments)

    @property
    def lost(self) -> bool:
        """Whether it was started and runs no more."""
        return self._process is not None and self._process.poll() is not None and not self._stopped

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Start nothing while what it was for is ended, and end with it; `start` starts it anew."""
        self._stopped = True
        try:
            yield
        finally:
            self.close()
            self._stopped = False

    def close(self) -> None:
        """End the process; kernels that still run end with it."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = self._cjk = None
            self._settings.cleanup()

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ready(self) -> bool | None:
        if self._process is None:
            return None
        if self._cjk is None:
            answer = self._answer()
            self._cjk = None if answer is None else bool(answer["cjk"])
        return self._cjk

    def _answer(self, asked: str = "") -> Any:
        """Return what it says to a line, or by itself; None if it has died."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            if asked:
                print(asked, file=self._process.stdin, flush=True)
            return json.loads(self._process.stdout.readline())
        except (OSError, ValueError):
            _log.debug("The process that kernels are forked from has ended; they are started anew.")
            return None


class Forked:
    """A process that another one has forked, with what jupyter_client asks of its own (`subprocess.Popen`)."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int):
        import psutil

        self.pid = pid
        try:
            self._process: psutil.Process | None = psutil.Process(pid)
        except psutil.NoSuchProcess:
            self._process = None

    def poll(self) -> int | None:
        """Return None while it runs; how it ended is not known to us."""
        import psutil

        try:
            runs = self._process is not None and self._process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            runs = False
        return None if runs else 0

    def wait(self) -> int:
        """Wait for its end."""
        while self.poll() is None:
            time.sleep(0.02)
        return 0

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)
