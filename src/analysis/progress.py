"""Progress on stderr: which chapter runs, for how long; plain lines where nobody watches a terminal."""

from __future__ import annotations

import sys
import time
from typing import Any


class Progress:
    """Show the chapters of one report while they run."""

    def __init__(self, client: str):
        self.client = client
        self.started = time.monotonic()
        self.tasks: dict[str, Any] = {}
        self.bar: Any = None

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress as Bar
            from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

            columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
            self.bar = Bar(*columns, console=Console(stderr=True))
            self.bar.start()
            self.tasks[""] = self.bar.add_task(f"{self.client}: reading the data", total=1)
        else:
            self._line(f"{self.client}: reading the data")
        return self

    def __exit__(self, *error: object) -> None:
        seconds = time.monotonic() - self.started
        if self.bar is not None:
            self.bar.stop()
        if error[0] is None:
            self._line(f"{self.client}: report in {seconds:.1f} s")

    def tell(self, chapter: str, what: str, seconds: float) -> None:
        """Show that a chapter starts or is done."""
        if self.bar is None:
            self._line(f"  {chapter} …" if what == "starts" else f"  {chapter} {seconds:.1f} s")
        elif what == "starts":
            self.bar.update(self.tasks[""], completed=1)
            self.tasks[chapter] = self.bar.add_task(f"  {chapter}", total=1)
        else:
            self.bar.update(self.tasks[chapter], completed=1)

    @staticmethod
    def _line(text: str) -> None:
        print(text, file=sys.stderr, flush=True)
