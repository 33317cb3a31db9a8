"""Choosing without peeking: every candidate is scored at days inside the calibration window.

Two choices are made, both by the mean Brier score of "buys": the purchase model that feeds every sum of money, and the
predictor of who buys, which may also be gradient boosting or its plain average with that model. Where no purchase
model can be trusted, gradient boosting competes with the naive rules that learn a probability from an earlier window.
How a probability learnt on a shorter window is carried over to the longer one is settled in the same way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.backtest.candidates import Fits, fit_triples, learned_forecasts, model_forecasts
from analysis.backtest.holdout import Forecast, Split
from analysis.backtest.naive import RATES
from analysis.backtest.past import Past
from analysis.backtest.supervised import MODELLESS_STRETCHES, STRETCHES


@dataclass(frozen=True)
class Choice:
    """What the inner days say.

    inner: Brier score of "buys" per inner split and candidate (origin, days, model, brier); ranking: trusted purchase
    models, best first; stretch: how probabilities of gradient boosting are carried over to a longer window, which is
    the rule with the lower mean Brier score of it and its average.
    """

    inner: pd.DataFrame
    ranking: list[str]
    stretch: str

    def best(self, names: Collection[str], fits: Fits) -> str | None:
        """Return the candidate of these names with the lowest mean Brier score; None if there are none."""
        return next(iter(rank(names, self.inner, fits)), None)


def choose_inside(past: Past, splits: list[Split], fits: Fits) -> Choice:
    """Score every candidate at every inner split.

    Parameters
    ----------
    fits : dict
        At the end of calibration: a model that is not trusted there is not ranked.

    Notes
    -----
    The purchase models are ranked first, so that gradient boosting is averaged with one and the same model at every
    day. A candidate that could not be made at some inner day ranks behind those that could.
    """
    rows: list[dict[str, object]] = []
    made = []
    for split in splits:
        triples = past.triples_at(split.origin)
        fitted = fit_triples(triples)
        own = model_forecasts(fitted, triples, split.days)
        made.append((split, fitted, own))
        rows += _briers(past, split, own)
    ranking = rank([name for name, fit in fits.items() if fit.trusted], _table(rows), fits)
    best = ranking[0] if ranking else None
    rules = STRETCHES if best else MODELLESS_STRETCHES
    learned: dict[str, list[dict[str, object]]] = {rule: [] for rule in rules}
    for split, fitted, own in made:
        fit, by_model = (fitted[best], own.get(best)) if best else (None, None)
        for rule, forecasts in learned_forecasts(past, split, fit, by_model, rules).items():
            learned[rule] += _briers(past, split, forecasts)
        if not best:
            rates = {name: rate for name, rate in past.naive_forecasts(split).items() if name in RATES}
            rows += _briers(past, split, rates)
    tables = {rule: _table(found) for rule, found in learned.items()}
    stretch = min(rules, key=lambda rule: tables[rule].groupby("model")["brier"].mean().min())
    return Choice(pd.concat([_table(rows), tables[stretch]], ignore_index=True), ranking, stretch)


def rank(names: Collection[str], inner: pd.DataFrame, fits: Fits) -> list[str]:
    """Candidates by mean Brier over the inner splits; one that failed there comes after those that did not."""
    mean, times = inner.groupby("model")["brier"].mean(), inner.groupby("model").size()

    def likelihood(name: str) -> float:
        return (fits[name].log_likelihood if name in fits else None) or -np.inf

    return sorted(
        sorted(names),
        key=lambda name: (-int(times.get(name, 0)), float(mean.get(name, np.inf)), -likelihood(name)),
    )


def _briers(past: Past, split: Split, forecasts: Mapping[str, Forecast]) -> list[dict[str, object]]:
    bought = (past.outcome(split)["purchases"] > 0).to_numpy(float)
    return [
        {"origin": split.origin, "days": split.days, "model": name, "brier": float(((p - bought) ** 2).mean())}
        for name, made in forecasts.items()
        if (p := made.probability) is not None
    ]


def _table(rows: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["origin", "days", "model", "brier"])
