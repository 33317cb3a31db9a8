"""Sentences on the models behind the value: of purchases, of spend, and a second implementation of them."""

from __future__ import annotations

from typing import Any

from analysis.btyd.facts import SpendModel
from analysis.display.formats import interval, number, share
from analysis.display.language import joined, sentence
from analysis.forecast.facts import TrustFacts
from analysis.refusals import why


def models(v: Any) -> str:
    """Say which purchase model feeds the value, and what became of the others.

    Parameters
    ----------
    v : record
        model, models, lifetime_model and spend, as in the facts of value.

    Examples
    --------
    >>> from types import SimpleNamespace as Record
    >>> models(Record(model="MBG/NBD", lifetime_model="MBG/NBD", models={}, spend=None))
    '**MBG/NBD** stands behind this chapter, refitted on all days.'
    """
    feeds = (
        sentence("**{model}** feeds the value of the customers, refitted on all days.", model=v.model)
        if v.spend
        else sentence("**{model}** stands behind this chapter, refitted on all days.", model=v.model)
    )
    alive = ""
    if v.lifetime_model and v.lifetime_model != v.model:
        alive = sentence(
            "Who is still a customer is said by {lifetime}, because {model} takes every customer with a single "
            "purchase for one.",
            lifetime=v.lifetime_model,
            model=v.model,
        )
    failed = [
        sentence("{models}: {why}", models=name, why=why(fit.reasons[0]))
        for name, fit in v.models.items()
        if not fit.fitted
    ]
    return joined(feeds, alive, *failed)


def spend(s: SpendModel | None) -> str:
    """Say how much a purchase is expected to bring, by which model."""
    if s is None:
        return sentence("Spend is not modelled, because the data hold no amounts.")
    if not s.fitted:
        return joined(
            sentence("{models}: {why}", models=sentence("The Gamma-Gamma model of spend"), why=why(s.reasons[0])),
            sentence("The mean purchase of customers who buy as often is used."),
        )
    return sentence(
        "Spend per purchase follows the Gamma-Gamma model: customers with few purchases are drawn to the average."
    )


def crosscheck(v: Any) -> str:
    """Say what a second, independent implementation finds.

    Parameters
    ----------
    v : record
        crosscheck, model and models, as in the facts of value.
    """
    c = v.crosscheck
    if c.refusal:
        return why(c.refusal)
    return sentence(
        "Cross-check: the lifetimes package, on the same customers, finds a log-likelihood of {theirs} against {ours} "
        "here; its parameters differ by at most {furthest}.",
        theirs=number(c.log_likelihood, 3),
        ours=number(v.models[v.model].log_likelihood, 3),
        furthest=share(c.furthest, 2),
    )


def placed_right(t: TrustFacts) -> str:
    """Return the title of the histogram."""
    return sentence("The model places {share} of the customers where they are", share=share(t.placed_right))


def open_interval(low: float | None, high: float | None) -> str:
    """Return an interval of which the data may set no limit at one end, or at both.

    Examples
    --------
    >>> open_interval(None, 2.5), open_interval(2.5, None), open_interval(0.25, 2.5)
    ('up to 2.5000', '2.5000 or more', '0.2500–2.5000')
    """
    if low is None and high is None:
        return sentence("open")
    if low is None:
        return sentence("up to {high}", high=_digits(high))
    if high is None:
        return sentence("{low} or more", low=_digits(low))
    return interval(low, high, _digits)


def _digits(value: float | None) -> str:
    return number(value, 4)
