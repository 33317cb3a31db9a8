"""Sentences on whether forecasts of who will not buy came true."""

from __future__ import annotations

import math

from analysis.backtest.names import called
from analysis.churn.facts import ChurnFacts
from analysis.display.days import day
from analysis.display.formats import count, interval, number, points, share
from analysis.display.language import joined, sentence, sentences
from analysis.refusals import why

NOTHING = 0.01
"""Log odds below which a move is none to a reader."""


def verdict(c: ChurnFacts) -> str | None:
    """Say first what forbids to believe the probabilities as they are; None where nothing does."""
    tested = c.tested
    if tested is None:
        return sentence("**Not tested**: the data hold no earlier days on which such a forecast could be.")
    if not tested.calibrated:
        return joined(
            sentences(
                tested.groups,
                "**The probabilities did not come true**: what came lies within the expected range in {inside} of {n} "
                "group of customers.",
                "**The probabilities did not come true**: what came lies within the expected range in only {inside} of "
                "{n} groups of customers.",
                inside=count(tested.groups_within_band),
            ),
            sentence(
                "On {days} unseen days {said} were forecast not to buy, and {came} did not: take the order of the "
                "customers from them, not the level.",
                days=count(c.calibration_days),
                said=share(tested.predicted),
                came=share(tested.observed),
            )
            if tested.singles_out
            else _nobody(c),
        )
    return None if tested.singles_out else _nobody(c)


def _nobody(c: ChurnFacts) -> str:
    if c.tested.auc is None:
        return sentence(
            "**Nobody can be singled out**: on {days} unseen days all customers did the same.",
            days=count(c.calibration_days),
        )
    return sentence(
        "**Nobody can be singled out**: on {days} unseen days who did not buy was ranked above who did in {auc} of 100 "
        "pairs, where chance gives 50.",
        days=count(c.calibration_days),
        auc=count(100 * c.tested.auc),
    )


def calibration(c: ChurnFacts) -> str:
    """Say whether the churn probabilities came true."""
    tested = c.tested
    if tested is None:
        return sentence("Nobody can say yet: the data hold no earlier days on which such a forecast could be tested.")
    return joined(
        sentences(
            tested.groups,
            "In **{inside} of {n} group** of customers what came lies within the range that such a forecast allows.",
            "In **{inside} of {n} groups** of customers what came lies within the range that such a forecast allows.",
            inside=count(tested.groups_within_band),
        ),
        sentence(
            "On {days} unseen days it said that {said} ({range}) would not buy; {came} did not ({gap}).",
            days=count(c.calibration_days),
            said=share(tested.predicted),
            range=interval(tested.predicted_low, tested.predicted_high, share),
            came=share(tested.observed),
            gap=points(tested.predicted - tested.observed),
        ),
    )


def how_tested(c: ChurnFacts) -> str | None:
    """Say what the range holds, the slope and the ranking; None where there is no test."""
    tested = c.tested
    if tested is None:
        return None
    return joined(
        sentence(
            "The range holds chance and a level that all customers share, as uncertain as earlier windows showed it: "
            "with chance alone every large client would fail."
        ),
        ""
        if tested.slope is None
        else sentence(
            "Calibration slope {slope} ({range}; 1 is right; below it forecasts are too extreme, above it too flat).",
            slope=number(tested.slope, 2),
            range=interval(tested.slope_interval[0], tested.slope_interval[1], lambda x: number(x, 2)),
        ),
        ""
        if tested.auc is None
        else sentence(
            "Who did not buy was ranked above who did in {auc} of 100 pairs (chance: 50); Brier score {brier}, against "
            "{base} had everybody been given the share that came.",
            auc=count(100 * tested.auc),
            brier=number(tested.brier, 3),
            base=number(tested.brier_of_share, 3),
        ),
        sentence(
            "Earlier windows taught the forecast's log odds a slope of {slope} (1: they were right as they were); "
            "nothing was taken from the tested days.",
            slope=number(tested.recalibrated_slope, 2),
        ),
        _level(c),
        _rival(c),
    )


def _level(c: ChurnFacts) -> str:
    if c.tested.earlier_predicted is None:
        return ""
    return sentence(
        "In these windows {said} were forecast not to buy and {came} did not; that level is not carried over: on 41 "
        "windows of six businesses it made the forecast worse in 19 and better in 5.",
        said=share(c.tested.earlier_predicted),
        came=share(c.tested.earlier_observed),
    )


def _rival(c: ChurnFacts) -> str:
    t = c.tested
    if t.rival is None:
        return ""
    values = {
        "rival": called(t.rival),
        "n": count(t.rivals),
        "own": number(t.brier, 4),
        "other": number(t.rival_brier, 4),
        "range": interval(t.rival_low, t.rival_high, lambda x: number(x, 4)),
    }
    if t.rival_outcome == "loses to":
        return sentence(
            "**{rival} did better**, the best of {n} other models and rules: Brier score {other} against {own} "
            "(difference by customer {range}).",
            **values,
        )
    if t.rival_outcome == "beats":
        return sentence(
            "It did better than the best of {n} other models and rules, {rival}: Brier score {own} against {other} "
            "(difference by customer {range}).",
            **values,
        )
    return sentence(
        "It cannot be told from {rival}, in hindsight the best of {n} other models and rules: Brier score {own} "
        "against {other} (difference by customer {range}).",
        **values,
    )


def own_rhythm(c: ChurnFacts) -> str | None:
    """Say what silence beyond the own rhythm is believed to mean, and whether that came true; None where not known."""
    t = c.tested
    if t is None or t.long_silent is None:
        return None
    group = t.long_silent
    said, came = share(1 - group.predicted), share(1 - group.observed)
    n, days = count(group.customers), count(c.calibration_days)
    first = (
        sentence(
            "**Silence beyond the own rhythm**: of {n} customers silent for over three times their own mean gap {said} "
            "were forecast to buy within {days} days and {came} did, as such a forecast allows; a long silence and a "
            "fair chance can both be true.",
            n=n,
            said=said,
            came=came,
            days=days,
        )
        if group.within
        else sentence(
            "**Silence beyond the own rhythm**: of {n} customers silent for over three times their own mean gap {said} "
            "were forecast to buy within {days} days and {came} did: do not rely on the probability of these.",
            n=n,
            said=said,
            came=came,
            days=days,
        )
    )
    if t.recalibrated_overdue < NOTHING:
        return joined(first, sentence("Earlier windows taught to take nothing off for it."))
    return joined(
        first,
        sentence(
            "Earlier windows taught that six times the own gap takes the odds of buying times {factor}.",
            factor=number(math.exp(-t.recalibrated_overdue * math.log(6)), 2),
        ),
    )


def not_by_days(c: ChurnFacts) -> str | None:
    """Say for which windows nothing is said, and why; None if for none."""
    found = [why(refusal) for refusal in (c.not_by_days or {}).values()]
    return joined(*found) if found else None


def within(c: ChurnFacts) -> str:
    """Return the title of the figure of forecast and outcome."""
    values = {
        "inside": count(c.tested.groups_within_band),
        "n": count(c.tested.groups),
        "said": share(c.tested.furthest_predicted),
        "came": share(c.tested.furthest_observed),
    }
    return sentences(
        c.tested.groups,
        "{inside} of {n} group came as the forecast allows; furthest off: {said} said, {came} came",
        "{inside} of {n} groups came as the forecast allows; furthest off: {said} said, {came} came",
        **values,
    )


def unseen(c: ChurnFacts) -> str:
    """Say on which days the forecast was tested, and what its figure shows."""
    return sentence(
        "{days} unseen days after {day}; tenths of the customers; bars: range of 95 %",
        days=count(c.calibration_days),
        day=day(c.calibration_from),
    )
