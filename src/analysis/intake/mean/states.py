"""What a client file says of kinds and states: which rows are kept, dropped or counted as negative."""

from __future__ import annotations

from analysis.client.parameters import Source
from analysis.client.rules import Rules
from analysis.intake.mean.words import trimmed
from analysis.intake.read.staging import Staged
from analysis.intake.rules.states import negated, ruled
from analysis.intake.workspace import Workspace, name


def stated(bench: Workspace, staged: Staged, relation: str, values: dict[str, str]) -> str:
    """Return SQL for typed values (by name) of a relation's rows, as the client file's rules have them (``ruled``)."""
    prefix = cancel_prefix(staged)
    rules = {f"{ours}_state": rule for ours, rule in _rules(staged.source).items()}
    values = values | {f"{ours}_state": _state(f"{staged.table}.{name(ours)}") for ours in _rules(staged.source)}
    if prefix:
        values["number"] = f"trim({staged.table}.order_id)"
    chosen = ", ".join(f"{value} AS {name(column)}" for column, value in values.items())
    if not (rules or prefix or "quantity" in values):  # nothing that the rules could change: they take .1 s
        return f"SELECT {chosen}, false AS dropped FROM {relation}"
    return bench.sql(ruled(bench.frame(f"SELECT {chosen} FROM {relation}"), rules, prefix))


def cancel_prefix(staged: Staged) -> str | None:
    """Return what the numbers of cancelled documents begin with, where there are numbers."""
    return staged.source.cancel_prefix if "order_id" in staged.source.columns else None


def came_back(staged: Staged) -> str:
    """Return SQL that is true for a row of an order that the table of returns names."""
    if staged.source.returns is None:
        return "false"
    return f"{trimmed(f'{staged.table}.order_id')} IN (SELECT order_id FROM returns_{staged.number})"


def say_rules(bench: Workspace, staged: Staged) -> None:
    """Say what the rules did to the total, and which of their values no row has."""
    rules = _rules(staged.source)
    for ours, rule in rules.items():
        states = bench.frame(f"SELECT {_state(name(ours))} AS state FROM {staged.table}").unique()
        there = {state for (state,) in bench.fetch(states)}
        absent = [value for value in [*(rule.keep or []), *rule.drop, *rule.negate] if value.casefold() not in there]
        if absent:
            bench.warn("rule_without_rows", file=staged.label, column=ours, values=absent, there=sorted(there)[:12])
    turned = {f"{ours}_state": rule for ours, rule in rules.items() if rule.negate}
    if turned:
        columns = ", ".join(f"{_state(f'r.{name(ours)}')} AS {ours}_state" for ours in rules)
        lines = bench.frame(
            f"SELECT l.amount, {columns} FROM lines l JOIN {staged.table} r ON r.rowid = l.row "
            f"WHERE l.source = {staged.number} AND l.reason IS NULL"
        )
        bench.info("rule_negated", *bench.fetch(negated(lines, turned))[0], file=staged.label)


def _rules(source: Source) -> dict[str, Rules]:
    return {ours: rules for ours in ("status", "kind") if (rules := getattr(source, ours)) is not None}


def _state(column: str) -> str:
    """Return SQL for a state as the rules compare it."""
    return f"lower({trimmed(column)})"
