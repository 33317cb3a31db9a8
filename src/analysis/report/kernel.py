"""The kernel that a chapter runs in: this very Python, away from the user's settings, and closed to everybody else."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from analysis.report.fonts import list_fonts
from analysis.report.forkserver import ForkServer
from analysis.scratch import scratch

LONGEST = 85
"""Signs of a folder's path in which sockets can lie: theirs may have 103 (macOS; Linux 107), of which 13 are ours."""


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
            folder = scratch() if len(str(scratch())) <= LONGEST else Path("/tmp")
            self._sockets = tempfile.TemporaryDirectory(prefix="k", dir=folder)  # removed with this object
            self.transport = "ipc"
            self.ip = str(Path(self._sockets.name) / "k")
            self.connection_file = str(Path(self._sockets.name) / "kernel.json")

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


class ForkedProvisioner(LocalProvisioner):
    """Has kernels forked by ``server``; where it cannot, they are started anew."""

    server: ForkServer

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Launch a kernel with the arguments of a command ``python -m ipykernel_launcher …``."""
        folder, environment = str(kwargs["cwd"]), kwargs["env"]
        forked: Any = self.server.fork({"arguments": cmd[3:], "environment": environment, "folder": folder})
        if forked is None:
            if not os.path.isdir(environment["MPLCONFIGDIR"]):
                list_fonts(environment)
            return await super().launch_kernel(cmd, **kwargs)
        self.process, self.pid, self.pgid, self.cwd = forked, forked.pid, forked.pid, folder
        return self.connection_info
