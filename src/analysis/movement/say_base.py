"""Sentences on the lenses that hold several cohorts: side by side, and the whole base."""

from __future__ import annotations

from analysis.display import days
from analysis.display.formats import count, share
from analysis.display.language import joined, sentence, sentences
from analysis.movement.facts_lenses import LensesFacts
from analysis.movement.say_cohorts import cohort_name
from analysis.movement.say_lenses import amount, each


def many_cohorts(m: LensesFacts, currency: str | None) -> str | None:
    """Say whether later cohorts bring as much as earlier ones at the same age; None where there are not two."""
    c = m.many_cohorts
    if c is None:
        return None
    return joined(
        _side_by_side(m, currency),
        sentence(
            "Over the {n} cohorts of that age it is between {low} and {high}.",
            n=count(c.cohorts),
            low=each(c.low, m, currency),
            high=each(c.high, m, currency),
        )
        if c.cohorts > 2
        else "",
    )


def _side_by_side(m: LensesFacts, currency: str | None) -> str:
    c = m.many_cohorts
    assert c is not None
    values = {
        "first": cohort_name(c.first_cohort),
        "last": cohort_name(c.last_cohort),
        "was": each(c.first_per_customer, m, currency),
        "now": each(c.last_per_customer, m, currency),
        "age": _periods(c.age, m.grain),
    }
    return sentence(
        "{age} after that of their first purchase a customer of {first} had brought **{was}**, one of {last} "
        "**{now}**.",
        **values,
    )


def _periods(n: int, grain: str | None) -> str:
    if grain == "month":
        return sentences(n, "{n} month", "{n} months")
    if grain == "quarter":
        return sentences(n, "{n} quarter", "{n} quarters")
    return sentences(n, "{n} year", "{n} years")


def many_cohorts_title(m: LensesFacts, currency: str | None) -> str:
    """Return the title of the picture of cohorts side by side."""
    c = m.many_cohorts
    assert c is not None
    return sentence(
        "At the same age {was} per customer of {first}, {now} per customer of {last}",
        was=each(c.first_per_customer, m, currency),
        now=each(c.last_per_customer, m, currency),
        first=cohort_name(c.first_cohort),
        last=cohort_name(c.last_cohort),
    )


def whole_base(m: LensesFacts, currency: str | None) -> str | None:
    """Say on whom the latest period rests; None where the data hold no two periods."""
    b, p = m.whole_base, m.one_period
    if b is None or b.old_share is None or p is None:
        return None
    values = {"period": days.period(p.first, p.last), "new": share(b.new_share), "old": share(b.old_share)}
    if m.measure == "purchases":
        said = sentence(
            "Of the purchases from {period} **{new}** are by customers first seen in that time, {old} by those who may "
            "be older than the data.",
            **values,
        )
    else:
        said = sentence(
            "Of the revenue from {period} **{new}** comes from customers first seen in that time, {old} from those who "
            "may be older than the data.",
            **values,
        )
    return joined(said, same_total(m, currency))


def same_total(m: LensesFacts, currency: str | None) -> str:
    """Say that the lenses agree."""
    return sentence("Every lens shows the same total, {total}.", total=amount(m.total or 0.0, m, currency))


def whole_base_title(m: LensesFacts) -> str:
    """Return the title of the picture of the whole base."""
    b = m.whole_base
    assert b is not None
    if m.measure == "purchases":
        return sentence(
            "Customers first seen in the latest period make {new} of its purchases, the oldest {old}",
            new=share(b.new_share),
            old=share(b.old_share),
        )
    return sentence(
        "Customers first seen in the latest period bring {new} of its revenue, the oldest {old}",
        new=share(b.new_share),
        old=share(b.old_share),
    )


def layer_name(layer: str) -> str:
    """Return a layer of the base as it is said.

    Examples
    --------
    >>> layer_name(""), layer_name("-2012"), layer_name("2013")
    ('earlier or unknown', 'up to 2012', '2013')
    """
    if layer.startswith("-"):
        return sentence("up to {year}", year=layer[1:])
    return cohort_name(layer or None)
