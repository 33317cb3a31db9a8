"""Forecast fits: Pareto/NBD by maximum a posteriori, and MBG/CNBD-k for regular buyers."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.btyd import MBGNBD, fit_purchases, group_triples
from analysis.btyd.map_fit import fit_map
from analysis.btyd.regular import MBGCNBDk, fit_regular
from analysis.schema import DataError


@pytest.fixture(scope="module")
def cdnow_triples():
    """(x, t_x, T) of the CDNOW sample at the end of calibration, 1997-09-30."""
    path = Path(find_spec("lifetimes").origin).parent / "datasets" / "CDNOW_sample.txt"
    log = pd.read_csv(path, sep=r"\s+", names=["master", "customer", "date", "cds", "amount"])
    day = (pd.to_datetime(log["date"].astype(str)) - pd.Timestamp("1997-01-01")).dt.days
    days = (
        pd.DataFrame({"customer": log["customer"], "day": day})[day <= 272].drop_duplicates().groupby("customer")["day"]
    )
    return group_triples(days.size() - 1, days.max() - days.min(), 272 - days.min())


@st.composite
def histories(draw):
    """Return frequency, recency, T of up to 15 customers, at least one of them older than a day."""
    rows = []
    for _ in range(draw(st.integers(1, 15))):
        age = draw(st.integers(0, 900))
        recency = draw(st.integers(0, age))
        rows.append((draw(st.integers(1, max(recency, 1))) if recency else 0, recency, age))
    return [*rows, (0, 0, 30)]


@given(histories())
@settings(max_examples=40, deadline=None)
def test_the_map_fit_exists_whatever_the_data_and_forecasts_finite_numbers(rows):
    triples = group_triples(*zip(*rows, strict=True))
    model = fit_map(triples)
    assert all(np.isfinite(value) and value > 0 for value in model.parameters.values())
    forecast = model.expected_purchases(52, triples.frequency, triples.recency, triples.T)
    assert np.isfinite(forecast).all()
    assert (forecast >= 0).all()


def test_where_the_likelihood_settles_parameters_the_prior_moves_the_total_by_less_than_two_percent(cdnow_triples):
    own = fit_map(cdnow_triples)
    plain = fit_purchases("Pareto/NBD", cdnow_triples).model
    history = 39.0, cdnow_triples.frequency, cdnow_triples.recency, cdnow_triples.T
    totals = [cdnow_triples.weight @ model.expected_purchases(*history) for model in (own, plain)]
    assert totals[0] == pytest.approx(totals[1], rel=0.02)


def test_the_unit_of_time_does_not_matter():
    short, long = ([(2, 20, 40), (0, 0, 30), (1, 5, 35)], [(2, 40, 80), (0, 0, 60), (1, 10, 70)])
    totals = []
    for rows, weeks in ((short, 4.0), (long, 8.0)):
        triples = group_triples(*zip(*rows, strict=True))
        totals.append(fit_map(triples).expected_purchases(weeks, triples.frequency, triples.recency, triples.T).sum())
    assert totals[0] == pytest.approx(totals[1], rel=1e-6)


@pytest.mark.parametrize("fit", [fit_map, lambda triples: fit_regular(triples, 3)])
def test_customers_who_all_came_on_the_last_day_are_refused_in_a_sentence(fit):
    with pytest.raises(DataError, match="needs a customer who came before the last day; all came on it"):
        fit(group_triples([0, 0], [0, 0], [0, 0]))


def test_with_one_stage_mbg_cnbd_k_is_mbg_nbd():
    ours, theirs = MBGCNBDk(1, 0.525, 6.183, 0.891, 1.614), MBGNBD(0.525, 6.183, 0.891, 1.614)
    x, t_x, T = np.array([0.0, 1, 5]), np.array([0.0, 10, 30]), np.array([38.0, 30, 31])
    assert ours.log_likelihood(x, t_x, T) == pytest.approx(theirs.log_likelihood(x, t_x, T), abs=1e-9)
    assert ours.p_alive(x, t_x, T) == pytest.approx(theirs.p_alive(x, t_x, T), abs=1e-12)
    assert ours.expected_purchases(26, x, t_x, T) == pytest.approx(theirs.expected_purchases(26, x, t_x, T), rel=1e-8)


def test_the_silence_of_a_regular_buyer_says_more():
    """Ten purchases about every three weeks, then twelve weeks of nothing."""
    alive = [MBGCNBDk(k, 2.0, 2.0 * 3 / k, 0.5, 3.0).p_alive(10, 30, 42) for k in (1, 3, 6)]
    assert alive[0] > alive[1] > alive[2]


def test_likelihood_of_two_stages_is_that_of_quadrature():
    """A customer with one purchase at 5, seen until 9: L by integration over lambda and p, up to t_x's own term."""
    from scipy.integrate import dblquad
    from scipy.special import beta, gamma

    model, x, t_x, T = MBGCNBDk(2, 1.2, 3.0, 0.8, 2.0), 1, 5.0, 9.0

    def joint(p, rate):
        silent = np.exp(-rate * T) * (1 + rate * (T - t_x))
        value = rate ** (2 * x) * (p * (1 - p) ** x * np.exp(-rate * t_x) + (1 - p) ** (x + 1) * silent)
        rates = 3.0**1.2 * rate**0.2 * np.exp(-3.0 * rate) / gamma(1.2)
        return value * rates * p**-0.2 * (1 - p) / beta(0.8, 2.0)

    numeric = dblquad(joint, 0, 12, 0, 1)[0]
    assert float(model.log_likelihood(x, t_x, T)) == pytest.approx(np.log(numeric), abs=1e-4)
