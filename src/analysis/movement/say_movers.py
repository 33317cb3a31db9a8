"""Sentences on single customers: who rose, fell, is new, came back or is gone."""

from __future__ import annotations

from analysis.display.formats import count, share
from analysis.display.language import joined, later, sentence, sentences
from analysis.movement.facts import MovementFacts, MoverGroup
from analysis.movement.movers import CAME_BACK, FELL, GONE, NEW_OR_BACK, NEWCOMER, RETURNED_ONLY, ROSE, STEADY
from analysis.movement.say import amount, measure
from analysis.words.movement import span

FEW = 20
"""Customers, under whom a share says little."""
KINDS = {
    ROSE: later("rose"),
    FELL: later("fell"),
    NEWCOMER: later("new"),
    CAME_BACK: later("came back"),
    NEW_OR_BACK: later("new or came back"),
    GONE: later("gone"),
    STEADY: later("unchanged"),
    RETURNED_ONLY: later("only returned goods"),
}


def kind(code: str) -> str:
    """Return what became of a customer, in a word."""
    return sentence(KINDS[code])


def movers_title(m: MovementFacts, currency: str | None) -> str:
    """Return the title of the figure of those who moved most."""
    return sentence(
        "{up} customers added {more}, {down} took {less} away",
        up=count(m.gained.customers),
        down=count(m.taken.customers),
        more=amount(m, m.gained.change, currency),
        less=amount(m, m.taken.change, currency),
    )


def movers(code: str, m: MovementFacts, currency: str | None) -> str:
    """Say how many customers of a kind there are, and what they brought.

    `code`: One of `movers.LISTED`.
    """
    g: MoverGroup = m.movers[code]
    values = {
        "n": count(g.customers),
        "change": amount(m, abs(g.period - g.before), currency),
        "before": amount(m, g.before, currency),
        "now": amount(m, g.period, currency),
        "earlier": span(m.periods.before, m.periods.months),
        "period": span(m.periods.period, m.periods.months),
    }
    if code == CAME_BACK and not g.customers and m.periods.days_seen_before == 0:
        return sentence("Who came back? That is not known, because the data begin with {earlier}.", **values)
    back = _came_back_later(m) if code == GONE and g.customers else ""
    return joined(_SAID[code](g.customers, values), back)


def _came_back_later(m: MovementFacts) -> str:
    """Say how many who were gone in the same way came back since: a pause is not the end in every trade."""
    if not m.gone_earlier or m.gone_earlier_back is None or m.gone_earlier < FEW:
        return ""
    return sentence(
        "Of the {n} customers who were gone so a period earlier, {back} ({share}) have bought again since.",
        n=count(m.gone_earlier),
        back=count(m.gone_earlier_back),
        share=share(m.gone_earlier_back / m.gone_earlier),
    )


def _rose(n: int, values: dict[str, str]) -> str:
    if not n:
        return sentence("Who rose? Nobody.")
    return sentences(
        n,
        "Who rose? **{n} customer**, by **{change}**: from {before} to {now}.",
        "Who rose? **{n} customers**, by **{change}** in all: from {before} to {now}.",
        **values,
    )


def _fell(n: int, values: dict[str, str]) -> str:
    if not n:
        return sentence("Who fell? Nobody.")
    return sentences(
        n,
        "Who fell? **{n} customer**, by **{change}**: from {before} to {now}.",
        "Who fell? **{n} customers**, by **{change}** in all: from {before} to {now}.",
        **values,
    )


def _gone(n: int, values: dict[str, str]) -> str:
    if not n:
        return sentence("Who is gone? Nobody: all customers of {earlier} bought in {period} as well.", **values)
    return sentences(
        n,
        "Who is gone? **{n} customer**, with **{before}** in {earlier}, who did not buy in {period}.",
        "Who is gone? **{n} customers**, with **{before}** in {earlier}, who did not buy in {period}.",
        **values,
    )


def _new(n: int, values: dict[str, str]) -> str:
    if not n:
        return sentence("Who is new? Nobody bought for the first time.")
    return sentences(
        n,
        "Who is new? **{n} customer**, with **{now}** in {period}.",
        "Who is new? **{n} customers**, with **{now}** in {period}.",
        **values,
    )


def _came_back(n: int, values: dict[str, str]) -> str:
    if not n:
        return sentence("Who came back? Nobody who had bought earlier and paused for all of {earlier}.", **values)
    return sentences(
        n,
        "Who came back? **{n} customer**, with **{now}** in {period} after a pause for all of {earlier}.",
        "Who came back? **{n} customers**, with **{now}** in {period} after a pause for all of {earlier}.",
        **values,
    )


def _new_or_back(n: int, values: dict[str, str]) -> str:
    return sentences(
        n,
        "Who is new or came back? **{n} customer**, with **{now}** in {period}; the data begin too late to tell.",
        "Who is new or came back? **{n} customers**, with **{now}** in {period}; the data begin too late to tell.",
        **values,
    )


_SAID = {ROSE: _rose, FELL: _fell, GONE: _gone, NEWCOMER: _new, CAME_BACK: _came_back, NEW_OR_BACK: _new_or_back}


def by_name() -> str:
    """Say where those are named who are counted here."""
    return sentence("By name: the first of each in the appendix, all of them in sheet “Movers” of customers.xlsx.")


def sorted_by(code: str, m: MovementFacts) -> str:
    """Say by what a list is sorted."""
    if measure(m) == "purchases":
        return sentence("In purchase days. Sorted by the change.")
    return sentence("Net revenue. Sorted by the change.")
