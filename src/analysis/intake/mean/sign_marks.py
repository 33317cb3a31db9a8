"""Debit and credit written behind an amount: 176.93 Cr, 1.200,00 H."""

from __future__ import annotations

from analysis.intake.mean.words import sql_list
from analysis.intake.places import Label
from analysis.intake.workspace import Workspace

PAIRS = (("dr", "cr"), ("db", "cr"), ("s", "h"), ("d", "c"))
BEHIND = r"(?i)\s*(dr|cr|db|[shdc])\.?\s*$"


def read_sign_marks(bench: Workspace, table: str, column: str, label: Label) -> None:
    """Turn the sign of what stands on the rarer side, where a column marks debits and credits, and say so.

    One mark alone is a sign where most amounts have none ("176.93 CR" among plain ones); alone everywhere it may be
    another word ("Cr" for crore), and stays unread.
    """
    found = dict(bench.rows(f"SELECT behind, sum(n)::BIGINT FROM {table} WHERE kind IS NULL GROUP BY behind"))
    for debit, credit in PAIRS:
        debits, credits = found.get(debit, 0), found.get(credit, 0)
        plain = found.get("", 0)
        if not credits or not (debits or (credit == "cr" and plain > credits)):
            continue
        turned = credit if debits + plain >= credits else debit
        rows, example = bench.row(f"SELECT sum(n)::BIGINT, arg_min(t, at_row) FROM {table} WHERE behind = '{turned}'")
        bench.con.execute(
            f"UPDATE {table} SET negative = (behind = '{turned}') <> negative, "
            f"token = regexp_replace(token, '{debit}$|{credit}$', '') WHERE behind IN {sql_list((debit, credit))}"
        )
        bench.warn("sign_marks", rows, file=label, column=column, mark=turned.capitalize(), example=example)
        return
