"""Amounts in cents or fen: whole numbers whose last two digits pile up on the endings of prices."""

from __future__ import annotations

from analysis.intake.mean.amounts import minor_digits
from analysis.intake.workspace import Workspace

ENDINGS = (0, 50, 90, 95, 99, 98, 49, 80, 25, 75)
TELLING = (90, 95, 99, 98, 49)
FEWEST = 20
MOSTLY = 0.7  # of the amounts end so, of 10 % by chance
SOME = 0.15  # of them end as prices do just below a round one
LARGE = 400  # the median, below which hundredths would be small change
WHOLE_PRICES = {
    "JPY",
    "KRW",
    "INR",
    "RUB",
    "HUF",
    "CLP",
    "COP",
    "IDR",
    "VND",
    "TWD",
    "THB",
    "CZK",
    "ISK",
    "PYG",
    "NGN",
    "PKR",
    "KZT",
    "ARS",
    "KES",
    "PHP",
}
"""Currencies in which 499 and 1,290 are prices."""


def say_minor_units(bench: Workspace, currency: str | None) -> None:
    """Ask whether the amounts are in hundredths of the currency, if their endings say so."""
    if minor_digits(currency) != 2 or currency in WHOLE_PRICES:
        return
    first = "FROM (SELECT amount FROM lines WHERE reason IS NULL AND amount <> 0 LIMIT 100000)"
    rows, whole = bench.row(f"SELECT count(*), count(*) FILTER (amount = floor(amount)) {first}")
    if rows < FEWEST or whole < rows:
        return
    endings, telling, middle, kinds = bench.row(
        f"SELECT count(*) FILTER (abs(amount)::BIGINT % 100 IN {ENDINGS}), "
        f"count(*) FILTER (abs(amount)::BIGINT % 100 IN {TELLING}), quantile_disc(abs(amount), 0.5), count(DISTINCT "
        f"amount) {first}"
    )
    if middle < LARGE or kinds < FEWEST:
        return
    if endings < MOSTLY * rows or telling < SOME * rows:
        return
    bench.warn("amounts_in_cents", rows, share=endings / rows, currency=currency)
