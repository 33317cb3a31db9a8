"""Concentration: how unequal customers are (STATISTICS.md §1)."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.concentration.concentration import (
    CLASSES,
    TOP_SHARES,
    gini,
    lorenz,
    summarise_classes,
    summarise_concentration,
)
from analysis.schema import DataError
from analysis.shares import abc_class, customers_for, top_share

cents = st.integers(min_value=0, max_value=10**7).map(lambda n: n / 100)
paid = st.lists(cents, min_size=1, max_size=40).filter(any).map(np.array)
ledgers = st.lists(st.integers(-500, 10_000).map(lambda n: n / 4), min_size=1, max_size=40).filter(
    lambda values: max(values) > 0
)
summarised = settings(max_examples=20)  # 300 resamples each
shares = st.floats(min_value=0.01, max_value=1.0)


# ---------------------------------------------------------------- Gini


@pytest.mark.parametrize(
    ("revenue", "expected"), [([5, 5, 5], 0.0), ([1, 2, 3, 4], 0.25), ([0, 9], 0.5), ([7], 0.0), ([0, 0, 1], 2 / 3)]
)
def test_gini_is_0_if_all_pay_the_same_and_n_minus_1_of_n_if_one_pays_all(revenue, expected):
    assert gini(revenue) == pytest.approx(expected, abs=1e-12)


@given(paid)
def test_gini_is_half_the_relative_mean_difference_of_two_customers(revenue):
    differences = np.abs(np.subtract.outer(revenue, revenue)).mean()
    assert gini(revenue) == pytest.approx(differences / (2 * revenue.mean()), abs=1e-9)


@given(paid)
def test_gini_lies_between_0_and_n_minus_1_of_n(revenue):
    assert -1e-12 <= gini(revenue) <= (len(revenue) - 1) / len(revenue) + 1e-12


@given(paid)
def test_gini_does_not_depend_on_the_currency(revenue):
    assert gini(revenue * 7) == pytest.approx(gini(revenue), abs=1e-9)


@given(paid, st.randoms())
def test_gini_does_not_depend_on_the_order_of_customers(revenue, random):
    shuffled = list(revenue)
    random.shuffle(shuffled)
    assert gini(shuffled) == gini(revenue)


@given(paid)
def test_gini_of_two_copies_of_a_market_is_that_of_one(revenue):
    assert gini(np.concatenate([revenue, revenue])) == pytest.approx(gini(revenue), abs=1e-9)


def test_customers_who_pay_nothing_count_and_those_below_zero_do_not():
    assert gini([0, 4]) == 0.5
    assert gini([-3, 4]) == 0.0


@pytest.mark.parametrize("revenue", [[], [0.0], [-1.0, 0.0]])
@pytest.mark.parametrize("measure", [gini, lorenz, lambda v: top_share(v, 0.2), lambda v: customers_for(v, 0.8)])
def test_without_a_value_above_0_there_is_no_concentration(revenue, measure):
    with pytest.raises(DataError, match=rf"at least one customer with a value above 0; {len(revenue)} customers came"):
        measure(revenue)


# ---------------------------------------------------------------- Lorenz


def test_lorenz_curve_says_what_the_smallest_customers_bring():
    curve = lorenz([6, 3, 1])
    assert curve["customer_share"].tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert curve["value_share"].tolist() == pytest.approx([0, 0.1, 0.4, 1])


@given(paid)
def test_lorenz_curve_rises_from_0_to_1_ever_more_steeply_below_the_line_of_equality(revenue):
    curve = lorenz(revenue)
    steps = np.diff(curve["value_share"])
    assert curve.iloc[0].tolist() == [0, 0]
    assert curve.iloc[-1].tolist() == pytest.approx([1, 1])
    assert (steps >= -1e-12).all()
    assert (np.diff(steps) >= -1e-9).all()
    assert (curve["value_share"] <= curve["customer_share"] + 1e-9).all()


@given(paid)
def test_gini_is_the_area_between_lorenz_curve_and_equality_over_the_area_below_equality(revenue):
    curve = lorenz(revenue)
    below = np.trapezoid(curve["value_share"], curve["customer_share"])
    assert gini(revenue) == pytest.approx(1 - 2 * below, abs=1e-9)


# ---------------------------------------------------------------- top shares, customers for


def test_top_share_takes_a_begun_customer_whole():
    assert top_share([6, 2, 1, 1], 0.26) == 0.8


def test_seven_percent_of_a_hundred_customers_are_seven_although_the_product_is_more_in_binary():
    assert 0.07 * 100 > 7
    assert top_share(np.ones(100), 0.07) == pytest.approx(0.07)


@given(paid, shares, shares)
def test_top_share_grows_with_the_share_of_customers_and_is_at_least_it(revenue, one, other):
    less, more = sorted([one, other])
    assert top_share(revenue, less) <= top_share(revenue, more) + 1e-12
    assert top_share(revenue, less) >= less - 1e-9


def test_eight_of_ten_equal_customers_bring_80_percent_although_tenths_do_not_add_up_in_binary():
    assert customers_for([0.1] * 10, 0.8) == 8


@given(paid, shares)
def test_so_many_customers_reach_a_share_and_one_fewer_does_not(revenue, share):
    n = customers_for(revenue, share)
    largest = np.cumsum(np.sort(revenue)[::-1]) / revenue.sum()
    assert largest[n - 1] >= share - 1e-9
    assert n == 1 or largest[n - 2] < share


# ---------------------------------------------------------------- the summary


def test_summary_holds_the_measures_of_a_small_market():
    found = summarise_concentration(pd.Series([50.0, 25.0, 15.0, 10.0, -20.0]))
    assert (found.customers, found.revenue, *found.left_out.plain().values()) == (4, 100.0, 1, -20.0)
    assert (found.customers_for_50, found.customers_for_80) == (1, 3)
    assert found.largest_three_share == pytest.approx(0.9)
    assert found.hhi == pytest.approx(50**2 + 25**2 + 15**2 + 10**2)
    assert found.effective_customers == pytest.approx(10_000 / found.hhi)
    assert found.top_share == pytest.approx({"0.01": 0.5, "0.05": 0.5, "0.1": 0.5, "0.2": 0.5, "0.5": 0.75})


@pytest.mark.parametrize("n", [1, 2, 5])
def test_hhi_of_n_equal_customers_is_10000_by_n_and_they_count_as_n(n):
    found = summarise_concentration(pd.Series([3.0] * n))
    assert (found.hhi, found.effective_customers) == pytest.approx((10_000 / n, n))


@given(ledgers)
@summarised
def test_summary_agrees_with_the_single_measures(values):
    found = summarise_concentration(pd.Series(values))
    assert found.gini == pytest.approx(gini(values), abs=1e-12)
    assert found.top_share == pytest.approx({str(q): top_share(values, q) for q in TOP_SHARES})
    assert (found.customers_for_50, found.customers_for_80) == (customers_for(values, 0.5), customers_for(values, 0.8))


@given(ledgers)
@summarised
def test_summary_counts_every_customer_once_and_keeps_the_total(values):
    found = summarise_concentration(pd.Series(values))
    assert found.customers + found.left_out.customers == len(values)
    assert found.revenue + found.left_out.revenue == pytest.approx(sum(values))


@given(ledgers)
@summarised
def test_summary_leaves_its_input_as_it_is(values):
    series = pd.Series(values)
    summarise_concentration(series)
    assert series.tolist() == values


def test_stability_band_of_equal_customers_has_no_width():
    found = summarise_concentration(pd.Series([2.0] * 10))
    assert found.gini_interval == pytest.approx((0, 0), abs=1e-12)
    assert found.top_share_interval["0.2"] == pytest.approx((0.2, 0.2))
    assert found.customers_for_50_interval == (5, 5)


@given(ledgers)
@summarised
def test_stability_bands_are_the_same_every_time_and_in_order(values):
    first, second = (summarise_concentration(pd.Series(values)) for _ in range(2))
    assert first == second
    for low, high in (first.gini_interval, first.customers_for_50_interval, *first.top_share_interval.values()):
        assert low <= high


def test_stability_band_holds_the_figure_of_a_market_without_a_giant():
    found = summarise_concentration(pd.Series(np.arange(1.0, 201.0)))
    assert found.gini_interval[0] < found.gini < found.gini_interval[1]
    assert found.customers_for_50_interval[0] < found.customers_for_50 < found.customers_for_50_interval[1]


# ---------------------------------------------------------------- classes A, B, C, N


@pytest.mark.parametrize(
    ("revenue", "classes"),
    [
        ([80, 15, 5], "ABC"),  # A ends exactly on its line, so the next one is B
        ([79, 16, 5], "AAC"),  # who crosses a line is above it
        ([40, 40, 10, 10], "AABB"),  # equal customers get equal classes
        ([1, 1, 1], "AAA"),
        ([100], "A"),
        ([5, 0, -5], "ANN"),
    ],
)
def test_class_by_the_cumulative_share_before_the_tie_group(revenue, classes):
    assert "".join(abc_class(pd.Series(revenue, dtype=float))) == classes


@given(ledgers)
def test_a_larger_customer_is_never_in_a_lower_class(values):
    classes = abc_class(pd.Series(values))
    by_size = [classes[i] for i in np.argsort(values, kind="stable")[::-1]]
    assert by_size == sorted(by_size)


@given(ledgers)
def test_equal_customers_get_equal_classes(values):
    pairs = set(zip(values, abc_class(pd.Series(values)), strict=True))
    assert len(pairs) == len(set(values))


@given(ledgers)
def test_class_n_is_everyone_who_brought_nothing_or_less(values):
    series = pd.Series(values)
    assert ((abc_class(series) == "N") == (series <= 0)).all()


@given(ledgers)
def test_class_a_reaches_its_share_and_would_not_without_its_smallest(values):
    series = pd.Series(values)
    of_a = series[abc_class(series) == "A"]
    needed = 0.8 * series[series > 0].sum()
    assert of_a.sum() >= needed - 1e-6
    assert of_a[of_a > of_a.min()].sum() < needed


@given(ledgers, st.sampled_from([0.01, 7, 1000]))
def test_classes_depend_on_neither_currency_nor_order(values, rate):
    series = pd.Series(values)
    classes = abc_class(series)
    assert abc_class(series * rate).tolist() == classes.tolist()
    assert abc_class(series[::-1]).sort_index().tolist() == classes.tolist()


def test_classes_keep_the_index_of_the_customers():
    assert abc_class(pd.Series([1.0, 9.0], index=["x", "y"])).to_dict() == {"x": "B", "y": "A"}


def test_nobody_above_zero_means_that_everyone_is_class_n():
    assert abc_class(pd.Series([0.0, -1.0])).tolist() == ["N", "N"]


# ---------------------------------------------------------------- the table of classes


def classes_of(revenue, margin=float("nan")):
    customers = pd.DataFrame({"revenue": revenue, "margin": margin})
    return summarise_classes(customers, abc_class(customers["revenue"]))


def test_every_class_stands_in_the_table_even_without_customers():
    table = classes_of([80.0, 15.0, 5.0, -1.0])
    assert table.index.tolist() == list(CLASSES)
    assert classes_of([5.0])["customers"].tolist() == [1, 0, 0, 0]


@given(ledgers)
def test_customers_and_revenue_of_the_classes_add_up_to_all(values):
    table = classes_of(values)
    assert table["customers"].sum() == len(values)
    assert table["revenue"].sum() == pytest.approx(sum(values))
    assert table["customer_share"].sum() == pytest.approx(1)


@given(ledgers)
def test_shares_of_the_classes_are_of_what_customers_above_0_bring(values):
    shares = classes_of(values)["revenue_share"]
    assert shares[["A", "B", "C"]].sum() == pytest.approx(1)
    assert shares["N"] <= 0


def test_a_class_holds_its_share_even_where_all_of_the_money_went_back():
    assert classes_of([10.0, -10.0])["revenue_share"].tolist() == [1, 0, 0, -1]


def test_margin_of_a_class_is_unknown_where_no_customer_has_one():
    assert classes_of([8.0, 2.0])["margin"].isna().all()
    assert classes_of([8.0, 2.0], margin=[4.0, -1.0]).loc[["A", "B"], "margin"].tolist() == [4.0, -1.0]
