"""The total of an order on each of its lines: within a document the amount never changes, while the items do."""

from __future__ import annotations

from analysis.intake.mean.copied import stamps
from analysis.intake.mean.divisions import divisions
from analysis.intake.mean.neighbours import Seen
from analysis.intake.rules.sums import totals_on_lines
from analysis.intake.workspace import name

FEWEST_ORDERS = 10  # of several rows, and different totals, before equal amounts in all of them mean an order's total
NEARLY_ALL = 0.95
ONE_BUYER = 0.02  # of the values of a document column may stand for two customers or days


def say_order_totals(seen: Seen) -> None:
    """Say that an order's total stands on each of its lines, whatever the column of the order is called."""
    if "amount" not in seen.source.numbers or len(seen.titles) < 1:
        return
    exported = stamps(seen)
    best = (0, "", 0, 0, 0.0)  # the column that most lines repeat the total in
    for column in [*_orders(seen), ""]:
        if best[0] and not column:
            break
        key = f"trim({name(column)})" if column else "customer, day"
        others = [name(c) for c in seen.titles if c != column and c not in exported]
        if not others:
            continue
        filled = f" AND {key} <> ''" if column else ""
        of_orders = seen.bench.frame(
            f"SELECT ({key}) AS key, amount, hash({', '.join(others)}) AS item FROM {seen.table} WHERE counted AND "
            f"amount <> 0{filled}",
        )
        orders, equal, extra, money, totals = (n or 0 for n in seen.bench.fetch(totals_on_lines(of_orders))[0])
        if orders >= FEWEST_ORDERS and equal >= NEARLY_ALL * orders and totals >= FEWEST_ORDERS:
            best = max(best, (int(extra), column, int(orders), int(equal), float(money)))
    if best[0]:
        _say(seen, *best)


def _orders(seen: Seen) -> list[str]:
    """Return the columns whose values stand in several rows each, of one customer and day."""
    several = [d for d in divisions(seen) if d.distinct >= FEWEST_ORDERS and d.filled > 1.05 * d.distinct]
    if not several:
        return []
    tests = ", ".join(
        f"count(DISTINCT (trim({name(d.column)}), customer, day)) FILTER (trim({name(d.column)}) <> '')"
        for d in several
    )
    counted = zip(several, seen.rows(tests)[0], strict=True)
    return [d.column for d, n in counted if int(str(n)) <= (1 + ONE_BUYER) * d.distinct]


def _say(seen: Seen, extra: int, column: str, orders: int, equal: int, money: float) -> None:
    amount = seen.source.staged.source.columns["amount"]
    seen.bench.warn(
        "order_total_repeated",
        extra,
        money,
        file=seen.label,
        column=seen.titles[column] if column else "",
        amount_column=str(amount),
        orders=orders,
        equal=equal,
    )
