"""Grades by the client's own rules: readable, first match wins, each customer explained, bad rules named."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from analysis.classes.rules import graded, meets
from analysis.client.client import Client
from analysis.client.conditions import condition
from analysis.client.grades import Grade
from analysis.schema import DataError
from analysis.segments.facts import GradeRule, SegmentsFacts
from analysis.segments.grading import refuse_unknown
from analysis.segments.reasons import because
from analysis.segments.say_grades import idle_rules
from tests.strategies import COLUMNS, client_of

RULES = [
    Grade(grade="A", when={"segment": "agent"}),
    Grade(grade="A", when={"revenue": "top 20 % within segment"}),
    Grade(grade="B", when={"growth_two_years": ">= 10 %", "lifecycle": "loyal"}),
    Grade(grade="C"),
]


def customers(**columns):
    return pd.DataFrame(columns)


def told(tmp_path, *rules):
    """Return what is said of these rules when a client file is read."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        client_of(tmp_path, [{"path": "x.csv", "columns": COLUMNS}], grades=list(rules))
    return str(caught.value)


# ---------------------------------------------------------------- what a rule asks


@pytest.mark.parametrize(
    ("written", "who"),
    [
        ("agent", "A"),
        (" Agent ", "A"),
        (["agent", "shop"], "AC"),
        ("other", ""),
    ],
)
def test_a_text_is_met_whatever_its_case_and_by_any_of_a_list(written, who):
    table = customers(segment=["agent", None, "Shop "])
    assert "".join(c for c, yes in zip("ABC", meets(table, condition("segment", written)), strict=True) if yes) == who


@pytest.mark.parametrize("written", [">= 10 %", "≥ 10%", "at least 10 %", "至少 10 %", "at least 0.1"])
def test_a_limit_can_be_written_with_signs_or_words_in_percent_or_as_a_fraction(written):
    table = customers(growth=[0.10, 0.0999, None])
    assert meets(table, condition("growth", written)).tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("written", "met"),
    [("over 3", [0, 0, 1]), ("< 3", [1, 0, 0]), ("at most 3", [1, 1, 0]), (3, [0, 1, 0]), ("3", [0, 1, 0])],
)
def test_limits_hold_where_they_say(written, met):
    assert meets(customers(x=[2, 3, 4]), condition("x", written)).tolist() == [bool(one) for one in met]


def test_a_day_and_a_flag_can_be_asked_for():
    table = customers(since=pd.to_datetime(["2020-01-01", "2021-01-01"]), strategic=pd.array([True, None], "boolean"))
    assert meets(table, condition("since", ">= 2020-06-01")).tolist() == [False, True]
    assert meets(table, condition("since", dt.date(2020, 1, 1))).tolist() == [True, False]
    assert meets(table, condition("strategic", written=True)).tolist() == [True, False]


def test_of_the_largest_share_who_crosses_the_line_is_in_and_equal_customers_are_treated_alike():
    assert meets(customers(x=[9, 5, 5, 1, 0]), condition("x", "top 20 %")).tolist() == [True] + 4 * [False]
    assert meets(customers(x=[9, 5, 5, 1, 0]), condition("x", "top 21 %")).tolist() == [True, True, True, False, False]
    assert meets(customers(x=list(range(15))), condition("x", "top 20 %")).sum() == 3  # 0.2 × 15 is more in binary
    assert meets(customers(x=[4, 4]), condition("x", "bottom 1")).all()


def test_the_largest_are_counted_within_each_group_and_the_unknown_are_none_of_them():
    table = customers(x=[9, 8, 2, 1, 7], segment=["a", "a", "b", "b", None])
    assert meets(table, condition("x", "top 50 % within segment")).tolist() == [True, False, True, False, False]


@pytest.mark.parametrize("written", [">= many", "top 20 % of segment", "<"])
def test_what_begins_like_a_condition_and_goes_on_like_none_is_an_error_with_examples(tmp_path, written):
    said = told(tmp_path, {"grade": "A", "when": {"x": written}})
    assert f"x: '{written}' is no condition; write a value" in said
    assert "top 20 % within segment" in said


def test_a_share_of_more_than_all_is_an_error(tmp_path):
    assert "lies between 0 and 100 %" in told(tmp_path, {"grade": "A", "when": {"x": "top 120 %"}})


# ---------------------------------------------------------------- the first rule that fits


def test_the_first_rule_that_fits_decides_and_each_grade_is_explained():
    table = customers(
        segment=["agent", "distributor", "distributor", "distributor"],
        revenue=[1.0, 900.0, 50.0, 50.0],
        growth_two_years=[None, None, 0.12, 0.12],
        lifecycle=["lost", "loyal", "loyal", "new"],
    )
    found = graded(table, RULES)
    assert found["grade"].tolist() == ["A", "A", "B", "C"]
    assert [text.replace("\u202f", " ") for text in because(table.join(found), RULES)] == [
        "A, because segment is agent.",
        "A, because revenue is in the top 20 % of distributor.",
        "B, because growth two years is at least 10 % and lifecycle is loyal.",
        "C, because no rule before fits.",
    ]


def test_who_fits_no_rule_has_no_grade():
    found = graded(customers(revenue=[1.0]), [Grade(grade="A", when={"revenue": "over 5"})])
    assert found.isna().all(axis=None)


def test_chinese_fields_values_and_grades_work():
    rules = [Grade(grade="重点客户", when={"客户等级": "钻石"}), Grade(grade="普通客户")]
    table = customers(客户等级=["钻石", "白银"])
    found = graded(table, rules)
    assert found["grade"].tolist() == ["重点客户", "普通客户"]
    assert because(table.join(found), rules)[0] == "重点客户, because 客户等级 is 钻石."


# ---------------------------------------------------------------- bad rules


def test_a_field_that_there_is_not_is_an_error_with_the_rule_and_the_nearest_word():
    rules = [Grade(grade="A", when={"revenu": "top 5"})]
    with pytest.raises(DataError) as caught:
        refuse_unknown(rules, customers(revenue=[1.0]), ["churn_probability"])
    assert str(caught.value) == (
        "grades: rule 1 (A) names 'revenu', which is no column of the customers; did you mean 'revenue'?"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"segment": "agent"}),
        ({"segment": ["agent", "shop"]}, {"segment": "Agent"}),
        ({"x": "at least 10 %"}, {"x": "at least 20 %", "segment": "agent"}),
        ({"x": "top 20 %"}, {"x": "top 10 %"}),
        ({"x": "< 5"}, {"x": "< 4"}),
    ],
)
def test_a_rule_that_an_earlier_one_covers_is_an_error_that_names_both(tmp_path, before, after):
    said = told(tmp_path, {"grade": "A", "when": before}, {"grade": "B", "when": after})
    assert "rule 2 (B) can fit nobody: rule 1 (A) comes first" in said


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"x": "top 10 %"}, {"x": "top 20 %"}),
        ({"x": "top 20 % within segment"}, {"x": "top 10 %"}),
        ({"segment": "agent", "x": "over 5"}, {"segment": "agent"}),
        ({"x": "over 10 %"}, {"x": "over 10"}),
    ],
)
def test_a_rule_that_only_overlaps_an_earlier_one_is_none(tmp_path, before, after):
    rules = [{"grade": "A", "when": before}, {"grade": "B", "when": after}]
    assert isinstance(client_of(tmp_path, [{"path": "x.csv", "columns": COLUMNS}], grades=rules), Client)


@pytest.mark.parametrize("field", ["grade", "leading_grade"])
def test_a_rule_that_names_a_grade_is_an_error(tmp_path, field):
    said = told(tmp_path, {"grade": "A", "when": {field: "B"}})
    assert f"'{field}' is what these rules make" in said


def test_rules_that_grade_nobody_are_said_with_the_reason():
    rules = [
        GradeRule(grade="A", fields=["x"], fits=3, customers=3, unknown=[]),
        GradeRule(grade="B", fields=["growth_two_years"], fits=0, customers=0, unknown=["growth_two_years"]),
        GradeRule(grade="C", fields=["x"], fits=2, customers=0, unknown=[]),
        GradeRule(grade="D", fields=["x"], fits=0, customers=0, unknown=[]),
    ]
    assert idle_rules(SegmentsFacts.sketch(rules=rules)) == (
        "Rule 2 (B) grades nobody: growth two years is not known of any customer. "
        "Rule 3 (C) grades nobody: the 2 customers whom it fits have earlier rules'. "
        "Rule 4 (D) grades nobody: it fits no customer."
    )
    assert idle_rules(SegmentsFacts.sketch(rules=rules[:1])) is None
