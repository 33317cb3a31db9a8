"""Customer value against lifetimes in one run on one core, and its cost from 10,000 to 10,000,000 customers.

    python benchmarks/bench_value.py [LARGEST]          default: 10000000

Ours is what the report's value takes from a purchase model: who is still a customer, and discounted purchases of who
is; with spend per purchase both give the same clv. The median of three. The largest table needs 3 GB.
"""

import resource
import sys

import numpy as np
import pandas as pd
from bench_btyd import against, bg_customers, in_weeks, seconds
from threadpoolctl import threadpool_limits

from analysis.backtest.fits import p_alive
from analysis.btyd import fit_purchases, fit_spend, group_triples
from analysis.btyd.crosscheck import contained
from analysis.value.clv import Horizon, if_alive, purchases_if_alive

COMPARED = 1_000_000
YEAR, MARGIN = Horizon(365, 0.10), 0.30
MONTHS = np.arange(1, 13)
MONTHLY_RATE = 0.01


def customers_of(x, t_x, T):
    """Return a table of customers whose purchases cost about 30, each at a level of their own."""
    rng = np.random.default_rng(2)
    mean = rng.gamma(6 * np.maximum(x, 1)) / np.maximum(x, 1) / rng.gamma(4, 1 / 15, x.size)
    spent = mean * (x + 1)
    return pd.DataFrame(
        {
            "customer_id": pd.RangeIndex(x.size).astype(str),
            "frequency": x,
            "recency": t_x,
            "T": T,
            "monetary_value": np.where(x > 0, mean, 0.0),
            "purchase_amount": spent,
            "revenue": spent,
        }
    )


def grouped(customers):
    return group_triples(customers["frequency"], customers["recency"], customers["T"])


def fitted(customers):
    """Return the fits that value needs; spend from the first 20,000 customers."""
    some = customers.iloc[:20_000]
    return fit_purchases("BG/NBD", grouped(customers)), fit_spend(some["frequency"], some["monetary_value"])


def clv(fit, spend, customers):
    """Return clv by our parts."""
    _, discounted = if_alive(fit.model, customers, YEAR)
    return p_alive(fit.model, customers) * discounted * spend_of(spend, customers) * MARGIN


def spend_of(spend, customers):
    return spend.model.expected_spend(customers["frequency"].to_numpy(float), customers["monetary_value"].to_numpy())


def clv_of_lifetimes(fit, spend, customers):
    """Return clv by lifetimes with our parameters, in days."""
    with contained():
        import lifetimes

        purchases, amounts = lifetimes.BetaGeoFitter(), lifetimes.GammaGammaFitter()
        purchases.params_ = pd.Series(fit.parameters | {"alpha": fit.parameters["alpha"] * 7})
        purchases.predict = purchases.conditional_expected_number_of_purchases_up_to_time
        amounts.params_ = pd.Series({"p": spend.model.p, "q": spend.model.q, "v": spend.model.gamma})
        columns = (customers[name] for name in ("frequency", "recency", "T", "monetary_value"))
        return amounts.customer_lifetime_value(purchases, *columns, time=12, discount_rate=MONTHLY_RATE, freq="D")


def clv_their_way(fit, spend, customers):
    """Return what ours gives with their months of 30 days, discounted at the end of each."""
    triples = grouped(customers)
    _, discounted = purchases_if_alive(fit.model, triples, 30.0 * MONTHS, (1 + MONTHLY_RATE) ** -MONTHS)
    alive = fit.model.p_alive(triples.frequency, triples.recency, triples.T)
    return (alive * discounted)[triples.index] * spend_of(spend, customers)


def compare(label, columns, bound):
    customers = customers_of(*columns)
    fit, spend = fitted(customers)
    ours, _ = seconds(lambda: clv(fit, spend, customers))
    theirs, their_clv = seconds(lambda: clv_of_lifetimes(fit, spend, customers), repeats=1)
    off = np.abs(clv_their_way(fit, spend, customers) / their_clv - 1).max()
    print(f"{label}: {len(customers):,} customers, {grouped(customers).T.size:,} triples: ours {ours:.2f} s")
    print(f"    lifetimes per row {theirs:6.2f} s {against(ours, theirs, bound)}")
    print(f"    largest relative difference with its month length {off:.0e} ({'met' if off <= 1e-6 else 'MISSED'})")


def cost(largest):
    print("\ncustomers     triples   group    fit BG/NBD   value    peak memory")
    for n in (10**power for power in range(4, 8) if 10**power <= largest):
        columns = bg_customers(n)
        grouping, triples = seconds(lambda columns=columns: group_triples(*columns), repeats=1)
        fitting, fit = seconds(lambda triples=triples: fit_purchases("BG/NBD", triples), repeats=1)
        customers = customers_of(*columns)
        spend = fit_spend(customers["frequency"][:20_000], customers["monetary_value"][:20_000])
        scoring, _ = seconds(lambda: clv(fit, spend, customers), repeats=1)  # noqa: B023
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(f"{n:10,} {triples.T.size:10,} {grouping:7.2f} s {fitting:9.2f} s {scoring:9.2f} s {peak:9.1f} GB")


def main():
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    simulated = bg_customers(min(COMPARED, largest))
    print("clv over 12 months")
    compare("whole days", simulated, 8)
    compare("whole weeks", in_weeks(*simulated), 30)
    cost(largest)


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
