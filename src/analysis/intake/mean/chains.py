"""Sums that are found by arithmetic alone, from the order of the rows: no label is needed, in whatever language."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 3
"""Sums of two rows or more, before they are no accident."""
MOSTLY = 0.8  # of the rows belong to a block that its sum closes
CHANCE = 0.5  # of that share may be reached with the same amounts in another order
NEXT = 4


@dataclass(frozen=True)
class Chain:
    """Places of the rows that are sums, and how they are: of the rows before, of those after, or of all before."""

    places: list[int]
    kind: str


def find_chain(amounts: Sequence[int]) -> Chain | None:
    """Return the rows that are the sums of their neighbours, if that is the rule of the list.

    Parameters
    ----------
    amounts : sequence of int
        Minor units, in the order of the rows, zeros among them.

    Notes
    -----
    A list is divided into blocks, each closed by its sum, so that as many rows as possible belong to a block; what
    the same amounts reach in a random order is taken off. Running sums (carried forward) equal all rows before.

    Examples
    --------
    >>> find_chain([300, 500, 800, 120, 40, 7, 167, 90, 1, 91]).places
    [2, 6, 9]
    >>> find_chain([300, 500, 120, 800]) is None
    True
    """
    filled = [k for k, amount in enumerate(amounts) if amount]
    values = [amounts[k] for k in filled]
    running = _running(values)
    if running:
        return Chain([filled[k] for k in running], "running")
    below = _blocks(values)
    above = [len(values) - 1 - k for k in _blocks(values[::-1])]
    best, kind = (below, "below") if len(below) >= len(above) else (above, "above")
    return Chain(sorted(filled[k] for k in best), kind) if best else None


def _running(values: Sequence[int]) -> list[int]:
    """Return the places that equal the sum of all rows before them, sums left out."""
    total, n, largest, found = 0, 0, 0, []
    for k, value in enumerate(values):
        if n >= 3 and value == total and abs(total) > 2 * largest:
            found.append(k)
        else:
            total, n, largest = total + value, n + 1, max(largest, abs(value))
    return found if len(found) >= 2 else []


def _blocks(values: Sequence[int]) -> list[int]:
    """Return the places of the sums below their rows; none if a random order explains as much."""
    if len(values) < 3 * FEWEST:
        return []
    share, sums, several = _divided(values)
    if share < MOSTLY or several < FEWEST:
        return []
    mixed = list(values)
    random.Random(0).shuffle(mixed)  # noqa: S311 (no secret)
    return sums if _divided(mixed)[0] <= CHANCE * share else []


def _divided(values: Sequence[int]) -> tuple[float, list[int], int]:
    """Return the share of rows in blocks of two rows or more with their sum, the places of sums, and how many such."""
    before = [0]
    for value in values:
        before.append(before[-1] + value)
    ends: dict[int, list[int]] = {}
    for e in range(1, len(values)):
        ends.setdefault(before[e] - values[e], []).append(e)  # its block begins where the sum so far is this
    best, choice = [0.0] * (len(values) + 2), [-1] * (len(values) + 1)
    for s in range(len(values) - 1, -1, -1):
        best[s] = best[s + 1]
        possible = ends.get(before[s], [])
        first = bisect_right(possible, s)
        for e in possible[first : first + NEXT]:
            rows = e - s
            gain = (rows + 1 if rows > 1 else 0.9) + best[e + 1]
            if gain > best[s]:
                best[s], choice[s] = gain, e
    return _followed(values, best, choice)


def _followed(values: Sequence[int], best: Sequence[float], choice: Sequence[int]) -> tuple[float, list[int], int]:
    sums, several, rows, s = [], 0, 0, 0
    while s < len(values):
        e = choice[s]
        if e < 0:
            s += 1
            continue
        sums.append(e)
        several += e - s > 1
        rows += e - s + 1
        s = e + 1
    return rows / len(values), sums, several
