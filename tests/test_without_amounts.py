"""Without amounts: who buys when is known, for how much is not; purchases are forecast, and no money is shown."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import matplotlib as mpl
import pytest

from analysis.display.cells import Refusal
from analysis.questions import open_client
from analysis.report.manifest import cover_of
from tests.conftest import SIX_ROWS
from tests.strategies import HEAD, client_of, codes, make, refusal, take, written
from tests.test_chapters import VIEWS, show

mpl.use("Agg")

VISITS = {"columns": {"customer_id": "id", "date": "day"}}
ROWS = HEAD + "A,2023-05-01,x\nA,2023-05-09,\nB,2023-06-02,7\n,2023-06-03,7\n"


def test_every_row_counts_as_a_purchase_and_no_sum_is_formed(tmp_path):
    intake = take(tmp_path, ROWS, **VISITS)
    assert (intake.facts["rows"], intake.facts["customers"], intake.facts["total"]) == (3, 2, None)
    assert intake.ledger == [{"reason": "missing_customer_id", "rows": 1, "amount": None}]
    assert {row[2] for row in written(tmp_path)} == {0}
    assert codes(intake) >= {"no_amounts", "router_too_little"}
    assert "zero_amount" not in codes(intake)


def test_without_amounts_a_day_of_0_is_a_purchase_day_whatever_else(tmp_path):
    assert make(tmp_path, ROWS, **VISITS).parameters.zero_is_purchase
    assert make(tmp_path, ROWS, **VISITS).with_parameters({"horizon_days": 90}).parameters.zero_is_purchase
    with pytest.raises(ValueError, match="without amounts every row is a purchase"):
        make(tmp_path, ROWS, **VISITS, parameters={"zero_is_purchase": False})


@pytest.mark.parametrize("column", ["quantity", "unit_price", "cost", "margin", "discount"])
def test_a_column_of_half_the_money_is_an_error(tmp_path, column):
    with pytest.raises(ValueError, match=f"which column is the amount, or quantity and unit_price; {column} alone"):
        make(tmp_path, ROWS, columns={**VISITS["columns"], column: "value"})


def test_all_sources_have_amounts_or_none(tmp_path):
    sources = [{"path": "a", "columns": {**VISITS["columns"], **more}} for more in ({}, {"amount": "value"})]
    with pytest.raises(ValueError, match="which column is the amount in every source, or in none"):
        client_of(tmp_path, sources)


def test_a_source_says_when_or_how_much(tmp_path):
    with pytest.raises(ValueError, match="which column is the date, or the amount of a summary"):
        make(tmp_path, ROWS, columns={"customer_id": "id"})


def test_dates_are_still_read_strictly(tmp_path):
    assert "01/02" in refusal(tmp_path, "id,day\nA,01/02/2023\nB,03/04/2023\n", **VISITS)


# ---------------------------------------------------------------- what the chapters show


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Return a quarter of the demo's customers, without their amounts."""
    package = Path(importlib.util.find_spec("lifetimes").origin).parent
    folder = tmp_path_factory.mktemp("visits")
    lines = [line.split() for line in (package / "datasets" / "CDNOW_sample.txt").read_text().splitlines()]
    kept = [f"{number},{day}\n" for _, number, day, *_ in lines if int(number) % 4 == 0]
    (folder / "visits.csv").write_text("id,day\n" + "".join(kept))
    source = {"path": "visits.csv", **VISITS, "date_format": "%Y%m%d"}
    client = client_of(folder, [source], parameters={"margin_rate": 0.3})
    return open_client(client, cache=folder / "cache")


@pytest.fixture(scope="module")
def results(run):
    return run.results()


@pytest.fixture(scope="module")
def shown(run, results):
    return {(chapter, view): show(chapter, view, run) for chapter, view in VIEWS}


def test_purchases_are_forecast_and_every_sum_of_money_is_null(run, results):
    v, h, c = results["value"], results["holdout"], results["churn"]
    assert (v["refusal"], h["refusal"], c["refusal"]) == (None, None, None)
    assert v["expected_purchases_total"] > 0
    assert 0 < v["p_alive_mean"] < 1
    assert 0 < c["mean_probability"] < 1
    money = ("expected_revenue_total", "expected_revenue_interval", "clv_total", "clv_interval", "margin_rate", "spend")
    assert {v[key] for key in money} == {None}
    assert {row[key] for row in h["league"] for key in ("top_decile_revenue", "revenue_error")} == {None}
    assert h["revenue"] is None
    assert {c[key] for key in ("revenue_at_leavers", "slipping_value", "lost_value")} == {None}
    assert results["data"]["revenue"] is None
    assert run.concentration.why.startswith("Not computed, because the data hold no amounts.")
    assert results["concentration"]["gini"] is None
    assert json.dumps(results, allow_nan=False, default=str)


def test_the_models_see_the_same_purchases_as_if_every_amount_were_positive(tmp_path):
    rows = "id,day,value\nA,2023-01-01,5\nA,2023-01-01,6\nA,2023-03-01,7\nB,2023-02-02,8\n"
    (tmp_path / "orders.csv").write_text(rows)
    history = ["frequency", "recency", "T"]
    with_, without = (
        open_client(client_of(tmp_path, [{"path": "orders.csv", "columns": columns}]), tmp_path / "cache").customers
        for columns in ({**VISITS["columns"], "amount": "value"}, VISITS["columns"])
    )
    assert without[history].equals(with_[history])


def test_no_view_shows_money(shown):
    for (chapter, view), what in shown.items():
        text = repr(what)
        if isinstance(what, mpl.figure.Figure):
            text = " ".join(t.get_text() for t in what.findobj(mpl.text.Text))
        assert not re.search(r"€|EUR [\d–]|\bnan\b|\bNone\b.*\w", text), (chapter, view, text)


def test_figures_and_tables_of_purchases_are_shown(shown):
    for view in ("total", "key_numbers", "method", "overdue"):
        assert shown["value", view] is not None
    for view in ("league_table", "tracking_figure", "histogram_figure"):
        assert shown["forecast", view] is not None
    for view in ("classes", "holders", "moves_figure", "new_customer", "residual"):
        assert shown["value", view] is None
    assert shown["forecast", "spend_table"] is None
    assert "The ten customers expected to buy most often" in repr(shown["value", "method"])
    assert re.search(r"purchases\*\* \(.*\) over the next 365 days", shown["value", "total"].text)
    assert isinstance(shown["concentration", "dependence"], Refusal)


def test_the_summary_claims_nothing_that_needs_money(shown):
    said = {view: repr(what) for (chapter, view), what in shown.items() if chapter == "summary" and what is not None}
    assert "of the purchases" in said["first"] + said["second"] + said["third"]
    assert "are expected not to buy" in said["act"]
    assert "value_figure" not in said
    assert not any(sign in text for text in said.values() for sign in "$€£¥")
    assert said["basis"].endswith("Observed up to 30 June 1998.")


def test_the_cover_has_no_money(run):
    cover = cover_of(run)
    assert cover.currency is None
    assert cover.data_line == "589 customers, 1,806 rows"


def test_churn_says_that_it_knows_no_value(shown):
    said = repr(shown["churn", "slipping"])
    assert "because the data hold no amounts." in said
    assert said.endswith("The list of whom to contact is in “What do we do on Monday?”.")


def test_too_little_without_amounts_leaves_reasons_only(tmp_path):
    (tmp_path / "orders.csv").write_text(SIX_ROWS)
    run = open_client(client_of(tmp_path, [{"path": "orders.csv", **VISITS}]), cache=tmp_path / "cache")
    reason = "Not computed, because only 2 of 4 customers bought again; 30 repeat buyers are needed."
    assert {run.stop(name).why.replace("\u202f", " ") for name in ("value", "holdout", "churn")} == {reason}
    assert run.concentration.refusal
