"""Where the time of the demo's report goes: start-up, imports, compute, figures, HTML.

Two renders: the first computes everything, the second finds the stops stored. Chapters run side by side, so that the
columns add up to more than the wall time.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PHASES = ("start-up", "imports", "compute", "figures", "HTML")


def command_line() -> float:
    """Return what `workbook params` takes: the command line alone, without data."""
    began = time.perf_counter()
    subprocess.run([Path(sys.executable).parent / "workbook", "params"], check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WORKBOOK_CACHE"] = str(Path(folder) / "cache")
        from analysis.report.render import render_report

        print(f"command line alone: {command_line():.2f} s")
        for title in ("first render", "second render, everything stored"):
            began = time.perf_counter()
            report = render_report(PROJECT / "data" / "cdnow", output=Path(folder) / "reports")
            wall = time.perf_counter() - began
            size = report.page.stat().st_size
            print(f"\n{title}: {wall:.1f} s on {os.cpu_count()} cores, report.html {size / 1e3:.0f} kB")
            print(f"{'seconds':15}" + "".join(f"{phase:>10}" for phase in PHASES))
            for chapter, seconds in report.seconds.items():
                print(f"{chapter:15}" + "".join(f"{seconds.get(phase, 0):10.2f}" for phase in PHASES))
        shutil.rmtree(Path(folder) / "reports")


if __name__ == "__main__":
    main()
