"""Sentences on what the customers are expected to bring where no value is said: what it rests on, class by class."""

from __future__ import annotations

from functools import partial

from analysis.display.formats import compact_money, count, interval, number, share
from analysis.display.language import joined, listed, sentence, sentences
from analysis.facts import Refusal
from analysis.refusals import why
from analysis.value.facts_outlook import OutlookFacts
from analysis.words import outlook as words


def note(o: OutlookFacts) -> str:
    """Say what the forecast and its range are made of, what moves it, and what it leaves unsaid."""
    remarks = [Refusal(code=gate.code, facts=gate.facts) for gate in o.gates if gate.weight == "note"]
    return joined(
        _made_of(o),
        _priced(o),
        sentence(
            "Ranges are made of what customers did each for themselves on earlier windows of these data, and of what "
            "such a forecast missed of all of them together."
        ),
        _corrected(o),
        *map(why, remarks),
        words.unsaid(o),
        _later_end(o),
    )


def classes(o: OutlookFacts, currency: str | None) -> str | None:
    """Say what the class that matters most is expected to bring; None where there are no classes.

    Examples
    --------
    >>> row = {"abc_class": "A", "expected_revenue": 900.0, "interval": (800.0, 990.0), "share": 0.9}
    >>> classes(OutlookFacts.sketch(by_class=[row], point_shown=True), "USD").replace("\u202f", " ")
    'Class A of the past is expected to bring **$900** ($800–990): 90 % of the revenue to come.'
    """
    if not o.by_class:
        return None
    cash = partial(compact_money, currency=currency)
    best = max(o.by_class, key=lambda row: row.expected_revenue)
    spread = interval(*best.interval, cash)
    if not o.point_shown:
        return sentence(
            "Class {name} of the past is expected to bring most: **{range}**.", name=best.abc_class, range=spread
        )
    return sentence(
        "Class {name} of the past is expected to bring **{value}** ({range}): {share} of the revenue to come.",
        name=best.abc_class,
        value=cash(best.expected_revenue),
        range=spread,
        share=share(best.share),
    )


def best_class(o: OutlookFacts) -> str:
    """Return the title of the figure of expected revenue by class."""
    best = max(o.by_class, key=lambda row: row.expected_revenue)
    return sentence(
        "Class {name} of the past is expected to bring {share} of the revenue to come",
        name=best.abc_class,
        share=share(best.share),
    )


def _made_of(o: OutlookFacts) -> str:
    if len(o.forecasts) == 1:
        return sentence(
            "Purchases are forecast from each customer's own history, the only way that so short a history allows."
        )
    return sentence(
        "Purchases are the average of {n} forecasts, of each customer's own history and of what followed on such "
        "histories in earlier windows of these data.",
        n=count(len(o.forecasts)),
    )


def _priced(o: OutlookFacts) -> str:
    if o.expected_revenue_total is None:
        return ""
    return sentence(
        "A purchase counts what the customer's purchases brought, drawn to the usual by how few they are. Nothing is "
        "discounted."
    )


def _corrected(o: OutlookFacts) -> str:
    then = o.year_ago
    if then is None:
        return ""
    return sentences(
        round(then.actual),
        "In the same days a year ago {actual} purchase came where the same forecast expected {expected}; so all "
        "expectations are multiplied by {factor}.",
        "In the same days a year ago {actual} purchases came where the same forecast expected {expected}; so all "
        "expectations are multiplied by {factor}.",
        actual=count(then.actual),
        expected=count(then.expected),
        factor=number(then.factor, 2),
    )


def _later_end(o: OutlookFacts) -> str:
    """Say that models stand on all days, where they only could not be tested."""
    whole = None if o.reason is None else o.reason.facts.get("whole")
    if not whole:
        return ""
    return sentence(
        "Fitted to all days, {models} can be trusted: try a later calibration_end.", models=listed(list(whole))
    )
