"""How the report spells numbers."""

import math
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from analysis.display import days, formats
from analysis.display.days import day
from analysis.display.formats import MINUS, SPACE, compact_money, count, interval, money, number, share


@pytest.mark.parametrize(
    ("value", "currency", "digits", "printed"),
    [
        (244091.94, "USD", None, "$244,092"),
        (34.5, "USD", None, "$34.50"),
        (99.999, "USD", None, "$100"),
        (0, "USD", None, "$0"),
        (1234.5, "USD", 2, "$1,234.50"),
        (34.5, "JPY", None, "¥35"),
        (1200, "CNY", None, "CN¥1,200"),
        (1200, "EUR", None, "€1,200"),
        (1200, None, None, "1,200"),
        (-1200, "USD", None, f"{MINUS}$1,200"),
        (-0.001, "USD", 2, "$0.00"),
    ],
)
def test_money_has_its_currency_and_as_many_decimals_as_carry_meaning(value, currency, digits, printed):
    assert money(value, currency, digits) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (740, "$740"),
        (12345, f"$12.3{SPACE}k"),
        (244091.94, f"$244{SPACE}k"),
        (999_600, f"$1.00{SPACE}M"),
        (1_234_567, f"$1.23{SPACE}M"),
        (-1_234_567, f"{MINUS}$1.23{SPACE}M"),
        (2.5e9, f"$2.50{SPACE}bn"),
    ],
)
def test_compact_money_has_three_digits(value, printed):
    assert compact_money(value, "USD") == printed


def test_a_share_is_printed_as_percent_that_never_leaves_its_number():
    assert share(0.3297) == "33\u202f%"
    assert share(-0.04, 1) == f"{MINUS}4.0{SPACE}%"


def test_halves_are_rounded_up_as_in_excel():
    assert [count(value) for value in (0.5, 1.5, 2.5)] == ["1", "2", "3"]


@pytest.mark.parametrize("missing", [None, float("nan"), math.inf, pd.NA, pd.NaT, np.float64("nan")])
def test_what_is_missing_is_a_dash_everywhere(missing):
    printed = {
        count(missing),
        number(missing),
        share(missing),
        money(missing, "USD"),
        compact_money(missing, "USD"),
        day(missing),
        days.month(missing),
        formats.points(missing),
        interval(missing, 1, count),
        formats.text(missing),
    }
    assert printed == {"–"}


def test_numbers_of_numpy_and_pandas_are_numbers():
    assert count(np.int64(12345)) == count(12345.0) == "12,345"
    assert day(pd.Timestamp("1998-06-30 23:59")) == day(datetime(1998, 6, 30)) == day(date(1998, 6, 30))


def test_very_large_and_very_small_amounts_print():
    assert money(1e18, "USD") == "$1,000,000,000,000,000,000"
    assert number(1e-9, 2) == "0.00"


def test_an_interval_prints_its_unit_once():
    assert interval(0.08, 0.1, share) == f"8–10{SPACE}%"
    assert interval(55_000, 68_000, lambda value: compact_money(value, "USD")) == f"$55.0–68.0{SPACE}k"


def test_an_interval_with_two_units_prints_both():
    printed = interval(900_000, 1_200_000, lambda value: compact_money(value, "USD"))
    assert printed == f"$900{SPACE}k–$1.20{SPACE}M"


def test_an_interval_with_a_negative_end_is_written_out():
    assert interval(-0.02, 0.1, share) == f"{MINUS}2{SPACE}% to 10{SPACE}%"


def test_an_interval_of_one_value_is_that_value():
    assert interval(0.081, 0.079, share) == f"8{SPACE}%"


def test_text_from_data_becomes_one_line_without_signs_that_steer_the_display():
    assert formats.text(" a\r\n\tb\u2028c ") == "a b c"
    assert formats.text("pay \u202e001\u202c now\x00") == "pay 001 now\ufffd"
    assert formats.text(f"33{SPACE}%") == formats.text("33 %") == f"33{SPACE}%"
