"""Customers are grouped by (x, t_x, T) and nothing is lost."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.btyd import fit_purchases, group_triples
from analysis.schema import DataError


@st.composite
def histories(draw):
    """Lists of x, t_x and T in days."""
    rows = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5), st.integers(0, 5)), max_size=8))
    x = [n for n, _, _ in rows]
    t_x = [day if n else 0 for n, day, _ in rows]
    return x, t_x, [first + more for first, (_, _, more) in zip(t_x, rows, strict=True)]


@settings(deadline=None)
@given(histories())
def test_every_customer_finds_its_own_history_again(history):
    triples = group_triples(*history)
    columns = triples.frequency, triples.recency * 7, triples.T * 7
    for column, given_in in zip(columns, history, strict=True):
        np.testing.assert_allclose(column[triples.index], given_in, rtol=1e-15)


@settings(deadline=None)
@given(histories())
def test_triples_are_distinct_and_their_weights_count_customers(history):
    triples = group_triples(*history)
    rows = set(zip(triples.frequency, triples.recency, triples.T, strict=True))
    assert len(rows) == triples.weight.size == len(set(zip(*history, strict=True)))
    assert triples.weight.sum() == triples.customers == len(history[0])
    assert triples.repeat_buyers == sum(n > 0 for n in history[0])


def test_weeks_are_days_over_seven_and_never_rounded():
    triples = group_triples([1], [10], [12])
    assert (triples.recency[0], triples.T[0]) == (10 / 7, 12 / 7)


def test_numbers_too_large_for_one_key_are_grouped_all_the_same():
    x, t_x = [3_000_000] * 2, [2_000_000] * 2
    assert group_triples(x, t_x, [2_000_000] * 2).weight.tolist() == [2]
    assert group_triples(x, t_x, [2_000_000, 3_000_000]).index.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("x", "t_x", "T", "message"),
    [
        ([1], [9], [5], "recency_days is the age at the last purchase and cannot exceed T_days; 1 of 1 rows"),
        ([0], [3], [5], "recency_days is 0 for one-time buyers and only for them"),
        ([2], [0], [5], "recency_days is 0 for one-time buyers and only for them"),
        ([1, 1], [1, 2.5], [5, 5], r"recency_days needs whole numbers >= 0; 1 of 2 rows do not \(row 1: 2.5\)"),
        ([1], [1], [float("nan")], "T_days needs whole numbers >= 0"),
        ([-1], [0], [5], "frequency needs whole numbers >= 0"),
        ([1, 0], [1], [5], "one row per customer, but frequency has 2, recency_days has 1, T_days has 1"),
    ],
)
def test_a_history_that_cannot_be_is_refused_with_its_row(x, t_x, T, message):
    with pytest.raises(DataError, match=message):
        group_triples(x, t_x, T)


def test_an_unknown_model_is_refused_with_the_known_ones():
    with pytest.raises(DataError, match="'NBD'; there are BG/NBD, MBG/NBD, Pareto/NBD"):
        fit_purchases("NBD", group_triples([0], [0], [1]))
