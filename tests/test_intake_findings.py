"""What a careful analyst would notice is said, with rows and money; clean data is met with silence."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.intake import say
from tests.strategies import COLUMNS, HEAD, THREE, codes, left_out, message, take


def rows(count: int, start: dt.date = dt.date(2022, 1, 1), step: int = 1, customers: int = 40) -> str:
    """Return plain transactions, one every ``step`` days, by turns of the customers."""
    days = (start + dt.timedelta(step * k) for k in range(count))
    return "".join(f"K{k * 7 % customers},{day},{10 + k % 9}.00\n" for k, day in enumerate(days))


def test_clean_data_gives_no_warning(tmp_path):
    assert codes(take(tmp_path, HEAD + rows(365))) == set()


def test_every_finding_has_code_level_sentence_rows_and_money(tmp_path):
    for finding in take(tmp_path, THREE + ",2023-07-04,5.00\n").findings:
        assert set(finding) == {"code", "level", "rows", "amount", "facts"}
        assert say.message(finding).endswith((".", "?"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A,2023-01-01,1\n", "one_transaction"),
        ("A,2023-01-01,1\nA,2023-01-09,1\n", "one_customer"),
        ("A,2023-01-01,1\nB,2023-01-09,1\n", "router_too_little"),
        ("A,2023-01-01,1\nB,2023-01-01,2\n", "one_day"),
        ("A,2023-01-01,1\nB,2023-01-03,2\nB,2023-01-02,1\n", "router_too_little"),
        ("A,2023-01-01,-1\nA,2023-01-03,2\n", "return_before_purchase"),
        ("A,2023-01-01,2\nA,2023-01-03,-1\n", "returns"),
        ("A,2023-01-01,2\nA,2023-01-03,-3\n", "negative_customers"),
        ("A,2023-01-01,2\nA,2023-01-03,0\n", "zero_amount"),
        ("A,2020-01-01,2\nA,2023-01-03,1\n", "isolated_dates"),
    ],
)
def test_a_peculiarity_is_said(tmp_path, text, code):
    assert code in codes(take(tmp_path, HEAD + text))


def test_one_customer_who_dominates_is_named(tmp_path):
    intake = take(tmp_path, HEAD + rows(365) + "BIG,2022-05-05,3000\n" * 2)
    assert "'BIG' accounts for 54 % of revenue" in message(intake, "dominating_customer")


def test_one_row_that_dominates_is_named(tmp_path):
    assert "9,999.00" in message(take(tmp_path, HEAD + rows(365) + "BIG,2022-05-05,9999\n"), "outlier")


def test_months_without_rows_are_named(tmp_path):
    text = HEAD + rows(90) + rows(90, dt.date(2022, 6, 1))
    assert "2022-04, 2022-05" in message(take(tmp_path, text), "calendar_gap")


def test_a_month_that_is_empty_every_year_is_a_season_and_no_gap(tmp_path):
    terms = "".join(rows(60, dt.date(year, month, 1)) for year in (2020, 2021, 2022) for month in (1, 5, 9))
    assert "calendar_gap" not in codes(take(tmp_path, HEAD + terms))


def test_a_last_month_that_is_visibly_incomplete_is_named(tmp_path):
    text = HEAD + rows(181) + "K1,2022-07-02,5\nK1,2022-07-28,5\n"
    assert "2022-07" in message(take(tmp_path, text), "last_month_incomplete")


def test_a_last_month_that_simply_ends_early_is_not_suspected(tmp_path):
    assert "last_month_incomplete" not in codes(take(tmp_path, HEAD + rows(190)))


def test_silence_before_the_observation_end_is_said(tmp_path):
    intake = take(tmp_path, HEAD + rows(181), observation_end=dt.date(2022, 12, 31))
    assert "184 days before the observation end" in message(intake, "silence_before_end")


def test_customers_at_the_left_edge_are_counted(tmp_path):
    said = message(take(tmp_path, HEAD + rows(365)), "left_edge")
    assert said.startswith("40 of 40 customers")
    assert said.endswith("older than the data, history unknown.")


def test_a_table_may_say_how_old_the_customers_at_the_left_edge_are(tmp_path):
    (tmp_path / "customers.csv").write_text("id,since\nK1,2019-01-01\n")
    columns = {"customer_id": "id", "acquired_on": "since"}
    intake = take(tmp_path, HEAD + rows(365), customers={"path": "customers.csv", "columns": columns})
    said = message(intake, "left_edge")
    assert said.endswith("history unknown, unless the customers table says when they were acquired.")


def test_cancelled_orders_are_noticed(tmp_path):
    text = "id,day,value,state\nA,2023-01-01,5,paid\nA,2023-01-02,7,Cancelled\n"
    intake = take(tmp_path, text, columns={**COLUMNS, "status": "state"})
    assert "'Cancelled' (1 rows, 7.00)" in message(intake, "status")


def test_fees_and_tests_are_noticed(tmp_path):
    text = "id,day,value,what\nA,2023-01-01,5,POST\nA,2023-01-02,7,85123A\n"
    intake = take(tmp_path, text, columns={**COLUMNS, "product": "what"})
    assert "POST (1)" in message(intake, "not_products")


def test_absurd_quantities_are_noticed(tmp_path):
    text = "id,day,value,n\nA,2023-01-01,5,1\nA,2023-01-02,7,80995\n"
    intake = take(tmp_path, text, columns={**COLUMNS, "quantity": "n"})
    assert "up to 80,995" in message(intake, "quantity_extreme")


def test_cancellations_are_told_from_negative_rows_without_a_document(tmp_path):
    text = "id,day,value,no\n" + "".join(f"A,2023-01-{k:02d},9,{k}\n" for k in range(1, 9))
    text += "A,2023-01-20,-2,C20\nA,2023-01-21,-3,C21\nA,2023-01-22,-4,22\n"
    said = message(take(tmp_path, text, columns={**COLUMNS, "order_id": "no"}), "cancellations")
    assert said.startswith("2 rows are on documents that begin with 'C' (cancellations?), -5.00 in all")
    assert "1 negative rows are not (-4.00" in said


def test_the_ledger_balances_whatever_is_left_out(tmp_path):
    text = THREE + THREE + "Total,,58.5\n,2023-01-01,1\nA,,2\nA,2099-01-01,3\nA,2023-01-01,\nunknown,2023-01-01,4\n"
    intake = take(tmp_path, text)
    out = left_out(intake)
    assert intake.facts["rows"] + sum(n for n, _ in out.values()) == 13 == intake.inputs[0]["rows"]
    assert intake.facts["total"] + sum(a for _, a in out.values()) == pytest.approx(2 * 29.25 + 58.5 + 1 + 2 + 3 + 4)
