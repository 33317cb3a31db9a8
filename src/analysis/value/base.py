"""What every figure of the room rests on: the chosen model on all days, its horizon, its season."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analysis.backtest.fits import crosscheck, lifetime_of, restore
from analysis.backtest.season import seasonality
from analysis.backtest.spend import judged_spend
from analysis.ledger.rhythm import churn_window
from analysis.value.clv import Horizon
from analysis.value.flags import flags_of
from analysis.value.newcomers import acquired_on
from analysis.value.screening import dominant_customer, left_truncation

if TYPE_CHECKING:
    import pandas as pd

    from analysis.backtest.facts import Seasonality
    from analysis.btyd import PurchaseFit, PurchaseModel, SpendFit
    from analysis.facts import Refusal
    from analysis.run.step import Inputs

Fits = dict[str, "PurchaseFit"]
Record = dict[str, Any]


@dataclass(frozen=True)
class Base:
    """The customers with a purchase, and the models that say what they will do.

    Attributes
    ----------
    given : Inputs
        Of the room's step.
    customers : DataFrame
        customer_id, frequency, recency, T, … at the last day.
    fits : dict of str to PurchaseFit
        Every purchase model, fitted on all days.
    name : str
        Of the model that feeds the value: trusted, and tested.
    """

    given: Inputs
    customers: pd.DataFrame
    fits: Fits
    name: str

    @property
    def fit(self) -> PurchaseFit:
        """The fit that feeds the value."""
        return self.fits[self.name]

    @property
    def model(self) -> PurchaseModel:
        """The model that feeds the value."""
        assert self.fit.model is not None
        return self.fit.model

    @property
    def lifetime(self) -> PurchaseModel | None:
        """The model in which a one-time buyer can have left; None where none is trusted."""
        return lifetime_of(self.fits, self.given.holdout.facts.ranking)

    @property
    def horizon(self) -> Horizon:
        """How far is looked ahead, and what waiting costs."""
        return Horizon(self.given.parameters.horizon_days, self.given.parameters.annual_discount_rate)

    @property
    def acquired(self) -> pd.Series | None:
        """Days of acquisition, where they are known."""
        return acquired_on(self.given.accounts)

    @cached_property
    def burn_in(self) -> int | None:
        """Days from the first within which a first purchase may not have been the first."""
        return churn_window(self.given.ledger.gaps())

    @cached_property
    def season(self) -> Seasonality:
        """The season of repeat purchases, and what it makes of the days ahead."""
        tested = self.given.holdout.facts
        calibrated = restore(self.name, tested.models)
        until, days = tested.calibration_end, self.given.parameters.horizon_days
        return seasonality(self.given.ledger, self.model, calibrated, until, days)

    def spend(self, customers: pd.DataFrame) -> SpendFit:
        """Return the model of spend on these customers, if it was judged to hold."""
        return judged_spend(self.given.holdout.facts.spend_contest, customers)

    def screened(self, record: Record, warnings: tuple[Refusal, ...]) -> Record:
        """Return what could mislead the models, and the flags that follow."""
        old = left_truncation(self.fit, self.customers, self.given.ledger.first, self.burn_in, self.acquired)
        one = dominant_customer(self.fit, self.customers)
        return {
            "crosscheck": crosscheck(self.fit, self.customers),
            "left_truncation": old,
            "dominant_customer": one,
            "seasonality": self.season,
            "flags": flags_of(
                customers=record["customers"],
                horizon_days=record["horizon_days"],
                tested_days=record["tested_days"],
                spend_warnings=warnings,
                regularity=record["regularity"],
                left_truncation=old,
                dominant=one,
                season_factor=self.season.factor,
            ),
        }

    def alive(self, scores: pd.DataFrame) -> Record:
        """Return how many of the customers still are, on average, by the model of lifetimes."""
        name = None if self.lifetime is None else self.lifetime.name
        mean = None if self.lifetime is None else float(scores["p_alive"].mean())
        return {"lifetime_model": name, "p_alive_mean": mean, "still_customer_mean": mean}
