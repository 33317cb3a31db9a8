"""Kernels that need not load libraries: forked, each of its own, from a process that has loaded them.

Such a kernel is as fresh as one that is started anew, for what it is forked from has never seen anybody's data.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import psutil
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

LIBRARIES = (
    "ipykernel.kernelapp",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "duckdb",
    "narwhals",
    "analysis.drawings",
    "analysis.questions",
)
FACES = ("step", "draw", "views")
"""Modules of a room that its notebook imports."""


class ForkServer:
    """A process that forks kernels; ``cjk`` says whether its fonts have Chinese signs."""

    def __init__(self, environment: Mapping[str, str], rooms: Sequence[str]):
        modules = [f"analysis.{room}.{face}" for room in rooms for face in FACES]
        there = [name for name in modules if find_spec(name) is not None]
        home = {name: os.environ[name] for name in ("HOME", "USERPROFILE") if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "analysis.report.forked", *LIBRARIES, *there],
            env={**environment, **home},  # fonts may lie below the user's home
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if "--debug" in sys.argv else subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        self._one_at_a_time = threading.Lock()
        self._cjk: bool | None = None

    def cjk(self) -> bool:
        """Wait until it is ready, and say whether figures can show Chinese signs."""
        with self._one_at_a_time:
            if self._cjk is None:
                self._cjk = bool(self._answer()["cjk"])
            return self._cjk

    def fork(self, arguments: Sequence[str], environment: Mapping[str, str], folder: str) -> Forked:
        """Return a new kernel."""
        asked = {"arguments": list(arguments), "environment": dict(environment), "folder": folder}
        with self._one_at_a_time:
            assert self._process.stdin is not None
            print(json.dumps(asked), file=self._process.stdin, flush=True)
            return Forked(self._answer()["pid"])

    def close(self) -> None:
        """End the process; kernels that still run end with it."""
        self._process.kill()
        self._process.communicate()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@contextmanager
def fork_server(environment: Mapping[str, str], rooms: Sequence[str]) -> Iterator[ForkServer | None]:
    """Give a server of kernels for these rooms; None where the system cannot fork safely."""
    if sys.platform != "linux":
        yield None
        return
    server = ForkServer(environment, rooms)
    try:
        yield server
    finally:
        server.close()


class Forked:
    """A process that another one has forked, with what jupyter_client asks of its own (`subprocess.Popen`)."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int):
        self.pid = pid
        try:
            self._process: psutil.Process | None = psutil.Process(pid)
        except psutil.NoSuchProcess:
            self._process = None

    def poll(self) -> int | None:
        """Return None while it runs; how it ended is not known to us."""
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


class ForkedProvisioner(LocalProvisioner):
    """Has kernels forked by ``server``, in an environment of their own."""

    server: ForkServer

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Launch a kernel with the arguments of a command ``python -m ipykernel_launcher …``."""
        folder = str(kwargs["cwd"])
        forked: Any = self.server.fork(cmd[3:], kwargs["env"], folder)
        self.process, self.pid, self.pgid, self.cwd = forked, forked.pid, forked.pid, folder
        return self.connection_info
