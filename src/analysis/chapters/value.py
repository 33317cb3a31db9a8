"""Chapter value: what the current customers are worth, and whether the forecast deserves trust."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import findings, formats, plots
from analysis.chapters import finished, refusable, source_of
from analysis.chapters.names import named
from analysis.display import Cards, Column, Finding, Note, Refusal, Table
from analysis.findings import acquisition, checks, outlook
from analysis.findings import season as seasons
from analysis.run import Run

OVERDUE_LISTED = 8


@refusable("value", speaks=True)
def total(run: Run) -> Finding:
    """Say what the customers are worth."""
    return Finding(findings.total_value(run.value.numbers, run.data["currency"]))


@refusable("value")
def key_numbers(run: Run) -> Cards:
    """Show the total, its interval and what it rests on."""
    v, currency = run.value.numbers, run.data["currency"]
    if not run.client.has_amounts:
        return Cards(_purchase_cards(run))
    worth, (low, high) = findings.worth_total(v)

    def cash(amount: float | None) -> str:
        return formats.compact_money(amount, currency)

    return Cards(
        [
            (findings.worth_name(v).capitalize(), cash(worth), f"95\u202f%: {formats.interval(low, high, cash)}"),
            ("Expected revenue", cash(v["expected_revenue_total"]), f"{v['horizon_days']} days, discounted"),
            *_purchase_cards(run),
        ]
    )


def _purchase_cards(run: Run) -> list[tuple[str, str, str]]:
    v = run.value.numbers
    purchases, by = formats.count(v["expected_purchases_total"]), f"by {formats.count(v['customers'])} customers"
    still = f"on average, by {v['lifetime_model'] or 'no model'}"
    return [("Expected purchases", purchases, by), ("Still customers", formats.share(v["still_customer_mean"]), still)]


@refusable("value")
def method(run: Run) -> Note:
    """Say what the interval is, and its limits."""
    v = run.value.numbers
    flags = "; ".join(v["flags"])
    if not run.client.has_amounts:
        return Note(f"Each row counts as a purchase, several on one day as one. {flags}.")
    return Note(
        "The interval is predictive: parameters, lifetimes, purchases and spend are simulated 1,000 times, so it "
        f"holds what the model leaves open and chance; whether the model is right, the test below says. {flags}. "
        f"{outlook.margins(v, run.data['currency'])}"
    )


@refusable("value")
def costs(run: Run) -> Note | None:
    """Say which stated costs of customers were taken off."""
    text = acquisition.costs(run.value.numbers, run.data["currency"])
    return Note(text) if text else None


@refusable("value", money=True)
def classes(run: Run) -> Finding:
    """Say what the classes will bring."""
    return Finding(outlook.value_by_class(run.value.numbers, run.data["currency"]))


@refusable("value", money=True)
def classes_figure(run: Run) -> Any:
    """Draw the value to come by class, with intervals."""
    v, currency = run.value.numbers, run.data["currency"]
    rows = [row for row in v["value_by_class"] if row["value"] > 0]
    if not rows:
        return None
    best = max(rows, key=lambda row: row["value"])
    share = best["value"] / sum(row["value"] for row in rows)
    name = findings.worth_name(v)
    label = f"{name}, next {formats.count(v['horizon_days'])} days, discounted"
    ax = plots.plot_value_by_class(run.value.tables["value_by_class"], currency, label=label)
    title = f"Class {best['abc_class']} of the past will bring {formats.share(share)} of the {name} to come"
    return finished(ax, title, source_of(run, f"{v['model']}; lines: 95\u202f% of what chance and doubt allow"))


@refusable("value", money=True)
def holders(run: Run) -> Finding:
    """Say who holds the future value."""
    return Finding(findings.holders(run.value.numbers))


@refusable("value", money=True)
def moves(run: Run) -> Finding:
    """Say whom the past over- and underrates."""
    return Finding(findings.risers_and_fallers(run.value.tables["classes"].to_dict("records")))


@refusable("value", money=True)
def moves_figure(run: Run) -> Any:
    """Draw past against future class."""
    v, table = run.value.numbers, run.value.tables["classes"]
    above = table[table["value"] > 0]
    if above.empty:
        return None
    stay = above[(above["historic"] == "A") & (above["forward"] == "A")]["value"].sum() / above["value"].sum()
    ax = plots.plot_class_moves(table, run.data["currency"])
    title = f"Customers who are and stay in class A hold {formats.share(stay)} of the {findings.worth_name(v)} to come"
    return finished(ax, title, source_of(run, f"{v['model']}, {v['horizon_days']} days ahead"))


@refusable("value")
@named
def top_table(run: Run) -> Table:
    """Show the customers worth most from now on."""
    v, currency = run.value.numbers, run.data["currency"]
    if not run.client.has_amounts:
        return _busiest_table(run)
    worth = "expected_revenue" if v["clv_total"] is None else "clv"
    frame = run.value.tables["scores"].sort_values(worth, ascending=False, kind="stable")
    columns = {
        "customer_id": Column("Customer"),
        "abc_class": Column("Class so far"),
        "forward_class": Column("Class ahead"),
        "still_customer": Column("Still a customer", "share"),
        "expected_purchases": Column("Purchases expected", "number", digits=1),
        "expected_spend": Column("Spend per purchase", "money", currency=currency),
        "next_purchase_by": Column("Next purchase by", "day"),
        worth: Column(findings.worth_name(v).capitalize(), "money", currency=currency, digits=0, bar=True),
    }
    return Table(
        frame,
        columns,
        top=10,
        total={worth: frame[worth].sum(), "expected_purchases": frame["expected_purchases"].sum()},
        caption="The ten customers worth most from now on",
        sort_note=(
            f"Sorted by discounted {findings.worth_name(v)}, {v['horizon_days']} days ahead. Next purchase by: the day "
            "by which half of such customers buy again, if they stay."
        ),
    )


def _busiest_table(run: Run) -> Table:
    columns = {
        "customer_id": Column("Customer"),
        "last_purchase": Column("Last purchase", "day"),
        "still_customer": Column("Still a customer", "share"),
        "next_purchase_by": Column("Next purchase by", "day"),
        "expected_purchases": Column("Purchases expected", "number", digits=1, bar=True),
    }
    frame = run.value.tables["scores"].sort_values("expected_purchases", ascending=False, kind="stable")
    return Table(
        frame,
        columns,
        top=10,
        total={"expected_purchases": frame["expected_purchases"].sum()},
        caption="The ten customers expected to buy most often",
        sort_note=f"Sorted by purchases expected in {formats.count(run.value.numbers['horizon_days'])} days.",
    )


@refusable("value")
def overdue(run: Run) -> Finding:
    """Say how many class A customers are late."""
    return Finding(outlook.overdue(run.value.numbers))


@refusable("value", money=True)
@named
def overdue_table(run: Run) -> Table | None:
    """Show the overdue customers of class A who are worth most."""
    v, currency, scores = run.value.numbers, run.data["currency"], run.value.tables["scores"]
    worth = "expected_revenue" if v["clv_total"] is None else "clv"
    late = scores[scores["overdue_since"].notna() & (scores["abc_class"] == "A") & (scores[worth] > 0)]
    if late.empty:
        return None
    frame = late.sort_values(worth, ascending=False, kind="stable")
    columns = {
        "customer_id": Column("Customer"),
        "last_purchase": Column("Last purchase", "day"),
        "overdue_since": Column("Overdue since", "day"),
        "still_customer": Column("Still a customer", "share"),
        worth: Column(findings.worth_name(v).capitalize(), "money", currency=currency, digits=0, bar=True),
    }
    return Table(
        frame,
        columns,
        top=OVERDUE_LISTED,
        total={worth: frame[worth].sum()},
        caption="Class A customers who are overdue",
        sort_note=(
            f"Sorted by discounted {findings.worth_name(v)} still expected. Overdue since: the day by which nine of "
            "ten customers with their history would have bought again, had they stayed."
        ),
    )


@refusable("value", money=True)
def new_customer(run: Run) -> Finding:
    """Say what a new customer is worth, and how many replace a lost one."""
    return Finding(outlook.new_customer(run.value.numbers, run.data["currency"]))


@refusable("value", money=True)
def new_customer_note(run: Run) -> Note | None:
    """Say whose history that rests on."""
    n, v = run.value.numbers["new_customer"], run.value.numbers
    if n["refusal"]:
        return None
    change = n["change_without_old"]
    return Note(
        f"{outlook.known_newcomers(n)} Expected are "
        f"{formats.number(n['repeat_purchases'])} repeat purchases of "
        f"{formats.money(n['repeat_spend'], run.data['currency'])} after a first one of "
        f"{formats.money(n['first_purchase'], run.data['currency'])}; the interval is the doubt about the model's "
        f"parameters, not chance. Fitted to these customers only, {v['model']} expects "
        f"{formats.share(abs(change))} {'more' if change > 0 else 'fewer'} purchases of all customers."
        f"{acquisition.before_costs(v)}"
    )


@refusable("value")
def payback(run: Run) -> Finding | None:
    """Say when a new customer has brought back what winning them cost."""
    v = run.value.numbers
    return Finding(acquisition.payback(v, run.data["currency"])) if v["acquisition"] else None


@refusable("value")
def payback_note(run: Run) -> Note | None:
    """Say whose costs of acquisition that rests on."""
    v = run.value.numbers
    return None if not v["acquisition"] or v["acquisition"]["refusal"] else Note(acquisition.whose_cost(v))


@refusable("value")
def sources(run: Run) -> Finding | None:
    """Say which source of customers brings most for what it costs."""
    v = run.value.numbers
    return Finding(acquisition.sources(v)) if v["acquisition"] and v["acquisition"].get("sources") else None


@refusable("value")
def sources_table(run: Run) -> Table | None:
    """Show value against cost by source of customers."""
    v, currency = run.value.numbers, run.data["currency"]
    if not v["acquisition"] or not v["acquisition"].get("sources"):
        return None
    rows = pd.DataFrame(v["acquisition"]["sources"])
    names = [acquisition.source_name(row) for row in v["acquisition"]["sources"]]
    few = rows["indicative"].map({True: " (indicative)", False: ""})
    columns = {
        "source": Column("Source"),
        "customers": Column("Customers", "count"),
        "cost": Column("Cost of winning one", "money", currency=currency),
        "value": Column("Value of one, to date and ahead", "money", currency=currency),
        "ratio": Column("Value : cost", "number", digits=1),
        "low": Column("95\u202f% from", "number", digits=1),
        "high": Column("to", "number", digits=1),
    }
    return Table(
        rows.assign(source=pd.Series(names, dtype=object) + few),
        columns,
        caption="What customers bring for what winning them cost, by source",
        sort_note=(
            "Sorted by value : cost. Value: margin to date plus value ahead; sources that began early have had more "
            "time. Intervals take a source's customers for a sample of those it brings. Indicative: fewer than 30."
        ),
    )


@refusable("value", money=True)
def less_churn(run: Run) -> Finding:
    """Say what 5 % less churn would bring."""
    return Finding(outlook.less_churn(run.value.numbers, run.data["currency"]))


@refusable("value", money=True)
def less_churn_note(run: Run) -> Note | None:
    """Say why the literature promises more."""
    v = run.value.numbers
    if v["churn_minus_5"]["percent"] is None:
        return None
    return Note(
        f"{outlook.literature_on_churn(v)} Here only what lies ahead changes: who has left stays away. "
        f"{v['model']}; intervals: doubt about its parameters.{acquisition.before_costs(v)}"
    )


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
    league, feeds = run.holdout.tables["league"], "money" if run.client.has_amounts else "totals"
    marks = {name: f" (feeds the {feeds})" for name in h["ranking"][:1]} | {h["chosen"]: " (chosen)"}
    if h["chosen"] in h["ranking"][:1]:
        marks = {h["chosen"]: f" (chosen, feeds the {feeds})"}
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


@refusable("value", money=True)
def residual(run: Run) -> Note:
    """Say what the customers bring without a horizon."""
    v = run.value.numbers
    return Note(f"{outlook.residual(v, run.data['currency'])}{acquisition.before_costs(v)}")


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
