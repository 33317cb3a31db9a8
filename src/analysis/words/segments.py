"""Names of classes, and sentences on them that more than one room says; records are read by attribute."""

from __future__ import annotations

from typing import Any

from analysis.display.formats import count, share
from analysis.display.language import joined, later, sentence, sentences

NAMES = {
    "loyal": later("loyal"),
    "regular": later("regular"),
    "regained": later("regained"),
    "new": later("new"),
    "one-time": later("one-time"),
    "sleeping": later("sleeping"),
    "lost": later("lost"),
    "no purchase": later("no purchase"),
    "champions": later("champions"),
    "promising": later("promising"),
    "needs attention": later("needs attention"),
    "recent": later("recent, small"),
    "cannot lose": later("cannot lose"),
    "gone quiet": later("gone quiet"),
    "solid": later("solid"),
    "about to sleep": later("about to sleep"),
    "hibernating": later("hibernating"),
    "asleep": later("asleep"),
    "rising": later("rising"),
    "steady": later("steady"),
    "falling": later("falling"),
    "gone": later("gone"),
    "C": later("C, ordinary"),
    "N": later("N, nothing brought"),
    "plum": later("plum, strategic"),
    "member": later("member"),
    "walk-in": later("walk-in"),
    "high": later("high"),
    "middle": later("middle"),
    "low": later("low"),
    "never": later("never"),
    "sometimes": later("sometimes"),
    "mostly": later("mostly"),
    "many": later("four or more"),
    "few": later("two or three"),
    "one": later("one"),
}
"""Codes of classes as readers see them; a client's own names are printed as they are."""


def class_name(code: str) -> str:
    """Return the name of a class in the reader's language."""
    return sentence(NAMES[code]) if code in NAMES else code


def growth_name(code: str) -> str:
    """Return the name of a class of growth: who is new there came in the later stretch, maybe not lately."""
    return sentence("newly won") if code == "new" else class_name(code)


def lifecycle(s: Any) -> str:
    """Say how many are still there, how many bought once, and how many sleep or are lost.

    Examples
    --------
    >>> from types import SimpleNamespace as Record
    >>> stages = {"loyal": Record(customers=3, revenue=60.0), "one-time": Record(customers=5, revenue=10.0),
    ...           "lost": Record(customers=2, revenue=30.0)}
    >>> said = lifecycle(Record(lifecycle=stages, customers=10, revenue=100.0, silent=stages["lost"]))
    >>> said.replace("\u202f", " ")
    '**3 loyal customers** (30 %) brought 60 % of the revenue. 2 customers bought repeatedly and have fallen silent: \
30 % of the revenue so far; 50 % of the customers bought once and have not come back.'
    """
    once = s.lifecycle.get("one-time")
    values = {"n": count(s.silent.customers), "once": share(once.customers / s.customers if once else 0.0)}
    if not s.revenue:
        gone = sentences(
            s.silent.customers,
            "{n} customer bought repeatedly and has fallen silent; {once} of the customers bought once and never came "
            "back.",
            "{n} customers bought repeatedly and have fallen silent; {once} of the customers bought once and never "
            "came back.",
            **values,
        )
        return joined(_loyal(s), gone)
    gone = sentences(
        s.silent.customers,
        "{n} customer bought repeatedly and has fallen silent: {revenue} of the revenue so far; {once} of the "
        "customers bought once and have not come back.",
        "{n} customers bought repeatedly and have fallen silent: {revenue} of the revenue so far; {once} of the "
        "customers bought once and have not come back.",
        revenue=share((s.silent.revenue or 0.0) / s.revenue),
        **values,
    )
    return joined(_loyal(s), gone)


def _loyal(s: Any) -> str:
    loyal = s.lifecycle.get("loyal")
    if loyal is None:
        return sentence("Nobody is loyal yet.")
    values = {"n": count(loyal.customers), "share": share(loyal.customers / s.customers)}
    if not s.revenue:
        return sentences(
            loyal.customers, "**{n} customer** ({share}) is loyal.", "**{n} customers** ({share}) are loyal.", **values
        )
    return sentences(
        loyal.customers,
        "**{n} loyal customer** ({share}) brought {revenue} of the revenue.",
        "**{n} loyal customers** ({share}) brought {revenue} of the revenue.",
        revenue=share(loyal.revenue / s.revenue),
        **values,
    )


def leading(s: Any) -> str:
    """Say what the first of the leading grades holds, for the summary."""
    name, group = next(iter(s.leading_grades.items()))
    return sentences(
        group.customers,
        "Grade **{grade}** holds {n} customer ({share}), who brought {revenue} of the revenue.",
        "Grade **{grade}** holds {n} customers ({share}), who brought {revenue} of the revenue.",
        grade=class_name(name),
        share=share(group.customers / s.customers),
        revenue=share((group.revenue or 0.0) / s.revenue if s.revenue else None),
    )
