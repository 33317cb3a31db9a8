"""A decimal point that is lost on the way is found: in stretches, in single rows, and between sources."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from analysis.intake import Intake, read_transactions
from analysis.schema import DataError
from tests.strategies import COLUMNS, HEAD, client_of, codes, message

Write = Callable[[float], str]


def fixed(value: float) -> str:
    return f"{value:.2f}"


def short(value: float) -> str:
    return f"{round(value, 2):g}"


def cents(value: float) -> str:
    return str(round(100 * value))


def values(n: int, seed: int = 1, middle: float = 20) -> list[float]:
    """Return amounts spread as those of a shop are."""
    chance = random.Random(seed)
    return [round(middle * math.exp(chance.gauss(0, 0.8)), 2) for _ in range(n)]


def written(amounts: Sequence[float], ways: Sequence[Write], mark: str = ".") -> str:
    """Return a file of amounts, each written in its own way; customers and days repeat in no order of money."""
    rows = [
        f"K{7 * k % 97};{dt.date(2023, 1, 1) + dt.timedelta(days=k % 365)};{way(value).replace('.', mark)}\n"
        for k, (value, way) in enumerate(zip(amounts, ways, strict=True))
    ]
    return HEAD.replace(",", ";") + "".join(rows)


def all_of(folder: Path, *texts: str, **keys: object) -> Intake:
    """Return the account of several sources."""
    for k, text in enumerate(texts):
        (folder / f"{k}.csv").write_text(text, encoding="utf-8")
    sources = [{"path": f"{k}.csv", "columns": COLUMNS, **keys} for k in range(len(texts))]
    return read_transactions(client_of(folder, sources), None)


def changed(n: int, share: float, usual: Write, where: str) -> list[Write]:
    """Return how each row is written, if a share of them is in cents: at the end, in the middle, or anywhere."""
    odd = round(n * share)
    if where == "anywhere":
        return random.Random(2).sample([usual] * (n - odd) + [cents] * odd, n)
    before = n - odd if where == "end" else (n - odd) // 2
    return [usual] * before + [cents] * odd + [usual] * (n - odd - before)


@pytest.mark.parametrize("share", [0.02, 0.6])
@pytest.mark.parametrize("usual", [fixed, short])
@pytest.mark.parametrize("where", ["end", "middle", "anywhere"])
def test_cents_without_a_point_beside_amounts_with_one_are_refused(tmp_path, share, usual, where):
    with pytest.raises(DataError) as caught:
        all_of(tmp_path, written(values(1500), changed(1500, share, usual, where)))
    assert "their decimal point was lost" in str(caught.value)
    assert "about 100 times" in str(caught.value)


def test_whoever_says_that_whole_amounts_are_right_is_warned_only(tmp_path):
    text = written(values(400), changed(400, 0.3, fixed, "anywhere"))
    with pytest.raises(DataError, match="if they are right as they are, say whole_amounts: true in the source"):
        all_of(tmp_path, text)
    assert "was their decimal point lost?" in message(all_of(tmp_path, text, whole_amounts=True), "decimals_changed")


def test_the_first_row_without_its_point_is_named(tmp_path):
    with pytest.raises(DataError, match=r"first in line 1,473 \('1836' beside '56.05'\)"):
        all_of(tmp_path, written([*values(1471), *[18.36] * 30], [fixed] * 1471 + [cents] * 30))


@pytest.mark.parametrize(("mark", "keys"), [(".", {}), (",", {}), (",", {"decimal": ","})])
def test_the_point_may_be_lost_in_one_of_three_sources(tmp_path, mark, keys):
    texts = [written(values(300, k), [way] * 300, mark) for k, way in enumerate((fixed, fixed, cents))]
    with pytest.raises(DataError, match=r"2.csv: .* the first in line 2"):
        all_of(tmp_path, *texts, **keys)


def test_negative_amounts_lose_their_point_as_well(tmp_path):
    amounts = [-value if k % 3 == 0 else value for k, value in enumerate(values(600))]
    with pytest.raises(DataError, match="decimal point was lost"):
        all_of(tmp_path, written(amounts, [fixed] * 500 + [cents] * 100))


def test_a_workbook_whose_cells_lose_their_point_is_refused(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["id", "day", "value"])
    for k, value in enumerate(values(600)):
        book.active.append(
            [f"K{k % 50}", dt.date(2023, 1, 1) + dt.timedelta(days=k % 300), 100 * value if k > 560 else value]
        )
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(DataError, match=r"a.xlsx.* decimal point was lost"):
        read_transactions(client_of(tmp_path, [{"path": "a.xlsx", "columns": COLUMNS}]), None)


def test_prices_lose_their_point_before_they_are_multiplied(tmp_path):
    rows = [
        f"K{k % 50},2023-01-{k % 28 + 1:02d},{k % 5 + 1},{(cents if k > 500 else fixed)(v)}\n"
        for k, v in enumerate(values(600))
    ]
    (tmp_path / "a.csv").write_text("id,day,n,price\n" + "".join(rows))
    columns = {"customer_id": "id", "date": "day", "quantity": "n", "unit_price": "price"}
    with pytest.raises(DataError, match="decimal point was lost"):
        read_transactions(client_of(tmp_path, [{"path": "a.csv", "columns": columns}]), None)


def test_few_scattered_rows_in_cents_among_trimmed_decimals_are_said(tmp_path):
    ways = [cents if k in {101, 702, 1403} else short for k in range(1500)]
    intake = all_of(
        tmp_path, written([*values(101, 3), 18.37, *values(600), 20.41, *values(700), 9.94, *values(96)], ways)
    )
    assert "first in line 103 ('1837' beside" in message(intake, "decimals_changed")


def test_few_large_orders_of_whole_amounts_are_no_lost_points(tmp_path):
    amounts = values(1500)
    amounts[700], amounts[1400] = 1800.0, 2500.0
    assert "decimals_changed" not in codes(all_of(tmp_path, written(amounts, [short] * 1500)))


def test_a_lost_point_that_hardly_moves_the_total_is_said(tmp_path):
    intake = all_of(
        tmp_path, written([*values(80_000), *[20.15, 11.85, 35.05, 19.95, 9.9]], [fixed] * 80_000 + [cents] * 5)
    )
    assert "was their decimal point lost?" in message(intake, "decimals_changed")


def test_another_unit_in_one_source_is_said(tmp_path):
    thousands = [value / 1000 for value in values(400, 5, middle=20_000)]
    intake = all_of(tmp_path, written(values(400, 4, middle=20_000), [fixed] * 400), written(thousands, [fixed] * 400))
    assert "about 1,000 times" in message(intake, "magnitude_changed")


@pytest.mark.parametrize("way", [fixed, short, lambda value: str(round(value))])
@pytest.mark.parametrize("order", [list, sorted])
def test_clean_amounts_are_not_suspected_however_they_are_written_and_sorted(tmp_path, way, order):
    intake = all_of(tmp_path, written(order(values(1500)), [way] * 1500))
    assert not codes(intake) & {"decimals_changed", "magnitude_changed"}


def test_dear_goods_at_round_prices_beside_cheap_ones_are_not_suspected(tmp_path):
    dear = [round(value, -2) for value in values(200, 6, middle=700)]
    intake = all_of(tmp_path, written(values(800), [fixed] * 800), written(dear, [short] * 200))
    assert not codes(intake) & {"decimals_changed", "magnitude_changed"}
