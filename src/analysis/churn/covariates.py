"""What more is known of customers than how often and how lately they bought, and whether it tells who will not buy.

Signs known by the day move the log odds of the average forecast. Whether they help is measured once, on days that were
unseen by everything that was learnt; only then do they enter the forecast.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

from analysis.backtest.buying import Buying, log_odds, rising
from analysis.backtest.comparison import paired_interval
from analysis.backtest.holdout import Array
from analysis.backtest.past import Past
from analysis.churn.calibration import logistic
from analysis.churn.facts import SignOdds, Signs
from analysis.churn.facts_contracts import SignLeftOut
from analysis.churn.influences import design
from analysis.churn.known_signs import DATED
from analysis.churn.leakage import ALONE, screen, tells

PRIOR_SD = 0.5
"""Of a sign's weight, on the scale of log odds: a number's per standard deviation."""
MOST = 20
"""Columns of all signs together."""
Z95 = 1.959964
SignsBy = Callable[[dt.date], pd.DataFrame]
"""Day -> what was known of each customer by then, in the order of `past.customers_at`."""


@dataclass(frozen=True, eq=False)
class Taught:
    """What earlier windows taught: the move of each customer's log odds of not buying, its weights, what is out."""

    move: Array
    odds: list[SignOdds]
    left_out: list[SignLeftOut]
    names: list[str]


def teach(made: Buying, signs_by: SignsBy) -> Taught | None:
    """Return what the windows before a forecast teach of signs; None where no sign is known."""
    windows = [w for w in made.seen if w.purchases.sum() > 0 and w.expected_purchases.sum() > 0]
    tables = [signs_by(w.split.origin) for w in windows]
    now = signs_by(made.split.origin)
    names = [name for name in now if all(name in table for table in tables)]
    if not windows or not names:
        return None
    before = pd.concat([table[names] for table in tables], ignore_index=True)
    silent = np.concatenate([w.purchases == 0 for w in windows])
    kept, left_out = _screened(before, silent)
    columns, meaning = design(pd.concat([before[kept], now[kept]], ignore_index=True), MOST)
    if columns.empty:
        return Taught(np.zeros(len(now)), [], left_out, [])
    table = columns.fillna(0.0).to_numpy(float)
    level = [w.expected_purchases * (w.purchases.sum() / w.expected_purchases.sum()) for w in windows]
    said = [1 - made.counts.probability(each, w.signs) for each, w in zip(level, windows, strict=True)]
    told = np.column_stack([np.ones(len(table)), table])
    prior = np.array([0.0, *[PRIOR_SD**-2] * table.shape[1]])
    weights, covariance = logistic(told[: silent.size], silent, log_odds(np.concatenate(said)), prior)
    half = Z95 * np.sqrt(np.diag(covariance))
    odds = [
        SignOdds(**meaning[name], odds=float(np.exp(w)), low=float(np.exp(w - h)), high=float(np.exp(w + h)))
        for name, w, h in zip(columns, weights[1:], half[1:], strict=True)
    ]
    return Taught(told[silent.size :] @ weights, odds, left_out, list(dict.fromkeys(row.sign for row in odds)))


def _screened(before: pd.DataFrame, silent: NDArray[np.bool_]) -> tuple[list[str], list[SignLeftOut]]:
    """Return the signs that may be used: what has no day must not be known only afterwards, nothing may tell all."""
    kept, out = screen(before[[name for name in before if name not in DATED]], silent)
    left = [SignLeftOut(feature=one.feature, why=one.why, auc=one.auc) for one in out]
    for name in (name for name in before if name in DATED):
        alone = tells(before[name], silent)
        if alone is None or alone < ALONE:
            kept.append(name)
        else:
            left.append(SignLeftOut(feature=name, why="alone", auc=alone))
    return [name for name in before if name in kept], left


def moved(made: Buying, move: Array | float) -> Buying:
    """Return the forecast with each customer's log odds of not buying moved; never above the expected purchases."""
    if not np.any(move):
        return made
    odds = log_odds(made.probability.to_numpy()) - move
    return made.with_probability(np.minimum(expit(odds), made.expected))


def moved_windows(made: Mapping[int, Buying], move: Array | float, anchor: Buying) -> dict[int, Buying]:
    """Return forecasts of several windows moved alike, held to each other and to one that is moved already."""
    each = {days: moved(one, move) for days, one in made.items()} | {anchor.split.days: anchor}
    held = rising({days: one.probability.to_numpy() for days, one in each.items()}, anchor.split.days)
    return {days: each[days].with_probability(held[days]) for days in made}


def measured(past: Past, plain: Buying, tested: Taught, ahead: Taught) -> Signs:
    """Return what signs added on the unseen days of a forecast, and what goes with not buying as known today."""
    silent = (past.outcome(plain.split)["purchases"] == 0).to_numpy(float)
    losses = [((1 - one.probability.to_numpy()) - silent) ** 2 for one in (plain, moved(plain, tested.move))]
    low, high = paired_interval(losses[1] - losses[0])
    # Farthest from 1 first, as seen from the end of the interval that is nearer to it.
    order = sorted(ahead.odds, key=lambda row: (-max(np.log(row.low), -np.log(row.high)), row.sign, row.value or ""))
    return Signs(
        names=tested.names,
        days=plain.split.days,
        customers=silent.size,
        brier_without=float(losses[0].mean()),
        brier_with=float(losses[1].mean()),
        low=low,
        high=high,
        used=bool(high < 0),
        odds=[row for row in order if row.low > 1 or row.high < 1],
        left_out=ahead.left_out,
    )
