"""The sentence on what was read, used and left out."""

from __future__ import annotations

from analysis.findings.words import Numbers
from analysis.formats import count, money


def ledger(d: Numbers, currency: str | None) -> str:
    """Say how the rows read became the rows used."""
    left = sum(row["rows"] for row in d["ledger"])
    read = d["rows"] + left
    out = f"{count(left)} were left out, by the reasons below" if left else "none was left out"
    return (
        f"**{count(read)} rows** were read; {count(d['rows'])} enter the analysis "
        f"({money(d['revenue'], currency)}), {out}."
    )
