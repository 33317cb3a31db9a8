"""What holds for every parameter set and every history; and that simulated lives agree with the formulas."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.btyd import BGNBD, MBGNBD, ParetoNBD

KINDS = pytest.mark.parametrize("kind", [BGNBD, MBGNBD, ParetoNBD])
MODELS = pytest.mark.parametrize(
    "model", [BGNBD(0.8, 8.0, 0.8, 2.5), MBGNBD(0.8, 8.0, 0.8, 2.5), ParetoNBD(0.8, 8.0, 0.8, 12.0)]
)
shapes = st.floats(-5, 4).map(np.exp)
horizons = st.floats(-7, 6).map(np.exp)


@st.composite
def histories(draw):
    """Draw x, t_x and T in weeks of whole days; x up to 50,000."""
    t_x = draw(st.integers(0, 1500))
    x = draw(st.integers(1, 20) | st.sampled_from([500, 50_000])) if t_x else 0
    return x, t_x / 7, (t_x + draw(st.integers(0, 1500))) / 7


@st.composite
def parameters(draw):
    return tuple(draw(shapes) for _ in range(4))


@KINDS
@settings(deadline=None)
@given(theta=parameters(), history=histories(), t=horizons)
def test_forecasts_are_finite_bounded_and_consistent(kind, theta, history, t):
    """0 <= P(buy) <= min(P(alive), expected purchases); expected = P(alive) x expected if alive."""
    model = kind(*theta)
    p_alive, buys = model.p_alive(*history), model.probability_of_purchase(t, *history)
    expected, if_alive = model.expected_purchases(t, *history), model.expected_if_alive(t, *history)
    assert np.isfinite(model.log_likelihood(*history))
    assert 0 <= buys <= p_alive <= 1
    assert buys <= expected < np.inf
    assert expected == p_alive * if_alive
    upper = (model.r + history[0]) / (model.alpha + history[2]) * t  # as if nobody ever left
    assert 0 < if_alive <= upper * (1 + 1e-12)


@KINDS
@settings(deadline=None)
@given(theta=parameters(), history=histories(), t=horizons)
def test_the_unit_of_time_does_not_matter(kind, theta, history, t):
    weeks = kind(*theta)
    unit = (1, 7, 1, 7 if kind is ParetoNBD else 1)
    days = kind(*(value * u for value, u in zip(theta, unit, strict=True)))
    x, t_x, T = history
    in_days = x, t_x * 7, T * 7
    assert days.p_alive(*in_days) == pytest.approx(weeks.p_alive(*history), rel=1e-9, abs=1e-300)
    assert days.expected_if_alive(t * 7, *in_days) == pytest.approx(weeks.expected_if_alive(t, *history), rel=1e-10)
    shift = x * np.log(7)  # the density of x purchase times has the unit 1 / time each
    assert days.log_likelihood(*in_days) + shift == pytest.approx(weeks.log_likelihood(*history), rel=1e-9, abs=1e-9)


@KINDS
@settings(deadline=None)
@given(theta=parameters(), history=histories())
def test_forecasts_grow_with_the_horizon(kind, theta, history):
    model, horizon = kind(*theta), np.array([0.0, 0.1, 1.0, 10.0, 100.0])
    for forecast in (model.expected_purchases(horizon, *history), model.probability_of_purchase(horizon, *history)):
        assert forecast[0] == 0
        assert (np.diff(forecast) >= -1e-12 * forecast[1:]).all()


@KINDS
@settings(deadline=None)
@given(theta=parameters(), history=histories())
def test_a_longer_silence_makes_alive_less_likely(kind, theta, history):
    x, t_x, T = history
    p_alive = kind(*theta).p_alive(x, t_x, T + np.array([0.0, 1.0, 10.0, 100.0]))
    assert (np.diff(p_alive) <= 0).all()


@settings(deadline=None)
@given(theta=parameters(), T=st.floats(0, 500))
def test_bg_thinks_every_one_time_buyer_alive(theta, T):
    assert BGNBD(*theta).p_alive(0, 0, T) == 1


@KINDS
@settings(max_examples=30, deadline=None)
@given(theta=parameters())
def test_methods_give_arrays_what_they_give_each_row(kind, theta):
    model = kind(*theta)
    x, t_x, T = np.array([0, 3, 3, 40]), np.array([0.0, 2.0, 9.0, 9.0]), np.array([9.0, 9.0, 12.0, 9.0])
    t = np.array([[1.0], [52.0]])
    table = model.expected_purchases(t, x, t_x, T)
    assert table.shape == (2, 4)
    for i, j in np.ndindex(2, 4):
        assert model.expected_purchases(t[i, 0], x[j], t_x[j], T[j]) == pytest.approx(table[i, j], rel=1e-12)


@MODELS
@pytest.mark.parametrize("t", [0.0, 0.5, 39.0])
def test_counts_of_new_customers_are_a_distribution_with_the_expected_mean(model, t):
    n = np.arange(3000)
    pmf = model.probability_of_count_new(n, t)
    assert (pmf >= 0).all()
    assert pmf.sum() == pytest.approx(1, abs=1e-9)
    assert pmf @ n == pytest.approx(model.expected_purchases_new(t), rel=1e-6)
    assert 1 - pmf[0] == pytest.approx(model.probability_of_purchase(t, 0, 0, 0), abs=1e-12)


@MODELS
def test_people_who_live_by_the_model_buy_as_forecast_from_their_history(model):
    """No formula is used here but the model's story: 300,000 lives, watched for 20 weeks, then for 20 more."""
    x, later = watch(model, 300_000, np.random.default_rng(6))
    for count in (0, 1, 3):
        share = model.probability_of_count_new(count, 20.0)
        assert abs((x == count).mean() - share) < 4 * np.sqrt(share * (1 - share) / x.size)
    everybody = model.expected_purchases_new(40.0) - model.expected_purchases_new(20.0)
    one_time = model.expected_purchases(20, 0, 0, 20)
    for seen, expected in ((later, everybody), (later[x == 0], one_time)):
        assert abs(seen.mean() - expected) < 4 * seen.std() / np.sqrt(seen.size)


def watch(model, n, rng):
    """Return the repeat purchases in weeks 0-20 and in weeks 20-40 of n customers who live by the model."""
    intensity = rng.gamma(model.r, 1 / model.alpha, n)
    pareto = isinstance(model, ParetoNBD)
    life = rng.exponential(1 / rng.gamma(model.s, 1 / model.beta, n)) if pareto else np.full(n, np.inf)
    p = np.zeros(n) if pareto else rng.beta(model.a, model.b, n)
    alive = rng.random(n) >= p if isinstance(model, MBGNBD) else np.ones(n, dtype=bool)
    x, later, now = np.zeros(n, dtype=int), np.zeros(n), np.zeros(n)
    while alive.any():
        now[alive] += rng.exponential(1 / intensity[alive])
        alive &= now <= np.minimum(40, life)
        x[alive & (now <= 20)] += 1
        later[alive & (now > 20)] += 1
        alive &= rng.random(n) >= p
    return x, later
