"""What the churn notebook shows of windows and of whether such forecasts came true: one function per cell."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import drawings
from analysis.churn import say, say_signs, say_tested
from analysis.churn.facts import Window
from analysis.churn.ratios import ratios_table
from analysis.display import formats
from analysis.display.cells import Column, Finding, Note, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.language import sentence
from analysis.run.run import Run


@refusable("churn")
def by_days_table(run: Run) -> Table | None:
    """Show who will not buy within 30, 90, 180, 365 days, beside how such forecasts did."""
    c = run.churn.facts
    rows = [_window_row(int(days), window) for days, window in (c.by_days or {}).items() if window]
    if not rows:
        return None
    columns = {
        "window": Column(sentence("In the next")),
        "share": Column(sentence("Will not buy"), "share"),
        "expected": Column(sentence("Customers, expected"), "count"),
        "range": Column(sentence("95 %")),
        "tested": Column(sentence("Tested on")),
        "predicted": Column(sentence("Was forecast"), "share"),
        "observed": Column(sentence("Came"), "share"),
        "groups": Column(sentence("Groups in range")),
    }
    return Table(
        pd.DataFrame(rows),
        columns,
        caption=sentence("Who will not buy, by window: expected numbers, and what became of earlier ones"),
        sort_note=say_tested.not_by_days(c),
    )


def _window_row(days: int, window: Window) -> dict[str, object]:
    trial = window.tested
    low, high = window.expected_interval
    return {
        "window": sentence("{n} days", n=formats.count(days)),
        "share": window.mean_probability,
        "expected": window.expected,
        "range": formats.interval(low, high, formats.count),
        "tested": sentence("{n} days", n=formats.count(trial.days)) if trial else formats.MISSING,
        "predicted": trial.predicted if trial else None,
        "observed": trial.observed if trial else None,
        "groups": sentence(
            "{inside} of {n}", inside=formats.count(trial.groups_within_band), n=formats.count(trial.groups)
        )
        if trial
        else formats.MISSING,
    }


@refusable("churn")
def window(run: Run) -> Note:
    """Say what the window is and what the probability is not."""
    return Note(say.window(run.churn.facts))


@refusable("churn")
def calibration(run: Run) -> Finding:
    """Say whether the probabilities came true."""
    return Finding(say_tested.calibration(run.churn.facts))


@refusable("churn")
def calibration_figure(run: Run) -> Any:
    """Draw forecast against outcome."""
    c = run.churn.facts
    if c.tested is None:
        return None
    ax = drawings.plot_reliability(run.churn.tables["calibration"])
    return finished(ax, say_tested.within(c), source_of(run, say_tested.unseen(c)))


@refusable("churn")
def how_tested(run: Run) -> Note | None:
    """Say what the range holds, and how well the forecast ranked."""
    said = say_tested.how_tested(run.churn.facts)
    return Note(said) if said else None


@refusable("churn")
def own_rhythm(run: Run) -> Note | None:
    """Say what silence beyond the own rhythm means, and whether that came true."""
    said = say_tested.own_rhythm(run.churn.facts)
    return Note(said) if said else None


@refusable("churn")
def signs(run: Run) -> Finding | None:
    """Say whether more than the purchases helps the forecast, and what goes with not buying."""
    found = run.churn.facts.signs
    return Finding(say_signs.signs(found)) if found else None


@refusable("churn")
def signs_table(run: Run) -> Table | None:
    """Show what goes with not buying beyond chance; nothing where nothing does."""
    found = run.churn.facts.signs
    if found is None or not found.odds:
        return None
    return ratios_table(
        [one.model_copy(update={"sign": say_signs.called(one.sign)}) for one in found.odds],
        Column(sentence("Known by the day")),
        Column(sentence("Odds of not buying, times"), "number", digits=2),
        caption=sentence("What goes with not buying, of customers with the same forecast"),
    )
