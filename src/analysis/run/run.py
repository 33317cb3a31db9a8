"""One client's run: every step computed on first use, stored under a key of what it can have read, and shown to all.

A run knows no room: it is given the steps (`analysis.questions`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import places
from analysis.client.client import Client
from analysis.ledger.ledger import Ledger
from analysis.run import columns
from analysis.run.base import JOINED, SHAPING, Base, Reader
from analysis.run.columns import COLUMNS
from analysis.run.step import Inputs, Step
from analysis.run.stop import Stop
from analysis.run.store import Store, Stored, code_key, content_key, without_nan

if TYPE_CHECKING:
    import pandas as pd

    from analysis.run.segmentation import Segmentation

SEED = 1


class Run:
    """The stops of one client, from the ledger to what each chapter says; ``run.concentration`` is one of them.

    Parameters
    ----------
    client : Client
        The client file, read.
    steps : mapping of str to Step
        What can be computed, by name.
    reader : Reader
        The door of intake.
    cache : Path, optional
        Where stops are kept, in a folder of the client's.
    read : str, optional
        The key of rows that have been read already (`snapshot`); without it the inputs are looked at.
    """

    def __init__(
        self,
        client: Client,
        steps: Mapping[str, Step],
        reader: Reader,
        cache: Path | None = None,
        read: str | None = None,
    ):
        self.client = client
        self.store = Store((cache or places.cache()) / client.slug)
        self.base = Base(client, reader, self.store, read)
        self._steps, self._reader, self._cache = steps, reader, cache
        self._stops: dict[str, Stop] = {}
        self._segments: dict[str, pd.Series] = {}

    def __getattr__(self, name: str) -> Any:
        """Return the stop of a step, or an optional table, by its name."""
        if name in self.__dict__.get("_steps", {}):
            return self.stop(name)
        if name in JOINED:
            return self.base.need(name)
        raise AttributeError(f"a run has no '{name}'; its steps are {', '.join(self.__dict__.get('_steps', {}))}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._steps, *JOINED]

    def __repr__(self) -> str:
        done = ", ".join(self._stops) or "nothing yet"
        return f"Run of {self.client.client}: {', '.join(self._steps)}; computed here: {done}"

    # ------------------------------------------------------------------ stops

    def key(self, name: str) -> str:
        """Return the key of a stop: what its step declares, nothing else."""
        step, parameters = self._steps[name], self.parameters()
        return content_key(
            name,
            code_key(),
            [self.key(before) for before in step.after],
            [(need, self._key_of(need, step)) for need in step.needs],
            {parameter: parameters[parameter] for parameter in step.parameters},
        )

    def _key_of(self, need: str, step: Step) -> list[Any]:
        if need in COLUMNS:
            return [
                self.base.key("attributes"),
                [self.key(name) for name in columns.holders(step, self._steps, self.client)],
            ]
        return self.base.key(need)

    def stop(self, name: str) -> Stop:
        """Return what a step leaves, computed now if it is not stored."""
        if name not in self._stops:
            self._stops[name] = self._fetch(self._steps[name])
        return self._stops[name]

    def _fetch(self, step: Step) -> Stop:
        def make() -> Stored:
            facts, tables = step.compute(Inputs(step, partial(self._give, step), self.client.parameters))
            return Stored(without_nan(facts.plain()), dict(tables))

        stored = self.store.fetch(step.name, self.key(step.name), make)
        return Stop(step.name, step.facts.model_validate(stored.numbers), stored.tables)

    def _give(self, step: Step, name: str) -> Any:
        if name == "columns":
            return self.table(columns.holders(step, self._steps, self.client))
        if name == "column_names":
            return columns.names(step, self._steps, self.table(()))
        return self.stop(name) if name in self._steps else self.base.need(name)

    def results(self, sections: Mapping[str, None] | list[str] | None = None) -> dict[str, Any]:
        """Return what results.json holds: every figure of these sections; by default of all steps."""
        return {section: self.stop(section).numbers for section in (self._steps if sections is None else sections)}

    def parameters(self) -> Mapping[str, Any]:
        """Return the parameters of this run, as run.json records them."""
        return self.client.parameters.model_dump(mode="json")

    # ------------------------------------------------------------------ what it rests on

    @property
    def intake(self) -> Any:
        """The account of what was read, used and left out."""
        return self.base.account

    @cached_property
    def ledger(self) -> Ledger:
        """The clean transactions, and every question about them."""
        return self.base.ledger

    @property
    def customers(self) -> pd.DataFrame:
        """One row per customer at `observation_end`, with the historic class; index customer_id; a copy."""
        return self.base.customers.set_index("customer_id")

    @property
    def currency(self) -> str | None:
        """ISO code of the amounts; None where nobody says it."""
        currency: str | None = self.intake.currency
        return currency

    @property
    def observation_end(self) -> dt.date:
        """The last day that the analysis looks at."""
        return self.ledger.observation_end

    @property
    def first_day(self) -> dt.date:
        """The first day in the ledger."""
        return self.ledger.first

    def period(self, end: dt.date | None = None) -> str:
        """Return the days that the data cover, up to the observation end or another, as they are printed."""
        from analysis.display import days
        from analysis.display.language import sentence

        if not self.client.has_days:
            return sentence("as of {day}", day=days.day(self.observation_end))
        return days.period(self.first_day, end or self.observation_end)

    @cached_property
    def calibration_end(self) -> dt.date:
        """The day up to which models learn; by default half-way through the data."""
        return self.ledger.calibration_end(self.client.parameters.calibration_end)

    # ------------------------------------------------------------------ one row per customer

    def table(self, steps: Collection[str] | None = None) -> pd.DataFrame:
        """Return one row per customer with every class, score and attribute under its name in the codebook; a copy.

        A column that several steps give stands once, as the first of them gives it. With ``steps``, only their scores.
        """
        table = self.customers
        for step in self._steps.values():
            if step.per_customer is None or (steps is not None and step.name not in steps):
                continue
            if step.per_customer not in self.stop(step.name).tables:
                continue
            found = self.stop(step.name)[step.per_customer]
            table = table.join(found[[name for name in found if name not in table]])
        known = self.attributes
        table = table if known is None else table.join(known[[c for c in known if c not in table]])
        return table if steps is not None else table.assign(**self._segments)

    def segment(self, name: str, label: Callable[[pd.DataFrame], Any]) -> Segmentation:
        """Label the customers by a function of one's own, and return what each label holds.

        The labels stand in ``run.table()`` from here on. For the report and Excel, put the function as ``segment`` into
        a file beside the client file, and list it there: ``segments: {size: size.py}``.

        `name`: Of the column.
        `label`: ``run.table()`` -> a label for each row.

        Examples
        --------
        >>> run.segment("size", lambda c: (c["revenue"] > 1000).map({True: "large", False: "small"}))  # doctest: +SKIP
        """
        from analysis.run.segmentation import segmentation

        self._segments.pop(name, None)
        found = segmentation(self, name, label, self.table())
        self._segments[name] = found.labels
        return found

    def sweep(self, parameter: str, values: Sequence[object]) -> pd.DataFrame:
        """Return the headline facts side by side, one row per value of a parameter.

        Examples
        --------
        >>> run.sweep("horizon_days", [90, 180, 365])  # doctest: +SKIP
        """
        from analysis.run.sweep import sweep

        same = self.intake and parameter not in SHAPING["ledger"]  # asked for here, so that the rows are stored
        rows = self.base.read if same else None

        def at(value: object) -> Run:
            return Run(self.client.with_parameters({parameter: value}), self._steps, self._reader, self._cache, rows)

        return sweep(parameter, values, self._steps, at)
