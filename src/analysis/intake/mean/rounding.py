"""How many decimals money keeps: those of the currency, unless rounding each row to them would move the total."""

from __future__ import annotations

from analysis.intake.mean.lines import Source
from analysis.intake.mean.states import stated
from analysis.intake.workspace import Workspace

MOVED = 0.001  # of the total: prices of a thousandth per call are not rounded away
UNSEEN = 0.01  # of the total, where it is less than one minor unit, which no print shows
CLOSE = 0.000001  # of the total is near enough to stop at fewer decimals
MOST = 8


def decimals_to_keep(bench: Workspace, sources: list[Source], rates: list[str], digits: int) -> int:
    """Return the decimals of the amounts: ``digits`` of the currency, or so many that the total stays what it is."""
    finer = [(source, rate) for source, rate in zip(sources, rates, strict=True) if rate or source.written[1] > digits]
    if not finer:
        return digits
    exact = " UNION ALL ".join(
        f"SELECT exact FROM ({stated(bench, source.staged, source.relation, _exact(source, rate))})"
        for source, rate in finer
    )
    tried = range(digits, MOST + 1)
    casts = [f"try_cast(exact AS DECIMAL(18, {d}))" for d in tried]
    sums = ", ".join(f"coalesce(sum({cast}), 0), count({cast})" for cast in casts)
    total, *found = map(float, bench.row(f"SELECT coalesce(sum(exact), 0), {sums} FROM ({exact})"))
    moved = {d: abs(found[2 * k] - total) for k, d in enumerate(tried) if found[2 * k + 1] == found[1]}
    if moved[digits] <= (MOVED if moved[digits] >= 10**-digits else UNSEEN) * abs(total):
        return digits
    kept = next((d for d, by in moved.items() if by <= CLOSE * abs(total)), max(moved))
    if kept > digits:
        bench.info("decimals_kept", decimals=kept, amount=found[0] - total)
    return kept


def _exact(source: Source, rate: str) -> dict[str, str]:
    return {"exact": f"({source.written[0]}){rate}"}
