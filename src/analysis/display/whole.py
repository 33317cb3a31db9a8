"""Where all customers stand that a table of the report is the top of."""

from __future__ import annotations

from typing import Any

from analysis.display.language import sentence

PARQUET = "customers.parquet"


def all_customers(run: Any) -> str:
    """Return the sheet of all customers, or the file beside the workbook where they are too many for it."""
    fits = len(run.customers) <= run.client.parameters.excel_rows
    return sentence("Customers") if fits else PARQUET
