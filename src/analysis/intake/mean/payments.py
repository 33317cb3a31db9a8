"""Negative rows that settle earlier invoices: payments in a ledger of accounts, not returns."""

from __future__ import annotations

from analysis.intake.mean.tally import Sums
from analysis.intake.rules.states import settled
from analysis.intake.workspace import Workspace

FEWEST = 10
MIRRORED = 0.8  # of the negative rows equal an earlier sale of the same customer
SETTLED = 0.25  # of the revenue: returns in full of a quarter of all sales are no trade


def say_payments(bench: Workspace, used: Sums) -> bool:
    """Say that the negative rows look like payments, if they do; return whether they were said."""
    rows, money = used.n_negative, -used.negative
    if rows < FEWEST or money < SETTLED * float(used.positive):
        return False
    sold = "SELECT customer, day, amount FROM lines WHERE reason IS NULL AND amount <> 0"
    mirrored = int(bench.fetch(settled(bench.frame(sold)))[0][0] or 0)
    if mirrored < MIRRORED * rows:
        return False
    bench.warn("payments", rows, -float(money), mirrored=mirrored, share=money / used.positive)
    return True
