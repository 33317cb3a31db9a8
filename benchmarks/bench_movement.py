"""The chapter on movement at 1,000,000 rows of 111,000 customers: every step of its room, and all together.

    python benchmarks/bench_movement.py [rows]          default: 1000000

Reading the file, the customers and what other rooms compute are not timed. A step is timed once: it is computed once in
a report.
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.client.client import Client
from analysis.questions import open_client, room

ROWS_PER_CUSTOMER = 9
WITHIN = 0.84
"""Of the rows drawn, those that lie within the three years."""
LIMIT_SECONDS = 5.0


def sales(rows: int, seed: int = 1) -> pd.DataFrame:
    """Return rows of three years: customers who come and go, 500 products of which some are new, costs."""
    rng = np.random.default_rng(seed)
    customers, rows = rows // ROWS_PER_CUSTOMER, int(rows / WITHIN)
    born = rng.integers(-400, 1000, customers)
    of = rng.choice(customers, rows, p=(weight := rng.gamma(0.7, 1.0, customers) + 0.05) / weight.sum())
    day = np.clip(born[of], 0, None) + rng.exponential(300, rows).astype(int)
    amount = np.round(rng.gamma(2.0, 40.0, rows) * np.where(rng.random(rows) < 0.03, -1, 1), 2)
    table = pd.DataFrame(
        {
            "customer": of,
            "day": pd.Timestamp("2021-01-01") + pd.to_timedelta(day, unit="D"),
            "amount": amount,
            "product": (rng.integers(0, 400, rows) + day // 12).astype(str),
            "cost": np.round(amount * 0.7, 2),
            "quantity": rng.integers(1, 9, rows),
        }
    )
    return table[day < 1095]


def client_of(folder: Path, rows: int) -> Client:
    """Return a client whose one source holds so many rows."""
    sales(rows).to_parquet(folder / "sales.parquet")
    columns = {
        "customer_id": "customer", "date": "day", "amount": "amount", "product": "product", "cost": "cost",
        "quantity": "quantity",
    }  # fmt: skip
    source = {"path": "sales.parquet", "columns": columns}
    settings = {"client": "Bench", "currency": "EUR", "today": "2026-01-01", "sources": [source], "folder": folder}
    return Client.model_validate(settings)


def main() -> None:
    """Time every step of the room."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        run = open_client(client_of(Path(folder), rows), cache=Path(folder) / "cache")
        print(f"{run.data.facts.rows:,} rows, {len(run.customers):,} customers")
        whole = 0.0
        for step in room("movement").steps():
            for before in step.after:
                run.stop(before)
            start = time.perf_counter()
            run.stop(step.name)
            took = time.perf_counter() - start
            whole += took
            print(f"{step.name:12} {took:6.2f} s")
        print(f"{'all':12} {whole:6.2f} s, at most {LIMIT_SECONDS:.0f} s")


if __name__ == "__main__":
    main()
