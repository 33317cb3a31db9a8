"""Several sources: the overlap of two exports counts once, what merely looks alike counts twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.intake import Intake, read_transactions
from tests.strategies import COLUMNS, HEAD, client_of, codes, left_out, message

ORDERS = {**COLUMNS, "order_id": "no"}
ORDER_HEAD = "no,id,day,value\n"


def take_both(folder: Path, *texts: str, columns: dict[str, str] = COLUMNS) -> Intake:
    """Return the account of several sources."""
    sources = []
    for k, text in enumerate(texts):
        (folder / f"{k}.csv").write_text(text)
        sources.append({"path": f"{k}.csv", "columns": columns})
    return read_transactions(client_of(folder, sources), folder / "out.parquet")


def test_two_sources_are_one_ledger(tmp_path):
    intake = take_both(tmp_path, HEAD + "A,2023-01-01,1\n", "id;day;value\nA;02.01.2023;2,5\nA;31.01.2023;2\n")
    assert intake.facts["total"] == 5.5
    assert [entry["delimiter"] for entry in intake.inputs] == ["comma", "semicolon"]


def test_whole_orders_in_both_exports_count_once(tmp_path):
    first = ORDER_HEAD + "1,A,2023-01-01,1\n2,B,2023-01-02,2\n2,B,2023-01-02,2\n"
    second = ORDER_HEAD + "2,B,2023-01-02,2\n2,B,2023-01-02,2\n3,C,2023-01-03,4\n"
    intake = take_both(tmp_path, first, second, columns=ORDERS)
    assert left_out(intake) == {"overlap": (2, 4.0)}
    assert intake.facts["total"] == 9.0
    assert "1.csv" in message(intake, "overlap")


def test_rows_without_a_customer_overlap_as_well(tmp_path):
    first = ORDER_HEAD + "1,,2023-01-01,1\n2,B,2023-01-02,2\n"
    intake = take_both(tmp_path, first, ORDER_HEAD + "1,,2023-01-01,1\n3,B,2023-01-02,2\n", columns=ORDERS)
    assert left_out(intake) == {"overlap": (1, 1.0), "missing_customer_id": (1, 1.0)}


def test_two_shops_with_the_same_numbering_do_not_overlap(tmp_path):
    first = ORDER_HEAD + "1,A,2023-01-01,1\n2,B,2023-01-02,2\n"
    intake = take_both(tmp_path, first, ORDER_HEAD + "1,C,2023-01-05,3\n2,D,2023-01-06,4\n", columns=ORDERS)
    assert intake.ledger == []
    assert "'1'" in message(intake, "orders_shared")


STRETCH = "".join(f"K{k},2023-01-{k:02d},{k}\n" for k in range(10, 20))


def test_without_order_ids_days_that_coincide_count_once(tmp_path):
    first = HEAD + "A,2023-01-01,1\n" + STRETCH
    intake = take_both(tmp_path, first, HEAD + STRETCH + "A,2023-02-01,1\n")
    assert left_out(intake) == {"overlap": (10, 145.0)}
    assert intake.facts["total"] == 147.0


def test_a_stretch_inside_two_exports_counts_once(tmp_path):
    edges = "{0},2023-01-01,1\n{0},2023-01-05,1\n{1}{0},2023-01-25,1\n{0},2023-01-30,1\n"
    first, second = (HEAD + edges.format(name, STRETCH) for name in "AB")
    assert left_out(take_both(tmp_path, first, second)) == {"overlap": (10, 145.0)}


def test_a_day_cut_in_two_by_the_export_counts_once(tmp_path):
    first = HEAD + "A,2023-01-01,1\nB,2023-01-02,2\nC,2023-01-03,3\nD,2023-01-03,4\n"
    second = HEAD + "B,2023-01-02,2\nC,2023-01-03,3\nD,2023-01-03,4\nE,2023-01-03,5\nA,2023-01-04,1\n"
    intake = take_both(tmp_path, first, second)
    assert left_out(intake) == {"overlap": (3, 9.0)}


def rows_of(customers: range, *, product: bool = False) -> list[str]:
    """Return rows of a list sorted by customer: customer k buys on (k mod 3) + 2 days of the year."""
    return [
        f"K{k:03d},2023-{(5 * k + 7 * n) % 12 + 1:02d}-{(k * 11 + n * 5) % 28 + 1:02d},{k % 50 + 10}.{n}5"
        + (f",P{k % 4}" if product else "")
        for k in customers
        for n in range(k % 3 + 2)
    ]


@pytest.mark.parametrize(
    ("cut", "again"),
    [("rows", list), ("customers", sorted), ("rows", lambda rows: sorted(rows, key=lambda row: row.split(",")[1]))],
    ids=["as it was", "by customer", "by day"],
)
def test_halves_of_a_list_sorted_by_customer_count_once_where_they_overlap(tmp_path, cut, again):
    rows = rows_of(range(300))
    low, high = (300, 600) if cut == "rows" else (len(rows_of(range(100))), len(rows_of(range(200))))
    first, second = rows[:high], again(rows[low:])
    intake = take_both(tmp_path, *(HEAD + "\n".join(half) + "\n" for half in (first, second)))
    assert left_out(intake)["overlap"][0] == high - low
    assert intake.facts["rows"] == len(rows)
    assert "coincidences" not in codes(intake)


def test_three_pieces_that_overlap_hold_each_row_once(tmp_path):
    rows = rows_of(range(300))
    pieces = [rows[:400], rows[300:700], rows[350:]]
    intake = take_both(tmp_path, *(HEAD + "\n".join(piece) + "\n" for piece in pieces))
    assert intake.facts["rows"] == len(rows)


def test_two_exports_of_products_count_the_products_in_both_once(tmp_path):
    rows = sorted(rows_of(range(300), product=True), key=lambda row: row.split(",")[1])
    halves = [[row for row in rows if row[-2:] in kept] for kept in (("P0", "P1", "P2"), ("P1", "P2", "P3"))]
    texts = ["id,day,value,item\n" + "\n".join(half) + "\n" for half in halves]
    intake = take_both(tmp_path, *texts, columns={**COLUMNS, "product": "item"})
    assert intake.facts["rows"] == len(rows)


def test_an_overlap_is_found_where_one_export_has_no_time_of_day(tmp_path):
    timed = HEAD + STRETCH.replace("-10,", "-10 08:30:00,").replace("-11,", "-11 09:10:00,")
    assert take_both(tmp_path, timed, HEAD + STRETCH).facts["rows"] == 10


def test_two_tills_with_guests_and_fixed_prices_do_not_overlap(tmp_path):
    tills = [
        HEAD
        + "".join(
            f"{till}{k % 40},2023-{k // 28 + 1:02d}-{k % 28 + 1:02d},4.50\n,2023-01-05,3.50\n" for k in range(200)
        )
        + "".join(f"Z{k},2023-03-{k % 28 + 1:02d},{k + (till == 'B' and k % 3 > 0)}.50\n" for k in range(90))
        for till in "AB"
    ]
    assert "overlap" not in left_out(take_both(tmp_path, *tills))


def test_an_isolated_coincidence_of_two_tills_counts_twice(tmp_path):
    first = HEAD + "".join(f"A,2023-01-{k:02d},{k}\n" for k in range(1, 10))
    second = HEAD + "".join(f"B,2023-01-{k:02d},{k}\n" for k in range(1, 10)) + "A,2023-01-05,5\n"
    intake = take_both(tmp_path, first, second)
    assert intake.ledger == []
    assert message(intake, "coincidences").startswith("1 rows of 1.csv look like rows of 0.csv")


def test_true_repeats_within_one_source_count_twice_and_are_said(tmp_path):
    intake = take_both(tmp_path, HEAD + "A,2023-01-01,1\nA,2023-01-01,1\nB,2023-01-02,1\n")
    assert intake.facts["rows"] == 3
    assert message(intake, "duplicate_rows").startswith("1 duplicate rows")


def test_repeats_survive_an_overlap_as_often_as_one_export_holds_them(tmp_path):
    twice = HEAD + STRETCH + STRETCH
    intake = take_both(tmp_path, twice, twice)
    assert intake.facts["rows"] == 20


def test_the_same_file_twice_counts_once(tmp_path):
    text = HEAD + STRETCH
    assert take_both(tmp_path, text, text).facts["rows"] == 10


def test_sources_that_do_not_overlap_are_not_suspected(tmp_path):
    intake = take_both(tmp_path, HEAD + "A,2023-01-01,1\n", HEAD + "A,2023-01-02,1\n")
    assert not codes(intake) & {"overlap", "coincidences", "orders_shared"}


@pytest.mark.parametrize("swapped", [False, True])
def test_the_order_of_the_sources_does_not_matter(tmp_path, swapped):
    texts = [HEAD + "A,2023-01-01,1\n" + STRETCH, HEAD + STRETCH + "A,2023-02-01,1\n"]
    assert take_both(tmp_path, *(reversed(texts) if swapped else texts)).facts["total"] == 147.0
