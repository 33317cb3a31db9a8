"""The average forecast of purchases: three shapes, each at the level of Pareto/NBD.

Which of three forecasters is best was never clear before the window, so none is chosen: their shapes are averaged. Of
the learners only the shape is taken, because their own totals erred by half as much again as Pareto/NBD's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache

import numpy as np

from analysis.backtest.holdout import Array, Split
from analysis.backtest.learners import learn
from analysis.backtest.past import Past
from analysis.btyd import ParetoNBD
from analysis.btyd.map_fit import fit_map
from analysis.btyd.regular import REGULAR, fit_regular

RegularityAt = Callable[[dt.date], float | None]
"""Day -> Wheat & Morrison's k from purchases up to that day; None where it is not known."""

BOUND = 5.0  # a learner's forecast of one customer over Pareto/NBD's, either way


class Forecaster:
    """Purchases expected after any day of the past; every fit is made once.

    `regularity_at`: Day -> regularity k. From 3 on Pareto/NBD's shape gives way to that of MBG/CNBD-k.
    """

    def __init__(self, past: Past, regularity_at: RegularityAt | None = None):
        self.past = past
        self.fit_at: Callable[[dt.date], ParetoNBD] = cache(lambda day: fit_map(past.triples_at(day)))
        self.regularity_at = regularity_at or (lambda day: None)

    def by_model(self, split: Split) -> Array:
        """Return what Pareto/NBD (MAP) expects of each customer in the split's days."""
        triples = self.past.triples_at(split.origin)
        model = self.fit_at(split.origin)
        return model.expected_purchases(split.days / 7, triples.frequency, triples.recency, triples.T)[triples.index]

    def probability(self, split: Split) -> Array:
        """Return how likely Pareto/NBD (MAP) takes a purchase of each customer in the split's days."""
        triples = self.past.triples_at(split.origin)
        model = self.fit_at(split.origin)
        return model.probability_of_purchase(split.days / 7, triples.frequency, triples.recency, triples.T)[
            triples.index
        ]

    def shapes(self, split: Split) -> dict[str, Array]:
        """Return the forecasts that are averaged, by name; they have one sum.

        dict: "Pareto/NBD" or "MBG/CNBD-k", and where earlier windows can teach "Poisson boosting" and "ridge Poisson",
        each held within a fifth and five times Pareto/NBD's forecast of the customer (or of the mean customer, if that
        is more) before it is scaled.
        """
        own = self.by_model(split)
        level = own.sum()
        k = self.regularity_at(split.origin)
        found = {ParetoNBD.name: own}
        if k is not None and k >= REGULAR:
            triples = self.past.triples_at(split.origin)
            model = fit_regular(triples, k)
            expected = model.expected_purchases(split.days / 7, triples.frequency, triples.recency, triples.T)
            found = {model.name: _scaled(expected[triples.index], level)}
        for name, shape in learn(self.past, split).items():
            held = np.clip(_scaled(shape, level), own / BOUND, BOUND * np.maximum(own, own.mean()))
            found[name] = _scaled(held, level)
        return found


def _scaled(shape: Array, level: float) -> Array:
    total = shape.sum()
    return shape * (level / total) if total > 0 else np.full(shape.size, level / max(shape.size, 1))
