"""Fits of the purchase models against lifetimes, in one run on one core; ratios are what carries over.

    python benchmarks/bench_btyd.py [customers]         default: 1000000

Ours: from one row per customer to a fit, with grouping, two starts, standard errors and a check of all forecasts; the
median of three. lifetimes: one fit and no standard error for Pareto/NBD; one run, on a row per customer and on the
triples that we grouped.
"""

import sys
import time
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from analysis.btyd import PURCHASE_MODELS, crosscheck_with_lifetimes, fit_purchases, group_triples
from analysis.btyd.crosscheck import FITTERS, contained
from analysis.refusals import why

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


def in_weeks(x, t_x, T):
    """Return the same customers with ages rounded up to whole weeks, in days: a tenth of the triples."""
    return x, 7 * np.ceil(t_x / 7).astype(int), 7 * np.ceil(T / 7).astype(int)


def seconds(act, repeats=REPEATS):
    """Return the median of several runs in seconds of processor time, which neighbours do not stretch, and a result."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        result = act()
        times.append(time.process_time() - start)
    return median(times), result


def against(ours, theirs, bound=None):
    """Return how many times as long theirs takes, and whether that meets the bound."""
    ratio = theirs / ours
    verdict = "" if bound is None else f" (bound {bound}: {'met' if ratio >= bound else 'MISSED'})"
    return f"{ratio:5.1f} x{verdict}"


def fit_lifetimes(name, columns):
    """Fit with lifetimes on one row per customer, in weeks."""
    with contained():
        import lifetimes

        fitter = getattr(lifetimes, FITTERS[name])()
        fitter.fit(columns[0], columns[1] / 7, columns[2] / 7)
    return fitter


def compare(label, columns, names, *, per_row=None, grouped=None):
    """Print one block; `per_row` and `grouped` are bounds of the last model, without `per_row` that run is left out."""
    _, triples = seconds(lambda: group_triples(*columns))
    print(f"\n{label}: {triples.customers:,} customers, {triples.T.size:,} triples")
    for name in names:
        ours, fit = seconds(lambda name=name: fit_purchases(name, group_triples(*columns)))
        theirs, second = seconds(lambda fit=fit: crosscheck_with_lifetimes(fit, triples), repeats=1)
        gap = f"{second['difference']:+.1e}" if "difference" in second else why(second["refusal"])
        print(f"  {name:10s} ours {ours:.2f} s; our log-likelihood less theirs {gap}")
        print(f"    lifetimes grouped {theirs:6.2f} s {against(ours, theirs, grouped)}")
        if per_row:
            slow, _ = seconds(lambda name=name: fit_lifetimes(name, columns), repeats=1)
            print(f"    lifetimes per row {slow:6.2f} s {against(ours, slow, per_row)}")


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    tiny = group_triples([1, 0], [3, 0], [9, 9])
    crosscheck_with_lifetimes(fit_purchases("BG/NBD", tiny), tiny)  # import lifetimes outside the clock
    master, simulated = cdnow_master(), bg_customers(n)
    compare("CDNOW master", master, [name for name in PURCHASE_MODELS if name != "Pareto/NBD"])
    compare("CDNOW master", master, ["Pareto/NBD"], grouped=4)
    compare("simulated, whole days", simulated, ["BG/NBD"], per_row=5)
    compare("simulated, whole weeks", in_weeks(*simulated), ["BG/NBD"], per_row=12)


if __name__ == "__main__":
    with threadpool_limits(1):  # threads that wait for each other count as processor time
        main()
