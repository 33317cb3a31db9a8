"""The client's books against the rows that were read: what is used, what was left out, what nobody explains."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from analysis.client.tables import ControlTotal
from analysis.intake.rules.reasons import NOBODY, by_reason
from analysis.intake.workspace import Workspace

IN_THE_BOOKS = (*NOBODY, "after_observation_end")
"""Sales that are left out of the analysis, but not of the books."""


def reconcile(bench: Workspace, totals: Sequence[ControlTotal]) -> dict[str, Any]:
    """Compare each stated total with the rows of its days, say the result, and return the figures.

    Returns
    -------
    dict
        Empty without totals; else ``control_totals``, a list of one dict each:
        from, to (days or None), books (stated), used, left_out ({reason: amount} of real sales that are left
        out), rounding (what rounding to minor units took away), difference (books less all of these: 0 where the books
        are explained to the minor unit), not_counted ({reason: amount} of rows that no books hold, such as overlaps).
    """
    return {"control_totals": [_reconcile(bench, total) for total in totals]} if totals else {}


def _reconcile(bench: Workspace, total: ControlTotal) -> dict[str, Any]:
    lines = bench.frame("SELECT day, coalesce(reason, '') AS reason, amount, residue FROM lines")
    found = {
        reason: (rows, Decimal(amount), Decimal(residue))
        for reason, rows, amount, residue in bench.fetch(by_reason(lines, total.first, total.last))
    }
    real = {reason: sums for reason, sums in found.items() if reason in {"", *IN_THE_BOOKS}}
    rows = sum(count for count, *_ in real.values())
    here = sum((amount for _, amount, _ in real.values()), Decimal(0))
    rounding = sum((residue for *_, residue in real.values()), Decimal(0))
    apart = total.exact - here
    # books that add up unrounded amounts differ by what rounding each row took away
    rounded = apart != 0 and abs(apart - rounding) < abs(apart) and round(apart - rounding, 2) == 0
    stated = max(2, -int(total.exact.as_tuple().exponent))  # amounts may be finer than books are
    difference = Decimal(0) if rounded or not round(apart, stated) else apart
    undated = bench.row("SELECT coalesce(sum(amount), 0) FROM lines WHERE day IS NULL AND amount IS NOT NULL")[0]
    left = {reason: amount for reason, (_, amount, _) in real.items() if reason}
    figures = {
        "from": total.from_.isoformat() if total.from_ else None,
        "to": total.to.isoformat() if total.to else None,
        "books": float(total.exact),
        "used": float(real.get("", (0, Decimal(0), 0))[1]),
        "left_out": {reason: float(amount) for reason, amount in left.items()},
        "rounding": float(apart) if rounded else 0.0,
        "difference": float(difference),
        "not_counted": {r: float(amount) for r, (_, amount, _) in found.items() if r not in real and amount},
    }
    note = bench.warn if difference else bench.info
    note("control_total", rows, float(difference), **figures, here=here, undated=undated)
    return figures
