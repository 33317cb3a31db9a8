"""The room of segments: every customer in its classes, graded by the client's rules, labelled by an analyst's own."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from analysis.client.client import read_client
from analysis.client.own_segments import read_segment
from analysis.questions import steps_of
from analysis.run.columns import holders, names
from analysis.schema import DataError
from analysis.segments import views
from analysis.segments.own import function_of
from analysis.segments.price_layers import layers_of
from analysis.segments.sheets import sheets
from analysis.segments.trade import layer_moves, moved_layers

ROWS = "id,day,value,等级,kind\n" + "".join(
    f"{who},{year}-{month:02d}-05,{amount},{level},{kind}\n"
    for who, level, kind, amount, months in (
        ("A1", "钻石", "agent", 900, range(1, 13)),
        ("B2", "白银", "shop", 200, range(1, 13, 3)),
        ("C3", "白银", "shop", 30, (2,)),
        ("D4", "白银", "web", 5, (11, 12)),
    )
    for year in (2021, 2022)
    for month in months
    if not (who == "C3" and year == 2022)
)
RULES = [
    {"grade": "重点客户", "when": {"客户等级": "钻石"}},
    {"grade": "成长客户", "when": {"yearly_revenue": "top 50 % within kind"}},
    {"grade": "普通客户"},
]
ATTRIBUTES = {"attributes": {"客户等级": "等级", "kind": "kind"}}


@pytest.fixture
def run(small_run):
    """Return a function that opens this client with further keys in its file."""

    def opened(rows=ROWS, **keys):
        source = {
            "path": "orders.csv",
            "columns": {"customer_id": "id", "date": "day", "amount": "value"},
            **ATTRIBUTES,
        }
        return small_run(rows, sources=[source], **keys)

    return opened


# ---------------------------------------------------------------- grades, in the client's own words


def test_a_chinese_client_is_graded_by_its_own_levels_and_each_customer_is_explained(run):
    graded = run(grades=RULES)
    facts = graded.segments.facts
    assert {name: group.customers for name, group in facts.grades.items()} == {
        "重点客户": 1,
        "成长客户": 2,
        "普通客户": 1,
    }
    assert facts.leading == "grade"
    for groups in (facts.lifecycle, facts.rfm, facts.growth, facts.grades, facts.leading_grades):
        assert sum(group.customers for group in groups.values()) == 4
        assert sum(group.revenue for group in groups.values()) == pytest.approx(23250.0)
    assert graded.table().loc["A1", ["grade", "leading_grade"]].tolist() == ["重点客户", "重点客户"]
    shown = repr(views.graded_table(graded)).replace("\u202f", " ")
    assert "成长客户, because yearly revenue is in the top 50 % of shop." in shown
    assert [title for title, _ in sheets(graded)][:2] == ["Segments", "Grades"]


def test_without_rules_the_classes_by_money_lead_and_the_chapter_says_who_is_close_to_a_better_one(run):
    plain = run()
    assert plain.segments.facts.leading == "abc_class"
    assert plain.segments.facts.grades is None
    assert plain.table()["leading_grade"].tolist() == plain.table()["abc_class"].tolist()
    assert repr(views.grades(plain)).startswith("Grade A holds 1 customer (25")


def test_rules_shape_no_row_of_the_ledger_and_ask_only_the_rooms_whose_columns_they_name(run):
    steps, plain = steps_of(), run()
    named = run(grades=[{"grade": "A", "when": {"silent_longer_than_ever": True}}, {"grade": "C"}])
    assert named.base.read == plain.base.read
    assert named.key("segments") != plain.key("segments")
    assert holders(steps["segments"], steps, plain.client) == []
    assert holders(steps["segments"], steps, named.client) == ["run_rate"]
    assert {"churn_probability", "revenue"} <= set(names(steps["segments"], steps, plain.customers))


def test_a_rule_with_a_word_that_is_no_column_is_an_error_of_the_client_file(run):
    with pytest.raises(DataError, match=r"rule 1 \(A\) names 'yearly_revenu'.*did you mean 'yearly_revenue'"):
        _ = run(grades=[{"grade": "A", "when": {"yearly_revenu": "top 5"}}]).segments


# ---------------------------------------------------------------- what the data do not hold


def test_without_amounts_stages_and_grades_stand_and_no_money_is_named(small_run):
    source = {"path": "orders.csv", "columns": {"customer_id": "id", "date": "day"}}
    counted = small_run(ROWS, sources=[{**source, **ATTRIBUTES}], currency=None, grades=[RULES[0], RULES[2]])
    facts = counted.segments.facts
    assert {name: group.customers for name, group in facts.grades.items()} == {"重点客户": 1, "普通客户": 3}
    assert [group.revenue for group in facts.lifecycle.values()] == [None] * len(facts.lifecycle)
    assert (facts.nearer, facts.abc_margin) == (None, None)
    assert "revenue" not in repr(views.stages(counted)) + repr(views.growth(counted))
    assert views.nearer_table(counted) is None


def test_without_days_the_reason_is_said_once_and_classes_by_money_stand(small_run):
    source = {"path": "orders.csv", "columns": {"customer_id": "id", "amount": "value"}}
    summed = small_run("id,value\nA,90\nB,9\nC,1\n", sources=[source], observation_end="2023-12-31")
    assert "one row per customer" in repr(views.stages(summed))
    assert views.growth(summed) is None
    assert views.stages_figure(summed) is None
    assert repr(views.grades(summed)).startswith("Grade A holds 1 customer (33")


def test_a_history_too_short_to_compare_says_so(small_run):
    assert "fewer than 120 days" in repr(views.growth(small_run()))


# ---------------------------------------------------------------- an analyst's own


def test_five_lines_label_the_customers_and_say_what_the_labels_hold(run):
    client = run()
    size = client.segment("size", lambda c: (c["revenue"] > 500).map({True: "large", False: "small"}))
    assert size.classes["customers"].to_dict() == {"large": 2, "small": 2}
    assert client.table()["size"].to_dict() == {"A1": "large", "B2": "large", "C3": "small", "D4": "small"}
    assert size.moved == 0.0
    assert size.migration.to_numpy().tolist() == [[2, 0], [0, 2]]
    assert size.overlap("lifecycle").to_numpy().sum() == 4
    late = client.segment("late", lambda c: c["silent_longer_than_ever"])  # which no past table holds
    assert size.beside(late)[["classes", "moved"]].iloc[0].tolist() == [2, 0.0]
    assert late.moved is None
    assert "how stable it is cannot be said" in repr(late).lower()
    with pytest.raises(DataError, match="The customers have a column 'abc_class' already"):
        client.segment("abc_class", lambda c: pd.Series("x", c.index))


def test_a_segment_that_the_client_file_lists_stands_in_table_report_and_excel(run, tmp_path):
    (tmp_path / "acme").mkdir(exist_ok=True)
    (tmp_path / "acme" / "size.py").write_text(
        "def segment(customers):\n    return (customers['revenue'] > 500).map({True: 'large', False: 'small'})\n"
    )
    listed = run(segments={"size": "size.py"})
    facts = listed.segments.facts.own["size"]
    assert {name: group.customers for name, group in facts.classes.items()} == {"large": 2, "small": 2}
    assert listed.table()["size"].value_counts().to_dict() == {"large": 2, "small": 2}
    assert "By size there are 2 segments." in repr(views.own(listed))
    whole = dict(sheets(listed))["Segments"].frame
    assert whole.loc[whole["by"] == "size", "customers"].tolist() == [2, 2]


def test_a_file_without_the_function_or_that_fails_is_an_error_that_says_what_it_needs():
    with pytest.raises(DataError, match=r"segments.size: its file should have a function `segment\(customers\)`"):
        function_of("size", "x = 1")
    with pytest.raises(DataError, match=r"segments.size: its file fails: NameError"):
        function_of("size", "x = y")


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(DataError, match="there is no Python file 'size.py' beside the client file"):
        read_segment(tmp_path, "size", "size.py")


def test_a_segment_of_the_file_cannot_take_the_name_of_a_column(small_client):
    with pytest.raises(DataError, match="'revenue' is a column of the customers already"):
        read_client(small_client(segments={"revenue": "size.py"}))


# ---------------------------------------------------------------- price layers


def test_who_spends_most_on_dearer_products_than_before_has_traded_up():
    rows = [
        ("a", "cheap", 2022, 40.0, 40), ("a", "dear", 2023, 50.0, 1), ("b", "dear", 2022, 10.0, 1),
        ("b", "cheap", 2023, 20.0, 20), ("c", "middling", 2022, 30.0, 3), ("c", "middling", 2023, 30.0, 3),
        ("d", "dear", 2023, 1.0, 1),
    ]  # fmt: skip
    lines = pd.DataFrame(rows, columns=["customer_id", "product", "year", "amount", "units"])
    lines["date"] = pd.to_datetime(lines["year"].astype("str") + "-06-01")
    table = layers_of(lines.astype({"customer_id": "category", "product": "category"}), dt.date(2023, 12, 31), 365)
    assert table["price_layer"].to_dict() == {"a": "high", "b": "low", "c": "middle", "d": "high"}
    assert table["price_layer_move"].fillna("").to_dict() == {"a": "up", "b": "down", "c": "same", "d": ""}
    found = layer_moves(table)
    assert found["layer_moves"]["up"].plain() == {"customers": 1, "before": 40.0, "now": 50.0}
    assert found["layer_moves_by_chance"]
    assert moved_layers(table)["customer_id"].tolist() == ["a", "b"]
