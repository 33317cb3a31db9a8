"""Sentences on accounts that more than one room says; records are read by attribute."""

from __future__ import annotations

from typing import Any

from analysis.display.formats import compact_money, count, share
from analysis.display.language import joined, sentence, sentences


def size_name(a: Any) -> str:
    """Name what the size of an account is."""
    return sentence("revenue") if a.by == "revenue" else sentence("purchases")


def dependency(a: Any) -> str:
    """Say what the three and the ten largest accounts bring, and how many of them still buy.

    Examples
    --------
    >>> from types import SimpleNamespace as Record
    >>> top = [Record(accounts=1, share=0.03), Record(accounts=3, share=0.06, still_buy=1, late=0, gone=2,
    ...                                               gone_share=0.05, unprofitable=0)]
    >>> dependency(Record(by="revenue", days_known=True, top=top, customers=4)).replace("\u202f", " ")
    'The 3 largest accounts bring **6 %** of the revenue, the largest alone 3 %. Of the 3 largest, \
**2 no longer buy**; they had brought 5 % of the revenue.'
    """
    if len(a.top) < 2:
        return sentence("So few accounts are each a risk of their own: all of them are listed.")
    of, largest = size_name(a), a.top[0]
    three = a.top[1]
    ten = a.top[-1]
    parts = {"n": count(three.accounts), "three": share(three.share), "one": share(largest.share), "of": of}
    first = (
        sentence("The {n} largest accounts bring **{three}** of the {of}, the largest alone {one}.", **parts)
        if ten is three
        else sentence(
            "The {n} largest accounts bring **{three}** of the {of}, the largest alone {one}, and the {more} largest "
            "{ten}.",
            more=count(ten.accounts),
            ten=share(ten.share),
            **parts,
        )
    )
    if not a.days_known:
        return first
    alike = (three.gone, three.late) == (ten.gone, ten.late)  # one sentence is then enough
    return joined(first, "" if ten is three or alike else states(three, of), states(ten, of), _cost(ten))


def states(top: Any, of: str) -> str:
    """Say how many of the largest still buy.

    Examples
    --------
    >>> from types import SimpleNamespace as Record
    >>> states(Record(accounts=5, still_buy=5, late=0, gone=0, gone_share=0.0), "revenue")
    'The 5 largest all still buy.'
    """
    parts = {
        "n": count(top.accounts),
        "gone": count(top.gone),
        "late": count(top.late),
        "share": share(top.gone_share),
        "of": of,
    }
    if top.gone == top.accounts:
        return sentence("**None of the {n} largest buys any more.**", **parts)
    if top.gone and top.late:
        return sentences(
            top.gone,
            "Of the {n} largest, **{gone} no longer buys** (it had brought {share} of the {of}), {late} "
            "may have stopped.",
            "Of the {n} largest, **{gone} no longer buy** (they had brought {share} of the {of}), {late} "
            "may have stopped.",
            **parts,
        )
    if top.gone:
        return sentences(
            top.gone,
            "Of the {n} largest, **{gone} no longer buys**; it had brought {share} of the {of}.",
            "Of the {n} largest, **{gone} no longer buy**; they had brought {share} of the {of}.",
            **parts,
        )
    if top.late:
        return sentences(
            top.late,
            "Of the {n} largest, **{late} is unusually silent**; the others still buy.",
            "Of the {n} largest, **{late} are unusually silent**; the others still buy.",
            **parts,
        )
    return sentence("The {n} largest all still buy.", **parts) if top.still_buy == top.accounts else ""


def _cost(top: Any) -> str:
    if not top.unprofitable:
        return ""
    return sentences(
        top.unprofitable, "**{n} of the {of} costs money.**", "**{n} of the {of} cost money.**", of=count(top.accounts)
    )


def headline(a: Any, p: Any, currency: str | None) -> str:
    """Say what management should know first of the accounts: what they cost, where any does, else who carries.

    `a`, `p`: The facts of accounts, and of profitability (where that is refused, nothing is said of it).

    Examples
    --------
    >>> from types import SimpleNamespace as Record
    >>> few = Record(by="revenue", days_known=True, top=[])
    >>> headline(few, Record(refusal=Record(code="no_margin")), "EUR")
    'So few accounts are each a risk of their own: all of them are listed.'
    """
    if p.refusal is None and p.unprofitable:
        return joined(losses(p, currency), dependency(a))
    return dependency(a)


def losses(p: Any, currency: str | None) -> str:
    """Say how many customers cost money, how much, and what it takes away.

    Examples
    --------
    >>> from types import SimpleNamespace as Record
    >>> p = Record(unprofitable=324, customers=632, loss=-2e6, unprofitable_revenue=6e7, peak=3e6, margin=1e6,
    ...            revenue=8e7, half_of_loss=60)
    >>> losses(p, "USD").replace("\u202f", " ")
    '**324 of 632 customers (51 %)** cost more than they bring: together $2.00 M. The profitable ones earn $3.00 M; \
$1.00 M of that is left. Half of the loss is made by 60 customers.'
    """
    if not p.unprofitable:
        return sentence(
            "No customer costs more than it brings: all {n} leave a margin of 0 or more.", n=count(p.customers)
        )
    return joined(
        sentences(
            p.unprofitable,
            "**{n} of {all} customers ({share})** costs more than it brings: {loss}.",
            "**{n} of {all} customers ({share})** cost more than they bring: together {loss}.",
            all=count(p.customers),
            share=share(p.unprofitable / p.customers),
            loss=compact_money(-p.loss, currency),
        ),
        sentence(
            "The profitable ones earn {peak}; {left} of that is left.",
            peak=compact_money(p.peak, currency),
            left=compact_money(p.margin, currency),
        )
        if p.margin >= 0
        else sentence(
            "The profitable ones earn only {peak}: over all customers, {lost} is lost.",
            peak=compact_money(p.peak, currency),
            lost=compact_money(-p.margin, currency),
        ),
        sentences(
            p.half_of_loss, "Half of the loss is made by {n} customer.", "Half of the loss is made by {n} customers."
        ),
    )
