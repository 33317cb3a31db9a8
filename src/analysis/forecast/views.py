"""Whether the forecast deserves trust: the league, the days after calibration, seasons, groups and spend."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import findings, plots
from analysis.chapters import finished, refusable, source_of
from analysis.display import formats
from analysis.display.cells import Column, Finding, Note, Refusal, Table
from analysis.findings import checks
from analysis.findings import season as seasons
from analysis.run.run import Run


def verdict(run: Run) -> Finding | Refusal | None:
    """Say whether the forecast deserves trust."""
    refusal = run.holdout.numbers["refusal"]
    if refusal is not None:
        return None if refusal == run.value.numbers["refusal"] else Refusal(refusal)
    return Finding(findings.forecast_quality(run.holdout.numbers))


@refusable("holdout")
def league_figure(run: Run) -> Any:
    """Draw the errors of all forecasts."""
    h, league = run.holdout.numbers, run.holdout.tables["league"]
    counted = league.loc[league["model"] == h["chosen"], "rmse"].notna().all()
    measure, of = ("rmse", "purchases") if counted else ("brier", "who buys")
    ax = plots.plot_league(league, measure, h["chosen"])
    ranks = league.dropna(subset=[measure]).sort_values(measure)["model"].tolist()
    better = ranks.index(h["chosen"])
    title = f"{better} of {len(ranks) - 1} other forecasts of {of} had a smaller error than the one chosen beforehand"
    if ranks[0] == h["chosen"]:
        title = f"The predictor chosen beforehand has the smallest error of {len(ranks)} forecasts of {of}"
    return finished(ax, title, source_of(run, f"{formats.count(h['customers'])} customers, {h['days']} unseen days"))


@refusable("holdout")
def league_table(run: Run) -> Table:
    """Show every forecast's scores."""
    h = run.holdout.numbers
    columns = {
        "model": Column("Forecast"),
        "mae": Column("Mean absolute error", "number", digits=3),
        "rmse": Column("Root mean squared error", "number", digits=3),
        "total_error": Column("Error of the total", "share", digits=1),
        "auc": Column("Ranking (AUC)", "number", digits=3),
        "brier": Column("Brier score", "number", digits=3),
        "top_decile_revenue": Column("Revenue held by its top 10\u202f%", "share", digits=1),
        "revenue_error": Column("Root mean squared error of revenue", "number", digits=0),
    }
    if not run.client.has_amounts:
        del columns["top_decile_revenue"], columns["revenue_error"]
    league = run.holdout.tables["league"]
    marks = dict.fromkeys(h["ranking"][:1], " (best purchase model)") | {h["chosen"]: " (chosen)"}
    if h["chosen"] in h["ranking"][:1]:
        marks = {h["chosen"]: " (chosen, best purchase model)"}
    return Table(
        league.assign(model=league["model"] + league["model"].map(marks).fillna("")),
        columns,
        caption=f"All forecasts on {formats.count(h['days'])} days that none of them had seen",
        sort_note=(
            "Sorted by Brier score (of “buys”; smaller is better), then by root mean squared error. "
            "AUC: 0.5 is chance, 1 is perfect. “–”: the rule makes no such forecast."
        ),
    )


@refusable("holdout")
def league_note(run: Run) -> Note:
    """Say what was chosen, and how it did."""
    return Note(findings.holdout_verdict(run.holdout.numbers) or "")


@refusable("value")
def tracking(run: Run) -> Finding:
    """Say how the forecast of the total did."""
    return Finding(findings.tracking(run.holdout.numbers, run.value.numbers["model"]))


@refusable("value")
def tracking_figure(run: Run) -> Any:
    """Draw forecast and actual over time."""
    h, model = run.holdout.numbers, run.value.numbers["model"]
    ax = plots.plot_tracking(run.value.tables["tracking"], pd.Timestamp(run.calibration_end))
    error = next(row["total_error"] for row in h["league"] if row["model"] == model)
    after = f"After {findings.day_of(h['calibration_end'])}"
    title = f"{after} nobody bought" if error is None else f"{after} the forecast was {findings.too_high_or_low(error)}"
    return finished(ax, title, source_of(run, f"{formats.count(h['customers'])} customers; {model}"))


@refusable("value")
def weekly_figure(run: Run) -> Any:
    """Draw forecast and actual week by week."""
    v, table = run.value.numbers, run.value.tables["tracking"]
    unseen = table[table["date"] > pd.Timestamp(run.calibration_end)]
    above = int((unseen["actual"] > unseen["expected"]).sum())
    ax = plots.plot_incremental(table, pd.Timestamp(run.calibration_end))
    title = f"In {above} of the {len(unseen)} unseen weeks more purchases came than forecast"
    return finished(ax, title, source_of(run, f"customers of the days before the shading; {v['model']}"))


@refusable("value")
def season(run: Run) -> Finding:
    """Say whether purchases have a season."""
    return Finding(seasons.season(run.value.numbers, run.holdout.numbers["calibration_end"]))


@refusable("value")
def season_figure(run: Run) -> Any:
    """Draw the index of the calendar months, where there is a season."""
    v = run.value.numbers
    if not v["seasonality"]["worth_correcting"]:
        return None
    table = pd.DataFrame(v["seasonality"]["index"])
    best = table.loc[table["index"].idxmax()]
    title = f"{formats.month_name(int(best['month']))} brings {formats.number(best['index'])} times an average month"
    ax = plots.plot_season(table)
    months = f"repeat purchases over {v['seasonality']['full_months']} full months, against {v['model']}"
    return finished(ax, title, source_of(run, f"{months}; lines: 95\u202f%"))


@refusable("value")
def groups(run: Run) -> Finding:
    """Say for whom the forecast was off."""
    return Finding(checks.by_frequency(run.value.tables["by_frequency"].to_dict("records")))


@refusable("value")
def groups_figure(run: Run) -> Any:
    """Draw expected and actual purchases on the unseen days by history."""
    tables, v = run.value.tables, run.value.numbers
    ax = plots.plot_expected_by_history(tables["by_frequency"], tables["by_silence"])
    worst = tables["by_silence"].assign(gap=lambda t: (t["expected"] - t["actual"]) * t["customers"])
    row = worst.loc[worst["gap"].abs().idxmax()]
    much = "more" if row["gap"] > 0 else "fewer"
    title = (
        f"Most is missed with customers who had been silent for {row['label'].replace('–', ' to ')} weeks: "
        f"{formats.count(abs(row['gap']))} purchases {much} expected than made"
    )
    return finished(ax, title, source_of(run, f"{v['model']}; {formats.count(v['tested_days'])} unseen days"))


@refusable("value", money=True)
def spend_tested(run: Run) -> Finding | None:
    """Say why frequency times spend may be multiplied, and whether purchases change in size."""
    text = checks.spend_tested(run.value.numbers)
    return Finding(text) if text else None


@refusable("value", money=True)
def spend_table(run: Run) -> Table:
    """Show spend per purchase on the unseen days, expected and actual, by frequency band."""
    currency = run.data["currency"]
    columns = {
        "band": Column("Repeat purchases before"),
        "purchases": Column("Purchases made", "count"),
        "expected": Column("Spend forecast", "money", currency=currency),
        "actual": Column("Spend made", "money", currency=currency),
        "actual_low": Column("95\u202f% from", "money", currency=currency),
        "actual_high": Column("to", "money", currency=currency),
        "error": Column("Error", "share", digits=1),
    }
    return Table(
        run.value.tables["spend_bands"],
        columns,
        caption="What a purchase brought on the unseen days, by how often customers had bought before",
        sort_note="Both per purchase that came, so that only spend is judged. Net of returns.",
    )
