"""What every fit has: a model that is trusted, or the reasons why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from analysis.btyd.newton import Minimum, Objective
from analysis.btyd.profile import profile_interval
from analysis.facts import Refusal

Floats = NDArray[np.float64]
Numbers = dict[str, float | None]
Interval = tuple[float | None, float | None]


class Parametric(Protocol):
    """A model that names its parameters."""

    @property
    def parameters(self) -> dict[str, float]:
        """Parameters by name, on their natural scale."""


Model = TypeVar("Model", bound=Parametric)


@dataclass(frozen=True, eq=False, kw_only=True)
class Fit(Generic[Model]):
    """A fitted model, or the reasons why there is none.

    Attributes
    ----------
    name : str
        Of the model, such as "BG/NBD".
    names : tuple of str
        Of its parameters.
    customers : int
        Whom the model was, or would have been, fitted to.
    reasons : tuple of Refusal
        Why it is not fitted: codes with facts (`analysis.refusals.models`).
    model : Model or None
        None unless trusted.
    log_likelihood : float or None
        Total over customers, time in weeks, amounts unscaled.
    likelihood : tuple of Objective and Minimum, or None
        What was minimised, in the log parameters and units of the search, and where.
    """

    name: str
    names: tuple[str, ...]
    customers: int
    reasons: tuple[Refusal, ...] = ()
    model: Model | None = None
    log_likelihood: float | None = None
    likelihood: tuple[Objective, Minimum] | None = None

    @property
    def trusted(self) -> bool:
        """True if the model may be shown as a number."""
        return self.model is not None

    @property
    def status(self) -> str:
        """Either "fitted" or "not fitted"."""
        return "not fitted" if self.reasons else "fitted"

    @cached_property
    def covariance_log(self) -> Floats | None:
        """Covariance of the log parameters, shape (k, k): the inverse Hessian of the total negative log-likelihood."""
        return None if self.likelihood is None else np.linalg.inv(self.likelihood[1].hessian) / self.customers

    @property
    def parameters(self) -> Numbers:
        """Estimates on the natural scale, time in weeks, money in the report currency; all None unless trusted."""
        return dict.fromkeys(self.names) if self.model is None else dict(self.model.parameters)

    @property
    def standard_errors(self) -> Numbers:
        """Their standard errors by the delta method; all None unless trusted."""
        if self.model is None or self.covariance_log is None:
            return dict.fromkeys(self.names)
        errors = np.array(list(self.model.parameters.values())) * np.sqrt(np.diag(self.covariance_log))
        return dict(zip(self.names, errors.tolist(), strict=True))

    @cached_property
    def intervals(self) -> dict[str, Interval | None]:
        """95 % intervals by profile likelihood on the natural scale, as ``profile_interval`` finds them.

        None for each name unless trusted; an end is None where the data set no limit. They take about as long as the
        fit, and only who asks for them waits.
        """
        if self.model is None or self.likelihood is None:
            return dict.fromkeys(self.names)
        objective, minimum = self.likelihood
        found: dict[str, Interval | None] = {}
        for i, (name, estimate) in enumerate(self.model.parameters.items()):
            ends = profile_interval(objective, minimum, i, self.customers)
            centre = float(minimum.log_parameters[i])
            low, high = (None if end is None else float(estimate * np.exp(end - centre)) for end in ends)
            found[name] = low, high
        return found

    def as_dict(self, *, intervals: bool = True) -> dict:
        """Return parameters, errors, log-likelihood, status and reasons as plain values; intervals where asked for."""
        shown: dict = {
            "parameters": self.parameters,
            "standard_errors": self.standard_errors,
            "log_likelihood": self.log_likelihood,
            "status": self.status,
            "reasons": [reason.plain() for reason in self.reasons],
        }
        if intervals:
            shown["intervals"] = {name: None if ends is None else list(ends) for name, ends in self.intervals.items()}
        return shown
