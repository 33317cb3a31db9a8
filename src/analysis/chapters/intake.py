"""Chapter intake: whether this data can answer the questions, and what was left out of it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import findings, formats, plots
from analysis.chapters import finished, source_of
from analysis.display import Column, Finding, Note, Stack, Table
from analysis.run import Run

LABELS = {"sha256": "SHA-256 (first 12)"}


def ledger(run: Run) -> Finding:
    """Say how the rows read became the rows used."""
    return Finding(findings.ledger(run.data, run.data["currency"]))


def ledger_table(run: Run) -> Table:
    """Show every reason for which rows were left out."""
    data, currency = run.data, run.data["currency"]
    rows = [{"reason": "used", "rows": data["rows"], "amount": data["revenue"]}]
    rows += [{**row, "reason": f"left out: {row['reason'].replace('_', ' ')}"} for row in data["ledger"]]
    frame = pd.DataFrame(rows)
    columns = {
        "reason": Column("Rows"),
        "rows": Column("Count", "count"),
        "amount": Column("Amount", "money", currency=currency, digits=2),
    }
    total = {"reason": "read", "rows": frame["rows"].sum(), "amount": frame["amount"].sum()}
    return Table(frame, columns, total=total, caption="Every row that was read is used, or left out for one reason")


def noticed(run: Run) -> Stack:
    """Return what was noticed in the data, warnings first."""
    said = sorted(run.data["findings"], key=lambda finding: finding["level"] != "warning")
    notes = [Note(f"**{finding['level'].capitalize()}.** {finding['message']}") for finding in said]
    return Stack(notes or [Note("Nothing that needs a word.")])


def month_figure(run: Run) -> Any:
    """Draw the revenue of each month, with the days that are looked at."""
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
