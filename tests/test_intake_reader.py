"""No row is lost without a word: what the reader returns is held against the lines of the file."""

from __future__ import annotations

import pytest

from analysis.intake.mean import amounts
from analysis.intake.read import text
from analysis.schema import DataError
from tests.strategies import HEAD, THREE, refusal, take

pytestmark = pytest.mark.usefixtures("only_read")


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


def test_a_quote_that_opens_in_the_first_row_of_a_large_file_is_refused_with_its_line(tmp_path):
    rows = "".join(f"C{k:07d},2023-01-{k % 28 + 1:02d},{k % 90 + 10}.25\n" for k in range(1_400_000))
    assert len(rows) > 34e6
    said = refusal(tmp_path, HEAD + '"' + rows)
    assert said.startswith("orders.csv: line 2 holds a quote that is never closed")


def test_rows_lost_beside_a_quote_are_refused_with_the_line_where_it_opens(tmp_path, monkeypatch):
    losing(monkeypatch, "c1 = 'B'")
    text = THREE.replace("A,2023-07", '"A\nLtd",2023-07') + "\n"
    assert refusal(tmp_path, text).startswith("orders.csv: line 4 holds a quote")


def test_rows_lost_in_a_file_with_quotes_that_hold_no_line_end_are_refused(tmp_path, monkeypatch):
    losing(monkeypatch, "c1 = 'B'")
    assert "1 fewer" in refusal(tmp_path, THREE.replace("A,", '"A",'))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_between_two_stray_quotes_are_not_swallowed(tmp_path, end):
    text = THREE + 'B,2023-07-04,"4\n' + THREE.removeprefix(HEAD) + 'A,2023-07-05,5"\n'
    assert refusal(tmp_path, text.replace("\n", end)).startswith("orders.csv: line 5 holds a quote")


def test_inches_notes_of_several_lines_and_blank_lines_are_no_open_quotes(tmp_path):
    head = "id,day,value,note\n"
    notes = ['5" pipe', '"Dear all,\n\na, b, c, d\nplease\n"', '6" pipe', '"say ""a, b"" twice"']
    rows = "".join(f"C{k},2023-01-0{k + 1},{k + 1},{note}\n" for k, note in enumerate(notes))
    assert take(tmp_path, head + rows.replace("C1", "\nC1") + "\n\n").facts["total"] == 10


@pytest.mark.parametrize("first_rows", [1, 200_000])
def test_whether_amounts_are_looked_at_once_or_row_by_row_does_not_matter(tmp_path, monkeypatch, first_rows):
    monkeypatch.setattr(amounts, "FIRST_ROWS", first_rows)
    assert take(tmp_path, THREE + "C,2023-07-03,\n").facts["total"] == 29.25
