"""What a report says of itself: its cover, its data notes, and what is needed to repeat it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import pandas as pd

from analysis.display import formats
from analysis.display.cells import Column, Note, Table
from analysis.display.language import later, sentence
from analysis.intake import views as intake
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
    "pyarrow",
    "scikit-learn",
    "scipy",
    "seaborn",
    "xlsxwriter",
)

TERMS = {
    later("Purchase day"): later(
        "A calendar day on which a customer's net amount (sales less returns) is above 0. Several orders on one "
        "day are one purchase day."
    ),
    later("Revenue"): later("Net amount over all days, returns included."),
    later("Classes A, B, C"): later(
        "By cumulative share of the total, from the largest customer down; N brought nothing or less."
    ),
    later("Still a customer"): later(
        "The probability, from a model of lifetimes, that a customer has not left for good by the last day "
        "observed. It cannot be checked on data; “will not buy” can."
    ),
    later("Will not buy"): later(
        "The probability of no purchase within the churn window that begins after the last day observed."
    ),
    later("Expected revenue"): later(
        "Expected purchases × expected amount per purchase over the horizon, discounted where nothing else is said."
    ),
    later("Value"): later("Expected revenue × margin rate, less the expected costs of serving."),
    later("Value of current customers"): later(
        "The sum over today's customers; customers still to be won are not in it."
    ),
}


def cover_of(run: Run) -> Cover:
    """Return the first page: who, when, on which data."""
    data = run.data.facts
    return Cover(
        client=data.client,
        title=sentence("Customer diagnostics"),
        period=run.period(),
        data_line=_data_line(run),
        currency=data.currency if run.client.has_amounts else None,
    )


def _data_line(run: Run) -> str:
    data = run.data.facts
    counted = {"customers": formats.count(data.customers), "rows": formats.count(data.rows)}
    if not run.client.has_amounts:
        return sentence("{customers} customers, {rows} rows", **counted)
    revenue = formats.money(data.revenue, data.currency)
    return sentence("{customers} customers, {rows} rows, {revenue}", **counted, revenue=revenue)


def data_notes(run: Run, *, with_data: bool, cjk: bool) -> list[tuple[str, object]]:
    """Return the method and data notes.

    `with_data` where no chapter of the report says what was read and left out; `cjk` where figures can show Chinese.
    """
    about_data: list[tuple[str, object]] = [
        (sentence("What was read, used and left out"), [intake.ledger(run), intake.ledger_table(run)]),
        (sentence("What was noticed in the data"), intake.noticed(run)),
        (sentence("How the files were read"), intake.inputs_table(run)),
    ]
    return [
        *(about_data if with_data else []),
        *_fonts(run, cjk),
        (sentence("Words"), _terms()),
        (sentence("Parameters"), _parameters(run)),
    ]


def _fonts(run: Run, cjk: bool) -> list[tuple[str, object]]:
    missing = missing_font([run.client.client, *map(str, run.customers.index)], cjk=cjk)
    return [(sentence("Fonts of the figures"), [Note(missing)])] if missing else []


def _terms() -> list[object]:
    return [
        Note(sentence("**{word}.** {meaning}", word=sentence(word), meaning=sentence(meaning)))
        for word, meaning in TERMS.items()
    ]


def _parameters(run: Run) -> list[object]:
    rows = [{"name": name, "value": intake.text_of(value)} for name, value in run.parameters().items()]
    columns = {"name": Column(sentence("Parameter")), "value": Column(sentence("Value"))}
    table = Table(pd.DataFrame(rows), columns, sort_note=sentence("“–”: not set, the default applies."))
    return [
        table,
        Note(
            sentence("`workbook params` lists what each of them means, its unit, default and range.").replace("`", "**")
        ),
    ]


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
        "findings": run.data.numbers["findings"],
    }


def manifest_rows(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the manifest as printed at the end of the report."""
    versions = ", ".join(f"{name} {number}" for name, number in record["versions"].items())
    rows = [(sentence("Observed up to"), record["observation_end"])]
    rows += [
        (sentence("Input: {name}", name=entry["name"]), f"SHA-256 {entry['sha256']}") for entry in record["inputs"]
    ]
    rows += [
        (sentence("Notebook: {name}", name=name), f"SHA-256 {digest}") for name, digest in record["notebooks"].items()
    ]
    return [*rows, (sentence("Versions"), versions), (sentence("Seed"), str(record["seed"]))]
