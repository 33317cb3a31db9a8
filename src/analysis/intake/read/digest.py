"""The hash of a file's bytes: by it a report names the exact files that it rests on."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path


def sha256(path: Path) -> str:
    """Return the hash of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class Digest(threading.Thread):
    """The hash of a file, worked out while the file is read for other ends; an interrupt does not wait for it."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.path, self._sha256 = path, ""
        self.start()

    def run(self) -> None:
        """Hash the file."""
        self._sha256 = sha256(self.path)

    def result(self) -> str:
        """Return the hash, as soon as it is known."""
        self.join()
        return self._sha256 or sha256(self.path)
