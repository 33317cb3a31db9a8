"""Sentences on demand: the calendar, and categories."""

from __future__ import annotations

from analysis.display import days
from analysis.display.formats import count, interval, number, points, share
from analysis.display.language import joined, listed, sentence, sentences
from analysis.movement.facts_demand import Category, DemandFacts
from analysis.refusals import why


def calendar(d: DemandFacts) -> str | None:
    """Say what the calendar does to the comparison of the two periods; None where it does nothing."""
    if d.compared_months is None or d.season is None:
        return None
    if d.keeps_spring_festival and len(d.festivals_before) != len(d.festivals_period):
        return _festival(d)
    if d.compared_months == 12:
        return None
    if d.season.refusal:
        return sentences(
            d.season.full_months,
            "The two periods are different parts of the year, and {n} full month does not show whether purchases have "
            "a season: a part of the change may be the calendar's.",
            "The two periods are different parts of the year, and {n} full months do not show whether purchases have a "
            "season: a part of the change may be the calendar's.",
        )
    if d.season.shown:
        return sentence(
            "The two periods are different parts of the year, and purchases have a season: a part of the change is the "
            "calendar's."
        )
    return None


def _festival(d: DemandFacts) -> str:
    if not d.festivals_before:
        return sentence(
            "Spring Festival fell into the later period ({days}) and not into the earlier: compare January and "
            "February together.",
            days=listed([days.day(day) for day in d.festivals_period]),
        )
    if not d.festivals_period:
        return sentence(
            "Spring Festival fell into the earlier period ({days}) and not into the later: compare January and "
            "February together.",
            days=listed([days.day(day) for day in d.festivals_before]),
        )
    return sentence(
        "Spring Festival fell more often into one period than into the other ({before} before, {now} now): compare "
        "January and February together.",
        before=count(len(d.festivals_before)),
        now=count(len(d.festivals_period)),
    )


def season(d: DemandFacts) -> str:
    """Say whether purchases have a season."""
    s = d.season
    assert s is not None
    if s.refusal:
        return why(s.refusal)
    if not s.shown:
        return sentence(
            "Purchases have no season: over {n} full months, calendar months differ by no more than the same month "
            "does from year to year.",
            n=count(s.full_months),
        )
    months = sorted(s.months or [], key=lambda month: month.index)
    best, least = months[-1], months[0]
    together = sentence(
        "January and February are taken together, because Spring Festival falls now in the one, now in the other."
    )
    said = sentence(
        "{best} brings **{most} times** the purchases of an average month ({most_range}), {least} {fewest} times "
        "({fewest_range}), new customers' included; {n} full months.",
        best=days.month_name(best.month),
        most=number(best.index),
        most_range=interval(best.low, best.high, number),
        least=days.month_name(least.month),
        fewest=number(least.index),
        fewest_range=interval(least.low, least.high, number),
        n=count(s.full_months),
    )
    return joined(said, together if d.keeps_spring_festival else "")


def season_title(d: DemandFacts) -> str:
    """Return the title of the season's figure."""
    s = d.season
    assert s is not None
    best = max(s.months or [], key=lambda month: month.index)
    if not s.shown:
        return sentence("No month stands out over {n} full months", n=count(s.full_months))
    return sentence(
        "{month} brings {index} times an average month's purchases",
        month=days.month_name(best.month),
        index=number(best.index),
    )


def mix(d: DemandFacts) -> str | None:
    """Say how the mix of categories moved; None without categories."""
    if not d.categories:
        return None
    first, n = d.categories[0], d.number or 0
    values = {"n": count(n), "first": category_name(first.category), "share": share(first.share)}
    if d.measure == "revenue":
        said = sentences(
            n,
            "There is {n} category: {first}, with {share} of the revenue.",
            "Of {n} categories **{first}** brings most, {share} of the revenue.",
            **values,
        )
    else:
        said = sentences(
            n,
            "There is {n} category: {first}, with {share} of the rows.",
            "Of {n} categories **{first}** stands in most rows, {share}.",
            **values,
        )
    return joined(said, _moved(d.most_up, d.most_down))


def _moved(up: Category | None, down: Category | None) -> str:
    if up is None or down is None or not (up.share_change or 0) > 0:
        return ""
    return sentence(
        "Against the period before, {up} gained most ({gain}) and {down} lost most ({loss}).",
        up=category_name(up.category),
        gain=points(up.share_change, 1),
        down=category_name(down.category),
        loss=points(down.share_change, 1),
    )


def category_name(name: str) -> str:
    """Return a category as it is said.

    Examples
    --------
    >>> category_name("Wine"), category_name("")
    ('Wine', 'without a category')
    """
    return name or sentence("without a category")
