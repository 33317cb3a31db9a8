"""Fits of customers who live by the model: a small, fast version of `benchmarks/simulate_btyd.py`."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from analysis.btyd import BGNBD, MBGNBD, ParetoNBD, fit_purchases, group_triples
from analysis.btyd.purchase_fit import most_likely

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "simulate_btyd.py"


@pytest.fixture(scope="module")
def study():
    spec = importlib.util.spec_from_file_location("simulate_btyd", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bg_shop(study, weeks):
    """CDNOW's published BG/NBD, seen for so many weeks."""
    return next(shop for shop in study.shops() if isinstance(shop.truth, BGNBD) and shop.weeks == weeks)


def test_at_500_customers_a_fit_is_trusted_and_its_intervals_hold(study):
    row = study.summary([study.run_once(bg_shop(study, 104), 500, 1, run) for run in range(20)])
    assert row["accepted"] >= 0.95
    assert row["any"] == 1
    assert row["bad"] == 0
    assert (row["parameters"] >= 0.85).all()


def test_at_50_customers_too_few_bought_again(study):
    row = study.summary([study.run_once(bg_shop(study, 39), 50, 1, run) for run in range(20)])
    assert (row["rule5"], row["accepted"], row["any"]) == (1, 0, 0)
    assert np.isnan(row["bad"])


@pytest.mark.parametrize("model", [BGNBD, MBGNBD, ParetoNBD])
def test_simulated_customers_buy_what_the_model_expects(study, model):
    """Whole days lose about 1 % of the purchases: those on one day count once."""
    shop = next(shop for shop in study.shops() if isinstance(shop.truth, model))
    customers, later = study.simulate(shop, 100_000, np.random.default_rng(5))
    triples = group_triples(customers["frequency"], customers["recency"], customers["T"])
    expected = triples.weight @ shop.truth.expected_purchases(90 / 7, triples.frequency, triples.recency, triples.T)
    assert later.sum() == pytest.approx(expected, rel=0.03)
    assert customers["T"].between(27 * 7, 39 * 7).all()


def test_a_fit_is_bad_if_its_total_is_30_percent_off(study):
    triples, truth = group_triples([1, 0], [30, 0], [90, 90]), ParetoNBD(0.5, 10, 0.6, 12)
    assert not study.misses(ParetoNBD(0.5, 10, 0.6, 12.5), truth, triples)
    assert study.misses(ParetoNBD(1.5, 10, 0.6, 12), truth, triples)
    assert study.misses(ParetoNBD(*[np.nan] * 4), truth, triples)


def test_where_a_search_ends_is_known_also_if_nobody_trusts_it():
    """Nobody leaves: b runs to infinity, and the model there still says what it expects."""
    x, T = np.random.default_rng(2).poisson(4, 300), 300
    triples = group_triples(x, np.where(x > 0, 290, 0), np.full(300, T))
    model, minimum = most_likely("BG/NBD", triples)
    assert not fit_purchases("BG/NBD", triples).trusted
    assert np.log(list(model.parameters.values())) - minimum.log_parameters == pytest.approx(
        [0, np.log(T / 7), 0, 0], abs=1e-12
    )
