"""`workbook check` against DuckDB's own reading of the same file, side by side as whole processes.

    python benchmarks/bench_intake.py [--wide] [--repeats N] [ROWS ...]        default: 1000000 10000000

Both read the same CSV and find the same facts, which are compared: rows, customers, total, first and last day, and
the fingerprint of the ids. DuckDB's side infers types, checks nothing and keeps nothing. The file holds customers,
days and amounts; with --wide order, customer, moment, product, quantity and price. The two take turns, so that what
else the machine does touches both. The bound: at most 4 times its time, and 1.5 GB at 10,000,000 rows.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

PLAIN = """
import duckdb, json, sys
duckdb.execute("SET enable_progress_bar = false")
print(json.dumps({"facts": dict(zip(["rows", "customers", "total", "first", "last", "ids"], duckdb.execute(
    f"WITH people AS (SELECT customer_id, count(*) AS n, sum({sys.argv[2]}) AS net, min(date) AS first, "
    "max(date) AS last FROM read_csv(?) GROUP BY customer_id) "
    "SELECT sum(n)::BIGINT, count(*), sum(net), min(first)::DATE::VARCHAR, max(last)::DATE::VARCHAR, "
    "left(sha256(string_agg(customer_id, chr(10) ORDER BY customer_id)), 16) FROM people", [sys.argv[1]],
).fetchone()))}))
"""
CHECK = "from analysis.cli import main; main()"
NARROW = """
SELECT 'C' || lpad((hash(i) % {customers})::VARCHAR, 8, '0') AS customer_id,
       DATE '2022-01-01' + (hash(i + 7) % 730)::INT AS date,
       (100 + hash(i + 13) % 49900)::DECIMAL(12, 2) / 100 AS amount
FROM range({rows}) t(i)
"""
WIDE = """
SELECT 'SO' || lpad((i // 3)::VARCHAR, 8, '0') AS order_id,
       'C' || lpad((hash(i // 3) % {customers})::VARCHAR, 8, '0') AS customer_id,
       strftime(TIMESTAMP '2022-01-01' + to_seconds((hash(i // 3 + 7) % 63072000)::BIGINT), '%Y-%m-%d %H:%M:%S')
           AS date,
       'SKU-' || lpad((hash(i + 3) % 5000)::VARCHAR, 5, '0') AS product, 1 + hash(i + 5) % 12 AS quantity,
       (100 + hash(i + 13) % 49900)::DECIMAL(12, 2) / 100 AS unit_price
FROM range({rows}) t(i)
"""
COLUMNS = {
    False: ("customer_id", "date", "amount"),
    True: ("order_id", "customer_id", "date", "product", "quantity", "unit_price"),
}


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds by the clock, seconds of all cores, peak memory in GB; and the facts it found."""

    wall: float
    cpu: float
    peak: float
    facts: dict[str, object]


def run(code: str, *arguments: str) -> Cost:
    """Run Python code as a process of its own, and read the facts from what it prints."""
    with tempfile.TemporaryFile("w+") as said:
        start = time.perf_counter()
        pid = os.posix_spawn(
            sys.executable,
            [sys.executable, "-c", code, *arguments],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, said.fileno(), 1)],
        )
        _, status, used = os.wait4(pid, 0)
        wall = time.perf_counter() - start
        if status:
            raise SystemExit(f"a process failed: {code}")
        said.seek(0)
        facts = json.load(said)["facts"]
    return Cost(
        wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 2**20, facts | {"total": round(facts["total"], 2)}
    )


def main() -> None:
    """Print one line per size: the quickest and the median of the repeats, and the ratios."""
    import duckdb

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="*", default=[1_000_000, 10_000_000])
    parser.add_argument("--wide", action="store_true")
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    amount = "quantity * unit_price" if given.wide else "amount"
    for rows in given.rows:
        with tempfile.TemporaryDirectory() as name:
            file, client = Path(name) / "bench.csv", Path(name) / "client.yml"
            table = (WIDE if given.wide else NARROW).format(rows=rows, customers=max(rows // 10, 1))
            duckdb.execute(f"COPY ({table}) TO '{file}' (HEADER, DELIMITER ',')")
            source = {"path": file.name, "columns": {column: column for column in COLUMNS[given.wide]}}
            client.write_text(json.dumps({"client": "Bench", "currency": "EUR", "sources": [source]}))
            pairs = [
                (run(CHECK, "check", str(client), "--json"), run(PLAIN, str(file), amount))
                for _ in range(given.repeats)
            ]
            assert all(ours.facts == plain.facts for ours, plain in pairs), "the two disagree"
            print(f"{rows:>12,} rows, {file.stat().st_size / 1e6:,.0f} MB: {_compared(pairs)}", flush=True)


def _compared(pairs: list[tuple[Cost, Cost]]) -> str:
    ours, plain = ([pair[k] for pair in pairs] for k in (0, 1))
    said = []
    for unit in ("wall", "cpu"):
        mine, theirs = ([getattr(cost, unit) for cost in costs] for costs in (ours, plain))
        ratios = [a / b for a, b in zip(mine, theirs, strict=True)]
        said.append(
            f"{unit} check {min(mine):.1f} s, DuckDB {min(theirs):.1f} s, ratio {min(mine) / min(theirs):.1f} "
            f"(median of pairs {statistics.median(ratios):.1f})"
        )
    peaks = (max(cost.peak for cost in costs) for costs in (ours, plain))
    return "; ".join([*said, "peak {:.2f} and {:.2f} GB".format(*peaks)])


if __name__ == "__main__":
    main()
