"""Which steps hold the columns of ``run.table()`` that a client's file names to a step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from analysis.client.client import Client
from analysis.run.step import Step

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("columns", "column_names")
"""Data that rest on what other steps say of each customer."""


def holders(step: Step, steps: Mapping[str, Step], client: Client) -> list[str]:
    """Return the steps that a step has to ask for the columns that are named to it, in their order."""
    named = step.names(client) if step.names else ()
    wanted = None if named is None else set(named)
    return [name for name in _askable(step, steps) if wanted is None or wanted & steps[name].scores.keys()]


def names(step: Step, steps: Mapping[str, Step], known: pd.DataFrame) -> list[str]:
    """Return every column that can be named to a step; `known` are those that no step makes."""
    scores: Iterable[str] = (column for name in _askable(step, steps) for column in steps[name].scores)
    return list(dict.fromkeys([*known.columns, *scores]))


def _askable(step: Step, steps: Mapping[str, Step]) -> list[str]:
    """Return the steps with a table per customer that neither read this one nor are told columns themselves."""
    reading = {step.name}
    for name, each in steps.items():
        if reading & set(each.after):
            reading.add(name)
    return [name for name, each in steps.items() if each.per_customer and not each.names and name not in reading]
