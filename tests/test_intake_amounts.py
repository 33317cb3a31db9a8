"""Money: decimal mark and signs are decided for the column; what has two readings is asked for."""

from __future__ import annotations

import pytest

from tests.strategies import COLUMNS, amounts, codes, column, left_out, message, refusal, take

pytestmark = pytest.mark.usefixtures("only_read")


@pytest.mark.parametrize(
    "values",
    [
        ["1234.50", "-7.00"],
        ["1,234.50", "-7.00"],
        ["1.234,50", "-7,00"],
        ["1 234,50", "-7,00"],
        ["1\u00a0234,50", "-7,00"],
        ["1\u202f234,50", "-7,00"],
        ["1'234.50", "-7.00"],
        ["1’234.50", "-7.00"],
        ["1234,5", "-7"],
        ["+1234.5", "−7"],
        ["1,234.50", "▲7.00"],
        ["1234.50", "7.00-"],
        ["1,234.50", "(7.00)"],
        ["$1,234.50", "-$7.00"],
        ["$1,234.50", "$(7.00)"],
        ["€ 1.234,50", "-7,00 €"],
        ["1234.50 EUR", "-7.00 EUR"],
        ["EUR 1,234.50", "EUR -7.00"],
        ["￥1,234.50", "-￥7.00"],
        ["1234.50元", "-7.00元"],
        ["１２３４．５０", "－７．００"],
        ["1.2345E+03", "-7"],
        [" 1234.50 ", "-7.00\u3000"],
        ["01234.50", "-007.00"],
    ],
)
def test_a_way_of_writing_money_is_recognised(tmp_path, values):
    take(tmp_path, column("value", values))
    assert amounts(tmp_path) == [1234.5, -7.0]


def test_indian_grouping_is_recognised(tmp_path):
    take(tmp_path, column("value", ["12,34,567.50", "7.00"]))
    assert amounts(tmp_path) == [1234567.5, 7.0]


@pytest.mark.parametrize("values", [["1.200", "3.450"], ["1,200", "3,450"], ["1.200", "12"]])
def test_three_digits_behind_the_only_mark_are_an_error_that_names_both_readings(tmp_path, values):
    said = refusal(tmp_path, column("value", values))
    assert "ambiguous" in said
    assert "1200 (thousands)" in said
    assert "1.200 (three decimals)" in said
    assert "set decimal" in said


@pytest.mark.parametrize(("decimal", "expected"), [(".", 1.2), (",", 1200.0)])
def test_a_stated_decimal_mark_settles_it(tmp_path, decimal, expected):
    take(tmp_path, column("value", ["1.200", "3.450"]), decimal=decimal)
    assert amounts(tmp_path)[0] == expected


def test_grouped_thousands_beside_many_small_numbers_are_thousands_and_that_is_said(tmp_path):
    intake = take(tmp_path, column("value", ["1,200"] * 20 + ["350", "7"]))
    assert amounts(tmp_path)[0] == 1200.0
    assert "thousands" in codes(intake)


def test_a_decimal_mark_that_changes_is_an_error(tmp_path):
    said = refusal(tmp_path, column("value", ["12.50", "12,75"]))
    assert "12.50" in said
    assert "12,75" in said


@pytest.mark.parametrize("value", ["12 %", "12%", "1.2.3", "abc", "1 2", "--5", "12h", "1.2万"])
def test_what_is_no_money_is_an_error(tmp_path, value):
    said = refusal(tmp_path, column("value", ["10.00", value]))
    assert value in said
    assert "1 of 2" in said


def test_a_missing_amount_leaves_the_row_out(tmp_path):
    missing = ["", "NaN", "inf", "-inf", "n/a", "NULL", "#REF!", "#N/A", "-", "无"]
    intake = take(tmp_path, column("value", [*["10.00"] * 10, *missing]))
    assert left_out(intake) == {"missing_amount": (10, 0.0)}
    assert "missing_amount" in codes(intake)


def test_a_currency_symbol_is_taken_off_and_said(tmp_path):
    intake = take(tmp_path, column("value", ["¥10.00", "¥5.00"]))
    assert "'¥'" in message(intake, "currency_symbol")
    assert "EUR" in message(intake, "currency_symbol")


def test_the_symbol_gives_the_currency_where_none_is_stated(tmp_path):
    assert take(tmp_path, column("value", ["£10.00", "£5.00"]), currency=None).currency == "GBP"


def test_two_symbols_in_one_column_are_not_added_up(tmp_path):
    said = refusal(tmp_path, column("value", ["$10.00", "€5.00"]), currency=None)
    assert "several currencies" in said
    assert "EUR" in said


@pytest.mark.weighed
def test_rows_are_rounded_half_up_and_the_difference_is_said(tmp_path):
    intake = take(tmp_path, column("value", ["0.125", "-0.125", "0.1249", "10"]))
    assert amounts(tmp_path) == [0.13, -0.13, 0.12, 10.0]
    assert "+0.004900" in message(intake, "rounding")


@pytest.mark.parametrize(
    ("currency", "kind"), [("JPY", "DECIMAL(18,0)"), ("KWD", "DECIMAL(18,3)"), (None, "DECIMAL(18,2)")]
)
def test_amounts_have_the_decimals_of_their_currency(tmp_path, currency, kind):
    import duckdb

    take(tmp_path, column("value", ["10", "20"]), currency=currency)
    found = duckdb.sql(f"SELECT typeof(amount) FROM '{tmp_path / 'out.parquet'}'").fetchall()
    assert found[0] == (kind,)


@pytest.mark.parametrize(
    ("values", "total", "keys"),
    [
        (["0.006"] * 6, 0.036, {}),
        (["-0.004", "0.006", "0.0061"], 0.0081, {}),
        (["0,006"] * 6, 0.036, {"decimal": ","}),
        (["1.24", "2.24"], 3.48, {"currency": "JPY"}),
        (["$0.006"] * 6, 0.036, {"currency": "USD"}),
    ],
)
def test_prices_finer_than_the_currency_are_not_rounded_away(tmp_path, values, total, keys):
    intake = take(tmp_path, column("value", values), **keys)
    assert intake.facts["total"] == total
    assert "rounding each row would move their total" in message(intake, "decimals_kept")


def test_a_quantity_at_a_price_finer_than_the_currency_keeps_its_decimals(tmp_path):
    rows = "".join(f"K{k},2023-01-0{k},{k},0.0004\n" for k in range(1, 7))
    columns = {"customer_id": "id", "date": "day", "quantity": "n", "unit_price": "price"}
    assert take(tmp_path, "id,day,n,price\n" + rows, columns=columns).facts["total"] == 0.0084


def test_ten_cents_three_times_are_thirty_cents(tmp_path):
    assert take(tmp_path, column("value", ["0.10", "0.10", "0.10"])).facts["total"] == 0.3


def test_money_that_no_one_has_is_an_error(tmp_path):
    said = refusal(tmp_path, column("value", ["10.00", "1000000000000000000.00"]))
    assert "extreme outlier" in said
    assert "line 3" in said


@pytest.mark.weighed
@pytest.mark.parametrize(("values", "word"), [(["0.00", "0"], "zero"), (["-1.00", "-2.00"], "negative")])
def test_without_a_positive_amount_there_is_nothing_to_analyse(tmp_path, values, word):
    assert word in refusal(tmp_path, column("value", values))


PRICED = "id,day,n,price,no\nA,2023-05-01,3,0.125,1\nB,2023-05-02,-2,10,C2\n"
PRICED_COLUMNS = {"customer_id": "id", "date": "day", "quantity": "n", "unit_price": "price", "order_id": "no"}


def test_quantity_times_price_is_the_amount_rounded_per_row(tmp_path):
    take(tmp_path, PRICED, columns=PRICED_COLUMNS)
    assert amounts(tmp_path) == [0.38, -20.0]


@pytest.mark.weighed
def test_a_cancellation_without_its_sign_is_noticed(tmp_path):
    intake = take(
        tmp_path, PRICED.replace("-2", "2") + "B,2023-05-02,1,9,3\nB,2023-05-02,1,9,4\n", columns=PRICED_COLUMNS
    )
    assert "cancel_prefix: C" in message(intake, "cancellation_positive")


@pytest.mark.weighed
def test_a_stated_prefix_makes_cancellations_negative(tmp_path):
    intake = take(tmp_path, PRICED.replace("-2", "2"), columns=PRICED_COLUMNS, cancel_prefix="C")
    assert amounts(tmp_path) == [0.38, -20.0]
    assert "1 row with positive amounts (20.00)" in message(intake, "cancellation_turned")
    assert "The total is 40.00 lower than written" in message(intake, "cancellation_turned")


@pytest.mark.weighed
def test_a_stated_prefix_that_turns_nothing_is_no_finding(tmp_path):
    intake = take(tmp_path, PRICED, columns=PRICED_COLUMNS, cancel_prefix="C")
    assert "cancellation_turned" not in {finding["code"] for finding in intake.findings}


MONEYS = "id,day,value,cur\nA,2023-05-01,10,EUR\nB,2023-05-02,10,usd\nB,2023-05-03,1,\n"
MONEY_COLUMNS = {**COLUMNS, "currency": "cur"}


def test_several_currencies_without_rates_are_an_error(tmp_path):
    said = refusal(tmp_path, MONEYS, columns=MONEY_COLUMNS)
    assert "USD (1 rows)" in said
    assert "rates" in said


def test_several_currencies_are_converted_with_the_stated_rates(tmp_path):
    intake = take(tmp_path, MONEYS, columns=MONEY_COLUMNS, rates={"USD": 0.9})
    assert amounts(tmp_path) == [10.0, 9.0, 1.0]
    assert "1 USD = 0.9 EUR" in message(intake, "currency_converted")


def test_one_currency_in_a_column_is_the_currency(tmp_path):
    assert take(tmp_path, MONEYS.replace("usd", "EUR"), columns=MONEY_COLUMNS, currency=None).currency == "EUR"


def test_a_currency_column_that_contradicts_the_client_file_is_an_error(tmp_path):
    said = refusal(tmp_path, MONEYS.replace("EUR", "USD"), columns=MONEY_COLUMNS)
    assert "USD" in said
    assert "currency is EUR" in said


COSTS = "id,day,value,cost\nA,2023-05-01,10,7.5\nB,2023-05-02,10,NULL\nB,2023-05-03,1,2\n"


@pytest.mark.weighed
def test_the_margin_is_the_amount_less_its_cost_and_missing_costs_are_counted(tmp_path):
    import duckdb

    intake = take(tmp_path, COSTS, columns={**COLUMNS, "cost": "cost"})
    found = duckdb.sql(f"SELECT margin FROM '{tmp_path / 'out.parquet'}'").fetchall()
    assert [row[0] if row[0] is None else float(row[0]) for row in found] == [2.5, None, -1.0]
    assert message(intake, "cost_missing").startswith("1 rows with 10.00 have no cost")
    assert intake.columns == ["margin"]
