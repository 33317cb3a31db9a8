"""What a client file says of kinds and states: which rows are kept, dropped or counted as negative."""

from __future__ import annotations

from analysis.client.parameters import Source
from analysis.client.rules import Rules
from analysis.intake.mean.words import sql_list, trimmed
from analysis.intake.read.staging import Staged
from analysis.intake.workspace import Workspace, name


def dropped(staged: Staged) -> str | None:
    """Return SQL that is true for a row that the client file's rules leave out; None without such rules."""
    tests = []
    for ours, rules in _rules(staged.source):
        if rules.keep is not None:
            tests.append(f"NOT {_among(staged, ours, [*rules.keep, *rules.negate])}")
        if rules.drop:
            tests.append(_among(staged, ours, rules.drop))
    return f"({' OR '.join(tests)})" if tests else None


def negated(staged: Staged) -> str | None:
    """Return SQL that is true for a row whose amount counts as negative; None without such rules."""
    tests = [_among(staged, ours, rules.negate) for ours, rules in _rules(staged.source) if rules.negate]
    return f"({' OR '.join(tests)})" if tests else None


def came_back(staged: Staged) -> str:
    """Return SQL that is true for a row of an order that the table of returns names."""
    if staged.source.returns is None:
        return "false"
    return f"{trimmed(f'{staged.table}.order_id')} IN (SELECT order_id FROM returns_{staged.number})"


def say_rules(bench: Workspace, staged: Staged) -> None:
    """Say what the rules did to the total, and which of their values no row has."""
    for ours, rules in _rules(staged.source):
        column = f"lower({trimmed(name(ours))})"
        there = {value for (value,) in bench.rows(f"SELECT DISTINCT {column} FROM {staged.table}")}
        absent = [value for value in [*(rules.keep or []), *rules.drop, *rules.negate] if value.casefold() not in there]
        if absent:
            bench.warn("rule_without_rows", file=staged.label, column=ours, values=absent, there=sorted(there)[:12])
    turned = negated(staged)
    if turned:
        rows, money = bench.row(
            f"SELECT count(*), coalesce(sum(amount), 0) FROM lines WHERE source = {staged.number} AND reason IS "
            f"NULL AND "
            f"row IN (SELECT rowid FROM {staged.table} WHERE {turned})"
        )
        bench.info("rule_negated", rows, money, file=staged.label)


def _rules(source: Source) -> list[tuple[str, Rules]]:
    return [(ours, rules) for ours in ("status", "kind") if (rules := getattr(source, ours)) is not None]


def _among(staged: Staged, ours: str, values: list[str]) -> str:
    if not values:
        return "false"
    texts = tuple(value.strip().casefold() for value in values)
    return f"lower({trimmed(f'{staged.table}.{name(ours)}')}) IN {sql_list(texts)}"
