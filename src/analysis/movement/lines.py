"""The lines in money between classes by share: who stands close to one, and who has crossed it by enough to count.

Classes are places here: 0 is the best, the last holds values of 0 or less, the last but one all below the lines.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Places = NDArray[np.int64]
CLOSE = 0.10
"""Of a line: who is within it may cross by one purchase more or less."""


def money_lines(value: Array, place: Places, classes: int) -> list[float]:
    """Return the least value in each class but the last two; infinite where a class is empty.

    `value`, `place`: array, one per customer.
    `classes`: How many there are.

    Examples
    --------
    >>> money_lines(np.array([70.0, 15.0, 10.0, 5.0]), np.array([0, 0, 1, 2]), 4)
    [15.0, 10.0]
    """
    return [float(value[place == at].min(initial=np.inf)) for at in range(classes - 2)]


def at_lines(value: Array, lines: Sequence[float]) -> Places:
    """Return the class of each customer at given lines; who stands on a line is above it.

    Examples
    --------
    >>> at_lines(np.array([20.0, 12.0, 1.0, 0.0]), [15.0, 10.0]).tolist()
    [0, 1, 2, 3]
    """
    tests = [value <= 0, *(value >= line for line in lines)]
    return np.select(tests, [len(lines) + 1, *range(len(lines))], len(lines)).astype(np.int64)


def is_close(value: Array, lines: Sequence[float], within: float = CLOSE) -> NDArray[np.bool_]:
    """Return whether each customer is within a fraction of a line.

    Examples
    --------
    >>> is_close(np.array([100.0, 92.0, 80.0, 110.0]), [100.0]).tolist()
    [True, True, False, True]
    """
    near = np.zeros(value.size, dtype=bool)
    for line in lines:
        if 0 < line < np.inf:
            near |= np.abs(value / line - 1) <= within + 1e-12
    return near


def held_back(value: Array, before: Places, after: Places, lines: Sequence[float], buffer: float) -> Places:
    """Return the later classes, in which only who is past a line by more than the buffer has crossed it (hysteresis).

    `value`: At the later day.
    `before`, `after`: The classes at the earlier day (beyond the last where there was none yet) and at the later.
    `lines` (sequence of float): At the later day.
    `buffer`: Fraction of a line.

    Examples
    --------
    >>> value, was, lines = np.array([104.0, 120.0, 97.0, 60.0]), np.array([1, 1, 0, 0]), [100.0, 50.0]
    >>> held_back(value, was, at_lines(value, lines), lines, 0.05).tolist()
    [1, 0, 0, 1]
    """
    higher = at_lines(value, [line * (1 + buffer) for line in lines])
    lower = at_lines(value, [line * (1 - buffer) for line in lines])
    there = before < len(lines) + 2
    found: Places = np.select(
        [there & (higher < before), there & (lower > before), there], [higher, lower, before], after
    )
    return found
