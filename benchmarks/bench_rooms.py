"""The chapters on movement, segments and accounts at 1,000,000 rows of 111,000 customers: every step of their rooms.

    python benchmarks/bench_rooms.py [rows] [room …]          default: 1000000, and all rooms that have a limit

Reading the file, the customers and what other rooms compute do not count; the sums of each customer's days, which all
rooms share, are timed apart and count for movement, the first that asks for them. A step is timed once: it is computed
once in a report. On a machine that is shared, look at the seconds of the processor.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.client.client import Client
from analysis.questions import open_client, room, steps_of
from analysis.run.run import Run

ROWS_PER_CUSTOMER = 9
WITHIN = 0.84
"""Of the rows drawn, those that lie within the three years."""
DAYS = "days"
LIMITS = {("movement",): 5.0, ("segments", "accounts"): 6.0}
"""Rooms -> seconds that their steps may take together."""


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


def time_steps(run: Run, names: list[str]) -> dict[str, NDArray[np.float64]]:
    """Return what steps and those that they read take, on the clock and of the processor, each after those it reads."""
    import scipy.optimize  # noqa: F401  as a kernel has, before it sees any data

    asked: dict[str, Callable[[], object]] = {DAYS: lambda: run.ledger.days}
    asked |= {name: partial(run.stop, name) for name in _read_by(names)}
    took = {}
    for name, ask in asked.items():
        start = time.perf_counter(), time.process_time()
        ask()
        took[name] = np.array([time.perf_counter(), time.process_time()]) - start
    return took


def _read_by(names: list[str]) -> list[str]:
    """Return steps and all that they read, in running order."""
    known, found, ask = steps_of(), set[str](), list(names)
    while ask:
        if (name := ask.pop()) not in found:
            found.add(name)
            ask += [read for read in known[name].after if read in known]
    return [name for name in known if name in found]


def main() -> None:
    """Time every step of the rooms."""
    rows = int(next((word for word in sys.argv[1:] if word.isdigit()), 1_000_000))
    chosen = {word for word in sys.argv[1:] if not word.isdigit()}
    limits = {rooms: limit for rooms, limit in LIMITS.items() if not chosen or chosen & set(rooms)}
    with tempfile.TemporaryDirectory() as folder:
        run = open_client(client_of(Path(folder), rows), cache=Path(folder) / "cache")
        print(f"{run.data.facts.rows:,} rows, {len(run.customers):,} customers")
        steps_in = {rooms: [step.name for name in rooms for step in room(name).steps()] for rooms in limits}
        took = time_steps(run, [name for steps in steps_in.values() for name in steps])
        for names, limit in limits.items():
            steps = [DAYS] * ("movement" in names) + steps_in[names]
            for name in steps:
                print(f"{name:16} {took[name][0]:6.2f} s {took[name][1]:6.2f} s of the processor")
            wall, processor = sum(took[name] for name in steps)
            print(f"{' and '.join(names)}: {wall:.2f} s, {processor:.2f} s of the processor; at most {limit:.0f} s")


if __name__ == "__main__":
    main()
