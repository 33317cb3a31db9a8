"""Sentences on what was read that more than one room says; records are read by attribute."""

from __future__ import annotations

from typing import Any

from analysis.display.formats import count, money
from analysis.display.language import sentence, sentences


def ledger(data: Any, currency: str | None) -> str:
    """Say how the rows read became the rows used.

    Parameters
    ----------
    data : record
        rows, revenue (None without amounts) and ledger (the rows left out, by reason), as in the facts of data.
    currency : str or None

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> ledger(SimpleNamespace(rows=95, revenue=1234.5, ledger=[SimpleNamespace(rows=5)]), "EUR")
    '**100 rows** were read; 95 enter the analysis (€1,235), 5 were left out, by the reasons below.'
    """
    left = sum(row.rows for row in data.ledger)
    values = {"read": count(data.rows + left), "used": count(data.rows), "left": count(left)}
    if data.revenue is None:
        if not left:
            return sentence("**{read} rows** were read; {used} enter the analysis, none was left out.", **values)
        return sentences(
            left,
            "**{read} rows** were read; {used} enter the analysis, {left} was left out, by the reasons below.",
            "**{read} rows** were read; {used} enter the analysis, {left} were left out, by the reasons below.",
            **values,
        )
    values["sum"] = money(data.revenue, currency)
    if not left:
        return sentence("**{read} rows** were read; {used} enter the analysis ({sum}), none was left out.", **values)
    return sentences(
        left,
        "**{read} rows** were read; {used} enter the analysis ({sum}), {left} was left out, by the reasons below.",
        "**{read} rows** were read; {used} enter the analysis ({sum}), {left} were left out, by the reasons below.",
        **values,
    )
