"""Early signs that a customer is leaving: what is looked at, and where each begins."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from analysis.churn.early_warning import complained, halves, longest_gaps, signs
from analysis.ledger.customer_days import Days

IDS = pd.Series(["A", "B", "C"])


def said(silence=(0, 0, 0), gaps=None, spend=None, kinds=None, complaints=()):
    scores = pd.DataFrame({"customer_id": IDS, "days_since_last": silence})
    none = pd.DataFrame({"size": [], "max": []})
    return signs(scores, none if gaps is None else gaps, spend, kinds, set(complaints)).tolist()


def two(before, lately):
    return pd.DataFrame({"before": before, "lately": lately}, index=["A", "B"])


def test_silent_for_longer_than_ever_needs_three_gaps_of_ones_own():
    gaps = pd.DataFrame({"size": [3, 3, 2], "max": [40, 41, 10]}, index=["A", "B", "C"])
    assert said(silence=(41, 41, 41), gaps=gaps) == ["gap", "", ""]


def test_spend_has_fallen_below_half_and_of_who_brought_nothing_before_nothing_fell():
    assert said(spend=two([100.0, 0.0], [49.0, 0.0])) == ["spend", "", ""]
    assert said(spend=two([100.0, 100.0], [50.0, 0.0])) == ["", "spend", ""]


def test_the_range_has_halved_where_there_were_four_kinds_or_more():
    assert said(kinds=two([4, 3], [2, 0])) == ["range", "", ""]
    assert said(kinds=two([4, 9], [3, 4])) == ["", "range", ""]


def test_signs_are_joined():
    assert said(spend=two([9.0, 1.0], [1.0, 1.0]), kinds=two([8, 1], [1, 1]), complaints="AC") == [
        "spend range complaint",
        "",
        "complaint",
    ]


def test_the_halves_are_two_years_or_the_halves_of_a_shorter_history():
    end = dt.date(2024, 12, 31)
    assert halves(dt.date(2020, 1, 1), end) == (dt.date(2023, 1, 1), dt.date(2024, 1, 1))
    assert halves(dt.date(2024, 12, 1), end) == (dt.date(2024, 12, 1), dt.date(2024, 12, 16))


def test_gaps_are_those_between_purchase_days_of_one_customer():
    ids = np.array(["A", "B"], dtype=object)
    who, day = np.array([0, 0, 0, 1, 1]), np.array([0, 10, 40, 5, 6])
    days = Days(ids, who, day, np.ones(5), np.array([True] * 4 + [False]), dt.date(2024, 1, 1))
    assert longest_gaps(days).loc["A"].tolist() == [2, 30]
    assert "B" not in longest_gaps(days).index


@pytest.mark.parametrize(("kind", "day", "found"), [("Complaint", 1, {"A"}), ("visit", 1, set()), ("投诉", 300, set())])
def test_a_complaint_counts_for_half_a_year(kind, day, found):
    end = pd.Timestamp("2024-12-31")
    contacts = pd.DataFrame({"customer_id": ["A"], "date": [end - pd.Timedelta(days=day)], "kind": [kind]})
    assert complained(contacts, end) == found
    assert complained(None, end) == set()
