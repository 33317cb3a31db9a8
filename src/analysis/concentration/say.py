"""Sentences on how dependent a client is on few customers."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.concentration.facts import AbcClass, ConcentrationFacts
from analysis.display.formats import count, interval, money, number, share
from analysis.display.language import joined, sentence, sentences


def inequality(c: ConcentrationFacts) -> str:
    """Say what the Gini coefficient and the Herfindahl index mean here."""
    low, high = c.gini_interval
    return joined(
        sentence(
            "The Gini coefficient is **{gini}** ({range}; 0 = all equal, 1 = one customer brings all).",
            gini=number(c.gini),
            range=interval(low, high, partial(number, digits=2)),
        ),
        sentence(
            "Revenue is as concentrated as if {equal} equal customers brought it, out of {n} (Herfindahl index {hhi} "
            "of 10,000).",
            equal=count(c.effective_customers),
            n=count(c.customers),
            hhi=count(c.hhi),
        ),
    )


def classes(c: ConcentrationFacts) -> str:
    """Say how many customers each class holds and what it brings of the revenue of customers above 0."""
    people = sum(row.customers for row in c.abc.values())

    def part(row: AbcClass) -> str:
        return sentences(
            row.customers,
            "{n} customer ({share}), {revenue}",
            "{n} customers ({share}), {revenue}",
            share=share(row.customers / people),
            revenue=share(row.revenue / c.revenue),
        )

    nothing = c.abc["N"].customers
    return joined(
        sentence(
            "**Class A** is {a} of the revenue; **class B** {b}; **class C** {c}.",
            a=part(c.abc["A"]),
            b=part(c.abc["B"]),
            c=part(c.abc["C"]),
        ),
        sentences(nothing, "{n} customer brought nothing or less.", "{n} customers brought nothing or less.")
        if nothing
        else "",
    )


def left_out_below_zero(c: ConcentrationFacts, currency: str | None) -> str | None:
    """Say what customers below zero there are beside the shares; None if there are none."""
    below = c.left_out
    if not below.customers:
        return None
    return sentences(
        below.customers,
        "{n} customer with a net revenue below 0 ({revenue} in all) stands beside these shares, not in them.",
        "{n} customers with a net revenue below 0 ({revenue} in all) stand beside these shares, not in them.",
        revenue=money(below.revenue, currency),
    )


def stability() -> str:
    """Say what the ranges are."""
    return joined(
        sentence("The ranges are stability bands: where the figure lies in 95 % of 300 resamples of the customers."),
        sentence("The ledger is complete, so this is no sampling error; it says how much hangs on single customers."),
    )


def top_fifth(c: ConcentrationFacts) -> str:
    """Return the title of the Lorenz curve."""
    return sentence("The top 20 % of customers bring {share} of the revenue", share=share(c.top_share["0.2"]))


def most_of_it(c: ConcentrationFacts) -> str:
    """Return the title of the Pareto curve."""
    return sentences(
        c.customers_for_80,
        "{n} customer is enough to reach 80 % of the revenue",
        "{n} customers are enough to reach 80 % of the revenue",
    )


def layers(c: ConcentrationFacts) -> str:
    """Return the title of the pyramid."""
    return sentence(
        "Class A is {customers} of the customers and {revenue} of the revenue",
        customers=share(c.class_a_customer_share),
        revenue=share(c.class_a_revenue_share),
    )


def rule(c: ConcentrationFacts) -> str:
    """Say by which rule the classes are made."""
    ends = {
        "a": share(c.abc_by.a),
        "b": share(c.abc_by.b),
        "measure": sentence("margin") if c.abc_by.by == "margin" else sentence("revenue"),
    }
    by = (
        sentence(
            "Classes by {measure}: A the first {a} of the customers above 0, B up to {b}, C the rest; N brought "
            "nothing or less.",
            **ends,
        )
        if c.abc_by.of == "customers"
        else sentence(
            "Classes by cumulative {measure}: A up to {a}, B up to {b}, C the rest; N brought nothing or less.", **ends
        )
    )
    return joined(
        by,
        sentence("Equal customers get equal classes."),
        sentence("Shares are of the revenue of customers above 0."),
    )


def branches(groups: Any, revenue: float | None, currency: str | None) -> str:
    """Say how many customers are groups of several branches, and what they account for.

    `groups`: ids, customers, groups, revenue, as in `data.groups`.
    `revenue`: Of all customers.
    """
    g = groups
    ids, customers = count(g.ids), count(g.customers)
    if not g.groups:
        return sentence(
            "{ids} ids form **{customers} customers**, none of which bought through several branches.",
            ids=ids,
            customers=customers,
        )
    amount = money(g.revenue, currency)
    if revenue and revenue > 0:
        part = share(g.revenue / revenue, 1)
        amount = sentence("{money} ({share} of the revenue)", money=amount, share=part)
    said = sentences(
        g.groups,
        "{ids} ids form {customers} customers: **{n} group** with more than one branch accounts for {money}.",
        "{ids} ids form {customers} customers: **{n} groups** with more than one branch account for {money}.",
        ids=ids,
        customers=customers,
        money=amount,
    )
    return joined(said, sentence("The group pays, so it is the customer everywhere in this report."))
