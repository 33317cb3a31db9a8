"""What a file with one row per customer answers: how many bought once, and how many left, by each attribute."""

from __future__ import annotations

from analysis.client.parameters import ATTRIBUTE
from analysis.intake.mean.values import YES
from analysis.intake.mean.words import sql_list
from analysis.intake.workspace import Workspace, name

MOST_VALUES = 12


def say_summary(bench: Workspace, columns: list[str]) -> None:
    """Say the share of one-time buyers and the churn rate, where the rows state them."""
    if f"{ATTRIBUTE}stated_frequency" in columns:
        _say_one_time(bench)
    if f"{ATTRIBUTE}stated_churned" in columns:
        _say_churned(bench, columns)


def _say_one_time(bench: Workspace) -> None:
    orders = f"try_cast({name(f'{ATTRIBUTE}stated_frequency')} AS DOUBLE)"
    known, least, once = bench.row(
        f"SELECT count({orders}), min({orders}), count(*) FILTER ({orders} <= 1) FROM lines WHERE reason IS NULL"
    )
    if not known:
        return
    if least < 1:  # repeat purchases were counted, without the first
        once = bench.row(f"SELECT count(*) FILTER ({orders} = 0) FROM lines WHERE reason IS NULL")[0]
    bench.info("one_time_share", once, known=known)


def _say_churned(bench: Workspace, columns: list[str]) -> None:
    left = (
        f"lower({name(f'{ATTRIBUTE}stated_churned')}) IN "
        f"{sql_list((*YES, 'churned', 'lost', 'left', 'exited', '流失'))}"
    )
    known, gone = bench.row(
        f"SELECT count({name(f'{ATTRIBUTE}stated_churned')}), count(*) FILTER ({left}) FROM lines WHERE reason IS NULL"
    )
    if not known:
        return
    bench.info("churn_rate", gone, known=known)
    for column in columns:
        if column.startswith(ATTRIBUTE) and not column.startswith(f"{ATTRIBUTE}stated_"):
            _say_by(bench, column, left)


def _say_by(bench: Workspace, column: str, left: str) -> None:
    found = bench.rows(
        f"SELECT {name(column)} AS v, count(*) AS n, count(*) FILTER ({left}) FROM lines WHERE reason IS NULL AND v "
        f"IS NOT NULL "
        "GROUP BY v ORDER BY n DESC, v"
    )
    if 1 < len(found) <= MOST_VALUES:
        groups = [{"value": value, "customers": n, "left": gone} for value, n, gone in found]
        bench.info("churn_by", attribute=column.removeprefix(ATTRIBUTE), groups=groups)
