"""Less churn: both readings of "5 %", on the client's own model, held to simulation and to the textbook."""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.btyd import BGNBD, MBGNBD, ParetoNBD, fit_purchases, group_triples
from analysis.value.scenario import (
    YEAR,
    Ahead,
    gain_without_horizon,
    less_churn,
    scale_for_points,
    steady_value,
    survival,
)

MODELS = [BGNBD(0.243, 4.414, 0.793, 2.426), MBGNBD(0.525, 6.183, 0.891, 1.614), ParetoNBD(0.553, 10.58, 0.606, 11.67)]
X, T_X, T = np.array([0.0, 1.0, 5.0, 40.0]), np.array([0.0, 10.0, 30.0, 38.0]), np.array([30.0, 39.0, 39.0, 39.0])
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)


# ---------------------------------------------------------------- the textbook


def test_five_points_of_retention_and_five_percent_of_churn_are_worth_very_different_things():
    base, points, percent = (steady_value(1, kept, 0.10) for kept in (0.90, 0.95, 0.905))
    assert (round(base, 2), round(points, 2), round(percent, 2)) == (4.50, 6.33, 4.64)
    assert (round(points / base - 1, 2), round(percent / base - 1, 3)) == (0.41, 0.031)


# ---------------------------------------------------------------- scaled dropout


@each_model
def test_a_scale_of_1_changes_nothing(model):
    assert Ahead(model, 52, X, T).bought(52, 1.0) == pytest.approx(model.expected_if_alive(52, X, T_X, T), rel=1e-12)


def test_for_pareto_nbd_it_is_beta_plus_T_divided_by_the_scale():
    model, c = MODELS[2], 0.95
    stretched = (model.beta + T) / c
    alive_time = stretched / (model.s - 1) * (1 - (stretched / (stretched + 52)) ** (model.s - 1))
    expected = (model.r + X) / (model.alpha + T) * alive_time
    assert Ahead(model, 52, X, T).bought(52, c) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("model", MODELS[:2], ids=lambda model: model.name)
def test_for_the_beta_geometric_models_every_dropout_chance_is_scaled(model):
    c, t = 0.8, 52.0
    for x, age, own in zip(X, T, Ahead(model, t, X, T).bought(t, c), strict=True):
        b = model.b + x + model.chances_at_start

        def purchases(p, k=model.r + x, rate=model.alpha + age, b=b):
            density = p ** (model.a - 1) * (1 - p) ** (b - 1) / mp.beta(model.a, b)
            return density * (1 - (1 + c * p * t / rate) ** -k) / (c * p)

        by_quadrature = mp.quad(purchases, [0, 1e-6, 1e-3, 0.1, 0.5, 1])
        assert own == pytest.approx(float(by_quadrature), rel=1e-5)


@each_model
@given(st.floats(0.05, 0.95))
def test_less_dropout_brings_more_but_never_more_than_none_at_all(model, scale):
    base = model.expected_if_alive(52, X, T_X, T)
    more = Ahead(model, 52, X, T).bought(52, scale)
    nobody_leaves = (model.r + X) / (model.alpha + T) * 52
    assert (base < more).all()
    assert (more < nobody_leaves).all()


# ---------------------------------------------------------------- survival


@each_model
def test_survival_is_what_simulated_customers_do(model):
    rng, n, t = np.random.default_rng(1), 200_000, 52.0
    for x, age, own in zip(X, T, survival(model, t, X, T), strict=True):
        if isinstance(model, ParetoNBD):
            leaves_at_rate = rng.gamma(model.s, size=n) / (model.beta + age)
        else:
            p = rng.beta(model.a, model.b + x + model.chances_at_start, n)
            leaves_at_rate = rng.gamma(model.r + x, size=n) / (model.alpha + age) * p
        stayed = np.exp(-leaves_at_rate * t)
        assert own == pytest.approx(stayed.mean(), abs=4 * stayed.std() / n**0.5)


@each_model
def test_everyone_is_there_at_0_and_fewer_later(model):
    assert survival(model, 0.0, X, T).tolist() == [1.0] * 4
    assert (survival(model, 10.0, X, T) > survival(model, 52.0, X, T)).all()


@each_model
def test_the_scale_for_points_lifts_one_year_survival_by_just_so_many(model):
    weight = np.array([4.0, 3.0, 2.0, 1.0])
    scale = scale_for_points(Ahead(model, YEAR, X, T), 0.02, weight)
    lifted, base = (np.average(survival(model, c * YEAR, X, T), weights=weight) for c in (scale, 1.0))
    assert lifted - base == pytest.approx(0.02, abs=1e-6)


@each_model
def test_five_points_cannot_be_kept_where_fewer_leave(model):
    assert scale_for_points(Ahead(model, YEAR, X, T), 0.999, np.ones(4)) is None


# ---------------------------------------------------------------- what it brings


@pytest.fixture(scope="module")
def base():
    """Customers drawn from a known Pareto/NBD, with the three fits."""
    rng, n = np.random.default_rng(4), 900
    rate, leave, age = rng.gamma(0.55, 1 / 10.6, n), rng.gamma(0.61, 1 / 11.7, n), rng.integers(200, 280, n)
    alive_days = np.minimum(rng.exponential(1 / leave) * 7, age)
    times = np.floor(np.cumsum(rng.exponential(1 / rate[:, None], (n, 150)) * 7, axis=1))
    days = [np.unique(t[(t > 0) & (t <= limit)]) for t, limit in zip(times, alive_days, strict=True)]
    triples = group_triples([d.size for d in days], [d[-1] if d.size else 0 for d in days], age)
    fits = {name: fit_purchases(name, triples) for name in ("BG/NBD", "MBG/NBD", "Pareto/NBD")}
    return fits, triples


@pytest.mark.parametrize("name", ["BG/NBD", "MBG/NBD", "Pareto/NBD"])
def test_both_readings_bring_something_and_their_intervals_hold_them(base, name):
    fits, triples = base
    worth = 30.0 * triples.weight
    percent, points = less_churn(fits[name], triples, worth, horizon_days=365, annual_discount_rate=0.10)
    assert percent.scale == 0.95
    for reading in (percent, points):
        assert reading.share > 0
        assert reading.share_interval[0] < reading.share < reading.share_interval[1]
    assert points.share > percent.share


def test_the_share_that_is_gained_does_not_depend_on_the_currency(base):
    fits, triples = base
    settings_ = {"horizon_days": 365, "annual_discount_rate": 0.10}
    first, _ = less_churn(fits["Pareto/NBD"], triples, 30.0 * triples.weight, **settings_)
    second, _ = less_churn(fits["Pareto/NBD"], triples, 90.0 * triples.weight, **settings_)
    assert second.share == pytest.approx(first.share)


def test_it_is_the_same_every_time(base):
    fits, triples = base
    settings_ = {"horizon_days": 365, "annual_discount_rate": 0.10}
    one, two = (less_churn(fits["Pareto/NBD"], triples, triples.weight, **settings_) for _ in range(2))
    assert one == two


@settings(max_examples=10)
@given(st.floats(0.5, 0.99))
def test_without_a_horizon_the_same_cut_brings_a_larger_share(scale):
    model = MODELS[2]
    triples = group_triples([0, 1, 5, 40], [0, 70, 210, 266], [210, 273, 273, 273])
    ever = gain_without_horizon(model, triples, triples.weight, scale, 0.10)
    alive = model.p_alive(triples.frequency, triples.recency, triples.T)
    ahead = Ahead(model, YEAR, triples.frequency, triples.T)
    year, less = (alive @ ahead.bought(YEAR, c) for c in (1.0, scale))
    assert ever > less / year - 1 > 0
