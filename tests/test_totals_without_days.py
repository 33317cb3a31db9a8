"""The foot of a list: a row without day and customer that says it is a total."""

from analysis.client.client import read_client
from analysis.intake import read_transactions
from tests.strategies import left_out


def test_a_row_without_day_and_customer_that_says_it_is_a_total_is_left_out_as_one(tmp_path):
    rows = "".join(f"R{k},2023-01-0{k},c{k % 3},{k}.10\n" for k in range(1, 9))
    (tmp_path / "a.csv").write_text(f"nr,day,id,amount\n{rows}TOTAL,,,36.80\nR9,,,5.00\n", encoding="utf-8")
    (tmp_path / "client.yml").write_text(
        "client: A\ncurrency: EUR\nsources:\n- path: a.csv\n"
        "  columns: {customer_id: id, date: day, amount: amount, order_id: nr}\n"
    )
    intake = read_transactions(read_client(tmp_path), tmp_path / "out.parquet")
    assert left_out(intake) == {
        "total_row": (1, 36.8),
        "missing_date": (1, 5.0),
    }
