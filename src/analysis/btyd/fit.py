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
    model : Model or None
        None unless trusted.
    parameters, standard_errors : dict of str to float or None
        Natural scale, time in weeks, money in the report currency; all None unless trusted.
    covariance_log : array, shape (k, k), or None
        Of the log parameters: the inverse of the Hessian of the total negative log-likelihood.
    log_likelihood : float or None
        Total over customers, time in weeks, amounts unscaled.
    status : str
        "fitted" or "not fitted".
    reasons, warnings : tuple of Refusal
        Why not fitted; what to mind, fitted or not: codes with facts (`analysis.refusals.models`).
    customers : int
        Whom the model was, or would have been, fitted to.
    likelihood : tuple of Objective and Minimum, or None
        What was minimised, in the log parameters and units of the search, and where.
    """

    name: str
    model: Model | None
    parameters: Numbers
    standard_errors: Numbers
    covariance_log: Floats | None
    log_likelihood: float | None
    status: str
    reasons: tuple[Refusal, ...]
    warnings: tuple[Refusal, ...]
    customers: int
    likelihood: tuple[Objective, Minimum] | None

    @property
    def trusted(self) -> bool:
        """True if the model may be shown as a number."""
        return self.model is not None

    @cached_property
    def intervals(self) -> dict[str, Interval | None]:
        """95 % intervals by profile likelihood on the natural scale, as ``profile_interval`` finds them.

        None for each name unless trusted; an end is None where the data set no limit. They take about as long as the
        fit, and only who asks for them waits.
        """
        if self.likelihood is None:
            return dict.fromkeys(self.parameters)
        objective, minimum = self.likelihood
        found: dict[str, Interval | None] = {}
        for i, (name, estimate) in enumerate(self.parameters.items()):
            ends = profile_interval(objective, minimum, i, self.customers)
            centre = float(minimum.log_parameters[i])
            low, high = (None if end is None else float(estimate * np.exp(end - centre)) for end in ends)
            found[name] = low, high
        return found

    def as_dict(self, *, intervals: bool = True) -> dict:
        """Return parameters, their errors and intervals, log-likelihood, status and reasons as plain values.

        Without ``intervals`` nobody waits for them.
        """
        shown: dict = {
            "parameters": dict(self.parameters),
            "standard_errors": dict(self.standard_errors),
            "log_likelihood": self.log_likelihood,
            "status": self.status,
            "reasons": [reason.plain() for reason in self.reasons],
        }
        if intervals:
            shown["intervals"] = {name: None if ends is None else list(ends) for name, ends in self.intervals.items()}
        return shown


def natural_scale(model: Parametric | None, covariance_log: Floats | None, names: tuple[str, ...]) -> list[Numbers]:
    """Return parameters and their standard errors by the delta method; None for each name if there is no model."""
    if model is None or covariance_log is None:
        return [dict.fromkeys(names), dict.fromkeys(names)]
    errors = np.array(list(model.parameters.values())) * np.sqrt(np.diag(covariance_log))
    return [dict(model.parameters), dict(zip(names, errors.tolist(), strict=True))]
