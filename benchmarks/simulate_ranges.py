"""Do ranges of totals hold where the truth is known? Simulated shops of 10 to 100,000 customers.

    python benchmarks/simulate_ranges.py [--runs 40] [--largest 100000]

Customers buy and leave by a Pareto/NBD of known parameters, are seen for 400 days, and 180 more days tell. Three
worlds: nothing is shared; everybody's rate has a level of its own each quarter (log sd .2), before the origin and
after; all is calm until the origin and then trade falls by a fifth, which no inner window could show. "miss": log sd of
actual / forecast; "s": the mean of what the forecast said. Large shops run fewer times.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis.backtest.average import forecast_average
from analysis.backtest.holdout import Split
from tests.shops import day, ledger, past_of

SEEN, AHEAD = 400, 180
SIZES = (10, 100, 1_000, 10_000, 100_000)
QUARTER = 90
WORLDS = ("nothing shared", "quarters of their own", "a fall of a fifth after the origin")


def level_of(world, rng):
    """Return how many times as often as usual everybody buys, per day."""
    days = SEEN + AHEAD
    if world == WORLDS[1]:
        return np.exp(np.repeat(rng.normal(0, 0.2, days // QUARTER + 1), QUARTER)[:days])
    return np.where(np.arange(days) < SEEN, 1.0, 0.8 if world == WORLDS[2] else 1.0)


def run(customers, world, seed):
    """Return status, and per measure the log error, s, and whether the 80 and 95 % ranges hold."""
    table = ledger(customers, SEEN + AHEAD, seed=seed, level=level_of(world, np.random.default_rng([seed, 7])))
    past, split = past_of(table), Split(day(SEEN), day(SEEN + AHEAD))
    average = forecast_average(past, split)
    if average.made is None:
        return average.status, {}
    totals, truth = average.made.totals.set_index("measure"), past.outcome(split)
    found = {}
    for measure, row in totals.iterrows():
        actual = float(truth[measure].sum())
        held = [row[f"low_{level}"] <= actual <= row[f"high_{level}"] for level in (80, 95)]
        found[measure] = np.log(max(actual, 1e-9) / row["point"]), row["s"], *held
    return average.status, found


def main() -> None:
    """Print one line per world, size and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    options = parser.parse_args()
    print(f"{'world':36}{'customers':>10}  runs refused  measure      bias   miss      s   80 %   95 %  seconds")
    for world in WORLDS:
        for customers in (size for size in SIZES if size <= options.largest):
            runs = max(2, min(options.runs, options.runs * 2_000 // customers))
            began = time.perf_counter()
            outcomes = [run(customers, world, seed) for seed in range(runs)]
            each = (time.perf_counter() - began) / runs
            refused = sum(status == "refused" for status, _ in outcomes)
            head = f"{world:36}{customers:10,} {runs:5d} {refused:7d}"
            made = [found for _, found in outcomes if found]
            for measure in ("purchases", "revenue") if made else ():
                off, s, near, wide = np.array([found[measure] for found in made], dtype=float).T
                numbers = f"{off.mean():+7.3f} {off.std():6.3f} {s.mean():6.3f} {near.mean():6.2f} {wide.mean():6.2f}"
                print(f"{head}  {measure:9} {numbers} {each:8.1f}", flush=True)
            if not made:
                print(f"{head}  {'-':9}", flush=True)


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
