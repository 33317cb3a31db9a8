"""One parameter tried at several values: the headline facts side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from analysis.run.base import SHAPING
from analysis.run.step import Step


def depending_on(parameter: str, steps: Mapping[str, Step]) -> list[str]:
    """Return the steps that a parameter reaches, directly, by the data, or by a step before."""
    reached: list[str] = []
    for name, step in steps.items():
        own = {*step.parameters, *(shaped for need in step.needs for shaped in SHAPING.get(need, ()))}
        if parameter in own or any(before in reached for before in step.after):
            reached.append(name)
    return reached


def sweep(parameter: str, values: Sequence[object], steps: Mapping[str, Step], at: Callable[[object], Any]) -> Any:
    """Return one row per value of a parameter with the headline facts of all steps that it reaches.

    `parameter`: Its name, dotted for a part (``abc.a``).
    `steps`: mapping of str to Step.
    `at`: Value -> the run with it.
    DataFrame indexed by the parameter: One column per fact, as ``value.clv_total``; missing where a step was refused.
    """
    import pandas as pd

    reached = depending_on(parameter.partition(".")[0], steps)
    rows = []
    for value in values:
        run = at(value)
        facts = {name: run.stop(name).facts for name in reached}
        rows.append(
            {f"{name}.{key}": getattr(found, key) for name, found in facts.items() for key in found.headlines()}
        )
    return pd.DataFrame(rows, index=pd.Index(list(values), name=parameter))
