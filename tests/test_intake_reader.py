"""No row is lost without a word: what the reader returns is held against the lines of the file."""

from __future__ import annotations

import pytest

from analysis.intake.mean import amounts
from analysis.intake.read import text
from analysis.schema import DataError
from tests.strategies import HEAD, THREE, take


def losing(monkeypatch: pytest.MonkeyPatch, condition: str) -> None:
    """Let the reader lose the rows that meet a condition."""
    reads = text.extract_text

    def read(*arguments):
        extract = reads(*arguments)
        extract.relation = f"SELECT * FROM ({extract.relation}) WHERE NOT ({condition})"
        return extract

    monkeypatch.setattr("analysis.intake.read.files.extract_text", read)


def test_a_file_of_which_the_reader_loses_a_row_is_refused(tmp_path, monkeypatch):
    losing(monkeypatch, "c1 = 'B'")
    with pytest.raises(DataError, match=r"orders.csv: the reader's rows are 1 fewer than the file's lines"):
        take(tmp_path, THREE)


def test_a_file_of_which_the_reader_doubles_a_row_is_refused(tmp_path, monkeypatch):
    losing(monkeypatch, "false) UNION ALL SELECT * FROM (VALUES ('C', '2023-05-01', '1')) t(c1, c2, c3) WHERE (true")
    with pytest.raises(DataError, match=r"1 more than the file's lines"):
        take(tmp_path, THREE)


@pytest.mark.parametrize(
    "content", [THREE.replace("B,", "\n,,\n  \nB,"), THREE.rstrip(), HEAD + '"A\nB",2023-05-01,1\n']
)
def test_empty_lines_and_lines_inside_quotes_are_no_lost_rows(tmp_path, content):
    assert take(tmp_path, content).facts["rows"] in {1, 3}


@pytest.mark.parametrize("first_rows", [1, 200_000])
def test_whether_amounts_are_looked_at_once_or_row_by_row_does_not_matter(tmp_path, monkeypatch, first_rows):
    monkeypatch.setattr(amounts, "FIRST_ROWS", first_rows)
    assert take(tmp_path, THREE + "C,2023-07-03,\n").facts["total"] == 29.25
