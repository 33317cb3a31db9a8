"""Sentences on value and forecast that more than one room says; records are read by attribute."""

from __future__ import annotations

from functools import partial
from typing import Any

from analysis.display.formats import compact_money, count, interval, share
from analysis.display.language import joined, later, sentence, sentences
from analysis.facts import Refusal
from analysis.refusals import why


def worth_name(v: Any) -> str:
    """Name the measure: value where a margin is known, else expected revenue.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> worth_name(SimpleNamespace(clv_total=None))
    'expected revenue'
    """
    return sentence("expected revenue") if v.clv_total is None else sentence("value")


def total_value(v: Any, currency: str | None) -> str:
    """Say what the current customers are worth, and how sure that is; without amounts, how often they will buy."""
    if v.expected_revenue_total is None:
        return joined(
            sentences(
                v.customers,
                "The {n} customer of today is expected to make **{purchases} purchases** over the next {days} days.",
                "The {n} customers of today are expected to make **{purchases} purchases** over the next {days} days.",
                n=count(v.customers),
                purchases=count(v.expected_purchases_total),
                days=count(v.horizon_days),
            ),
            sentence("What they bring cannot be said: the data hold no amounts."),
        )
    cash = partial(compact_money, currency=currency)
    values = {
        "n": count(v.customers),
        "total": cash(v.worth_total),
        "range": interval(*v.worth_interval, cash),
        "days": count(v.horizon_days),
        "rate": share(v.annual_discount_rate),
    }
    if v.clv_total is not None:
        return joined(_worth(v, values), _margin(v, currency), _costing(v, currency))
    return joined(
        sentences(
            v.customers,
            "The {n} customer of today is expected to bring **{total}** of revenue ({range}) over the next {days} "
            "days, discounted at {rate} a year.",
            "The {n} customers of today are expected to bring **{total}** of revenue ({range}) over the next {days} "
            "days, discounted at {rate} a year.",
            **values,
        ),
        sentence("Without a margin this is revenue, not customer value."),
    )


def _worth(v: Any, values: dict[str, str]) -> str:
    return sentences(
        v.customers,
        "The {n} customer of today is worth **{total}** of margin ({range}) over the next {days} days, discounted at "
        "{rate} a year.",
        "The {n} customers of today are worth **{total}** of margin ({range}) over the next {days} days, discounted "
        "at {rate} a year.",
        **values,
    )


def _margin(v: Any, currency: str | None) -> str:
    cash = partial(compact_money, currency=currency)
    values = {"margin": share(v.margin_rate), "revenue": cash(v.expected_revenue_total)}
    if v.costs is None or v.costs.refusal:
        return sentence("That is a margin of {margin} on {revenue} of revenue.", **values)
    return sentence(
        "That is a margin of {margin} on {revenue} of revenue, less {costs} of stated costs.",
        costs=cash(v.costs.cost_to_serve + v.costs.upfront_cost),
        **values,
    )


def _costing(v: Any, currency: str | None) -> str:
    loss = v.costing
    if loss is None or not loss.customers:
        return ""
    return sentences(
        loss.customers,
        "{n} customer is expected to cost money: {loss} in all.",
        "{n} customers are expected to cost money: {loss} in all.",
        n=count(loss.customers),
        loss=compact_money(loss.value, currency),
    )


def no_value(v: Any, refusal: Refusal | None) -> str:
    """Say to management why no value is given: without the names of models and parameters, which the chapter tells.

    Parameters
    ----------
    v : record
        refusal, model, as in the facts of value.
    refusal : Refusal or None
        Why the data cannot answer the question of value at all (`data.router.chapters["value"]`).

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> no_value(SimpleNamespace(refusal=Refusal(code="no_model"), model=None), None)
    'What the customers are worth is **not said**. No forecast of their purchases could be trusted and tested on \
these data.'
    """
    reason = v.refusal if v.model else refusal
    return joined(
        sentence("What the customers are worth is **not said**."),
        sentence("No forecast of their purchases could be trusted and tested on these data.")
        if reason is None
        else why(reason),
    )


def holders(v: Any) -> str:
    """Say who holds the future value.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> v = SimpleNamespace(clv_total=1.0, top_decile_share=0.5, held_by_class={"A": 0.75})
    >>> holders(v).replace("\u202f", " ")
    'The tenth of customers worth most hold **50 %** of the value to come; class A of the past holds 75 %.'
    """
    if v.top_decile_share is None:
        return sentence("No customer is expected to bring {worth} above 0.", worth=worth_name(v))
    return sentence(
        "The tenth of customers worth most hold **{share}** of the {worth} to come; class A of the past holds {a}.",
        share=share(v.top_decile_share),
        worth=worth_name(v),
        a=share(v.held_by_class.get("A", 0.0)),
    )


_VERDICTS = {
    ("beats_all", "of a model", "how often too"): later(
        "Tested on {days} days it had not seen, the forecast beat every simple rule of thumb on who buys and how often."
    ),
    ("beats_all", "of a model", "who buys"): later(
        "Tested on {days} days it had not seen, the forecast beat every simple rule of thumb on who buys."
    ),
    ("beats_all", "of a rule", "how often too"): later(
        "Tested on {days} days it had not seen, the forecast beat every other simple rule of thumb on who buys and how "
        "often."
    ),
    ("beats_all", "of a rule", "who buys"): later(
        "Tested on {days} days it had not seen, the forecast beat every other simple rule of thumb on who buys."
    ),
    ("loses", "of a model", "how often too"): later(
        "Tested on {days} days it had not seen, the forecast did **not** beat the best simple rule of thumb on who "
        "buys and how often."
    ),
    ("loses", "of a model", "who buys"): later(
        "Tested on {days} days it had not seen, the forecast did **not** beat the best simple rule of thumb on who "
        "buys."
    ),
    ("loses", "of a rule", "how often too"): later(
        "Tested on {days} days it had not seen, the forecast did **not** beat the best other simple rule of thumb on "
        "who buys and how often."
    ),
    ("loses", "of a rule", "who buys"): later(
        "Tested on {days} days it had not seen, the forecast did **not** beat the best other simple rule of thumb on "
        "who buys."
    ),
    ("cannot_be_told", "of a model"): later(
        "Tested on {days} days it had not seen, the forecast could not be told from the best simple rule of thumb in "
        "every respect."
    ),
    ("cannot_be_told", "of a rule"): later(
        "Tested on {days} days it had not seen, the forecast could not be told from the best other simple rule of "
        "thumb in every respect."
    ),
    ("no_rival", "of a model"): later(
        "Tested on {days} days it had not seen, the forecast had no simple rule to be compared with."
    ),
    ("no_rival", "of a rule"): later(
        "Tested on {days} days it had not seen, the forecast had no other simple rule to be compared with."
    ),
}


def forecast_quality(h: Any) -> str:
    """Say in plain words how far the forecast can be trusted; its total is the purchase model's if there is one.

    Parameters
    ----------
    h : record
        chosen, league, days, purchases, untrusted and verdict, as in the facts of the holdout; something is chosen.

    Examples
    --------
    >>> from types import SimpleNamespace as Record
    >>> verdict = Record(code="loses", measures=["who_buys"], total_error=-0.115, total_of="M")
    >>> forecast_quality(Record(chosen="M", league=[Record(model="M", naive=False)], days=90, purchases=1000,
    ...                         untrusted=None, verdict=verdict)).replace("\u202f", " ")
    'Tested on 90 days it had not seen, the forecast did **not** beat the best simple rule of thumb on who buys. \
Its total was **12 % too low**, so read its totals with that margin.'
    """
    v = h.verdict
    whose = "of a rule" if next(row.naive for row in h.league if row.model == h.chosen) else "of a model"
    on = "how often too" if "how_often" in v.measures else "who buys"
    key = (v.code, whose, on) if (v.code, whose, on) in _VERDICTS else (v.code, whose)
    return joined(
        sentence("No purchase model can be trusted here, so only who buys is forecast.") if h.untrusted else "",
        sentence(_VERDICTS[key], days=count(h.days)),
        _total(h),
    )


def _total(h: Any) -> str:
    v = h.verdict
    if not h.purchases:
        return sentence("Nobody bought in these days.")
    if v.total_error is None:
        return sentence("It says who buys, not how often.")
    off = too_high_or_low(v.total_error)
    if v.total_of == h.chosen:
        return sentence("Its total was **{off}**, so read its totals with that margin.", off=off)
    return sentence("The total of the best purchase model was **{off}**, so read its totals with that margin.", off=off)


def too_high_or_low(error: float) -> str:
    """Return a signed relative error as text.

    Examples
    --------
    >>> too_high_or_low(-0.115).replace("\u202f", " ")
    '12 % too low'
    """
    size = share(abs(error))
    return sentence("{size} too high", size=size) if error > 0 else sentence("{size} too low", size=size)
