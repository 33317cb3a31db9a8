"""Fits of the purchase models against lifetimes, in one run on one machine; ratios are what carries over.

    python benchmarks/bench_btyd.py [customers]

Ours: two starts, standard errors and a check of all forecasts included. lifetimes: one fit on the same
grouped triples, which is already what makes it fast (per customer row it takes 3 to 20 times longer).
"""

import sys
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.btyd import PURCHASE_MODELS, crosscheck_with_lifetimes, fit_purchases, group_triples

REPEATS = 3


def cdnow_master():
    """Return x, t_x, T in days of the 23,570 customers of CDNOW, to 1998-06-30."""
    path = Path(find_spec("lifetimes").origin).parent / "datasets" / "CDNOW_master.txt"
    log = pd.read_csv(path, sep=r"\s+", dtype={"customer_id": str, "date": str})
    days = log.assign(date=pd.to_datetime(log["date"], format="%Y%m%d")).drop_duplicates(["customer_id", "date"])
    dates = days.groupby("customer_id")["date"].agg(["min", "max", "size"])
    end = pd.Timestamp("1998-06-30")
    return dates["size"] - 1, (dates["max"] - dates["min"]).dt.days, (end - dates["min"]).dt.days


def bg_customers(n, seed=1):
    """Return x, t_x, T in whole days of n customers who live by BG/NBD (r .5, alpha 10 weeks, a .8, b 2.5)."""
    rng = np.random.default_rng(seed)
    T = rng.integers(180, 545, n)
    per_day, p = rng.gamma(0.5, 1 / 70, n), rng.beta(0.8, 2.5, n)
    x, t_x, now, alive = np.zeros(n, dtype=int), np.zeros(n, dtype=int), np.zeros(n), np.arange(n)
    while alive.size:
        now[alive] += rng.exponential(1 / per_day[alive])
        alive = alive[now[alive] <= T[alive]]
        day = np.ceil(now[alive]).astype(int)
        x[alive] += day > t_x[alive]
        t_x[alive] = day
        alive = alive[rng.random(alive.size) >= p[alive]]
    return x, t_x, T


def seconds(act, repeats=REPEATS):
    """Return the shortest of several runs, and the result."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = act()
        times.append(time.perf_counter() - start)
    return min(times), result


def rows(label, columns, models):
    grouping, triples = seconds(lambda: group_triples(*columns))
    print(f"{label}: {triples.customers:,} customers, {triples.T.size:,} triples, grouped in {grouping:.2f} s")
    for name in models:
        ours, fit = seconds(lambda name=name: fit_purchases(name, triples))
        theirs, second = seconds(lambda fit=fit: crosscheck_with_lifetimes(fit, triples), repeats=1)
        gap = f"{second['difference']:+.1e}" if "difference" in second else second["status"]
        print(f"  {name:11s} ours {ours:7.3f} s   lifetimes {theirs:7.3f} s   ratio {theirs / ours:6.1f}   {gap}")


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print("last column: our log-likelihood less theirs, at their own optimum")
    tiny = group_triples([1, 0], [3, 0], [9, 9])
    crosscheck_with_lifetimes(fit_purchases("BG/NBD", tiny), tiny)  # import lifetimes outside the clock
    rows("CDNOW master", cdnow_master(), PURCHASE_MODELS)
    rows("simulated BG/NBD", bg_customers(n), ["BG/NBD", "MBG/NBD"])


if __name__ == "__main__":
    main()
