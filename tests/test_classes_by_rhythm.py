"""Classes of customers: stages by their own rhythm, growth beyond chance, recency-frequency-money, and by money."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.classes.growth import GROWTH, growth_places, growth_rates, trend
from analysis.classes.labels import labels_of, moved, summarise, value_explained
from analysis.classes.lifecycle import LIFECYCLE, lifecycle
from analysis.classes.quarters import comebacks, quarters
from analysis.classes.rfm import GRID, RFM, fifths, rfm_scores
from analysis.client.abc import Abc, Rfm
from analysis.ledger.customer_days import Days
from analysis.schema import DataError
from analysis.segments.money import missing_to_next, money_classes
from analysis.shares import abc_class

END = dt.date(2023, 12, 31)
money = st.lists(st.sampled_from([0.0, 1.0, 2.5, 7.0, 7.0, 40.0, -3.0]), min_size=1, max_size=12)


def stage(first: int, last: int, purchases: int, rhythm: int | None = 90, back: int | None = None) -> str:
    """Return the stage of a customer who bought first and last so many days ago."""
    day = lambda ago: pd.Timestamp(END) - pd.Timedelta(days=ago)  # noqa: E731
    table = pd.DataFrame(
        {"first_purchase": [day(first)], "last_purchase": [day(last)], "frequency": [purchases - 1]}, index=["x"]
    )
    table["recency"] = first - last
    comeback = None if back is None else pd.Series([day(back)], index=["x"])
    return lifecycle(table, END, rhythm, comeback).iloc[0]


# ---------------------------------------------------------------- stages


@pytest.mark.parametrize(
    ("customer", "expected"),
    [
        ((90, 90, 1), "new"),
        ((90, 0, 5), "new"),
        ((91, 91, 1), "one-time"),
        ((900, 900, 1), "one-time"),
        ((200, 90, 2), "regular"),
        ((271, 90, 4), "loyal"),
        ((269, 90, 4), "regular"),  # 179 days are not two rhythms
        ((500, 90, 4), "regular"),  # every 137 days on average
        ((200, 91, 2), "sleeping"),
        ((400, 180, 2), "sleeping"),
        ((400, 181, 2), "lost"),
    ],
)
def test_stage_by_the_rhythm_of_90_days(customer, expected):
    assert stage(*customer) == expected


def test_who_came_back_from_a_loss_within_the_last_rhythm_is_regained():
    assert stage(900, 10, 3, back=10) == "regained"
    assert stage(900, 10, 3, back=91) == "regular"
    assert stage(900, 100, 3, back=100) == "sleeping"


def test_where_nobody_bought_twice_everybody_is_a_one_time_buyer():
    assert stage(10, 10, 1, rhythm=None) == "one-time"


def test_who_gave_everything_back_has_no_purchase():
    table = pd.DataFrame({"first_purchase": pd.to_datetime([None]), "last_purchase": pd.to_datetime([None])})
    assert lifecycle(table.assign(frequency=0, recency=np.nan), END, 90).tolist() == ["no purchase"]


@settings(max_examples=15)
@given(st.integers(0, 900), st.integers(0, 900), st.integers(1, 9), st.one_of(st.none(), st.integers(1, 400)))
def test_everybody_has_one_of_the_stages(one, other, purchases, rhythm):
    assert stage(max(one, other), min(one, other), purchases, rhythm) in LIFECYCLE


# ---------------------------------------------------------------- quarters and comebacks

DAYS = Days(
    customer_id=np.array(["a", "b"], dtype=object),
    customer=np.array([0, 0, 0, 1, 1]),
    day=np.array([0, 399, 799, 100, 798]),
    net=np.array([5.0, 7.0, 9.0, 1.0, -1.0]),
    bought=np.array([True, True, True, True, False]),
    first=END - dt.timedelta(days=799),
)


def test_quarters_hold_the_money_of_two_years_and_of_the_year_before():
    table = quarters(DAYS, END, 365)
    assert table.loc["a"].tolist() == [5.0, 0, 0, 0, 7.0, 0, 0, 0, 9.0]
    assert table.loc["b"].tolist() == [0.0, 1.0, 0, 0, 0, 0, 0, 0, -1.0]


def test_without_amounts_quarters_count_purchase_days():
    assert quarters(DAYS, END, 365, paid=False).loc["b"].tolist() == [0, 1, 0, 0, 0, 0, 0, 0, 0]


def test_what_is_later_than_the_day_is_not_looked_at():
    day = END - dt.timedelta(days=1)
    assert quarters(DAYS, day, 365).loc["a"].sum() == 12.0
    assert comebacks(DAYS, day, 300).to_dict() == {"a": pd.Timestamp(END - dt.timedelta(days=400))}


def test_a_comeback_is_the_last_purchase_after_a_silence_of_more_than_so_many_days():
    assert comebacks(DAYS, END, 399).to_dict() == {"a": pd.Timestamp(END)}
    assert comebacks(DAYS, END, 400).empty


# ---------------------------------------------------------------- growth


def grows(*quarters: float, before: bool = True, lately: bool = True) -> str:
    return GROWTH[growth_places(np.array([quarters], float), np.array([before]), np.array([lately]))[0]]


@pytest.mark.parametrize(
    ("customer", "expected"),
    [
        ((10, 10, 10, 10, 20, 20, 20, 20), "rising"),
        ((20, 20, 20, 20, 10, 10, 10, 10), "falling"),
        ((10, 10, 10, 10, 10.9, 10.9, 10.9, 10.9), "steady"),  # less than 10 %
        ((0, 0, 0, 10, 0, 0, 20, 0), "steady"),  # too seldom to tell
        ((0, 0, 0, 0, 0, 5, 0, 0), "rising"),  # back after a year of nothing
        ((5, 5, 5, 5, 5, 5, 5, 5), "steady"),
        ((0, 0, 0, 0, 0, 0, 0, 0), "steady"),  # bought for nothing
    ],
)
def test_growth_is_a_change_of_more_than_a_tenth_beyond_chance(customer, expected):
    assert grows(*customer) == expected


def test_new_is_who_first_bought_lately_and_gone_who_bought_nothing():
    assert grows(0, 0, 0, 0, 1, 9, 9, 9, before=False) == "new"
    assert grows(9, 9, 9, 9, 0, 0, 0, 0, lately=False) == "gone"


def test_of_customers_who_do_not_change_about_one_in_ten_seems_to():
    rng = np.random.default_rng(1)
    table = pd.DataFrame(rng.gamma(4, 10, (4000, 8)), columns=range(1, 9))
    yes = np.full(4000, True)
    found = growth_places(table.to_numpy(), yes, yes)
    assert (found != GROWTH.index("steady")).mean() == pytest.approx(0.10, abs=0.02)
    assert (trend(table) != "level").mean() == pytest.approx(0.10, abs=0.02)


@settings(max_examples=15)
@given(st.lists(st.sampled_from([0.0, 1.0, 3.0, 8.0, -2.0]), min_size=8, max_size=8), st.sampled_from([0.01, 7, 1e6]))
def test_growth_and_trend_do_not_depend_on_the_currency(values, rate):
    assert grows(*values) == grows(*(v * rate for v in values)) in GROWTH
    table = pd.DataFrame([values], columns=range(1, 9))
    assert trend(table).tolist() == trend(table * rate).tolist()


def test_two_years_running_grew_as_much_as_the_weaker_of_them():
    table = pd.DataFrame([[100, 120, 0, 0, 0, 150, 0, 0, 0], [0, 5, 0, 0, 0, 5, 0, 0, 0]], columns=range(9))
    rates = growth_rates(table)
    assert rates.loc[0, ["growth", "growth_before", "growth_both"]].tolist() == pytest.approx([0.25, 0.20, 0.20])
    assert np.isnan(rates.loc[1, "growth_both"])  # nothing three years ago


# ---------------------------------------------------------------- recency, frequency, money


def buyers(revenue: list[float]) -> pd.DataFrame:
    n = len(revenue)
    return pd.DataFrame(
        {"T": 300.0, "recency": np.arange(n) % 7 * 30.0, "frequency": np.arange(n) % 3, "revenue": revenue}
    )


@settings(max_examples=15)
@given(money)
def test_equal_customers_get_equal_scores_and_a_better_one_no_lower_score(values):
    value = pd.Series(values)
    scores = fifths(value)
    assert scores.between(1, 5).all()
    by_value = scores.groupby(value)
    assert by_value.nunique().max() == 1
    assert by_value.first().is_monotonic_increasing


@settings(max_examples=15)
@given(money, st.sampled_from([0.001, 3.0, 1e6]))
def test_scores_do_not_depend_on_the_currency(values, rate):
    assert fifths(pd.Series(values)).tolist() == fifths(pd.Series(values) * rate).tolist()


@pytest.mark.parametrize("values", [[5.0], [5.0] * 7, [0.0] * 4, [-2.0]])
def test_all_equal_a_single_one_zeros_and_negatives_stand_in_the_middle(values):
    assert set(fifths(pd.Series(values))) == {3}


def test_five_different_customers_are_a_fifth_each():
    assert fifths(pd.Series([50, 10, 40, 20, 30])).tolist() == [5, 1, 4, 2, 3]


@settings(max_examples=15)
@given(money)
def test_the_segments_partition_the_customers(values):
    found = rfm_scores(buyers(values), Rfm())
    assert len(found) == len(values)
    assert set(found["rfm"]) <= set(RFM)
    assert {name for row in GRID for name in row} == set(RFM)


def test_without_amounts_frequency_alone_stands_for_the_worth():
    found = rfm_scores(buyers([0.0] * 9), Rfm())
    assert found["rfm_money"].isna().all()
    assert (
        found["rfm"] == [GRID[r - 1][f - 1] for r, f in zip(found["rfm_recency"], found["rfm_frequency"], strict=True)]
    ).all()


def test_cuts_of_the_client_are_reached_by_who_stands_on_them():
    cuts = Rfm(recency_days=[30, 60, 90, 180], purchases=[2, 3, 5, 10], revenue=[10, 50, 100, 1000])
    table = pd.DataFrame({"T": [30.0, 31.0, 900.0], "recency": 0.0, "frequency": [0, 1, 9], "revenue": [1000, 10, 9.0]})
    table.loc[3] = [np.nan, np.nan, 0, 0.0]  # never bought
    found = rfm_scores(table, cuts)
    assert found["rfm_recency"].tolist() == [5, 4, 1, 1]
    assert found["rfm_frequency"].tolist() == [1, 2, 5, 1]
    assert found["rfm_money"].tolist() == [5, 2, 1, 1]


def test_cuts_that_do_not_ascend_are_an_error():
    with pytest.raises(ValueError, match=r"rfm.purchases must ascend; got 2, 2, 3, 4"):
        Rfm(purchases=[2, 2, 3, 4])


# ---------------------------------------------------------------- classes by money


@settings(max_examples=15)
@given(money, st.sampled_from([0.01, 9.0]), st.sampled_from(["value", "customers"]))
def test_classes_partition_the_customers_alike_in_every_currency_and_equal_ones_alike(values, rate, of):
    value = pd.Series(values)
    found = abc_class(value, of=of)
    assert set(found) <= set("ABCN")
    assert found.tolist() == abc_class(value * rate, of=of).tolist()
    assert found.groupby(value).nunique().max() == 1


@settings(max_examples=15)
@given(money)
def test_a_customer_who_brought_nothing_changes_no_class_of_the_others(values):
    value = pd.Series(values)
    assert abc_class(pd.concat([value, pd.Series([0.0])], ignore_index=True))[:-1].tolist() == abc_class(value).tolist()


@pytest.mark.parametrize(
    ("values", "classes"),
    [([5.0], "A"), ([5.0, 5.0, 5.0], "AAA"), ([0.0, 0.0], "NN"), ([-1.0, 9.0], "NA"), ([-1.0], "N")],
)
@pytest.mark.parametrize("of", ["value", "customers"])
def test_classes_of_few_equal_zero_and_negative_customers(values, classes, of):
    assert "".join(abc_class(pd.Series(values), of=of)) == classes


def test_classes_can_be_shares_of_the_customers():
    abc = Abc(of="customers")
    assert (abc.a, abc.b) == (0.20, 0.50)
    assert "".join(abc_class(pd.Series(range(10)), a=abc.a, b=abc.b, of=abc.of)) == "NCCCCBBBAA"


def test_a_customer_misses_what_the_smallest_of_the_next_better_class_has_more():
    value = pd.Series([80.0, 70.0, 15.0, 5.0, -2.0])
    assert missing_to_next(value, pd.Series(list("AABCN"))).tolist()[2:] == [55.0, 10.0, 7.0]
    assert missing_to_next(value, pd.Series(list("AACCN"))).tolist()[3] == 65.0  # there is no class B


def test_a_strategic_customer_below_class_a_is_a_plum_which_is_no_class_of_money():
    table = pd.DataFrame({"revenue": [90.0, 6.0, 4.0], "margin": np.nan, "abc_class": list("ABC")}, index=list("xyz"))
    books = pd.DataFrame({"strategic": pd.array([True, True, None], "boolean")}, index=list("xyz"))
    found = money_classes(table, Abc(), books)
    assert found["plum"].tolist() == [False, True, False]
    assert "abc_margin" not in found
    assert "plum" not in money_classes(table, Abc(), None)


# ---------------------------------------------------------------- labels of an analyst's own


def test_every_class_is_counted_with_its_money_and_adds_up():
    table = pd.DataFrame({"revenue": [5.0, 3.0, 2.0], "margin": np.nan, "churn_probability": [0.5, 0.1, 0.3]})
    found = summarise(pd.Series(["x", "y", "y"]), table)
    assert found.loc["y", ["customers", "revenue"]].tolist() == [2, 5.0]
    assert found["will_not_buy"].to_dict() == pytest.approx({"x": 0.5, "y": 0.2})
    assert found[["margin", "expected"]].isna().all(axis=None)


@settings(max_examples=15)
@given(money)
def test_classes_explain_nothing_where_one_holds_all_and_everything_where_equal_ones_share_one(values):
    value = pd.Series(values)
    one, own = value_explained(pd.Series("x", value.index), value), value_explained(value.astype(str), value)
    assert (one, own) == ((None, None) if len(set(values)) == 1 else (pytest.approx(0), pytest.approx(1)))


def test_who_had_another_label_has_moved_and_who_was_not_there_has_not():
    assert moved(pd.Series({"a": "x", "b": "x"}), pd.Series({"a": "y", "b": "x", "c": "z"})) == 0.5
    assert moved(pd.Series({"a": "x"}), pd.Series({"b": "x"})) is None


@pytest.mark.parametrize(
    ("label", "said"),
    [
        (lambda c: c["revenu"], "asks for 'revenu', which is no column"),
        (lambda c: "large", "one label per customer (60); its function returned str"),
        (lambda c: c["revenue"], "has 60 different labels; at most 50"),
    ],
)
def test_a_function_that_labels_nobody_is_an_error_that_names_the_segment(label, said):
    with pytest.raises(DataError) as caught:
        labels_of("size", label, pd.DataFrame({"revenue": range(60)}))
    assert "The segment 'size'" in str(caught.value)
    assert said in str(caught.value)
