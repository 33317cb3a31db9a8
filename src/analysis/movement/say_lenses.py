"""Sentences on the five lenses of the customer-base audit."""

from __future__ import annotations

from analysis.display import days
from analysis.display.formats import compact_money, count, number, share
from analysis.display.language import joined, sentence, sentences
from analysis.movement.facts_lenses import LensesFacts
from analysis.movement.say_cohorts import cohort_name


def amount(value: float, m: LensesFacts, currency: str | None) -> str:
    """Return a value by its measure: money, or purchases."""
    if m.measure == "revenue":
        return compact_money(value, currency)
    return sentences(value, "{n} purchase", "{n} purchases")


def each(value: float, m: LensesFacts, currency: str | None) -> str:
    """Return a value per customer: money, or purchases with a decimal."""
    if m.measure == "revenue":
        return compact_money(value, currency)
    return sentence("{n} purchases", n=number(value, 1))


def one_period(m: LensesFacts, currency: str | None) -> str | None:
    """Say how customers differ within the latest period; None where nobody bought in it."""
    p = m.one_period
    if p is None:
        return None
    values = {
        "n": count(p.customers),
        "period": days.period(p.first, p.last),
        "value": amount(p.value, m, currency),
        "often": number(p.per_customer, 1),
        "once": share(p.once_share),
    }
    if p.per_purchase is None:
        said = sentence(
            "From {period} **{n} customers** made {value}, {often} each on average; {once} of them bought once only.",
            **values,
        )
    else:
        said = sentence(
            "From {period} **{n} customers** brought {value}: {often} purchases each on average at {spend}; {once} of "
            "them bought once only.",
            spend=compact_money(p.per_purchase, currency),
            **values,
        )
    said = joined(said, groups_title(m) + "." if p.best_share is not None else "")
    if not p.returned:
        return said
    back, total = compact_money(-p.returned, currency), compact_money(m.period_total, currency)
    return joined(
        said,
        sentence("Customers who only returned took back {back}: the revenue was {total}.", back=back, total=total),
    )


def groups_title(m: LensesFacts) -> str:
    """Return the title of the groups of equal size: what the best of them brings, and the lower half."""
    p = m.one_period
    assert p is not None
    values = {"most": share(1 / p.groups), "best": share(p.best_share), "half": share(p.lower_half_share)}
    if m.measure == "purchases":
        return sentence("The best {most} make {best} of the purchases, the lower half together {half}", **values)
    return sentence("The best {most} bring {best} of the revenue, the lower half together {half}", **values)


def two_periods(m: LensesFacts, currency: str | None) -> str | None:
    """Say who was there in both of two periods; None where the data hold only one."""
    t = m.two_periods
    if t is None:
        return None
    was = t.both + t.only_before
    values = {
        "was": count(was),
        "both": count(t.both),
        "share": share(t.both / was if was else None),
        "before": amount(t.both_before, m, currency),
        "now": amount(t.both_period, m, currency),
        "gone": count(t.only_before),
        "lost": amount(t.gone_before, m, currency),
        "came": count(t.only_period),
        "won": amount(t.came_period, m, currency),
    }
    if m.measure == "purchases":
        said = sentence(
            "Of {was} customers of the period before **{both} ({share})** bought again in this one: {before} then, "
            "{now} now. Those who did not ({gone}) had made {lost}, those who were not there before ({came}) made "
            "{won}.",
            **values,
        )
    else:
        said = sentence(
            "Of {was} customers of the period before **{both} ({share})** bought again in this one: they brought "
            "{before} then and {now} now. Those who did not ({gone}) had brought {lost}, those who were not there "
            "before ({came}) brought {won}.",
            **values,
        )
    if not t.best:
        return said
    return joined(
        said,
        sentence(
            "Of the {n} best customers before, {again} are among the best again and {gone} bought nothing.",
            n=count(t.best),
            again=count(t.best_again),
            gone=count(t.best_gone),
        ),
    )


def one_cohort(m: LensesFacts, currency: str | None) -> str | None:
    """Say what the largest cohort did over time; None where cohorts are too small."""
    c = m.one_cohort
    if c is None:
        return None
    values = {
        "cohort": cohort_name(c.cohort),
        "n": count(c.customers),
        "value": amount(c.value, m, currency),
        "first": share(c.first_share),
        "still": share(c.last_active_share),
        "day": days.month(c.last),
    }
    return sentence(
        "The {n} customers of {cohort} account for **{value}** to date, {first} of it in that period alone. In the "
        "latest whole one, from {day}, {still} of them bought.",
        **values,
    )


def one_cohort_title(m: LensesFacts) -> str:
    """Return the title of the picture of one cohort."""
    c = m.one_cohort
    assert c is not None
    return sentence(
        "{still} of the {n} customers of {cohort} bought in the latest whole period",
        still=share(c.last_active_share),
        n=count(c.customers),
        cohort=cohort_name(c.cohort),
    )
