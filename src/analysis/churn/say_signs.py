"""Sentences on what more is known of customers: whether it helps the forecast, and what goes with not buying."""

from __future__ import annotations

from analysis.churn.facts import SignOdds, Signs
from analysis.churn.say_contracts import left_out
from analysis.display.formats import count, interval, number
from analysis.display.language import joined, later, listed, sentence

NAMES = {
    "category": later("the category they buy most of"),
    "channel": later("the channel they buy most through"),
    "discounted": later("the share bought at a discount"),
    "returned": later("the share returned"),
    "satisfaction": later("their last satisfaction"),
    "contacts": later("contacts within a year"),
    "complaints": later("complaints within a year"),
    "segment": later("the segment"),
}


def called(sign: str) -> str:
    """Return what a sign is called; the client's own columns keep their names."""
    return sentence(NAMES[sign]) if sign in NAMES else sign


def signs(s: Signs) -> str:
    """Say whether the signs help on later days, what goes with not buying most, and what is not used."""
    values = {
        "signs": listed([called(name) for name in s.names]),
        "days": count(s.days),
        "with_them": number(s.brier_with, 4),
        "without": number(s.brier_without, 4),
        "range": interval(s.low, s.high, lambda x: number(x, 4)),
    }
    if s.used:
        helps = sentence(
            "**Knowing {signs} improves the forecast** and enters it: Brier score {with_them} against {without} on "
            "{days} later days (difference by customer {range}).",
            **values,
        )
    else:
        helps = sentence(
            "**Knowing {signs} does not improve the forecast**, which goes without: Brier score {with_them} against "
            "{without} on {days} later days (difference by customer {range}).",
            **values,
        )
    return joined(helps, _goes_with(s), left_out(s) or "")


def _goes_with(s: Signs) -> str:
    if not s.odds:
        return sentence("Of customers with the same forecast nothing of it goes with not buying beyond chance.")
    return joined(_odds(s.odds[0]), sentence("That goes together; it need not be the cause."))


def _odds(one: SignOdds) -> str:
    values = {
        "sign": called(one.sign),
        "ratio": number(one.odds, 2),
        "interval": interval(one.low, one.high, lambda x: number(x, 2)),
    }
    if one.value is None:
        return sentence(
            "Of customers with the same forecast the odds of not buying are **{ratio} times** as high ({interval}) per "
            "standard deviation of {sign}.",
            **values,
        )
    return sentence(
        "Of customers with the same forecast the odds of not buying are **{ratio} times** as high ({interval}) where "
        "{sign} is “{value}” as where it is “{against}”.",
        value=one.value,
        against=one.against,
        **values,
    )
