"""Sentences on the checks of the forecast: its total, for whom it was off, whether purchases and spend go apart."""

from __future__ import annotations

from typing import Any

from analysis.display.days import day
from analysis.display.formats import count, interval, number, share
from analysis.display.language import joined, sentence, sentences
from analysis.forecast.facts import HoldoutFacts, OriginsFacts, TrustFacts
from analysis.words.forecast import too_high_or_low


def tracking(h: HoldoutFacts) -> str:
    """Say how the forecast did in the total of the unseen days, and whether that lay in its range."""
    error = h.verdict.total_error
    values = {"days": count(h.days), "day": day(h.calibration_end)}
    if error is None:
        return sentence("In the {days} days after {day} nobody bought.", **values)
    return joined(
        sentence(
            "In the {days} days after {day} **{expected}** purchases ({range}) of the customers known by then were "
            "expected; **{came}** came: the forecast was {off}.",
            expected=count(h.expected_purchases_total),
            range=interval(*h.expected_purchases_interval, count),
            came=count(h.purchases),
            off=too_high_or_low(error),
            **values,
        ),
        "" if h.verdict.in_range else sentence("That lies outside the range."),
    )


def total_off(h: HoldoutFacts) -> str:
    """Return the title of the tracking plot."""
    error = h.verdict.total_error
    if error is None:
        return sentence("After {day} nobody bought", day=day(h.calibration_end))
    return sentence("After {day} the forecast was {off}", day=day(h.calibration_end), off=too_high_or_low(error))


def other_days(o: OriginsFacts) -> str:
    """Say how the same forecast did on other days.

    Examples
    --------
    >>> row = {"origin": "2023-01-01", "rmse": 1.0}
    >>> other_days(OriginsFacts.sketch(rows=[row, row, row], wins=2, ties=1, losses=0, in_range=3))
    'Made on 3 other days in the same way, the forecast beat the best rule of thumb **2 times**, could not be told \
from it 1 time, and lost to it 0 times. The total lay in its range 3 of 3 times.'
    """
    n = len(o.rows)
    return joined(
        sentences(
            n,
            "Made on {n} other day in the same way, the forecast beat the best rule of thumb **{wins}**, could not be "
            "told from it {ties}, and lost to it {losses}.",
            "Made on {n} other days in the same way, the forecast beat the best rule of thumb **{wins}**, could not be "
            "told from it {ties}, and lost to it {losses}.",
            wins=_times(o.wins),
            ties=_times(o.ties),
            losses=_times(o.losses),
        ),
        sentence("The total lay in its range {inside} of {times}.", inside=count(o.in_range), times=_times(n)),
    )


def _times(n: int) -> str:
    return sentences(n, "{n} time", "{n} times")


def weeks_above(t: TrustFacts) -> str:
    """Return the title of the weekly plot."""
    weeks = t.weeks or 0
    return sentences(
        weeks,
        "In {above} of the {weeks} unseen week more purchases came than forecast",
        "In {above} of the {weeks} unseen weeks more purchases came than forecast",
        above=count(t.weeks_above),
        weeks=count(weeks),
    )


def by_frequency(t: TrustFacts) -> str:
    """Say for whom the forecast of purchases was off: groups whose mean chance does not explain.

    Examples
    --------
    >>> furthest = {"label": "1", "expected": 0.5, "actual": 0.7, "gap": -8.0}
    >>> by_frequency(TrustFacts.sketch(groups=2, groups_within_chance=1, furthest=furthest))
    'In **1 of 2** groups by earlier repeat purchases the forecast lies within what chance allows. Furthest off were \
customers with 1 before: 0.50 expected, 0.70 made.'
    """
    off = t.furthest
    return joined(
        sentence(
            "In **{inside} of {groups}** groups by earlier repeat purchases the forecast lies within what chance "
            "allows.",
            inside=count(t.groups_within_chance),
            groups=count(t.groups),
        ),
        sentence(
            "Furthest off were customers with {label} before: {expected} expected, {made} made.",
            label=off.label,
            expected=number(off.expected),
            made=number(off.actual),
        )
        if off
        else "",
    )


def most_missed(t: TrustFacts) -> str:
    """Return the title of the figure by history: after how many weeks of silence most purchases were missed."""
    missed = t.silence
    assert missed is not None
    weeks = sentences(1 if missed.label == "1" else 2, "{n} week", "{n} weeks", n=missed.label)
    values = {"weeks": weeks, "n": count(abs(missed.gap))}
    if missed.gap > 0:
        return sentence(
            "Most is missed with customers who had been silent for {weeks}: {n} purchases more expected than made",
            **values,
        )
    return sentence(
        "Most is missed with customers who had been silent for {weeks}: {n} purchases fewer expected than made",
        **values,
    )


def spend_tested(v: Any) -> str:
    """Say whether spend goes with frequency, and whether purchases change in size.

    `v`: spend and spend_drift, as in the facts of value.

    Examples
    --------
    >>> from types import SimpleNamespace as Record
    >>> def change(size): return Record(change=size, low=size - 0.03, high=size + 0.03)
    >>> spend_tested(Record(spend=Record(spearman=0.21),
    ...                     spend_drift=Record(all=change(0.10), same_customers=change(0.02)))).replace("\u202f", " ")
    'Frequent buyers spend more per purchase (rank correlation 0.21). A purchase in the later half of the period \
brought 10 % more than in the earlier (7–13 %). Among customers who bought in both halves, it brought 2 % more (−1 % \
to 5 %).'
    """
    drift = v.spend_drift
    return joined(
        _with_frequency(v.spend.spearman),
        _changed(drift.all) if drift else "",
        _same_customers(drift.same_customers) if drift and drift.same_customers else "",
    )


def _with_frequency(spearman: float | None) -> str:
    if spearman is None:
        return ""
    r = number(spearman)
    if spearman > 0:
        return sentence("Frequent buyers spend more per purchase (rank correlation {r}).", r=r)
    return sentence("Frequent buyers spend less per purchase (rank correlation {r}).", r=r)


def _changed(c: Any) -> str:
    values = {"change": _more_or_less(c.change), "range": interval(c.low, c.high, share)}
    return joined(
        sentence("A purchase in the later half of the period brought {change} than in the earlier ({range}).", **values)
        if values["change"]
        else sentence(
            "A purchase in the later half of the period brought as much as in the earlier ({range}).", **values
        ),
        sentence("Chance alone could explain that.") if values["change"] and c.low <= 0 <= c.high else "",
    )


def _same_customers(c: Any) -> str:
    values = {"change": _more_or_less(c.change), "range": interval(c.low, c.high, share)}
    if not values["change"]:
        return sentence("Among customers who bought in both halves, it brought as much ({range}).", **values)
    return sentence("Among customers who bought in both halves, it brought {change} ({range}).", **values)


def _more_or_less(change: float) -> str:
    """Return a change in size as text; empty where it rounds to nothing."""
    if round(abs(change), 2) == 0:
        return ""
    size = share(abs(change))
    return sentence("{size} more", size=size) if change > 0 else sentence("{size} less", size=size)
