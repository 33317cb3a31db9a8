"""Delimited text: encoding, delimiter and header are found and said; records that do not fit are named."""

from __future__ import annotations

import pytest

from analysis.intake.read import encoding, ragged, staging
from tests.strategies import HEAD, THREE, amounts, codes, ids, left_out, make, message, refusal, take, written

pytestmark = pytest.mark.usefixtures("only_read")

ZH = "客户编号,订单日期,金额\n客户甲,2023-05-01,10.00\n客户乙,2023-06-02,20.50\n"
ZH_COLUMNS = {"customer_id": "客户编号", "date": "订单日期", "amount": "金额"}
ACCENTED = "id,day,value\nCafé-1,2023-05-01,10.00\nMüller,2023-06-02,20.50\nDuprés,2023-06-03,1.00\n"


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
def test_chinese_text_is_read_in_any_encoding(tmp_path, codec):
    take(tmp_path, ZH.encode(codec), columns=ZH_COLUMNS)
    assert ids(tmp_path) == ["客户甲", "客户乙"]


def test_big5_is_told_from_gb18030(tmp_path):
    text = "客戶編號,日期,金額\n王小明,2023-05-01,10\n陳大文,2023-05-02,12\n"
    columns = {"customer_id": "客戶編號", "date": "日期", "amount": "金額"}
    intake = take(tmp_path, text.encode("big5"), columns=columns)
    assert ids(tmp_path) == ["王小明", "陳大文"]
    assert "big5" in message(intake, "encoding")


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("gb18030", "上海贸易有限公司"),
        ("big5", "台北貿易有限公司"),
        ("cp1252", "Société Générale"),
        ("cp1252", "Müller & Söhne"),
        ("cp1251", "Общество Ромашка"),
    ],
)
def test_without_names_to_go_by_the_bytes_tell_the_encoding(tmp_path, codec, name):
    rows = "".join(f"{name} {k},2023-05-{k + 1:02d},10.00\n" for k in range(9))
    intake = take(tmp_path, (HEAD + rows).encode(codec))
    assert ids(tmp_path)[0] == f"{name} 0"
    assert codec in message(intake, "encoding")


@pytest.mark.parametrize("before", [encoding.BLOCK - 1, encoding.BLOCK, 2 * encoding.BLOCK - 1])
def test_letters_that_first_stand_at_the_end_of_a_block_are_judged_with_those_that_follow(tmp_path, before):
    letters = "客户编号，广州市天河区\n".encode("gb18030") * 2_000
    (tmp_path / "orders.csv").write_bytes((b"K1,2023-05-01,10.00\n" * before)[-before:] + letters)
    assert encoding.scan(tmp_path / "orders.csv").sample.endswith(letters)


def test_a_stated_encoding_counts_and_needs_no_warning(tmp_path):
    intake = take(tmp_path, ACCENTED.encode("cp1252"), encoding="latin-1")
    assert ids(tmp_path)[0] == "Café-1"
    assert "encoding" not in codes(intake)


def test_a_stated_encoding_that_does_not_fit_is_an_error(tmp_path):
    assert "utf-8" in refusal(tmp_path, ACCENTED.encode("cp1252"), encoding="utf-8")


def test_an_unknown_encoding_is_an_error(tmp_path):
    assert "'utf-9' is unknown" in refusal(tmp_path, THREE, encoding="utf-9")


def test_utf8_with_a_damaged_place_is_an_error(tmp_path):
    rows = "".join(f"Zoé {k},2023-05-01,10.00\n" for k in range(9)).encode()
    assert "damaged" in refusal(tmp_path, HEAD.encode() + rows + b"Zo\xe9,2023-05-01,10.00\n")


def test_nul_bytes_are_an_error(tmp_path):
    said = refusal(tmp_path, THREE.encode().replace(b"20.50", b"20\x00\x00"))
    assert "2 NUL bytes" in said
    assert "line 3" in said


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~"])
def test_the_delimiter_is_the_one_that_yields_the_named_columns(tmp_path, delimiter):
    intake = take(tmp_path, THREE.replace(",", delimiter))
    assert intake.facts["total"] == 29.25


def test_blanks_as_delimiter_are_recognised(tmp_path):
    assert take(tmp_path, THREE.replace(",", "   ")).facts["rows"] == 3


def test_a_sep_line_is_obeyed_and_is_no_header(tmp_path):
    intake = take(tmp_path, "sep=;\n" + THREE.replace(",", ";"))
    assert intake.facts["rows"] == 3
    assert intake.inputs[0]["delimiter"] == "semicolon"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(tmp_path, end):
    assert take(tmp_path, THREE.replace("\n", end)).facts["rows"] == 3


def test_mixed_line_ends_do_not_matter(tmp_path):
    assert take(tmp_path, THREE.replace("\n", "\r\n", 2)).facts["rows"] == 3


def test_a_last_line_without_an_end_is_read(tmp_path):
    assert take(tmp_path, THREE.rstrip("\n")).facts["rows"] == 3


def test_blank_lines_and_empty_records_are_no_rows(tmp_path):
    intake = take(tmp_path, THREE.replace("B,", "\n,,\n  \nB,"))
    assert intake.facts["rows"] == 3
    assert intake.ledger == []


def test_quoted_delimiters_quotes_and_line_ends_belong_to_the_field(tmp_path):
    take(tmp_path, HEAD + '"A, ""the"" first\nline",2023-05-01,"1,234.50"\n')
    assert ids(tmp_path) == ['A, "the" firstline']
    assert amounts(tmp_path) == [1234.5]


def test_the_header_may_stand_below_a_preamble(tmp_path):
    intake = take(tmp_path, 'Export "2023"\nClient: ACME, Ltd\n\n' + THREE)
    assert intake.facts["rows"] == 3
    assert "header was found on line 4" in message(intake, "header")


def test_a_stated_header_row_counts(tmp_path):
    text = "id,day,value\nthe names are below,,\n" + THREE
    assert take(tmp_path, text, header_row=3).facts["rows"] == 3


def test_without_a_header_columns_are_positions(tmp_path):
    columns = {"customer_id": 1, "date": 2, "amount": 3}
    assert take(tmp_path, THREE.removeprefix(HEAD), columns=columns, header_row="none").facts["rows"] == 3


def test_a_position_beyond_the_last_column_is_an_error(tmp_path):
    columns = {"customer_id": 1, "date": 2, "amount": 4}
    assert "there are 3 columns" in refusal(tmp_path, THREE, columns=columns, header_row="none")


def test_names_in_the_header_may_differ_in_case_and_blanks(tmp_path):
    assert take(tmp_path, THREE.replace(HEAD, "\u200bID, Day ,VALUE\n")).facts["rows"] == 3


def test_a_name_that_stands_twice_is_an_error(tmp_path):
    said = refusal(tmp_path, "id,day,value,value\nA,2023-05-01,1,2\n")
    assert "2 columns are called 'value'" in said
    assert "ambiguous" in said


def test_delimiters_at_the_end_of_every_row_are_no_column(tmp_path):
    assert (
        take(tmp_path, THREE.replace("00\n", "00,\n").replace("50\n", "50,\n").replace("25\n", "25,\n")).facts["rows"]
        == 3
    )


def test_many_records_of_another_width_are_an_error_that_names_the_lines(tmp_path):
    said = refusal(tmp_path, THREE.replace("B,2023-06-02,20.50", "B,2023-06-02,20,50"))
    assert "line 3 (4 fields)" in said
    assert "1 of 3" in said


def test_few_records_of_another_width_are_left_out_and_named(tmp_path):
    rows = "".join(f"A,2023-05-{k % 28 + 1:02d},{k}\n" for k in range(150))
    intake = take(tmp_path, HEAD + rows.replace(",77\n", ",7,7\n"))
    assert left_out(intake) == {"field_count": (1, 0.0)}
    assert "line 79" in message(intake, "field_count")


def test_a_footer_is_left_out_and_quoted(tmp_path):
    intake = take(tmp_path, THREE + "Rows: 3\nGenerated 2023-12-31\n")
    assert left_out(intake) == {"footer": (2, 0.0)}
    assert "Rows: 3" in message(intake, "footer")


def test_a_quote_that_never_ends_is_an_error_with_its_line(tmp_path):
    said = refusal(tmp_path, THREE.replace("B,", '"B,'))
    assert "line 3" in said
    assert "quote" in said


@pytest.mark.parametrize("between", [0, 1])
def test_a_stray_pair_of_quotes_that_swallows_a_row_or_two_is_an_error_with_its_line(tmp_path, between):
    rows = [f"A{k},pipe {k},2023-05-{k:02d},{k}.50\n" for k in range(1, 21)]
    rows[4] = rows[4].replace("pipe", '"pipe')
    rows[5 + between] = rows[5 + between].replace(",2023", '",2023')
    assert "line 6 holds a quote" in refusal(tmp_path, "id,note,day,value\n" + "".join(rows))


def test_commas_and_a_line_end_in_a_quoted_text_are_no_rows(tmp_path):
    rows = [f'A{k},"pipe {k}, long, red\nand blue, 7.5",2023-05-{k:02d},{k}.50\n' for k in range(1, 21)]
    assert take(tmp_path, "id,note,day,value\n" + "".join(rows)).facts["rows"] == 20


def test_a_repeated_header_is_no_row(tmp_path):
    intake = take(tmp_path, THREE + THREE)
    assert left_out(intake) == {"repeated_header": (1, 0.0)}
    assert intake.facts["rows"] == 6


@pytest.mark.parametrize("day", ["", "2023-07-31"])
def test_a_total_row_is_no_row(tmp_path, day):
    words = ["Total", "TOTAL:", "Grand total", "Subtotal", "合计", "总计", "Summe"]
    intake = take(tmp_path, THREE + "".join(f"{word},{day},29.25\n" for word in words))
    assert left_out(intake) == {"total_row": (7, 204.75)}


def test_a_subtotal_in_the_middle_is_no_row(tmp_path):
    intake = take(tmp_path, THREE.replace("B,", "A Total,,10.00\nB,"))
    assert left_out(intake) == {"total_row": (1, 10.0)}


def test_a_customer_called_total_energies_is_a_customer(tmp_path):
    take(tmp_path, HEAD + "Total Energies,2023-05-01,10\nB,2023-05-01,5\n")
    assert ids(tmp_path) == ["Total Energies", "B"]


@pytest.mark.weighed
def test_an_unlabelled_total_is_suspected(tmp_path):
    assert "total_row_suspected" in codes(take(tmp_path, THREE + "X,2023-07-31,29.25\n"))


def test_backslashes_may_escape_quotes(tmp_path):
    take(tmp_path, 'id,note,day,value\nA,"5 \\" pipe, long",2023-05-01,10\n')
    assert ids(tmp_path) == ["A"]


def test_a_name_with_brackets_is_a_name_and_no_pattern(tmp_path):
    client = make(tmp_path, THREE, name="sales [2023]*.csv")
    from analysis.intake import read_transactions

    assert read_transactions(client, tmp_path / "out.parquet").inputs[0]["name"] == "sales [2023]*.csv"


def test_formulas_and_markup_in_ids_are_plain_text(tmp_path):
    evil = ["=1+1", "@SUM(A1)", "<script>alert(1)</script>", "'; DROP TABLE lines;--"]
    take(tmp_path, HEAD + "".join(f"{name},2023-05-01,10\n" for name in evil))
    assert ids(tmp_path) == evil


def test_what_goes_in_comes_out_in_its_order(tmp_path):
    rows = "".join(f"K{k},2023-05-01,{k}.00\n" for k in range(1, 4000))
    take(tmp_path, HEAD + rows)
    assert [int(row[2]) for row in written(tmp_path)] == list(range(1, 4000))


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\xff\xfe", b"\n \n", b"\r\n"])
def test_a_file_without_text_is_empty(tmp_path, content):
    assert "empty" in refusal(tmp_path, content)


@pytest.mark.parametrize("name", ["A", '"A, B"'])
def test_a_large_text_of_ragged_lines_is_refused_before_the_engine_keeps_them_all(tmp_path, monkeypatch, name):
    """49 MB of such lines took 3.8 GB."""
    monkeypatch.setattr(ragged, "SMALL", 1000)
    monkeypatch.setattr(ragged, "PLACE", 200)
    monkeypatch.setattr(staging, "insert", None)
    said = refusal(tmp_path, HEAD + f"{name},2023-05-01,10.00\n{name},2023-05-02\n" * 100)
    assert "100 of 200 rows do not have 3 columns (fields): line 3 (2 fields), line 5 (2 fields), line 7" in said


def test_a_second_table_below_a_large_text_does_not_make_it_ragged(tmp_path, monkeypatch):
    monkeypatch.setattr(ragged, "SMALL", 1000)
    monkeypatch.setattr(ragged, "PLACE", 200)
    intake = take(tmp_path, HEAD + "A,2023-05-01,10.00\n" * 100 + "item,n\n" + "shirt,1\n" * 20)
    assert left_out(intake) == {"second_table": (21, 0.0)}
