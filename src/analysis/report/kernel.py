"""The kernel that a chapter runs in: client data passes through files of this user, never through a port."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager


class PrivateKernelManager(AsyncKernelManager):
    """Starts a kernel on sockets in a folder that only this user can open, instead of unencrypted TCP ports.

    Where the system has no such sockets (Windows), the kernel stays on the loopback address.
    """

    def __init__(self, **settings: Any):
        super().__init__(**settings)
        if os.name == "posix":
            self._sockets = tempfile.TemporaryDirectory(prefix="workbook-")  # removed with this object
            self.transport = "ipc"
            self.ip = str(Path(self._sockets.name) / "kernel")

    async def start_kernel(self, **settings: Any) -> None:  # type: ignore[override]
        """Start the kernel; what it says of its own end, when it is stopped in the middle, is for ``--debug`` only."""
        quiet = {} if "--debug" in sys.argv else {"stderr": subprocess.DEVNULL}
        await super().start_kernel(**quiet, **settings)
