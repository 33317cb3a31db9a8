"""What every fit has: a model that is trusted, or the reasons why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = dict[str, float | None]


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
        "fitted" or "not fitted, because …".
    reasons, warnings : tuple of str
        Why not fitted; what to mind, fitted or not.
    customers : int
        Whom the model was, or would have been, fitted to.
    """

    name: str
    model: Model | None
    parameters: Numbers
    standard_errors: Numbers
    covariance_log: Floats | None
    log_likelihood: float | None
    status: str
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    customers: int

    @property
    def trusted(self) -> bool:
        """True if the model may be shown as a number."""
        return self.model is not None

    def as_dict(self) -> dict:
        """Return parameters, standard errors, log-likelihood and status as plain numbers and text."""
        return {
            "parameters": dict(self.parameters),
            "standard_errors": dict(self.standard_errors),
            "log_likelihood": self.log_likelihood,
            "status": self.status,
        }


def natural_scale(model: Parametric | None, covariance_log: Floats | None, names: tuple[str, ...]) -> list[Numbers]:
    """Return parameters and their standard errors by the delta method; None for each name if there is no model."""
    if model is None or covariance_log is None:
        return [dict.fromkeys(names), dict.fromkeys(names)]
    errors = np.array(list(model.parameters.values())) * np.sqrt(np.diag(covariance_log))
    return [dict(model.parameters), dict(zip(names, errors.tolist(), strict=True))]
