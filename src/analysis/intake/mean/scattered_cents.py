"""Single rows in cents among amounts with a point: a hundred times what the same customer or product usually has."""

from __future__ import annotations

from decimal import Decimal

from analysis.intake.mean.amounts import minor_digits
from analysis.intake.mean.lines import Source
from analysis.intake.mean.tally import Sums
from analysis.intake.workspace import Workspace

POWER = 100
FEWEST = 5  # other rows of the customer or product, before they say what is usual
FAR = 10  # times their largest; a hundredth of it lies among them
MOST_WHOLE = 0.1  # of all amounts; where more are whole, a whole one tells nothing
MOST = 100  # rows looked at


def say_scattered_cents(
    bench: Workspace, sources: list[Source], used: Sums, columns: list[str], currency: str | None
) -> None:
    """Ask about few whole amounts that are far above the others of their customer, or prices of their product.

    Whole tens are left alone: people order for 2,000 once, and no price in cents is so round so often.
    """
    said = any(finding["code"] == "decimals_changed" for finding in bench.findings)
    if said or minor_digits(currency) != 2 or any(source.staged.source.whole_amounts for source in sources):
        return
    price = "amount / nullif(quantity, 0)" if "quantity" in columns else "amount"
    keys = [("customer", "amount"), *[("product", price)] * ("product" in columns)]
    most = max(used.largest, -used.smallest)
    found = {row[:2]: row[2:] for key, money in keys for row in _far_above(bench, key, money, most)}
    if not found or len(found) > MOST:
        return
    (number, first), (_, example, usual) = min(found.items())
    source = next(each for each in sources if each.staged.number == number)
    swollen = sum(abs(each) * (1 - 1 / POWER) for each, _, _ in found.values())
    bench.warn(
        "decimals_changed",
        file=source.staged.label,
        row=source.staged.where(first),
        share=len(found) / used.rows,
        power=POWER,
        example=f"{example:.15g}",
        other=f"{usual:.15g}",
        moved=swollen / max(float(used.positive) - swollen, 1),
    )


def _far_above(bench: Workspace, key: str, money: str, most: Decimal) -> list[tuple[int, int, float, float, float]]:
    """Return the lines far above the others of their key: source, row, amount, their money, and that of the others."""
    whole = "v = floor(v) AND v % 10 <> 0"
    some, every, middle = bench.row(
        f"SELECT count(*) FILTER (v = floor(v)), count(v), median(v) FROM (SELECT abs({money}) AS v FROM lines "
        "WHERE reason IS NULL AND amount <> 0 LIMIT 100000)"
    )
    if not every or some > MOST_WHOLE * every or (money == "amount" and most <= FAR * middle):
        return []
    lines = (
        f"(SELECT source, row, amount, {key} AS k, abs({money}) AS v FROM lines WHERE reason IS NULL AND amount <> 0)"
    )
    return bench.rows(
        f"WITH odd AS MATERIALIZED (SELECT * FROM {lines} WHERE {whole} AND v > {FAR * middle}), "
        f"usual AS (SELECT k, count(*) AS n, min(v) AS low, max(v) AS high, median(v) AS middle FROM {lines} "
        f"WHERE k IN (SELECT k FROM odd) AND NOT (v > {FAR * middle} AND {whole}) GROUP BY k) "
        f"SELECT source, row, amount::DOUBLE, v::DOUBLE, middle::DOUBLE FROM odd JOIN usual USING (k) "
        f"WHERE n >= {FEWEST} AND v > {FAR} * high AND v / {POWER} BETWEEN low AND high "
        f"ORDER BY source, row LIMIT {MOST + 1}"
    )
