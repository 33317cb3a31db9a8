"""Optional tables: read as strictly as the transactions, joined by customer_id, their coverage said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from analysis.intake import read_transactions
from analysis.questions import open_client
from analysis.run.run import Run
from analysis.schema import DataError
from tests.strategies import COLUMNS, HEAD, client_of, codes, message

pytestmark = pytest.mark.usefixtures("only_read")

SALES = HEAD + "A,2023-05-01,60\nB,2023-06-02,30\nA,2023-07-03,5\n00123,2023-07-04,5\n"
ACCOUNTS = "customer_id,company,type\nA,Alpha,shop\nB,Beta,web\n00123,Gamma,shop\n"


def run_of(
    folder: Path, text: str | bytes = ACCOUNTS, key: str = "customers", file: str = "t.csv", **table: object
) -> Run:
    """Return the run of a client of four rows with one optional table; ``table`` holds its columns or other keys."""
    (folder / "orders.csv").write_text(SALES, encoding="utf-8")
    (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    table = {"columns": {"name": "company"}, **table}
    client = client_of(folder, [{"path": "orders.csv", "columns": COLUMNS}], **{key: {"path": file, **table}})
    return open_client(client, folder / "cache")


def refused(folder: Path, text: str, **table: object) -> str:
    with pytest.raises(DataError) as caught:
        _ = run_of(folder, text, **table).intake
    return str(caught.value)


def with_column(theirs: str, values: list[str]) -> str:
    """Return a table of the three customers with one more column."""
    ids = ["A", "B", "00123"]
    return f"customer_id;{theirs}\n" + "".join(f"{i};{v}\n" for i, v in zip(ids, values, strict=True))


def account(folder: Path, ours: str, values: list[str], **keys: object) -> dict[str, object]:
    """Return a column of the accounts, by customer."""
    run = run_of(folder, with_column("x", values), columns={ours: "x"}, **keys)
    assert run.attributes is not None
    return run.attributes[ours].to_dict()


# ---------------------------------------------------------------- which column is the id


@pytest.mark.parametrize("header", ["customer_id", "Customer_ID", "id"])
def test_the_id_column_needs_no_word_if_it_has_a_usual_name(tmp_path, header):
    accounts = run_of(tmp_path, ACCOUNTS.replace("customer_id", header)).attributes
    assert accounts["name"].to_dict() == {"00123": "Gamma", "A": "Alpha", "B": "Beta"}


def test_the_id_column_can_be_named(tmp_path):
    columns = {"customer_id": "no", "name": "company"}
    assert list(run_of(tmp_path, ACCOUNTS.replace("customer_id", "no"), columns=columns).attributes.index) == [
        "00123",
        "A",
        "B",
    ]


def test_an_id_column_that_nothing_names_is_an_error(tmp_path):
    said = refused(tmp_path, ACCOUNTS.replace("customer_id", "number"))
    assert "customers, t.csv: columns does not say which column is the customer_id" in said
    assert "number, company, type" in said


# ---------------------------------------------------------------- coverage


@pytest.mark.weighed
def test_coverage_says_what_matches_what_does_not_and_what_never_bought(tmp_path):
    run = run_of(tmp_path, "customer_id,company\nA,Alpha\nB,Beta\nX,Never\n")
    said = message(run.intake, "customers_coverage")
    assert "2 of 3 customer ids that bought stand in the table (95.0 % of revenue)" in said
    assert "1 does not (the largest: '00123'). 1 id of the table never bought." in said
    assert run.data.numbers["tables"]["customers"] == {
        "rows": 3, "ids": 3, "matched": 2, "unmatched": 1, "revenue_share": 0.95, "never_bought": 1,
    }  # fmt: skip
    assert "customers_coverage" in codes(run.intake)


@pytest.mark.weighed
def test_full_coverage_is_no_warning(tmp_path):
    run = run_of(tmp_path)
    assert "3 of 3 customer ids that bought stand in the table (100.0 % of revenue)." in message(
        run.intake, "customers_coverage"
    )
    assert codes(run.intake) == codes(read_transactions(client_without(tmp_path), tmp_path / "out"))


def client_without(folder: Path):
    return client_of(folder, [{"path": "orders.csv", "columns": COLUMNS}])


def test_ids_that_differ_in_case_or_zeros_do_not_match_and_are_named(tmp_path):
    said = message(run_of(tmp_path, "customer_id,company\nA,Alpha\nb,Beta\n123,Gamma\n").intake, "customers_coverage")
    assert "2 of those that do not would but for case, blanks, dashes or leading zeros (as '00123' and '123')" in said


def test_a_table_of_other_ids_is_an_error(tmp_path):
    said = refused(tmp_path, "customer_id,company\n7,Alpha\n8,Beta\n")
    assert "none of its ids (as '7') bought anything: the transactions have ids as '00123'" in said


# ---------------------------------------------------------------- accounts


def test_accounts_hold_every_customer_who_bought_or_stands_in_the_table(tmp_path):
    accounts = run_of(tmp_path, "customer_id,company\nA,Alpha\nX,Never\n").attributes
    assert accounts.index.name == "customer_id"
    assert accounts["name"].fillna("?").to_dict() == {"00123": "?", "A": "Alpha", "B": "?", "X": "Never"}


@pytest.mark.weighed
def test_without_a_table_there_are_no_accounts_and_no_word_of_them(small_run):
    run = small_run()
    assert run.attributes is None
    assert run.data.facts.tables is None


def test_costs_are_exact_numbers_and_missing_where_nothing_stands(tmp_path):
    found = account(tmp_path, "acquisition_cost", ["1.234,50", "n/a", "0,30"])
    assert found["A"] == 1234.5
    assert pd.isna(found["B"])
    assert found["00123"] == 0.3


def test_days_are_days(tmp_path):
    found = account(tmp_path, "acquired_on", ["31.12.2020", "", "01.02.2021"])
    assert found["A"] == pd.Timestamp(2020, 12, 31)
    assert pd.isna(found["B"])
    assert found["00123"] == pd.Timestamp(2021, 2, 1)


def test_strategic_is_yes_no_or_unknown(tmp_path):
    found = account(tmp_path, "strategic", ["Ja", "否", ""])
    assert found["A"]
    assert not found["B"]
    assert pd.isna(found["00123"])


def test_texts_lose_outer_blanks_and_words_for_nothing(tmp_path):
    assert account(tmp_path, "segment", [" Key account ", "N/A", "中小企业"])["A"] == "Key account"
    assert pd.isna(account(tmp_path, "segment", ["a", "N/A", "中小企业"])["B"])


def test_a_name_keeps_its_full_width_signs(tmp_path):
    assert account(tmp_path, "name", ["上海（浦东）", "Ｂ", ""])["A"] == "上海（浦东）"


@pytest.mark.parametrize(
    ("ours", "value", "words"),
    [
        (
            "acquisition_cost",
            "lots",
            "customers, t.csv, column 'x': money is needed, but 1 value cannot be: data row 2 ('lots')",
        ),
        ("upfront_cost", "-5", "a cost of 0 or more is needed, but 1 value cannot be: data row 2 ('-5')"),
        ("cost_to_serve", "7 USD", "money is written in 'USD', but the report's is in EUR"),
        ("acquired_on", "soon", "a date is needed, but 1 value cannot be: data row 2 ('soon')"),
        ("strategic", "perhaps", "yes or no is needed, but 1 value cannot be: data row 2 ('perhaps')"),
    ],
)
def test_a_value_that_is_not_what_its_column_holds_is_an_error(tmp_path, ours, value, words):
    first = {"acquired_on": "2020-12-31", "strategic": "yes"}.get(ours, "10")
    assert words in refused(tmp_path, with_column("x", [first, value, first]), columns={ours: "x"})


def test_a_date_that_is_ambiguous_throughout_is_an_error_as_in_transactions(tmp_path):
    said = refused(tmp_path, with_column("x", ["01/02/2021", "03/04/2021", ""]), columns={"acquired_on": "x"})
    assert "may be day first (dd/mm) or month first" in said


def test_placeholder_and_future_dates_count_as_none_and_are_said(tmp_path):
    run = run_of(tmp_path, with_column("x", ["1900-01-01", "2030-01-01", "2020-01-01"]), columns={"acquired_on": "x"})
    assert run.attributes["acquired_on"].notna().to_dict() == {"00123": True, "A": False, "B": False}
    assert {"table_date_placeholder", "table_date_future"} <= codes(run.intake)


def test_who_bought_before_being_acquired_is_said(tmp_path):
    run = run_of(tmp_path, with_column("x", ["2023-05-02", "2023-06-02", ""]), columns={"acquired_on": "x"})
    assert "1 of 2 customers bought before the day on which they were acquired" in message(
        run.intake, "acquired_after_purchase"
    )


# ---------------------------------------------------------------- duplicates and rows that are no customers


def test_an_id_that_stands_twice_with_the_same_values_counts_once(tmp_path):
    run = run_of(tmp_path, ACCOUNTS + "A,Alpha,shop\n")
    assert len(run.attributes) == 3
    assert "1 row repeats an id with the same values (the first is 'A')" in message(run.intake, "customers_duplicates")


def test_an_id_with_two_names_is_an_error(tmp_path):
    said = refused(tmp_path, ACCOUNTS + "A,Alfa,shop\n")
    assert "1 id has rows that contradict each other: 'A' (name)" in said


def test_rows_without_an_id_and_totals_are_left_out_and_said(tmp_path):
    run = run_of(tmp_path, with_column("x", ["1", "2", "3"]) + ";9\nTotal;sum\n", columns={"cost_to_serve": "x"})
    assert run.attributes["cost_to_serve"].sum() == 6
    assert "1 row is left out (a missing customer id" in message(run.intake, "customers_missing")
    assert "data row 5" in message(run.intake, "customers_total")


def test_ids_of_the_table_that_differ_only_in_case_are_kept_apart_and_said(tmp_path):
    run = run_of(tmp_path, ACCOUNTS + "a,Other,shop\n")
    assert len(run.attributes) == 4
    assert "1 group of ids differs only in case, blanks or dashes (as 'A' and 'a')" in message(
        run.intake, "customers_id_twins"
    )


# ---------------------------------------------------------------- any file, every hash


def test_a_parquet_table_and_a_table_of_a_database_are_read_alike(tmp_path):
    import sqlite3
    from contextlib import closing

    frame = pd.DataFrame(
        {"customer_id": ["A", "B"], "since": pd.to_datetime(["2020-05-01", None]), "cac": [12.5, None]}
    )
    frame.to_parquet(tmp_path / "t.parquet")
    with closing(sqlite3.connect(tmp_path / "t.db")) as db:
        frame.assign(since=["2020-05-01", None]).to_sql("accounts", db, index=False)
        db.commit()
    columns = {"acquired_on": "since", "acquisition_cost": "cac"}
    for file in ("t.parquet", "t.db"):
        accounts = run_of(tmp_path, (tmp_path / file).read_bytes(), file=file, columns=columns).attributes
        assert accounts.loc["A"].tolist() == [pd.Timestamp(2020, 5, 1), 12.5]
        assert accounts.loc["B"].isna().all()


@pytest.mark.parametrize("content", ["", "customer_id,company\n", 'customer_id,company\n"A,Alpha\nB,Beta\n'])
def test_a_file_without_a_table_is_an_error_that_names_it(tmp_path, content):
    said = refused(tmp_path, content)
    assert said.startswith("customers")
    assert "t.csv" in said


def test_a_table_may_be_a_chinese_workbook_of_any_encoding(tmp_path):
    run = run_of(
        tmp_path,
        "客户编号,名称\nA,阿尔法有限公司\nB,贝塔\n".encode("gb18030"),
        columns={"customer_id": "客户编号", "name": "名称"},
    )
    assert run.attributes["name"]["A"] == "阿尔法有限公司"


def test_an_excel_table_gives_days_and_numbers(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for row in (["customer_id", "since", "cac"], ["A", dt.date(2020, 5, 1), 12.5], ["B", dt.date(2021, 2, 1), 1.125]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    columns = {"acquired_on": "since", "acquisition_cost": "cac"}
    accounts = run_of(tmp_path, (tmp_path / "t.xlsx").read_bytes(), file="t.xlsx", columns=columns).attributes
    assert accounts["acquired_on"]["A"] == pd.Timestamp(2020, 5, 1)
    assert accounts["acquisition_cost"]["B"] == 1.125


def test_a_table_is_an_input_with_its_hash_and_part_of_the_key(tmp_path):
    run = run_of(tmp_path)
    entry = run.intake.inputs[-1]
    assert (entry["name"], entry["table"], entry["rows"], len(entry["sha256"])) == ("t.csv", "customers", 3, 64)
    assert run_of(tmp_path, ACCOUNTS.replace("Beta", "Bet")).attributes["name"]["B"] == "Bet"


def test_a_missing_file_and_a_missing_column_are_errors_that_name_the_table(tmp_path):
    assert refused(tmp_path, "customer_id,firm\nA,a\n").startswith("customers, t.csv: no column 'company' for name")
    (tmp_path / "t.csv").unlink()
    run = run_of(tmp_path)
    (tmp_path / "t.csv").unlink()
    with pytest.raises(DataError, match=r"No file 't\.csv'"):
        _ = run.intake


# ---------------------------------------------------------------- surveys, contacts, subscriptions


def rows_of(frame: pd.DataFrame) -> list[list[object]]:
    """Return the rows of a table, days as ISO text, None where nothing is known."""
    texts = frame.assign(**{c: frame[c].dt.strftime("%Y-%m-%d") for c in frame.select_dtypes("datetime")})
    return texts.astype(object).where(texts.notna(), None).to_numpy().tolist()


def test_surveys_are_numbers_and_levels(tmp_path):
    text = "id,d,s,r,what\nA,2023-05-03,5,9,price\nA,2023-06-03,1,0,\nB,2023-06-04,,7.5,service\n"
    columns = {"date": "d", "satisfaction": "s", "recommend": "r", "item": "what"}
    run = run_of(tmp_path, text, "surveys", columns=columns)
    assert list(run.surveys.columns) == ["customer_id", "date", "satisfaction", "recommend", "recommend_score", "item"]
    assert rows_of(run.surveys) == [
        ["A", "2023-05-03", 5.0, "promoter", 9.0, "price"],
        ["A", "2023-06-03", 1.0, "detractor", 0.0, None],
        ["B", "2023-06-04", None, "passive", 7.5, "service"],
    ]
    assert "2 of 3 customer ids that bought have surveys (95.0 % of revenue)" in message(run.intake, "surveys_coverage")
    assert "surveys_coverage" not in codes(run.intake)


def test_three_levels_in_words_are_levels_without_a_score(tmp_path):
    run = run_of(
        tmp_path,
        "id,d,r\nA,2023-05-03,会\nB,2023-05-03,Maybe\nB,2023-05-04,NO\n",
        "surveys",
        columns={"date": "d", "recommend": "r"},
    )
    assert run.surveys["recommend"].tolist() == ["promoter", "passive", "detractor"]
    assert run.surveys["recommend_score"].isna().all()


FIVE = ["很满意", "满意", "一般", "不满意", "很不满意"]


def test_satisfaction_in_the_clients_own_words_has_their_order(tmp_path):
    text = "id,d,s,x\nA,2023-05-03,很满意,满意\nB,2023-05-03,一般,\nB,2023-05-04,很不满意,一般\n"
    columns = {"customer_id": "id", "date": "d", "satisfaction": "s", "expectation": "x"}
    run = run_of(tmp_path, text, "surveys", columns=columns, levels=FIVE)
    assert run.surveys["satisfaction"].tolist() == [5, 3, 1]
    assert run.surveys["expectation"].fillna(0).tolist() == [4, 0, 3]
    assert run.client.surveys.satisfied == ["很满意", "满意"]
    text = text.replace("一般,\n", "还行,\n")
    assert (
        "one of the levels 很满意, 满意, 一般, 不满意, 很不满意 is needed, but 1 value cannot be: data row 2"
        in refused(tmp_path, text, key="surveys", columns=columns, levels=FIVE)
    )


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"levels": ["good", "bad", "Good "]}, "levels: 'good' stands there twice"),
        ({"levels": FIVE, "top": ["满意"]}, "top must be the first of the levels, which stand the best first"),
        ({"levels": ["good", "bad"], "top": ["good", "bad"]}, "and not all of them: good, bad"),
    ],
)
def test_levels_without_an_order_are_an_error(tmp_path, keys, words):
    with pytest.raises(ValueError, match="levels") as caught:
        run_of(tmp_path, "id,d,s\nA,2023-05-03,good\n", "surveys", columns={"date": "d", "satisfaction": "s"}, **keys)
    assert words in str(caught.value)


def test_levels_coded_as_one_to_three_are_doubted(tmp_path):
    run = run_of(
        tmp_path, "id,d,r\nA,2023-05-03,1\nB,2023-05-03,3\n", "surveys", columns={"date": "d", "recommend": "r"}
    )
    assert "write yes, maybe, no" in message(run.intake, "survey_scale")


@pytest.mark.parametrize(
    ("ours", "values", "words"),
    [
        ("satisfaction", ("6", "1"), "a number from 1 to 5 is needed, but 1 value cannot be: data row 1 ('6')"),
        ("expectation", ("0", "1"), "a number from 1 to 5 is needed"),
        (
            "satisfaction",
            ("good", "1"),
            "a number, or a word that surveys.levels names, the best first, is needed, but",
        ),
        ("recommend", ("11", "1"), "a number from 0 to 10, or one of three levels (yes, maybe, no), is needed"),
        (
            "recommend",
            ("yes", "7"),
            "one of three levels (yes, maybe, no) is needed, but 1 value cannot be: data row 2 ('7')",
        ),
    ],
)
def test_an_answer_off_its_scale_is_an_error(tmp_path, ours, values, words):
    text = "id,d,x\n" + "".join(f"A,2023-05-0{k + 1},{value}\n" for k, value in enumerate(values))
    assert words in refused(tmp_path, text, key="surveys", columns={"date": "d", ours: "x"})


def test_contacts_have_minutes_and_costs(tmp_path):
    text = "id,d,m,c,k\nA,2023-05-03,30,12.50,visit\nB,2023-05-04,,,call\nB,,5,1,call\n"
    run = run_of(tmp_path, text, "contacts", columns={"date": "d", "minutes": "m", "cost": "c", "kind": "k"})
    assert rows_of(run.contacts) == [["A", "2023-05-03", 30.0, 12.5, "visit"], ["B", "2023-05-04", None, None, "call"]]
    assert "1 row is left out (without a date); the first is data row 3" in message(run.intake, "contacts_without_day")


def test_a_contract_without_an_end_runs(tmp_path):
    text = "id,s,e\nA,2022-01-01,2022-12-31\nA,2022-12-31,\nB,2022-01-01,9999-12-31\n"
    run = run_of(tmp_path, text, "subscriptions", columns={"start": "s", "end": "e"})
    assert [row[2] for row in rows_of(run.subscriptions)] == ["2022-12-31", None, None]
    assert "so there is no end yet" in message(run.intake, "table_no_end")
    assert not {"subscriptions_overlap", "table_date_placeholder"} & codes(run.intake)


def test_an_end_before_its_start_is_left_out_and_said(tmp_path):
    text = "id,s,e\nA,2022-01-01,2021-12-31\nB,2022-01-01,2023-01-01\n"
    run = run_of(tmp_path, text, "subscriptions", columns={"start": "s", "end": "e"})
    assert run.subscriptions["customer_id"].tolist() == ["B"]
    assert "data row 1 (customer 'A')" in message(run.intake, "subscriptions_end_before_start")


def test_periods_of_one_customer_that_overlap_are_said(tmp_path):
    text = "id,s,e\nA,2022-01-01,\nA,2022-03-01,2022-04-01\nA,2022-05-01,2022-06-01\nB,2022-05-01,\n"
    run = run_of(tmp_path, text, "subscriptions", columns={"start": "s", "end": "e"})
    assert "2 periods of 1 customer begin before an earlier one" in message(run.intake, "subscriptions_overlap")


def test_rows_that_repeat_are_kept_and_said(tmp_path):
    run = run_of(tmp_path, "id,d\nA,2023-05-03\nA,2023-05-03\n", "contacts", columns={"date": "d"})
    assert len(run.contacts) == 2
    assert "1 row repeats another" in message(run.intake, "contacts_duplicates")


# ---------------------------------------------------------------- what the reader sees


@pytest.mark.weighed
def test_names_stand_beside_ids_and_cannot_act(tmp_path):
    from analysis.concentration.views import largest_table

    run = run_of(tmp_path, "id,company\nA,<img src=x onerror=alert(1)>\nB,上海自行车有限公司\n")
    shown = largest_table(run)
    assert list(shown.columns)[:2] == ["customer_id", "name"]
    html = shown._repr_html_()
    assert "上海自行车有限公司" in html
    assert "&lt;img src=x" in html
    assert "<img" not in html


def test_where_room_is_short_a_name_stands_for_its_id():
    from analysis.display.cells import Column, Table
    from analysis.display.names import use_names

    table = Table(pd.DataFrame({"customer_id": ["A", "B"]}), {"customer_id": Column("Customer")})
    assert use_names(table, pd.Series(["Alpha", None])).frame["customer_id"].tolist() == ["Alpha", "B"]


@pytest.mark.weighed
def test_coverage_is_a_table_of_the_first_chapter_and_absent_without_tables(tmp_path, small_run):
    from analysis.intake import views as intake

    assert "surveys" in repr(
        intake.coverage(run_of(tmp_path, "id,d\nA,2023-05-03\n", "surveys", columns={"date": "d", "item": "d"}))
    )
    assert intake.coverage(small_run()) is None


def test_a_check_says_the_same_and_writes_nothing(tmp_path, command, small_client):
    folder = small_client(customers={"path": "t.csv", "columns": {"name": "company"}})
    (folder / "t.csv").write_text(ACCOUNTS, encoding="utf-8")
    before = {path.name for path in folder.iterdir()}
    done = command("check", folder)
    assert done.returncode == 0, done.stderr
    assert "2 of 4 customer ids that bought stand in the table (85.7\u202f% of revenue)" in done.stdout
    assert {path.name for path in folder.iterdir()} == before


# ---------------------------------------------------------------- what stands in the sales themselves


def test_a_column_whose_name_has_a_blank_is_carried_to_the_customers(tmp_path):
    (tmp_path / "orders.csv").write_text('id,day,value,"Home ""Club"""\nA,2023-05-01,60,Leeds\nB,2023-06-02,30,York\n')
    columns = {"customer_id": "id", "date": "day", "amount": "value"}
    source = {"path": "orders.csv", "columns": columns, "attributes": ['Home "Club"']}
    run = open_client(client_of(tmp_path, [source]), tmp_path / "cache")
    assert run.customers['Home "Club"'].to_dict() == {"A": "Leeds", "B": "York"}


def test_nobody_is_classed_by_religion_health_or_family_even_where_the_client_file_asks_for_it(tmp_path):
    text = "customer_id,company,Religion\nA,Alpha,none\nB,Beta,any\n"
    run = run_of(tmp_path, text, columns={"name": "company", "segment": "Religion"})
    assert "segment" not in run.attributes
    assert "column 'Religion' tells of what is nobody's business" in message(run.intake, "private_segment")
