"""Sentences on what was read, used and left out, on the tables beside it, and on who stands behind a customer."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.display.formats import count, counted, money, share
from analysis.findings.words import Numbers

KINDS = {
    "customer_level": "**Customer level**: no purchase histories.",
    "contractual": "**Contractual**: not a case for models of purchases.",
    "summed": "**Sums, not sales**: no purchase histories.",
    "too_little": "**Too little** to forecast from.",
    "without_amounts": "**Without amounts**: purchases, but no money.",
    "non_contractual": "**Non-contractual**: every chapter can be rendered.",
}


def ledger(d: Numbers, currency: str | None) -> str:
    """Say how the rows read became the rows used."""
    left = sum(row["rows"] for row in d["ledger"])
    read = d["rows"] + left
    out = (
        f"{count(left)} {'was' if left == 1 else 'were'} left out, by the reasons below"
        if left
        else "none was left out"
    )
    sum_ = "" if d["revenue"] is None else f" ({money(d['revenue'], currency)})"
    return f"**{count(read)} rows** were read; {count(d['rows'])} enter the analysis{sum_}, {out}."


def verdict(r: Numbers) -> str:
    """Say what kind of data it is, and why.

    Examples
    --------
    >>> verdict({"verdict": "too_little", "reason": "Only 3 of 90 customers bought again."})
    '**Too little** to forecast from. Only 3 of 90 customers bought again.'
    """
    return f"{KINDS[r['verdict']]} {r['reason']}"


def branches(d: Numbers, currency: str | None) -> str:
    """Say how many customers are groups of several branches, and what they account for."""
    g = d["groups"]
    if not g["groups"]:
        return (
            f"{count(g['ids'])} ids form **{count(g['customers'])} customers**, none of which bought through several "
            f"branches."
        )
    of = f" ({share(g['revenue'] / d['revenue'], 1)} of the revenue)" if d["revenue"] and d["revenue"] > 0 else ""
    return (
        f"{count(g['ids'])} ids form {count(g['customers'])} customers: **{counted(g['groups'], 'group')}** with more "
        f"than one branch account{'s' if g['groups'] == 1 else ''} for {money(g['revenue'], currency)}{of}. The group "
        f"pays, so it is the customer everywhere in this report."
    )


def books(totals: Sequence[Numbers]) -> str:
    """Say how many of the stated totals the rows explain."""
    agree = sum(total["difference"] == 0 for total in totals)
    if agree == len(totals):
        whose = "the control total agrees" if agree == 1 else f"all {count(agree)} control totals agree"
        return f"**{whose[0].upper()}{whose[1:]}** with the client's books to the cent."
    return (
        f"**{count(len(totals) - agree)} of {counted(len(totals), 'control total')}** "
        f"{'differs' if len(totals) - agree == 1 else 'differ'} from the client's books."
    )
