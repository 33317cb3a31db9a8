"""Chapter value: what the current customers are worth, and whether the forecast deserves trust."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import findings, formats, plots
from analysis.chapters import finished, refusable, source_of
from analysis.display import Cards, Column, Finding, Note, Table
from analysis.run import Run


@refusable("value", speaks=True)
def total(run: Run) -> Finding:
    """Say what the customers are worth."""
    return Finding(findings.total_value(run.value.numbers, run.data["currency"]))


@refusable("value")
def key_numbers(run: Run) -> Cards:
    """Show the total, its interval and what it rests on."""
    v, currency = run.value.numbers, run.data["currency"]
    worth, (low, high) = findings.worth_total(v)

    def cash(amount: float | None) -> str:
        return formats.compact_money(amount, currency)

    return Cards(
        [
            (findings.worth_name(v).capitalize(), cash(worth), f"95\u202f%: {formats.interval(low, high, cash)}"),
            ("Expected revenue", cash(v["expected_revenue_total"]), f"{v['horizon_days']} days, discounted"),
            (
                "Expected purchases",
                formats.count(v["expected_purchases_total"]),
                f"by {formats.count(v['customers'])} customers",
            ),
            (
                "Still customers",
                formats.share(v["still_customer_mean"]),
                f"on average, by {v['lifetime_model'] or 'no model'}",
            ),
        ]
    )


@refusable("value")
def method(run: Run) -> Note:
    """Say what the interval is, and its limits."""
    v = run.value.numbers
    flags = "; ".join(v["flags"])
    return Note(
        "The interval is predictive: parameters, lifetimes, purchases and spend are simulated 1,000 times, so it "
        f"holds what the model leaves open and chance; whether the model is right, the test below says. {flags}."
    )


@refusable("value")
def holders(run: Run) -> Finding:
    """Say who holds the future value."""
    return Finding(findings.holders(run.value.numbers))


@refusable("value")
def moves(run: Run) -> Finding:
    """Say whom the past over- and underrates."""
    return Finding(findings.risers_and_fallers(run.value.tables["classes"].to_dict("records")))


@refusable("value")
def moves_figure(run: Run) -> Any:
    """Draw past against future class."""
    v, table = run.value.numbers, run.value.tables["classes"]
    stay = table[(table["historic"] == "A") & (table["forward"] == "A")]["value"].sum() / table["value"].sum()
    ax = plots.plot_class_moves(table, run.data["currency"])
    title = f"Customers who are and stay in class A hold {formats.share(stay)} of the {findings.worth_name(v)} to come"
    return finished(ax, title, source_of(run, f"{v['model']}, {v['horizon_days']} days ahead"))


@refusable("value")
def top_table(run: Run) -> Table:
    """Show the customers worth most from now on."""
    v, currency = run.value.numbers, run.data["currency"]
    worth = "expected_revenue" if v["clv_total"] is None else "clv"
    frame = run.value.tables["scores"].sort_values(worth, ascending=False, kind="stable")
    columns = {
        "customer_id": Column("Customer"),
        "abc_class": Column("Class so far"),
        "forward_class": Column("Class ahead"),
        "still_customer": Column("Still a customer", "share"),
        "expected_purchases": Column("Purchases expected", "number", digits=1),
        "expected_spend": Column("Spend per purchase", "money", currency=currency),
        worth: Column(findings.worth_name(v).capitalize(), "money", currency=currency, digits=0, bar=True),
    }
    return Table(
        frame,
        columns,
        top=10,
        total={worth: frame[worth].sum(), "expected_purchases": frame["expected_purchases"].sum()},
        caption="The ten customers worth most from now on",
        sort_note=f"Sorted by discounted {findings.worth_name(v)}, {v['horizon_days']} days ahead.",
    )


@refusable("holdout", speaks=True)
def verdict(run: Run) -> Finding:
    """Say whether the forecast deserves trust."""
    return Finding(findings.forecast_quality(run.holdout.numbers))


@refusable("holdout")
def league_figure(run: Run) -> Any:
    """Draw the errors of all forecasts."""
    h = run.holdout.numbers
    ax = plots.plot_league(run.holdout.tables["league"], "rmse", h["chosen"])
    ranks = run.holdout.tables["league"].dropna(subset=["rmse"]).sort_values("rmse")["model"].tolist()
    place = "The smallest error" if ranks[0] == h["chosen"] else f"{ranks[0]} has the smallest error"
    title = f"{place} of {len(ranks)} forecasts of purchases; chosen beforehand: {h['chosen']}"
    if ranks[0] == h["chosen"]:
        title = f"{h['chosen']}, chosen beforehand, has the smallest error of {len(ranks)} forecasts"
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
    }
    league = run.holdout.tables["league"]
    chosen = league["model"] == h["chosen"]
    return Table(
        league.assign(model=league["model"].where(~chosen, league["model"] + " (chosen)")),
        columns,
        caption=f"All forecasts on {formats.count(h['days'])} days that none of them had seen",
        sort_note=(
            "Sorted by Brier score (of “buys”; smaller is better), then by root mean squared error. "
            "AUC: 0.5 is chance, 1 is perfect. “–”: the rule makes no such forecast."
        ),
    )


@refusable("holdout")
def league_note(run: Run) -> Note:
    """Say how the model was chosen."""
    return Note(findings.holdout_verdict(run.holdout.numbers) or "")


@refusable("value")
def tracking(run: Run) -> Finding:
    """Say how the forecast of the total did."""
    return Finding(findings.tracking(run.holdout.numbers))


@refusable("value")
def tracking_figure(run: Run) -> Any:
    """Draw forecast and actual over time."""
    h = run.holdout.numbers
    ax = plots.plot_tracking(run.value.tables["tracking"], pd.Timestamp(run.calibration_end))
    error = next(row["total_error"] for row in h["league"] if row["model"] == h["chosen"])
    title = f"After {findings.day_of(h['calibration_end'])} the forecast was {findings.too_high_or_low(error)}"
    return finished(ax, title, source_of(run, f"{formats.count(h['customers'])} customers; {h['chosen']}"))


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
        | {"log_likelihood": fit["log_likelihood"]}
        for name, fit in run.value.numbers["models"].items()
        if fit["status"] == "fitted"
        for key, estimate in fit["parameters"].items()
    ]
    columns = {
        "model": Column("Model"),
        "parameter": Column("Parameter"),
        "estimate": Column("Estimate (weeks)", "number", digits=4),
        "error": Column("Standard error", "number", digits=4),
        "log_likelihood": Column("Log-likelihood", "number", digits=2),
    }
    frame = pd.DataFrame(rows, columns=list(columns))
    return Table(frame, columns, caption="Purchase models, fitted on all days", sort_note="Time in weeks.")
