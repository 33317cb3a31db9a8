"""The client's books against the rows that were read: what is used, what was left out, what nobody explains."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from analysis.client.tables import ControlTotal
from analysis.intake.workspace import Workspace

IN_THE_BOOKS = {
    "missing_customer_id": "without a customer id",
    "placeholder_customer_id": "with a placeholder as customer id",
    "after_observation_end": "after the observation end",
}
"""Sales that are left out of the analysis, but not of the books."""


def reconcile(bench: Workspace, totals: Sequence[ControlTotal]) -> dict[str, Any]:
    """Compare each stated total with the rows of its days, say the result, and return the figures.

    Returns
    -------
    dict
        Empty without totals; else ``control_totals``, a list of one dict each:
        period, from, to (days or None), books (stated), used, left_out ({reason: amount} of real sales that are left
        out), rounding (what rounding to minor units took away), difference (books less all of these: 0 where the books
        are explained to the minor unit), not_counted ({reason: amount} of rows that no books hold, such as overlaps).
    """
    return {"control_totals": [_reconcile(bench, total) for total in totals]} if totals else {}


def _reconcile(bench: Workspace, total: ControlTotal) -> dict[str, Any]:
    found = {
        reason: (rows, Decimal(amount), Decimal(residue))
        for reason, rows, amount, residue in bench.rows(
            "SELECT coalesce(reason, ''), count(*), coalesce(sum(amount), 0), coalesce(sum(residue), 0) FROM lines "
            "WHERE day BETWEEN ? AND ? GROUP BY 1 ORDER BY 1",
            total.first,
            total.last,
        )
    }
    real = {reason: sums for reason, sums in found.items() if reason in {"", *IN_THE_BOOKS}}
    rows = sum(count for count, *_ in real.values())
    here = sum((amount for _, amount, _ in real.values()), Decimal(0))
    rounding = sum((residue for *_, residue in real.values()), Decimal(0))
    apart = total.exact - here
    # books that add up unrounded amounts differ by what rounding each row took away
    rounded = apart != 0 and abs(apart - rounding) < abs(apart) and round(apart - rounding, 2) == 0
    difference = Decimal(0) if rounded else apart
    undated = bench.row("SELECT coalesce(sum(amount), 0) FROM lines WHERE day IS NULL AND amount IS NOT NULL")[0]
    left = {reason: amount for reason, (_, amount, _) in real.items() if reason}
    figures = {
        "period": total.period,
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
    note("control_total", _sentence(figures, here, difference, Decimal(undated)), rows, float(difference))
    return figures


def _sentence(figures: dict[str, Any], here: Decimal, difference: Decimal, undated: Decimal) -> str:
    books = figures["books"]
    parts = [f"{figures['used']:,.2f} used"]
    parts += [f"{amount:,.2f} left out {IN_THE_BOOKS[reason]}" for reason, amount in figures["left_out"].items()]
    of = f" ({' + '.join(parts)})" if len(parts) > 1 else ""
    start = f"Control total, {figures['period']}: the books say {books:,.2f}, the rows read give {here:,.2f}{of}"
    if not difference:
        rounding = figures["rounding"]
        rest = f"; the {rounding:+,.2f} between them is the rounding of single rows" if rounding else ""
        return f"{start}: they agree to the cent{rest}."
    share = f", {abs(difference) / abs(Decimal(repr(books))):.2%}".replace("%", " %") if books else ""
    direction = "missing here" if difference > 0 else "too much here"
    hints = [f"{amount:,.2f} of {reason.replace('_', ' ')}" for reason, amount in figures["not_counted"].items()]
    hints += [f"{undated:,.2f} of rows without a readable date"] if undated else []
    also = f" Not counted: {', '.join(hints)}." if hints else ""
    return (
        f"{start}: {abs(difference):,.2f}{share} {direction}, unexplained.{also} Is a file missing, or counted twice?"
    )
