"""DERT: what a customer still brings over the whole rest of their life, discounted (FHL 2005, JMR, eq 2)."""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.btyd import ParetoNBD
from analysis.btyd.dert import WEEKS_PER_YEAR, discounted_residual_purchases, scaled_exponential_integral
from analysis.schema import DataError, FitError

CDNOW = ParetoNBD(0.5533, 10.578, 0.6062, 11.668)
HISTORIES = [(0, 0.0, 39.0), (1, 0.0, 0.0), (2, 30.43, 38.86), (26, 30.857, 31.0), (600, 70.0, 77.0)]
logs = {"allow_nan": False, "allow_infinity": False}


def by_quadrature(s, z):
    """Return the same integral by adaptive quadrature in 30 digits."""
    with mp.workdps(30):
        scale = 1 / (mp.mpf(z) + mp.mpf(s))
        places = [0, *(scale * 4**k for k in range(int(mp.ceil(mp.log((80 / mp.mpf(z)) / scale, 4))) + 1))]
        return mp.quad(lambda v: mp.exp(-z * v - s * mp.log1p(v)), places)


def eq_2(model, rate, x, t_x, T):
    """Return DERT as printed: with powers, gamma functions and Tricomi's function, in 40 digits."""
    with mp.workdps(40):
        r, alpha, s, beta = map(mp.mpf, (model.r, model.alpha, model.s, model.beta))
        x, t_x, T = map(mp.mpf, (x, t_x, T))
        delta = mp.log(1 + mp.mpf(rate)) / mp.mpf(WEEKS_PER_YEAR)

        def survived(u):
            return (alpha + u) ** -(r + x) * (beta + u) ** -(s + 1)

        stayed_or_left = 1 / ((alpha + T) ** (r + x) * (beta + T) ** s) + s * mp.quad(survived, mp.linspace(t_x, T, 9))
        likelihood = mp.gamma(r + x) * alpha**r * beta**s / mp.gamma(r) * stayed_or_left
        tricomi = mp.hyperu(s, s, delta * (beta + T))
        return (
            alpha**r * beta**s * delta ** (s - 1) * mp.gamma(r + x + 1) * tricomi
            / (mp.gamma(r) * (alpha + T) ** (r + x + 1) * likelihood)
        )  # fmt: skip


# ---------------------------------------------------------------- the integral behind it


@settings(max_examples=40)
@given(st.floats(-9, 9, **logs), st.floats(-16, 11, **logs))
def test_the_integral_equals_adaptive_quadrature_to_1e_11(log_s, log_z):
    s, z = float(np.exp(log_s)), float(np.exp(log_z))
    assert float(scaled_exponential_integral(s, z)) == pytest.approx(float(by_quadrature(s, z)), rel=1e-11)


def test_the_integral_is_known_in_closed_form_where_the_power_is_0_or_2():
    z = np.array([1e-6, 0.1, 5.0])
    assert scaled_exponential_integral(1e-300, z) == pytest.approx(1 / z, rel=1e-12)
    one = scaled_exponential_integral(1.0, z)
    assert scaled_exponential_integral(2.0, z) == pytest.approx(1 - z * one, rel=1e-12)  # by parts


# ---------------------------------------------------------------- DERT


@pytest.mark.parametrize("history", HISTORIES)
@pytest.mark.parametrize("model", [CDNOW, ParetoNBD(0.3, 2.0, 1.0, 50.0), ParetoNBD(2.0, 8.0, 3.5, 200.0)])
def test_it_is_eq_2_of_fader_hardie_and_lee_to_1e_9(model, history):
    own = float(discounted_residual_purchases(model, 0.15, *history))
    assert own == pytest.approx(float(eq_2(model, 0.15, *history)), rel=1e-9)


@pytest.mark.parametrize("history", HISTORIES)
def test_it_does_not_depend_on_the_unit_of_time(history):
    x, t_x, T = history
    days = ParetoNBD(CDNOW.r, CDNOW.alpha * 7, CDNOW.s, CDNOW.beta * 7)
    rate_in_days = 1.15**7 - 1  # a "week" of that model is a day, so a year of 52.18 of them must pay as much
    own = float(discounted_residual_purchases(CDNOW, 0.15, x, t_x, T))
    assert float(discounted_residual_purchases(days, 1.15 ** (1 / 7) - 1, x, t_x * 7, T * 7)) == pytest.approx(own)
    assert float(discounted_residual_purchases(days, rate_in_days, x, t_x * 7, T * 7)) < own


@pytest.mark.parametrize("history", HISTORIES)
def test_it_is_what_ever_finer_slices_of_a_long_horizon_add_up_to(history):
    delta = np.log(1.25) / WEEKS_PER_YEAR
    ends = np.concatenate([np.linspace(0, 520, 5201), np.geomspace(520, 20_000, 20_000)[1:]])
    cumulative = CDNOW.expected_purchases(ends, *history)
    summed = (np.diff(cumulative) * np.exp(-delta * (ends[1:] + ends[:-1]) / 2)).sum()
    assert float(discounted_residual_purchases(CDNOW, 0.25, *history)) == pytest.approx(summed, rel=1e-5)


@given(st.floats(0.01, 1), st.floats(0.3, 0.99))
def test_less_dropout_is_worth_more_and_a_higher_rate_less(rate, scale):
    base, kept, dearer = (
        float(discounted_residual_purchases(CDNOW, used, 2, 30.0, 39.0, dropout_scale=c))
        for used, c in ((rate, 1.0), (rate, scale), (rate + 0.01, 1.0))
    )
    assert dearer < base < kept


def test_a_rate_of_0_has_a_bound_only_where_lifetimes_have_a_mean():
    mortal = ParetoNBD(0.5, 10.0, 3.0, 40.0)
    far = float(mortal.expected_purchases(1e9, 2, 30.0, 39.0))
    assert float(discounted_residual_purchases(mortal, 0.0, 2, 30.0, 39.0)) == pytest.approx(far, rel=1e-6)
    with pytest.raises(FitError, match=r"no bound \(s = 0\.606, needed > 1\)"):
        discounted_residual_purchases(CDNOW, 0.0, 2, 30.0, 39.0)


def test_a_negative_rate_is_refused_with_what_came():
    with pytest.raises(DataError, match=r"annual_rate -0\.1"):
        discounted_residual_purchases(CDNOW, -0.1, 2, 30.0, 39.0)
