"""Intake against DuckDB's own reading of the same file, side by side as whole processes.

    python benchmarks/bench_intake.py [ROWS ...]        default: 1000000 10000000

Both read a CSV of customers, days and amounts and add it up; DuckDB's side infers types and keeps
nothing. The bound (issue 3): at most 4 times its time, and 1.5 GB at 10,000,000 rows.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

PLAIN = """
import duckdb, sys
print(duckdb.execute(
    "SELECT count(*), count(DISTINCT customer_id), sum(amount), min(date), max(date) FROM read_csv(?)", [sys.argv[1]]
).fetchall())
"""
OURS = """
import sys, datetime as dt
from pathlib import Path
from analysis.client import Client
from analysis.intake import read_transactions
file = Path(sys.argv[1])
columns = {"customer_id": "customer_id", "date": "date", "amount": "amount"}
source = {"path": file.name, "columns": columns}
settings = {"client": "Bench", "currency": "EUR", "sources": [source], "folder": file.parent}
print(read_transactions(Client.model_validate(settings), file.with_suffix(".parquet")).facts)
"""
MAKE = """
COPY (SELECT 'C' || lpad((hash(i) % {customers})::VARCHAR, 8, '0') AS customer_id,
             DATE '2022-01-01' + (hash(i + 7) % 730)::INT AS date,
             (100 + hash(i + 13) % 49900)::DECIMAL(12, 2) / 100 AS amount
      FROM range({rows}) t(i)) TO '{file}' (HEADER, DELIMITER ',')
"""


def run(code: str, file: Path) -> tuple[float, float, str]:
    """Return seconds, peak memory in GB and the output of one process."""
    start = time.perf_counter()
    watcher = (
        "import resource, subprocess, sys; p = subprocess.run([sys.executable, '-c', *sys.argv[1:]]); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(p.returncode)"
    )
    done = subprocess.run([sys.executable, "-c", watcher, code, str(file)], capture_output=True, text=True, check=True)
    *said, peak = done.stdout.strip().splitlines()
    return time.perf_counter() - start, int(peak) / 2**20, said[-1]


def main() -> None:
    """Print one line per size."""
    import duckdb

    for rows in [int(word) for word in sys.argv[1:]] or [1_000_000, 10_000_000]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "bench.csv"
            duckdb.execute(MAKE.format(rows=rows, customers=max(rows // 10, 1), file=file))
            plain, plain_peak, _ = run(PLAIN, file)
            ours, ours_peak, said = run(OURS, file)
            print(
                f"{rows:>12,} rows, {file.stat().st_size / 2**20:,.0f} MB: intake {ours:.1f} s, {ours_peak:.2f} GB; "
                f"DuckDB read_csv {plain:.1f} s, {plain_peak:.2f} GB; ratio {ours / plain:.1f}\n    {said}"
            )


if __name__ == "__main__":
    main()
