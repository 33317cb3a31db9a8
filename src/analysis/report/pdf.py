"""report.html -> report.pdf, printed by an installed Chromium; the same page gives the same bytes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from analysis.display.language import data_error, sentence
from analysis.schema import RunError
from analysis.scratch import scratch

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)
SECONDS = 600
DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}")


def find_browser() -> str:
    """Return the path of an installed Chromium.

    Raises DataError if there is none.
    """
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found is None:
        raise data_error(
            "--pdf needs an installed Chromium ({names}), and none was found. Install one, or leave --pdf out and "
            "print report.html from any browser.",
            names=", ".join(BROWSERS),
        )
    return found


def print_pdf(page: Path, target: Path) -> None:
    """Print a page to PDF and take the clock out of it.

    Raises DataError if no Chromium is installed.
    Raises RunError if it does not print.
    """
    browser = find_browser()
    with tempfile.TemporaryDirectory(dir=scratch()) as profile:
        command = [
            browser,
            *FLAGS,
            *_sandbox(),
            f"--user-data-dir={profile}",
            f"--print-to-pdf={target}",
            page.as_uri(),
        ]
        try:
            done = subprocess.run(
                command, capture_output=True, timeout=SECONDS, check=False, env=os.environ | {"TZ": "UTC"}
            )
        except subprocess.TimeoutExpired:
            raise RunError(
                sentence("{browser} did not print the report within {n} s.", browser=browser, n=SECONDS)
            ) from None
    if done.returncode or not target.is_file():
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        reason = "".join(last) or done.returncode
        raise RunError(sentence("{browser} did not print the report: {reason}.", browser=browser, reason=reason))
    target.write_bytes(DATE.sub(rb"\g<1>19800101000000", target.read_bytes()))


def _sandbox() -> list[str]:
    """Return the flag without which Chromium refuses to run as root, as in a container."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
