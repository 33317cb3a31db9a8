"""Who will buy at all within a window, or within several: the average's probability, at half of its cost.

Fits of one day serve every window that begins there, and what the learners say of the churn window serves shorter ones
too. Of the same customer the chance to buy cannot fall as the window grows; forecasts are held to that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from analysis.backtest.average import CALIBRATIONS, calibration, expected_purchases, gates_before
from analysis.backtest.dispersion import Dispersion, dispersion
from analysis.backtest.holdout import Array, Split
from analysis.backtest.inner import InnerWindow, log_errors
from analysis.backtest.made import Average
from analysis.backtest.past import Past
from analysis.backtest.shapes import Forecaster, RegularityAt
from analysis.backtest.signs import signs
from analysis.backtest.spread import STUDY, Scatter, Uncertainty, factors, shared_errors
from analysis.backtest.year_ago import YearAgo, year_ago
from analysis.btyd.regular import REGULAR
from analysis.facts import Refusal, refused

DAYS = (30, 90, 180, 365)
"""Windows that management asks for."""


@dataclass(frozen=True, eq=False)
class Buying:
    """Who will buy within a window.

    Attributes
    ----------
    probability : Series indexed by customer_id
        Of at least one purchase, in the order of `past.customers_at(split.origin)`.
    expected : array
        Purchases expected of each.
    signs : array, shape (n_customers, 3)
        As `signs.signs` gives them.
    counts : Dispersion
        The distribution around them, learnt from earlier windows; its slope, shift and weights of the signs recalibrate
        the log odds.
    together : float
        Log sd of what all customers share in expected purchases: drift, season, a bad year (`spread.Uncertainty`).
    factor : float
        Season and drift, in `expected`.
    seen : tuple of InnerWindow
        The earlier windows that taught the distribution.
    """

    split: Split
    probability: pd.Series
    expected: Array
    signs: Array
    counts: Dispersion
    together: float
    factor: float = 1.0
    seen: tuple[InnerWindow, ...] = ()

    def at(self, level: float, high: bool) -> Array:
        """Return each probability were the shared level at the end of its range."""
        low_high = factors(self.together, level)
        moved = self.counts.probability(self.expected * low_high[int(high)], self.signs)
        plain = self.counts.probability(self.expected, self.signs)
        # Held to other windows the probability may differ from the plain one: the move is that of the log odds.
        odds = log_odds(self.probability.to_numpy()) + log_odds(moved) - log_odds(plain)
        return expit(odds)

    def with_probability(self, probability: Array) -> Buying:
        """Return the same forecast with other probabilities."""
        return replace(self, probability=pd.Series(probability, self.probability.index, name="probability"))

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

    `forecaster`: Its fits of that day are used for all.
    `windows` (sequence of int): Days. One that is longer than the history is refused.
    `known`: A forecast of the same day that stays as it is; the others are held to it.

    A window shorter than `known` takes its part of it by Pareto/NBD, with its own season and its own distribution: on
    five businesses its Brier score was that of a forecast of its own (.0561 and .0562, .1104 and .1108 on CDNOW). Where
    customers buy in a rhythm that part is not known without the phase, and the learners are asked of each window.
    """
    history = (origin - forecaster.past.first).days
    found, refusals = {known.split.days: known} if known else {}, {}
    pace = forecaster.regularity_at(origin)
    longer = known if pace is None or pace < REGULAR else None
    for days in sorted(set(windows) - set(found)):
        if days > history:
            refusals[days] = refused("window_beyond_history", days=days, history_days=history)
            continue
        split = Split(origin, origin + dt.timedelta(days=days))
        if longer and days < longer.split.days:
            found[days] = _within(forecaster, longer, split)
            continue
        made, refusal = _forecast(forecaster, split, 1)
        if made is None:
            assert refusal is not None
            refusals[days] = refusal
        else:
            found[days] = made
    held = rising(
        {days: one.probability.to_numpy() for days, one in found.items()}, known.split.days if known else None
    )
    return {days: found[days].with_probability(held[days]) for days in windows if days in found}, refusals


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
    expected, parts, correction = expected_purchases(forecaster, split)
    told = signs(forecaster, split, parts)
    return _buying(past, split, expected, correction, told, calibration(forecaster, windows, calibrations)), None


def _within(forecaster: Forecaster, longer: Buying, split: Split) -> Buying:
    """Return the forecast of a shorter window of the same day: its part of a longer one by the model."""
    correction = year_ago(forecaster, split)
    expected = longer.expected / longer.factor * _part(forecaster, longer.split, split.days)
    seen = [_first_days(forecaster, window, split.days) for window in longer.seen]
    expected = expected * (correction.factor if correction else 1.0)
    return _buying(forecaster.past, split, expected, correction, longer.signs, seen)


def _first_days(forecaster: Forecaster, window: InnerWindow, days: int) -> InnerWindow:
    # An earlier window can be shorter than what it teaches: beyond its end nothing may be looked at.
    days = min(days, window.split.days)
    split = Split(window.split.origin, window.split.origin + dt.timedelta(days=days))
    came, part = forecaster.past.outcome(split), _part(forecaster, window.split, days)
    bought, revenue = (came[name].to_numpy(float) for name in ("purchases", "revenue"))
    expected = window.expected_purchases * part
    return InnerWindow(split, bought, expected, revenue, window.expected_revenue * part, window.signs)


def _part(forecaster: Forecaster, whole: Split, days: int) -> Array:
    """Return which part of the purchases of a window is expected in its first days, by customer."""
    first = forecaster.by_model(Split(whole.origin, whole.origin + dt.timedelta(days=days)))
    every = forecaster.by_model(whole)
    return np.divide(first, every, out=np.zeros_like(first), where=every > 0)


def _buying(
    past: Past, split: Split, expected: Array, correction: YearAgo | None, told: Array, seen: Sequence[InnerWindow]
) -> Buying:
    counts, shared = dispersion([*seen]), shared_errors(log_errors([*seen], "purchases"))
    beyond = split.days > (split.origin - past.first).days
    uncertainty = Uncertainty(Scatter(0.0, 0.0), shared, correction is not None, beyond, STUDY)
    ids = past.customers_at(split.origin)["customer_id"]
    probability = pd.Series(counts.probability(expected, told), ids.array, name="probability")
    factor = correction.factor if correction else 1.0
    return Buying(split, probability, expected, told, counts, uncertainty.together, factor, tuple(seen))


def log_odds(p: Array) -> Array:
    """Return the log odds of probabilities; of 0 and 1 what is as good as that."""
    return logit(np.clip(p, 1e-12, 1 - 1e-12))
