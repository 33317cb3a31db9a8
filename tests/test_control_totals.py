"""The client's books are reconciled: used rows, sales left out, and what nobody explains."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from analysis.intake import Intake, read_transactions, say
from analysis.questions import open_client
from tests.strategies import COLUMNS, HEAD, client_of, message

SALES = HEAD + "A,2023-01-01,60.10\nB,2023-01-31,30\nA,2023-02-01,5\n,2023-02-02,7\nunknown,2023-02-03,3\nA,,1.5\n"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def reconciled(folder, *totals: dict[str, object], sales: str = SALES, **keys: object) -> Intake:
    (folder / "orders.csv").write_text(sales, encoding="utf-8")
    client = client_of(folder, [{"path": "orders.csv", "columns": COLUMNS}], control_totals=list(totals), **keys)
    return read_transactions(client, folder / "out.parquet")


def test_books_that_agree_to_the_cent_are_said(tmp_path):
    intake = reconciled(tmp_path, {"from": day("2023-01-01"), "to": day("2023-01-31"), "amount": 90.10})
    assert message(intake, "control_total").endswith(
        "2023-01-01 to 2023-01-31: the books say 90.10, the rows read give 90.10. They agree to the cent."
    )
    assert [f["level"] for f in intake.findings if f["code"] == "control_total"] == ["info"]


def test_sales_without_a_customer_are_in_the_books(tmp_path):
    intake = reconciled(tmp_path, {"from": day("2023-02-01"), "to": day("2023-02-28"), "amount": 15.0})
    [total] = intake.joined["control_totals"]
    assert (total["books"], total["used"], total["difference"]) == (15.0, 5.0, 0.0)
    assert total["left_out"] == {"missing_customer_id": 7.0, "placeholder_customer_id": 3.0}


def test_a_difference_is_a_warning_with_money_and_percent(tmp_path):
    intake = reconciled(tmp_path, {"from": day("2023-01-01"), "to": day("2023-01-31"), "amount": 100})
    finding = next(f for f in intake.findings if f["code"] == "control_total")
    assert (finding["level"], finding["rows"], finding["amount"]) == ("warning", 2, 9.9)
    assert "9.90, 9.90 % missing here, unexplained. Not counted: 1.50 of rows without a readable date." in say.message(
        finding
    )


def test_more_rows_than_the_books_know_is_too_much(tmp_path):
    intake = reconciled(tmp_path, {"to": day("2023-01-31"), "amount": 45.05})
    assert "45.05, 100.00 % too much here" in message(intake, "control_total")


def test_rows_after_the_observation_end_are_in_the_books(tmp_path):
    intake = reconciled(tmp_path, {"amount": 105.10}, observation_end=day("2023-01-31"))
    [total] = intake.joined["control_totals"]
    assert (total["from"], total["to"]) == (None, None)
    assert "Control total, the whole data:" in message(intake, "control_total")
    assert total["left_out"] == {"after_observation_end": 15.0}
    assert total["difference"] == 0


def test_rows_that_two_exports_hold_are_in_the_books_once(tmp_path):
    rows = "".join(f"K{k},2023-03-{k:02d},{k}\n" for k in range(1, 10))
    (tmp_path / "again.csv").write_text(HEAD + rows, encoding="utf-8")
    (tmp_path / "orders.csv").write_text(HEAD + rows, encoding="utf-8")
    sources = [{"path": name, "columns": COLUMNS} for name in ("orders.csv", "again.csv")]
    client = client_of(tmp_path, sources, control_totals=[{"amount": 45}])
    [total] = read_transactions(client, tmp_path / "out.parquet").joined["control_totals"]
    assert (total["used"], total["difference"], total["not_counted"]) == (45.0, 0.0, {"overlap": 45.0})


def test_books_that_add_up_unrounded_amounts_agree_but_for_the_rounding(tmp_path):
    intake = reconciled(tmp_path, {"amount": 3.01}, sales=HEAD + "A,2023-01-01,1.0051\nA,2023-01-02,2.0051\n")
    [total] = intake.joined["control_totals"]
    assert (total["used"], total["rounding"], total["difference"]) == (3.02, -0.01, 0.0)
    assert "the -0.01 between them is the rounding of single rows" in message(intake, "control_total")


def test_amounts_finer_than_the_books_agree_with_them_to_the_cent(tmp_path):
    intake = reconciled(tmp_path, {"amount": 0.02}, sales=HEAD + "A,2023-01-01,0.006\nA,2023-01-02,0.016\n")
    assert intake.joined["control_totals"][0]["difference"] == 0
    assert "They agree to the cent" in message(intake, "control_total")


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        ([{"from": day("2023-02-01"), "to": day("2023-01-01"), "amount": 1}], "runs backwards"),
        (
            [
                {"from": day("2023-01-01"), "to": day("2023-01-31"), "amount": 1},
                {"from": day("2023-01-31"), "amount": 1},
            ],
            "two periods overlap: 2023-01-01 to 2023-01-31, and from 2023-01-31",
        ),
        ([{"amount": 1}, {"to": day("2023-01-31"), "amount": 1}], "two periods overlap"),
        ([{"amount": float("nan")}], "finite number"),
        ([{"from": day("2023-01-01")}], "amount"),
    ],
)
def test_impossible_totals_are_errors(tmp_path, totals, words):
    with pytest.raises(ValidationError, match=words):
        reconciled(tmp_path, *totals)


def test_without_totals_there_is_no_word_of_them(tmp_path):
    assert reconciled(tmp_path).joined == {}


@pytest.mark.parametrize(
    ("columns", "keys", "words"),
    [
        ({"customer_id": "id", "date": "day"}, {}, "without amounts there is nothing to reconcile"),
        ({"customer_id": "id", "amount": "value"}, {"observation_end": day("2023-01-31")}, "only a total of the whole"),
    ],
)
def test_totals_that_the_sources_cannot_answer_are_errors(tmp_path, columns, keys, words):
    with pytest.raises(ValidationError, match=words):
        client_of(
            tmp_path,
            [{"path": "orders.csv", "columns": columns}],
            control_totals=[{"to": day("2023-01-31"), "amount": 1}],
            **keys,
        )


def test_the_books_are_a_table_of_the_first_chapter(tmp_path):
    from analysis.intake.views import books

    (tmp_path / "orders.csv").write_text(SALES, encoding="utf-8")
    totals = [{"to": day("2023-01-31"), "amount": 100}, {"from": day("2023-02-01"), "amount": 15}]
    client = client_of(tmp_path, [{"path": "orders.csv", "columns": COLUMNS}], control_totals=totals)
    shown = repr(books(open_client(client, tmp_path / "cache")))
    assert "1 of 2 control totals differs from the client's books." in shown
    assert "€9.90" in shown
    assert "Sales left out" in shown
