"""Chapter intake: whether this data can answer the questions, and what was left out of it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import findings, plots
from analysis.chapters import finished, source_of
from analysis.display import formats
from analysis.display.cells import Column, Finding, Note, Refusal, Stack, Table
from analysis.facts import Refusal as Reason
from analysis.intake import say
from analysis.refusals import why
from analysis.run.run import Run

TITLES = {
    "summary": "Management summary",
    "intake": "The data",
    "concentration": "Concentration",
    "value": "Value",
    "churn": "Churn",
}
CLOSED = "Not computed, because "
LABELS = {"sha256": "SHA-256 (first 12)"}


def verdict(run: Run) -> Finding:
    """Say what kind of data it is, and what follows."""
    return Finding(say.verdict.verdict(run.data["router"]))


def chapters_table(run: Run) -> Table:
    """Show which chapters the data can carry, and why not."""
    router, rows = run.data["router"], []
    for name, title in TITLES.items():
        closed, limit = router["chapters"].get(name), router["limits"].get(name)
        rendered = "no" if closed else "in part" if limit else "yes"
        reason = why(Reason(**closed)).removeprefix(CLOSED).split(". ")[0].rstrip(".") if closed else ""
        lacks = say.verdict.limit(limit) if limit else formats.MISSING
        rows.append({"chapter": title, "rendered": rendered, "why": reason or lacks})
    columns = {"chapter": Column("Chapter"), "rendered": Column("Can be rendered"), "why": Column("Why not")}
    return Table(pd.DataFrame(rows), columns, caption="What the data can carry; a test may still refuse")


def ledger(run: Run) -> Finding:
    """Say how the rows read became the rows used."""
    return Finding(findings.ledger(run.data, run.data["currency"]))


def ledger_table(run: Run) -> Table:
    """Show every reason for which rows were left out."""
    data, currency = run.data, run.data["currency"]
    rows = [{"reason": "used", "rows": data["rows"], "amount": data["revenue"]}]
    rows += [{**row, "reason": f"left out: {row['reason'].replace('_', ' ')}"} for row in data["ledger"]]
    frame = pd.DataFrame(rows)
    columns = {"reason": Column("Rows"), "rows": Column("Count", "count")}
    total: dict[str, Any] = {"reason": "read", "rows": frame["rows"].sum()}
    if run.client.has_amounts:
        columns["amount"] = Column("Amount", "money", currency=currency, digits=2)
        total["amount"] = frame["amount"].sum()
    return Table(frame, columns, total=total, caption="Every row that was read is used, or left out for one reason")


def books(run: Run) -> Stack | None:
    """Reconcile the client's books with the rows, where totals are stated."""
    totals = run.data.get("control_totals")
    if not totals:
        return None
    currency = run.data["currency"]
    frame = pd.DataFrame(totals).assign(
        left_out=[sum(total["left_out"].values()) for total in totals],
        share=[total["difference"] / abs(total["books"]) if total["books"] else float("nan") for total in totals],
        **{day: pd.to_datetime([total[day] for total in totals]) for day in ("from", "to")},
    )

    def cash(label: str) -> Column:
        return Column(label, "money", currency=currency, digits=2)

    columns = {
        "from": Column("From", "day"),
        "to": Column("To", "day"),
        "books": cash("Books"),
        "used": cash("Used here"),
        "left_out": cash("Sales left out"),
        "rounding": cash("Rounding"),
        "difference": cash("Unexplained"),
        "share": Column("of the books", "share", digits=2),
    }
    shown = {key: columns[key] for key in columns if key not in {"left_out", "rounding"} or (frame[key] != 0).any()}
    note = (
        "Books = used + sales left out (without a customer, or after the observation end) + rounding + unexplained. "
        "Both days are included; “–”: from the first day, or up to the last."
    )
    return Stack([Finding(findings.books(totals)), Table(frame, shown, caption="The client's books", sort_note=note)])


def coverage(run: Run) -> Table | None:
    """Show how far the optional tables cover the customers who bought."""
    tables = run.data.get("tables")
    if not tables:
        return None
    frame = pd.DataFrame([{"table": key, **figures} for key, figures in tables.items()])
    columns = {
        "table": Column("Table"),
        "rows": Column("Rows", "count"),
        "matched": Column("Ids that bought, in it", "count"),
        "unmatched": Column("Ids that bought, not in it", "count"),
        "revenue_share": Column("Revenue covered", "share", digits=1),
        "never_bought": Column("Ids in it that never bought", "count"),
    }
    return Table(frame, columns, caption="What else is known of the customers")


def noticed(run: Run) -> Stack:
    """Return what was noticed in the data, warnings first."""
    said = [finding for finding in run.data["findings"] if not finding["code"].startswith("router_")]
    said.sort(key=lambda finding: finding["level"] != "warning")
    notes = [Note(f"**{finding['level'].capitalize()}.** {say.message(finding)}") for finding in said]
    return Stack(notes or [Note("Nothing that needs a word.")])


def month_figure(run: Run) -> Any:
    """Draw the revenue of each month, with the days that are looked at."""
    if not run.client.has_days:
        return Refusal("No months are shown, because the data hold no days.")
    if not run.client.has_amounts:
        return Refusal("Not shown, because the data hold no amounts.")
    months = run.months
    best, worst = months.loc[months["revenue"].idxmax()], months.loc[months["revenue"].idxmin()]
    currency = run.data["currency"]
    title = (
        f"Revenue by month runs from {formats.compact_money(worst['revenue'], currency)} "
        f"({formats.month(worst['month'])}) to {formats.compact_money(best['revenue'], currency)} "
        f"({formats.month(best['month'])})"
    )
    return finished(plots.plot_months(months, currency), title, source_of(run))


def inputs_table(run: Run) -> Table:
    """Show the files and how they were found to be written."""
    frame = pd.DataFrame([{key: text_of(value) for key, value in entry.items()} for entry in run.intake.inputs])
    frame = frame.fillna(formats.MISSING)
    if "sha256" in frame:
        frame["sha256"] = frame["sha256"].str[:12]
    columns = {name: Column(LABELS.get(name, name.replace("_", " "))) for name in frame.columns}
    return Table(frame, columns, caption="Files, and how they were found to be written")


def text_of(value: object) -> str:
    """Return a setting as a reader sees it."""
    if value is None or value == "":
        return formats.MISSING
    if isinstance(value, dict):
        return ", ".join(f"{key} {text_of(part)}" for key, part in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
