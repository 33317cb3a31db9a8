"""Customer level: one row per customer, already summarised; concentration can be measured, histories cannot."""

from __future__ import annotations

import datetime as dt

import matplotlib as mpl
import pandas as pd
import pytest

from analysis.client.client import read_client
from analysis.display.cells import Refusal
from analysis.display.chapter import source_of
from analysis.questions import open_client
from tests.strategies import client_of, codes, make, message, refusal, take, written
from tests.test_chapters import VIEWS, show

mpl.use("Agg")

SUMMARY = {"columns": {"customer_id": "id", "amount": "value"}, "observation_end": dt.date(2023, 12, 31)}
ROWS = "id,value\nA,60\nB,30.50\nC,9.50\n"


def test_each_row_is_a_customer_and_the_observation_end_stands_in_for_its_day(tmp_path):
    intake = take(tmp_path, ROWS, **SUMMARY)
    assert (intake.facts["rows"], intake.facts["customers"], intake.facts["total"]) == (3, 3, 100.0)
    assert intake.facts["first"] == intake.facts["last"] == "2023-12-31"
    assert {row[1] for row in written(tmp_path)} == {dt.date(2023, 12, 31)}
    assert "2023-12-31 stands in for its day" in message(intake, "no_dates")
    assert intake.router["verdict"] == "customer_level"


def test_nothing_is_said_of_days_that_nobody_told(tmp_path):
    said = codes(take(tmp_path, ROWS + "D,-5\n", **SUMMARY))
    assert said & {"one_day", "no_repeat", "few_repeat", "return_before_purchase", "last_month_partial"} == set()
    assert {"no_dates", "returns", "negative_customers"} <= said


def test_an_id_that_stands_twice_is_no_summary(tmp_path):
    said = refusal(tmp_path, ROWS + "B,1\n", **SUMMARY)
    assert said == (
        "orders.csv: without a date column each row must be one customer, but 1 id stands in several rows, the first "
        "is 'B' (2 rows); name the date column if the rows are transactions, or export one row per customer."
    )


def test_rows_of_nobody_may_repeat(tmp_path):
    intake = take(tmp_path, ROWS + ",1\n,2\n", **SUMMARY)
    assert [(line["reason"], line["rows"]) for line in intake.ledger] == [("missing_customer_id", 2)]


def test_two_sources_may_not_hold_the_same_customer(tmp_path):
    from analysis.intake import read_transactions
    from analysis.schema import DataError

    make(tmp_path, ROWS, "a.csv", **SUMMARY)
    make(tmp_path, "id,value\nC,9.50\n", "b.csv", **SUMMARY)
    sources = [{"path": name, "columns": SUMMARY["columns"]} for name in ("a.csv", "b.csv")]
    client = client_of(tmp_path, sources, observation_end=SUMMARY["observation_end"])
    with pytest.raises(DataError, match="'C' \\(2 rows\\)"):
        read_transactions(client, tmp_path / "out.parquet")


def test_the_day_that_a_summary_describes_must_be_stated(small_client):
    from analysis.schema import DataError

    folder = small_client(ROWS)
    text = (folder / "client.yml").read_text().replace("date: day", "").replace("      \n", "")
    (folder / "client.yml").write_text(text)
    with pytest.raises(DataError, match="which column is the date; for a summary .* give observation_end"):
        read_client(folder)


def test_all_sources_have_dates_or_none(tmp_path):
    with pytest.raises(ValueError, match="which column is the date in every source, or in none"):
        client_of(
            tmp_path,
            [
                {"path": "a", **columns}
                for columns in (
                    {"columns": {"customer_id": "i", "amount": "a"}},
                    {"columns": {"customer_id": "i", "amount": "a", "date": "d"}},
                )
            ],
            observation_end=dt.date(2023, 1, 1),
        )


# ---------------------------------------------------------------- what the chapters show


@pytest.fixture(scope="module", params=["without dates", "with a date of each customer"])
def run(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("summary")
    head, columns = "id,day,value,orders\n", {"customer_id": "id", "amount": "value"}
    if request.param != "without dates":
        columns["date"] = "day"
    rows = head + "".join(f"K{k},2023-{k % 12 + 1:02d}-05,{10 + k * k},{k % 9}\n" for k in range(60))
    (folder / "orders.csv").write_text(rows)
    client = client_of(
        folder,
        [{"path": "orders.csv", "columns": columns}],
        observation_end=dt.date(2023, 12, 31),
        parameters={"calibration_end": dt.date(2023, 6, 30)},
    )
    return open_client(client, cache=folder / "cache")


@pytest.fixture(scope="module")
def shown(run):
    return {(chapter, view): show(chapter, view, run) for chapter, view in VIEWS}


def test_concentration_is_measured(run, shown):
    assert run.concentration.numbers["customers"] == 60
    assert run.concentration.numbers["revenue"] == sum(10 + k * k for k in range(60))
    table = shown["concentration", "largest_table"]
    assert ("last_purchase" in table.columns) == run.client.has_days


def test_value_and_churn_say_in_one_sentence_why_not(run, shown):
    reason = "Not computed, because the data hold one row per customer and no purchase histories."
    for chapter in ("value", "forecast", "churn"):
        assert [repr(view) for (name, _), view in shown.items() if name == chapter and view is not None] == [reason]
    assert {run.stop(section).why for section in ("value", "holdout", "churn")} == {reason}


def test_the_months_are_left_out_with_a_word_where_there_are_no_days(run, shown):
    figure = shown["intake", "month_figure"]
    assert isinstance(figure, mpl.figure.Figure) if run.client.has_days else isinstance(figure, Refusal)


def test_figures_say_as_of_which_day_where_there_are_no_days(run):
    period = "as of 31 December 2023" if not run.client.has_days else "5 January 2023 to 31 December 2023"
    assert source_of(run) == f"Source: Test, {period}; 60 customers."


def test_the_data_chapter_says_what_follows(run, shown):
    assert "Customer level" in repr(shown["intake", "verdict"])
    table = shown["intake", "chapters_table"].frame.set_index("chapter")
    assert table.loc["Value", "why"].endswith("the data hold one row per customer and no purchase histories.")
    assert table.loc["Concentration", "rendered"] == ("yes" if run.client.has_days else "in part")


def test_the_summary_claims_no_number_that_does_not_exist(shown):
    said = " ".join(repr(view) for (chapter, _), view in shown.items() if chapter == "summary")
    assert "bring half of the revenue" in said
    assert "expected not to buy" not in said


def test_nobody_is_said_to_buy_still_and_be_close_to_a_better_class_where_nothing_tells_when_they_bought():
    from analysis.segments.money import is_near

    near = pd.DataFrame({"missing_to_next_class": [1.0], "revenue": [100.0]})
    assert is_near(near).tolist() == [False]
    assert is_near(near.assign(lifecycle="loyal")).tolist() == [True]
