"""What the optional columns of the transactions show: cancellations, costs, fees, states and quantities."""

from __future__ import annotations

from analysis.display.formats import count
from analysis.display.language import sentence, sentences
from analysis.intake.say.values import Say, Values, cash, printed, says


def _cancellations(f: Values) -> str:
    if f["taken_back"]:
        return sentence(
            "{rows} rows are on documents that begin with '{prefix}' (cancellations?), {amount} in all; {negative} "
            "negative rows are not ({negative_amount}) and {taken_back} rows with a negative quantity are not "
            "(write-offs?).",
            **printed(f),
        )
    return sentence(
        "{rows} rows are on documents that begin with '{prefix}' (cancellations?), {amount} in all; {negative} "
        "negative rows are not ({negative_amount}).",
        **printed(f),
    )


SENTENCES: dict[str, Say] = {
    "cancellations": _cancellations,
    "cancellation_positive": says(
        "{rows} rows on documents that begin with '{prefix}', like cancellations and returns, have positive amounts "
        "({amount}); if their minus sign was lost, set cancel_prefix: {prefix}."
    ),
    "cancellation_turned": lambda f: sentences(
        f["rows"],
        "{file}: {rows} row with positive amounts ({amount}) on documents that begin with '{prefix}' count as "
        "negative, as cancel_prefix says; the first is {first}. The total is {twice} lower than written.",
        "{file}: {rows} rows with positive amounts ({amount}) on documents that begin with '{prefix}' count as "
        "negative, as cancel_prefix says; the first is {first}. The total is {twice} lower than written.",
        **printed(f, twice=cash(2 * f["amount"])),
    ),
    "cost_missing": says(
        "{rows} rows with {amount} have no cost (missing), so they have no margin; margins are sums over the other "
        "rows."
    ),
    "below_cost": says("{rows} rows are sold below cost, {amount} in all."),
    "not_products": lambda f: sentence(
        "{rows} rows are fees, postage, tests or adjustments rather than products: {products}; they are included.",
        **printed(f, products=", ".join(f"{each['product']} ({count(each['rows'])})" for each in f["products"])),
    ),
    "quantity_extreme": lambda f: sentence(
        "{file}: {rows} rows have a quantity above {limit} (up to {most}; the median is {median}): other units, or "
        "typing errors; amounts are used as they are.",
        **printed(f, **{name: count(f[name]) for name in ("limit", "most", "median")}),
    ),
    "quantity_zero": says("{file}: {rows} rows have the quantity 0."),
    "amount_not_price_times_quantity": says(
        '{file}: in {rows} rows, "{column}" is not quantity times unit price (discounts?); the amount is used.'
    ),
}
