"""Customer ids stay the text they are; what nobody sees is cleaned, twins are reported, nobody is no customer."""

from __future__ import annotations

import pytest

from analysis.intake import say
from tests.strategies import HEAD, codes, column, ids, left_out, message, refusal, take

pytestmark = pytest.mark.usefixtures("only_read")


def test_an_id_stays_as_it_is(tmp_path):
    values = ["00123", "12e4", "1E5", "A-7", "0x1F", "1,5", "TRUE", "2023-01-01", "NaNa", "客户1"]
    take(tmp_path, column("id", values))
    assert ids(tmp_path) == values


@pytest.mark.parametrize(
    ("values", "code"),
    [([" A7", "A7  ", "A7\u00a0", "A7\u3000"], "id_blanks"), (["A\u200b7", "\ufeffA7", "Ａ７"], "id_invisible")],
)
def test_what_nobody_sees_does_not_make_another_customer(tmp_path, values, code):
    intake = take(tmp_path, column("id", ["A7", *values]))
    assert ids(tmp_path) == ["A7"] * (1 + len(values))
    assert message(intake, code).count(f"{len(values)} ") >= 1


@pytest.mark.weighed
@pytest.mark.parametrize(
    ("one", "two"), [("acme", "ACME"), ("A 7", "A7"), ("A-7", "a7"), ("007", "7"), ("Weiß, Jörg", "Joerg Weiss")]
)
def test_twins_are_kept_apart_and_reported(tmp_path, one, two):
    intake = take(tmp_path, column("id", [one, two, "K2"]))
    assert ids(tmp_path)[:2] == [one, two]
    said = [told for finding in intake.findings if "twins" in (told := say.message(finding))]
    assert any(one in sentence and two in sentence for sentence in said)


def test_ids_that_became_floats_become_ids_again(tmp_path):
    intake = take(tmp_path, column("id", ["123.0", "77.0"]))
    assert ids(tmp_path) == ["123", "77"]
    assert "id_float" in codes(intake)


def test_an_id_with_a_point_among_others_is_left_alone(tmp_path):
    take(tmp_path, column("id", ["123.0", "A.0"]))
    assert ids(tmp_path) == ["123.0", "A.0"]


@pytest.mark.parametrize("value", ["1.23E+10", "1.23e+10", "1,23E+10", "9E+15"])
def test_ids_in_scientific_notation_are_an_error(tmp_path, value):
    said = refusal(tmp_path, column("id", ["K0", value]))
    assert "scientific" in said
    assert value in said


def test_a_missing_id_is_nobody(tmp_path):
    missing = ["", "NULL", "null", "NaN", "n/a", "NA", "None", "-", "#N/A", "无"]
    intake = take(tmp_path, column("id", [*["K0"] * 10, *missing]))
    assert left_out(intake) == {"missing_customer_id": (10, 105.0)}
    assert "50.0 % of net revenue" in message(intake, "missing_customer_id")


def test_a_placeholder_is_no_customer(tmp_path):
    nobody = ["unknown", "Guest", "walk-in", "散客", "-1", "anonymous"]
    intake = take(tmp_path, column("id", [*(f"K{k}" for k in range(6)), *nobody]))
    assert left_out(intake) == {"placeholder_customer_id": (6, 63.0)}
    assert "'unknown'" in message(intake, "placeholder_customer_id")


@pytest.mark.parametrize("value", ["0", "0000"])
def test_a_zero_among_other_ids_is_no_customer(tmp_path, value):
    intake = take(tmp_path, column("id", ["K0", value]))
    assert left_out(intake) == {"placeholder_customer_id": (1, 10.5)}
    assert value in message(intake, "placeholder_customer_id")


def test_the_zero_of_a_dense_numbering_is_a_customer(tmp_path):
    take(tmp_path, column("id", ["0", "1", "2", "1"]))
    assert ids(tmp_path) == ["0", "1", "2", "1"]


def test_the_zero_that_outgrows_every_customer_is_a_placeholder(tmp_path):
    intake = take(tmp_path, column("id", ["0", "1", "0", "2"]))
    assert left_out(intake) == {"placeholder_customer_id": (2, 21.0)}


def test_if_nobody_is_left_that_is_an_error(tmp_path):
    assert "no usable transactions" in refusal(tmp_path, HEAD + ",2023-05-01,10\n,2023-05-02,11\n")
