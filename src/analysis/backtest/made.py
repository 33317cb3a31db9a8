"""What an average forecast is: numbers per customer, totals with ranges, where they came from; or why none."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.backtest.credibility import Credibility
from analysis.backtest.facts import Gate, YearAgo
from analysis.backtest.gates import Weight
from analysis.backtest.holdout import Array, Forecast, Split
from analysis.backtest.spread import Uncertainty
from analysis.btyd import ParetoNBD
from analysis.facts import Refusal, refused

AVERAGE = "average"
"""Its name in the league, and in `value.model`."""
MEASURES = ("purchases", "revenue")


@dataclass(frozen=True, eq=False)
class Made:
    """A forecast of every customer known at the origin.

    Attributes
    ----------
    customers : DataFrame, in the order of `past.customers_at(split.origin)`
        customer_id, expected_purchases, expected_spend, expected_revenue (their product, not discounted), probability
        (of a purchase), and purchases_low_80, purchases_high_80, revenue_low_80, … _95: one customer's own ranges.
    totals : DataFrame
        One row per measure ("purchases", "revenue") and group ("all", then the classes): customers, point, s (log sd),
        low_80, high_80, low_95, high_95.
    parts : dict of array
        The shapes that were averaged, before the factor.
    year_ago : YearAgo or None
        Season and drift factor that is in all numbers; None where it does not apply.
    inner : dict of DataFrame
        Measure -> errors of inner windows, as `log_errors` gives them.
    uncertainty : dict of Uncertainty
        Measure -> how to get s of any other sum.
    model : ParetoNBD
        Whose total the level is, by maximum a posteriori.
    """

    customers: pd.DataFrame
    totals: pd.DataFrame
    parts: dict[str, Array]
    year_ago: YearAgo | None
    inner: dict[str, pd.DataFrame]
    uncertainty: dict[str, Uncertainty]
    spend: Credibility
    model: ParetoNBD

    @property
    def factor(self) -> float:
        """The season and drift factor that is in all numbers; 1 where there is none."""
        return self.year_ago.factor if self.year_ago else 1.0


@dataclass(frozen=True, eq=False)
class Average:
    """The average forecast of a window, or the reasons why there is none.

    `gates`: Refusals, or what makes the forecast indicative.
    `made`: None if refused.
    """

    split: Split
    history_days: int
    gates: tuple[Gate, ...]
    made: Made | None

    @property
    def refusal(self) -> Refusal | None:
        """The first reason why there is none."""
        grave = (gate for gate in self.gates if gate.weight == Weight.REFUSED)
        return next((refused(gate.code, **gate.facts) for gate in grave), None)

    @property
    def status(self) -> str:
        """One of "refused", "no_point", "indicative", "full": the gravest gate."""
        weights = {gate.weight for gate in self.gates}
        order = (Weight.REFUSED, Weight.NO_POINT, Weight.INDICATIVE)
        return next((weight.value for weight in order if weight in weights), "full")


def as_forecast(made: Made) -> Forecast:
    """Return the average as a row of the league."""
    made_of = made.customers
    return Forecast(
        made_of["expected_purchases"].to_numpy(),
        made_of["probability"].to_numpy(),
        made_of["expected_revenue"].to_numpy(),
        naive=False,
        money=True,
    )
