"""The money of a line that has no amount of its own: quantity times price, for so many pieces, less its discount."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from analysis.intake.mean.amounts import Numbers, product
from analysis.intake.read.staging import Staged
from analysis.intake.workspace import Workspace

RATE = r"%|percent|prozent|pct|rate\b|satz|taux|porcent|процент|率"
POWERS = (1, 10, 100, 1000, 10000)
WIDE = "DECIMAL(22, 8)"
FINE = "DECIMAL(14, 8)"


def line_money(numbers: Mapping[str, Numbers], discount: str) -> tuple[str, int]:
    """Return SQL for the exact money of a line as it is written, and its decimals.

    Parameters
    ----------
    numbers : mapping
        The columns read as numbers: amount, perhaps less another, or quantity and unit_price, perhaps
        price_unit and discount.
    discount : str
        How a discount is written: "fraction", "percent", or "" where none is taken off.
    """
    if "less" in numbers:
        return _netted(numbers["amount"], numbers["less"])
    if "amount" in numbers:
        return numbers["amount"].value, numbers["amount"].scale
    money, scale = product(numbers["quantity"], numbers["unit_price"])
    if "price_unit" in numbers:
        unit = numbers["price_unit"].value
        shares = " ".join(f"WHEN {power} THEN {1 / power:.4f}::{FINE}" for power in POWERS)
        share = f"CASE coalesce({unit}, 1) {shares} ELSE try_cast(1.0 / nullif({unit}, 0) AS {FINE}) END"
        money, scale = f"(try_cast({money} AS {WIDE}) * {share})", 16
    if discount:
        rate = f"coalesce({numbers['discount'].value}, 0)" + (" * 0.01" if discount == "percent" else "")
        money, scale = f"(try_cast({money} AS {WIDE}) * try_cast(1 - {rate} AS {FINE}))", 16
    return money, scale


def _netted(amount: Numbers, less: Numbers) -> tuple[str, int]:
    """Return SQL for the money of a line whose debit and credit stand in two columns; NULL where one is unreadable."""
    unread = " OR ".join(f"({n.value} IS NULL AND NOT coalesce({n.missing}, false))" for n in (amount, less))
    net = f"coalesce({amount.value}, 0) - coalesce({less.value}, 0)"
    return f"(CASE WHEN {unread} THEN NULL ELSE {net} END)", max(amount.scale, less.scale)


def netted(bench: Workspace, staged: Staged, less: Numbers) -> Numbers:
    """Return how to read what is taken off the amount, without its sign if all of it is negative, and say how much."""
    rows, low, high, money = bench.row(
        f"SELECT count(*) FILTER (v <> 0), min(v), max(v), coalesce(sum(v), 0) FROM (SELECT {less.value} AS v "
        f"FROM {staged.table} {less.join})"
    )
    first, second = (staged.headers.get(column, "") for column in ("amount", "less"))
    bench.info("amounts_netted", rows, -abs(money), file=staged.label, column=first, less=second)
    return replace(less, value=f"(-({less.value}))") if rows and high <= 0 and low < 0 else less


def how_discounted(bench: Workspace, staged: Staged, numbers: Mapping[str, Numbers]) -> str:
    """Return how a named discount is written, and say whether it was taken off: "fraction", "percent" or ""."""
    if "amount" in numbers or "discount" not in numbers:
        return ""
    column = numbers["discount"]
    low, high, filled, signs = bench.row(
        f"SELECT min({column.value}), max({column.value}), count(*) FILTER ({column.value} <> 0), "
        f"count(*) FILTER (contains({staged.table}.discount, '%')) FROM {staged.table} {column.join}"
    )
    title = staged.headers.get("discount", "")
    how = written_as(float(low or 0), float(high or 0), title + "%" * bool(signs)) if filled else ""
    if how:
        bench.warn("discount_taken_off", filled, file=staged.label, column=title, written=how, most=float(high))
    elif filled:
        bench.warn("discount_not_taken_off", filled, file=staged.label, column=title, low=float(low), high=float(high))
    return how


def written_as(low: float, high: float, title: str) -> str:
    """Return how a discount is written: "fraction", "percent", or "" if that cannot be told.

    Examples
    --------
    >>> written_as(0, 0.25, "Discount"), written_as(0, 25, "Rabatt %"), written_as(0, 25, "Rabatt")
    ('fraction', 'percent', '')
    """
    if low < 0 or high > 100:
        return ""
    percent = re.search(RATE, title.casefold()) is not None
    if high <= 1 and (not percent or high < 1):
        return "fraction" if "%" not in title else "percent"
    return "percent" if percent else ""
