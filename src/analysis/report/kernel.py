"""The kernel that a chapter runs in: this very Python, away from the user's settings, and closed to everybody else."""

from __future__ import annotations

import json
import os
import site
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from analysis import places
from analysis.report.forkserver import ForkedProvisioner, ForkServer
from analysis.scratch import scratch

EPOCH = "315532800"  # 1980-01-01: tools that stamp their output stamp the same day always

_DROPPED = {"LANG", "LANGUAGE", "MATPLOTLIBRC", "MPLBACKEND", "PYTHONINSPECT", "PYTHONSTARTUP", "PYTHONWARNINGS"}
"""With these the user's own settings would reach the report."""


class PrivateKernelManager(AsyncKernelManager):
    """Starts a kernel on sockets in a folder that only this user can open, instead of unencrypted TCP ports.

    Where the system has no such sockets (Windows), the kernel stays on the loopback address. `environment`, if
    given, is all that the kernel sees of the caller's; `server`, if given, forks it.
    """

    environment: ClassVar[Mapping[str, str] | None] = None
    server: ClassVar[ForkServer | None] = None

    def __init__(self, **settings: Any):
        super().__init__(**settings)
        if os.name == "posix":
            self._sockets = tempfile.TemporaryDirectory(prefix="k", dir=scratch())  # removed with this object
            self.transport = "ipc"
            self.ip = str(Path(self._sockets.name) / "k")  # a socket's path has at most 107 signs

    @property
    def kernel_spec(self) -> KernelSpec:
        """The Python that runs this, whatever kernel of the same name the user has set up."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")

    async def start_kernel(self, **settings: Any) -> None:  # type: ignore[override]
        """Start the kernel; what it says of its own end, when it is stopped in the middle, is for ``--debug`` only."""
        quiet = {} if "--debug" in sys.argv else {"stderr": subprocess.DEVNULL}
        given = {} if self.environment is None else {"env": dict(self.environment)}
        if self.server is not None:
            self.kernel_id = str(uuid.uuid4())
            provisioner = ForkedProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
            provisioner.server = self.server
            self.provisioner = provisioner
        await super().start_kernel(**quiet, **given, **settings)


def kernels_of(environment: Mapping[str, str], server: ForkServer | None) -> type[PrivateKernelManager]:
    """Return a manager whose kernels run in this environment; the process's own stays as it is."""
    return type("Kernels", (PrivateKernelManager,), {"environment": dict(environment), "server": server})


def private_environment(client: Path, parameters: Mapping[str, object], folder: Path) -> dict[str, str]:
    """Return the environment of a report's kernels.

    Parameters
    ----------
    client : Path
        The client file, absolute; what opens no client by name opens this one.
    parameters : mapping
        Overrides of the client file's parameters.
    folder : Path
        An empty folder of this run's own, where its kernels have their home and their settings.

    Notes
    -----
    Nothing is in it that differs between two machines and could show in the report: not the language, not the time
    zone, no settings of matplotlib or IPython, no home. What Python itself needs to find its packages is kept.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _DROPPED and not name.startswith("LC_")}
    home = str(folder / "home")
    os.makedirs(home)
    return {
        **kept,
        "WORKBOOK_CLIENT": str(client),
        "WORKBOOK_PARAMETERS": json.dumps(dict(parameters), default=str),
        "WORKBOOK_CACHE": str(places.cache()),
        "HOME": home,
        "USERPROFILE": home,
        "IPYTHONDIR": str(folder / "ipython"),
        "MPLCONFIGDIR": str(folder / "matplotlib"),
        "PYTHONPATH": os.pathsep.join(map(os.path.abspath, filter(None, kept.get("PYTHONPATH", "").split(os.pathsep)))),
        "PYTHONUSERBASE": site.getuserbase(),
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": EPOCH,
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
    }
