"""What must not matter, on random ledgers: order, splitting, encoding, delimiter, quoting; and money adds up."""

from __future__ import annotations

import random
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.intake import Intake, read_transactions
from analysis.schema import DataError
from tests.strategies import COLUMNS, as_text, client_of, ledgers

few = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def account(*contents: bytes, **keys: object) -> Intake:
    """Return the account of one client with these files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = []
        for k, content in enumerate(contents):
            (folder / f"{k}.csv").write_bytes(content)
            sources.append({"path": f"{k}.csv", "columns": COLUMNS, **keys})
        return read_transactions(client_of(folder, sources), folder / "out.parquet")


@few
@given(ledgers())
def test_the_total_is_the_sum_of_every_kept_row(rows):
    facts = account(as_text(rows).encode()).facts
    assert facts["rows"] == len(rows)
    assert Decimal(str(facts["total"])) == sum(amount for *_, amount in rows)
    assert facts["customers"] == len({customer for customer, *_ in rows})


@few
@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, chance: random.Random):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert account(as_text(shuffled).encode()).facts == account(as_text(rows).encode()).facts


@few
@given(ledgers(), st.integers(1, 28))
def test_splitting_a_file_in_two_by_date_does_not_matter(rows, place):
    days = sorted({day for _, day, _ in rows})
    cut = days[min(place, len(days) - 1)]
    parts = [[row for row in rows if row[1] < cut], [row for row in rows if row[1] >= cut]]
    texts = [as_text(part).encode() for part in parts if part]
    assert account(*texts).facts == account(as_text(rows).encode()).facts


@few
@given(ledgers(), st.sampled_from(["utf-8-sig", "utf-16", "gb18030", "utf-16-be"]))
def test_the_encoding_does_not_matter(rows, codec):
    keys = {"encoding": codec} if codec == "gb18030" else {}
    assert account(as_text(rows).encode(codec), **keys).facts == account(as_text(rows).encode()).facts


@few
@given(ledgers(), st.sampled_from([";", "\t", "|"]), st.sampled_from(["", '"']), st.sampled_from(["\n", "\r\n", "\r"]))
def test_delimiter_quoting_and_line_ends_do_not_matter(rows, delimiter, quote, end):
    text = as_text(rows, delimiter, quote).replace("\n", end)
    assert account(text.encode()).facts == account(as_text(rows).encode()).facts


@few
@given(ledgers())
def test_reading_a_file_twice_gives_the_same_account(rows):
    assert account(as_text(rows).encode()) == account(as_text(rows).encode())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=200))
def test_no_bytes_at_all_make_it_crash(content):
    with pytest.raises(DataError):
        account(content)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8)), min_size=1, max_size=5))
def test_no_cells_at_all_make_it_crash_or_unbalance(cells):
    import csv
    import io

    stream = io.StringIO()
    csv.writer(stream).writerows([("id", "day", "value"), *cells, ("K", "2023-05-01", "10.50")])
    try:
        content = stream.getvalue().encode()
    except UnicodeEncodeError:
        return
    try:
        intake = account(content)
    except DataError:
        return
    assert intake.facts["rows"] + sum(entry["rows"] for entry in intake.ledger) == intake.inputs[0]["rows"]
