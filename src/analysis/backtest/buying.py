"""Who will buy at all within a window, or within several: the average's probability, at half of its cost.

Fits of one day serve every window that begins there. Of the same customer the chance to buy cannot fall as the window
grows; forecasts made for each window by itself are held to that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from analysis.backtest.average import CALIBRATIONS, calibration, expected_purchases, gates_before
from analysis.backtest.dispersion import Dispersion, dispersion
from analysis.backtest.holdout import Array, Split
from analysis.backtest.inner import log_errors
from analysis.backtest.made import Average
from analysis.backtest.past import Past
from analysis.backtest.shapes import Forecaster, RegularityAt
from analysis.backtest.spread import STUDY, Scatter, Uncertainty, factors, shared_errors
from analysis.facts import Refusal, refused

DAYS = (30, 90, 180, 365)
"""Windows that management asks for."""


@dataclass(frozen=True, eq=False)
class Buying:
    """Who will buy within a window.

    Attributes
    ----------
    split : Split
    probability : Series indexed by customer_id
        Of at least one purchase, in the order of `past.customers_at(split.origin)`.
    expected : array
        Purchases expected of each.
    counts : Dispersion
        The distribution around them, learnt from earlier windows; its slope and shift recalibrate the log odds.
    together : float
        Log sd of what all customers share in expected purchases: drift, season, a bad year (`spread.Uncertainty`).
    """

    split: Split
    probability: pd.Series
    expected: Array
    counts: Dispersion
    together: float

    def at(self, level: float, high: bool) -> Array:
        """Return each probability were the shared level at the end of its range."""
        low_high = factors(self.together, level)
        moved = self.counts.probability(self.expected * low_high[int(high)])
        plain = self.counts.probability(self.expected)
        # Held to other windows the probability may differ from the plain one: the move is that of the log odds.
        odds = _log_odds(self.probability.to_numpy()) + _log_odds(moved) - _log_odds(plain)
        return expit(odds)

    def silent(self) -> tuple[float, float, float]:
        """Return how many are expected not to buy, with the 95 % range: what all share, and chance."""
        p = self.probability.to_numpy()
        expected = float((1 - p).sum())
        chance = 1.959964 * float(np.sqrt((p * (1 - p)).sum()))
        ends = [float((1 - self.at(0.95, high)).sum()) - expected for high in (True, False)]
        low, high = (expected + sign * float(np.hypot(end, chance)) for sign, end in zip((-1, 1), ends, strict=True))
        return expected, max(low, 0.0), min(high, float(p.size))


def forecast_buying(
    past: Past, split: Split, *, regularity_at: RegularityAt | None = None, forecaster: Forecaster | None = None
) -> tuple[Buying | None, Refusal | None]:
    """Return who will buy in the split's days, or why that is refused.

    The same as `forecast_average` says, at half its cost: for a window of another length, such as the churn window.
    """
    return _forecast(forecaster or Forecaster(past, regularity_at), split, CALIBRATIONS)


def forecast_windows(
    forecaster: Forecaster, origin: dt.date, windows: Sequence[int] = DAYS, known: Buying | None = None
) -> tuple[dict[int, Buying], dict[int, Refusal]]:
    """Return who will buy within each of several windows, held to each other; and why not, where it is refused.

    Parameters
    ----------
    forecaster : Forecaster
        Its fits of that day are used for all.
    origin : date
    windows : sequence of int
        Days. One that is longer than the history is refused.
    known : Buying, optional
        A forecast of the same day that stays as it is; the others are held to it.

    Notes
    -----
    Of each window the last earlier one teaches the distribution, not the last two: the Brier scores of both were the
    same to the third decimal on four of five businesses.
    """
    history = (origin - forecaster.past.first).days
    found, refusals = {known.split.days: known} if known else {}, {}
    for days in windows:
        if days in found:
            continue
        if days > history:
            refusals[days] = refused("window_beyond_history", days=days, history_days=history)
            continue
        made, refusal = _forecast(forecaster, Split(origin, origin + dt.timedelta(days=days)), 1)
        if made is None:
            assert refusal is not None
            refusals[days] = refusal
        else:
            found[days] = made
    held = rising(
        {days: one.probability.to_numpy() for days, one in found.items()}, known.split.days if known else None
    )
    return {days: _with(found[days], held[days]) for days in windows if days in found}, refusals


def rising(probability: Mapping[int, Array], anchor: int | None = None) -> dict[int, Array]:
    """Return probabilities of buying that never fall from a window to a longer one; the anchor's stay as they are.

    Examples
    --------
    >>> held = rising({30: np.array([0.3]), 90: np.array([0.2]), 180: np.array([0.1])}, anchor=90)
    >>> [float(held[days][0]) for days in (30, 90, 180)]
    [0.2, 0.2, 0.2]
    """
    held = dict(sorted(probability.items()))
    days = list(held)
    middle = days.index(anchor) if anchor in held else 0
    for before, now in zip(days[middle:], days[middle + 1 :], strict=False):
        held[now] = np.maximum(held[now], held[before])
    for now, after in reversed([*zip(days[:middle], days[1 : middle + 1], strict=True)]):
        held[now] = np.minimum(held[now], held[after])
    assert all((held[b] >= held[a]).all() for a, b in zip(days, days[1:], strict=False))
    return held


def _forecast(forecaster: Forecaster, split: Split, calibrations: int) -> tuple[Buying | None, Refusal | None]:
    past = forecaster.past
    history, windows, gates = gates_before(past, split)
    refusal = Average(split, history, gates, None).refusal
    if refusal:
        return None, refusal
    expected, _, correction = expected_purchases(forecaster, split)
    seen = calibration(forecaster, windows, calibrations)
    counts, shared = dispersion(seen), shared_errors(log_errors(seen, "purchases"))
    uncertainty = Uncertainty(Scatter(0.0, 0.0), shared, correction is not None, split.days > history, STUDY)
    probability = pd.Series(
        counts.probability(expected), past.customers_at(split.origin)["customer_id"].array, name="probability"
    )
    return Buying(split, probability, expected, counts, uncertainty.together), None


def _with(one: Buying, probability: Array) -> Buying:
    series = pd.Series(probability, one.probability.index, name="probability")
    return Buying(one.split, series, one.expected, one.counts, one.together)


def _log_odds(p: Array) -> Array:
    return logit(np.clip(p, 1e-12, 1 - 1e-12))
