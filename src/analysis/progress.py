"""Progress on stderr: which chapter or step runs, for how long; plain lines where nobody watches a terminal."""

from __future__ import annotations

import sys
import threading
import time
from typing import Any

from analysis.display import formats
from analysis.display.language import sentence

SECONDS_BETWEEN_LINES = 1.0


class Progress:
    """Show the chapters of one report while they run."""

    def __init__(self, client: str):
        self.client = formats.text(client)
        self.started = time.monotonic()
        self.tasks: dict[str, Any] = {}
        self.bar: Any = None

    def __enter__(self) -> Progress:
        self.bar = _bar()
        if self.bar is not None:
            self.tasks[""] = self.bar.add_task(sentence("{client}: reading the data", client=self.client), total=1)
        else:
            _line(sentence("{client}: reading the data", client=self.client))
        return self

    def __exit__(self, *error: object) -> None:
        seconds = time.monotonic() - self.started
        if self.bar is not None:
            self.bar.stop()
        if error[0] is None:
            _line(sentence("{client}: report in {seconds} s", client=self.client, seconds=f"{seconds:.1f}"))

    def tell(self, chapter: str, what: str, seconds: float) -> None:
        """Show that a chapter starts or is done."""
        if self.bar is None:
            _line(f"  {chapter} …" if what == "starts" else f"  {chapter} {seconds:.1f} s")
        elif what == "starts":
            self.bar.update(self.tasks[""], completed=1)
            self.tasks[chapter] = self.bar.add_task(f"  {chapter}", total=1)
        else:
            self.bar.update(self.tasks[chapter], completed=1)


class Steps:
    """Show the step that the check of one client has come to; without a terminal, only if it takes long."""

    def __init__(self, client: str):
        self.client = formats.text(client)
        self.started = time.monotonic()
        self.step = ""
        self.spoken = False
        self.ended = threading.Event()
        self.bar: Any = None

    def __enter__(self) -> Steps:
        self.bar = _bar()
        if self.bar is not None:
            self.task = self.bar.add_task(self.client, total=None)
        else:
            threading.Thread(target=self._speak, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.ended.set()
        if self.bar is not None:
            self.bar.stop()

    def tell(self, step: str) -> None:
        """Show that a step starts."""
        self.step = step = formats.text(step)
        if self.bar is not None:
            self.bar.update(self.task, description=f"{self.client}: {step}")

    def done(self, rows: int) -> None:
        """Say how many rows were read, and in what time."""
        if self.bar is not None or self.spoken:
            seconds = formats.number(time.monotonic() - self.started, 1)
            _line(sentence("{client}: {n} rows read in {s} s", client=self.client, n=formats.count(rows), s=seconds))

    def _speak(self) -> None:
        last = ""
        while not self.ended.wait(SECONDS_BETWEEN_LINES):
            if self.step != last:
                last = self.step
                _line(f"{self.client}: {last}")
                self.spoken = True


def _bar() -> Any:
    """Return a running display of tasks, None without a terminal."""
    if not sys.stderr.isatty():
        return None
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    bar = Bar(*columns, console=Console(stderr=True))
    bar.start()
    return bar


def _line(text: str) -> None:
    """Write a line in one piece: chapters that run side by side speak from threads of their own."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
