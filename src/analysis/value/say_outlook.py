"""Sentences on new customers, and on what lies beyond the horizon."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from analysis.display.formats import compact_money, count, interval, money, number, share
from analysis.display.language import joined, sentence
from analysis.refusals import why
from analysis.value.facts import Ends, ValueFacts
from analysis.value.facts_beyond import NewCustomer
from analysis.words.value import before_costs, worth_name


def new_customer(v: ValueFacts, currency: str | None) -> str:
    """Say what a new customer is worth and how many replace a lost one of class A, or why that cannot be said.

    Examples
    --------
    >>> new = {"value": 25.0, "interval": (22.0, 29.0), "class_a_value": 80.0, "replacement_ratio": 3.2,
    ...        "replacement_interval": (2.75, 3.6)}
    >>> new_customer(ValueFacts.sketch(clv_total=1.0, horizon_days=365, new_customer=new), "USD")
    'A new customer brings **$25** ($22–29) of value in the first 365 days, the first purchase included. It takes \
**3.2** (2.8–3.6) of them to replace one class A customer who leaves, worth $80 over the same time.'
    """
    n, cash = v.new_customer, partial(money, currency=currency, digits=0)
    assert n is not None
    if n.refusal:
        return why(n.refusal)
    worth = sentence(
        "A new customer brings **{value}** ({range}) of {worth} in the first {days} days, the first purchase included.",
        value=cash(n.value),
        range=_range(n.interval, cash),
        worth=worth_name(v),
        days=count(v.horizon_days),
    )
    if n.replacement_ratio is None:
        return joined(
            worth,
            sentence("What replaces a lost class A customer cannot be said, because one of the two brings nothing."),
        )
    return joined(
        worth,
        sentence(
            "It takes **{ratio}** ({range}) of them to replace one class A customer who leaves, worth {lost} over the "
            "same time.",
            ratio=number(n.replacement_ratio, 1),
            range=_range(n.replacement_interval, partial(number, digits=1)),
            lost=cash(n.class_a_value),
        ),
    )


def basis_of_new_customer(v: ValueFacts, currency: str | None) -> str:
    """Say what the worth of a new customer rests on: whose history, and what is expected of them."""
    n = v.new_customer
    assert n is not None
    change = n.change_without_old or 0.0
    moved = {"share": share(abs(change))}
    return joined(
        known_newcomers(n),
        sentence(
            "Expected are {purchases} repeat purchases of {again} after a first one of {first}; the range is the doubt "
            "about how they come back, not chance.",
            purchases=number(n.repeat_purchases),
            again=money(n.repeat_spend, currency),
            first=money(n.first_purchase, currency),
        ),
        sentence("Learnt from these customers only, the forecast of all would be {share} higher.", **moved)
        if change > 0
        else sentence("Learnt from these customers only, the forecast of all would be {share} lower.", **moved),
        before_costs(v),
    )


def known_newcomers(n: NewCustomer) -> str:
    """Say whose history the worth of a new customer rests on.

    Examples
    --------
    >>> known_newcomers(NewCustomer.sketch(customers=310, burn_in_days=90, dated=True))
    'It rests on the 310 customers known to be won within the data: by their day of acquisition, or where it is \
unknown by a first purchase after the first 90 days, within which customers usually buy again.'
    """
    values = {"n": count(n.customers), "days": count(n.burn_in_days)}
    if n.dated:
        return sentence(
            "It rests on the {n} customers known to be won within the data: by their day of acquisition, or where it "
            "is unknown by a first purchase after the first {days} days, within which customers usually buy again.",
            **values,
        )
    return sentence(
        "It rests on the {n} customers first seen after the first {days} days, within which customers usually buy "
        "again: who is first seen earlier may be an old customer coming back.",
        **values,
    )


def residual(v: ValueFacts, currency: str | None) -> str:
    """Say what the customers bring without a horizon, and how much of it nobody has tested.

    Examples
    --------
    >>> v = ValueFacts.sketch(clv_total=1.0, horizon_days=365, tested_days=273,
    ...     residual={"total": 5000.0, "interval": (4000.0, 6500.0), "within_horizon": 1000.0})
    >>> residual(v, "USD").replace("\u202f", " ")
    'Without a horizon, over the whole rest of their lives, the customers bring **$5.00 k** ($4.00–6.50 k; Pareto/NBD, \
doubt about its parameters only) of value. 80 % of that lies beyond 365 days, and only 273 days were tested: read \
it as what would follow if nothing ever changed.'
    """
    r = v.residual
    if r is None:
        return sentence(
            "What the customers would bring beyond {days} days is not said: these data do not determine how long "
            "customers stay.",
            days=count(v.horizon_days),
        )
    if not r.total > 0:
        return sentence("Without a horizon the customers are not expected to bring anything either.")
    cash = partial(compact_money, currency=currency)
    return joined(
        sentence(
            "Without a horizon, over the whole rest of their lives, the customers bring **{total}** ({range}; "
            "Pareto/NBD, doubt about its parameters only) of {worth}.",
            total=cash(r.total),
            range=_range(r.interval, cash),
            worth=worth_name(v),
        ),
        sentence(
            "{share} of that lies beyond {days} days, and only {tested} days were tested: read it as what would "
            "follow if nothing ever changed.",
            share=share(1 - r.within_horizon / r.total),
            days=count(v.horizon_days),
            tested=count(v.tested_days),
        ),
        before_costs(v),
    )


def _range(ends: Ends | None, fmt: Callable[[float | None], str]) -> str:
    low, high = ends or (None, None)
    return interval(low, high, fmt)
