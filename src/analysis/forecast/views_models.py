"""The models behind the value."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import findings, plots
from analysis.chapters import finished, refusable, source_of
from analysis.display import formats
from analysis.display.cells import Column, Note, Table
from analysis.findings import acquisition, outlook
from analysis.run.run import Run


@refusable("value")
def models(run: Run) -> Note:
    """Say which models were fitted, how money was modelled, and what a second implementation finds."""
    v = run.value.numbers
    return Note(f"{findings.models(v)} {findings.spend(v)} {findings.crosscheck(v)}")


@refusable("value")
def model_table(run: Run) -> Table:
    """Show the parameters of every fitted model."""
    rows = [
        {"model": name, "parameter": key, "estimate": estimate, "error": fit["standard_errors"][key]}
        | {"interval": _interval(*fit["intervals"][key]), "log_likelihood": fit["log_likelihood"]}
        for name, fit in run.value.numbers["models"].items()
        if fit["status"] == "fitted"
        for key, estimate in fit["parameters"].items()
    ]
    columns = {
        "model": Column("Model"),
        "parameter": Column("Parameter"),
        "estimate": Column("Estimate (weeks)", "number", digits=4),
        "error": Column("Standard error", "number", digits=4),
        "interval": Column("95\u202f% interval"),
        "log_likelihood": Column("Log-likelihood", "number", digits=2),
    }
    frame = pd.DataFrame(rows, columns=list(columns))
    note = "Time in weeks; intervals by profile likelihood, open where the data set no limit."
    return Table(frame, columns, caption="Purchase models, fitted on all days", sort_note=note)


def _interval(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return "open"
    if low is None or high is None:
        return f"up to {_digits(high)}" if low is None else f"{_digits(low)} or more"
    return formats.interval(low, high, _digits)


def _digits(value: float | None) -> str:
    return formats.number(value, 4)


@refusable("value")
def histogram_figure(run: Run) -> Any:
    """Draw how often customers bought again, actual and expected, on the days the model was fitted to."""
    v, table = run.value.numbers, run.value.tables["histogram"]
    moved = float((table["actual"] - table["expected"]).abs().sum() / 2 / table["actual"].sum())
    ax = plots.plot_frequency_histogram(table)
    title = f"The model places {formats.share(1 - moved)} of the customers where they are"
    until = f"up to {formats.day(run.calibration_end)}; {v['model']}; numbers: actual / expected"
    return finished(ax, title, source_of(run, until))


@refusable("value", money=True)
def residual(run: Run) -> Note:
    """Say what the customers bring without a horizon."""
    v = run.value.numbers
    return Note(f"{outlook.residual(v, run.data['currency'])}{acquisition.before_costs(v)}")
