"""What a report says of itself: its cover, its data notes, and what is needed to repeat it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import pandas as pd

from analysis.chapters import intake
from analysis.display import formats
from analysis.display.cells import Column, Note, Table
from analysis.report.choice import Chosen
from analysis.report.fonts import missing_font
from analysis.report.page import Cover
from analysis.run.run import SEED, Run
from analysis.run.store import code_key

LIBRARIES = (
    "duckdb",
    "lifetimes",
    "matplotlib",
    "narwhals",
    "numpy",
    "pandas",
    "papermill",
    "scikit-learn",
    "scipy",
    "seaborn",
)

TERMS = {
    "Purchase day": "A calendar day on which a customer's net amount (sales less returns) is above 0. "
    "Several orders on one day are one purchase day.",
    "Revenue": "Net amount over all days, returns included.",
    "Classes A, B, C": "By cumulative share of the total, from the largest customer down; N brought nothing or less.",
    "Still a customer": "The probability, from the purchase model, that a customer has not left for good by the last "
    "day observed. It cannot be checked on data; “will not buy” can.",
    "Will not buy": "The probability of no purchase within the churn window that begins after the last day observed.",
    "Expected revenue": "Expected purchases × expected amount per purchase over the horizon, discounted.",
    "Value": "Expected revenue × margin rate. Costs of serving and acquiring are not in it.",
    "Value of current customers": "The sum over today's customers; customers still to be won are not in it.",
}


def cover_of(run: Run) -> Cover:
    """Return the first page: who, when, on which data."""
    data = run.data
    return Cover(
        client=data["client"],
        title="Customer diagnostics",
        period=run.period(),
        data_line=(
            f"{formats.count(data['customers'])} customers, {formats.count(data['rows'])} rows"
            + (f", {formats.money(data['revenue'], data['currency'])}" if run.client.has_amounts else "")
        ),
        currency=data["currency"] if run.client.has_amounts else None,
    )


def data_notes(run: Run, *, with_data: bool, cjk: bool) -> list[tuple[str, object]]:
    """Return the method and data notes.

    `with_data` where no chapter of the report says what was read and left out; `cjk` where figures can show Chinese.
    """
    about_data: list[tuple[str, object]] = [
        ("What was read, used and left out", [intake.ledger(run), intake.ledger_table(run)]),
        ("What was noticed in the data", intake.noticed(run)),
        ("How the files were read", intake.inputs_table(run)),
    ]
    return [
        *(about_data if with_data else []), *_fonts(run, cjk), ("Words", _terms()), ("Parameters", _parameters(run)),
    ]  # fmt: skip


def _fonts(run: Run, cjk: bool) -> list[tuple[str, object]]:
    missing = missing_font([run.client.client, *map(str, run.customers["customer_id"])], cjk=cjk)
    return [("Fonts of the figures", [Note(missing)])] if missing else []


def _terms() -> list[object]:
    return [Note(f"**{word}.** {meaning}") for word, meaning in TERMS.items()]


def _parameters(run: Run) -> list[object]:
    rows = [{"name": name, "value": intake.text_of(value)} for name, value in run.parameters().items()]
    columns = {"name": Column("Parameter"), "value": Column("Value")}
    table = Table(pd.DataFrame(rows), columns, sort_note="“–”: not set, the default applies.")
    return [table, Note("**workbook params** lists what each of them means, its unit, default and range.")]


def run_record(run: Run, chapters: Sequence[Chosen]) -> dict[str, Any]:
    """Return run.json: what is needed to repeat the run; no clock time and no path."""
    return {
        "client": run.client.client,
        "observation_end": run.observation_end.isoformat(),
        "chapters": [chosen.name for chosen in chapters],
        "parameters": run.parameters(),
        "inputs": run.intake.inputs,
        "notebooks": {chosen.name: hashlib.sha256(chosen.notebook.read_bytes()).hexdigest() for chosen in chapters},
        "versions": {
            "customer-diagnostics-workbook": version("customer-diagnostics-workbook"),
            "source": code_key(),
            **{name: version(name) for name in LIBRARIES},
        },
        "seed": SEED,
        "findings": run.data["findings"],
    }


def manifest_rows(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the manifest as printed at the end of the report."""
    versions = ", ".join(f"{name} {number}" for name, number in record["versions"].items())
    rows = [("Observed up to", record["observation_end"])]
    rows += [(f"Input: {entry['name']}", f"SHA-256 {entry['sha256']}") for entry in record["inputs"]]
    rows += [(f"Notebook: {name}", f"SHA-256 {digest}") for name, digest in record["notebooks"].items()]
    return [*rows, ("Versions", versions), ("Seed", str(record["seed"]))]
