"""Real exports read to the numbers that are known of them; skipped where the shared data are not there."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from analysis.intake import read_transactions
from tests.strategies import client_of, left_out, message

SHARED = Path(__file__).parents[1].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data sets are not beside the repository")


def take(folder: Path, **source: object):
    """Return the account of one shared file."""
    return read_transactions(client_of(SHARED, [source], currency="USD"), folder / "out.parquet")


def test_cdnow_master(tmp_path):
    columns = {"customer_id": "customer_id", "date": "date", "amount": "dollar_value"}
    intake = take(tmp_path, path="cdnow_master.txt.gz", columns=columns)
    assert (intake.facts["rows"], intake.facts["customers"], intake.facts["total"]) == (69659, 23570, 2500315.63)


@pytest.fixture(scope="module")
def retail(tmp_path_factory):
    """Online Retail II as its two sheets."""
    folder = tmp_path_factory.mktemp("retail")
    columns = {"customer_id": "Customer ID", "date": "InvoiceDate", "quantity": "Quantity", "unit_price": "Price"}
    sources = []
    for sheet in ("2009-2010", "2010-2011"):
        duckdb.sql(
            f"COPY (FROM '{SHARED / 'online_retail_II.parquet'}' WHERE source_sheet LIKE '%{sheet}') "
            f"TO '{folder / sheet}.parquet'"
        )
        sources.append({"path": f"{sheet}.parquet", "columns": {**columns, "order_id": "Invoice"}})
    return read_transactions(client_of(folder, sources, currency="GBP"), folder / "out.parquet")


def test_the_sheets_of_online_retail_overlap_in_whole_orders(retail):
    assert left_out(retail)["overlap"][0] == 22523
    others = [entry["amount"] for entry in retail.ledger if entry["reason"] != "overlap"]
    assert retail.facts["total"] + sum(others) == pytest.approx(18909744.10, abs=0.001)
    assert message(retail, "rounding").startswith("18 amounts")


def test_a_seventh_of_online_retail_belongs_to_nobody(retail):
    assert left_out(retail)["missing_customer_id"][0] == 235287
    said = message(retail, "missing_customer_id")
    assert "13.6 % of net revenue" in said
    assert "15.1 % of positive revenue" in said


def test_cancellations_are_told_from_write_offs(retail):
    said = message(retail, "cancellations")
    assert "19,165 rows are on documents that begin with 'C'" in said
    assert "3,393 rows with a negative quantity are not" in said


def test_adventureworks_has_a_margin_where_it_has_a_cost(tmp_path):
    columns = {"customer_id": "ResellerKey", "date": "OrderDate", "amount": "SalesAmount", "cost": "TotalProductCost"}
    intake = take(tmp_path, path="adventureworks_reseller_sales.csv.gz", columns=columns)
    assert intake.facts["total"] == 77548570.20
    assert message(intake, "cost_missing").startswith("76 rows")
    margins = duckdb.sql(
        f"SELECT customer_id, sum(margin) AS m FROM '{tmp_path / 'out.parquet'}' GROUP BY 1"
    ).fetchall()
    assert (len(margins), sum(1 for _, margin in margins if margin < 0)) == (632, 324)
    assert float(sum(margin for _, margin in margins)) == pytest.approx(993193, abs=1)


def test_complete_journey_has_zeros_and_absurd_quantities(tmp_path):
    columns = {"customer_id": "household_id", "date": "transaction_timestamp", "amount": "sales_value"}
    intake = take(tmp_path, path="complete_journey_transactions.parquet", columns={**columns, "quantity": "quantity"})
    assert (intake.facts["rows"], intake.facts["customers"], intake.facts["total"]) == (1469307, 2469, 4596039.58)
    assert "11,246 rows have the amount zero" in message(intake, "zero_amount")
    assert "13,494 rows have a quantity above 1,000 (up to 89,638" in message(intake, "quantity_extreme")
    assert message(intake, "last_month_incomplete").startswith("The last month, 2018-01,")
