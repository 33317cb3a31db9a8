"""Sentences on what was read that more than one room says; records are read by attribute."""

from __future__ import annotations

import datetime as dt
from typing import Any

from analysis.display.days import month
from analysis.display.formats import count, money
from analysis.display.language import sentence, sentences


def ledger(data: Any, currency: str | None) -> str:
    """Say how the rows read became the rows used.

    `data`: rows, revenue (None without amounts) and ledger (the rows left out, by reason), as in the facts of data.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> ledger(SimpleNamespace(rows=95, revenue=1234.5, ledger=[SimpleNamespace(rows=5)]), "EUR")
    '**100 rows** were read; 95 (€1,235) enter the analysis, 5 were left out, by the reasons below.'
    """
    left = sum(row.rows for row in data.ledger)
    values = {"read": count(data.rows + left), "used": count(data.rows)}
    if data.revenue is not None:
        values["used"] = sentence("{n} ({sum})", n=count(data.rows), sum=money(data.revenue, currency))
    if not left:
        return sentence("**{read} rows** were read; {used} enter the analysis, none was left out.", **values)
    return sentences(
        left,
        "**{read} rows** were read; {used} enter the analysis, {n} was left out, by the reasons below.",
        "**{read} rows** were read; {used} enter the analysis, {n} were left out, by the reasons below.",
        **values,
    )


def gap(data: Any, first: dt.date | None = None, last: dt.date | None = None) -> str:
    """Say which months between two days hold no row though those around them do; empty if none is.

    Examples
    --------
    >>> from types import SimpleNamespace as Record
    >>> found = Record(findings=[Record(code="calendar_gap", facts={"months": ["2024-03-01", "2024-04-01"]})])
    >>> gap(found, first=dt.date(2024, 4, 1)), gap(found, first=dt.date(2024, 5, 1))
    ('Apr 2024 holds no row at all: if an export is missing, this takes its sales for silence.', '')
    """
    stated = [day for f in data.findings if f.code == "calendar_gap" for day in f.facts["months"]]
    months = [dt.date.fromisoformat(str(day)[:10]) for day in stated]
    months = [day for day in months if (first or dt.date.min) <= day <= (last or dt.date.max)]
    if not months:
        return ""
    if len(months) == 1:
        return sentence(
            "{month} holds no row at all: if an export is missing, this takes its sales for silence.",
            month=month(months[0]),
        )
    return sentence(
        "{n} months hold no row at all ({first} to {last}): if an export is missing, this takes its sales for silence.",
        n=count(len(months)),
        first=month(months[0]),
        last=month(months[-1]),
    )
