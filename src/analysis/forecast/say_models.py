"""Sentences on the models behind the value: of purchases, of spend, and a second implementation of them."""

from __future__ import annotations

from typing import Any

from analysis.btyd.facts import SpendModel
from analysis.display.formats import interval, number, share
from analysis.display.language import joined, sentence
from analysis.facts import Refusal
from analysis.forecast.facts import TrustFacts
from analysis.refusals import why


def models(v: Any) -> str:
    """Say what the fitted models are for, and what became of each.

    `v`: models and lifetime_model, as in the facts of value.

    Examples
    --------
    >>> from types import SimpleNamespace as Record
    >>> models(Record(lifetime_model="MBG/NBD", models={}))
    'Who is still a customer is said by **MBG/NBD**, fitted to all days by maximum likelihood; what customers will \
buy, and how much, is the average above.'
    """
    failed = [
        sentence("{models}: {why}", models=name, why=why(fit.reasons[0]))
        for name, fit in v.models.items()
        if not fit.fitted
    ]
    if v.lifetime_model is None:
        return joined(why(Refusal(code="lifetimes_unknown")), *failed)
    return joined(
        sentence(
            "Who is still a customer is said by **{model}**, fitted to all days by maximum likelihood; what customers "
            "will buy, and how much, is the average above.",
            model=v.lifetime_model,
        ),
        *failed,
    )


def spend(s: SpendModel | None) -> str:
    """Say how much a purchase is expected to bring, and what became of the model of spend."""
    if s is None:
        return sentence("Spend is not modelled, because the data hold no amounts.")
    used = sentence(
        "A purchase counts the customer's own mean, drawn to the client's by how few purchases there were "
        "(credibility)."
    )
    if s.fitted:
        return joined(used, sentence("The Gamma-Gamma model of spend is fitted for comparison only."))
    return joined(used, sentence("The Gamma-Gamma model of spend: {why}", why=why(s.reasons[0])))


def crosscheck(v: Any) -> str:
    """Say what a second, independent implementation finds.

    `v`: crosscheck, as in the facts of value.
    """
    c = v.crosscheck
    if c is None:
        return ""
    if c.refusal:
        return why(c.refusal)
    return sentence(
        "Cross-check: the lifetimes package, on the same customers, finds a log-likelihood of {theirs} against {ours} "
        "here; its parameters differ by at most {furthest}.",
        theirs=number(c.log_likelihood, 3),
        ours=number(c.own_log_likelihood, 3),
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
