"""Sentences on who rises and who falls."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.display import days
from analysis.display.formats import compact_money, count, is_missing, share
from analysis.display.language import joined, later, sentence, sentences
from analysis.movement.facts import Group, MovementFacts
from analysis.movement.facts_ahead import AheadFacts
from analysis.movement.movers import CAME_BACK, FELL, GONE, NEW_OR_BACK, NEWCOMER, ROSE
from analysis.words.movement import leg, span

KINDS = {
    ROSE: later("rose"),
    FELL: later("fell"),
    NEWCOMER: later("new"),
    CAME_BACK: later("came back"),
    NEW_OR_BACK: later("new or came back"),
    GONE: later("gone"),
}


def measure(m: MovementFacts) -> str:
    """Return what is compared: revenue, or purchases where there are no amounts."""
    return "purchases" if m.bridge is None else "revenue"


def kind(code: str) -> str:
    """Return what became of a customer, in a word."""
    return sentence(KINDS[code])


def bridge_title(m: MovementFacts, currency: str | None) -> str:
    """Return the title of the bridge of revenue, or of purchase days: the change, and what did most of it."""
    b = m.bridge or m.bridge_purchases
    change = b.to - b.from_
    part = (max if change >= 0 else min)(b.parts, key=lambda name: b.parts[name])
    printed = partial(compact_money, currency=currency) if m.bridge else count
    values = {"change": _amount(m, abs(change), currency), "part": leg(part, change), "most": printed(b.parts[part])}
    if m.bridge is None and change >= 0:
        return sentence("Up by {change}, most by {part} (+{most})", **values)
    if m.bridge is None:
        return sentence("Down by {change}, most by {part} ({most})", **values)
    if change >= 0:
        return sentence("Revenue rose by {change}, most by {part} (+{most})", **values)
    return sentence("Revenue fell by {change}, most by {part} ({most})", **values)


def counted(m: MovementFacts) -> str:
    """Return who is counted: the customers of either period."""
    return sentence(
        "{before} customers of the earlier period and {now} of the later",
        before=count(m.customers_before),
        now=count(m.customers_period),
    )


def step_name(row: Any, of: str) -> str:
    """Return what a step of a bridge is called: a part, or the period of a sum."""
    if not row.total and row.part == "spend" and of == "margin":
        return sentence("margin per purchase")
    if not row.total:
        return leg(row.part, row.end - row.start)
    return span(row, round((row.last - row.first).days / 30.4))


def window_name(row: Any) -> str:
    """Return what a bar of the past or of the forecast is called."""
    n = count(row.days)
    if is_missing(row.last):
        return sentence("forecast: the next {n} days", n=n)
    return sentence("{n} days to {day}", n=n, day=days.day(row.last, short=True))


def ahead_title(a: AheadFacts, currency: str | None) -> str:
    """Return the title of the forecast beside the past."""
    printed = partial(compact_money, currency=currency) if a.measure == "revenue" else count
    values = {
        "opening": printed(a.windows[-1].opening),
        "expected": printed(a.expected),
        "low": printed(a.interval[0]),
        "high": printed(a.interval[1]),
    }
    if a.point_shown:
        return sentence("Earlier customers brought {opening}; today's are expected to bring {expected}", **values)
    return sentence("Earlier customers brought {opening}; today's are expected to bring {low} to {high}", **values)


def column_of(period: Any, months: int) -> str:
    """Return the header of a column that holds what was brought in a period."""
    if months == 12 and (period.first.month, period.first.day) == (1, 1):
        return str(period.first.year)
    return sentence("{n} months to {day}", n=count(months), day=days.day(period.last, short=True))


def movers_title(m: MovementFacts, currency: str | None) -> str:
    """Return the title of the figure of those who moved most."""
    return sentence(
        "{up} customers added {more}, {down} took {less} away",
        up=count(m.gained.customers),
        down=count(m.taken.customers),
        more=_amount(m, m.gained.change, currency),
        less=_amount(m, m.taken.change, currency),
    )


def movers(code: str, m: MovementFacts, currency: str | None) -> str:
    """Say how many customers of a kind there are, and what they brought.

    Parameters
    ----------
    code : str
        One of `movers.LISTED`.
    """
    g: Group = m.movers[code]
    values = {
        "n": count(g.customers),
        "change": _amount(m, abs(g.period - g.before), currency),
        "before": _amount(m, g.before, currency),
        "now": _amount(m, g.period, currency),
        "earlier": span(m.periods.before, m.periods.months),
        "period": span(m.periods.period, m.periods.months),
    }
    if code == CAME_BACK and not g.customers and m.periods.days_seen_before == 0:
        return sentence("Who came back? That is not known, because the data begin with {earlier}.", **values)
    return _SAID[code](g.customers, values)


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
        return sentence("Who is new? Nobody.")
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


def sorted_by(code: str, m: MovementFacts) -> str:
    """Say by what a list is sorted."""
    if measure(m) == "purchases":
        return sentence("In purchase days. Sorted by the change.")
    return sentence("Net revenue. Sorted by the change.")


def against_revenue(m: MovementFacts, currency: str | None) -> str:
    """Return the title of the bridge of margin: how it changed beside the revenue."""
    b, r = m.bridge_margin, m.bridge
    values = {
        "before": compact_money(b.from_, currency),
        "now": compact_money(b.to, currency),
        "rate_before": share(b.from_ / r.from_ if r.from_ > 0 else None, 1),
        "rate_now": share(b.to / r.to if r.to > 0 else None, 1),
    }
    if m.change > 0 and b.to < b.from_:
        return sentence(
            "Revenue rose, but margin fell: from {before} ({rate_before} of revenue) to {now} ({rate_now}).",
            **values,
        )
    if m.change < 0 and b.to > b.from_:
        return sentence(
            "Revenue fell, but margin rose: from {before} ({rate_before} of revenue) to {now} ({rate_now}).",
            **values,
        )
    return sentence("Margin went from {before} ({rate_before} of revenue) to {now} ({rate_now}).", **values)


def how(m: MovementFacts) -> str:
    """Say how the bridge is made, and what it cannot tell."""
    p = m.periods
    length = (
        ""
        if p.months == 12
        else sentence(
            "The data are too short for two years, so {n} months are compared with the {n} before; seasons differ.",
            n=count(p.months),
        )
    )
    festival = sentence("Both periods end as far from Spring Festival, so that each holds one.") if p.festival else ""
    return joined(
        length,
        festival,
        sentence(
            "Who bought in both periods changed by how often they bought and by what they spent per purchase; what "
            "both did together is halved between them."
        ),
        sentence(
            "Recent customers first bought within the earlier period, so that it does not hold a whole one of theirs."
        )
        if (m.bridge or m.bridge_purchases).parts["full_year"]
        else "",
        sentence(
            "Won or regained: first seen in the later period, but so soon after the data begin that they may have been "
            "customers before."
        )
        if (m.bridge or m.bridge_purchases).parts["won_or_regained"]
        else "",
    )


def spend_parts(m: MovementFacts, currency: str | None) -> str | None:
    """Say what of the change per purchase is due to products, units and prices; None where none of them is known."""
    b = m.bridge
    if b is None or b.spend_parts is None:
        return None
    values = {name: signed(value, currency) for name, value in b.spend_parts.items()}
    values["spend"] = signed(b.parts["spend"], currency)
    return joined(
        sentence("What customers spent more or less per purchase ({spend}) has parts.", **values),
        sentence(
            "Products that nobody bought in the earlier period: {new_products}. Products that nobody bought in the "
            "later one: {dropped_products}.",
            **values,
        )
        if "new_products" in values
        else "",
        sentence("All other products: {same_products}.", **values) if "same_products" in values else "",
        sentence("More or fewer units per purchase: {units}. Prices and mix, as money per unit: {price}.", **values)
        if "units" in values
        else "",
    )


def signed(value: float, currency: str | None) -> str:
    """Return money with its sign."""
    return ("+" if value > 0 else "") + compact_money(value, currency)


def _amount(m: MovementFacts, value: float, currency: str | None) -> str:
    if measure(m) == "revenue":
        return compact_money(value, currency)
    return sentences(value, "{n} purchase day", "{n} purchase days", n=count(value))
