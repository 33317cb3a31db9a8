"""What every figure of the room rests on: the average forecast, the models of lifetimes, and the horizon."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analysis.backtest.fits import LIFETIME_MODELS, crosscheck, ranked
from analysis.backtest.season import seasonality
from analysis.ledger.rhythm import churn_window
from analysis.value.clv import Horizon
from analysis.value.newcomers import acquired_on
from analysis.value.screening import dominant_customer, flags_of, left_truncation

if TYPE_CHECKING:
    import pandas as pd

    from analysis.backtest.made import Average, Made
    from analysis.btyd import ParetoNBD, PurchaseFit, PurchaseModel
    from analysis.run.step import Inputs

Fits = dict[str, "PurchaseFit"]
Record = dict[str, Any]


@dataclass(frozen=True)
class Base:
    """The customers with a purchase, and what says what they will do.

    `given`: Of the room's step.
    `customers`: customer_id, frequency, recency, T, … at the last day.
    `average`: The forecast that feeds every sum; made.
    `fits`: Every purchase model by maximum likelihood, for what is said of parameters and lifetimes.
    """

    given: Inputs
    customers: pd.DataFrame
    average: Average
    fits: Fits

    @property
    def made(self) -> Made:
        """The forecast."""
        assert self.average.made is not None
        return self.average.made

    @property
    def model(self) -> ParetoNBD:
        """The model whose total the forecast has; it always exists."""
        return self.made.model

    @property
    def trusted(self) -> list[PurchaseFit]:
        """The fits whose parameters may be spoken of, best first."""
        return ranked(self.fits, self.given.holdout.facts.ranking)

    @property
    def lifetime_fit(self) -> PurchaseFit | None:
        """The best fit in which a one-time buyer can have left; None where none is trusted."""
        return next((fit for fit in self.trusted if fit.name in LIFETIME_MODELS), None)

    @property
    def lifetime(self) -> PurchaseModel | None:
        """Its model."""
        return None if self.lifetime_fit is None else self.lifetime_fit.model

    @property
    def horizon(self) -> Horizon:
        """How far is looked ahead, and what waiting costs."""
        return Horizon(self.average.split.days, self.given.parameters.annual_discount_rate)

    @property
    def acquired(self) -> pd.Series | None:
        """Days of acquisition, where they are known."""
        return acquired_on(self.given.attributes)

    @cached_property
    def burn_in(self) -> int | None:
        """Days from the first within which a first purchase may not have been the first."""
        return churn_window(self.given.ledger.gaps())

    def screened(self, record: Record) -> Record:
        """Return what could mislead the forecast, and the flags that follow."""
        old = left_truncation(self.model, self.customers, self.given.ledger.first, self.burn_in, self.acquired)
        one = dominant_customer(self.model, self.customers)
        best = next(iter(self.trusted), None)
        until, days = self.given.holdout.facts.calibration_end, self.horizon.days
        return {
            "crosscheck": None if best is None else crosscheck(best, self.customers),
            "left_truncation": old,
            "dominant_customer": one,
            "seasonality": seasonality(self.given.ledger, self.model, until, days),
            "flags": flags_of(
                customers=record["customers"],
                horizon_days=days,
                tested_days=record["tested_days"],
                regularity=None if "MBG/CNBD-k" in self.made.parts else record["regularity"],
                left_truncation=old,
                dominant=one,
            ),
        }

    def alive(self, scores: pd.DataFrame) -> Record:
        """Return how many of the customers still are, on average, by the model of lifetimes."""
        name = None if self.lifetime is None else self.lifetime.name
        mean = None if self.lifetime is None else float(scores["p_alive"].mean())
        return {"lifetime_model": name, "p_alive_mean": mean, "still_customer_mean": mean}
