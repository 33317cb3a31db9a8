"""What the forecast notebook shows: one function per cell."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.backtest.names import called
from analysis.display import days, formats
from analysis.display.cells import Column, Finding, Note, Table
from analysis.display.chapter import finished, refusable, source_of
from analysis.display.language import joined, sentence
from analysis.drawings import plot_tracking
from analysis.forecast import draw, say, say_checks, say_models, say_season
from analysis.run.run import Run
from analysis.words import intake
from analysis.words.forecast import forecast_quality


@refusable("holdout", speaks=True)
def verdict(run: Run) -> Finding:
    """Say whether the forecast deserves trust."""
    gap = "" if run.holdout.refusal else intake.gap(run.data.facts)
    return Finding(joined(forecast_quality(run.holdout.facts), gap))


@refusable("holdout")
def league_figure(run: Run) -> Any:
    """Draw the errors of all forecasts."""
    h = run.holdout.facts
    ax = draw.plot_league(run.holdout["league"], h.chosen)
    scored = sentence("{n} customers, {days} unseen days", n=formats.count(h.customers), days=formats.count(h.days))
    return finished(ax, say.smallest_error(h), source_of(run, scored))


@refusable("holdout")
def league_table(run: Run) -> Table:
    """Show every forecast's scores."""
    h, league = run.holdout.facts, run.holdout["league"]
    columns = {
        "model": Column(sentence("Forecast")),
        "mae": Column(sentence("Mean absolute error"), "number", digits=3),
        "rmse": Column(sentence("Root mean squared error"), "number", digits=3),
        "total_error": Column(sentence("Error of the total"), "share", digits=1),
        "auc": Column(sentence("Ranking (AUC)"), "number", digits=3),
        "brier": Column(sentence("Brier score"), "number", digits=3),
    }
    if run.client.has_amounts:
        columns |= {
            "top_decile_revenue": Column(sentence("Revenue held by its top 10 %"), "share", digits=1),
            "revenue_error": Column(sentence("Root mean squared error of revenue"), "number", digits=0),
        }
    return Table(
        league.assign(model=[say.in_the_league(h, name) for name in league["model"]]),
        columns,
        caption=sentence("All forecasts on {days} days that none of them had seen", days=formats.count(h.days)),
        sort_note=joined(
            sentence("Sorted by Brier score (of “buys”; smaller is better), then by root mean squared error."),
            sentence("AUC: 0.5 is chance, 1 is perfect."),
            sentence("“–”: the rule makes no such forecast."),
        ),
    )


@refusable("holdout")
def league_note(run: Run) -> Note:
    """Say what was chosen, and how it did."""
    return Note(say.holdout_verdict(run.holdout.facts, run.currency) or "")


@refusable("trust")
def tracking(run: Run) -> Finding:
    """Say how the forecast of the total did."""
    return Finding(say_checks.tracking(run.holdout.facts))


@refusable("trust")
def tracking_figure(run: Run) -> Any:
    """Draw forecast and actual over time."""
    h = run.holdout.facts
    ax = plot_tracking(run.trust["tracking"], pd.Timestamp(h.calibration_end))
    tracked = sentence("{n} customers", n=formats.count(h.customers))
    return finished(ax, say_checks.total_off(h), source_of(run, tracked))


@refusable("trust")
def weekly_figure(run: Run) -> Any:
    """Draw forecast and actual week by week."""
    ax = draw.plot_incremental(run.trust["tracking"], pd.Timestamp(run.holdout.facts.calibration_end))
    tracked = sentence("customers of the days before the shading")
    return finished(ax, say_checks.weeks_above(run.trust.facts), source_of(run, tracked))


@refusable("origins")
def other_days(run: Run) -> Finding:
    """Say how the same forecast did on other days."""
    return Finding(say_checks.other_days(run.origins.facts))


@refusable("origins")
def other_days_table(run: Run) -> Table:
    """Show how the same forecast did on other days, against what came and the best rule of thumb."""
    rows = [row.plain() | {"low": row.interval[0], "high": row.interval[1]} for row in run.origins.facts.rows]
    columns = {
        "origin": Column(sentence("Made on"), "day"),
        "days": Column(sentence("Days ahead"), "count"),
        "expected": Column(sentence("Purchases expected"), "count"),
        "low": Column(sentence("95 % from"), "count"),
        "high": Column(sentence("to"), "count"),
        "actual": Column(sentence("Came"), "count"),
        "rmse": Column(sentence("Error"), "number", digits=2),
        "rule": Column(sentence("Best rule")),
        "rule_rmse": Column(sentence("Its error"), "number", digits=2),
    }
    table = pd.DataFrame(rows).assign(
        origin=lambda t: pd.to_datetime(t["origin"]),
        rule=lambda t: [called(name) if name else formats.MISSING for name in t["rule"]],
    )
    return Table(
        table,
        columns,
        caption=sentence("The same forecast, made on other days"),
        sort_note=sentence(
            "Errors: root mean squared, purchases per customer; the best rule is the best in hindsight."
        ),
    )


@refusable("value")
def season(run: Run) -> Finding:
    """Say whether purchases have a season."""
    return Finding(say_season.season(run.value.facts))


@refusable("value")
def season_figure(run: Run) -> Any:
    """Draw the index of the calendar months, where there is a season."""
    v = run.value.facts
    if not v.seasonality.worth_correcting or run.trust.refusal:
        return None
    ax = draw.plot_season(pd.DataFrame(v.seasonality.model_dump()["index"]))
    counted = sentence(
        "repeat purchases over {months} full months, against what customers' ages let expect; lines: 95 %",
        months=formats.count(v.seasonality.full_months),
    )
    return finished(ax, say_season.best_month(run.trust.facts), source_of(run, counted))


@refusable("trust")
def groups(run: Run) -> Finding:
    """Say for whom the forecast was off."""
    return Finding(say_checks.by_frequency(run.trust.facts))


@refusable("trust")
def groups_figure(run: Run) -> Any:
    """Draw expected and actual purchases on the unseen days by history."""
    ax = draw.plot_expected_by_history(run.trust["by_frequency"], run.trust["by_silence"])
    compared = sentence("{days} unseen days", days=formats.count(run.holdout.facts.days))
    return finished(ax, say_checks.most_missed(run.trust.facts), source_of(run, compared))


@refusable("value", money=True)
def spend_tested(run: Run) -> Finding | None:
    """Say why frequency times spend may be multiplied, and whether purchases change in size."""
    text = say_checks.spend_tested(run.value.facts)
    return Finding(text) if text else None


@refusable("trust", money=True)
def spend_table(run: Run) -> Table:
    """Show spend per purchase on the unseen days, expected and actual, by frequency band."""
    currency = run.currency
    columns = {
        "band": Column(sentence("Repeat purchases before")),
        "purchases": Column(sentence("Purchases made"), "count"),
        "expected": Column(sentence("Spend forecast"), "money", currency=currency),
        "actual": Column(sentence("Spend made"), "money", currency=currency),
        "actual_low": Column(sentence("95 % from"), "money", currency=currency),
        "actual_high": Column(sentence("to"), "money", currency=currency),
        "error": Column(sentence("Error"), "share", digits=1),
    }
    return Table(
        run.trust["spend_bands"],
        columns,
        caption=sentence("What a purchase brought on the unseen days, by how often customers had bought before"),
        sort_note=joined(
            sentence("Both per purchase that came, so that only spend is judged."), sentence("Net of returns.")
        ),
    )


@refusable("value")
def models(run: Run) -> Note:
    """Say which models were fitted, how money was modelled, and what a second implementation finds."""
    v = run.value.facts
    return Note(joined(say_models.models(v), say_models.spend(v.spend), say_models.crosscheck(v)))


@refusable("value")
def model_table(run: Run) -> Table | None:
    """Show the parameters of every fitted model; nothing where none is."""
    rows = [
        {"model": name, "parameter": key, "estimate": estimate, "error": fit.standard_errors[key]}
        | {"interval": say_models.open_interval(*fit.intervals[key]), "log_likelihood": fit.log_likelihood}
        for name, fit in run.value.facts.models.items()
        if fit.fitted
        for key, estimate in fit.parameters.items()
    ]
    if not rows:
        return None
    columns = {
        "model": Column(sentence("Model")),
        "parameter": Column(sentence("Parameter")),
        "estimate": Column(sentence("Estimate (weeks)"), "number", digits=4),
        "error": Column(sentence("Standard error"), "number", digits=4),
        "interval": Column(sentence("95 % interval")),
        "log_likelihood": Column(sentence("Log-likelihood"), "number", digits=2),
    }
    return Table(
        pd.DataFrame(rows, columns=list(columns)),
        columns,
        caption=sentence("Purchase models, fitted on all days"),
        sort_note=sentence("Time in weeks; intervals by profile likelihood, open where the data set no limit."),
    )


@refusable("trust")
def histogram_figure(run: Run) -> Any:
    """Draw how often customers bought again, actual and expected, on the days the model was fitted to."""
    ax = draw.plot_frequency_histogram(run.trust["histogram"])
    until = sentence(
        "up to {day}; Pareto/NBD; numbers: actual / expected",
        day=days.day(run.holdout.facts.calibration_end),
    )
    return finished(ax, say_models.placed_right(run.trust.facts), source_of(run, until))
