"""A step says what it needs, and receives just that.

What it declares makes its key, so that a stop is computed again when, and only when, something that it can have read
has changed. Reading anything else is an error, not a stale number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from analysis.client.client import Client
from analysis.facts import Facts
from analysis.schema import RunError

if TYPE_CHECKING:
    import pandas as pd

Answer = tuple[Facts, Mapping[str, "pd.DataFrame"]]
Compute = Callable[["Inputs"], Answer]


@dataclass(frozen=True)
class Step:
    """One computation of a run.

    Attributes
    ----------
    name : str
        Of the stop that it leaves, and of its section in results.json.
    facts : type of Facts
        What it leaves.
    compute : callable
        `Inputs` -> (facts, tables).
    after : tuple of str
        Steps whose stops it reads.
    parameters : tuple of str
        Parameters of the client file that it reads.
    needs : tuple of str
        Data that it reads: "account" (what was read and left out), "ledger", "customers", "client_name", "scorecard",
        "columns" and "column_names" (see `names`), what the client file says without shaping a row ("grades",
        "own_segments", "scorecard", "account_types", "plan_settings": what acting costs, "register": what was done,
        "targets"), or an optional table ("attributes", "branches", "surveys", "contacts", "subscriptions",
        "receivables").
    per_customer : str or None
        Its table with one row per customer_id whose columns stand in ``run.table()``.
    names : callable or None
        Client -> the columns of ``run.table()`` that its file names to this step, which reads them as "columns";
        None for all. They decide which steps are asked besides those in `after`; never one that itself reads this one.
    """

    name: str
    facts: type[Facts]
    compute: Compute
    after: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    per_customer: str | None = None
    names: Callable[[Client], Iterable[str] | None] | None = None

    @property
    def scores(self) -> Mapping[str, tuple[str, str]]:
        """The columns of its table per customer, as declared beside its facts: name -> (unit, meaning)."""
        if self.per_customer is None:
            return {}
        declared: Mapping[str, tuple[str, str]] = import_module(self.facts.__module__).SCORES
        return declared


def step(name: str, facts: type[Facts], **declared: Any) -> Callable[[Compute], Step]:
    """Make a step of the function below: ``@step("concentration", ConcentrationFacts, needs=("customers",))``."""

    def declare(compute: Compute) -> Step:
        return Step(name, facts, compute, **declared)

    return declare


class Inputs:
    """What a step has declared, by name: stops, data, and ``parameters`` with the declared ones."""

    def __init__(self, of: Step, give: Callable[[str], Any], parameters: Any):
        self._of, self._give = of, give
        self.parameters = _Parameters(of, parameters)

    def __getattr__(self, name: str) -> Any:
        """Return a stop or data by its name."""
        if name not in self._of.after and name not in self._of.needs:
            raise UndeclaredReadError(f"The step '{self._of.name}' reads '{name}', which it does not declare.")
        return self._give(name)


class _Parameters:
    def __init__(self, of: Step, parameters: Any):
        self._of, self._parameters = of, parameters

    def __getattr__(self, name: str) -> Any:
        if name not in self._of.parameters:
            raise UndeclaredReadError(
                f"The step '{self._of.name}' reads the parameter '{name}', which it does not declare."
            )
        return getattr(self._parameters, name)


class UndeclaredReadError(RunError):
    """A step read what it had not declared; its key would not know of it."""
