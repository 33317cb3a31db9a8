"""The moves as typed records, as results.json holds them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.movement import migration as moves
from analysis.movement.facts_migration import Cell, ClassMoves, Lists, Move, Quarter
from analysis.movement.migration import Classed

Mask = NDArray[np.bool_]


def moves_of(
    scheme: str,
    days: tuple[dt.date, dt.date],
    found: Classed,
    table: pd.DataFrame,
    chance: pd.DataFrame | None,
    paid: bool,
) -> ClassMoves:
    """Return the moves under one classification between two days.

    `scheme`: Its name.
    `table`: From `migration.matrix`.
    `chance` (DataFrame indexed by place in `migration.MOVES`, optional): low, high.
    `paid`: Whether there are amounts.
    """
    fixed, move, banded = moves.at_first_lines(found), found.move, found.value is not None
    sides = [np.bincount(move, of, len(moves.MOVES)) for of in (None, found.revenue_before, found.revenue_after)]
    return ClassMoves(
        scheme=scheme,
        from_=days[0],
        to=days[1],
        classes=list(found.order),
        known=int((found.before < len(found.order)).sum()),
        matrix=cells_of(table, paid),
        moves={kind: _record([of[at] for of in sides], paid, chance, at) for at, kind in enumerate(moves.MOVES)},
        first_lines=None if fixed is None else cells_of(moves.matrix(found, fixed), paid),
        first_lines_moves=None if fixed is None else _at_first_lines(found, fixed),
        lines=_lines(found, found.lines),
        lines_before=_lines(found, found.first_lines),
        close=int(found.close.sum()) if banded else None,
        moved_and_close=int((found.close & (move < 2)).sum()) if banded else None,
        lists=_lists(found, paid),
    )


def cells_of(table: pd.DataFrame, paid: bool) -> list[Cell]:
    """Return a matrix as records; without amounts there is no money in it."""
    columns = {name: table[name].tolist() for name in table if name != "verdict"}
    for money in ("revenue_from", "revenue_to"):
        columns[money] = table[money].round(2).tolist() if paid else [None] * len(table)
    return [Cell(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)]


def quarter_of(scheme: str, day: dt.date, order: tuple[str, ...], place: NDArray[np.int64]) -> Quarter:
    """Return the classes at the end of the first quarter."""
    counted = np.bincount(place, minlength=len(order))
    return Quarter(scheme=scheme, day=day, sizes=dict(zip(order, counted.tolist(), strict=True)))


def next_quarter_of(scheme: str, day: dt.date, found: Classed) -> Quarter:
    """Return the classes at the end of a quarter and the moves that led there."""
    counted = np.bincount(found.move, minlength=len(moves.MOVES)).tolist()
    first = quarter_of(scheme, day, found.order, found.after)
    return first.model_copy(update={"moves": dict(zip(moves.MOVES, counted, strict=True))})


def _move(found: Classed, who: Mask, paid: bool) -> Move:
    return _record([who.sum(), found.revenue_before[who].sum(), found.revenue_after[who].sum()], paid)


def _record(sums: list[float], paid: bool, chance: pd.DataFrame | None = None, at: int = -1) -> Move:
    """Return customers, and what they brought before and after, as a record; `chance` holds the bands by place."""
    band = {} if chance is None else {side: chance[side].get(at, 0.0) for side in ("low", "high")}
    before, after = round(float(sums[1]), 2), round(float(sums[2]), 2)
    money = {"revenue_from": before, "revenue_to": after, "revenue_change": round(after - before, 2)}
    return Move(customers=int(sums[0]), **(money if paid else dict.fromkeys(money)), **band)


def _lines(found: Classed, lines: list[float]) -> dict[str, float] | None:
    """Return the lines by class; a class that holds nobody has none."""
    return {name: line for name, line in zip(found.order, lines, strict=False) if np.isfinite(line)} or None


def _at_first_lines(found: Classed, fixed: NDArray[np.int64]) -> dict[str, int]:
    known = found.before < len(found.order)
    tests = {"rose": fixed < found.before, "fell": fixed > found.before, "stayed": fixed == found.before}
    return {kind: int((known & test).sum()) for kind, test in tests.items()}


def _lists(found: Classed, paid: bool) -> Lists:
    was, now = found.before == 0, found.after == 0
    return Lists(
        best=found.order[0],
        became=_move(found, now & ~was, paid),
        became_new=int((now & (found.before == len(found.order))).sum()),
        left=_move(found, was & ~now, paid),
        alerts=_move(found, found.alert, paid),
    )
