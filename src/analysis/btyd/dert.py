"""Residual value without a horizon: discounted expected residual transactions (DERT) of Pareto/NBD."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.btyd.paretonbd import ParetoNBD
from analysis.btyd.quadrature import floats, legendre_rule
from analysis.schema import DataError, FitError

Floats = NDArray[np.float64]
WEEKS_PER_YEAR = 365.25 / 7
NEGLIGIBLE = 40.0  # exp(-40) is below the rounding of the sum
PIECE = 20  # nodes for each unit of the logarithm of time
BLOCK = 4_096  # distinct ages worked on at a time


def discounted_residual_purchases(
    model: ParetoNBD,
    annual_rate: float,
    x: ArrayLike,
    t_x: ArrayLike,
    T: ArrayLike,
    *,
    dropout_scale: float = 1.0,
) -> Floats:
    """Return DERT per row: all purchases still to come, each discounted to T.

    `model`: In weeks.
    `annual_rate`: Discount rate, fraction per year, >= 0; continuous rate per week ln(1 + rate) / 52.18.
    `x`, `t_x`, `T`: Repeat purchases, age at the last one and age now; weeks.
    `dropout_scale`: All dropout rates from now on times this; 1: as they are.
    Raises DataError if the rate is negative or a scale is not above 0.
    Raises FitError if the rate is 0 and s <= 1: lifetimes then have no finite mean, and the sum no bound.

    Fader, Hardie & Lee (2005, JMR) eq 2: alpha^r beta^s delta^(s-1) Gamma(r + x + 1) Psi(s, s; delta (beta + T)) /
    (Gamma(r) (alpha + T)^(r+x+1) L). With L written as P(alive) and Kummer's z^(s-1) Psi(s, s; z) = Psi(1, 2 - s; z)
    it is P(alive) (r + x) / (alpha + T) x the discounted time that a customer of that age still stays, in which
    no power of delta or gamma function is left to overflow.
    """
    if annual_rate < 0 or dropout_scale <= 0:
        raise DataError(
            "a rate >= 0 and a dropout scale > 0 are needed; "
            f"got annual_rate {annual_rate} and dropout_scale {dropout_scale}"
        )
    x, t_x, T = floats(x, t_x, T)
    delta = np.log1p(annual_rate) / WEEKS_PER_YEAR
    stay = (model.beta + T) / dropout_scale
    return model.p_alive(x, t_x, T) * (model.r + x) / (model.alpha + T) * _discounted_stay(model.s, stay, delta)


def _discounted_stay(s: float, stay: Floats, delta: float) -> Floats:
    """Return the integral over u > 0 of (1 + u / stay)^-s exp(-delta u), as stay x Psi(1, 2 - s; delta stay)."""
    if delta == 0:
        if s <= 1:
            raise FitError(f"without discounting the residual value has no bound (s = {s:.3g}, needed > 1)")
        return stay / (s - 1)
    ages, index = np.unique(stay, return_inverse=True)
    parts = [scaled_exponential_integral(s, delta * part) for part in np.array_split(ages, ages.size // BLOCK + 1)]
    return (ages * np.concatenate(parts))[index.reshape(stay.shape)]


def scaled_exponential_integral(s: float, z: ArrayLike) -> Floats:
    """Return Psi(1, 2 - s; z) = e^z E_s(z), the integral over v > 0 of exp(-z v) (1 + v)^-s; s > 0, z > 0.

    In w = log(1 + v) the integrand exp(-z (e^w - 1) - (s - 1) w) is entire and falls doubly exponentially, so
    Gauss-Legendre on pieces of at most 1 converges to rounding; neither z near 0 nor a large s needs a series.

    Examples
    --------
    >>> round(float(scaled_exponential_integral(1.0, 1.0)), 10)
    0.5963473623
    """
    z = np.asarray(z, dtype=float)
    flat = z.reshape(-1, 1)
    end = _where_negligible(s, flat)
    pieces = max(1, int(np.ceil(end.max(initial=0))))
    nodes, weights = legendre_rule(PIECE)
    w = end * ((np.arange(pieces)[:, None] + nodes) / pieces).reshape(-1)
    height = np.exp(-flat * np.expm1(w) - (s - 1) * w)
    return (height @ (np.tile(weights, pieces) / pieces) * end[:, 0]).reshape(z.shape)


def _where_negligible(s: float, z: Floats) -> Floats:
    """Return w beyond which the integrand is under exp(-40) of its peak: Newton on a convex function."""
    peak = np.log(np.maximum((1 - s) / z, 1.0))
    highest = -z * np.expm1(peak) - (s - 1) * peak
    # At w where z (e^w - 1) alone makes up for the power and the peak, the integrand is small enough.
    w = np.log1p((NEGLIGIBLE + 1 + np.maximum(1 - s, 0) * 80) / z)
    for _ in range(60):
        excess = z * np.expm1(w) + (s - 1) * w + highest - NEGLIGIBLE
        slope = z * np.exp(w) + s - 1
        w = w - np.where(excess > 0, excess / slope, 0.0)
    return w
