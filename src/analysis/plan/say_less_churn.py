"""Sentences on what 5 % less churn would bring: why the readings differ, and why the literature promises more."""

from __future__ import annotations

from typing import Any

from analysis.display.formats import count, interval, number, share
from analysis.display.language import joined, sentence
from analysis.refusals import why
from analysis.words.value import before_costs


def less_churn(v: Any) -> str:
    """Say what the two readings of 5 % less churn stand against, or why they are not said.

    `v`: The facts of value.
    """
    c = v.churn_minus_5
    if c is None:
        return ""
    if c.refusal:
        return joined(sentence("What less churn would bring is not said."), why(c.refusal))
    if c.percent is None:
        return sentence(
            "What less churn would bring is not computed, because the customers are not expected to bring anything."
        )
    return joined(_stay(v), _literature(v), _ahead_only(c), before_costs(v))


def _stay(v: Any) -> str:
    c = v.churn_minus_5
    if c.points is None:
        return sentence("Fewer than 5 points leave within a year, so 5 points more cannot stay.")
    return sentence(
        "Of those who are still customers ({alive} of all), {now} stay a year today, and {then} with 5 points more.",
        alive=share(v.p_alive_mean),
        now=share(c.survival),
        then=share(c.points_survival),
    )


def _literature(v: Any) -> str:
    """Say why the figure of the literature is larger, with the textbook case worked out."""
    t = v.churn_minus_5.textbook
    return joined(
        sentence(
            "The {range} of the literature (Reichheld & Sasser 1990) are for points of retention, and are the net "
            "present value of a customer over all years, not what today's customers bring within {days} days.",
            range=interval(0.25, 0.85, share),
            days=count(v.horizon_days),
        ),
        sentence(
            "In the textbook case of 1 a year, discounted at {rate}, a retention of 0.95 instead of 0.90 raises the "
            "value of a customer from {before} to {points} ({points_more} more), but {less} less churn only to "
            "{percent} ({percent_more} more).",
            rate=share(0.10),
            before=number(t.value),
            points=number(t.points),
            points_more=share(t.points / t.value - 1),
            less=share(0.05),
            percent=number(t.percent),
            percent_more=share(t.percent / t.value - 1),
        ),
    )


def _ahead_only(c: Any) -> str:
    ever = (
        ""
        if c.percent_ever is None or c.points_ever is None
        else sentence(
            "Over the whole rest of their lives it would be {percent} and {points} here.",
            percent=share(c.percent_ever, 1),
            points=share(c.points_ever, 1),
        )
    )
    return joined(
        ever,
        sentence("Here only what lies ahead changes: who has left stays away."),
        sentence("Both readings are by {model}; the intervals are the doubt about its parameters.", model=c.model),
    )
